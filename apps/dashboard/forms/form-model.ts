/** JSON Schema as the catalogue serves it, as far as a form reads it. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}
/** The catalogue's document of one type. */
export interface TypeDocument {
  readonly type: string;
  readonly version: number;
  readonly title: string;
  readonly level: string;
  readonly child: boolean;
  readonly department?: string;
  readonly told?: string;
  readonly schema: Schema;
  readonly fields: readonly { readonly name: string; readonly title: string; readonly kind: string; readonly unit?: string; readonly own?: true }[];
  readonly codes: Readonly<Record<string, { readonly titles: Readonly<Record<string, string>> }>>;
  readonly example: Readonly<Record<string, unknown>>;
}

export type InputKind =
  'choice' | 'choices' | 'boolean' | 'booleans' | 'day' | 'moment' | 'integer' | 'money' | 'integers' | 'town' | 'texts' | 'text' | 'long-text';
/** One input of a form. */
export interface FormField {
  readonly name: string;
  readonly title: string;
  readonly kind: InputKind;
  readonly required: boolean;
  /** Stands as a digest in the log. */
  readonly secret: boolean;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly format?: string;
  /** The event's own time once more: it is asked for once, as that. */
  readonly own?: true;
  /** Codes that are restricted facts by themselves, and the type that is sent instead. */
  readonly instead?: Readonly<Record<string, string>>;
}
/** What stands in an input: a text, or the members of a list. Absent when nothing was entered. */
export type Values = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Texts longer than this get a box of several lines. Unit: characters. */
const ONE_LINE = 120;
/** Sums are entered in yuan and sent in fen. */
const FEN_A_YUAN = 100;
/** Offset of the moments that people enter: the country's time. */
const OFFSET = '+08:00';

/** The inputs of an event's data, in the order of its class. */
export function formOf(document: TypeDocument): readonly FormField[] {
  const order = document.fields.map(({ name }) => name);
  const own = new Set(document.fields.filter((field) => field.own).map(({ name }) => name));
  const units = new Map(document.fields.map(({ name, unit }) => [name, unit]));
  return fieldsOf(document.schema, document.codes)
    .filter(({ name }) => order.includes(name))
    .map((field) => ({ ...field, ...(field.kind === 'money' ? { unit: moneyUnit(units.get(field.name)) } : { unit: units.get(field.name) }) }))
    .map((field) => (own.has(field.name) ? { ...field, own: true as const } : field))
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}
const moneyUnit = (unit: string | undefined): string => (unit ?? '分').replace('分', '元');

/** The inputs of one nested class, such as the identity block. */
export const partOf = (document: TypeDocument, name: string): readonly FormField[] => fieldsOf(document.schema.$defs?.[name] ?? {}, document.codes);

function fieldsOf(schema: Schema, codes: TypeDocument['codes']): FormField[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const field = fieldOf(name, property, codes);
    return field ? [{ ...field, required: required.has(name) }] : [];
  });
}

function fieldOf(name: string, property: Schema, codes: TypeDocument['codes']): Omit<FormField, 'required'> | undefined {
  const isList = property['type'] === 'array';
  const one = isList && typeof property['items'] === 'object' ? (property['items'] as Schema) : property;
  const kind = kindOf(property, one, isList);
  if (kind === undefined) return undefined;
  const titles = codes[String(one['x-codes'])]?.titles;
  return {
    name,
    title: String(property['title'] ?? name).replace(kind === 'money' ? /（分）$/ : /$^/, ''),
    kind,
    secret: property['x-kind'] === 'secret' || property['x-kind'] === 'case',
    choices: (one['enum'] as readonly string[] | undefined)?.map((value) => ({ value, label: titles?.[value] ?? value })),
    minimum: one['minimum'] as number | undefined,
    maximum: one['maximum'] as number | undefined,
    maxLength: one['maxLength'] as number | undefined,
    minItems: property['minItems'] as number | undefined,
    maxItems: property['maxItems'] as number | undefined,
    format: one['format'] as string | undefined,
    instead: property['x-send-instead'] as FormField['instead'],
  };
}

/** Which input a property gets; none for objects, which people do not enter. */
function kindOf(property: Schema, one: Schema, isList: boolean): InputKind | undefined {
  if (one['$ref'] !== undefined || one['type'] === 'object' || one['allOf'] !== undefined) return undefined;
  if (Array.isArray(one['enum'])) return isList ? 'choices' : 'choice';
  if (one['type'] === 'integer') return isList ? 'integers' : String(property['x-unit'] ?? '').startsWith('fen') ? 'money' : 'integer';
  if (one['type'] === 'boolean') return isList ? 'booleans' : 'boolean';
  if (isList) return 'texts';
  if (one['format'] === 'date') return 'day';
  if (one['format'] === 'date-time') return 'moment';
  if (one['format'] === 'town') return 'town';
  return one['x-use'] === 'free' && Number(one['maxLength']) > ONE_LINE ? 'long-text' : 'text';
}

/** What one input sends; undefined for nothing. A number that is none is sent as written, so that the server says what is wrong. */
export function sentOf({ kind }: FormField, value: Values[string]): unknown {
  if (value === undefined || value.length === 0 || (typeof value === 'string' && value.trim() === '')) return undefined;
  if (typeof value !== 'string') {
    if (kind === 'booleans') return value.includes('') ? undefined : value.map((each) => each === 'true');
    return kind === 'integers' ? value.map(integerOf) : value;
  }
  if (kind === 'integer') return integerOf(value);
  if (kind === 'money') return fenOf(value);
  if (kind === 'boolean') return value === 'true';
  return kind === 'moment' ? `${value}:00${OFFSET}` : value;
}
const integerOf = (text: string): number | string => (/^-?\d{1,15}$/.test(text.trim()) ? Number(text) : text);
function fenOf(text: string): number | string {
  const [, sign = '', yuan = '', fen = ''] = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text.trim()) ?? [];
  return yuan === '' ? text : Number(`${sign}${Number(yuan) * FEN_A_YUAN + Number(fen.padEnd(2, '0'))}`);
}

/** What an input shows for a value of an event: the other way round. */
export function shownOf({ kind }: FormField, sent: unknown): Values[string] {
  if (sent === undefined) return undefined;
  if (Array.isArray(sent)) return sent.map(String);
  if (kind === 'money' && typeof sent === 'number') return sent % FEN_A_YUAN === 0 ? String(sent / FEN_A_YUAN) : (sent / FEN_A_YUAN).toFixed(2);
  return kind === 'moment' ? localMinute(Date.parse(String(sent))) : String(sent);
}
/** A moment as `2026-10-12T09:30` in the country's time. Unit: milliseconds since 1970. */
export const localMinute = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16);

/** `data` without the child. */
export const dataOf = (form: readonly FormField[], values: Values): Record<string, unknown> =>
  Object.fromEntries(form.map((field) => [field.name, sentOf(field, values[field.name])]).filter(([, value]) => value !== undefined));
/** The inputs' values of an event's data. */
export const valuesOf = (form: readonly FormField[], data: Readonly<Record<string, unknown>>): Values =>
  Object.fromEntries(form.map((field) => [field.name, shownOf(field, data[field.name])]).filter(([, value]) => value !== undefined));

/** Required inputs that are empty. */
export const missingIn = (form: readonly FormField[], values: Values): readonly string[] =>
  form.filter((field) => field.required && sentOf(field, values[field.name]) === undefined).map(({ name }) => name);
