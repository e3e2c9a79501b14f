import type { Moment, Position, Quarter } from '@lianhu/kernel';
import type { Closing, PublishedReport, QuarterState, Restatement } from '@lianhu/reports';
import type { Origin } from './quarter-figures';

/** A quarter on the list. */
export interface QuarterOnList {
  readonly quarter: Quarter;
  readonly state: QuarterState;
  readonly cutOff: Moment;
  readonly closedOn?: string;
}

/** A quarter's figures as people may see them, with how it stands. */
export interface ShownQuarter {
  readonly report: PublishedReport;
  readonly state: QuarterState;
  readonly cutOff: Moment;
  readonly closing?: Closing;
  /** The version that is shown; 0 while nothing is fixed. */
  readonly version: number;
  /** Closed: of the closing; otherwise the newest position that counts. */
  readonly position: Position;
  readonly root: string;
  /** Closed: a signed note that covers the closing's position; what an outsider keeps. */
  readonly checkpoint?: string;
  /** Closed: where its figures are from. */
  readonly origin?: Origin;
  /** Closed: facts behind its figures that were corrected or withdrawn since; the figures stay. */
  readonly changedSince?: number;
  /** Closed: what of it has to be stated again 重报, by the policy's measure. */
  readonly restatement?: Restatement;
  /** Running: newer events are still being counted; these figures hold everything that was recorded until then. */
  readonly updating?: { readonly asOf: Moment };
}
