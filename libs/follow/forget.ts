import type { Pool } from 'pg';
import { inTransaction } from '@lianhu/postgres';
import { dropTables, prepareRegistry } from './registry';

/** Drops every view, so that the next start folds them again from position 1. Reactors keep their checkpoints. Answers the views' names. */
export const forgetViews = (pool: Pool): Promise<readonly string[]> => forget(pool, ['view']);

/** The same, and reactors too begin anew: what they have decided once they decide under the same ids. */
export const forgetFollowers = (pool: Pool): Promise<readonly string[]> => forget(pool, ['view', 'reactor']);

async function forget(pool: Pool, kinds: readonly string[]): Promise<readonly string[]> {
  await prepareRegistry(pool);
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ name: string; tables: string[] }>(
      'DELETE FROM view.follower WHERE kind = ANY ($1) RETURNING name, tables',
      [kinds],
    );
    await client.query('DELETE FROM view.parked');
    await dropTables(
      client,
      rows.flatMap(({ tables }) => tables.flatMap((table) => [table, `${table}_new`])),
    );
    return [...new Set(rows.map(({ name }) => name))].sort();
  });
}
