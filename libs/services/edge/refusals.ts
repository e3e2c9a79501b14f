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
/** What stands in place of one that was corrected or discarded: the hash of its event as it was sent. Base64. */
interface Decided {
  readonly key: EventKey;
  readonly decided: string;
}
/** What is held in memory of them: the file, with the problem or the hash. */
type Noted = Pick<Refusal, 'problem'> & { readonly name: string };
type Ended = Pick<Decided, 'decided'> & { readonly name: string };

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
  private readonly ended = new Map<EventKey, readonly Ended[]>();

  constructor(private readonly spool: Spool) {
    for (const { name, value } of spool.entries()) this.begin(name, value as Refusal | Decided);
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
  /** Whether a person has corrected or discarded this content of an event after a refusal. */
  isDecided(key: EventKey, sentHash: string): boolean {
    return this.ended.get(key)?.some(({ decided }) => decided === sentHash) === true;
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

  /** Keeps a refusal, in place of an older one of the same event, and of a decision about what was sent all the same. Throws SpoolFull. */
  add(refusal: Refusal): void {
    this.forget(refusal.key, refusal.event?.sentHash);
    this.note(refusal.key, { name: this.spool.put(refusal), problem: refusal.problem });
  }
  /** The event stands: neither a refusal nor a decision is about it any more. */
  stands(key: EventKey): void {
    this.discard(key);
    this.forget(key);
  }
  /** Forgets the refusal of an event that waits elsewhere; false when there was none. */
  discard(key: EventKey): boolean {
    const found = this.noted.get(key);
    if (!found) return false;
    this.spool.drop(found.name);
    return this.noted.delete(key);
  }
  /** Ends one by its id on the desk, as a person has dealt with it: only the event's hash stays. Throws SpoolFull. */
  decide(id: string): boolean {
    const [key, noted] = this.entry(id) ?? [];
    if (key === undefined || !noted) return false;
    const decided = (this.spool.read(noted.name) as Refusal | undefined)?.event?.sentHash;
    if (decided === undefined) return this.discard(key);
    const [name = ''] = this.spool.split(noted.name, [{ key, decided } satisfies Decided]);
    this.end(key, { name, decided });
    return this.noted.delete(key);
  }

  /** Killed between a decision and the end of the refusal: the decision stands before it, and counts. */
  private begin(name: string, value: Refusal | Decided): void {
    if ('decided' in value) this.end(value.key, { name, decided: value.decided });
    else if (value.event && this.isDecided(value.key, value.event.sentHash)) this.spool.drop(name);
    else this.note(value.key, { name, problem: value.problem });
  }

  private end(key: EventKey, ended: Ended): void {
    this.ended.set(key, [...(this.ended.get(key) ?? []), ended]);
  }

  /** Decisions about one content of an event, or about every one. */
  private forget(key: EventKey, sentHash?: string): void {
    const all = this.ended.get(key);
    if (!all) return;
    const gone = all.filter(({ decided }) => sentHash === undefined || decided === sentHash);
    for (const { name } of gone) this.spool.drop(name);
    const left = all.filter((one) => !gone.includes(one));
    if (left.length > 0) this.ended.set(key, left);
    else this.ended.delete(key);
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
