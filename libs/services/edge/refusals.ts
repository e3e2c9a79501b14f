import type { Problem, SubmittedEvent } from '@lianhu/services/platform';
import type { EventKey } from './kept';
import type { Spool } from './spool';

/** What is kept of a refusal. */
interface Refusal {
  readonly key: EventKey;
  readonly problem: Problem;
  /** What was refused; an older version kept the problem only. */
  readonly event?: SubmittedEvent;
}
/** What is held in memory of it: its file and its problem. */
type Noted = Pick<Refusal, 'problem'> & { readonly name: string };

/** An event that was stored and then refused by the hub. */
export interface Refused {
  readonly id: string;
  readonly source: string;
  readonly eventId: string;
  readonly problem: Problem;
  readonly event?: SubmittedEvent;
}

/** What the hub refused after it had been stored, encrypted, one file an event, until a person has dealt with it or the event stands. */
export class Refusals {
  private readonly noted = new Map<EventKey, Noted>();

  constructor(private readonly spool: Spool) {
    for (const { name, value } of spool.entries()) {
      const { key, problem } = value as Refusal;
      this.note(key, { name, problem });
    }
  }

  get size(): number {
    return this.noted.size;
  }
  get damaged(): number {
    return this.spool.damaged;
  }
  /** What the hub said of an event. */
  problemOf(key: EventKey): Problem | undefined {
    return this.noted.get(key)?.problem;
  }
  /** The oldest. */
  list(most = this.noted.size): Refused[] {
    return [...this.noted].slice(0, most).map((entry) => this.whole(entry));
  }
  /** One by its id on the desk; undefined when there is none. */
  get(id: string): Refused | undefined {
    const entry = this.entry(id);
    return entry && this.whole(entry);
  }

  /** Keeps a refusal, in place of an older one of the same event. Throws SpoolFull. */
  add(refusal: Refusal): void {
    this.note(refusal.key, { name: this.spool.put(refusal), problem: refusal.problem });
  }
  /** Forgets the refusal of an event that stands now, or waits elsewhere; false when there was none. */
  discard(key: EventKey): boolean {
    const found = this.noted.get(key);
    if (!found) return false;
    this.spool.drop(found.name);
    return this.noted.delete(key);
  }
  /** Forgets one by its id on the desk: a person has dealt with it. */
  drop(id: string): boolean {
    const [key] = this.entry(id) ?? [];
    return key !== undefined && this.discard(key);
  }

  private note(key: EventKey, noted: Noted): void {
    this.discard(key);
    this.noted.set(key, noted);
  }

  private entry(id: string): readonly [EventKey, Noted] | undefined {
    return [...this.noted].find(([, { name }]) => idOf(name) === id);
  }

  private whole([key, { name, problem }]: readonly [EventKey, Noted]): Refused {
    const [source = '', eventId = ''] = key.split('\t');
    const event = (this.spool.read(name) as Refusal | undefined)?.event;
    return { id: idOf(name), source, eventId, problem, ...(event && { event }) };
  }
}

const idOf = (name: string): string => `refused-${name.replace('.spool', '')}`;
