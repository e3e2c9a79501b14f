import {
  HubAway,
  HubRefuses,
  logger,
  ProblemError,
  PROBLEMS,
  type EventOutcome,
  type HubPort,
  type Problem,
  type Submission,
  type SubmittedEvent,
} from '@lianhu/services/platform';
import { SpoolFull, type Spool } from './spool';

/** Key of an event in its department: source and id. */
export type EventKey = string;
/** Makes the key; a tab can stand in neither part. */
export const eventKey = (source: string, id: string): EventKey => `${source}\t${id}`;

/** What the outbox keeps of a submission: the submission itself and each event's key, by batch and event. */
export interface Kept {
  readonly submission: Submission;
  readonly keys: readonly (readonly EventKey[])[];
}
interface Refusal {
  readonly key: EventKey;
  readonly problem: Problem;
  /** What was refused; an older version kept the problem only. */
  readonly event?: SubmittedEvent;
}
/** An event that was stored and then refused by the hub; it is kept until somebody has dealt with it. */
export interface Refused {
  readonly id: string;
  readonly source: string;
  readonly eventId: string;
  readonly problem: Problem;
  readonly event?: SubmittedEvent;
}
/** Where an outbox keeps what it has: what waits, and what was refused. */
export interface OutboxSpools {
  readonly waiting: Spool;
  readonly refused: Spool;
}
/** What may be otherwise than usual. */
export interface OutboxOptions {
  /** What is done to a submission before it goes: a key that is valid no more is replaced. */
  readonly prepared?: (submission: Submission) => Submission;
  /** Whether a refused event was set aside for a person, who may let it pass; it is no refusal then. */
  readonly setAside?: (event: SubmittedEvent, problem: Problem) => boolean;
  readonly maxEvents?: number;
}

/** Events that wait at most. Unit: events. Reason: the index of them is in memory, about 200 bytes each; 72 hours at a county's busiest are below a tenth. */
const MAX_WAITING_EVENTS = 1_000_000;
/** What of the outbox goes to the hub at once. Units: events, bytes of kept files. Reason: a submission of the hot path. */
const TOGETHER = { claims: 256, bytes: 4 * 1024 * 1024 } as const;
/** First and longest pause between two attempts. Unit: milliseconds. */
const RETRY_MS = { first: 250, longest: 10_000 } as const;

/**
 * What could not be handed to the hub: kept encrypted and forwarded in order when the hub is back. What the hub then
 * refuses stays, with its problem, until the data officer has corrected or discarded it.
 */
export class Outbox {
  private readonly spool: Spool;
  private readonly refused: Spool;
  private readonly waiting = new Map<EventKey, string>();
  private readonly refusals = new Map<EventKey, Noted>();
  private timer: NodeJS.Timeout | undefined;
  private pauseMs: number = RETRY_MS.first;
  private forwarding: Promise<void> | undefined;
  private sending: Promise<unknown> | undefined;
  private closed = false;

  constructor(
    private readonly department: string,
    private readonly hub: HubPort,
    { waiting, refused }: OutboxSpools,
    private readonly options: OutboxOptions = {},
  ) {
    this.spool = waiting;
    this.refused = refused;
    for (const { value } of waiting.entries()) this.remember(value as Kept);
    for (const { name, value } of refused.entries()) {
      const { key, problem } = value as Refusal;
      this.note(key, { name, problem });
    }
    if (this.waiting.size > 0) this.schedule();
  }

  /** Events that wait for the hub. */
  get size(): number {
    return this.waiting.size;
  }
  /** Kept files that cannot be read: a person has to look. */
  get damaged(): number {
    return this.spool.damaged + this.refused.damaged;
  }
  /** The content hash of a waiting event. */
  waitingHash(key: EventKey): string | undefined {
    return this.waiting.get(key);
  }
  /** What the hub said when it refused an event that had been stored. */
  refusal(key: EventKey): Problem | undefined {
    return this.refusals.get(key)?.problem;
  }
  /** Events that were stored and then refused. */
  get refusedCount(): number {
    return this.refusals.size;
  }
  /** The oldest of them. */
  refusedEvents(most = this.refusals.size): Refused[] {
    return [...this.refusals].slice(0, most).map((entry) => this.refusedOf(entry));
  }
  /** One of them by its id on the desk; undefined when there is none. */
  refusedEvent(id: string): Refused | undefined {
    const entry = this.refusalOf(id);
    return entry && this.refusedOf(entry);
  }
  /** Forgets the refusal of an event, because it stands now or a person has seen it; false when there was none. */
  discard(key: EventKey): boolean {
    const refusal = this.refusals.get(key);
    if (!refusal) return false;
    this.refused.drop(refusal.name);
    return this.refusals.delete(key);
  }
  /** Forgets a refusal by its id on the desk. */
  discardRefusal(id: string): boolean {
    const [key] = this.refusalOf(id) ?? [];
    return key !== undefined && this.discard(key);
  }

  /** Keeps a submission; when this returns it is on disk. Throws SpoolFull. */
  keep(kept: Kept): void {
    if (this.waiting.size >= (this.options.maxEvents ?? MAX_WAITING_EVENTS)) throw new SpoolFull();
    this.spool.put(kept);
    this.remember(kept);
    this.schedule();
  }

  /** The hub answers again: what waits need not wait for its pause to end. */
  nudge(): void {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    void this.forward();
  }

  /** Forwards now what waits; resolves when the attempt is over. */
  async forward(): Promise<void> {
    this.forwarding ??= this.forwardAll().finally(() => (this.forwarding = undefined));
    await this.forwarding;
  }

  /** Resolves when the submission that is on its way now has its answer. */
  async settled(): Promise<void> {
    await this.sending?.catch(() => undefined);
  }

  /** Stops forwarding; what waits stays on disk. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.forwarding;
  }

  private remember({ submission, keys }: Kept): void {
    submission.batches.forEach((batch, b) => batch.events.forEach((event, e) => this.waiting.set(keys[b]?.[e] ?? '', event.sentHash)));
  }

  private schedule(): void {
    if (this.closed || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.forward();
    }, this.pauseMs);
    this.timer.unref();
  }

  private async forwardAll(): Promise<void> {
    const kept = new Set<string>();
    try {
      // Again, as long as some came while others were forwarded.
      for (let names = this.left(kept); names.length > 0 && !this.closed; names = this.left(kept)) {
        for (let rest = names; rest.length > 0 && !this.closed;) {
          const load = this.load(rest);
          for (const name of await this.forwardTogether(load)) kept.add(name);
          rest = rest.slice(Math.max(1, load.read));
        }
      }
      this.pauseMs = kept.size > 0 ? RETRY_MS.longest : RETRY_MS.first;
    } catch (error) {
      if (!(error instanceof HubAway)) logger.error({ fault: (error as Error).name, department: this.department }, 'outbox: forwarding failed');
      this.pauseMs = Math.min(this.pauseMs * 2, RETRY_MS.longest);
    }
    if (this.left().length > 0) this.schedule();
  }

  private left(kept: ReadonlySet<string> = new Set()): string[] {
    return this.spool.names().filter((name) => !kept.has(name));
  }

  /** The oldest files, as many as go together; one that is too large for that goes alone, and so do arrays, which a hub would put before the rest. */
  private load(names: readonly string[]): Load {
    const files: { name: string; kept: Kept }[] = [];
    let [claims, bytes, read] = [0, 0, 0];
    for (const name of names) {
      const kept = this.spool.read(name) as Kept | undefined;
      claims += kept?.keys.flat().length ?? 0;
      bytes += this.spool.sizeOf(name);
      const grouped = kept?.submission.groups !== undefined;
      if (files.length > 0 && (grouped || claims > TOGETHER.claims || bytes > TOGETHER.bytes)) break;
      read++;
      if (kept) files.push({ name, kept });
      if (grouped) break;
    }
    return { files, read };
  }

  /** Forwards several files as one submission; when the hub does not take that as it is, each alone. Answers the files that stay. */
  private async forwardTogether({ files }: Load): Promise<string[]> {
    if (files.length > 1) {
      const outcomes = await this.submitted(joined(files.map(({ kept }) => kept.submission)));
      if (outcomes) {
        let from = 0;
        for (const { name, kept } of files) {
          this.settle(kept, outcomes.slice(from, (from += kept.submission.batches.length)));
          this.spool.drop(name);
        }
        return [];
      }
    }
    const stay: string[] = [];
    for (const { name } of files) if (!this.closed && !(await this.forwardOne(name))) stay.push(name);
    return stay;
  }

  /** Undefined when the hub refuses the submission as a whole. Throws HubAway. */
  private async submitted(submission: Submission): Promise<readonly (readonly EventOutcome[])[] | undefined> {
    try {
      const sending = this.hub.submit(this.department, this.options.prepared?.(submission) ?? submission);
      this.sending = sending;
      const outcomes = await sending;
      if (outcomes.flat().some(isOfUnknownKey)) throw new HubRefuses(BAD_SIGNATURE);
      return outcomes;
    } catch (error) {
      if (error instanceof HubRefuses || error instanceof ProblemError) return undefined;
      throw error;
    }
  }

  /** False when the hub refuses the submission as a whole: it stays where it is and does not hold up the others. */
  private async forwardOne(name: string): Promise<boolean> {
    const kept = this.spool.read(name) as Kept | undefined;
    if (!kept) return true;
    const outcomes = await this.submitted(kept.submission);
    if (!outcomes) {
      logger.error({ department: this.department, file: name }, 'outbox: the hub refuses a submission; it is kept');
      return false;
    }
    this.settle(kept, outcomes);
    this.spool.drop(name);
    return true;
  }

  private settle({ submission, keys }: Kept, outcomes: readonly (readonly EventOutcome[])[]): void {
    outcomes.forEach((batch, b) =>
      batch.forEach((outcome, e) => {
        const key = keys[b]?.[e];
        const event = submission.batches[b]?.events[e];
        if (key === undefined || !event) return;
        if ('problem' in outcome && !this.options.setAside?.(event, outcome.problem)) this.refuse({ key, problem: outcome.problem, event });
        else this.discard(key);
        this.waiting.delete(key);
      }),
    );
  }

  private refuse(refusal: Refusal): void {
    this.note(refusal.key, { name: this.refused.put(refusal), problem: refusal.problem });
  }

  /** One refusal an event: a newer one takes its place. */
  private note(key: EventKey, refusal: Noted): void {
    this.discard(key);
    this.refusals.set(key, refusal);
  }

  private refusalOf(id: string): readonly [EventKey, Noted] | undefined {
    return [...this.refusals].find(([, { name }]) => idOf(name) === id);
  }

  private refusedOf([key, { name, problem }]: readonly [EventKey, Noted]): Refused {
    const [source = '', eventId = ''] = key.split('\t');
    const event = (this.refused.read(name) as Refusal | undefined)?.event;
    return { id: idOf(name), source, eventId, problem, ...(event && { event }) };
  }
}

/** What is held in memory of a refusal: its file and its problem. */
interface Noted {
  readonly name: string;
  readonly problem: Problem;
}
interface Load {
  readonly files: readonly { readonly name: string; readonly kept: Kept }[];
  /** Files looked at, also those that are gone. */
  readonly read: number;
}

/** Submissions without groups as one: batches one after another. */
const joined = (submissions: readonly Submission[]): Submission => ({ batches: submissions.flatMap(({ batches }) => batches) });

const idOf = (name: string): string => `refused-${name.replace('.spool', '')}`;

const BAD_SIGNATURE = PROBLEMS['bad-signature'].status;
/** The hub does not know the key that signed, or not yet: nothing is said about the event itself. */
export const isOfUnknownKey = (outcome: EventOutcome): boolean => 'problem' in outcome && outcome.problem.type === '/problems/bad-signature';
