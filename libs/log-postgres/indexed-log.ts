import { momentOf, type InclusionProof, type Moment, type Position, type Receipt, type StoredLine, type Suite } from '@lianhu/kernel';
import {
  base64,
  CHECKPOINT_EVERY,
  consistencyRuns,
  foldRight,
  hashOfRun,
  inclusionRuns,
  LogUnavailable,
  NotErased,
  nodesOf,
  OutOfRange,
  outcomesOf,
  receiptOf,
  withProof,
} from '@lianhu/log';
import type { CheckpointSigner, EventLog, Filter, Group, Head, Outcome, Page, WantedStream } from '@lianhu/log';
import { createPool, inTransaction } from '@lianhu/postgres';
import type pg from 'pg';
import type { Share } from './append-queue';
import type { LogSchema } from './log-schema';
import { HeadWatch } from './head-watch';
import { NOT_ERASED } from './erasure';
import { reach } from './lost';
import { logTiles, split, Tiles } from './tiles';

/** Where an engine keeps head, keys, versions, tree, checkpoints and ciphertext, and who signs. Without `signer` it only reads. */
export interface IndexedLogOptions {
  /** Connection of the role: hub to append, monitor or audit to read. */
  readonly url: string;
  readonly origin: string;
  readonly suite: Suite;
  readonly signer?: CheckpointSigner;
  /** Whether this process may append now; none = always. While it may not, an append waits as for a database that is away. */
  readonly alone?: () => boolean;
}

/** Connections of one engine: one appends, one listens, the others read. Unit: connections. */
const POOL_SIZE = 6;
/** Leaves read at a time. Unit: leaves. */
const LEAVES_PAGE = 65_536;

interface HeadRow {
  readonly position: number;
  readonly recorded_at: Date;
  readonly frontier: Buffer;
  readonly checkpoint: string;
  readonly epoch: string;
  readonly restored_from: string | null;
  readonly restored_at: number;
}

/** What PostgreSQL holds in no text, so that no key has it. */
const NO_TEXT = /\0/;

/** Everything of a log that is answered from its tables. An engine adds where lines stand and how they get there. */
export abstract class IndexedLog implements EventLog {
  readonly origin: string;
  protected readonly suite: Suite;
  protected readonly pool: pg.Pool;
  protected readonly watch: HeadWatch;
  private readonly tiles: Tiles;

  constructor(
    private readonly given: IndexedLogOptions,
    private readonly schema: LogSchema,
  ) {
    const { origin, suite, signer, url } = given;
    this.origin = origin;
    this.suite = suite;
    if (signer && signer.origin !== origin) throw new TypeError(`the signer is of ${signer.origin}, not of ${origin}`);
    this.pool = createPool(url, { max: POOL_SIZE, applicationName: 'lianhu-log' });
    this.tiles = new Tiles(logTiles(this.pool, schema), suite);
    this.watch = new HeadWatch(this.pool, () => this.headPosition());
  }

  abstract append(groups: readonly Group[]): Promise<readonly Outcome[]>;
  abstract read(after: Position, limit: number, filter?: Filter): Promise<Page>;
  protected abstract linesAt(positions: readonly Position[]): Promise<StoredLine[]>;

  /** Receipts of this caller's groups: proofs of new lines from memory, of older ones from the tiles. */
  protected async outcomes({ committed, first }: Share, count: number): Promise<readonly Outcome[]> {
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

  async head(): Promise<Head> {
    const [row] = await this.query<HeadRow>(
      `SELECT h.position, h.recorded_at, h.frontier, h.checkpoint, e.epoch, e.restored_from, e.position AS restored_at
       FROM ${this.schema}.log_head h, (SELECT epoch, restored_from, position FROM log.epoch ORDER BY n DESC LIMIT 1) e`,
    );
    if (!row) throw new LogUnavailable('it has no head');
    const root = foldRight(this.suite, split(row.frontier));
    const checkpoint = row.position === 0 ? (this.given.signer?.sign(0, root) ?? '') : row.checkpoint;
    const head = { position: row.position, root: base64(root), recordedAt: momentOf(row.recorded_at.getTime()), checkpoint, epoch: row.epoch };
    return row.restored_from === null ? head : { ...head, restoredFrom: { epoch: row.restored_from, position: row.restored_at } };
  }

  async find(source: string, id: string, contentMac?: Uint8Array): Promise<{ receipt: Receipt; sameContent?: boolean } | undefined> {
    if (NO_TEXT.test(source + id)) return undefined;
    const [known] = await this.query<{ position: number; same: boolean; type: string }>(
      `SELECT k.position, e.type${contentMac ? ", k.content_mac IN ($3, '') AS same" : ''}
      FROM ${this.schema}.log_key k JOIN ${this.schema}.log_event e ON e.position = k.position WHERE k.source = $1 AND k.id = $2`,
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
      `SELECT position, ciphertext FROM ${this.schema}.log_beside WHERE position = ANY($1::bigint[])`,
      [positions],
    );
    return new Map(rows.map(({ position, ciphertext }) => [position, ciphertext]));
  }

  async forget(subjects: readonly [string, ...string[]]): Promise<void> {
    const forgetting = inTransaction(this.pool, async (client) => {
      await client.query('SET LOCAL statement_timeout = 0'); // it goes through every key
      await client.query(`SELECT ${this.schema}.forget($1::text[])`, [subjects]);
    });
    await reach(() => forgetting).catch((error: unknown) => {
      throw (error as { code?: string }).code === NOT_ERASED ? new NotErased() : error;
    });
  }

  async leaves(from: Position, to: Position): Promise<readonly string[]> {
    const leaves: string[] = [];
    for (let start = Math.max(0, from); start < to; start += LEAVES_PAGE) {
      const [row] = await this.query<{ hashes: Buffer | null }>(
        `SELECT string_agg(leaf_hash, '' ORDER BY position) AS hashes FROM ${this.schema}.log_event WHERE position > $1 AND position <= $2`,
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
      `SELECT size, note FROM ${this.schema}.log_checkpoint WHERE size > $1 AND size <= $2 ORDER BY size`,
      [from, to],
    );
    const head = await this.head();
    const newest = from < head.position && head.position <= to && head.position % CHECKPOINT_EVERY !== 0;
    return newest ? [...kept, { size: head.position, note: head.checkpoint }] : kept;
  }

  async histories(
    wanted: readonly WantedStream[],
    upTo: Position,
    types: readonly string[] | undefined,
    limit: number,
  ): Promise<readonly StoredLine[] | undefined> {
    const found = await this.query<{ position: number }>(
      `SELECT e.position FROM unnest($1::text[], $2::bigint[]) AS w (subject, after), LATERAL (SELECT position FROM ${this.schema}.log_event
         WHERE subject = w.subject AND position > w.after AND position <= $3 AND ($4::text[] IS NULL OR type = ANY ($4)) ORDER BY position LIMIT $5) e LIMIT $5`,
      [wanted.map(({ subject }) => subject), wanted.map(({ after }) => after), upTo, types ?? null, limit + 1],
    );
    if (found.length > limit) return undefined;
    const lines = await this.linesAt(found.map(({ position }) => position));
    return lines.sort((a, b) => a.position - b.position);
  }

  async positionAt(moment: Moment): Promise<Position> {
    const [row] = await this.query<{ position: number }>(`SELECT ${this.schema}.position_at($1::timestamptz) AS position`, [moment]);
    return row?.position ?? 0;
  }

  async version(subject: string): Promise<number> {
    const [row] = await this.query<{ version: number }>(`SELECT version FROM ${this.schema}.log_stream WHERE subject = $1`, [subject]);
    return row?.version ?? 0;
  }

  async wait(after: Position, timeoutMs: number): Promise<void> {
    await this.watch.wait(after, timeoutMs);
  }

  async close(): Promise<void> {
    this.watch.close();
    if (!this.pool.ended) await this.pool.end();
  }

  protected async headPosition(): Promise<Position> {
    const [row] = await this.query<{ position: number }>(`SELECT position FROM ${this.schema}.log_head`);
    return row?.position ?? 0;
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

  protected async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return reach(async () => (await this.pool.query<Row>(text, values)).rows);
  }
}
