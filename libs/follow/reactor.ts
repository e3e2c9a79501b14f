import type { Pool } from 'pg';
import type { Position, Recorded, Suite } from '@lianhu/kernel';
import { base64, std1, type LogReader } from '@lianhu/log';
import { inTransaction } from '@lianhu/postgres';
import { HistoryDiverged, isLasting, Overtaken } from './errors';
import { checkRoot, readLines } from './lines';
import { BEGINNING, enter, frontierOf, lock, moveTo, note, prepareRegistry, registered, type Checkpoint, type FollowerName } from './registry';
import { Waiters } from './waiters';

/** What a reactor does: decides from a page of events, and appends what it decided. */
export interface ReactorOptions {
  readonly name: string;
  readonly log: LogReader;
  readonly pool: Pool;
  readonly suite?: Suite;
  /**
   * Decides and appends. Called again with the same events after a crash or a fault: what it appends bears ids that follow
   * from what was decided, so that it stands once. The checkpoint moves only after it has resolved.
   */
  readonly react: (events: readonly Recorded[], upTo: Position) => Promise<void>;
  readonly pageSize?: number;
}

/** Lines of a page. Reason: what a crash makes it decide again stays little. */
const PAGE = 500;
const WAIT_MS = 1_000;
/** First and longest pause between two tries. Unit: milliseconds. */
const RETRY_MS = { first: 50, longest: 5_000 } as const;

/** Follows the log with a checkpoint of its own; what it decided has been appended before the checkpoint moves. */
export class Reactor {
  private readonly follower: FollowerName;
  private readonly suite: Suite;
  private readonly waiters = new Waiters();
  private checkpoint: Checkpoint | undefined;
  private stopping = false;
  private running: Promise<void> = Promise.resolve();
  private fault: string | undefined;

  constructor(private readonly options: ReactorOptions) {
    this.follower = { kind: 'reactor', name: options.name, version: 1 };
    this.suite = options.suite ?? std1;
  }

  async start(): Promise<void> {
    const { pool, log } = this.options;
    await prepareRegistry(pool);
    await enter(pool, { ...this.follower, epoch: log.origin, status: 'running', tables: [], columns: {} });
    await this.resume();
    this.running = this.run();
  }

  /** Stops after the page that is under way. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.waiters.wake();
    await this.running;
  }

  get position(): Position {
    return this.checkpoint?.position ?? 0;
  }
  /** What its last try failed with; undefined when it went well. A fault of the log itself ends it. */
  get error(): string | undefined {
    return this.fault;
  }
  /** Resolves true when it has seen everything up to a position, false when it has not within `ms`. */
  async waitFor(position: Position, ms: number): Promise<boolean> {
    await this.waiters.until(() => this.stopping || this.position >= position, ms);
    return this.position >= position;
  }

  /** Takes the checkpoint over from the registry and looks for its root in the log. */
  private async resume(): Promise<void> {
    const { log, pool } = this.options;
    const own = (await registered(pool)).find(({ kind, name }) => kind === 'reactor' && name === this.follower.name);
    const checkpoint = own ?? BEGINNING;
    if (own && own.epoch !== log.origin) throw new HistoryDiverged(own.position);
    await checkRoot(log, this.suite, frontierOf(this.suite, checkpoint));
    this.checkpoint = checkpoint;
  }

  private async run(): Promise<void> {
    let pause: number = RETRY_MS.first;
    while (!this.stopping) {
      try {
        if (!this.checkpoint) await this.resume();
        await this.step();
        pause = RETRY_MS.first;
        this.fault = undefined;
      } catch (error) {
        this.fault = (error as { code?: string }).code ?? (error as Error).name;
        if (isLasting(error)) return note(this.options.pool, this.follower, 'halted', this.fault).catch(() => undefined);
        if (error instanceof Overtaken) this.checkpoint = undefined;
        await this.waiters.until(() => this.stopping, pause);
        pause = Math.min(2 * pause, RETRY_MS.longest);
      }
    }
  }

  private async step(): Promise<void> {
    const { log, react, pool, pageSize = PAGE } = this.options;
    const from = this.checkpoint as Checkpoint;
    const page = await log.read(from.position, pageSize);
    if (page.head < from.position) throw new HistoryDiverged(from.position);
    if (page.lines.length === 0) return this.waitForLog(from.position);
    const frontier = frontierOf(this.suite, from);
    const { events } = readLines(this.suite, page.lines, frontier);
    await react(events, frontier.size);
    const to: Checkpoint = { position: frontier.size, frontier: frontier.hashes.map(base64), recordedAt: events.at(-1)?.recordedAt };
    await inTransaction(pool, async (client) => {
      await lock(client, [this.follower], from.position);
      await moveTo(client, this.suite, [this.follower], to);
    });
    this.checkpoint = to;
    this.waiters.wake();
  }

  private async waitForLog(position: Position): Promise<void> {
    let over = false;
    await Promise.race([this.options.log.wait(position, WAIT_MS), this.waiters.until(() => over || this.stopping)]);
    over = true;
    this.waiters.wake();
  }
}
