import type { PlainDate } from './dates';

/** When somebody must have been told: at once, or within a term from the recording. */
export type Within = 'now' | { readonly hours: number } | { readonly days: number } | { readonly workingDays: number };

/** A condition on one clear or countable field; of a list, one member is enough. A field that is absent meets none. */
export interface SharingCondition {
  readonly field: string;
  readonly in?: readonly (string | number | boolean)[];
  readonly below?: number;
  readonly atLeast?: number;
}

/** Who is told of an event, of what, by when. */
export interface SharingRow {
  /** A department's id, or `office`, `town`, `village`: those of the child's home. */
  readonly to: string;
  /** The most that is told; what the need-to-know matrix allows is less where it says less. */
  readonly right: 'full' | 'task';
  readonly within: Within;
  readonly when?: SharingCondition;
  /** 紧急报告: a red card, that somebody has to accept. */
  readonly urgent?: true;
  /** 催办. */
  readonly reminder?: true;
  /** Code of what telling rests on. */
  readonly basis: string;
  /** Days on which an event must have happened for the row to hold, both included. */
  readonly validFrom: PlainDate;
  readonly validTo?: PlainDate;
  /** † */
  readonly assumed?: true;
}

/** 信息告知表: who is told what by when. Data of a region; a pack names the table by its hash. */
export interface SharingTable {
  readonly title: string;
  readonly source: string;
  readonly validFrom: PlainDate;
  readonly validTo?: PlainDate;
  /** Time in which `now` is answered by a receipt. Unit: minutes. */
  readonly nowMinutes: number;
  /** An event recorded later than this after it happened is marked as late. Unit: hours. */
  readonly lateHours: number;
  /** By when those who were told of an event are told that it was corrected or withdrawn, where no row says so. */
  readonly corrected: { readonly within: Within; readonly basis: string; readonly assumed?: true };
  /** The need code that a notice of a category names. */
  readonly needs: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, readonly SharingRow[]>>;
  /** Types that are told to nobody although their text names somebody, with the reason. */
  readonly none: Readonly<Record<string, string>>;
}
