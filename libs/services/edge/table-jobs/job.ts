import type { Viewer } from '@lianhu/access';
import type { ColumnGuess, Mapping, MappingFault, RowFault, RowKind } from '@lianhu/connectors';
import type { TableFault } from '../reading/limits';

/** `waiting`: for a person to confirm what the columns mean. `done`, `refused` and `cancelled` are ends. */
export type JobState = 'examining' | 'waiting' | 'running' | 'done' | 'refused' | 'cancelled';

/** What became of rows so far. Unit: rows. */
export interface Tally {
  /** In the log now. */
  readonly accepted: number;
  /** Were in the log before. */
  readonly seen: number;
  /** Were in the log before, and a later correction counts instead. */
  readonly older: number;
  /** Kept at the edge until the hub is back. */
  readonly stored: number;
  readonly quarantined: number;
  readonly faulty: number;
}
export const NOTHING: Tally = { accepted: 0, seen: 0, older: 0, stored: 0, quarantined: 0, faulty: 0 };

/** Somebody's file on its way, as kept encrypted at the edge. */
export interface Job {
  readonly id: string;
  readonly department: string;
  readonly viewer: Viewer;
  readonly file: string;
  readonly size: number;
  readonly createdAt: string;
  /** When it was over. */
  readonly endedAt?: string;
  /** Its file was given up some days after that: what became of its rows stays told, their values do not stay. */
  readonly fileDropped?: true;
  readonly state: JobState;
  readonly fault?: TableFault;
  readonly baseline: boolean;
  readonly sheet?: string;
  readonly sheets: readonly string[];
  readonly title: string;
  readonly headers: readonly string[];
  readonly counts?: Readonly<Record<RowKind, number>>;
  /** First values of every column, for the person who confirms. */
  readonly samples: readonly (readonly string[])[];
  /** Types that the file may be about, the likeliest first. */
  readonly types: readonly string[];
  readonly guesses: readonly ColumnGuess[];
  readonly mapping?: Mapping;
  /** Rows of the file up to this one have been dealt with. */
  readonly row: number;
  readonly tally: Tally;
}

/** A fault in a row, by the row's number in its own file. No value stands here. */
export interface JobFault extends RowFault {
  readonly row: number;
}
/** What a person decides about a file's columns. */
export interface Decision {
  readonly type: string;
  readonly columns: readonly { readonly target?: string | null; readonly unit?: 'yuan' | 'wan-yuan' | 'fen' | 'hours' }[];
  readonly constants?: Readonly<Record<string, string>>;
}

/** A decision that cannot be used. */
export class BadDecision extends Error {
  constructor(readonly faults: readonly MappingFault[]) {
    super('the mapping is not whole');
  }
}
/** A job without its file: nothing of what the rows said stays in it. */
export const withoutFile = (job: Job): Job => ({ ...job, fileDropped: true, title: '', sheets: [], samples: [], guesses: [] });
export const isOver = ({ state }: Pick<Job, 'state'>): boolean => state === 'done' || state === 'refused' || state === 'cancelled';
