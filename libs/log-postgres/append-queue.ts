import { FairQueue, LogBroken, LogBusy, LogUnavailable, type Group, type Waiting } from '@lianhu/log';
import { LianhuError, type Position } from '@lianhu/kernel';
import type pg from 'pg';
import { AmbiguousCommit, commitGroups, type Committed, type Committing } from './commit';
import { codeOf, isPassing } from './lost';
import { Partitions } from './partitions';

/** One commit, unless one call brings more. Units: entries, beyond which a commit grows as fast as its entries; bytes of text and ciphertext. */
const MAX_COMMIT = { entries: 1_000, bytes: 4 * 1024 * 1024 } as const;
/** What may wait for a commit; beyond it callers are told to come back. Units: entries, about two seconds of work; bytes; 1/100. */
const MAX_WAITING = { entries: 20_000, bytes: 64 * 1024 * 1024, reservePercent: 5, sharePercent: 50 } as const;
/** Age of a commit under way from which nothing more is taken: the database is as good as away. Unit: ms. */
const MAX_AGE_MS = 10_000;
/** How long a commit is tried again before its callers hear that the outcome is unknown. Unit: ms; a restart of the database takes less. */
const PATIENCE_MS = 30_000;
/** Pauses between tries. Unit: ms. */
const PAUSE_MS = { first: 20, longest: 500 } as const;
/** Settings of the connection that appends: plans that look keys up one by one, whatever the statistics say. */
const SESSION = `SET lock_timeout = '10s'; SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off`;

/** SQLSTATE of a line whose partition is missing: it is made if it can be, else intake stops. */
const NO_PARTITION = '23514';
/** SQLSTATE of a key that stands twice. */
const UNIQUE_VIOLATION = '23505';

interface Job extends Waiting {
  readonly groups: readonly Group[];
  done(committed: Committed, first: number): void;
  failed(error: unknown): void;
}

/** A commit and where the caller's groups stand among its decisions. */
export interface Share {
  readonly committed: Committed;
  readonly first: number;
}

/** What may differ between queues. */
export interface QueueLimits {
  readonly waitingEntries?: number;
  readonly waitingBytes?: number;
  readonly commitEntries?: number;
  readonly ageMs?: number;
  readonly patienceMs?: number;
}

/**
 * Group commit: what waits while one transaction runs goes into the next one together, each department's in its turn. One
 * transaction at a time.
 */
export class AppendQueue {
  private readonly jobs: FairQueue<Job>;
  /** When the commit under way was begun. */
  private begun: number | undefined;
  private running: Promise<void> | undefined;
  private client: pg.PoolClient | undefined;
  private readonly partitions = new Partitions();
  /** The head when this node last saw it. */
  private position: Position = 0;
  private closed = false;

  constructor(
    private readonly pool: pg.Pool,
    private readonly how: Committing,
    private readonly limits: QueueLimits = {},
  ) {
    const { entries, bytes, ...shares } = MAX_WAITING;
    this.jobs = new FairQueue({ entries: limits.waitingEntries ?? entries, bytes: limits.waitingBytes ?? bytes, ...shares });
  }

  /** Throws LogBusy when the queue or the department's share of it is full, LogUnavailable when commits have stopped passing. */
  push(groups: readonly Group[]): Promise<Share> {
    if (this.closed) return Promise.reject(new LogUnavailable('it is closed'));
    const size = sizeOf(groups);
    const age = this.begun === undefined ? 0 : performance.now() - this.begun;
    if (age > (this.limits.ageMs ?? MAX_AGE_MS)) return Promise.reject(new LogUnavailable('nothing was committed for seconds'));
    const full = this.jobs.refusal(size);
    if (full) return Promise.reject(new LogBusy(this.jobs.size, full));
    return new Promise((resolve, reject) => {
      this.jobs.push({ ...size, groups, done: (committed, first) => resolve({ committed, first }), failed: reject });
      this.running ??= this.run();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.running;
    this.drop();
  }

  private async run(): Promise<void> {
    while (!this.jobs.isEmpty) {
      await nextTurn();
      this.begun = performance.now();
      await this.commitJobs(this.jobs.take({ ...MAX_COMMIT, entries: this.limits.commitEntries ?? MAX_COMMIT.entries }));
      this.begun = undefined;
    }
    this.running = undefined;
  }

  /**
   * One commit for all jobs; where the database refuses the data, each job for itself, so that one bad entry hurts only its
   * sender. A key or position that stands already although the head was held is no bad entry: nobody is answered.
   */
  private async commitJobs(jobs: readonly Job[]): Promise<void> {
    try {
      const committed = await this.commit(jobs.flatMap((job) => job.groups));
      let first = 0;
      for (const job of jobs) {
        job.done(committed, first);
        first += job.groups.length;
      }
    } catch (error) {
      const shared = error instanceof LianhuError || codeOf(error) === UNIQUE_VIOLATION;
      if (shared || jobs.length === 1) jobs.forEach((job) => job.failed(error instanceof LianhuError ? error : broken(error)));
      else for (const job of jobs) await this.commitJobs([job]);
    }
  }

  /** Tries until the transaction committed: after a lost connection or an unanswered COMMIT everything is decided anew, which is idempotent. */
  private async commit(groups: readonly Group[]): Promise<Committed> {
    const deadline = performance.now() + (this.limits.patienceMs ?? PATIENCE_MS);
    let lookedAgain = false;
    for (let pause: number = PAUSE_MS.first; ; pause = Math.min(pause * 2, PAUSE_MS.longest)) {
      try {
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
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  private async connection(): Promise<pg.PoolClient> {
    if (this.client) return this.client;
    const client = await this.pool.connect();
    try {
      await client.query(SESSION);
      const { rows } = await client.query<{ position: number }>('SELECT position FROM log.log_head');
      this.position = rows[0]?.position ?? 0;
    } catch (error) {
      client.release(true);
      throw error;
    }
    client.once('end', () => this.client === client && this.drop());
    return (this.client = client);
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

/** Callers whose promise was just answered get their turn to append again before the next commit is filled. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** All groups of one call come from one department; the hub's own from the hub. */
function sizeOf(groups: readonly Group[]): Waiting {
  let [entries, bytes] = [0, 0];
  for (const group of groups) {
    for (const { claim, beside } of group.entries) [entries, bytes] = [entries + 1, bytes + claim.length + (beside?.length ?? 0)];
  }
  return { department: groups[0]?.entries[0]?.department ?? '', entries, bytes, mandatory: groups.every((group) => group.mandatory === true) };
}

const passes = (error: unknown): boolean => error instanceof AmbiguousCommit || (!(error instanceof LianhuError) && isPassing(error));

/** The database's own words may hold values, so only its code is told. */
const broken = (error: unknown): LogBroken => new LogBroken(`the database answered ${codeOf(error)}`);
