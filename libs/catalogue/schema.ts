import { ENTERED } from '@lianhu/departments/hub';
import { fieldsOf, listOf, type CodeList, type EventClass, type EventDefinition, type FieldDefinition } from '@lianhu/kernel';
import { formats, KEY_PROOF_SCHEMA, MinorIdentity, nestedOf, type NotBeforeRule, type Reach } from '@lianhu/standards';
import { getMetadataStorage } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';

/** A JSON Schema 2020-12 as it is served. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}
/** One validator on a field, as class-validator's storage has it. */
interface Meta {
  readonly type: string;
  readonly propertyName: string;
  readonly constraints?: readonly unknown[];
  readonly target: unknown;
}
type Converter = (meta: Meta) => JsonSchema;

/** Validators that have a schema. Another one in an event class is refused: ajv would accept what class-validator refuses. */
const CONVERTERS: Readonly<Record<string, Converter>> = {
  isIn: ({ constraints }) => {
    const values = constraints?.[0] as readonly string[];
    const list = listOf(values);
    return { type: 'string', enum: values, ...(list && { 'x-codes': list.name }) };
  },
  isInt: () => ({ type: 'integer' }),
  min: ({ constraints }) => ({ minimum: constraints?.[0] }),
  max: ({ constraints }) => ({ maximum: constraints?.[0] }),
  isBoolean: () => ({ type: 'boolean' }),
  isArray: () => ({ type: 'array' }),
  arrayMinSize: ({ constraints }) => ({ minItems: constraints?.[0] }),
  arrayMaxSize: ({ constraints }) => ({ maxItems: constraints?.[0] }),
  arrayUnique: () => ({ uniqueItems: true }),
  conditionalValidation: () => ({}),
  nestedValidation: ({ target, propertyName }) => ({ $ref: `#/$defs/${nestedOf(target as EventClass).get(propertyName)?.name}` }),
  text: ({ constraints }) => ({ type: 'string', minLength: 1, maxLength: constraints?.[1], format: 'text', 'x-use': constraints?.[0] }),
  'key-proof': () => KEY_PROOF_SCHEMA,
  'not-before': ({ constraints }) => ({ 'x-not-before': constraints?.[0] as NotBeforeRule }),
  'restricted-code': ({ constraints }) => ({
    not: { enum: Object.keys(constraints?.[0] as object) },
    'x-send-instead': constraints?.[0],
  }),
  ...Object.fromEntries([...formats.keys()].filter((name) => name !== 'text').map((name) => [name, () => ({ type: 'string', format: name })])),
};

/** The validators that stand on a class, by name; custom ones under their own. */
function validatorsOf(cls: EventClass): Meta[] {
  const storage = getMetadataStorage();
  return storage.getTargetValidationMetadatas(cls, '', true, false).map((meta) => ({
    ...meta,
    type: (meta.constraintCls && storage.getTargetValidatorConstraints(meta.constraintCls)[0]?.name) ?? meta.type,
  }));
}

const CLASSES = new WeakMap<EventClass, JsonSchema>();

/** The JSON Schema of one class, without definitions of others. */
export function classSchema(cls: EventClass): JsonSchema {
  const known = CLASSES.get(cls);
  if (known) return known;
  const schema = makeClassSchema(cls);
  CLASSES.set(cls, schema);
  return schema;
}

function makeClassSchema(cls: EventClass): JsonSchema {
  for (const { type, propertyName } of validatorsOf(cls)) {
    if (!CONVERTERS[type]) throw new TypeError(`${cls.name}.${propertyName}: no schema for the validator ${type}`);
  }
  const additionalConverters = CONVERTERS as Parameters<typeof targetConstructorToSchema>[1] extends { additionalConverters?: infer C } ? C : never;
  const { properties = {}, required = [] } = targetConstructorToSchema(cls, { additionalConverters }) as JsonSchema;
  const fields = fieldsOf(cls);
  const titled = Object.entries(properties).map(([name, schema]): [string, JsonSchema] => [name, titledField(schema, fields.get(name))]);
  return { type: 'object', properties: Object.fromEntries(titled), required, additionalProperties: false };
}

function titledField(schema: JsonSchema, field: FieldDefinition | undefined): JsonSchema {
  const unit = field?.unit && { 'x-unit': field.unit };
  return { ...(field?.title !== undefined && { title: field.title }), ...schema, 'x-kind': field?.kind ?? 'clear', ...unit };
}

/** Whether `data.minor` may stand in events of a type: those about a child that a department sends or a person enters. */
export const takesMinor = ({ child, type }: EventDefinition): boolean => child === true && (!type.startsWith('hub.') || ENTERED.has(type));

const CACHE = new WeakMap<EventDefinition, JsonSchema>();

/** JSON Schema 2020-12 of the `data` of an event type, made from the class's decorators. */
export function schemaOf(definition: EventDefinition): JsonSchema {
  const known = CACHE.get(definition);
  if (known) return known;
  const own = classSchema(definition.cls);
  const minor: Readonly<Record<string, JsonSchema>> = takesMinor(definition)
    ? { minor: { title: '未成年人身份信息', $ref: '#/$defs/MinorIdentity', 'x-kind': 'secret' } }
    : {};
  const schema: JsonSchema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:lianhu:schema:${definition.type}:${definition.version}`,
    title: definition.title,
    'x-level': definition.level,
    ...(definition.category && { 'x-category': definition.category }),
    ...own,
    properties: { ...own.properties, ...minor },
    ...(takesMinor(definition) && { $defs: identityDefinitions() }),
  };
  CACHE.set(definition, schema);
  return schema;
}

/** The identity block and what it holds, by class name. */
export function identityDefinitions(): Readonly<Record<string, JsonSchema>> {
  const classes = [MinorIdentity as EventClass, ...nestedOf(MinorIdentity).values()];
  return Object.fromEntries(classes.map((cls) => [cls.name, classSchema(cls)]));
}

/** The code list of every field of a class that has one. */
export function codeListsByField(cls: EventClass): ReadonlyMap<string, CodeList> {
  const lists = validatorsOf(cls)
    .filter(({ type }) => type === 'isIn')
    .map(({ propertyName, constraints }) => [propertyName, listOf(constraints?.[0])] as const);
  return new Map(lists.filter((entry): entry is readonly [string, CodeList] => entry[1] !== undefined));
}

/** The days and moments of a class, each with how far it may lie. */
export function timesOf(cls: EventClass): readonly (readonly [field: string, reach: Reach])[] {
  const times = validatorsOf(cls).filter(({ type }) => type === 'date' || type === 'date-time');
  return times.map(({ propertyName, constraints }) => [propertyName, (constraints?.[0] ?? {}) as Reach]);
}

/** Every code list that a type's fields, or the identity block, use. */
export function codeListsOf(definition: EventDefinition): readonly CodeList[] {
  const identity = takesMinor(definition) ? [MinorIdentity as EventClass, ...nestedOf(MinorIdentity).values()] : [];
  const lists = [definition.cls, ...identity].flatMap((cls) => [...codeListsByField(cls).values()]);
  return [...new Set(lists)];
}
