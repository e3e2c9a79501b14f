import { LianhuError } from '@lianhu/kernel';
import { LogBroken, LogBusy, LogUnavailable, type Group } from '@lianhu/log';
import type { Committed } from './commit';
import { codeOf } from './lost';

/** Entries in one commit, unless one call brings more. Unit: entries; beyond it a commit grows as fast as its entries. */
const MAX_COMMIT_ENTRIES = 1_000;
/** Text and ciphertext in one commit. Unit: bytes. */
const MAX_COMMIT_BYTES = 4 * 1024 * 1024;
/** Entries waiting for a commit; beyond it callers are told to come back. Unit: entries, about two seconds of work. */
const MAX_WAITING_ENTRIES = 20_000;
/** Unit: bytes. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** SQLSTATE of a key that stands twice. */
const UNIQUE_VIOLATION = '23505';

interface Job {
  readonly groups: readonly Group[];
  readonly entries: number;
  readonly bytes: number;
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
  readonly patienceMs?: number;
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

/** Group commit: what waits while one transaction runs goes into the next one together. One transaction at a time. */
export class AppendQueue {
  private jobs: Job[] = [];
  private waiting = { entries: 0, bytes: 0 };
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly committer: GroupCommitter,
    private readonly limits: QueueLimits = {},
  ) {}

  push(groups: readonly Group[]): Promise<Share> {
    const { entries, bytes } = sizeOf(groups, this.limits.entryBytes);
    const full =
      this.waiting.entries + entries > (this.limits.waitingEntries ?? MAX_WAITING_ENTRIES) || this.waiting.bytes + bytes > MAX_WAITING_BYTES;
    if (this.closed) return Promise.reject(new LogUnavailable('it is closed'));
    if (full && this.jobs.length > 0) return Promise.reject(new LogBusy(this.waiting.entries));
    return new Promise((resolve, reject) => {
      this.jobs.push({ groups, entries, bytes, done: (committed, first) => resolve({ committed, first }), failed: reject });
      this.waiting = { entries: this.waiting.entries + entries, bytes: this.waiting.bytes + bytes };
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
    while (this.jobs.length > 0) {
      await nextTurn();
      await this.commitJobs(this.take());
    }
    this.running = undefined;
  }

  private take(): Job[] {
    let [count, entries, bytes] = [0, 0, 0];
    for (const job of this.jobs) {
      if (count > 0 && (entries + job.entries > MAX_COMMIT_ENTRIES || bytes + job.bytes > (this.limits.commitBytes ?? MAX_COMMIT_BYTES))) break;
      [count, entries, bytes] = [count + 1, entries + job.entries, bytes + job.bytes];
    }
    this.waiting = { entries: this.waiting.entries - entries, bytes: this.waiting.bytes - bytes };
    return this.jobs.splice(0, count);
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

function sizeOf(groups: readonly Group[], entryBytes = 0): { entries: number; bytes: number } {
  let [entries, bytes] = [0, 0];
  for (const group of groups) [entries, bytes] = [entries + group.entries.length, bytes + bytesOf(group, entryBytes)];
  return { entries, bytes };
}

/** What a group weighs in a commit. Unit: bytes. */
export const bytesOf = ({ entries }: Group, entryBytes = 0): number =>
  entries.reduce((sum, { claim, beside }) => sum + Buffer.byteLength(claim) + (beside?.length ?? 0) + entryBytes, 0);

/** What a sender may hear; the database's own words may hold values, so only its code is told. */
const tellable = (error: unknown): unknown =>
  error instanceof LianhuError || error instanceof RangeError ? error : new LogBroken(`the database answered ${codeOf(error)}`);
