import { halfWidth } from '@lianhu/standards';

/** One cell as a file has it. */
export interface Cell {
  readonly text: string;
  /** Stored as a number: a spreadsheet keeps 15 digits of it and no more. */
  readonly numeric?: true;
  /** A bare number of a workbook whose day 0 is 1904-01-01: what days it would be depends on that. */
  readonly from1904?: true;
  /** Holds records of its own, as JSON can: they are told as they stand and are no value. */
  readonly nested?: true;
}
/** A row's cells by column; an empty cell is absent. */
export type Cells = readonly (Cell | undefined)[];

/** A cell's text in half-width characters, without blanks at its ends, nor the apostrophe that keeps a spreadsheet from counting. */
export const plain = (text: string): string => halfWidth(text).replace(/^['`\s]+|\s+$/gu, '');

/** Whether a row holds nothing. */
export const isEmpty = (cells: Cells): boolean => cells.every((cell) => cell === undefined || cell.text.trim() === '');
