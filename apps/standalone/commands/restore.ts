import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import {
  BackupRefused,
  epochsOf,
  holdsData,
  ledgerOf,
  migrationsOf,
  openBackup,
  ON_EVENTSTORE,
  openKeyFiles,
  restoreBackup,
  restoreFiles,
  type Manifest,
  type Restored,
} from '@lianhu/backup';
import { std1 } from '@lianhu/log';
import { eventsOfRestored, forgetRestored } from '@lianhu/log-postgres';
import { databaseOf, type Migration, openDatabase, runningOn, setAside, withClient } from '@lianhu/postgres';
import { loadPolicy, logMarkIn, migrations, originOf, readConfig, restoringIn, type Config } from '@lianhu/services/platform';
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
  readCopiedErasures,
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
      if (config.logEngine === 'eventstore') throw new BackupRefused(ON_EVENTSTORE);
      const placed = options.keys === undefined ? [] : placeKeys(config, openKeyFiles(readFileSync(options.keys, 'utf8'), passphraseOf(options)));
      const manifest = await openHere(resolve(folder), config).catch((error: unknown) => {
        // They may be of another installation or another time, and would then stand in the way of the right ones.
        for (const path of placed) rmSync(path);
        throw error;
      });
      const erasures = [...ErasureLedger.in(config.folder).all(), ...(options.erasures ?? []).flatMap(readCopiedErasures)];
      const listed = (options.erasures ?? []).flatMap(readErasedEvents);
      const ledger = ledgerOf(resolve(folder), manifest);
      const before = new Set((ledger === undefined ? [] : readErasures(ledger)).map(({ child }) => child));
      const spools = erasures.every(({ child }) => before.has(child));
      const restored = await restore(resolve(folder), manifest, config, { replace: options.replace, erasures, listed, spools });
      console.log(
        `restored ${manifest.origin} up to position ${restored.position} of ${manifest.createdAt}; proven against its signed checkpoint; epoch ${restored.epoch}; ${Date.now() - begun} ms`,
      );
      console.log(
        erasures.length > 0
          ? `Erased again before anybody could read: ${restored.erased} of the ${erasures.length} children of the ledger that stood in the backup.`
          : 'No ledger of erasures was found; if children were erased after the backup, restore again with --erasures, into another empty folder.',
      );
      if (restored.aside !== undefined)
        console.log(
          `What was there lies in ${restored.aside}: remove it when you need it no more, for whoever is erased from now on still stands in it.`,
        );
      if (restored.leftOut.length > 0) console.log(notPutBack(resolve(folder), restored.leftOut));
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

/** The manifest of a backup whose files are whole and which the keys in place open. */
async function openHere(folder: string, config: Config): Promise<Manifest> {
  refuseWithoutKeys(config);
  const manifest = await openBackup(folder, backupKey(config.keyFolder, std1), originOf(loadPolicy(config.policyFile)));
  // Before anything is set aside: a rotation may have destroyed the key under which an older backup stands.
  for (const epoch of await epochsOf(folder, manifest)) if (!epochsIn(config.keyFolder).includes(epoch)) throw new EpochKeyMissing(epoch);
  return manifest;
}

function passphraseOf({ passphraseFile }: Options): string {
  if (passphraseFile === undefined) throw new BackupRefused('--keys needs --passphrase-file.');
  return readPassphrase(passphraseFile);
}

/** What edges had waiting may be about a child that was erased since, and then it would come back as a new one. */
function notPutBack(folder: string, files: readonly string[]): string {
  const edges = [...new Set(files.map((name) => name.split('/')[1]))].sort().join(', ');
  return `Not put back: what waited at edges when the backup was written (${edges}; files: ${files.length}), since children were erased after it. It lies in ${join(folder, 'edges')}; docs/operations.md says what to do.`;
}

interface Restoring {
  readonly replace?: string;
  readonly erasures: readonly Erasure[];
  /** Events that edges give up, as another hub's data folder lists them. */
  readonly listed: readonly ErasedEvent[];
  /** Whether what waited at edges is put back: not when a child was erased after the backup. */
  readonly spools: boolean;
}
interface Loaded extends Restored {
  /** Children that stood in the backup and were erased later. */
  readonly erased: number;
  /** Departments' events about them that stand in the backup. */
  readonly erasedEvents: readonly ErasedEvent[];
}
interface Done extends Loaded {
  /** Where what was there before lies now. */
  readonly aside?: string;
  /** Files of edges that stay in the backup. */
  readonly leftOut: readonly string[];
}

async function restore(folder: string, manifest: Manifest, config: Config, restoring: Restoring): Promise<Done> {
  const wanted = migrationsOf(manifest, migrations);
  const home = join(config.folder, 'postgres');
  if (config.databaseUrl === undefined && runningOn(home) !== undefined) throw new BackupRefused(`Lianhu runs on ${config.folder}; stop it first.`);
  const marker = restoringIn(config.folder);
  mkdirSync(config.folder, { recursive: true, mode: 0o700 });
  const begunBefore = existsSync(marker);
  if (!begunBefore) writeNew(marker, `${folder}\n`);
  // Until then what stands there is as it was, and may go on.
  let changed = begunBefore || (config.databaseUrl === undefined && !existsSync(home));
  try {
    const aside = restoring.replace === undefined ? undefined : await putAside(config, home, restoring.replace);
    if (restoring.replace !== undefined) changed = true;
    const loaded = await load(folder, manifest, config, wanted, restoring.erasures, () => (changed = true));
    // Until all of this is there, the marker keeps Lianhu from starting.
    ErasureLedger.in(config.folder).add(restoring.erasures);
    ErasedEvents.in(config.folder).add([...restoring.listed, ...loaded.erasedEvents]);
    const leftOut = await restoreFiles(folder, manifest, config.folder, restoring.spools);
    rmSync(logMarkIn(config.folder), { force: true });
    rmSync(marker);
    return { ...loaded, leftOut, aside };
  } catch (error) {
    if (!changed || (error instanceof BackupRefused && !begunBefore)) rmSync(marker, { force: true });
    throw error;
  }
}

/** Loads and proves in one transaction; what was there before refuses it. `begin` is told when nothing was. */
async function load(
  folder: string,
  manifest: Manifest,
  config: Config,
  wanted: readonly Migration[],
  erasures: readonly Erasure[],
  begin: () => void,
): Promise<Loaded> {
  const home = join(config.folder, 'postgres');
  const database = await openDatabase({ folder: home, databaseUrl: config.databaseUrl, migrations: wanted });
  try {
    const place = config.databaseUrl === undefined ? config.folder : databaseOf(config.databaseUrl);
    if (await withClient(database.urls.owner, holdsData))
      throw new BackupRefused(`There is data in ${place} already; name it with --replace to set it aside.`);
    begin();
    const keys = openKeys(config.keyFolder, std1);
    const trust = { origin: manifest.origin, publicKey: std1.publicKey(hubSeeds(config.keyFolder, std1).checkpoint) };
    let erased = 0;
    const erasedEvents: ErasedEvent[] = [];
    const before = async (client: Parameters<typeof checkDataKeys>[0]): Promise<void> => {
      await checkDataKeys(client, keys);
      const subjects: string[] = [];
      for (const { child } of erasures) {
        const own = await eraseChild(client, keys, child);
        if (own.length > 0) erased++;
        subjects.push(...own);
      }
      if (erased === 0) return;
      erasedEvents.push(...(await eventsOfRestored(client, subjects)));
      await forgetRestored(client, subjects);
    };
    return { ...(await restoreBackup({ folder, manifest, url: database.urls.owner, trust, before })), erased, erasedEvents };
  } finally {
    await database.stop();
  }
}

/** Code of PostgreSQL for a database that somebody is connected to. */
const IN_USE = '55006';

/** What is replaced stays beside it under another name. */
async function putAside({ databaseUrl, folder }: Config, home: string, replace: string): Promise<string | undefined> {
  const stamp = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15).replace('T', '_');
  if (databaseUrl !== undefined) {
    if (replace !== databaseOf(databaseUrl))
      throw new BackupRefused(`--replace names ${replace}, but DATABASE_URL is of ${databaseOf(databaseUrl)}.`);
    const other = `${replace}_replaced_${stamp}`;
    await setAside(databaseUrl, other).catch((error: unknown) => {
      if ((error as { code?: unknown }).code !== IN_USE) throw error;
      throw new BackupRefused(`Somebody is connected to database ${replace}: stop Lianhu, and whatever else uses it, first. Nothing was changed.`);
    });
    return `database ${other}`;
  }
  if (resolve(replace) !== folder) throw new BackupRefused(`--replace names ${replace}, but LIANHU_DATA is ${folder}.`);
  if (!existsSync(home)) return undefined;
  renameSync(home, `${home}.replaced-${stamp}`);
  return `${home}.replaced-${stamp}`;
}
