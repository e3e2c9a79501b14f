import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database, type Migration } from '@lianhu/postgres';

/** An embedded server of its own in a temporary folder, with durable commits as in production; gone when stopped. */
export async function benchDatabase(migrations: readonly Migration[]): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-bench-database-'));
  const database = await openDatabase({ folder, migrations });
  return {
    ...database,
    stop: async () => {
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
