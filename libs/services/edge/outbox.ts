import { HubAway, HubRefuses, logger, type EventOutcome, type HubPort, type Problem, type Submission } from '@lianhu/services/platform';
import { Spool } from './spool';

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
}

/** First and longest pause between two attempts. Unit: milliseconds. */
const RETRY_MS = { first: 250, longest: 10_000 } as const;

/**
 * What could not be handed to the hub: kept encrypted and forwarded in order when the hub is back. What the hub then
 * refuses stays as a problem until the data officer discards it.
 */
export class Outbox {
  private readonly waiting = new Map<EventKey, string>();
  private readonly refusals = new Map<EventKey, { name: string; problem: Problem }>();
  private timer: NodeJS.Timeout | undefined;
  private pauseMs: number = RETRY_MS.first;
  private forwarding: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly department: string,
    private readonly hub: HubPort,
    private readonly spool: Spool,
    private readonly refused: Spool,
  ) {
    for (const name of spool.names()) this.remember(spool.get(name) as Kept);
    for (const name of refused.names()) {
      const { key, problem } = refused.get(name) as Refusal;
      this.refusals.set(key, { name, problem });
    }
    if (this.waiting.size > 0) this.schedule();
  }

  /** Events that wait for the hub. */
  get size(): number {
    return this.waiting.size;
  }
  /** The content hash of a waiting event. */
  waitingHash(key: EventKey): string | undefined {
    return this.waiting.get(key);
  }
  /** What the hub said when it refused an event that had been stored. */
  refusal(key: EventKey): Problem | undefined {
    return this.refusals.get(key)?.problem;
  }
  /** Forgets a refusal; false when there was none. */
  discard(key: EventKey): boolean {
    const refusal = this.refusals.get(key);
    if (!refusal) return false;
    this.refused.drop(refusal.name);
    return this.refusals.delete(key);
  }

  /** Keeps a submission; when this returns it is on disk. */
  keep(kept: Kept): void {
    this.spool.put(kept);
    this.remember(kept);
    this.schedule();
  }

  /** Forwards now what waits; resolves when the attempt is over. */
  async forward(): Promise<void> {
    this.forwarding ??= this.forwardAll().finally(() => (this.forwarding = undefined));
    await this.forwarding;
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
      for (let name = this.next(kept); name !== undefined && !this.closed; name = this.next(kept)) {
        if (!(await this.forwardOne(name))) kept.add(name);
      }
      this.pauseMs = RETRY_MS.first;
    } catch (error) {
      if (!(error instanceof HubAway)) logger.error({ fault: (error as Error).name, department: this.department }, 'outbox: forwarding failed');
      this.pauseMs = Math.min(this.pauseMs * 2, RETRY_MS.longest);
    }
    if (this.next(kept) !== undefined) this.schedule();
  }

  /** The oldest file that is still to be forwarded, also one that came while others were. */
  private next(kept: ReadonlySet<string>): string | undefined {
    return this.spool.names().find((name) => !kept.has(name));
  }

  /** False when the hub refuses the submission as a whole: it stays where it is and does not hold up the others. */
  private async forwardOne(name: string): Promise<boolean> {
    const kept = this.spool.get(name) as Kept;
    try {
      this.settle(kept, await this.hub.submit(this.department, kept.submission));
    } catch (error) {
      if (!(error instanceof HubRefuses)) throw error;
      logger.error({ status: error.status, department: this.department }, 'outbox: the hub refuses a submission; it is kept');
      return false;
    }
    this.spool.drop(name);
    return true;
  }

  private settle({ keys }: Kept, outcomes: readonly (readonly EventOutcome[])[]): void {
    outcomes.forEach((batch, b) =>
      batch.forEach((outcome, e) => {
        const key = keys[b]?.[e];
        if (key === undefined) return;
        if ('problem' in outcome) {
          this.refusals.set(key, { name: this.refused.put({ key, problem: outcome.problem } satisfies Refusal), problem: outcome.problem });
        }
        this.waiting.delete(key);
      }),
    );
  }
}
