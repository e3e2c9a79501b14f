import { FairQueue, LogBroken, LogBusy, LogUnavailable, type Group, type Waiting } from '@lianhu/log';
import { LianhuError } from '@lianhu/kernel';
import { codeOf } from '@lianhu/postgres';
import type { Committed } from './commit';

/** One commit, unless one call brings more. Units: entries, beyond which a commit grows as fast as its entries; bytes of text and ciphertext. */
const MAX_COMMIT = { entries: 1_000, bytes: 4 * 1024 * 1024 } as const;
/** What may wait for a commit; beyond it callers are told to come back. Units: entries, about two seconds of work; bytes; 1/100. */
const MAX_WAITING = { entries: 20_000, bytes: 64 * 1024 * 1024, reservePercent: 5, sharePercent: 50 } as const;
/** Age of a commit under way from which nothing more is taken: the database is as good as away. Unit: ms. */
const MAX_AGE_MS = 10_000;
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
  /** One try at a commit, when the server has gone without a word. Unit: ms. */
  readonly tryMs?: number;
  /** Text and ciphertext in one commit; one call that brings more goes alone. Unit: bytes. */
  readonly commitBytes?: number;
  /** What an entry weighs beside its text and ciphertext. Unit: bytes. */
  readonly entryBytes?: number;
}

/** Decides groups together and makes them stand; tries until it knows the outcome, or throws. */
export interface GroupCommitter {
  commit(groups: readonly Group[]): Promise<Committed>;
  /** The try at work is the last. */
  giveUp(): void;
  close(): Promise<void>;
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
  private closed = false;

  constructor(
    private readonly committer: GroupCommitter,
    private readonly limits: QueueLimits = {},
  ) {
    const { entries, bytes, ...shares } = MAX_WAITING;
    this.jobs = new FairQueue({ entries: limits.waitingEntries ?? entries, bytes: limits.waitingBytes ?? bytes, ...shares });
  }

  /** Throws LogBusy when the queue or the department's share of it is full, LogUnavailable when commits have stopped passing. */
  push(groups: readonly Group[]): Promise<Share> {
    if (this.closed) return Promise.reject(new LogUnavailable('it is closed'));
    const size = sizeOf(groups, this.limits.entryBytes);
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
    this.committer.giveUp();
    await this.running;
    await this.committer.close();
  }

  private async run(): Promise<void> {
    while (!this.jobs.isEmpty) {
      await nextTurn();
      this.begun = performance.now();
      await this.commitJobs(
        this.jobs.take({ entries: this.limits.commitEntries ?? MAX_COMMIT.entries, bytes: this.limits.commitBytes ?? MAX_COMMIT.bytes }),
      );
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
      const committed = await this.committer.commit(jobs.flatMap((job) => job.groups));
      let first = 0;
      for (const job of jobs) {
        job.done(committed, first);
        first += job.groups.length;
      }
    } catch (error) {
      const shared = error instanceof LianhuError || codeOf(error) === UNIQUE_VIOLATION;
      if (shared || jobs.length === 1) jobs.forEach((job) => job.failed(tellable(error)));
      else for (const job of jobs) await this.commitJobs([job]);
    }
  }
}

/** Callers whose promise was just answered get their turn to append again before the next commit is filled. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** All groups of one call come from one department; the hub's own from the hub. */
function sizeOf(groups: readonly Group[], entryBytes = 0): Waiting {
  let [entries, bytes] = [0, 0];
  for (const group of groups) [entries, bytes] = [entries + group.entries.length, bytes + bytesOf(group, entryBytes)];
  return { department: groups[0]?.entries[0]?.department ?? '', entries, bytes, mandatory: groups.every((group) => group.mandatory === true) };
}

/** What a group weighs in a commit. Unit: bytes. */
export const bytesOf = ({ entries }: Group, entryBytes = 0): number =>
  entries.reduce((sum, { claim, beside }) => sum + Buffer.byteLength(claim) + (beside?.length ?? 0) + entryBytes, 0);

/** What a sender may hear; the database's own words may hold values, so only its code is told. */
const tellable = (error: unknown): unknown =>
  error instanceof LianhuError || error instanceof RangeError ? error : new LogBroken(`the database answered ${codeOf(error)}`);
