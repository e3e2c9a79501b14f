import { LianhuError, type Position } from '@lianhu/kernel';
import type { FullScope } from './fair-queue';

/** The queue before the log is full, or the caller's share of it (`scope`); nothing was written. Try again later. */
export class LogBusy extends LianhuError {
  readonly code = 'log.busy';
  constructor(
    readonly waiting: number,
    readonly scope: FullScope,
  ) {
    super(`The log has ${waiting} entries waiting and takes no more at the moment; send the same again after a second.`);
  }
}

/** The outcome cannot be known: the same groups may be sent again and are then answered exactly once. */
export class LogUnavailable extends LianhuError {
  readonly code = 'log.unavailable';
  constructor(readonly reason: string) {
    super(`The log cannot be reached (${reason}); send the same groups again, nothing will stand twice.`);
  }
}

/** Something that the log rests on does not hold; a person has to look before anything else is appended. */
export class LogBroken extends LianhuError {
  readonly code = 'log.broken';
  constructor(what: string) {
    super(`The log refused to go on: ${what}.`);
  }
}

/** The clocks of node and database disagree: a time once stamped cannot be taken back, so intake stops. */
export class ClockApart extends LianhuError {
  readonly code = 'log.clock-apart';
  constructor(
    readonly kind: 'differs' | 'jumped',
    readonly byMs: number,
  ) {
    super(
      `The database's clock ${kind === 'differs' ? 'differs from this node by' : 'ran ahead by'} ${byMs} ms; intake stops until the clocks are set right.`,
    );
  }
}

/** The caller asked for something that the log does not hold. */
export class OutOfRange extends LianhuError {
  readonly code = 'log.out-of-range';
  constructor(
    what: string,
    readonly head: Position,
  ) {
    super(`${what} lies outside the log, which ends at ${head}.`);
  }
}

/** Somebody would have ciphertext dropped without an erasure that stands in the log. */
export class NotErased extends LianhuError {
  readonly code = 'log.not-erased';
  constructor() {
    super('No erasure of this child stands in the log; it has to be recorded first.');
  }
}
