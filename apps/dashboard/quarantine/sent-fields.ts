import { DOCTYPE, ETHNICITY, SEX } from '@lianhu/standards';
import type { DeskEntry, SentEvent } from '../api/desk-client';

/** One value of an event as it was sent. */
export interface SentField {
  /** RFC 6901. */
  readonly pointer: string;
  readonly title: string;
  readonly value: unknown;
  /** What a code means. */
  readonly meaning?: string;
  /** What is wrong with it. */
  readonly fault?: string;
}

const ATTRIBUTES: Readonly<Record<string, string>> = {
  id: '事件编号',
  time: '发生时间',
  area: '事发区划',
  residencearea: '居住地区划',
  subject: '本部门编号',
  correlationid: '同一事件编号',
  corrects: '更正的事件',
  sourceseq: '流水号',
};
const MINOR: Readonly<Record<string, string>> = {
  docType: '证件类型',
  docNo: '证件号码',
  name: '姓名',
  sex: '性别',
  birthDate: '出生日期',
  ethnicity: '民族',
  addressHousehold: '户籍地址',
  addressActual: '现住址',
  areaHousehold: '户籍地区划',
  areaActual: '现住地区划',
};
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const CODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/data/minor/docType': DOCTYPE.titles,
  '/data/minor/sex': SEX.titles,
  '/data/minor/ethnicity': ETHNICITY.titles,
};

/** What of an entry is shown as fields. */
export type Readable = Pick<DeskEntry, 'sent' | 'faults' | 'titles' | 'texts'>;

/** The values that a person can read and correct, those with a fault first. */
export function fieldsOf({ sent, faults, titles = {}, texts = {} }: Readable): readonly SentField[] {
  const data = isObject(sent['data']) ? sent['data'] : {};
  const minor = isObject(data['minor']) ? data['minor'] : {};
  const all = [
    ...Object.entries(ATTRIBUTES).map(([name, title]) => [`/${name}`, title, sent[name]] as const),
    ...Object.entries(MINOR).map(([name, title]) => [`/data/minor/${name}`, title, minor[name]] as const),
    ...Object.entries(data).map(([name, value]) => [`/data/${name}`, titles[`/data/${name}`] ?? name, value] as const),
  ];
  const fields = all.flatMap(([pointer, title, value]): SentField[] => {
    const fault = faults.find((one) => one.pointer === pointer)?.message;
    if (pointer === '/data/minor' || (value === undefined && fault === undefined)) return [];
    const meaning = texts[pointer] ?? CODES[pointer]?.[String(value)];
    return [{ pointer, title, value, ...(meaning !== undefined && { meaning }), ...(fault !== undefined && { fault }) }];
  });
  return [...fields.filter(({ fault }) => fault !== undefined), ...fields.filter(({ fault }) => fault === undefined)];
}

/** A value as text, for reading and for an input. */
export const textOf = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : typeof value === 'boolean' ? (value ? '是' : '否') : JSON.stringify(value);

/** Only texts and whole numbers are corrected in place; everything else is sent anew by the department's system. */
export const isEditable = ({ value }: SentField): boolean => value === undefined || typeof value === 'string' || typeof value === 'number';

/** The event with some values replaced by what a person typed; numbers stay numbers, an emptied value is left out. */
export function corrected(sent: SentEvent, changes: Readonly<Record<string, string>>): SentEvent {
  const event = structuredClone(sent) as Record<string, unknown>;
  for (const [pointer, text] of Object.entries(changes)) {
    const names = pointer.slice(1).split('/');
    const last = names.pop() as string;
    const holder = names.reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, event);
    const before = holder[last];
    if (text === '') delete holder[last];
    else holder[last] = typeof before === 'number' && /^-?\d+$/.test(text) ? Number(text) : text;
  }
  return event;
}
