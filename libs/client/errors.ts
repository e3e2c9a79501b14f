/** One fault of one field, as the hub's edge names it. Never holds the value. */
export interface Fault {
  /** RFC 6901 pointer of the field, also of one that is missing. */
  readonly pointer: string;
  readonly rule: string;
  readonly message: string;
}
/** An RFC 9457 problem as it was answered. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly Fault[];
}

/** Whatever keeps an event from getting its receipt: a stable code, and one sentence that says what to do. */
export abstract class ClientError extends Error {
  abstract readonly code: string;
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
/** An event without `id` is never sent: a repetition could not be recognised. */
export class MissingId extends ClientError {
  readonly code = 'missing-id';
  constructor() {
    super('Give every event an id of your own, the same whenever it is sent again.');
  }
}
/** The edge refused; sending the same again changes nothing. */
export class Refused extends ClientError {
  readonly code: string;
  /** Where the first fault is; undefined when it is in no field. */
  readonly pointer?: string;
  constructor(readonly problem: Problem) {
    const fault = problem.errors?.[0];
    super(`${problem.title} (${problem.status} ${problem.type})${fault ? `: ${fault.pointer} ${fault.message}` : ''}`);
    this.code = problem.type.replace(/^.*\//, '') || 'refused';
    this.pointer = fault?.pointer;
  }
}
/** The id was used before for an event with other content. */
export class Conflict extends Refused {}
/** A data officer has to look first; `receipt(id)` has the receipt once the event was released. */
export class Quarantined extends ClientError {
  readonly code = 'quarantined';
  constructor(
    readonly reason: string,
    readonly quarantineId?: string,
  ) {
    super(`The event waits for a data officer: ${reason}.`);
  }
}
/** The edge could not be reached or had no room, however often it was asked. Nothing is lost: send it again later. */
export class Unavailable extends ClientError {
  readonly code = 'unavailable';
  /** Last HTTP status; undefined when there was no answer. */
  constructor(readonly status?: number) {
    super(status === undefined ? 'No answer came; send it again later.' : `The edge answered ${status} every time; send it again later.`);
  }
}
/** The edge keeps the event, but the hub has not given a receipt in time. Nothing is lost: ask for the receipt later. */
export class StillStored extends ClientError {
  readonly code = 'still-stored';
  constructor() {
    super('The edge keeps the event until its hub is back; ask for the receipt later.');
  }
}
/** A receipt that does not prove its event. Keep it, and ask the protection office: somebody in between answers what the log does not hold. */
export class Unproven extends ClientError {
  readonly code = 'unproven';
  constructor(readonly fault: string) {
    super(`The receipt does not prove the event: ${fault}.`);
  }
}
/** An answer that this interface never gives: not JSON, too long, a redirect. */
export class BadAnswer extends ClientError {
  readonly code = 'bad-answer';
  constructor(readonly what: string) {
    super(`The answer is none of Lianhu's: ${what}. Check the address.`);
  }
}
