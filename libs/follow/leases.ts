import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Pool, PoolClient } from 'pg';
import type { Position, Suite } from '@lianhu/kernel';
import { base64 } from '@lianhu/log';
import { inTransaction } from '@lianhu/postgres';
import { Overtaken } from './errors';
import { frontierOf, rebuildOf, type Checkpoint, type FollowerName, type Rebuild } from './registry';

/** How long a keeper may be silent until another takes over. Unit: milliseconds. */
export const LEASE_MS = 10_000;

/** A follower as its keeper holds it: the fence rises with each takeover, so that a keeper who was away too long is refused. */
export interface Held extends FollowerName {
  readonly fence: number;
}
/** What a keeper hears when it renews. */
export interface Renewed extends Held {
  /** Where it stands; behind where the keeper is, when a person has moved it back. */
  readonly position: Position;
  readonly paused: boolean;
  readonly rebuild?: Rebuild;
  /** Code of what it halted with; undefined = it goes on, or has been told to. */
  readonly error?: string;
}

/** A name for a keeper that no other bears, and that tells its neighbours on this machine whether it still lives. */
export const newOwner = (): string => `${hostname()}/${process.pid}/${randomUUID()}`;

/** Whether a keeper was a process of this machine that is gone: then nobody need wait for the end of its lease. */
export function isGone(owner: string): boolean {
  const [host, pid] = owner.split('/');
  if (host !== hostname() || !/^[1-9]\d*$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === 'ESRCH';
  }
}

/** Takes over those followers of one kind that nobody keeps, or whose keeper is known to be `gone`; those that somebody is just writing are left alone. */
export async function claim(
  pool: Pool,
  followers: readonly FollowerName[],
  owner: string,
  leaseMs = LEASE_MS,
  gone: readonly string[] = [],
): Promise<readonly Held[]> {
  const [first] = followers;
  if (!first) return [];
  const { rows } = await pool.query<Held>(
    `WITH mine AS (
       SELECT f.kind, f.name, f.version FROM view.follower f JOIN unnest($2::text[], $3::int[]) AS n (name, version) USING (name, version)
       WHERE f.kind = $1 AND (f.owner IS NULL OR f.owner = $4 OR f.lease_until < clock_timestamp() OR f.owner = ANY($6)) FOR UPDATE OF f SKIP LOCKED)
     UPDATE view.follower f SET owner = $4, fence = f.fence + 1, lease_until = clock_timestamp() + $5 * interval '1 millisecond'
     FROM mine WHERE f.kind = mine.kind AND f.name = mine.name AND f.version = mine.version RETURNING f.kind, f.name, f.version, f.fence`,
    [first.kind, followers.map(({ name }) => name), followers.map(({ version }) => version), owner, leaseMs, gone],
  );
  return rows;
}

/** Renews every lease of an owner in one statement; answers what it still keeps. */
export async function renew(pool: Pool, owner: string, leaseMs = LEASE_MS): Promise<readonly Renewed[]> {
  type Row = Held & { position: number; paused: boolean; rebuild_from: number | null; rebuild_order: number; error: string | null };
  const { rows } = await pool.query<Row>(
    `UPDATE view.follower SET lease_until = clock_timestamp() + $2 * interval '1 millisecond' WHERE owner = $1
     RETURNING kind, name, version, fence, position, paused, rebuild_from, rebuild_order, error`,
    [owner, leaseMs],
  );
  return rows.map(({ rebuild_from, rebuild_order, error, ...row }) => ({
    ...row,
    rebuild: rebuildOf(rebuild_from, rebuild_order),
    error: error ?? undefined,
  }));
}

/** Gives every lease of an owner back, so that another need not wait for its end. */
export async function release(pool: Pool, owner: string): Promise<void> {
  await pool.query('UPDATE view.follower SET owner = NULL, lease_until = NULL WHERE owner = $1', [owner]);
}

/** A transaction that nobody but the holder of the fence gets through; the holder may have several at a time. Throws Overtaken. */
export async function fenced<T>(pool: Pool, { kind, name, version, fence }: Held, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM view.follower WHERE kind = $1 AND name = $2 AND version = $3 AND fence = $4 FOR SHARE', [
      kind,
      name,
      version,
      fence,
    ]);
    if (rowCount !== 1) throw new Overtaken(name);
    return work(client);
  });
}

/**
 * Locks followers until the transaction ends, if the caller holds their fences and they stand at a position and go on. Throws
 * Overtaken otherwise. Answers which of them have something parked.
 */
export async function lock(client: PoolClient, followers: readonly Held[], at: Position): Promise<ReadonlySet<string>> {
  const [{ kind }] = followers as [Held];
  const { rows } = await client.query<{ name: string; parked: boolean }>({
    name: 'follow-lock',
    text: `SELECT f.name, EXISTS (SELECT 1 FROM view.parked p WHERE p.follower = f.name AND p.version = f.version AND NOT p.building) AS parked
     FROM view.follower f JOIN unnest($2::text[], $3::int[], $4::bigint[]) AS n (name, version, fence) USING (name, version, fence)
     WHERE f.kind = $1 AND f.position = $5 AND NOT f.paused ORDER BY f.name FOR NO KEY UPDATE OF f`,
    values: [kind, followers.map(({ name }) => name), followers.map(({ version }) => version), followers.map(({ fence }) => fence), at],
  });
  if (rows.length !== followers.length) throw new Overtaken(followers.map(({ name }) => name).join(', '));
  return new Set(rows.filter(({ parked }) => parked).map(({ name }) => name));
}

/**
 * Moves followers on from a position, if the caller holds their fences and they go on, and renews their leases. Throws
 * Overtaken otherwise. The commit does not wait for the disk: what a crash takes back is followed again, in order.
 */
export async function moveTo(
  client: Pool | PoolClient,
  suite: Suite,
  followers: readonly Held[],
  from: Position,
  to: Checkpoint,
  leaseMs = LEASE_MS,
): Promise<void> {
  const [{ kind }] = followers as [Held];
  const { position, frontier, recordedAt, today } = to;
  const root = base64(frontierOf(suite, to).root());
  const { rowCount } = await client.query({
    name: 'follow-move',
    text: `WITH soon AS (SELECT set_config('synchronous_commit', 'off', true))
     UPDATE view.follower f SET position = $6, root = $7, frontier = $8, recorded_at = $9, today = $10, status = 'running', error = NULL,
       lease_until = clock_timestamp() + $11 * interval '1 millisecond'
     FROM unnest($2::text[], $3::int[], $4::bigint[]) AS n (name, version, fence), soon
     WHERE f.kind = $1 AND f.name = n.name AND f.version = n.version AND f.fence = n.fence AND f.position = $5 AND NOT f.paused`,
    values: [
      kind,
      followers.map(({ name }) => name),
      followers.map(({ version }) => version),
      followers.map(({ fence }) => fence),
      from,
      position,
      root,
      frontier,
      recordedAt ?? null,
      today ?? null,
      leaseMs,
    ],
  });
  if (rowCount !== followers.length) throw new Overtaken(followers.map(({ name }) => name).join(', '));
}
