import {
  HubAway,
  HubBusy,
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
import { halved, halvesOf, joined, type EventKey, type Kept } from './kept';
import { Refusals } from './refusals';
import { SpoolFull, type Spool } from './spool';

export { eventKey, type EventKey, type Kept } from './kept';

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
/** Submissions refused as a whole, with no answer between them, after which an attempt ends. Reason: the hub is ill then, not what it is sent; one event among 256 is found with nine. */
const MOST_REFUSALS = 16;

/**
 * What could not be handed to the hub: kept encrypted and forwarded in order when the hub is back. What the hub then
 * refuses stays, with its problem, until the data officer has corrected or discarded it. A submission that the hub refuses as
 * a whole is halved until the event is alone that it cannot take; that one is kept, goes last, and is tried for ever.
 */
export class Outbox {
  readonly refusals: Refusals;
  private readonly spool: Spool;
  private readonly waiting = new Map<EventKey, string>();
  /** Files that the hub refuses as they are → their events; the one that was tried longest ago comes first. */
  private readonly stuckFiles = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private pauseMs: number = RETRY_MS.first;
  /** Until then nothing but its own timer makes it try: the hub has asked for time, or refuses what waits. Unit: ms, monotonic. */
  private notBefore = 0;
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
    this.refusals = new Refusals(refused);
    for (const { value } of waiting.entries()) this.remember(value as Kept);
    if (this.waiting.size > 0) this.schedule();
  }

  /** Events that wait for the hub. */
  get size(): number {
    return this.waiting.size;
  }
  /** Those of them that the hub has refused to look at; they are tried again, but a person should know. */
  get stuck(): number {
    return [...this.stuckFiles.values()].reduce((sum, events) => sum + events, 0);
  }
  /** Kept files that cannot be read: a person has to look. */
  get damaged(): number {
    return this.spool.damaged + this.refusals.damaged;
  }
  /** The content hash of a waiting event. */
  waitingHash(key: EventKey): string | undefined {
    return this.waiting.get(key);
  }

  /** Keeps a submission; when this returns it is on disk. Throws SpoolFull. */
  keep(kept: Kept): void {
    if (this.waiting.size >= (this.options.maxEvents ?? MAX_WAITING_EVENTS)) throw new SpoolFull();
    this.spool.put(kept);
    this.remember(kept);
    this.schedule();
  }

  /** The hub answers again: what waits need not wait for its pause to end, unless the hub wants it to. */
  nudge(): void {
    if (!this.timer || performance.now() < this.notBefore) return;
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
    try {
      await this.attempt({ refused: new Set(), inARow: 0 });
      this.rest(this.stuckFiles.size > 0 ? RETRY_MS.longest : 0);
    } catch (error) {
      if (!(error instanceof HubAway)) logger.error({ fault: (error as Error).name, department: this.department }, 'outbox: forwarding failed');
      this.pauseMs = Math.min(this.pauseMs * 2, RETRY_MS.longest);
      if (error instanceof HubRefuses) this.rest(this.pauseMs);
      if (error instanceof HubBusy) this.rest(Math.min(error.retryAfter * 1_000, RETRY_MS.longest));
    }
    if (this.spool.names().length > 0) this.schedule();
  }

  /** How long nothing is sent now, whatever comes; 0 = as soon as something waits. */
  private rest(ms: number): void {
    this.pauseMs = Math.max(ms, RETRY_MS.first);
    this.notBefore = performance.now() + ms;
  }

  private async attempt(attempt: Attempt): Promise<void> {
    // Again, as long as some came while others were forwarded.
    for (let names = this.left(attempt); names.length > 0 && !this.closed; names = this.left(attempt)) {
      for (let rest = names; rest.length > 0 && !this.closed;) {
        const load = this.load(rest);
        await this.forwardFiles(load.files, attempt);
        rest = rest.slice(Math.max(1, load.read));
      }
    }
  }

  /** What this attempt has not tried, oldest first; what the hub has refused before comes last. */
  private left({ refused }: Attempt): string[] {
    const names = this.spool.names().filter((name) => !refused.has(name));
    const there = new Set(names);
    return [...names.filter((name) => !this.stuckFiles.has(name)), ...[...this.stuckFiles.keys()].filter((name) => there.has(name))];
  }

  /** The first files, as many as go together; one that is too large for that goes alone, and so do arrays, which a hub would put before the rest, and what it has refused before. */
  private load(names: readonly string[]): Load {
    const files: KeptFile[] = [];
    let [claims, bytes, read] = [0, 0, 0];
    for (const name of names) {
      const kept = this.spool.read(name) as Kept | undefined;
      claims += kept?.keys.flat().length ?? 0;
      bytes += this.spool.sizeOf(name);
      const alone = kept?.submission.groups !== undefined || this.stuckFiles.has(name);
      if (files.length > 0 && (alone || claims > TOGETHER.claims || bytes > TOGETHER.bytes)) break;
      read++;
      if (kept) files.push({ name, kept });
      else this.stuckFiles.delete(name);
      if (alone) break;
    }
    return { files, read };
  }

  /** Forwards several files as one submission; when the hub does not take that as it is, half of them and the other half. */
  private async forwardFiles(files: readonly KeptFile[], attempt: Attempt): Promise<void> {
    const [first] = files;
    if (!first || this.closed) return;
    const outcomes = await this.submitted(joined(files.map(({ kept }) => kept.submission)), attempt);
    if (outcomes) return this.settleFiles(files, outcomes);
    const parts = files.length > 1 ? halvesOf(files) : this.split(first);
    if (!parts) return this.stay(first, attempt);
    for (const part of parts) await this.forwardFiles(part, attempt);
  }

  /** Undefined when the hub refuses the submission as a whole. Throws HubAway, also when it refuses everything. */
  private async submitted(submission: Submission, attempt: Attempt): Promise<Outcomes | undefined> {
    try {
      const sending = this.hub.submit(this.department, this.options.prepared?.(submission) ?? submission);
      this.sending = sending;
      const outcomes = await sending;
      if (outcomes.flat().some(isOfUnknownKey)) throw new HubRefuses(BAD_SIGNATURE);
      attempt.inARow = 0;
      return outcomes;
    } catch (error) {
      if (!(error instanceof HubRefuses) && !(error instanceof ProblemError)) throw error;
      attempt.inARow++;
      return undefined;
    }
  }

  /** A file as two in its place, which both stand on the disk before it goes; undefined when it cannot be halved, or there is no room. */
  private split({ name, kept }: KeptFile): readonly KeptFile[][] | undefined {
    const halves = halved(kept);
    if (!halves) return undefined;
    try {
      const names = this.spool.split(name, halves);
      this.stuckFiles.delete(name);
      return halves.map((half, n) => [{ name: names[n] ?? '', kept: half }]);
    } catch (error) {
      if (error instanceof SpoolFull) return undefined;
      throw error;
    }
  }

  /** What the hub refuses to look at stays and is tried again, behind all others. Throws HubRefuses when it refuses everything. */
  private stay({ name, kept }: KeptFile, attempt: Attempt): void {
    attempt.refused.add(name);
    if (!this.stuckFiles.delete(name))
      logger.error({ department: this.department, file: name }, 'outbox: the hub refuses a submission; it is kept and tried again');
    this.stuckFiles.set(name, kept.keys.flat().length);
    if (attempt.inARow >= MOST_REFUSALS) throw new HubRefuses(ILL);
  }

  private drop(name: string): void {
    this.spool.drop(name);
    this.stuckFiles.delete(name);
  }

  private settleFiles(files: readonly KeptFile[], outcomes: Outcomes): void {
    let from = 0;
    for (const { name, kept } of files) {
      this.settle(kept, outcomes.slice(from, (from += kept.submission.batches.length)));
      this.drop(name);
    }
  }

  private settle({ submission, keys }: Kept, outcomes: Outcomes): void {
    outcomes.forEach((batch, b) =>
      batch.forEach((outcome, e) => {
        const key = keys[b]?.[e];
        const event = submission.batches[b]?.events[e];
        if (key === undefined || !event) return;
        if ('problem' in outcome && !this.options.setAside?.(event, outcome.problem)) this.refusals.add({ key, problem: outcome.problem, event });
        else this.refusals.discard(key);
        this.waiting.delete(key);
      }),
    );
  }
}

type Outcomes = readonly (readonly EventOutcome[])[];

interface KeptFile {
  readonly name: string;
  readonly kept: Kept;
}
interface Load {
  readonly files: readonly KeptFile[];
  /** Files looked at, also those that are gone. */
  readonly read: number;
}
/** One going through what waits. */
interface Attempt {
  /** Files that the hub refused as a whole. */
  readonly refused: Set<string>;
  /** Submissions refused as a whole since the last answer. */
  inARow: number;
}

const BAD_SIGNATURE = PROBLEMS['bad-signature'].status;
/** What a hub says that refuses whatever it is sent. */
const ILL = 500;
/** The hub does not know the key that signed, or not yet: nothing is said about the event itself. */
export const isOfUnknownKey = (outcome: EventOutcome): boolean => 'problem' in outcome && outcome.problem.type === '/problems/bad-signature';
