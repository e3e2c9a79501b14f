import type { Readable } from 'node:stream';
import type { Cell, Cells } from '@lianhu/connectors';

/** Bytes that can be read in any place. */
export interface Source {
  readonly size: number;
  stream(start?: number, end?: number): Readable;
}
/** A row of a file, numbered as its own program shows it. */
export interface RawRow {
  readonly row: number;
  readonly cells: Cells;
  /** Has fewer cells than others. */
  readonly short?: true;
  /** The last row of a text that ends within it: what is missing nobody knows. */
  readonly cut?: true;
}
/** One record of a file that names its fields itself. */
export type Named = ReadonlyMap<string, Cell>;
