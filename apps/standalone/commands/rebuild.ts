import { Command } from 'commander';
import { forgetViews } from '@lianhu/follow';
import { createPool } from '@lianhu/postgres';
import { openFor, readConfig } from '@lianhu/services/platform';
import { asAdmin, orderFollower, type ListedFollower } from './follower';

const followers = async (): Promise<readonly ListedFollower[]> =>
  (await asAdmin<{ followers: readonly ListedFollower[] }>('GET', '/api/followers')).followers;

async function forget(): Promise<void> {
  const database = await openFor(readConfig(), 'monitor');
  const pool = createPool(database.url);
  try {
    console.log(`dropped: ${(await forgetViews(pool)).join(', ')}; the next start folds them again`);
  } finally {
    await pool.end();
    await database.close();
  }
}

async function report(): Promise<void> {
  for (const { follower, lastRebuild } of await followers()) {
    if (!lastRebuild) continue;
    const { fromVersion, toVersion, position, comparedAt, rows, same, differing, onlyOld, onlyNew, failed } = lastRebuild;
    const versions = `${follower} v${fromVersion} → v${toVersion}, ${comparedAt}`;
    if (failed !== undefined) console.log(`${versions}: failed with ${failed}; readers see the old rows`);
    else
      console.log(
        `${versions}, compared at position ${position}: rows ${rows.old} → ${rows.new}; ${same} the same, ${differing} differ, ${onlyOld} only old, ${onlyNew} only new`,
      );
  }
}

/** `lianhu rebuild`: folds views again, of a stopped installation or of the running one; shows what the last rebuilds changed. */
export const rebuildCommand = (): Command =>
  new Command('rebuild')
    .description('drop every view while Lianhu is stopped, so that the next start folds them again from the log; or see the options')
    .option('--live [view]', 'of the running Lianhu: fold this view (or all) anew beside the rows that readers see')
    .option('--report', 'show what the last rebuild of each view changed, key by key at one common position')
    .action(async ({ live, report: wanted }: { live?: string | true; report?: true }) => {
      if (wanted) return report();
      if (live === undefined) return forget();
      const views = live === true ? (await followers()).filter(({ kind }) => kind === 'view').map(({ follower }) => follower) : [live];
      for (const view of views) await orderFollower(view, 'rewind', { to: 0 });
    });
