import type { Clock, InclusionProof, Moment, Position, Receipt, StoredLine, Suite } from '@lianhu/kernel';
import { momentOf } from '@lianhu/kernel';
import {
  base64,
  CHECKPOINT_EVERY,
  consistencyRuns,
  foldRight,
  hashOfRun,
  inclusionRuns,
  LogUnavailable,
  nodesOf,
  OutOfRange,
  outcomesOf,
  receiptOf,
  withProof,
} from '@lianhu/log';
import type { CheckpointSigner, EventLog, Filter, Group, Head, Outcome, Page } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import type pg from 'pg';
import { AppendQueue, type QueueLimits, type Share } from './append-queue';
import { ClockGuard } from './clock-guard';
import type { Committing } from './commit';
import { HeadWatch } from './head-watch';
import { reach } from './lost';
import { readPage } from './read-page';
import { split, Tiles } from './tiles';

/** What the PostgreSQL engine is made from. Without `signer` it only reads (monitor, audit). */
export interface PostgresLogOptions {
  /** Connection of the role: hub to append, monitor or audit to read. */
  readonly url: string;
  readonly origin: string;
  readonly suite: Suite;
  readonly signer?: CheckpointSigner;
  /** Simulated or test time; none = the database's clock, checked against this node's. */
  readonly clock?: Clock;
  readonly limits?: QueueLimits & { readonly clockDifferenceMs?: number };
  /** For tests: called after each step of a commit. */
  readonly step?: Committing['step'];
}

/** Connections of one engine: one appends, one listens, the others read. Unit: connections. */
const POOL_SIZE = 6;
/** Leaves read at a time. Unit: leaves. */
const LEAVES_PAGE = 65_536;

/** The log in PostgreSQL. Several engines, in one process or many, may append to one database. */
export function postgresLog(options: PostgresLogOptions): EventLog {
  return new PostgresLog(options);
}

class PostgresLog implements EventLog {
  readonly origin: string;
  private readonly suite: Suite;
  private readonly pool: pg.Pool;
  private readonly tiles: Tiles;
  private readonly watch: HeadWatch;
  private readonly queue: AppendQueue | undefined;

  constructor(private readonly options: PostgresLogOptions) {
    const { suite, signer, clock, step, limits } = options;
    this.origin = options.origin;
    this.suite = suite;
    if (signer && signer.origin !== options.origin) throw new TypeError(`the signer is of ${signer.origin}, not of ${options.origin}`);
    this.pool = createPool(options.url, { max: POOL_SIZE, applicationName: 'lianhu-log' });
    this.tiles = new Tiles(this.pool, suite);
    this.watch = new HeadWatch(this.pool, () => this.headPosition());
    const guard = new ClockGuard({ differenceMs: limits?.clockDifferenceMs });
    this.queue = signer && new AppendQueue(this.pool, { suite, signer, clock, step, guard }, limits);
  }

  async append(groups: readonly Group[]): Promise<readonly Outcome[]> {
    if (!this.queue) throw new LogUnavailable('this engine only reads');
    if (groups.length === 0) return [];
    const share = await this.queue.push(groups);
    this.watch.moved(share.committed.position);
    return this.outcomes(share, groups.length);
  }

  /** Receipts of this caller's groups: proofs of new lines from memory, of older ones from the tiles. */
  private async outcomes({ committed, first }: Share, count: number): Promise<readonly Outcome[]> {
    const { plan, growth, position, checkpoint } = committed;
    const decisions = plan.decisions.slice(first, first + count);
    const old = decisions.flatMap((decision) => (decision.kind === 'replayed' ? decision.entries.map((entry) => entry.position) : []));
    const from = growth?.from ?? position;
    const replayed = old.filter((at) => at <= from);
    const lines = new Map<Position, StoredLine>();
    const proofs = new Map<Position, InclusionProof>();
    if (replayed.length > 0) {
      for (const line of await this.linesAt(replayed)) lines.set(line.position, line);
      for (const proof of await this.proofsOf(replayed, position)) proofs.set(proof.index + 1, proof);
    }
    return outcomesOf(
      this.suite,
      { ...plan, decisions },
      {
        checkpoint,
        line: (at) => lines.get(at) as StoredLine,
        proof: (at) => (at > from && growth ? growth.proof(at - 1) : (proofs.get(at) as InclusionProof)),
      },
    );
  }

  async read(after: Position, limit: number, filter?: Filter): Promise<Page> {
    return reach(() => readPage(this.pool, after, limit, filter));
  }

  async head(): Promise<Head> {
    const [row] = await this.query<{ position: number; recorded_at: Date; frontier: Buffer; checkpoint: string }>(
      'SELECT position, recorded_at, frontier, checkpoint FROM log.log_head',
    );
    if (!row) throw new LogUnavailable('it has no head');
    const root = foldRight(this.suite, split(row.frontier));
    const checkpoint = row.position === 0 ? (this.options.signer?.sign(0, root) ?? '') : row.checkpoint;
    return { position: row.position, root: base64(root), recordedAt: momentOf(row.recorded_at.getTime()), checkpoint };
  }

  async find(source: string, id: string, contentMac?: Uint8Array): Promise<{ receipt: Receipt; sameContent?: boolean } | undefined> {
    const [known] = await this.query<{ position: number; same: boolean; type: string }>(
      `SELECT k.position, e.type${contentMac ? ', k.content_mac = $3 AS same' : ''}
      FROM log.log_key k JOIN log.log_event e ON e.position = k.position WHERE k.source = $1 AND k.id = $2`,
      [source, id, ...(contentMac ? [Buffer.from(contentMac)] : [])],
    );
    if (!known) return undefined;
    const [line] = await this.linesAt([known.position]);
    const head = await this.head();
    const [proof] = await this.proofsOf([known.position], head.position);
    const receipt = withProof(receiptOf(this.suite, { source, id, type: known.type }, line as StoredLine), head.checkpoint, proof as InclusionProof);
    return { receipt, ...(contentMac && { sameContent: known.same }) };
  }

  async beside(positions: readonly Position[]): Promise<ReadonlyMap<Position, Uint8Array>> {
    const rows = await this.query<{ position: number; ciphertext: Buffer }>(
      'SELECT position, ciphertext FROM log.log_beside WHERE position = ANY($1::bigint[])',
      [positions],
    );
    return new Map(rows.map(({ position, ciphertext }) => [position, ciphertext]));
  }

  async leaves(from: Position, to: Position): Promise<readonly string[]> {
    const leaves: string[] = [];
    for (let start = Math.max(0, from); start < to; start += LEAVES_PAGE) {
      const [row] = await this.query<{ hashes: Buffer | null }>(
        `SELECT string_agg(leaf_hash, '' ORDER BY position) AS hashes FROM log.log_event WHERE position > $1 AND position <= $2`,
        [start, Math.min(to, start + LEAVES_PAGE)],
      );
      if (!row?.hashes) break;
      for (const hash of split(row.hashes)) leaves.push(base64(hash));
    }
    return leaves;
  }

  async inclusion(position: Position, treeSize: number): Promise<InclusionProof> {
    const head = await this.headPosition();
    if (treeSize > head || position < 1 || position > treeSize) throw new OutOfRange(`position ${position} in ${treeSize}`, head);
    const [proof] = await this.proofsOf([position], treeSize);
    return proof as InclusionProof;
  }

  async consistency(from: number, to: number): Promise<readonly string[]> {
    const head = await this.headPosition();
    if (from < 0 || from > to || to > head) throw new OutOfRange(`consistency ${from} to ${to}`, head);
    const runs = from === 0 ? [] : consistencyRuns(from, to);
    const node = await reach(() => this.tiles.load(runs.flatMap(nodesOf)));
    return runs.map((run) => base64(hashOfRun(this.suite, run, node)));
  }

  async nodes(level: number, first: number, count: number): Promise<readonly Uint8Array[]> {
    const ids = Array.from({ length: count }, (_, i) => ({ level, index: first + i }));
    const node = await reach(() => this.tiles.load(ids));
    return ids.map(node);
  }

  async checkpoints(from: number, to: number): Promise<readonly { size: number; note: string }[]> {
    const kept = await this.query<{ size: number; note: string }>(
      'SELECT size, note FROM log.log_checkpoint WHERE size > $1 AND size <= $2 ORDER BY size',
      [from, to],
    );
    const head = await this.head();
    const newest = from < head.position && head.position <= to && head.position % CHECKPOINT_EVERY !== 0;
    return newest ? [...kept, { size: head.position, note: head.checkpoint }] : kept;
  }

  async positionAt(moment: Moment): Promise<Position> {
    const [row] = await this.query<{ position: number }>('SELECT log.position_at($1::timestamptz) AS position', [moment]);
    return row?.position ?? 0;
  }

  async version(subject: string): Promise<number> {
    const [row] = await this.query<{ version: number }>('SELECT version FROM log.log_stream WHERE subject = $1', [subject]);
    return row?.version ?? 0;
  }

  async wait(after: Position, timeoutMs: number): Promise<void> {
    await this.watch.wait(after, timeoutMs);
  }

  async close(): Promise<void> {
    await this.queue?.close();
    this.watch.close();
    if (!this.pool.ended) await this.pool.end();
  }

  private async headPosition(): Promise<Position> {
    const [row] = await this.query<{ position: number }>('SELECT position FROM log.log_head');
    return row?.position ?? 0;
  }

  private async linesAt(positions: readonly Position[]): Promise<StoredLine[]> {
    const rows = await this.query<Omit<StoredLine, 'leafHash'> & { leaf_hash: Buffer }>(
      'SELECT position, claim, stamp, bound, leaf_hash FROM log.log_event WHERE position = ANY($1::bigint[])',
      [positions],
    );
    return rows.map(({ position, claim, stamp, bound, leaf_hash }) => ({ position, claim, stamp, bound, leafHash: base64(leaf_hash) }));
  }

  private async proofsOf(positions: readonly Position[], treeSize: number): Promise<InclusionProof[]> {
    const runs = positions.map((position) => inclusionRuns(position - 1, treeSize));
    const node = await reach(() => this.tiles.load(runs.flat().flatMap(nodesOf)));
    return runs.map((of, i) => ({
      index: (positions[i] as number) - 1,
      treeSize,
      hashes: of.map((run) => base64(hashOfRun(this.suite, run, node))),
    }));
  }

  private async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return reach(async () => (await this.pool.query<Row>(text, values)).rows);
  }
}
