import type { Clock, Position, StoredLine } from '@lianhu/kernel';
import { base64, LogUnavailable } from '@lianhu/log';
import type { EventLog, Filter, Group, Outcome, Page } from '@lianhu/log';
import { AppendQueue, type QueueLimits } from './append-queue';
import { ClockGuard } from './clock-guard';
import type { Committing } from './commit';
import { Committer } from './committer';
import { IndexedLog, type IndexedLogOptions } from './indexed-log';
import { reach } from './lost';
import { engineLines, pageQueries, readPage } from './read-page';

/** What the PostgreSQL engine is made from. */
export interface PostgresLogOptions extends IndexedLogOptions {
  /** Simulated or test time; none = the database's clock, checked against this node's. */
  readonly clock?: Clock;
  readonly limits?: QueueLimits & { readonly clockDifferenceMs?: number };
  /** For tests: called after each step of a commit. */
  readonly step?: Committing['step'];
  /** For tests: what the clocks are taken to say. */
  readonly reading?: Committing['reading'];
}

/** The log in PostgreSQL. Several engines, in one process or many, may append to one database. */
export function postgresLog(options: PostgresLogOptions): EventLog {
  return new PostgresLog(options);
}

const PAGES = pageQueries(engineLines('log'), 'position, claim, stamp, bound, leaf_hash');

class PostgresLog extends IndexedLog {
  private readonly queue: AppendQueue | undefined;

  constructor(options: PostgresLogOptions) {
    super(options, 'log');
    const { suite, signer, clock, step, reading, limits, alone } = options;
    const guard = new ClockGuard({ differenceMs: limits?.clockDifferenceMs });
    this.queue = signer && new AppendQueue(new Committer(this.pool, { suite, signer, clock, step, reading, guard, alone }, limits), limits);
  }

  async append(groups: readonly Group[]): Promise<readonly Outcome[]> {
    if (!this.queue) throw new LogUnavailable('this engine only reads');
    if (groups.length === 0) return [];
    const share = await this.queue.push(groups);
    this.watch.moved(share.committed.position);
    return this.outcomes(share, groups.length);
  }

  async read(after: Position, limit: number, filter?: Filter): Promise<Page> {
    const { rows, ...page } = await reach(() => readPage<LineRow>(this.pool, PAGES, after, limit, filter));
    return { ...page, lines: rows.map(lineOf) };
  }

  override async close(): Promise<void> {
    await this.queue?.close();
    await super.close();
  }

  protected async linesAt(positions: readonly Position[]): Promise<StoredLine[]> {
    const rows = await this.query<LineRow>('SELECT position, claim, stamp, bound, leaf_hash FROM log.log_event WHERE position = ANY($1::bigint[])', [
      positions,
    ]);
    return rows.map(lineOf);
  }
}

interface LineRow {
  readonly position: number;
  readonly claim: string;
  readonly stamp: string;
  readonly bound: string;
  readonly leaf_hash: Buffer;
}

const lineOf = ({ position, claim, stamp, bound, leaf_hash }: LineRow): StoredLine => ({
  position,
  claim,
  stamp,
  bound,
  leafHash: base64(leaf_hash),
});
