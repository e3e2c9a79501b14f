import type { Pool, PoolClient } from 'pg';
import type { Position } from '@lianhu/kernel';
import type { CompiledView } from './compiled-view';
import { TooManyParked } from './errors';

/** Events that wait behind one that could not be folded, in order, key by key. */
export const PARKED_TABLE = `CREATE TABLE IF NOT EXISTS view.parked (
  follower text NOT NULL,
  version integer NOT NULL,
  building boolean NOT NULL DEFAULT false,
  key text NOT NULL,
  position bigint NOT NULL,
  error text,
  attempts integer NOT NULL DEFAULT 0,
  since timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (follower, version, building, key, position)
)`;

/** Most events that may wait in one view; with more it is not the events that are at fault, and the view halts. Unit: events. */
export const MOST_PARKED = 10_000;

/** An event to park. `error` stands on the one that could not be folded; the others wait behind it. */
export interface Parking {
  readonly key: string;
  readonly position: Position;
  readonly error?: string;
}
/** What operators see of a parked event: never whose it is. */
export interface ParkedEvent {
  readonly follower: string;
  readonly version: number;
  readonly position: Position;
  /** Code of what failed; undefined = it waits behind another. */
  readonly error?: string;
  /** How often it was tried. */
  readonly attempts: number;
  readonly since: Date;
}

const OF_VIEW = 'follower = $1 AND version = $2 AND building = $3';
const of = ({ name, version, building }: CompiledView): unknown[] => [name, version, building];

/** Those of some keys that are parked. */
export async function parkedAmong(client: PoolClient, view: CompiledView, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await client.query<{ key: string }>(`SELECT DISTINCT key FROM view.parked WHERE ${OF_VIEW} AND key = ANY($4)`, [
    ...of(view),
    keys,
  ]);
  return new Set(rows.map(({ key }) => key));
}

/** Every parked key of a view. */
export async function parkedKeys(client: PoolClient, view: CompiledView): Promise<readonly string[]> {
  const { rows } = await client.query<{ key: string }>(`SELECT DISTINCT key FROM view.parked WHERE ${OF_VIEW} ORDER BY key`, of(view));
  return rows.map(({ key }) => key);
}

/** Keys at some parked positions. */
export async function keysParkedAt(client: PoolClient, view: CompiledView, positions: readonly Position[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ key: string }>(`SELECT DISTINCT key FROM view.parked WHERE ${OF_VIEW} AND position = ANY($4)`, [
    ...of(view),
    positions,
  ]);
  return rows.map(({ key }) => key);
}

/** Positions of a parked key, in order. */
export async function positionsOf(client: PoolClient, view: CompiledView, key: string): Promise<readonly Position[]> {
  const { rows } = await client.query<{ position: number }>(`SELECT position FROM view.parked WHERE ${OF_VIEW} AND key = $4 ORDER BY position`, [
    ...of(view),
    key,
  ]);
  return rows.map(({ position }) => position);
}

/** Parks events; one that is parked already counts another attempt if it bears an error. Throws TooManyParked. */
export async function park(client: PoolClient, view: CompiledView, events: readonly Parking[]): Promise<void> {
  if (events.length === 0) return;
  await client.query(
    `INSERT INTO view.parked (follower, version, building, key, position, error, attempts)
     SELECT $1, $2, $3, key, position, error, CASE WHEN error IS NULL THEN 0 ELSE 1 END FROM unnest($4::text[], $5::bigint[], $6::text[]) AS n (key, position, error)
     ON CONFLICT (follower, version, building, key, position) DO UPDATE SET error = excluded.error, attempts = view.parked.attempts + excluded.attempts`,
    [...of(view), events.map(({ key }) => key), events.map(({ position }) => position), events.map(({ error }) => error ?? null)],
  );
  const { rows } = await client.query<{ count: number }>(`SELECT count(*) AS count FROM view.parked WHERE ${OF_VIEW}`, of(view));
  if ((rows[0]?.count ?? 0) > MOST_PARKED) throw new TooManyParked(view.name, MOST_PARKED);
}

/** Takes events of a key out again. */
export async function unpark(client: PoolClient, view: CompiledView, key: string, positions: readonly Position[]): Promise<void> {
  await client.query(`DELETE FROM view.parked WHERE ${OF_VIEW} AND key = $4 AND position = ANY($5)`, [...of(view), key, positions]);
}

/** Forgets what a build has parked, or makes it what is parked when the build is put in place. */
export async function settleParked(client: PoolClient, { name, version }: CompiledView, build: 'begins' | 'in-place'): Promise<void> {
  await client.query('DELETE FROM view.parked WHERE follower = $1 AND version = $2 AND building = $3', [name, version, build === 'begins']);
  if (build === 'in-place') await client.query('UPDATE view.parked SET building = false WHERE follower = $1 AND version = $2', [name, version]);
}

/** Everything that is parked, oldest first, at most `limit`. */
export async function listParked(pool: Pool, limit = 1_000): Promise<readonly ParkedEvent[]> {
  const { rows } = await pool.query<Omit<ParkedEvent, 'error'> & { error: string | null }>(
    'SELECT follower, version, position, error, attempts, since FROM view.parked WHERE NOT building ORDER BY since, position LIMIT $1',
    [limit],
  );
  return rows.map(({ error, ...row }) => ({ ...row, error: error ?? undefined }));
}

/** How many events are parked by view, and for how long the oldest. Unit: events; seconds. */
export async function countParked(pool: Pool): Promise<ReadonlyMap<string, { readonly parked: number; readonly oldestSeconds: number }>> {
  const { rows } = await pool.query<{ follower: string; parked: number; oldest: number }>(
    `SELECT follower, count(*) AS parked, extract(epoch FROM clock_timestamp() - min(since))::float8 AS oldest
     FROM view.parked WHERE NOT building GROUP BY follower`,
  );
  return new Map(rows.map(({ follower, parked, oldest }) => [follower, { parked, oldestSeconds: oldest }]));
}
