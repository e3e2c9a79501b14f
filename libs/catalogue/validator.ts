import { escapePointer, type EventClass, type EventDefinition, type FieldFault } from '@lianhu/kernel';
import { formats, holdsNotBefore, MinorIdentity, nestedOf, type NotBeforeRule } from '@lianhu/standards';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import { validateSync, type ValidationError } from 'class-validator';
import type { Language } from './language';
import { fault, type JsonHint, type RuleFacts } from './messages';
import { classSchema, schemaOf, takesMinor, type JsonSchema } from './schema';

/** class-validator's constraint → the public rule, in the order in which one fault a field is told. */
const RULE_OF: Readonly<Record<string, string>> = {
  isArray: 'array',
  isBoolean: 'boolean',
  isInt: 'integer',
  arrayMinSize: 'min-items',
  arrayMaxSize: 'max-items',
  arrayUnique: 'unique',
  nestedValidation: 'object',
  'key-proof': 'key-proof',
  'restricted-code': 'restricted-code',
  isIn: 'enum',
  ...Object.fromEntries([...formats.keys()].map((name) => [name, name])),
  min: 'minimum',
  max: 'maximum',
  'not-before': 'not-before',
};

let compiler: Ajv2020 | undefined;
/** One compiler for all types; its formats are the very checks that class-validator makes. */
function ajv(): Ajv2020 {
  if (compiler) return compiler;
  compiler = new Ajv2020({ strict: false, validateFormats: true, ownProperties: true });
  for (const { name, check } of formats.values()) compiler.addFormat(name, { type: 'string', validate: check });
  compiler.addKeyword({
    keyword: 'x-not-before',
    validate: (rule: NotBeforeRule, value: unknown, _schema?: unknown, where?: { parentData: Record<string, unknown> }) =>
      holdsNotBefore(value, where?.parentData[rule.field], rule),
  });
  return compiler;
}

/** Checks the `data` of one event type. */
export interface DataValidator {
  /** The hot path: whether the compiled schema accepts. */
  accepts(data: unknown): boolean;
  /** class-validator's verdict with pointers below `/data`; empty when it accepts. */
  faults(data: unknown, language: Language): readonly FieldFault[];
}

const CACHE = new WeakMap<EventDefinition, DataValidator>();

/** The validator of an event type: ajv compiled from the decorators accepts, class-validator judges what ajv rejects. */
export function validatorOf(definition: EventDefinition): DataValidator {
  const known = CACHE.get(definition);
  if (known) return known;
  let compiled: ValidateFunction | undefined;
  const validator: DataValidator = {
    accepts: (data) => (compiled ??= ajv().compile(schemaOf(definition)))(data),
    faults: (data, language) => judgeData(definition, data, language),
  };
  CACHE.set(definition, validator);
  return validator;
}

/** The faults of an event's data: none when the compiled schema accepts, else class-validator's verdict. */
export function dataFaults(definition: EventDefinition, data: unknown, language: Language): readonly FieldFault[] {
  const validator = validatorOf(definition);
  return validator.accepts(data) ? [] : validator.faults(data, language);
}

function judgeData(definition: EventDefinition, data: unknown, language: Language): FieldFault[] {
  if (!isObject(data)) return [fault('/data', 'object', language)];
  const { minor, ...fields } = data;
  const faults = judge(definition.cls, fields, '/data', language);
  if (minor === undefined) return faults;
  if (!takesMinor(definition)) return [...faults, fault('/data/minor', definition.child === true ? 'unknown-field' : 'no-child', language)];
  return [...faults, ...judge(MinorIdentity, minor, '/data/minor', language)];
}

/** class-validator's verdict on a plain object, with keys that it would let through (`__proto__`, `constructor`) refused first. */
export function judge(cls: EventClass, plain: unknown, base: string, language: Language): FieldFault[] {
  if (!isObject(plain)) return [fault(base, 'object', language)];
  const schema = classSchema(cls);
  const properties = schema.properties ?? {};
  const unknown = Object.keys(plain).filter((key) => !Object.hasOwn(properties, key));
  const faults = unknown.map((key) => fault(`${base}/${escapePointer(key)}`, 'unknown-field', language));
  const errors = validateSync(instance(cls, plain, properties), { forbidUnknownValues: false });
  for (const error of errors) if (!isNestedOnly(error)) faults.push(faultOf(error, plain, schema, base, language));
  return [...faults, ...nestedFaults(cls, plain, base, language)];
}

/** An error that only says that something deeper is wrong; the members of nested arrays are judged by themselves. */
const isNestedOnly = (error: ValidationError): boolean => error.constraints === undefined && (error.children?.length ?? 0) > 0;

function nestedFaults(cls: EventClass, plain: Readonly<Record<string, unknown>>, base: string, language: Language): FieldFault[] {
  return [...nestedOf(cls)].flatMap(([name, child]) => {
    const items = Object.hasOwn(plain, name) ? plain[name] : undefined;
    return Array.isArray(items) ? items.flatMap((item: unknown, i) => judge(child, item, `${base}/${name}/${i}`, language)) : [];
  });
}

/** An instance of a class with the known members of a plain object; nested arrays become instances too. */
function instance(cls: EventClass, plain: Readonly<Record<string, unknown>>, properties: Readonly<Record<string, JsonSchema>>): object {
  const made = new cls() as Record<string, unknown>;
  const nested = nestedOf(cls);
  for (const key of Object.keys(properties)) {
    if (!Object.hasOwn(plain, key)) continue;
    const child = nested.get(key);
    const value = plain[key];
    made[key] = child && Array.isArray(value) ? value.map((item: unknown) => nestedInstance(child, item)) : value;
  }
  return made;
}
const nestedInstance = (cls: EventClass, item: unknown): unknown => (isObject(item) ? instance(cls, item, classSchema(cls).properties ?? {}) : item);

function faultOf(error: ValidationError, plain: Readonly<Record<string, unknown>>, schema: JsonSchema, base: string, language: Language): FieldFault {
  const name = error.property;
  const pointer = `${base}/${escapePointer(name)}`;
  const value = Object.hasOwn(plain, name) ? plain[name] : undefined;
  if (value === undefined) return fault(pointer, 'required', language);
  const failed = Object.keys(error.constraints ?? {});
  const constraint = Object.keys(RULE_OF).find((key) => failed.includes(key)) ?? failed[0] ?? '';
  const rule = RULE_OF[constraint] ?? constraint;
  return fault(pointer, rule, language, factsOf(schema.properties?.[name] ?? {}, rule, value));
}

/** Bounds and lists for a message, from the field's schema. */
function factsOf(schema: JsonSchema, rule: string, value: unknown): RuleFacts {
  const one = (schema['items'] as JsonSchema | undefined) ?? schema;
  const instead = schema['x-send-instead'] as Readonly<Record<string, string>> | undefined;
  const limits: Readonly<Record<string, unknown>> = {
    minimum: one['minimum'],
    maximum: one['maximum'],
    'min-items': schema['minItems'],
    'max-items': schema['maxItems'],
    text: one['maxLength'],
    enum: listedCodes(one),
    'not-before': (schema['x-not-before'] as NotBeforeRule | undefined)?.field,
    'restricted-code': typeof value === 'string' ? instead?.[value] : undefined,
  };
  const hint = hintFor(rule, value);
  return { limit: limits[rule] as string | number | undefined, ...(hint && { hint }) };
}

/** Whether only the quotes are wrong: `1` for `"1"`, `"true"` for `true`. */
function hintFor(rule: string, value: unknown): JsonHint | undefined {
  const bare = typeof value === 'number' || typeof value === 'boolean';
  if (bare && TEXTS.has(rule)) return 'quote';
  if (typeof value !== 'string') return undefined;
  return (rule === 'integer' && /^-?\d+$/.test(value)) || (rule === 'boolean' && /^(true|false)$/.test(value)) ? 'unquote' : undefined;
}
/** Rules that a number breaks by being none of the texts. */
const TEXTS: ReadonlySet<string> = new Set(['text', 'enum', ...formats.keys()]);

/** Codes that a message still names one by one. */
const MAX_NAMED = 12;
function listedCodes(schema: JsonSchema): string {
  const codes = (schema['enum'] ?? []) as readonly string[];
  const list = (schema['x-codes'] as string | undefined) ?? '';
  return codes.length === 0 || codes.length > MAX_NAMED ? list : `${list} (${codes.join(', ')})`.trim();
}

/** Whether a value is a JSON object. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
