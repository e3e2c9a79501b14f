import type { Moment, PlainDate } from '@lianhu/kernel';
import type { FaultKind } from './dirt';
import type { DepartmentId, SentEvent } from './options';

/** One push: what a department's system sends at a moment. */
export interface Push {
  readonly at: Moment;
  readonly department: DepartmentId;
  readonly event: SentEvent;
  /** The same event was pushed before, word for word; it must change nothing. */
  readonly again: boolean;
  /** What is dirty about it, if anything. */
  readonly fault?: FaultKind;
}

/** One day of the county. Pushes are in order of `at`; what the office does with alerts, `staff` says. */
export interface Day {
  readonly date: PlainDate;
  readonly pushes: readonly Push[];
}
