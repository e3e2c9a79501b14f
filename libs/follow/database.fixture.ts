import type { Pool } from 'pg';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';

/** A database for the tests of one file, with what follows in it wiped before each. */
export function useDatabase(): () => Pool {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await testDatabase([]);
    pool = createPool(database.urls.monitor);
  });
  beforeEach(() => wipe(pool));
  afterAll(async () => {
    await pool.end();
    await database.stop();
  });
  return () => pool;
}

/** Drops all views and checkpoints. */
export async function wipe(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(`SELECT 'view.' || tablename AS name FROM pg_tables WHERE schemaname = 'view'`);
  if (rows.length > 0) await pool.query(`DROP TABLE ${rows.map(({ name }) => name).join(', ')}`);
}
