import type { CodeList } from '@lianhu/kernel';
import { catalogue } from './catalogue';
import { transitiveFaults } from './compatibility';
import { identityDefinitions, schemaOf, type JsonSchema } from './schema';

/** Raise it when the identity block 身份信息 gets a field; it stands in every type that takes a child, but in a file of its own. */
export const IDENTITY_VERSION = 1;
const IDENTITY = 'minor-identity';
/** Unit: spaces. */
const INDENT = 2;

/** One version of one schema as it is committed: `urn:lianhu:schema:<type>:<version>`, `urn:lianhu:codes:<list>:<version>`. */
export interface CommittedSchema {
  /** `police.dv-call.received`, `codes/ROLE`, `minor-identity`: the folder below `libs/catalogue/schemas`. */
  readonly name: string;
  readonly version: number;
  readonly schema: JsonSchema;
}

/** The file of a version, below `libs/catalogue/schemas`. */
export const schemaPath = ({ name, version }: Pick<CommittedSchema, 'name' | 'version'>): string => `${name}/${version}.json`;
/** The text of a version's file. */
export const schemaText = ({ schema }: CommittedSchema): string => `${JSON.stringify(schema, undefined, INDENT)}\n`;

/** Every schema in its newest version, as the classes have it now. Code lists and the identity block are referred to, so that a new code raises its list only. */
export function newestSchemas(): readonly CommittedSchema[] {
  const types = catalogue.types.flatMap((type) => {
    const definition = catalogue.event(type);
    if (!definition) return [];
    const { $defs: _defs, ...own } = schemaOf(definition);
    const { minor, ...properties } = own.properties ?? {};
    const child = minor && { minor: { ...minor, $ref: `urn:lianhu:schema:${IDENTITY}` } };
    return [{ name: type, version: definition.version, schema: { ...own, properties: { ...referring(properties), ...child } } }];
  });
  const lists = [...catalogue.codeLists().values()].map((list) => ({ name: `codes/${list.name}`, version: list.version, schema: listSchema(list) }));
  return [...types, ...lists, identitySchema()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function identitySchema(): CommittedSchema {
  const { MinorIdentity, ...others } = identityDefinitions();
  const own = { ...MinorIdentity, properties: referring(MinorIdentity?.properties ?? {}) };
  const $defs = Object.fromEntries(
    Object.entries(others).map(([name, schema]) => [name, { ...schema, properties: referring(schema.properties ?? {}) }]),
  );
  const $id = `urn:lianhu:schema:${IDENTITY}:${IDENTITY_VERSION}`;
  return { name: IDENTITY, version: IDENTITY_VERSION, schema: { $id, ...own, $defs } };
}

const listSchema = ({ name, title, version, titles }: CodeList): JsonSchema => ({
  $id: `urn:lianhu:codes:${name}:${version}`,
  title,
  type: 'string',
  enum: Object.keys(titles),
  'x-titles': titles,
});

/** Fields with their code lists referred to by name. */
function referring(properties: Readonly<Record<string, JsonSchema>>): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, referredField(schema)]));
}
function referredField(schema: JsonSchema): JsonSchema {
  const items = schema['items'] as JsonSchema | undefined;
  if (items) return { ...schema, items: referredField(items) };
  if (schema['x-codes'] === undefined) return schema;
  const { enum: _codes, ['x-codes']: list, ...rest } = schema;
  return { ...rest, $ref: `urn:lianhu:codes:${String(list)}` };
}

/** What is wrong with the committed schemas, a sentence each; and the newest versions that have no file yet. */
export interface SchemaReview {
  readonly faults: readonly string[];
  readonly missing: readonly CommittedSchema[];
}

/** Compares what is committed (path below `schemas` → text) with what the classes say now. */
export function reviewSchemas(committed: ReadonlyMap<string, string>, newest: readonly CommittedSchema[] = newestSchemas()): SchemaReview {
  const names = new Set([...newest.map(({ name }) => name), ...[...committed.keys()].map((path) => path.slice(0, path.lastIndexOf('/')))]);
  const missing = newest.filter((schema) => !committed.has(schemaPath(schema)));
  const faults = [...names].sort().flatMap((name) =>
    reviewOne(
      name,
      committed,
      newest.find((schema) => schema.name === name),
    ),
  );
  return { faults, missing };
}

function reviewOne(name: string, committed: ReadonlyMap<string, string>, now: CommittedSchema | undefined): readonly string[] {
  const versions = [...committed]
    .filter(([path]) => path.slice(0, path.lastIndexOf('/')) === name)
    .map(([path, text]) => ({ version: Number(/(\d+)\.json$/.exec(path)?.[1]), schema: JSON.parse(text) as JsonSchema }));
  if (!now) return [`${name} is declared no more, but events of it may be stored: bring its declaration back.`];
  const text = committed.get(schemaPath(now));
  const changed = text !== undefined && text !== schemaText(now);
  const above = versions.find(({ version }) => version > now.version);
  const all = [...versions.filter(({ version }) => version !== now.version), now].sort((a, b) => a.version - b.version);
  const gap = all.findIndex(({ version }, i) => version !== i + 1);
  return [
    ...(changed
      ? [`${name} ${now.version} is committed and its file is never rewritten: put the declaration back, or raise the version to ${now.version + 1}.`]
      : []),
    ...(above ? [`${name} is declared in version ${now.version}, but version ${above.version} is committed: versions only rise.`] : []),
    ...(gap >= 0 ? [`${name}: no version ${gap + 1} is committed; versions are 1, 2, 3 … without a gap.`] : []),
    ...transitiveFaults(name, all.map(comparable)),
  ];
}

/** A code list is compared as the one field that it describes, the identity block with what it holds. */
function comparable({ version, schema }: { readonly version: number; readonly schema: JsonSchema }) {
  const definitions = Object.entries((schema['$defs'] ?? {}) as Readonly<Record<string, JsonSchema>>);
  const inner = definitions.flatMap(([of, { properties = {} }]) => Object.entries(properties).map(([name, field]) => [`${of}.${name}`, field]));
  const required = definitions.flatMap(([of, definition]) => (definition.required ?? []).map((name) => `${of}.${name}`));
  if (schema['enum'] !== undefined) return { version, schema: { properties: { code: schema } } };
  return {
    version,
    schema: {
      ...schema,
      properties: { ...schema.properties, ...(Object.fromEntries(inner) as Record<string, JsonSchema>) },
      required: [...(schema.required ?? []), ...required],
    },
  };
}
