import { LianhuError, type Position } from '@lianhu/kernel';

/** The log is not the one that was followed before: a line does not have its leaf, or the root at the checkpoint changed. */
export class HistoryDiverged extends LianhuError {
  readonly code = 'log.history-diverged';
  constructor(readonly position: Position) {
    super(`The log changed at or before position ${position}; this follower stopped there. Compare it with an export before anything else.`);
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

/** A fold failed; what it failed on is named by position only. */
export class FoldFailed extends LianhuError {
  readonly code = 'follow.fold-failed';
  constructor(
    readonly view: string,
    readonly position: Position,
    reason: string,
    cause?: unknown,
  ) {
    super(`The view ${view} failed at position ${position} (${reason}); it stopped there. Mend it and start again.`);
    this.cause = cause;
  }
}

/** No such view or sum. */
export class UnknownView extends LianhuError {
  readonly code = 'follow.unknown-view';
  constructor(readonly view: string) {
    super(`There is no view or sum ${view}.`);
  }
}

/** A filter or sort column that the view does not declare, or a value of another kind than the column's. */
export class UnknownColumn extends LianhuError {
  readonly code = 'follow.unknown-column';
  constructor(
    readonly view: string,
    readonly column: string,
  ) {
    super(`The view ${view} has no column ${column} of that kind.`);
  }
}

/** The view is being built for the first time. */
export class ViewNotReady extends LianhuError {
  readonly code = 'follow.view-not-ready';
  constructor(readonly view: string) {
    super(`The view ${view} is being built; ask again in a few seconds.`);
  }
}

/** A view of this kind has no past of single rows. */
export class AsOfUnsupported extends LianhuError {
  readonly code = 'follow.as-of-unsupported';
  constructor(readonly view: string) {
    super(`The view ${view} cannot be shown as of an earlier moment.`);
  }
}

/** Another process moved the checkpoint; this one reads it again and goes on. */
export class Overtaken extends LianhuError {
  readonly code = 'follow.overtaken';
  constructor(readonly follower: string) {
    super(`Another process keeps ${follower}; this one stepped back.`);
  }
}

/** So much is parked that the view itself must be at fault. */
export class TooManyParked extends LianhuError {
  readonly code = 'follow.too-many-parked';
  constructor(
    readonly view: string,
    most: number,
  ) {
    super(`The view ${view} would have more than ${most} parked events; it stopped instead. Mend it and start again.`);
  }
}

/** Whether trying again cannot help: a person has to look. */
export const isLasting = (error: unknown): error is HistoryDiverged | UnknownEventType | FoldFailed | TooManyParked =>
  error instanceof HistoryDiverged || error instanceof UnknownEventType || error instanceof FoldFailed || error instanceof TooManyParked;
