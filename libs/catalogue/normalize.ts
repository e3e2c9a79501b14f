import { momentOf, msOf, type EventDefinition } from '@lianhu/kernel';
import { normalizeNumber } from '@lianhu/standards';
import { classSchema } from './schema';

type Normalizer = (value: string) => string;
const CACHE = new WeakMap<EventDefinition, ReadonlyMap<string, Normalizer>>();

/** Fields with a normal form: moments in +08:00, numbers of documents half-width, persons without blanks at the ends. */
function normalizersOf(definition: EventDefinition): ReadonlyMap<string, Normalizer> {
  const known = CACHE.get(definition);
  if (known) return known;
  const normalizers = new Map<string, Normalizer>();
  for (const [name, schema] of Object.entries(classSchema(definition.cls).properties ?? {})) {
    if (schema['format'] === 'date-time') normalizers.set(name, (value) => momentOf(msOf(value) ?? 0));
    if (schema['x-use'] === 'number') normalizers.set(name, normalizeNumber);
    if (schema['x-use'] === 'person') normalizers.set(name, (value) => value.trim());
  }
  CACHE.set(definition, normalizers);
  return normalizers;
}

/** The fields of valid data in normal form, without `minor`. */
export function normalizeData(definition: EventDefinition, data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const normal: Record<string, unknown> = { ...data };
  delete normal['minor'];
  for (const [name, normalize] of normalizersOf(definition)) {
    const value = normal[name];
    if (typeof value === 'string') normal[name] = normalize(value);
  }
  return normal;
}
