import type { Position } from '@lianhu/kernel';
import { createPool } from '@lianhu/postgres';
import type { LogSchema } from './log-schema';
import { reach } from './lost';

/** How long the log is that an engine keeps in this database; 0 when it keeps none. */
export async function lengthIn(url: string, schema: LogSchema): Promise<Position> {
  const pool = createPool(url, { max: 1, applicationName: 'lianhu-log' });
  try {
    return await reach(async () => {
      const there = await pool.query<{ name: string | null }>('SELECT to_regclass($1)::text AS name', [`${schema}.log_head`]);
      if (!there.rows[0]?.name) return 0;
      const { rows } = await pool.query<{ position: number }>(`SELECT position FROM ${schema}.log_head`);
      return rows[0]?.position ?? 0;
    });
  } finally {
    await pool.end();
  }
}
