import type { Pool } from 'pg';
import { momentOf, type InclusionProof, type Moment, type Position, type StoredLine, type Suite } from '@lianhu/kernel';
import { HistoryDiverged } from '@lianhu/follow';
import {
  base64,
  consistencyRuns,
  hashOfRun,
  inclusionRuns,
  nodesOf,
  OutOfRange,
  type Extent,
  type Filter,
  type LogReader,
  type Page,
  type Run,
} from '@lianhu/log';
import { pageQueries, readPage, Tiles, type PageQueries } from '@lianhu/log-postgres';
import { copyLines, copyState, copyTiles, edgeOf } from './mirror-tables';

interface LineRow {
  readonly position: number;
  readonly claim: string;
  readonly stamp: string;
  readonly bound: string;
  readonly leaf: Buffer;
}
const COLUMNS = 'position, claim, stamp, bound, leaf';

/** How often another process' lines are looked for while somebody waits. Unit: milliseconds. */
const POLL_MS = 200;
/** A hub's history as copied into this database: everything that follows the log can follow it. */
export class MirrorLog implements LogReader {
  private readonly tiles: Tiles;
  private readonly pages: PageQueries;
  private readonly waiting = new Set<() => void>();
  private diverged: Position | undefined;

  constructor(
    private readonly pool: Pool,
    readonly origin: string,
    private readonly suite: Suite,
  ) {
    this.tiles = new Tiles(copyTiles(pool, origin), suite);
    this.pages = pageQueries(copyLines(origin), COLUMNS);
  }

  /** From now on every reading throws HistoryDiverged: nobody folds on from a history that contradicts itself. */
  refuse(position: Position): void {
    this.diverged = position;
    this.moved();
  }
  /** Lines have been added. */
  moved(): void {
    for (const wake of [...this.waiting]) wake();
  }

  async read(after: Position, limit: number, filter?: Filter): Promise<Page> {
    if (this.diverged !== undefined) throw new HistoryDiverged(this.diverged);
    const { rows, ...page } = await readPage<LineRow>(this.pool, this.pages, after, limit, filter);
    return { ...page, lines: rows.map(lineOf) };
  }

  async head(): Promise<Extent> {
    const state = await copyState(this.pool, this.origin);
    return { position: state.position, root: base64(edgeOf(this.suite, state).root()), recordedAt: state.recordedAt ?? momentOf(0) };
  }

  async leaves(from: Position, to: Position): Promise<readonly string[]> {
    const sql = 'SELECT leaf FROM view.stream_line WHERE origin = $1 AND position > $2 AND position <= $3 ORDER BY position';
    const { rows } = await this.pool.query<{ leaf: Buffer }>(sql, [this.origin, from, to]);
    return rows.map(({ leaf }) => base64(leaf));
  }

  async inclusion(position: Position, treeSize: number): Promise<InclusionProof> {
    const head = (await copyState(this.pool, this.origin)).position;
    if (treeSize > head || position < 1 || position > treeSize) throw new OutOfRange(`position ${position} in ${treeSize}`, head);
    return { index: position - 1, treeSize, hashes: await this.hashesOf(inclusionRuns(position - 1, treeSize)) };
  }

  async consistency(from: number, to: number): Promise<readonly string[]> {
    const head = (await copyState(this.pool, this.origin)).position;
    if (from < 0 || from > to || to > head) throw new OutOfRange(`consistency ${from} to ${to}`, head);
    return this.hashesOf(from === 0 ? [] : consistencyRuns(from, to));
  }

  private async hashesOf(runs: readonly Run[]): Promise<readonly string[]> {
    const node = await this.tiles.load(runs.flatMap(nodesOf));
    return runs.map((run) => base64(hashOfRun(this.suite, run, node)));
  }

  async positionAt(moment: Moment): Promise<Position> {
    const { rows } = await this.pool.query<{ position: number }>(
      'SELECT position FROM view.stream_line WHERE origin = $1 AND recorded_at COLLATE "C" <= $2 ORDER BY recorded_at COLLATE "C" DESC, position DESC LIMIT 1',
      [this.origin, moment],
    );
    return rows[0]?.position ?? 0;
  }

  async version(subject: string): Promise<number> {
    const { rows } = await this.pool.query<{ bound: string }>(
      'SELECT bound FROM view.stream_line WHERE origin = $1 AND subject = $2 ORDER BY position DESC LIMIT 1',
      [this.origin, subject],
    );
    return rows[0] ? ((JSON.parse(rows[0].bound) as { version?: number }).version ?? 0) : 0;
  }

  async wait(after: Position, timeoutMs: number): Promise<void> {
    for (const until = performance.now() + timeoutMs; ;) {
      const left = until - performance.now();
      if (left <= 0 || this.diverged !== undefined || (await copyState(this.pool, this.origin)).position > after) return;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          this.waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, Math.min(left, POLL_MS));
        this.waiting.add(done);
      });
    }
  }
}

const lineOf = ({ position, claim, stamp, bound, leaf }: LineRow): StoredLine => ({ position, claim, stamp, bound, leafHash: base64(leaf) });
