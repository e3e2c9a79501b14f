import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import {
  BackupRefused,
  epochsOf,
  holdsData,
  migrationsOf,
  openBackup,
  openKeyFiles,
  restoreBackup,
  restoreFiles,
  type Manifest,
  type Restored,
} from '@lianhu/backup';
import { std1 } from '@lianhu/log';
import { eventsOfRestored, forgetRestored } from '@lianhu/log-postgres';
import { databaseOf, type Migration, openDatabase, runningOn, setAside, withClient } from '@lianhu/postgres';
import { loadPolicy, migrations, originOf, readConfig, restoringIn, type Config } from '@lianhu/services/platform';
import {
  backupKey,
  checkDataKeys,
  EpochKeyMissing,
  epochsIn,
  eraseChild,
  ErasedEvents,
  ErasureLedger,
  hubSeeds,
  openKeys,
  readErasedEvents,
  readErasures,
  type ErasedEvent,
  type Erasure,
} from '@lianhu/vault';
import { placeKeys, refuseWithoutKeys, writeNew } from '../key-places';
import { readPassphrase } from './backup';

interface Options {
  readonly keys?: string;
  readonly passphraseFile?: string;
  readonly replace?: string;
  readonly erasures?: readonly string[];
}

/** `lianhu restore`: brings a backup back into an empty data folder or database, and proves it first. */
export const restoreCommand = (): Command =>
  new Command('restore')
    .description('bring a backup back into an empty data folder or database, while Lianhu is stopped; says done only when the whole log is proven')
    .argument('<folder>', 'backup, as lianhu backup wrote it')
    .option('--keys <file>', 'keys, as lianhu backup-keys wrote them, if they are not in place already')
    .option('--passphrase-file <file>', 'holds the passphrase of --keys')
    .option(
      '--replace <name>',
      'replace what is there: the path of the data folder, or with DATABASE_URL the name of the database; it is set aside, not deleted',
    )
    .option(
      '--erasures <file...>',
      'erasures that are newer than the backup: erasures.ndjson and erased-events.ndjson, or an export of the later log; those of the data folder are always applied',
    )
    .action(async (folder: string, options: Options) => {
      const begun = Date.now();
      const config = readConfig();
      if (options.keys !== undefined) placeKeys(config, openKeyFiles(readFileSync(options.keys, 'utf8'), passphraseOf(options)));
      refuseWithoutKeys(config);
      const origin = originOf(loadPolicy(config.policyFile));
      const manifest = await openBackup(resolve(folder), backupKey(config.keyFolder, std1), origin);
      // Before anything is set aside: a rotation may have destroyed the key under which an older backup stands.
      for (const epoch of await epochsOf(resolve(folder), manifest))
        if (!epochsIn(config.keyFolder).includes(epoch)) throw new EpochKeyMissing(epoch);
      const ledger = ErasureLedger.in(config.folder);
      const erasures = [...ledger.all(), ...(options.erasures ?? []).flatMap(readErasures)];
      const restored = await restore(resolve(folder), manifest, config, { replace: options.replace, erasures });
      ledger.add(erasures);
      ErasedEvents.in(config.folder).add([...(options.erasures ?? []).flatMap(readErasedEvents), ...restored.erasedEvents]);
      console.log(
        `restored ${origin} up to position ${restored.position} of ${manifest.createdAt}; proven against its signed checkpoint; epoch ${restored.epoch}; ${Date.now() - begun} ms`,
      );
      console.log(
        erasures.length > 0
          ? `Erased again before anybody could read: ${restored.erased} of the ${erasures.length} children of the ledger that stood in the backup.`
          : 'No ledger of erasures was found; if children were erased after the backup, restore again with --erasures.',
      );
      console.log(
        'Cases that were sealed after the backup stay sealed by seals.ndjson of the data folder: on another machine copy that file there before the start.',
      );
      console.log(
        'Accounts and passwords are those of the backup: changed ones are the old ones again, closed accounts are open. Disable and reset them (lianhu user).',
      );
      console.log(
        'Views are folded again at the next start. Ask edges and departments to push what came after the backup: what stands already changes nothing.',
      );
    });

function passphraseOf({ passphraseFile }: Options): string {
  if (passphraseFile === undefined) throw new BackupRefused('--keys needs --passphrase-file.');
  return readPassphrase(passphraseFile);
}

interface Restoring {
  readonly replace?: string;
  readonly erasures: readonly Erasure[];
}
interface Done extends Restored {
  /** Children that stood in the backup and were erased later. */
  readonly erased: number;
  /** Departments' events about them that stand in the backup. */
  readonly erasedEvents: readonly ErasedEvent[];
}

async function restore(folder: string, manifest: Manifest, config: Config, { replace, erasures }: Restoring): Promise<Done> {
  const wanted = migrationsOf(manifest, migrations);
  const home = join(config.folder, 'postgres');
  if (config.databaseUrl === undefined && runningOn(home) !== undefined) throw new BackupRefused(`Lianhu runs on ${config.folder}; stop it first.`);
  const marker = restoringIn(config.folder);
  mkdirSync(config.folder, { recursive: true, mode: 0o700 });
  const begunBefore = existsSync(marker);
  if (!begunBefore) writeNew(marker, `${folder}\n`);
  try {
    if (replace !== undefined) await putAside(config, home, replace);
    await restoreFiles(folder, manifest, config.folder);
    const restored = await load(folder, manifest, config, wanted, erasures);
    rmSync(marker);
    return restored;
  } catch (error) {
    if (error instanceof BackupRefused && !begunBefore) rmSync(marker, { force: true });
    throw error;
  }
}

/** Loads and proves in one transaction; what was there before refuses it. */
async function load(folder: string, manifest: Manifest, config: Config, wanted: readonly Migration[], erasures: readonly Erasure[]): Promise<Done> {
  const home = join(config.folder, 'postgres');
  const database = await openDatabase({ folder: home, databaseUrl: config.databaseUrl, migrations: wanted });
  try {
    const place = config.databaseUrl === undefined ? config.folder : databaseOf(config.databaseUrl);
    if (await withClient(database.urls.owner, holdsData))
      throw new BackupRefused(`There is data in ${place} already; name it with --replace to set it aside.`);
    const keys = openKeys(config.keyFolder, std1);
    const trust = { origin: manifest.origin, publicKey: std1.publicKey(hubSeeds(config.keyFolder, std1).checkpoint) };
    let erased = 0;
    const erasedEvents: ErasedEvent[] = [];
    const before = async (client: Parameters<typeof checkDataKeys>[0]): Promise<void> => {
      await checkDataKeys(client, keys);
      for (const { child } of erasures) {
        const subjects = await eraseChild(client, keys, child);
        if (subjects.length === 0) continue;
        erasedEvents.push(...(await eventsOfRestored(client, subjects)));
        await forgetRestored(client, subjects);
        erased++;
      }
    };
    return { ...(await restoreBackup({ folder, manifest, url: database.urls.owner, trust, before })), erased, erasedEvents };
  } finally {
    await database.stop();
  }
}

/** What is replaced stays beside it under another name. */
async function putAside({ databaseUrl, folder }: Config, home: string, replace: string): Promise<void> {
  const stamp = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15).replace('T', '_');
  if (databaseUrl !== undefined) {
    if (replace !== databaseOf(databaseUrl))
      throw new BackupRefused(`--replace names ${replace}, but DATABASE_URL is of ${databaseOf(databaseUrl)}.`);
    await setAside(databaseUrl, `${replace}_replaced_${stamp}`);
    return;
  }
  if (resolve(replace) !== folder) throw new BackupRefused(`--replace names ${replace}, but LIANHU_DATA is ${folder}.`);
  if (existsSync(home)) renameSync(home, `${home}.replaced-${stamp}`);
}
