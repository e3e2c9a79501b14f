import ExcelJS from 'exceljs';
import { unrealNumber } from './messy.fixture';

/** A table as a county office would send it, and what each of its columns means. Headers are as offices write them, not as our lists do. */
export interface OfficeFile {
  readonly what: string;
  readonly department: string;
  readonly type: string;
  readonly bytes: () => Promise<Uint8Array>;
  /** What a column is, in order; several where more than one reading is right. `null`: of no use to anybody. */
  readonly columns: readonly (readonly [header: string, ...targets: (string | null)[]])[];
  /** Of each row that is right, the child's number and the day of `time`. */
  readonly sent: readonly (readonly [docNo: string, day: string])[];
  /** Rows that are refused: their number in the file and the rule. */
  readonly refused?: readonly (readonly [row: number, rule: string])[];
  readonly units?: Readonly<Record<string, 'yuan'>>;
  /** The file as a whole is refused by this name. */
  readonly fault?: string;
}
/** What stands in a cell. */
export type Value = string | number | Date | null;

/** Three invented children's numbers. */
export const [A, B, C] = [unrealNumber('2015-06-01', 1), unrealNumber('2012-03-09', 8), unrealNumber('2013-11-30', 117)];
/** What a spreadsheet makes of an ID number that it takes for a number. Reason: it keeps fifteen digits. */
export const AS_NUMBER = Number(`${A.slice(0, 15)}000`);

/** A workbook; merged areas by address, hidden columns by number. */
export async function workbook(
  sheets: Readonly<Record<string, readonly (readonly Value[])[]>>,
  merged: readonly string[] = [],
  hidden: readonly number[] = [],
): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(name);
    for (const row of rows) sheet.addRow(row.map((value) => value ?? undefined));
    if (name !== Object.keys(sheets).at(-1)) continue;
    for (const area of merged) sheet.mergeCells(area);
    for (const column of hidden) sheet.getColumn(column).hidden = true;
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}
/** Lines of a text table. */
export const text = (lines: readonly (readonly Value[])[], sign: string): string => lines.map((cells) => cells.join(sign)).join('\r\n');
