import type { Pool } from 'pg';
import { inTransaction } from '@lianhu/postgres';

/** Tables of ours in the schema of views; anything else is not touched. */
const TABLE = /^view\.[a-z0-9_]+$/;

/** Drops every view, so that the next start folds them again from position 1. Reactors keep their checkpoints. Answers the views' names. */
export async function forgetViews(pool: Pool): Promise<readonly string[]> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ name: string; tables: string[] }>(`DELETE FROM view.follower WHERE kind = 'view' RETURNING name, tables`);
    for (const table of rows.flatMap(({ tables }) => tables)) if (TABLE.test(table)) await client.query(`DROP TABLE IF EXISTS ${table}`);
    return [...new Set(rows.map(({ name }) => name))].sort();
  });
}
