import { isEmpty, plain, type Cells } from './cells';
import { HEADER_WORDS, IGNORED_HEADERS } from './words';

/** Rows at a table's beginning in which its header is looked for: titles, units and dates stand above it. */
export const MAX_HEADER_ROWS = 20;
/** Rows that one header may have: groups such as 监护人 stand over 姓名 and 电话. */
const MAX_HEADER_DEPTH = 3;

/** A header in the form by which it is compared: half-width, without blanks, marks of duty, ends of line. */
export const headerKey = (text: string): string =>
  plain(text)
    .replace(/\s+/g, '')
    .replace(/[（(【[]?(必填项|必填|选填|下拉选择|可选)[）)】\]]?/g, '')
    .replace(/[*＊:：]/g, '')
    .replace(/[（【[]/g, '(')
    .replace(/[）】\]]/g, ')')
    .toLowerCase();

/** The same without what stands in brackets at its end: a unit, an example. */
export const headerCore = (text: string): string => headerKey(text).replace(/\([^()]*\)$/, '');

const KNOWN = new Set([...Object.values(HEADER_WORDS).flat(), ...IGNORED_HEADERS].map(headerKey));

/** Where a table's header stands and what it says; columns that it does not name are ''. */
export interface Header {
  /** First row of the header, from 0 in the rows looked at. */
  readonly from: number;
  readonly depth: number;
  readonly texts: readonly string[];
  /** Columns whose names offices are known to use. */
  readonly hits: number;
}

/** Finds the header among a table's first rows; undefined when none of them looks like one. */
export function findHeader(rows: readonly Cells[], more: readonly string[] = []): Header | undefined {
  const known = new Set([...KNOWN, ...more.map(headerKey)]);
  let best: { header: Header; score: number } | undefined;
  for (let from = 0; from < Math.min(rows.length, MAX_HEADER_ROWS); from++) {
    for (let depth = 1; depth <= MAX_HEADER_DEPTH && from + depth <= rows.length; depth++) {
      const block = rows.slice(from, from + depth);
      if (block.some(isEmpty)) break;
      const texts = combined(block);
      const { score, hits } = scoreOf(texts, block, known);
      if (score > (best?.score ?? 0)) best = { header: { from, depth, texts, hits }, score };
    }
  }
  return best?.header;
}

/** Named columns count, known names more; what looks like data, or stands twice, counts against. */
function scoreOf(texts: readonly string[], block: readonly Cells[], known: ReadonlySet<string>): { readonly score: number; readonly hits: number } {
  const named = texts.filter(Boolean);
  if (named.length < 2 || block.some((cells) => cells.filter(Boolean).length === 1 && texts.length > 2)) return { score: 0, hits: 0 };
  // Under a group, 监护人情况 over 姓名, it is the lowest text that says what a column is.
  const lowest = block.at(-1) ?? [];
  const isKnown = (text: string | undefined): boolean => text !== undefined && (known.has(headerKey(text)) || known.has(headerCore(text)));
  const hits = texts.filter((text, i) => isKnown(text) || (text !== '' && isKnown(lowest[i]?.text))).length;
  const data = block.flat().filter((cell) => cell !== undefined && looksLikeData(cell.text)).length;
  const twice = named.length - new Set(named.map(headerKey)).size;
  return { score: hits * 3 + named.length * 0.1 - data * 4 - twice * 2 - (block.length - 1) * 0.5, hits };
}

const looksLikeData = (text: string): boolean => /^[¥￥]?\d[\d,.:\-/年月日\sxX]*$/.test(plain(text)) || [...text].length > 40;

/** Rows of a header as one: an upper cell reaches to the right over the cells that stand below it and have none of their own. */
function combined(block: readonly Cells[]): string[] {
  const width = Math.max(...block.map((cells) => cells.length));
  const last = block[block.length - 1] ?? [];
  const filled = block.slice(0, -1).map((cells) => reaching(cells, last, width));
  return Array.from({ length: width }, (_, column) => {
    const parts = [...filled.map((texts) => texts[column] ?? ''), last[column]?.text.trim() ?? ''].filter(Boolean);
    return parts.filter((part, i) => part !== parts[i - 1]).join('');
  });
}

function reaching(upper: Cells, lower: Cells, width: number): string[] {
  let over = '';
  return Array.from({ length: width }, (_, column) => {
    const own = upper[column]?.text.trim() ?? '';
    if (own !== '') over = own;
    else if (lower[column] === undefined) over = '';
    return own === '' ? over : own;
  });
}

/** What a row below the header is. Only `data` is sent; the others are reported. */
export type RowKind = 'data' | 'empty' | 'total' | 'note' | 'header';

const TOTAL = /^(合计|总计|小计|共计|累计)[:：]?$/;
const NOTE = /^(填表|制表|审核|填报|负责人|单位负责|联系|备注|注[:：0-9]|说明|审批|盖章|经办|报送|统计时间|打印)/;

/** Tells data from what offices write below and between: sums, notes, signatures, the header again on the next page. */
export function rowKind(cells: Cells, header: Header): RowKind {
  if (isEmpty(cells)) return 'empty';
  const texts = cells.flatMap((cell) => (cell && cell.text.trim() !== '' ? [plain(cell.text)] : []));
  const compact = texts.map((text) => text.replace(/\s/g, ''));
  if (compact.slice(0, 2).some((text) => TOTAL.test(text))) return 'total';
  if (texts.length <= 3 && NOTE.test(compact[0] ?? '')) return 'note';
  const again = cells.filter((cell, i) => cell !== undefined && header.texts[i]?.endsWith(cell.text.trim())).length;
  return again >= 2 && again === texts.length ? 'header' : 'data';
}
