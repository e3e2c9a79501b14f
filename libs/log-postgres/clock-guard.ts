import { ClockApart } from '@lianhu/log';

/** How far node and database may differ. Unit: ms. Source: architecture, §4. */
export const MAX_DIFFERENCE_MS = 2_000;
/** How far the database may run ahead of this node's monotonic clock between two commits. Unit: ms. Source: architecture, §4. */
export const MAX_JUMP_MS = 600_000;

/** The database's time, read between two readings of this node's clock, and a monotonic time. Unit: ms. */
export interface Reading {
  readonly database: number;
  readonly before: number;
  readonly after: number;
  readonly monotonic: number;
}

/** Refuses to stamp with a clock that cannot be right: a time once stamped cannot be taken back. */
export class ClockGuard {
  private last: Reading | undefined;

  constructor(private readonly limits: { readonly differenceMs?: number; readonly jumpMs?: number } = {}) {}

  /** Throws when the clocks are apart; `committed` makes a reading the one that later ones are compared with. */
  check(reading: Reading): void {
    const early = reading.before - reading.database;
    const late = reading.database - reading.after;
    const differs = Math.max(early, late);
    if (differs > (this.limits.differenceMs ?? MAX_DIFFERENCE_MS)) throw new ClockApart('differs', differs);
    if (!this.last) return;
    const jumped = reading.database - this.last.database - (reading.monotonic - this.last.monotonic);
    if (jumped > (this.limits.jumpMs ?? MAX_JUMP_MS)) throw new ClockApart('jumped', Math.round(jumped));
  }

  committed(reading: Reading): void {
    this.last = reading;
  }
}
