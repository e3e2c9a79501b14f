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

/** Where an outbox keeps what it has: what waits, mandatory reports by themselves, and what was refused. */
export interface OutboxSpools {
  readonly waiting: Spool;
  readonly urgent: Spool;
  readonly refused: Spool;
}
/** What may be otherwise than usual. */
export interface OutboxOptions {
  /** What is done to a submission before it goes: a key that is valid no more is replaced. */
  readonly prepared?: (submission: Submission) => Submission;
  /** Whether a refused event was set aside for a person, who may let it pass; it is no refusal then. */
  readonly setAside?: (event: SubmittedEvent, problem: Problem) => boolean;
  /** Whether an event is a mandatory report: a submission of nothing else waits behind no other. */
  readonly isMandatory?: (event: SubmittedEvent) => boolean;
  readonly maxEvents?: number;
}

/** Events that wait at most. Unit: events. Reason: the index of them is in memory, about 200 bytes each; 72 hours at a county's busiest are below a tenth. */
const MAX_WAITING_EVENTS = 1_000_000;
/** Further events that may wait when they are mandatory reports. Unit: events. */
const RESERVED_EVENTS = 50_000;
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
 * Mandatory reports have a spool of their own, which is empty before anything else is sent, and room of their own.
 */
export class Outbox {
  readonly refusals: Refusals;
  private readonly urgent: Spool;
  private readonly ordinary: Spool;
  private readonly waiting = new Map<EventKey, string>();
  /** Files that the hub refuses as they are, by name; the one that was tried longest ago comes first. */
  private readonly stuckFiles = new Map<string, Stuck>();
  /** Submissions refused as a whole since the last answer. */
  private refusedInARow = 0;
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
    { waiting, urgent, refused }: OutboxSpools,
    private readonly options: OutboxOptions = {},
  ) {
    this.urgent = urgent;
    this.ordinary = waiting;
    this.refusals = new Refusals(refused);
    for (const spool of this.spools) for (const { value } of spool.entries()) this.remember(value as Kept);
    if (this.waiting.size > 0) this.schedule();
  }

  /** Events that wait for the hub. */
  get size(): number {
    return this.waiting.size;
  }
  /** Those of them that the hub has refused to look at; they are tried again, but a person should know. */
  get stuck(): number {
    return [...this.stuckFiles.values()].reduce((sum, { events }) => sum + events, 0);
  }
  /** Kept files that cannot be read: a person has to look. */
  get damaged(): number {
    return this.urgent.damaged + this.ordinary.damaged + this.refusals.damaged;
  }
  /** The content hash of a waiting event. */
  waitingHash(key: EventKey): string | undefined {
    return this.waiting.get(key);
  }

  /** Keeps a submission; when this returns it is on disk. Throws SpoolFull; for mandatory reports there is room when there is none for others. */
  keep(kept: Kept): void {
    const urgent = this.isUrgent(kept);
    if (this.waiting.size >= (this.options.maxEvents ?? MAX_WAITING_EVENTS) + (urgent ? RESERVED_EVENTS : 0)) throw new SpoolFull();
    (urgent ? this.urgent : this.ordinary).put(kept);
    this.remember(kept);
    this.schedule();
  }

  /** The hub answers again: what waits need not wait for its pause to end, unless the hub wants it to; a mandatory report does not even then. */
  nudge(): void {
    if (!this.timer || (performance.now() < this.notBefore && this.fresh(this.urgent).length === 0)) return;
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

  private get spools(): readonly Spool[] {
    return [this.urgent, this.ordinary];
  }

  private isUrgent({ submission: { batches } }: Kept): boolean {
    const { isMandatory } = this.options;
    return isMandatory !== undefined && batches.every(({ events }) => events.every(isMandatory));
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
      await this.attempt();
      this.rest(this.stuckFiles.size > 0 ? RETRY_MS.longest : 0);
    } catch (error) {
      if (!(error instanceof HubAway)) logger.error({ fault: (error as Error).name, department: this.department }, 'outbox: forwarding failed');
      this.pauseMs = Math.min(this.pauseMs * 2, RETRY_MS.longest);
      if (error instanceof HubRefuses) this.rest(this.pauseMs);
      if (error instanceof HubBusy) this.rest(Math.min(error.retryAfter * 1_000, RETRY_MS.longest));
    }
    if (this.spools.some((spool) => spool.names().length > 0)) this.schedule();
  }

  /** How long nothing is sent now, whatever comes; 0 = as soon as something waits. */
  private rest(ms: number): void {
    this.pauseMs = Math.max(ms, RETRY_MS.first);
    this.notBefore = performance.now() + ms;
  }

  private async attempt(): Promise<void> {
    const stuck = new Map(this.stuckFiles);
    this.refusedInARow = 0;
    await this.forwardFresh(this.urgent);
    await this.probeReports(stuck);
    // Again, as long as some came while others were forwarded.
    for (let some = true; some && !this.closed;) {
      const reports = await this.forwardFresh(this.urgent);
      some = (await this.forwardFresh(this.ordinary)) || reports;
    }
    for (const spool of this.spools)
      for (const [name, file] of stuck) if (file.spool === spool) await this.forwardFiles(this.load(spool, [name]).files);
  }

  /** Stuck reports go before all that is ordinary: a hub that is well again takes every one; the first that it still refuses ends this. What was tried is out of `stuck`. */
  private async probeReports(stuck: Map<string, Stuck>): Promise<void> {
    for (const [name, { spool }] of stuck) {
      if (spool !== this.urgent) continue;
      stuck.delete(name);
      await this.forwardFiles(this.load(spool, [name]).files);
      if (this.stuckFiles.has(name)) return;
    }
  }

  /** Forwards what a spool holds, oldest first, and before each submission the mandatory reports that have come; false when there was nothing. */
  private async forwardFresh(spool: Spool): Promise<boolean> {
    const names = this.fresh(spool);
    for (let rest = names; rest.length > 0 && !this.closed;) {
      if (spool !== this.urgent) await this.forwardFresh(this.urgent);
      const load = this.load(spool, rest);
      await this.forwardFiles(load.files);
      rest = rest.slice(Math.max(1, load.read));
    }
    return names.length > 0;
  }

  private fresh(spool: Spool): string[] {
    return spool.names().filter((name) => !this.stuckFiles.has(name));
  }

  /** The first files, as many as go together; one that is too large for that goes alone, and so do arrays, which a hub would put before the rest. */
  private load(spool: Spool, names: readonly string[]): Load {
    const files: KeptFile[] = [];
    let [claims, bytes, read] = [0, 0, 0];
    for (const name of names) {
      const kept = spool.read(name) as Kept | undefined;
      claims += kept?.keys.flat().length ?? 0;
      bytes += spool.sizeOf(name);
      const grouped = kept?.submission.groups !== undefined;
      if (files.length > 0 && (grouped || claims > TOGETHER.claims || bytes > TOGETHER.bytes)) break;
      read++;
      if (kept) files.push({ spool, name, kept });
      else this.stuckFiles.delete(name);
      if (grouped) break;
    }
    return { files, read };
  }

  /** Forwards several files as one submission; when the hub does not take that as it is, half of them and the other half. */
  private async forwardFiles(files: readonly KeptFile[]): Promise<void> {
    const [first] = files;
    if (!first || this.closed) return;
    const outcomes = await this.submitted(joined(files.map(({ kept }) => kept.submission)));
    if (outcomes) return this.settleFiles(files, outcomes);
    const parts = files.length > 1 ? halvesOf(files) : this.split(first);
    if (!parts) return this.stay(first);
    for (const part of parts) await this.forwardFiles(part);
  }

  /** Undefined when the hub refuses the submission as a whole. Throws HubAway, also when it refuses everything. */
  private async submitted(submission: Submission): Promise<Outcomes | undefined> {
    try {
      const sending = this.hub.submit(this.department, this.options.prepared?.(submission) ?? submission);
      this.sending = sending;
      const outcomes = await sending;
      if (outcomes.flat().some(isOfUnknownKey)) throw new HubRefuses(BAD_SIGNATURE);
      this.refusedInARow = 0;
      return outcomes;
    } catch (error) {
      if (!(error instanceof HubRefuses) && !(error instanceof ProblemError)) throw error;
      this.refusedInARow++;
      return undefined;
    }
  }

  /** A file as two in its place, which both stand on the disk before it goes; undefined when it cannot be halved, or there is no room. */
  private split({ spool, name, kept }: KeptFile): readonly KeptFile[][] | undefined {
    const halves = halved(kept);
    if (!halves) return undefined;
    try {
      const names = spool.split(name, halves);
      this.stuckFiles.delete(name);
      return halves.map((half, n) => [{ spool, name: names[n] ?? '', kept: half }]);
    } catch (error) {
      if (error instanceof SpoolFull) return undefined;
      throw error;
    }
  }

  /** What the hub refuses to look at stays and is tried again, behind all others. Throws HubRefuses when it refuses everything. */
  private stay({ spool, name, kept }: KeptFile): void {
    if (!this.stuckFiles.delete(name))
      logger.error({ department: this.department, file: name }, 'outbox: the hub refuses a submission; it is kept and tried again');
    this.stuckFiles.set(name, { spool, events: kept.keys.flat().length });
    if (this.refusedInARow >= MOST_REFUSALS) throw new HubRefuses(ILL);
  }

  private settleFiles(files: readonly KeptFile[], outcomes: Outcomes): void {
    let from = 0;
    for (const { spool, name, kept } of files) {
      this.settle(kept, outcomes.slice(from, (from += kept.submission.batches.length)));
      spool.drop(name);
      this.stuckFiles.delete(name);
    }
  }

  private settle({ submission, keys }: Kept, outcomes: Outcomes): void {
    outcomes.forEach((batch, b) =>
      batch.forEach((outcome, e) => {
        const key = keys[b]?.[e];
        const event = submission.batches[b]?.events[e];
        if (key === undefined || !event) return;
        if (!('problem' in outcome)) this.refusals.stands(key);
        else if (this.options.setAside?.(event, outcome.problem)) this.refusals.discard(key);
        else this.refusals.add({ key, problem: outcome.problem, event });
        this.waiting.delete(key);
      }),
    );
  }
}

type Outcomes = readonly (readonly EventOutcome[])[];

interface KeptFile {
  readonly spool: Spool;
  readonly name: string;
  readonly kept: Kept;
}
interface Stuck {
  readonly spool: Spool;
  readonly events: number;
}
interface Load {
  readonly files: readonly KeptFile[];
  /** Files looked at, also those that are gone. */
  readonly read: number;
}
const BAD_SIGNATURE = PROBLEMS['bad-signature'].status;
/** What a hub says that refuses whatever it is sent. */
const ILL = 500;
/** The hub does not know the key that signed, or not yet: nothing is said about the event itself. */
export const isOfUnknownKey = (outcome: EventOutcome): boolean => 'problem' in outcome && outcome.problem.type === '/problems/bad-signature';
