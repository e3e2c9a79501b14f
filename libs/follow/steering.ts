import type { Pool } from 'pg';
import type { Position, Suite } from '@lianhu/kernel';
import { base64, Frontier, type LogReader } from '@lianhu/log';
import { inTransaction } from '@lianhu/postgres';
import { registered, withRebuild, type Registered } from './registry';

/** What a person orders a follower to do; it stands in the registry, so that it holds over restarts and for every process. */
export type Steering =
  | { readonly order: 'pause' }
  /** Goes on; one that has halted tries again. */
  | { readonly order: 'resume' }
  /** A view is folded anew beside what readers see: keys that changed after `to`; 0 = all. A reactor decides again from there. */
  | { readonly order: 'rewind'; readonly to: Position };
/** Whether it was done, or why not. */
export type Steered = 'done' | 'unknown-follower' | 'position-ahead';

/** Steers a follower by name. */
export async function steer(
  pool: Pool,
  { log, suite }: { readonly log: Pick<LogReader, 'leaves'>; readonly suite: Suite },
  name: string,
  steering: Steering,
): Promise<Steered> {
  const own = (await registered(pool)).find((one) => one.name === name && (one.active || one.kind === 'reactor'));
  if (!own) return 'unknown-follower';
  if (steering.order !== 'rewind') {
    const set =
      steering.order === 'pause'
        ? 'paused = true'
        : `paused = false, error = NULL, status = CASE status WHEN 'halted' THEN 'running' ELSE status END`;
    await pool.query(`UPDATE view.follower SET ${set} WHERE kind = $1 AND name = $2`, [own.kind, name]);
    return 'done';
  }
  if (steering.to > own.position) return 'position-ahead';
  if (own.kind === 'view')
    await pool.query(`UPDATE view.follower SET ${withRebuild('$2')} WHERE kind = 'view' AND name = $1 AND active`, [name, steering.to]);
  else await moveBack(pool, own, steering.to, await frontierAt(log, suite, steering.to));
  return 'done';
}

/** Leaves read at a time. Unit: leaves. */
const PAGE = 65_536;

async function frontierAt(log: Pick<LogReader, 'leaves'>, suite: Suite, position: Position): Promise<Frontier> {
  const frontier = new Frontier(suite);
  while (frontier.size < position) {
    const leaves = await log.leaves(frontier.size, Math.min(position, frontier.size + PAGE));
    if (leaves.length === 0) throw new RangeError('the log ends before the position');
    for (const leaf of leaves) frontier.push(Buffer.from(leaf, 'base64'));
  }
  return frontier;
}

/** Under the row's lock, so that no page is half under way; its keeper notices that it was moved. */
async function moveBack(pool: Pool, { kind, name, version }: Registered, to: Position, frontier: Frontier): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query(
      `UPDATE view.follower SET position = $4, root = $5, frontier = $6, status = 'running', error = NULL
       WHERE kind = $1 AND name = $2 AND version = $3 AND position >= $4`,
      [kind, name, version, to, base64(frontier.root()), frontier.hashes.map(base64)],
    );
  });
}
