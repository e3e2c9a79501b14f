import ExcelJS from 'exceljs';

/** A seeded source of choices (mulberry32): the same seed makes the same files. */
export class Dice {
  constructor(private state: number) {}
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }
  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
  chance(of: number): boolean {
    return this.next() < of;
  }
  shuffle<T>(list: readonly T[]): T[] {
    return list
      .map((value) => ({ value, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ value }) => value);
  }
}

/** What a row of the alarm sheet says, before an office writes it down. */
export interface Truth {
  readonly no: string;
  readonly day: string;
  readonly clock: string;
  readonly kind: readonly [code: string, title: string];
  readonly town: readonly [code: string, name: string];
  readonly role: readonly [code: string, title: string];
  readonly injured: boolean;
  readonly name: string;
  readonly docNo: string;
  readonly address: string;
}
const KINDS = [
  ['dispute', '纠纷'],
  ['bullying', '欺凌'],
] as const;
const ROLES = [
  ['victim', '被害'],
  ['witness', '目睹'],
  ['seeker', '求助'],
] as const;
/** Towns of the invented county. */
export const TOWNS = { '990101001': '城关镇', '990101002': '东山街道' };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** A number of the area 990101, which does not exist, with its check digit. */
export function unrealNumber(birth: string, order: number): string {
  const body = `990101${birth.replace(/-/g, '')}${String(order).padStart(3, '0')}`;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return body + ('10X98765432'[sum % 11] ?? '');
}
const two = (value: number): string => String(value).padStart(2, '0');

/** Rows of invented children. */
export function truths(dice: Dice, rows: number): Truth[] {
  return Array.from({ length: rows }, (_, n) => ({
    no: `JQ-示-${String(n).padStart(4, '0')}`,
    day: `2026-${two(1 + dice.below(9))}-${two(1 + dice.below(28))}`,
    clock: `${two(dice.below(24))}:${two(dice.below(60))}`,
    kind: dice.pick(KINDS),
    town: dice.pick(Object.entries(TOWNS)),
    role: dice.pick(ROLES),
    injured: dice.chance(0.5),
    name: `测试${dice.pick([...'甲乙丙丁戊己庚辛'])}${dice.pick([...'一二三四五'])}`,
    docNo: unrealNumber(`${2011 + dice.below(10)}-${two(1 + dice.below(12))}-${two(1 + dice.below(28))}`, 1 + dice.below(998)),
    address: `示范路${1 + dice.below(99)}号`,
  }));
}

/** A value as it stands in a cell: text, a number, or a spreadsheet's day. */
export type Written = string | number | Date;
const wide = (text: string): string => text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const serial = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569;

/** Ways in which offices write a day. */
export const DAY_WRITERS: Readonly<Record<string, (truth: Pick<Truth, 'day' | 'clock'>) => { readonly text: string; readonly clock: boolean }>> = {
  iso: ({ day }) => ({ text: day, clock: false }),
  slashes: ({ day }) => ({ text: day.replace(/-0?/g, '/'), clock: false }),
  dots: ({ day }) => ({ text: day.replace(/-0?/g, '.'), clock: false }),
  compact: ({ day }) => ({ text: day.replace(/-/g, ''), clock: false }),
  chinese: ({ day }) => ({ text: `${chinese(day)}`, clock: false }),
  weekday: ({ day }) => ({ text: `${chinese(day)}（星期三）`, clock: false }),
  wide: ({ day }) => ({ text: wide(chinese(day)), clock: false }),
  serial: ({ day }) => ({ text: String(serial(day)), clock: false }),
  minute: ({ day, clock }) => ({ text: `${day.replace(/-0?/g, '/')} ${clock.replace(/^0/, '')}`, clock: true }),
  spoken: ({ day, clock }) => ({ text: `${chinese(day)}${Number(clock.slice(0, 2))}时${Number(clock.slice(3))}分`, clock: true }),
};
const chinese = (day: string): string => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;

const BOOLEANS = [
  ['是', '否'],
  ['有', '无'],
  ['√', '×'],
  ['1', '0'],
  ['Y', 'N'],
] as const;
const codeWriters: readonly ((code: string, title: string) => string)[] = [
  (code) => code,
  (_, title) => title,
  (code, title) => `${code} ${title}`,
  (_, title) => ` ${title}　`,
];
const numberWriters: readonly ((number: string) => string)[] = [
  (number) => number,
  (number) => number.toLowerCase(),
  (number) => wide(number),
  (number) => `'${number}`,
  (number) => `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}`,
];

/** Ways to spoil a row so that it must never be sent; each says which columns it changes. */
export const SPOILERS: Readonly<Record<string, (cells: Map<string, Written>) => void>> = {
  'fifteen digits': (cells) => cells.set('身份证号码', '990101150601001'),
  'scientific notation': (cells) => cells.set('身份证号码', '9.90101E+17'),
  'a wrong check digit': (cells) => cells.set('身份证号码', '990101201506010015'),
  'an impossible day': (cells) => cells.set('接警时间', '2026-02-30'),
  'day and month in doubt': (cells) => cells.set('接警时间', '03/09/26'),
  'no name': (cells) => cells.set('未成年人姓名', ''),
  'no day': (cells) => cells.set('接警时间', ''),
  'name and number swapped': (cells) => swap(cells, '未成年人姓名', '身份证号码'),
  'kind and role swapped': (cells) => swap(cells, '警情类别', '未成年人角色'),
  'a code of no list': (cells) => cells.set('警情类别', '其它的什么'),
  'a town of elsewhere': (cells) => cells.set('发生乡镇', '西山镇'),
  'neither yes nor no': (cells) => cells.set('是否受伤', '可能'),
  'a formula that failed': (cells) => cells.set('发生乡镇', '#N/A'),
};
function swap(cells: Map<string, Written>, a: string, b: string): void {
  const [left = '', right = ''] = [cells.get(a), cells.get(b)];
  cells.set(a, right).set(b, left);
}

/** A row as one office writes it, and what the event has to say; `undefined` when the row must not be sent. */
export interface MessyRow {
  readonly cells: ReadonlyMap<string, Written>;
  readonly expected?: { readonly no: string; readonly time: string; readonly docNo: string; readonly kind: string; readonly injured: boolean };
}
/** Writes a true row down; `spoil` of them are spoiled. */
export function messy(truth: Truth, dice: Dice, spoil: number): MessyRow {
  const written = dice.pick(Object.values(DAY_WRITERS))(truth);
  const yes = dice.pick(BOOLEANS);
  const cells = new Map<string, Written>([
    ['接警编号', truth.no],
    ['接警时间', written.text],
    ['警情类别', dice.pick(codeWriters)(...truth.kind)],
    ['发生乡镇', dice.pick(truth.town)],
    ['未成年人角色', dice.pick(codeWriters)(...truth.role)],
    ['是否受伤', truth.injured ? yes[0] : yes[1]],
    ['未成年人姓名', dice.pick([truth.name, ` ${truth.name}`, `${truth.name}　`])],
    ['身份证号码', dice.pick(numberWriters)(truth.docNo)],
    ['现住址', truth.address],
    ['序号', 1],
    ['备注', dice.pick(['', '已回访', '家长称，"没事"'])],
  ]);
  if (dice.chance(spoil)) {
    dice.pick(Object.values(SPOILERS))(cells);
    return { cells };
  }
  const { no, docNo, injured, kind, day, clock } = truth;
  const time = `${day}T${written.clock ? clock : '00:00'}:00+08:00`;
  return { cells, expected: { no, docNo, injured, kind: kind[0], time } };
}

const HEADERS = ['接警编号', '接警时间', '警情类别', '发生乡镇', '未成年人角色', '是否受伤', '未成年人姓名', '身份证号码', '现住址'];
/** A file made of rows: its bytes and how it was written. */
export interface MessyFile {
  readonly bytes: Uint8Array;
  readonly how: string;
}

/** Writes rows as some office's file: form, encoding, delimiter, titles, headers in up to three rows, sums, the header again. */
export async function messyFile(rows: readonly MessyRow[], dice: Dice, encodeGb: (text: string) => Uint8Array): Promise<MessyFile> {
  const extra = ['序号', '备注'].filter(() => dice.chance(0.5));
  const headers = dice.shuffle([...HEADERS, ...extra]);
  const form = dice.pick(['csv', 'csv', 'csv', 'xlsx', 'xlsx', 'json', 'xml'] as const);
  if (form === 'json') return { how: form, bytes: Buffer.from(JSON.stringify(rows.map(({ cells }) => ofNames(cells, headers)))) };
  if (form === 'xml') return { how: form, bytes: Buffer.from(xmlOf(rows.map(({ cells }) => ofNames(cells, headers)))) };
  const grid = gridOf(rows, headers, dice);
  if (form === 'xlsx') return workbookOf(grid, dice);
  const delimiter = dice.pick([',', '\t', ';', '|']);
  const end = dice.pick(['\n', '\r\n']);
  const text = grid.rows.map((cells) => cells.map((cell) => quoted(String(cell), delimiter)).join(delimiter)).join(end) + end;
  const encoding = dice.pick(['utf-8', 'utf-8 with mark', 'gb18030', 'utf-16le', 'utf-16be'] as const);
  const bytes = encoded(text, encoding, encodeGb);
  return { bytes, how: `csv ${JSON.stringify(delimiter)} ${encoding} ${grid.how}` };
}

const ofNames = (cells: ReadonlyMap<string, Written>, headers: readonly string[]): Record<string, Written> =>
  Object.fromEntries(headers.flatMap((header) => (cells.get(header) === '' ? [] : [[header, cells.get(header) ?? '']])));
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const xmlOf = (rows: readonly Record<string, Written>[]): string =>
  `<?xml version="1.0"?><表>${rows
    .map(
      (row) =>
        `<行>${Object.entries(row)
          .map(([name, value]) => `<${name}>${escaped(String(value))}</${name}>`)
          .join('')}</行>`,
    )
    .join('\n')}</表>`;
const quoted = (text: string, delimiter: string): string =>
  text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;

function encoded(text: string, encoding: string, encodeGb: (text: string) => Uint8Array): Uint8Array {
  if (encoding === 'gb18030') return encodeGb(text);
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-8 with mark') return Buffer.from(`\uFEFF${text}`);
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return encoding === 'utf-16le' ? little : little.swap16();
}

interface Grid {
  readonly rows: readonly (readonly Written[])[];
  readonly headerFrom: number;
  readonly depth: number;
  readonly how: string;
}
function gridOf(rows: readonly MessyRow[], headers: readonly string[], dice: Dice): Grid {
  const titles = dice.pick([[], ['示范县接处警登记表'], ['示范县接处警登记表', '填报单位：示范派出所']]);
  const depth = dice.pick([1, 1, 2, 3]);
  const head = Array.from({ length: depth }, (_, level) => headers.map((header) => headerPart(header, level, depth)));
  const blank = headers.map(() => '');
  const body = rows.flatMap(({ cells }) => {
    const row = headers.map((header) => cells.get(header) ?? '');
    return dice.chance(0.03) ? [blank, row] : dice.chance(0.03) ? [...head.slice(-1), row] : [row];
  });
  const foot = dice.chance(0.5) ? [headers.map((_, i) => (i === 0 ? '合计' : i === 1 ? `${rows.length}人` : ''))] : [];
  const all = [...titles.map((title) => headers.map((_, i) => (i === 0 ? title : ''))), ...head, ...body, ...foot];
  return { rows: all, headerFrom: titles.length, depth, how: `${titles.length} titles, header of ${depth}` };
}

/** A long header is cut over the rows, the others stand in the first row as a merged cell does. */
function headerPart(header: string, level: number, depth: number): string {
  if (depth === 1) return header;
  const group = /^(未成年人|接警)(.+)$/.exec(header);
  if (!group) return level === 0 ? header : '';
  if (depth === 2) return group[level + 1] ?? '';
  const [, first = '', rest = ''] = group;
  return [first.slice(0, 1), first.slice(1), rest][level] ?? '';
}

async function workbookOf({ rows, how }: Grid, dice: Dice): Promise<MessyFile> {
  const book = new ExcelJS.Workbook();
  const from1904 = dice.chance(0.5);
  book.properties.date1904 = from1904;
  if (dice.chance(0.5)) {
    const hidden = book.addWorksheet('字典');
    hidden.state = dice.pick(['hidden', 'veryHidden'] as const);
    hidden.addRow(['姓名', '性别']);
    hidden.addRow(['某某', '男']);
  }
  const sheet = book.addWorksheet('登记表');
  for (const cells of rows) {
    const row = sheet.addRow(cells.map((cell) => (cell === '' ? undefined : cell)));
    row.eachCell((cell) => {
      // Some days are real days of the sheet.
      if (typeof cell.value === 'string' && /^2026-\d\d-\d\d$/.test(cell.value) && cell.value !== '2026-02-30') {
        cell.value = new Date(`${cell.value}T00:00:00Z`);
        cell.numFmt = dice.pick(['yyyy-mm-dd', 'yyyy"年"m"月"d"日"', '[$-804]yyyy/m/d;@']);
      }
    });
  }
  return { bytes: new Uint8Array(await book.xlsx.writeBuffer()), how: `xlsx ${from1904 ? '1904' : '1900'} ${how}` };
}
