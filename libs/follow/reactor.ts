import type { Pool } from 'pg';
import type { Position, Recorded, Suite } from '@lianhu/kernel';
import { base64, std1, type Frontier, type LogReader } from '@lianhu/log';
import { HistoryDiverged, isLasting, Overtaken } from './errors';
import { checkRoot, readLines } from './lines';
import { claim, isGone, LEASE_MS, newOwner, moveTo, release, renew } from './leases';
import { BEGINNING, enter, frontierOf, note, prepareRegistry, registered, type Checkpoint, type FollowerName } from './registry';
import { Waiters } from './waiters';

/** What a reactor does: decides from a page of events, and appends what it decided. */
export interface ReactorOptions {
  readonly name: string;
  readonly log: LogReader;
  readonly pool: Pool;
  readonly suite?: Suite;
  /** Types that somebody declares. It stops before any other, as views do: what it would pass over nobody would decide later. */
  readonly known: (type: string) => boolean;
  /**
   * Decides and appends. Called again with the same events after a crash or a fault: what it appends bears ids that follow
   * from what was decided, so that it stands once. The checkpoint moves only after it has resolved.
   */
  readonly react: (events: readonly Recorded[], upTo: Position) => Promise<void>;
  readonly pageSize?: number;
  /** How long a keeper may be silent until another takes over. Unit: milliseconds. */
  readonly leaseMs?: number;
}
/** How a reactor is. */
export interface ReactorStatus {
  readonly name: string;
  readonly position: Position;
  readonly state: 'running' | 'paused' | 'halted';
  /** This process decides; otherwise another does. */
  readonly kept: boolean;
  /** What its last try failed with. */
  readonly error?: string;
}

/** Lines of a page. Reason: what a crash makes it decide again stays little. */
const PAGE = 500;
/** How long the log is waited for until it is asked again, and how often one who only watches looks. Unit: milliseconds. */
const WAIT_MS = { log: 5_000, watching: 1_500, hurried: 50 } as const;
/** First and longest pause between two tries. Unit: milliseconds. */
const RETRY_MS = { first: 50, longest: 5_000 } as const;

/**
 * Follows the log with a checkpoint of its own; what it decided has been appended before the checkpoint moves. Of several
 * processes the holder of the lease decides; another takes over when the lease ends.
 */
export class Reactor {
  private readonly follower: FollowerName;
  private readonly suite: Suite;
  private readonly owner = newOwner();
  private readonly waiters = new Waiters();
  private checkpoint: Checkpoint | undefined;
  /** Fence of the lease; undefined while another process holds it. */
  private fence: number | undefined;
  private paused = false;
  private halted = false;
  private stopping = false;
  private hurried = 0;
  private seen: Position = 0;
  private running: Promise<unknown> = Promise.resolve();
  private fault: string | undefined;
  /** The last page led to the log's head. */
  private caughtUp = false;

  constructor(private readonly options: ReactorOptions) {
    this.follower = { kind: 'reactor', name: options.name, version: 1 };
    this.suite = options.suite ?? std1;
  }

  async start(): Promise<void> {
    const { pool, log } = this.options;
    await prepareRegistry(pool);
    await enter(pool, { ...this.follower, epoch: log.origin, status: 'running', tables: [], columns: {} });
    await this.look();
    try {
      await this.resume();
    } catch (error) {
      if (isLasting(error)) await this.halt(error);
      else {
        await release(pool, this.owner);
        throw error;
      }
    }
    if (this.fence === undefined) this.lose();
    this.running = Promise.all([this.run(), this.keep()]);
  }

  /** Stops after the page that is under way, and lets another process take over. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.waiters.wake();
    await this.running;
    await release(this.options.pool, this.owner).catch(() => undefined);
  }

  get position(): Position {
    return this.checkpoint?.position ?? this.seen;
  }
  /** What its last try failed with; undefined when it went well. A fault of the log itself ends it. */
  get error(): string | undefined {
    return this.fault;
  }
  status(): ReactorStatus {
    const state = this.halted ? 'halted' : this.paused ? 'paused' : 'running';
    return { name: this.follower.name, position: this.position, state, kept: this.fence !== undefined, error: this.fault };
  }
  /** Resolves true when it has seen everything up to a position, false when it has not within `ms`. */
  async waitFor(position: Position, ms: number): Promise<boolean> {
    this.hurried += 1;
    this.waiters.wake();
    await this.waiters.until(() => this.stopping || this.position >= position, ms);
    this.hurried -= 1;
    return this.position >= position;
  }

  /** Renews the lease or takes it over, and hears what a person has ordered. */
  async look(): Promise<void> {
    const { pool, leaseMs = LEASE_MS } = this.options;
    if (this.fence !== undefined) {
      const [told] = await renew(pool, this.owner, leaseMs);
      if (told?.fence !== this.fence) this.lose();
      // A person moved it back. While nothing happens it moves no checkpoint, and would not be refused.
      else if (told && told.position < this.position) [this.seen, this.checkpoint] = [told.position, undefined];
      this.paused = told?.paused ?? this.paused;
      if (told && this.halted && told.error === undefined) this.halted = false;
    } else {
      const row = (await registered(pool)).find(({ kind, name }) => kind === 'reactor' && name === this.follower.name);
      this.seen = row?.position ?? this.seen;
      this.paused = row?.paused === true;
      const gone = row?.owner !== undefined && isGone(row.owner) ? [row.owner] : [];
      if (row?.free === true || gone.length > 0) this.fence = (await claim(pool, [this.follower], this.owner, leaseMs, gone))[0]?.fence;
    }
    this.waiters.wake();
  }

  private lose(): void {
    this.seen = this.position;
    this.fence = undefined;
    this.checkpoint = undefined;
  }

  private async keep(): Promise<void> {
    const { leaseMs = LEASE_MS } = this.options;
    const hurry = (): boolean => this.hurried > 0 && this.fence === undefined;
    while (!this.stopping) {
      const rest = this.fence === undefined ? Math.min(WAIT_MS.watching, leaseMs / 3) : leaseMs / 3;
      if (hurry()) await this.waiters.until(() => this.stopping, WAIT_MS.hurried);
      else await this.waiters.until(() => this.stopping || hurry(), rest);
      if (!this.stopping) await this.look().catch((error: unknown) => this.noteFault(error));
    }
  }

  /** Takes the checkpoint over from the registry and looks for its root in the log. */
  private async resume(): Promise<void> {
    const { log, pool } = this.options;
    const own = (await registered(pool)).find(({ kind, name }) => kind === 'reactor' && name === this.follower.name);
    const checkpoint = own ?? BEGINNING;
    if (own && own.epoch !== log.origin) throw new HistoryDiverged(own.position);
    await checkRoot(log, this.suite, frontierOf(this.suite, checkpoint));
    this.checkpoint = checkpoint;
    this.caughtUp = false;
  }

  /** It stands, and says so, until a person moves it back or has it go on. */
  private async halt(error: Error): Promise<void> {
    this.noteFault(error);
    await note(this.options.pool, this.follower, 'halted', this.fault).catch(() => undefined);
    this.halted = true;
  }

  private noteFault(error: unknown): void {
    this.fault = (error as { code?: string }).code ?? (error as Error).name;
  }

  private async run(): Promise<void> {
    let pause: number = RETRY_MS.first;
    const ready = (): boolean => this.fence !== undefined && !this.paused && !this.halted;
    while (!this.stopping) {
      try {
        await this.waiters.until(() => this.stopping || ready());
        if (!ready()) continue;
        if (!this.checkpoint) await this.resume();
        await this.step(this.fence as number);
        pause = RETRY_MS.first;
        this.fault = undefined;
      } catch (error) {
        if (error instanceof Overtaken) {
          this.checkpoint = undefined;
          await this.look().catch(() => undefined);
        } else this.noteFault(error);
        if (isLasting(error)) await this.halt(error);
        await this.waiters.until(() => this.stopping, pause);
        pause = Math.min(2 * pause, RETRY_MS.longest);
      }
    }
  }

  private async step(fence: number): Promise<void> {
    const { log, pageSize = PAGE, known } = this.options;
    const from = this.checkpoint as Checkpoint;
    if (this.caughtUp) {
      this.caughtUp = false;
      return this.waitForLog(from.position);
    }
    const page = await log.read(from.position, pageSize);
    if (page.head < from.position) throw new HistoryDiverged(from.position);
    if (page.lines.length === 0) return void (this.caughtUp = true);
    const frontier = frontierOf(this.suite, from);
    const { events, unknown } = readLines(this.suite, page.lines, frontier, known);
    if (events.length > 0) await this.take(events, frontier, from, fence);
    if (unknown) throw unknown;
    this.caughtUp = page.head <= frontier.size;
  }

  /** Reacts to events and moves on behind them. */
  private async take(events: readonly Recorded[], { size, hashes }: Frontier, from: Checkpoint, fence: number): Promise<void> {
    const { react, pool, leaseMs } = this.options;
    await react(events, size);
    const to: Checkpoint = { position: size, frontier: hashes.map(base64), recordedAt: events.at(-1)?.recordedAt };
    await moveTo(pool, this.suite, [{ ...this.follower, fence }], from.position, to, leaseMs);
    this.checkpoint = to;
    this.waiters.wake();
  }

  private async waitForLog(position: Position): Promise<void> {
    let over = false;
    const other = (): boolean => over || this.stopping || this.paused || this.fence === undefined || !this.checkpoint;
    await Promise.race([this.options.log.wait(position, WAIT_MS.log), this.waiters.until(other)]);
    over = true;
    this.waiters.wake();
  }
}
