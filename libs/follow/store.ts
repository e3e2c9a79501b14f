import type { Pool, PoolClient } from 'pg';
import type { PlainDate, Position, SumDefinition, ViewDefinition } from '@lianhu/kernel';
import { inTransaction } from '@lianhu/postgres';
import { Overtaken } from './errors';
import type { Folded } from './folded';
import { added, type Differences } from './sums';
import { columnsOf, createSum, createView, indexView, REGISTRY, sumTable, viewTable } from './tables';

/** How far followers are: position, the tree's right edge there, and the last day that turned. */
export interface Checkpoint {
  readonly position: Position;
  readonly frontier: readonly Uint8Array[];
  readonly today?: PlainDate;
}
/** A checkpoint in the registry. */
export interface Registered extends Checkpoint {
  readonly name: string;
  readonly version: number;
}
/** A stored fold with the row that it had. */
export interface StoredRow extends Folded {
  readonly key: string;
  readonly row: unknown;
}
/** A row to be written: its fold, its new row, and when it changes by itself. */
export interface NewRow extends Folded {
  readonly key: string;
  readonly row: unknown;
  readonly wakeOn?: PlainDate;
}

/** Rows of one statement. */
const ROWS_A_STATEMENT = 5_000;
/** One maker of view tables at a time. */
const LOCK = 'lianhu-views';

/** The views' tables: everything that followers write, in SQL made from the definitions. */
export class ViewStore {
  constructor(private readonly pool: Pool) {}

  async prepare(): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [LOCK]);
      await client.query(REGISTRY);
    });
  }

  /** Checkpoints of all views and reactors. */
  async registered(): Promise<ReadonlyMap<string, Registered>> {
    const { rows } = await this.pool.query<{ name: string; version: number; position: number; frontier: Buffer[]; today: string | null }>('select name, version, position, frontier, today from view.follower');
    return new Map(rows.map(({ today, ...row }) => [row.name, { ...row, today: today ?? undefined }]));
  }

  /** Stored folds of these keys. */
  async load(client: Pool | PoolClient, view: ViewDefinition, keys: readonly string[]): Promise<Map<string, StoredRow>> {
    if (keys.length === 0) return new Map();
    return byKey(await client.query<DbRow>(`select key, row, state, last_time, last_position from ${viewTable(view)} where key = any($1)`, [keys]));
  }

  /** Stored folds whose rows may change on or before a day. */
  async due(client: PoolClient, view: ViewDefinition, today: PlainDate): Promise<Map<string, StoredRow>> {
    return byKey(await client.query<DbRow>(`select key, row, state, last_time, last_position from ${viewTable(view)} where wake_on <= $1`, [today]));
  }

  /** One transaction that moves the checkpoint of these views from where it was; throws Overtaken when somebody else moved it. */
  async commit(views: readonly ViewDefinition[], from: Position, to: Checkpoint, write: (client: PoolClient) => Promise<void>): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const names = views.map(({ name }) => name);
      const moved = await client.query(
        'update view.follower set position = $3, frontier = $4, today = $5, updated_at = clock_timestamp() where name = any($1) and position = $2',
        [names, from, to.position, to.frontier.map((hash) => Buffer.from(hash)), to.today ?? null],
      );
      if (moved.rowCount !== names.length) throw new Overtaken();
      await write(client);
    });
  }

  async save(client: PoolClient, view: ViewDefinition, rows: readonly NewRow[]): Promise<void> {
    const text = `insert into ${viewTable(view)} (key, row, cols, state, last_time, last_position, wake_on)
      select * from unnest($1::text[], $2::jsonb[], $3::jsonb[], $4::jsonb[], $5::text[], $6::bigint[], $7::text[])
      on conflict (key) do update set row = excluded.row, cols = excluded.cols, state = excluded.state,
        last_time = excluded.last_time, last_position = excluded.last_position, wake_on = excluded.wake_on`;
    for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
      const part = rows.slice(from, from + ROWS_A_STATEMENT);
      await client.query({ name: `follow-save-${viewTable(view)}`, text, values: [
        part.map(({ key }) => key),
        part.map(({ row }) => (row === undefined ? null : JSON.stringify(row))),
        part.map(({ row }) => JSON.stringify(columnsOf(view, row))),
        part.map(({ state }) => JSON.stringify(state)),
        part.map(({ lastTime }) => lastTime),
        part.map(({ lastPosition }) => lastPosition),
        part.map(({ wakeOn }) => wakeOn ?? null),
      ] });
    }
  }

  async saveSums(client: PoolClient, sum: SumDefinition, version: number, differences: Differences): Promise<void> {
    const keys = [...differences.keys()];
    if (keys.length === 0) return;
    const table = sumTable(sum, version);
    const { rows } = await client.query<{ key: string; counts: Record<string, number> }>(`select key, counts from ${table} where key = any($1)`, [keys]);
    const stored = new Map(rows.map(({ key, counts }) => [key, counts]));
    const counts = keys.map((key) => JSON.stringify(added(stored.get(key) ?? {}, differences.get(key) ?? new Map())));
    await client.query(
      `insert into ${table} (key, counts) select * from unnest($1::text[], $2::jsonb[]) on conflict (key) do update set counts = excluded.counts`,
      [keys, counts],
    );
  }

  /**
   * Puts a newly built view in the place of the one before, in one transaction: tables, rows, indexes, sums, checkpoint.
   * Readers see the old rows until it commits, then the new ones.
   */
  async replace(view: ViewDefinition, sums: readonly SumDefinition[], at: Checkpoint, rows: readonly NewRow[], differences: ReadonlyMap<string, Differences>): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query('set local statement_timeout = 0');
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [LOCK]);
      const { rows: before } = await client.query<{ version: number }>('select version from view.follower where name = $1', [view.name]);
      for (const table of [viewTable(view), ...sums.map((sum) => sumTable(sum, view.version))]) await client.query(`drop table if exists ${table}`);
      await client.query(createView(view));
      for (const sum of sums) await client.query(createSum(sum, view.version));
      await this.save(client, view, rows);
      for (const statement of indexView(view)) await client.query(statement);
      for (const sum of sums) await this.saveSums(client, sum, view.version, differences.get(sum.name) ?? new Map());
      await client.query(
        `insert into view.follower (name, version, position, frontier, today) values ($1, $2, $3, $4, $5)
         on conflict (name) do update set version = $2, position = $3, frontier = $4, today = $5, updated_at = clock_timestamp()`,
        [view.name, view.version, at.position, at.frontier.map((hash) => Buffer.from(hash)), at.today ?? null],
      );
      const old = before[0]?.version;
      if (old !== undefined && old !== view.version) {
        for (const table of [viewTable({ name: view.name, version: old }), ...sums.map((sum) => sumTable(sum, old))]) await client.query(`drop table if exists ${table}`);
      }
    });
  }

  /** Makes or moves a reactor's checkpoint. */
  async moveReactor(name: string, from: Position | undefined, to: Position): Promise<void> {
    const text = from === undefined
      ? 'insert into view.follower (name, version, position, frontier) values ($1, 1, $2, \'{}\') on conflict do nothing'
      : 'update view.follower set position = $2, updated_at = clock_timestamp() where name = $1 and position = $3';
    const { rowCount } = await this.pool.query(text, from === undefined ? [name, to] : [name, to, from]);
    if (rowCount !== 1 && from !== undefined) throw new Overtaken();
  }
}

interface DbRow {
  readonly key: string;
  readonly row: unknown;
  readonly state: unknown;
  readonly last_time: string;
  readonly last_position: number;
}

const byKey = ({ rows }: { rows: DbRow[] }): Map<string, StoredRow> =>
  new Map(rows.map(({ key, row, state, last_time, last_position }) => [key, { key, row: row ?? undefined, state, lastTime: last_time, lastPosition: last_position }]));
