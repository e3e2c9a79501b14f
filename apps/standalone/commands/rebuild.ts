import { Command } from 'commander';
import { forgetViews } from '@lianhu/follow';
import { createPool } from '@lianhu/postgres';
import { openFor, readConfig } from '@lianhu/services/platform';

/** `lianhu rebuild`: drops the views of a stopped installation; they are folded again from the log at the next start. */
export const rebuildCommand = (): Command =>
  new Command('rebuild').description('drop every view while Lianhu is stopped; the next start folds them again from the log').action(async () => {
    const database = await openFor(readConfig(), 'monitor');
    const pool = createPool(database.url);
    try {
      console.log(`dropped: ${(await forgetViews(pool)).join(', ')}; the next start folds them again`);
    } finally {
      await pool.end();
      await database.close();
    }
  });
