import { catalogue, classSchema, codeListsByField, takesMinor, type JsonSchema } from '@lianhu/catalogue';
import type { CodeList, EventClass, EventDefinition } from '@lianhu/kernel';
import { Guardian, MinorIdentity } from '@lianhu/standards';

/** How a column's texts are read. */
export type ValueKind =
  'text' | 'number-text' | 'id' | 'codes' | 'day' | 'moment' | 'month' | 'quarter' | 'term' | 'integer' | 'boolean' | 'area' | 'town';

/** Something that a column can be sent as. */
export interface Target {
  /** `time`, `minor.name`, `guardian1.phone`, `data.alarmNo` … */
  readonly path: string;
  readonly title: string;
  readonly kind: ValueKind;
  readonly codes?: CodeList;
  /** Several values in one cell. */
  readonly many?: true;
  /** Several values of which two may be the same: the states of father and mother. */
  readonly repeats?: true;
  /** Counted in fen or minutes, so that the unit of the column must be known. */
  readonly counts?: 'fen' | 'minutes';
  readonly required: boolean;
}

/** Guardians that have columns of their own. Unit: persons. Reason: offices' tables have father and mother, or two guardians. */
const GUARDIAN_COLUMNS = 2;

const CACHE = new Map<string, readonly Target[]>();

/** Everything that a column can be sent as in events of a type. Throws TypeError on a type that nobody declares. */
export function targetsOf(type: string): readonly Target[] {
  const known = CACHE.get(type);
  if (known) return known;
  const definition = catalogue.event(type);
  if (!definition) throw new TypeError(`no event type ${type}`);
  const targets = [...ENVELOPE, ...(takesMinor(definition) ? childTargets() : []), ...dataTargets(definition)];
  CACHE.set(type, targets);
  return targets;
}

/** One target of a type; undefined when the type has none of that path. */
export const targetOf = (type: string, path: string): Target | undefined => targetsOf(type).find((target) => target.path === path);

const ENVELOPE: readonly Target[] = [
  { path: 'time', title: '发生时间', kind: 'moment', required: true },
  { path: 'residencearea', title: '居住乡镇（村）', kind: 'area', required: false },
  { path: 'correlationid', title: '事件关联号', kind: 'number-text', required: false },
];

function childTargets(): Target[] {
  const minor = fieldTargets(MinorIdentity, 'minor', '').filter(({ path }) => path !== 'minor.guardians' && path !== 'minor.nameRaw');
  const guardians = Array.from({ length: GUARDIAN_COLUMNS }, (_, i) =>
    fieldTargets(Guardian, `guardian${i + 1}`, i === 0 ? '监护人' : `监护人${i + 1}`),
  ).flat();
  const needed = new Set(['minor.name']);
  return [
    { path: 'subject', title: '本单位儿童编号（minor-…）', kind: 'text', required: false },
    ...minor.map((target) => ({ ...target, required: needed.has(target.path) })),
    ...guardians.map((target) => ({ ...target, required: false })),
  ];
}

const dataTargets = (definition: EventDefinition): Target[] => fieldTargets(definition.cls, 'data', '');

function fieldTargets(cls: EventClass, prefix: string, of: string): Target[] {
  const { properties = {}, required = [] } = classSchema(cls);
  const lists = codeListsByField(cls);
  return Object.entries(properties)
    .filter(([, schema]) => !isNested(schema))
    .map(([name, schema]) => {
      const one = (schema['items'] as JsonSchema | undefined) ?? schema;
      const title = String(schema['title'] ?? name);
      const codes = lists.get(name);
      return {
        path: `${prefix}.${name}`,
        title: `${of}${title}`,
        kind: name === 'docNo' ? 'id' : kindOf(one, codes),
        ...(codes && { codes }),
        ...(schema['type'] === 'array' && { many: true as const, ...(schema['uniqueItems'] !== true && { repeats: true as const }) }),
        ...countsOf(one, title),
        required: required.includes(name),
      };
    });
}

const isNested = (schema: JsonSchema): boolean => {
  const one = (schema['items'] as JsonSchema | undefined) ?? schema;
  return one['$ref'] !== undefined || one['type'] === 'object';
};

const countsOf = (schema: JsonSchema, title: string): Pick<Target, 'counts'> => {
  if (schema['type'] !== 'integer') return {};
  if (/（分）/.test(title)) return { counts: 'fen' };
  return /（分钟）/.test(title) ? { counts: 'minutes' } : {};
};

const BY_FORMAT: Readonly<Record<string, ValueKind>> = {
  date: 'day',
  'date-time': 'moment',
  month: 'month',
  quarter: 'quarter',
  term: 'term',
  area: 'area',
  town: 'town',
};

function kindOf(schema: JsonSchema, codes: CodeList | undefined): ValueKind {
  if (codes) return 'codes';
  if (schema['type'] === 'integer') return 'integer';
  if (schema['type'] === 'boolean') return 'boolean';
  if (schema['x-use'] === 'number') return 'number-text';
  return BY_FORMAT[String(schema['format'])] ?? 'text';
}
