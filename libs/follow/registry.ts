import type { Pool, PoolClient } from 'pg';
import type { Moment, PlainDate, Position, Suite } from '@lianhu/kernel';
import { Frontier } from '@lianhu/log';
import { inTransaction } from '@lianhu/postgres';
import { PARKED_TABLE } from './parked';
import type { ParityReport } from './parity-report';

/** How far somebody has followed: the position, the tree's right edge there, when it was recorded, and the day it was. */
export interface Checkpoint {
  readonly position: Position;
  /** Base64 hashes; empty at 0. */
  readonly frontier: readonly string[];
  readonly recordedAt?: Moment;
  readonly today?: PlainDate;
}
/** Who follows: a version of a view, or a reactor. */
export interface FollowerName {
  readonly kind: 'view' | 'reactor';
  readonly name: string;
  readonly version: number;
}
/** A person's wish that a view be folded anew. */
export interface Rebuild {
  /** All keys that changed after this position; 0 = everything. */
  readonly from: Position;
  /** Counts the wishes of this view: whoever has carried one out, or failed at it, takes back this one and no later one. */
  readonly order: number;
}
/** What the registry says of a follower. */
export interface Registered extends FollowerName, Checkpoint {
  /** The log that it follows. */
  readonly epoch: string;
  /** The version that readers see. */
  readonly active: boolean;
  readonly status: 'building' | 'running' | 'halted';
  readonly error?: string;
  readonly tables: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  /** All its tables are there. */
  readonly whole: boolean;
  /** Who keeps it now, and under which fence. */
  readonly owner?: string;
  readonly fence: number;
  /** Nobody keeps it, or the lease has ended. */
  readonly free: boolean;
  /** A person has told it to stay where it is. */
  readonly paused: boolean;
  readonly rebuild?: Rebuild;
  /** What its last rebuild changed. */
  readonly parity?: ParityReport;
}

/** Nothing followed yet. */
export const BEGINNING: Checkpoint = { position: 0, frontier: [] };

/** One maker of tables at a time. */
const LOCK = "hashtext('lianhu-follow')";
const TABLE = `CREATE TABLE IF NOT EXISTS view.follower (
  kind text NOT NULL CHECK (kind IN ('view', 'reactor')),
  name text NOT NULL,
  version integer NOT NULL,
  epoch text NOT NULL,
  active boolean NOT NULL DEFAULT false,
  position bigint NOT NULL DEFAULT 0,
  root text,
  frontier text[] NOT NULL DEFAULT '{}',
  recorded_at text,
  today date,
  status text NOT NULL CHECK (status IN ('building', 'running', 'halted')),
  error text,
  tables text[] NOT NULL DEFAULT '{}',
  columns jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (kind, name, version)
)`;
/** What later programs added; a table that was made by an earlier one gets it when a later one starts. */
const ADDED = `ALTER TABLE view.follower
  ADD COLUMN IF NOT EXISTS owner text,
  ADD COLUMN IF NOT EXISTS fence bigint NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS lease_until timestamptz,
  ADD COLUMN IF NOT EXISTS paused boolean NOT NULL DEFAULT false,
  ADD COLUMN IF NOT EXISTS rebuild_from bigint,
  ADD COLUMN IF NOT EXISTS parity jsonb,
  ADD COLUMN IF NOT EXISTS rebuild_order bigint NOT NULL DEFAULT 0`;

/** The tree's right edge of a checkpoint. */
export const frontierOf = (suite: Suite, { position, frontier }: Checkpoint): Frontier =>
  new Frontier(
    suite,
    position,
    frontier.map((hash) => Buffer.from(hash, 'base64')),
  );

/** Makes the registry where it is missing, and brings one of an earlier program up to date. */
export async function prepareRegistry(pool: Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
    const { rows } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('view.parked') IS NOT NULL AND EXISTS (SELECT 1 FROM information_schema.columns
       WHERE table_schema = 'view' AND table_name = 'follower' AND column_name = 'rebuild_order') AS there`,
    );
    if (rows[0]?.there) return;
    for (const statement of [TABLE, ADDED, PARKED_TABLE]) await client.query(statement);
    await client.query('GRANT SELECT ON view.follower, view.parked TO lianhu_audit');
  });
}

interface DbRow {
  readonly kind: 'view' | 'reactor';
  readonly name: string;
  readonly version: number;
  readonly epoch: string;
  readonly active: boolean;
  readonly position: number;
  readonly frontier: string[];
  readonly recorded_at: string | null;
  readonly today: string | null;
  readonly status: 'building' | 'running' | 'halted';
  readonly error: string | null;
  readonly tables: string[];
  readonly columns: Record<string, string>;
  readonly whole: boolean;
  readonly owner: string | null;
  readonly fence: number;
  readonly free: boolean;
  readonly paused: boolean;
  readonly rebuild_from: number | null;
  readonly rebuild_order: number;
  readonly parity: ParityReport | null;
}

/** Everything that the registry knows. */
export async function registered(pool: Pool | PoolClient): Promise<readonly Registered[]> {
  const { rows } = await pool.query<DbRow>(
    `SELECT kind, name, version, epoch, active, position, frontier, recorded_at, today, status, error, tables, columns, owner, fence,
       owner IS NULL OR lease_until < clock_timestamp() AS free, paused, rebuild_from, rebuild_order, parity,
       (SELECT count(to_regclass(t)) FROM unnest(tables) t) = cardinality(tables) AS whole FROM view.follower ORDER BY kind, name, version`,
  );
  return rows.map(({ recorded_at, today, error, owner, rebuild_from, rebuild_order, parity, ...row }) => ({
    ...row,
    recordedAt: recorded_at ?? undefined,
    today: today ?? undefined,
    error: error ?? undefined,
    owner: owner ?? undefined,
    rebuild: rebuildOf(rebuild_from, rebuild_order),
    parity: parity ?? undefined,
  }));
}

/** A wish as its columns have it. */
export const rebuildOf = (from: Position | null, order: number): Rebuild | undefined => (from === null ? undefined : { from, order });

/** In an update of a view's row: the wish that has this number is taken back, one that came meanwhile stays. */
export const withoutRebuild = (order: string): string => `rebuild_from = CASE rebuild_order WHEN ${order} THEN NULL ELSE rebuild_from END`;

/** In an update of a view's row: one more wish, of its own number. */
export const withRebuild = (from: string): string => `rebuild_from = ${from}, rebuild_order = rebuild_order + 1`;

/** Enters a follower at the beginning; one that is there stays as it is. A new version of a view that is paused is paused. */
export async function enter(
  pool: Pool | PoolClient,
  { kind, name, version, epoch, status, tables, columns }: FollowerName & Pick<Registered, 'epoch' | 'status' | 'tables' | 'columns'>,
): Promise<void> {
  await pool.query(
    `INSERT INTO view.follower (kind, name, version, epoch, status, tables, columns, paused)
     VALUES ($1, $2, $3, $4, $5, $6, $7, EXISTS (SELECT 1 FROM view.follower WHERE kind = $1 AND name = $2 AND paused)) ON CONFLICT DO NOTHING`,
    [kind, name, version, epoch, status, tables, columns],
  );
}

/** Notes that a follower has stopped, or goes on; one that is being built stays so. */
export async function note(pool: Pool, { kind, name, version }: FollowerName, status: 'running' | 'halted', error?: string): Promise<void> {
  const kept = "CASE WHEN status = 'building' THEN status ELSE $4 END";
  await pool.query(`UPDATE view.follower SET status = ${kept}, error = $5 WHERE kind = $1 AND name = $2 AND version = $3`, [
    kind,
    name,
    version,
    status,
    error ?? null,
  ]);
}

/** Takes back a wish to fold a view anew after it failed; what readers see stays, and so does a wish that came meanwhile. */
export async function noteFailedRebuild(pool: Pool, { kind, name, version }: FollowerName, { order }: Rebuild, failed: string): Promise<void> {
  await pool.query(
    `UPDATE view.follower SET ${withoutRebuild('$5')}, parity = json_build_object('fromVersion', version, 'toVersion', version, 'position', position,
       'comparedAt', to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'rows', json_build_object('old', 0, 'new', 0),
       'same', 0, 'differing', 0, 'onlyOld', 0, 'onlyNew', 0, 'failed', $4::text)
     WHERE kind = $1 AND name = $2 AND version = $3`,
    [kind, name, version, failed, order],
  );
}

/** Removes a follower, its tables and what is parked of it. */
export async function remove(client: PoolClient, { kind, name, version, tables }: Pick<Registered, keyof FollowerName | 'tables'>): Promise<void> {
  await dropTables(client, tables);
  await client.query('DELETE FROM view.parked WHERE follower = $1 AND version = $2', [name, version]);
  await client.query('DELETE FROM view.follower WHERE kind = $1 AND name = $2 AND version = $3', [kind, name, version]);
}

/** Drops tables of views. */
export async function dropTables(client: PoolClient, tables: readonly string[]): Promise<void> {
  for (const table of tables) await client.query(`DROP TABLE IF EXISTS ${checkedTable(table)}`);
}

/** A name from the registry becomes part of SQL: nothing else than a table of ours may stand there. */
function checkedTable(table: string): string {
  if (!/^view\.(view|sum)_[a-z0-9_]{1,50}$/.test(table)) throw new TypeError('the registry names a table that is not ours');
  return table;
}
