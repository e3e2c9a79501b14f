import { existsSync, rmSync } from 'node:fs';
import { Command } from 'commander';
import { acceptCopy, BackupRefused, ON_EVENTSTORE } from '@lianhu/backup';
import { forgetFollowers } from '@lianhu/follow';
import { createSigner, std1 } from '@lianhu/log';
import { SoleWriter } from '@lianhu/log-postgres';
import { createPool } from '@lianhu/postgres';
import { loadPolicy, LogMark, logMarkIn, OlderCopy, openAll, openLog, originOf, readConfig, type Config } from '@lianhu/services/platform';
import { checkDataKeys, hubSeeds, openKeys } from '@lianhu/vault';
import { refuseWithoutKeys } from '../key-places';

/** `lianhu accept-copy`: goes on from an older copy of the database as from a backup that was restored. */
export const acceptCopyCommand = (): Command =>
  new Command('accept-copy')
    .description(
      'go on from an older copy of the database that has taken its place, as from a restored backup, while Lianhu is stopped; proves it first',
    )
    .action(async () => {
      const config = readConfig();
      if (config.logEngine === 'eventstore') throw new BackupRefused(ON_EVENTSTORE);
      refuseWithoutKeys(config);
      const { position, epoch } = await accept(config);
      rmSync(logMarkIn(config.folder), { force: true });
      console.log(`accepted up to position ${position}; proven against its signed checkpoint; epoch ${epoch}`);
      console.log(
        'At the next start children are erased again, and cases stay sealed, by the ledgers of the data folder; views are folded again. Nobody is signed in any more.',
      );
      console.log('Ask edges and departments to push what came after that position (edge push-again): what stands already changes nothing.');
    });

async function accept(config: Config): ReturnType<typeof acceptCopy> {
  const database = await openAll(config);
  try {
    const keys = openKeys(config.keyFolder, std1);
    const trust = createSigner(originOf(loadPolicy(config.policyFile)), hubSeeds(config.keyFolder, std1).checkpoint);
    const writer = await SoleWriter.begin(database.urls.hub, { waiting: refuseRunning });
    const pool = createPool(database.urls.monitor);
    try {
      await refuseUnlessOlder(config, database.urls.hub, trust);
      const before = async (client: Parameters<typeof checkDataKeys>[0]): Promise<void> => {
        await checkDataKeys(client, keys);
        await forgetFollowers(pool);
      };
      return await acceptCopy({ url: database.urls.owner, trust, before });
    } finally {
      await pool.end();
      await writer.end();
    }
  } finally {
    await database.close();
  }
}

/** A new epoch sends everybody back who follows the log: not where nothing was lost. Without a mark nobody can tell. */
async function refuseUnlessOlder(config: Config, url: string, trust: ReturnType<typeof createSigner>): Promise<void> {
  const path = logMarkIn(config.folder);
  if (!existsSync(path)) return;
  const log = await openLog(config, { url, origin: trust.origin, suite: std1 });
  try {
    await new LogMark(path, log, trust, std1).check();
  } catch (error) {
    if (error instanceof OlderCopy) return;
    throw error;
  } finally {
    await log.close();
  }
  throw new BackupRefused('Nothing is missing in this database of what its hub has seen: there is nothing to accept, start it.');
}

function refuseRunning(): never {
  throw new BackupRefused('A hub runs on this database; stop it first.');
}
