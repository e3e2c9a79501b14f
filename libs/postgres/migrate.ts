import { createHash } from 'node:crypto';
import type pg from 'pg';
import { MigrationChanged } from './errors';

/** One step of the schema. `id` names it for ever, e.g. `log/0001-tables`; once landed its text never changes. */
export interface Migration {
  readonly id: string;
  readonly sql: string;
}

/** By which a migration that has landed is known again. */
export const hashOfMigration = (sql: string): string => createHash('sha256').update(sql).digest('hex');

/** Runs what has not landed yet, in the given order, each in a transaction of its own; the caller holds the set-up lock. */
export async function migrate(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  const landed = await client.query<{ id: string; hash: string }>('SELECT id, hash FROM migration.landed');
  const hashes = new Map(landed.rows.map(({ id, hash }) => [id, hash]));
  for (const { id, sql } of migrations) {
    const known = hashes.get(id);
    if (known !== undefined && known !== hashOfMigration(sql)) throw new MigrationChanged(id);
  }
  for (const migration of migrations) if (!hashes.has(migration.id)) await land(client, migration);
}

async function land(client: pg.Client, { id, sql }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO migration.landed (id, hash) VALUES ($1, $2)', [id, hashOfMigration(sql)]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`Migration ${id} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
