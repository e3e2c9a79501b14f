import type { Moment } from './dates';
import type { Position } from './line';

/** The hub's event that takes a fact back. */
export const RECORD_WITHDRAWN = 'hub.record.withdrawn';
/** The hub's event that takes back what was decided on a file of two children. */
export const ALERT_RETRACTED = 'hub.alert.retracted';
const WITHDRAWING: ReadonlySet<string> = new Set([RECORD_WITHDRAWN, ALERT_RETRACTED]);
/** The hub's note on a correction: who approved it and why. It says nothing about the child, so it replaces nothing. */
const RECORD_CORRECTED = 'hub.record.corrected';

/** The department whose records an event changes: that of a withdrawal is the one that had sent what is withdrawn, where the event names it; of every other the one whose event it is. */
export function departmentOf({ type, department, data }: { readonly type: string; readonly department: string; readonly data: unknown }): string {
  const { department: withdrawing } = (type === RECORD_WITHDRAWN ? data : {}) as { readonly department?: string };
  return withdrawing ?? department;
}

/** What decides whether an event counts, and where. */
export interface Correctable {
  readonly type: string;
  readonly position: Position;
  readonly time: Moment;
  readonly corrects?: Position;
}

/**
 * What corrections and withdrawals leave of a log, told of its events in order of position. A fact is an event and all that
 * correct it, directly or one over the other. Its last correction counts, in the place of the first; a withdrawal ends it for
 * ever, so that what is said in whatever order comes to the same.
 */
export class Corrections {
  /** First event of the fact, of every event that corrects or withdraws. */
  private readonly firsts = new Map<Position, Position>();
  /** The event that counts, by the fact's first; undefined = withdrawn. */
  private readonly lasts = new Map<Position, Position | undefined>();

  /** Takes an event in; answers the position that counted until now and does no more. */
  add({ type, position, corrects }: Omit<Correctable, 'time'>): Position | undefined {
    if (corrects === undefined || corrects >= position || type === RECORD_CORRECTED) return undefined;
    const first = this.place(corrects);
    this.firsts.set(position, first);
    const before = this.lasts.has(first) ? this.lasts.get(first) : first;
    if (before === undefined) return undefined;
    this.lasts.set(first, WITHDRAWING.has(type) ? undefined : position);
    return before;
  }

  /** Whether an event counts as things stand. */
  counts(position: Position): boolean {
    const first = this.place(position);
    return this.lasts.has(first) ? this.lasts.get(first) === position : true;
  }

  /** Whether the fact that an event belongs to has been withdrawn. */
  withdrawn(position: Position): boolean {
    const first = this.place(position);
    return this.lasts.has(first) && this.lasts.get(first) === undefined;
  }

  /** Where an event stands among events of one time: at its fact's first position. */
  place(position: Position): Position {
    return this.firsts.get(position) ?? position;
  }

  /** Events after a position that correct or withdraw something, each with the first event of its fact, rising. */
  *after(position: Position): Iterable<readonly [by: Position, first: Position]> {
    for (const entry of this.firsts) if (entry[0] > position) yield entry;
  }

  /** Order of folds: `time`, then the fact's place. */
  readonly inOrder = (a: Correctable, b: Correctable): number =>
    a.time < b.time ? -1 : a.time > b.time ? 1 : this.place(a.position) - this.place(b.position);
}

/** The events that count among those of one subject, given in order of position, in order of (`time`, place): what every fold sees. */
export function effective<E extends Correctable>(events: readonly E[]): E[] {
  const corrections = new Corrections();
  for (const event of events) corrections.add(event);
  return events.filter(({ position }) => corrections.counts(position)).sort(corrections.inOrder);
}
