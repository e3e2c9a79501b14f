import type { Pool } from 'pg';
import type { Clock, Position, SumDefinition, Suite, ViewDefinition } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import type { ViewStatus } from './lane';

/** What a follower keeps, and from what. */
export interface FollowerOptions {
  readonly log: LogReader;
  /** As role lianhu_monitor. */
  readonly pool: Pool;
  readonly suite: Suite;
  readonly views: readonly ViewDefinition[];
  readonly sums: readonly SumDefinition[];
  /** Whether somebody declares an event type. */
  readonly known: (type: string) => boolean;
  /** Against which the age of what is not followed yet is measured; none = this machine's. */
  readonly clock?: Clock;
  /** Lines of a page; a rebuild takes more at a time unless it is told. */
  readonly pageSize?: number;
  /** Lines that change tables at a stretch, from which on they are tidied afterwards; the usual unless given. */
  readonly tidyAfter?: number;
  /** Folds of one view that a rebuild keeps in memory. */
  readonly foldsInMemory?: number;
  /** How long a keeper may be silent until another takes over. Unit: milliseconds. */
  readonly leaseMs?: number;
}

/**
 * How a follower is. `halted` = a view stopped before an event and waits for a person; `paused` = a person has told one to
 * stay; `rebuilding` = one is built for the first time or anew; the others go on.
 */
export interface FollowerStatus {
  readonly state: 'starting' | 'rebuilding' | 'following' | 'paused' | 'halted' | 'stopped';
  readonly position: Position;
  /** The newest position that it has heard of; `measure` asks the log itself. */
  readonly head: Position;
  /** Code of what halted it, or name of the last fault of those that may pass. */
  readonly error?: string;
  readonly views: readonly ViewStatus[];
}
