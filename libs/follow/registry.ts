import type { Pool, PoolClient } from 'pg';
import type { Moment, PlainDate, Position, Suite } from '@lianhu/kernel';
import { base64, Frontier } from '@lianhu/log';
import { inTransaction } from '@lianhu/postgres';
import { Overtaken } from './errors';

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

/** The tree's right edge of a checkpoint. */
export const frontierOf = (suite: Suite, { position, frontier }: Checkpoint): Frontier =>
  new Frontier(
    suite,
    position,
    frontier.map((hash) => Buffer.from(hash, 'base64')),
  );

/** Makes the registry where it is missing. */
export async function prepareRegistry(pool: Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(${LOCK})`);
    await client.query(TABLE);
    await client.query('GRANT SELECT ON view.follower TO lianhu_audit');
  });
}

/** Runs work while no other process makes tables. */
export async function whileBuilding<T>(pool: Pool, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('SET statement_timeout = 0');
    await client.query(`SELECT pg_advisory_lock(${LOCK})`);
    return await work();
  } finally {
    // The connection ends, and the lock with it.
    client.release(true);
  }
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
}

/** Everything that the registry knows. */
export async function registered(pool: Pool | PoolClient): Promise<readonly Registered[]> {
  const { rows } = await pool.query<DbRow>(
    'SELECT kind, name, version, epoch, active, position, frontier, recorded_at, today, status, error, tables, columns FROM view.follower ORDER BY kind, name, version',
  );
  return rows.map(({ recorded_at, today, error, ...row }) => ({
    ...row,
    recordedAt: recorded_at ?? undefined,
    today: today ?? undefined,
    error: error ?? undefined,
  }));
}

/** Whether all of these tables are there. */
export async function tablesExist(pool: Pool, tables: readonly string[]): Promise<boolean> {
  const { rows } = await pool.query<{ there: boolean }>('SELECT bool_and(to_regclass(t) IS NOT NULL) AS there FROM unnest($1::text[]) t', [tables]);
  return rows[0]?.there === true;
}

/** Enters a follower at the beginning; one that is there stays as it is. */
export async function enter(
  pool: Pool | PoolClient,
  { kind, name, version, epoch, status, tables, columns }: Omit<Registered, 'active' | keyof Checkpoint>,
): Promise<void> {
  await pool.query(
    'INSERT INTO view.follower (kind, name, version, epoch, status, tables, columns) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING',
    [kind, name, version, epoch, status, tables, columns],
  );
}

/** Locks followers that stand at a position until the transaction ends. Throws Overtaken when somebody else has moved one. */
export async function lock(client: PoolClient, followers: readonly FollowerName[], at: Position): Promise<void> {
  const [{ kind }] = followers as [FollowerName];
  const { rowCount } = await client.query(
    `SELECT 1 FROM view.follower f JOIN unnest($2::text[], $3::int[]) AS n (name, version) USING (name, version)
     WHERE f.kind = $1 AND f.position = $4 ORDER BY f.name FOR UPDATE OF f`,
    [kind, followers.map(({ name }) => name), followers.map(({ version }) => version), at],
  );
  if (rowCount !== followers.length) throw new Overtaken(followers.map(({ name }) => name).join(', '));
}

/** Moves locked followers on. */
export async function moveTo(client: PoolClient, suite: Suite, followers: readonly FollowerName[], to: Checkpoint): Promise<void> {
  const [{ kind }] = followers as [FollowerName];
  const { position, frontier, recordedAt, today } = to;
  const root = base64(frontierOf(suite, to).root());
  await client.query(
    `UPDATE view.follower f SET position = $4, root = $5, frontier = $6, recorded_at = $7, today = $8, status = 'running', error = NULL
     FROM unnest($2::text[], $3::int[]) AS n (name, version) WHERE f.kind = $1 AND f.name = n.name AND f.version = n.version`,
    [kind, followers.map(({ name }) => name), followers.map(({ version }) => version), position, root, frontier, recordedAt ?? null, today ?? null],
  );
}

/** Notes that a follower has stopped, or goes on. */
export async function note(pool: Pool, { kind, name, version }: FollowerName, status: 'running' | 'halted', error?: string): Promise<void> {
  await pool.query('UPDATE view.follower SET status = $4, error = $5 WHERE kind = $1 AND name = $2 AND version = $3', [
    kind,
    name,
    version,
    status,
    error ?? null,
  ]);
}

/** Lets readers see this version from now on, in one step; then takes the other versions away. */
export async function activate(pool: Pool, name: string, version: number): Promise<void> {
  await pool.query("UPDATE view.follower SET active = (version = $2) WHERE kind = 'view' AND name = $1", [name, version]);
  for (const old of await registered(pool)) if (old.kind === 'view' && old.name === name && old.version !== version) await remove(pool, old);
}

/** Removes a follower and its tables. */
export async function remove(pool: Pool, { kind, name, version, tables }: Registered): Promise<void> {
  await inTransaction(pool, async (client) => {
    for (const table of tables) await client.query(`DROP TABLE IF EXISTS ${checkedTable(table)}`);
    await client.query('DELETE FROM view.follower WHERE kind = $1 AND name = $2 AND version = $3', [kind, name, version]);
  });
}

/** A name from the registry becomes part of SQL: nothing else than a table of ours may stand there. */
function checkedTable(table: string): string {
  if (!/^view\.(view|sum)_[a-z0-9_]{1,50}$/.test(table)) throw new TypeError('the registry names a table that is not ours');
  return table;
}
