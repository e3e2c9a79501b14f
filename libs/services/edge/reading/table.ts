import { findHeader, headerKey, PROBLEM_HEADER, rowKind, type Cell, type Cells, type Header, type RowKind } from '@lianhu/connectors';
import { csvRows } from './csv';
import { jsonRecords } from './json';
import { MAX_TABLE_BYTES, MAX_TABLE_COLUMNS, MAX_TABLE_ROWS, NotATable } from './limits';
import type { Named, RawRow, Source } from './source';
import { encodingOf, head } from './text';
import { Workbook, type Merge } from './xlsx';
import { xmlRecords } from './xml';

/** A row below the header, and what it is. */
export interface TableRow extends RawRow {
  readonly kind: RowKind;
}
/** A table that has been looked through once. */
export interface Table {
  readonly headers: readonly string[];
  /** What stands above the header. */
  readonly title: string;
  /** Of the sheets that a workbook shows, the one that was read. */
  readonly sheet?: string;
  readonly sheets: readonly string[];
  /** Rows below the header by kind. */
  readonly counts: Readonly<Record<RowKind, number>>;
  /** First rows of data. */
  readonly sample: readonly Cells[];
  rows(): AsyncGenerator<TableRow>;
  close(): void;
}

/** Rows that the header is looked for in. */
const LOOKED_AT = 25;
/** Rows of data that a person is shown and guesses are made from. */
const SAMPLED = 200;

/** What is known before a file is read: the sheet that somebody wants, sheets and headers that the department has declared. */
export interface Expected {
  readonly sheet?: string;
  readonly sheets?: readonly string[];
  readonly known?: readonly string[];
}

/** Looks through a file, whatever its form; what it is, its first bytes say, not its name. Throws NotATable. */
export async function openTable(source: Source, options: Expected = {}): Promise<Table> {
  if (source.size === 0) throw new NotATable('empty');
  if (source.size > MAX_TABLE_BYTES) throw new NotATable('too-large');
  const start = await head(source, 1024);
  if (start.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) return workbookTable(source, options);
  if (start.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))) throw new NotATable('old-excel');
  const encoding = await encodingOf(source);
  const text = new TextDecoder(encoding).decode(start).trimStart();
  if (/^(<!doctype html|<html|<table)/i.test(text)) throw new NotATable('html');
  if (text.startsWith('<')) return namedTable(() => xmlRecords(source, encoding));
  if (text.startsWith('{') || text.startsWith('[')) return namedTable(() => jsonRecords(source, encoding));
  return gridTable(() => csvRows(source, encoding), options.known);
}

/** Sheets that are looked into for the one that is the table. Reason: what stands behind so many is an archive. */
const MAX_SHEETS_LOOKED_INTO = 30;

/** The sheet that a department has declared, else the one whose header names most of what offices name, else the first. */
async function likeliestSheet(workbook: Workbook, { sheets = [], known = [] }: Expected): Promise<string> {
  const declared = workbook.sheetNames.find((name) => sheets.includes(name));
  if (declared !== undefined) return declared;
  let best = { name: workbook.sheetNames[0] ?? '', hits: -1 };
  if (workbook.sheetNames.length === 1) return best.name;
  for (const name of workbook.sheetNames.slice(0, MAX_SHEETS_LOOKED_INTO)) {
    const first = (await firstRows(workbook.rows(name))).map(({ cells }) => cells);
    const header = findHeader(first, known);
    const hasData = header && first.slice(header.from + header.depth).some((cells) => rowKind(cells, header) === 'data');
    if (hasData && header.hits > best.hits) best = { name, hits: header.hits };
  }
  return best.name;
}

async function workbookTable(source: Source, expected: Expected): Promise<Table> {
  const workbook = await Workbook.open(source);
  const { known } = expected;
  try {
    const name = expected.sheet ?? (await likeliestSheet(workbook, expected));
    const merges: Merge[] = [];
    const first = await gridTable(() => workbook.rows(name, (merge) => merges.push(merge)), known);
    const down = merges.filter(({ top, bottom }) => bottom > top);
    const table = down.length === 0 ? first : await gridTable(() => filledDown(workbook.rows(name), down), known);
    return { ...table, sheet: name, sheets: workbook.sheetNames, close: () => workbook.close() };
  } catch (error) {
    workbook.close();
    throw error;
  }
}

/** A cell merged over several rows holds for each of them, as the sheet shows it. */
async function* filledDown(rows: AsyncIterable<RawRow>, merges: readonly Merge[]): AsyncGenerator<RawRow> {
  const byTop = new Map<number, Merge[]>();
  for (const merge of merges) byTop.set(merge.top, [...(byTop.get(merge.top) ?? []), merge]);
  let open: { readonly merge: Merge; readonly cell: Cell | undefined }[] = [];
  for await (const { row, cells } of rows) {
    open = open.filter(({ merge }) => merge.bottom >= row);
    const filled = [...cells];
    for (const { merge, cell } of open) filled[merge.left] ??= cell;
    for (const merge of byTop.get(row) ?? []) open.push({ merge, cell: cells[merge.left] });
    yield { row, cells: Array.from(filled) };
  }
}

async function firstRows(rows: AsyncIterable<RawRow>): Promise<RawRow[]> {
  const first: RawRow[] = [];
  for await (const row of rows) if (first.push(row) >= LOOKED_AT) break;
  return first;
}

/** A table in rows and columns: its header is found, the rest is counted. */
async function gridTable(read: () => AsyncGenerator<RawRow>, known: readonly string[] = []): Promise<Table> {
  const first = await firstRows(read());
  if (first.some(({ cells }) => cells.length > MAX_TABLE_COLUMNS)) throw new NotATable('too-many-columns');
  const header = findHeader(
    first.map(({ cells }) => cells),
    known,
  );
  if (!header) throw new NotATable(first.length === 0 ? 'empty' : 'no-header');
  refuseSame(header.texts);
  const title = first
    .slice(0, header.from)
    .flatMap(({ cells }) => cells.flatMap((cell) => cell?.text.trim() ?? []))
    .join(' ')
    .slice(0, 200);
  const lastHeaderRow = first[header.from + header.depth - 1]?.row ?? 0;
  const rows = async function* (): AsyncGenerator<TableRow> {
    for await (const { row, cells, cut } of read()) if (row > lastHeaderRow) yield { row, cells, kind: rowKind(cells, header), ...(cut && { cut }) };
  };
  return { headers: header.texts, title, sheets: [], rows, close: () => undefined, ...(await looked(rows)) };
}

/** A table whose records name their fields: every name is a column. */
async function namedTable(read: () => AsyncGenerator<Named>): Promise<Table> {
  const names = new Set<string>();
  for await (const record of read()) {
    for (const name of record.keys()) names.add(name);
    if (names.size > MAX_TABLE_COLUMNS) throw new NotATable('too-many-columns');
  }
  if (names.size === 0) throw new NotATable('empty');
  const headers = [...names];
  const header: Header = { from: 0, depth: 1, texts: headers, hits: headers.length };
  const rows = async function* (): AsyncGenerator<TableRow> {
    let row = 0;
    for await (const record of read()) {
      const cells = headers.map((name) => record.get(name));
      yield { row: ++row, cells, kind: rowKind(cells, header) };
    }
  };
  return { headers, title: '', sheets: [], rows, close: () => undefined, ...(await looked(rows)) };
}

async function looked(rows: () => AsyncGenerator<TableRow>): Promise<Pick<Table, 'counts' | 'sample'>> {
  const counts: Record<RowKind, number> = { data: 0, empty: 0, total: 0, note: 0, header: 0 };
  const sample: Cells[] = [];
  for await (const { kind, cells } of rows()) {
    counts[kind]++;
    if (kind === 'data' && sample.length < SAMPLED) sample.push(cells);
    if (counts.data > MAX_TABLE_ROWS) throw new NotATable('too-many-rows');
  }
  return { counts, sample };
}

function refuseSame(texts: readonly string[]): void {
  const named = texts.filter((text) => text !== '' && text !== PROBLEM_HEADER).map(headerKey);
  if (new Set(named).size < named.length) throw new NotATable('same-header');
}
