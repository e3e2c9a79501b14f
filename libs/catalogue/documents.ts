import { momentOf, UNITS, type EventDefinition, type FieldKind, type Level } from '@lianhu/kernel';
import { MinorIdentity } from '@lianhu/standards';
import { catalogue, dataschemaOf } from './catalogue';
import { classSchema, codeListsByField, codeListsOf, schemaOf, takesMinor, timesOf, type JsonSchema } from './schema';

/** Where examples are set. */
export interface ExampleSetting {
  /** Six digits; a child of the example lives in its first town. */
  readonly area: string;
  /** The moment that the example happened. Unit: milliseconds since 1970. */
  readonly now: number;
  /** Where the department's edge answers, without a slash at the end. */
  readonly baseUrl: string;
}
const SETTING: ExampleSetting = { area: '990101', now: Date.parse('2026-10-12T09:30:00+08:00'), baseUrl: 'http://127.0.0.1:3000' };

/** The child of every example: an invented ID number in the reserved unreal area. */
export const EXAMPLE_CHILD = {
  docType: '01',
  docNo: '990101201506010014',
  name: '测试甲',
  sex: '1',
  birthDate: '2015-06-01',
  guardians: [{ name: '测试乙', rel: 'mother' }],
} as const;

/** A whole event that validates as it stands, and still does with another `id`, `time` and child. */
export function exampleOf(definition: EventDefinition, setting: Partial<ExampleSetting> = {}): Readonly<Record<string, unknown>> {
  const { area, now } = { ...SETTING, ...setting };
  const time = momentOf(now);
  const child = takesMinor(definition) ? { residencearea: `${area}001` } : {};
  const data = { ...definition.example, ...(takesMinor(definition) && { minor: EXAMPLE_CHILD }) };
  return { specversion: '1.0', type: definition.type, id: `example-${definition.type}-1`, time, ...child, data };
}

/** What the catalogue's list says about one event type. */
export function entryOf(definition: EventDefinition) {
  const { type, version, title, level, category, protection, basis, purpose, told } = definition;
  return {
    type,
    version,
    versions: Array.from({ length: version }, (_, i) => i + 1),
    title,
    level,
    category,
    protection,
    basis,
    purpose,
    told,
    child: definition.child === true,
    sealable: definition.sealable === true,
  };
}

/** `GET /api/catalogue`: departments with their event types, each with the words that it is found by. */
export function catalogueDocument() {
  const listed = (definition: EventDefinition) => ({ ...entryOf(definition), words: wordsOf(definition) });
  return { departments: catalogue.all.map(({ id, name }) => ({ id, name, events: catalogue.eventsOf(id).map(listed) })) };
}

/** Names and titles of a type's own fields, and of the codes that they take. */
function wordsOf(definition: EventDefinition): string {
  const fields = [...definition.fields.values()].flatMap(({ name, title }) => [name, title ?? '']);
  const lists = [...codeListsByField(definition.cls).values()].flatMap(({ title, titles }) => [title, ...Object.values(titles)]);
  return [...new Set([...fields, ...lists])].join(' ');
}

/** A field as the catalogue explains it. */
export interface FieldDocument {
  readonly name: string;
  readonly title: string;
  readonly required: boolean;
  /** How it stands in the log: clear, countable, or as a digest (secret, case). */
  readonly kind: FieldKind;
  readonly level: Level;
  readonly codes?: string;
  /** What its number counts, in Chinese. */
  readonly unit?: string;
  /** Says the event's own `time` once more. */
  readonly own?: true;
}

/** `GET /api/catalogue/{type}/{version}`: schema, fields, code lists, a whole example and a command that sends it. Undefined for an unknown type or version. */
export function eventDocument(type: string, version: number, setting: Partial<ExampleSetting> = {}) {
  const definition = catalogue.event(type);
  if (!definition || definition.version !== version) return undefined;
  const example = exampleOf(definition, setting);
  return {
    ...entryOf(definition),
    department: catalogue.departmentOf(type)?.id,
    dataschema: dataschemaOf(definition),
    schema: schemaOf(definition),
    fields: fieldDocuments(definition),
    ...(takesMinor(definition) && { minor: identityFields(definition.level) }),
    codes: Object.fromEntries(
      codeListsOf(definition).map(({ name, title, version: listVersion, titles }) => [name, { title, version: listVersion, titles }]),
    ),
    example,
    curl: curlOf(definition, example, { ...SETTING, ...setting }.baseUrl),
  };
}

function fieldDocuments(definition: EventDefinition): FieldDocument[] {
  const lists = codeListsByField(definition.cls);
  const required = new Set(classSchema(definition.cls).required);
  const own = new Set(timesOf(definition.cls).flatMap(([field, reach]) => ('own' in reach ? [field] : [])));
  return [...definition.fields.values()].map(({ name, title = name, kind, unit }) => {
    const list = lists.get(name)?.name;
    return {
      name,
      title,
      required: required.has(name),
      kind,
      level: definition.level,
      ...(list !== undefined && { codes: list }),
      ...(unit && { unit: UNITS[unit] }),
      ...(own.has(name) && { own: true }),
    };
  });
}

function identityFields(level: Level): FieldDocument[] {
  const { properties = {}, required = [] } = classSchema(MinorIdentity);
  return Object.entries(properties).map(([name, schema]: [string, JsonSchema]) => {
    const list = schema['x-codes'] as string | undefined;
    return {
      name,
      title: String(schema['title']),
      required: required.includes(name),
      kind: 'secret',
      level,
      ...(list !== undefined && { codes: list }),
    };
  });
}

/** A command line that sends the example; `$TOKEN` comes from `npm run -s lianhu -- token`. */
function curlOf(definition: EventDefinition, example: unknown, baseUrl: string): string {
  const department = definition.type.split('.')[0] ?? '';
  const body = JSON.stringify(example).replaceAll("'", "'\\''");
  return [
    `curl -X POST ${baseUrl}/api/departments/${department}/events`,
    `-H "Authorization: Bearer $TOKEN"`,
    `-H 'Content-Type: application/cloudevents+json'`,
    `-d '${body}'`,
  ].join(' \\\n  ');
}
