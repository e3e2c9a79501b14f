import { realDate, type CodeList, type ColumnUnit } from '@lianhu/kernel';
import { isArea, isTown } from '@lianhu/standards';
import { plain, type Cell } from './cells';
import { CODE_WORDS } from './words';
import type { Target } from './targets';

/** What is wrong with a cell, and what to do about it. */
export const CELL_FAULTS = {
  date: '日期无法识别，请写成 2026-09-03',
  month: '月份无法识别，请写成 2026-09',
  number: '不是数字',
  integer: '须为整数，或与单位不符',
  unit: '单位与本栏不符',
  boolean: '请填“是”或“否”',
  code: '不在代码表中',
  'changed-by-excel': '号码已被 Excel 改成科学计数或末位变零，请将该列设为“文本”后重新填写',
  'citizen-id-15': '15位旧身份证号不予接收，请填18位',
  area: '请填乡镇代码或本县乡镇名称',
  'too-long': '内容过长',
  formula: '单元格是公式错误（#N/A 等）',
  nested: '一栏里又有多条记录，请拆成每条一行后再报',
} as const;
export type CellFault = keyof typeof CELL_FAULTS;
export type ReadValue = { readonly value: string | number | boolean } | { readonly fault: CellFault };

/** What reading depends on besides the cell. */
export interface ReadContext {
  /** Names of towns → codes, of the own county. */
  readonly areas: ReadonlyMap<string, string>;
}

/** Days between 1899-12-30, a spreadsheet's day 0, and 1970. */
const EPOCH_SERIAL = 25_569;
/** Serials that are read as days: 1954 to 2064. Reason: everything else is more likely some other number. */
const SERIALS = { first: 20_000, last: 60_000 } as const;
/** Digits that a spreadsheet keeps of a number. */
const KEPT_DIGITS = 15;

/** Reads one value as a target wants it; never guesses: what is not certain is a fault. */
export function readValue(cell: Cell, target: Target, context: ReadContext, unit?: ColumnUnit): ReadValue {
  if (cell.nested) return { fault: 'nested' };
  const text = plain(cell.text);
  if (/^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!)$/.test(text)) return { fault: 'formula' };
  switch (target.kind) {
    case 'day':
      return checked(readDay(text, cell)?.slice(0, 10), 'date');
    case 'moment':
      return checked(readDay(text, cell), 'date');
    case 'month':
      return checked(readMonth(text)?.replace('-', ''), 'month');
    case 'integer':
      return readInteger(text, target, unit);
    case 'boolean':
      return checked(YES_NO.get(text.toLowerCase()), 'boolean');
    case 'codes':
      return checked(target.codes && readCode(text, target.codes), 'code');
    case 'area':
    case 'town':
      return checked(readArea(text, target.kind, context), 'area');
    case 'id':
      return readId(text, cell);
    case 'number-text':
      return changedByExcel(text, cell) ? { fault: 'changed-by-excel' } : { value: text };
    case 'text':
    case 'quarter':
    case 'term':
      return changedByExcel(text, cell) ? { fault: 'changed-by-excel' } : { value: target.kind === 'text' ? cell.text.trim() : text };
  }
}

const checked = (value: string | number | boolean | undefined, fault: CellFault): ReadValue => (value === undefined ? { fault } : { value });

/** `1.1E+17`, or a number of more digits than a spreadsheet keeps. */
const changedByExcel = (text: string, { numeric }: Cell): boolean =>
  /^\d(\.\d+)?E\+?\d+$/i.test(text) || (numeric === true && text.replace(/\D/g, '').length > KEPT_DIGITS);

function readId(text: string, cell: Cell): ReadValue {
  const number = text.replace(/\s/g, '').toUpperCase();
  if (changedByExcel(number, cell)) return { fault: 'changed-by-excel' };
  return /^\d{15}$/.test(number) ? { fault: 'citizen-id-15' } : { value: number };
}

/** In a workbook that counts days from 1904, a bare number that nobody formatted as a day is refused: which day is meant is a guess. */
const readDay = (text: string, { from1904 }: Cell): string | undefined => (from1904 ? undefined : readMoment(text));

const DAY = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?/;
const TIME = /^[\sT]*(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*(?:[:分]\s*(\d{1,2})(?:\.\d{1,3})?\s*秒?|分)?)?$/;
const OFFSET_MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const two = (text: string | undefined): string => (text ?? '0').padStart(2, '0');

/** A day or moment as people write it, as RFC 3339 in +08:00; undefined when it is none or not clear (03/09/26). */
export function readMoment(written: string): string | undefined {
  const text = plain(written);
  if (OFFSET_MOMENT.test(text)) return text;
  if (/^\d{5}(\.\d+)?$/.test(text)) return ofSerial(Number(text));
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const found = compact ?? DAY.exec(text);
  if (!found) return undefined;
  const day = `${found[1]}-${two(found[2])}-${two(found[3])}`;
  if (!realDate(day)) return undefined;
  const rest = text.slice(found[0].length).replace(/^\s*[(（]?(星期|周)[一二三四五六日天][)）]?/, '');
  if (rest.trim() === '') return `${day}T00:00:00+08:00`;
  const time = TIME.exec(rest);
  if (!time || Number(time[1]) > 23 || Number(time[2] ?? 0) > 59 || Number(time[3] ?? 0) > 59) return undefined;
  return `${day}T${two(time[1])}:${two(time[2])}:${two(time[3])}+08:00`;
}

/** A spreadsheet's day number, in the calendar that begins in 1900; undefined outside the years that are read as days. */
export function ofSerial(serial: number): string | undefined {
  if (!(serial >= SERIALS.first && serial <= SERIALS.last)) return undefined;
  const seconds = Math.round((serial - EPOCH_SERIAL) * 86_400);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}+08:00`;
}

/** `2026-09`; undefined when it is no month. A day is none, and neither is `202613`. */
function readMonth(text: string): string | undefined {
  // A spreadsheet turns 2026.10 into 2026.1: nobody can tell which of the two it was.
  if (/^\d{4}\.1$/.test(text)) return undefined;
  const found =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?$/.exec(text) ??
    /^(\d{4})(\d{2})$/.exec(text) ??
    /^(\d{4})-(\d{2})-01T00:00:00\+08:00$/.exec(readMoment(text) ?? '');
  const month = Number(found?.[2]);
  return found && month >= 1 && month <= 12 ? `${found[1]}-${two(found[2])}` : undefined;
}

const YES_NO = new Map<string, boolean>([
  ...['是', '有', '√', '✓', '✔', '☑', '对', 'y', 'yes', 'true', '1', '是的', '已'].map((word): [string, boolean] => [word, true]),
  ...['否', '无', '×', '✗', '✘', 'x', '☐', '错', '没有', 'n', 'no', 'false', '0', '不是', '未'].map((word): [string, boolean] => [word, false]),
]);

/** Multiples of the counted unit, by the unit written behind a number. */
const FACTORS: Readonly<Record<'fen' | 'minutes', Readonly<Record<string, bigint>>>> = {
  fen: { 分: 1n, 角: 10n, 元: 100n, 圆: 100n, 万元: 1_000_000n },
  minutes: { 分钟: 1n, 分: 1n, 小时: 60n },
};
const UNIT_WORDS: Readonly<Record<ColumnUnit, string>> = { yuan: '元', 'wan-yuan': '万元', fen: '分', hours: '小时' };
const COUNTED = /^(人|名|个|次|天|日|教学日|岁|周岁|月|个月|户|米|例|份|场|节|所)?(次|人)?$/;

/** A whole number, exactly: 1,234.5元 is 123450 fen. A unit in the cell goes before the column's. */
function readInteger(text: string, { counts }: Target, unit: ColumnUnit | undefined): ReadValue {
  const found = /^([¥￥]?)(-?)(\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.(\d+))?\s*(\p{Script=Han}*)$/u.exec(text);
  if (!found) return { fault: 'number' };
  const [, currency, sign, whole = '', fraction = '', written = ''] = found;
  const word = written || (currency ? '元' : unit ? UNIT_WORDS[unit] : '');
  if (counts === undefined && !COUNTED.test(word)) return { fault: 'unit' };
  const factor = counts === undefined ? 1n : counts === 'minutes' && word === '' ? 1n : FACTORS[counts][word];
  if (factor === undefined) return { fault: 'unit' };
  const digits = BigInt(whole.replace(/[,，]/g, '') + fraction) * factor;
  const scale = 10n ** BigInt(fraction.length);
  const value = Number(digits / scale);
  if (digits % scale !== 0n || !Number.isSafeInteger(value)) return { fault: 'integer' };
  return { value: sign ? -value : value };
}

/** Words that may stand behind a code's title without saying anything else. */
const ENDINGS = /(儿童|未成年人|人员|情形|案件|类|性|人|等|残疾)$/;
const bare = (text: string): string => plain(text).replace(/[\s()（）、，,．.·:：\-_/]/g, '');

/** The code that a text means: the code, its title, both, or one of the words that offices use; undefined when it could mean two. */
export function readCode(written: string, list: CodeList): string | undefined {
  const text = bare(written);
  const entries = Object.entries(list.titles);
  const isCode =
    entries.find(([code]) => bare(code) === text) ??
    entries.find(([code]) => /^\d+$/.test(code) && /^\d$/.test(text) && Number(code) === Number(text));
  if (isCode) return isCode[0];
  const titled = entries.find(([code, title]) => [bare(title), bare(code) + bare(title), bare(title) + bare(code)].includes(text));
  if (titled) return titled[0];
  const word = CODE_WORDS[list.name]?.[text];
  if (word !== undefined) return word;
  const shorter = text.replace(ENDINGS, '');
  const close = entries.filter(
    ([, title]) => bare(title).replace(ENDINGS, '') === shorter || bare(title) === `${text}族` || (text.length >= 2 && bare(title).startsWith(text)),
  );
  return close.length === 1 ? close[0]?.[0] : undefined;
}

function readArea(text: string, kind: 'area' | 'town', { areas }: ReadContext): string | undefined {
  const digits = text.replace(/\s/g, '');
  if (kind === 'town' ? isTown(digits) : isArea(digits)) return digits;
  const places = kind === 'town' ? [...areas].filter(([, code]) => isTown(code)) : [...areas];
  const exact = places.find(([name]) => name === text);
  if (exact !== undefined) return exact[1];
  const close = places.filter(([name]) => withoutKind(name) === withoutKind(text));
  return close.length === 1 ? close[0]?.[1] : undefined;
}
const withoutKind = (name: string): string => name.replace(/(街道办事处|街道|镇|乡|苏木)$/, '');
