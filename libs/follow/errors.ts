import { LianhuError, type Position } from '@lianhu/kernel';

/** The log is not the one that was followed before: a line does not have its leaf, or the root at the checkpoint changed. */
export class HistoryDiverged extends LianhuError {
  readonly code = 'log.history-diverged';
  constructor(readonly position: Position) {
    super(`The log changed at or before position ${position}; this follower stopped there.`);
  }
}

/** An event of a type that nobody declares: folding on would lose it. */
export class UnknownEventType extends LianhuError {
  readonly code = 'follow.unknown-event-type';
  constructor(
    readonly type: string,
    readonly position: Position,
  ) {
    super(`Nobody declares the event type ${type} at position ${position}; this follower stopped before it. Update the program.`);
  }
}

/** A fold failed on an event. */
export class FoldFailed extends LianhuError {
  readonly code = 'follow.fold-failed';
  constructor(
    readonly view: string,
    readonly position: Position,
    reason: string,
  ) {
    super(`The view ${view} could not fold the event at position ${position} (${reason}); this follower stopped before it.`);
  }
}

/** A filter or sort column that the view does not declare. */
export class UnknownColumn extends LianhuError {
  readonly code = 'follow.unknown-column';
  constructor(
    readonly view: string,
    readonly column: string,
  ) {
    super(`The view ${view} has no column ${column}.`);
  }
}

/** Another follower of the same views moved the checkpoint; this one reads it again and goes on. */
export class Overtaken extends LianhuError {
  readonly code = 'follow.overtaken';
  constructor() {
    super('Another follower keeps these views; this one stepped back.');
  }
}
