import { LianhuError, type Position } from '@lianhu/kernel';
import { LogBroken, LogUnavailable, type Group } from '@lianhu/log';
import { codeOf, isPassing } from '@lianhu/postgres';
import type pg from 'pg';
import type { GroupCommitter, QueueLimits } from './append-queue';
import { AmbiguousCommit, commitGroups, type Committed, type Committing } from './commit';
import { CutOff } from './lost';
import { Partitions } from './partitions';

/** How long a commit is tried again before its callers hear that the outcome is unknown. Unit: ms; a restart of the database takes less. */
export const PATIENCE_MS = 30_000;
/** Pauses between tries. Unit: ms. */
export const PAUSE_MS = { first: 20, longest: 500 } as const;
/** One try, when the server has gone without a word: longer than all that the server itself ends. Unit: ms. */
const TRY_MS = 45_000;
/** SQLSTATE of a line whose partition is missing: it is made if it can be, else intake stops. */
const NO_PARTITION = '23514';
/** Settings of the connection that appends: plans that look keys up one by one, whatever the statistics say. */
const SESSION = `SET lock_timeout = '10s'; SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off`;

/** Commits groups in one transaction at a time, on a connection of its own that holds the head meanwhile. */
export class Committer implements GroupCommitter {
  private client: pg.PoolClient | undefined;
  private readonly partitions = new Partitions();
  /** The head when this node last saw it. A database that ends before it has lost what was answered; going on there would fork the log. */
  private position: Position = 0;
  private closed = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly how: Committing,
    private readonly limits: Pick<QueueLimits, 'patienceMs' | 'tryMs'> = {},
  ) {}

  /** Tries until the transaction committed: after a lost connection or an unanswered COMMIT everything is decided anew, which is idempotent. */
  async commit(groups: readonly Group[]): Promise<Committed> {
    const deadline = performance.now() + (this.limits.patienceMs ?? PATIENCE_MS);
    let lookedAgain = false;
    for (let pause: number = PAUSE_MS.first; ; pause = Math.min(pause * 2, PAUSE_MS.longest)) {
      // Dropped, it fails what waits on it; what became of a COMMIT is then decided anew.
      const silent = setTimeout(() => this.drop(), this.limits.tryMs ?? TRY_MS);
      try {
        if (this.how.alone?.() === false) throw new CutOff();
        const client = await this.connection();
        await this.partitions.ensure(client, this.position);
        const committed = await commitGroups(client, groups, this.how);
        this.position = committed.position;
        return committed;
      } catch (error) {
        const unmade: boolean = codeOf(error) === NO_PARTITION && !lookedAgain;
        if (unmade) this.partitions.forget();
        lookedAgain ||= unmade;
        const goesOn = passes(error) || unmade;
        await this.rollback(goesOn);
        if (!goesOn) throw error;
        if (performance.now() > deadline || this.closed) throw new LogUnavailable(codeOf(error));
      } finally {
        clearTimeout(silent);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  giveUp(): void {
    this.closed = true;
  }

  async close(): Promise<void> {
    this.drop();
    return Promise.resolve();
  }

  private async connection(): Promise<pg.PoolClient> {
    if (this.client) return this.client;
    const client = (this.client = await this.pool.connect());
    client.once('end', () => this.client === client && this.drop());
    try {
      await client.query(SESSION);
      const { rows } = await client.query<{ position: number }>('SELECT position FROM log.log_head');
      const position = rows[0]?.position ?? 0;
      if (position < this.position)
        throw new LogBroken(`the database ends at position ${position}, and ${this.position} was committed: an older copy of it has taken its place`);
      this.position = position;
    } catch (error) {
      this.drop();
      throw error;
    }
    return client;
  }

  private async rollback(suspect: boolean): Promise<void> {
    if (suspect) return this.drop();
    await this.client?.query('ROLLBACK').catch(() => this.drop());
  }

  private drop(): void {
    const { client } = this;
    this.client = undefined;
    client?.release(true);
  }
}

const passes = (error: unknown): boolean => error instanceof AmbiguousCommit || (!(error instanceof LianhuError) && isPassing(error));
