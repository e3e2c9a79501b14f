import type { Pool } from 'pg';
import { inTransaction } from '@lianhu/postgres';
import { dropTables, prepareRegistry } from './registry';

/** Drops every view, so that the next start folds them again from position 1. Reactors keep their checkpoints. Answers the views' names. */
export async function forgetViews(pool: Pool): Promise<readonly string[]> {
  await prepareRegistry(pool);
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ name: string; tables: string[] }>(`DELETE FROM view.follower WHERE kind = 'view' RETURNING name, tables`);
    await client.query('DELETE FROM view.parked');
    await dropTables(
      client,
      rows.flatMap(({ tables }) => tables.flatMap((table) => [table, `${table}_new`])),
    );
    return [...new Set(rows.map(({ name }) => name))].sort();
  });
}
