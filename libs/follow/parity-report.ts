import type { Pool, PoolClient } from 'pg';
import type { Position } from '@lianhu/kernel';
import { inTransaction } from '@lianhu/postgres';

/** What a rebuild changed: rows of the old and the new tables at one common position, key by key. */
export interface ParityReport {
  readonly fromVersion: number;
  readonly toVersion: number;
  /** Both were complete up to here when they were compared. */
  readonly position: Position;
  readonly comparedAt: string;
  /** Unit: rows. */
  readonly rows: { readonly old: number; readonly new: number };
  /** Keys with the same row, with another row, only in the old, only in the new. Unit: keys. */
  readonly same: number;
  readonly differing: number;
  readonly onlyOld: number;
  readonly onlyNew: number;
  /** Code of what stopped the last rebuild; the old rows then stay, and the counts are 0. */
  readonly failed?: string;
}

/** What is compared: two tables of one view. */
export interface Compared {
  readonly name: string;
  readonly from: { readonly version: number; readonly table: string };
  readonly to: { readonly version: number; readonly table: string };
}

/** Rows read at a time. Unit: rows. */
const PORTION = 5_000;

interface Hashed {
  readonly key: string;
  readonly hash: string;
}

/**
 * Compares the rows that readers see with new ones while both go on being written: the old are read in one snapshot, `catchUp`
 * brings the new to exactly the position of that snapshot. Undefined when the new are ahead already, or nothing is active.
 */
export async function parityOf(
  pool: Pool,
  { name, from, to }: Compared,
  catchUp: (position: Position) => Promise<Position>,
): Promise<ParityReport | undefined> {
  return inTransaction(pool, async (old) => {
    await old.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await old.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    const { rows } = await old.query<{ position: number; now: Date }>(
      `SELECT position, clock_timestamp() AS now FROM view.follower WHERE kind = 'view' AND name = $1 AND version = $2 AND active`,
      [name, from.version],
    );
    const [at] = rows;
    if (!at || (await catchUp(at.position)) !== at.position) return undefined;
    const counts = await compare(hashesOf(old, from.table), hashesOf(pool, to.table));
    return { fromVersion: from.version, toVersion: to.version, position: at.position, comparedAt: at.now.toISOString(), ...counts };
  });
}

/** Keys in order with the hash of their row. The next portion is on its way while one is given out. */
async function* hashesOf(client: Pool | PoolClient, table: string): AsyncGenerator<Hashed> {
  const read = async (after: string): Promise<readonly Hashed[]> => {
    const { rows } = await client.query<Hashed>(
      `SELECT key, md5(row::text) AS hash FROM ${table} WHERE row IS NOT NULL AND key COLLATE "C" > $1 ORDER BY key COLLATE "C" LIMIT ${PORTION}`,
      [after],
    );
    return rows;
  };
  for (let next: Promise<readonly Hashed[]> | undefined = read(''); next;) {
    const rows: readonly Hashed[] = await next;
    const last = rows.at(-1);
    next = last && rows.length === PORTION ? read(last.key) : undefined;
    next?.catch(() => undefined);
    yield* rows;
  }
}

async function compare(old: AsyncGenerator<Hashed>, fresh: AsyncGenerator<Hashed>) {
  const counts = { rows: { old: 0, new: 0 }, same: 0, differing: 0, onlyOld: 0, onlyNew: 0 };
  let [left, right] = await Promise.all([old.next(), fresh.next()]);
  while (!left.done || !right.done) {
    const order = left.done ? 1 : right.done ? -1 : left.value.key < right.value.key ? -1 : left.value.key > right.value.key ? 1 : 0;
    if (order === 0) counts[(left.value as Hashed).hash === (right.value as Hashed).hash ? 'same' : 'differing'] += 1;
    else counts[order < 0 ? 'onlyOld' : 'onlyNew'] += 1;
    if (order <= 0) {
      counts.rows.old += 1;
      left = await old.next();
    }
    if (order >= 0) {
      counts.rows.new += 1;
      right = await fresh.next();
    }
  }
  return counts;
}
