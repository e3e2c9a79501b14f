import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { BackupRefused, MANIFEST, sealKeyFiles, takeBackup } from '@lianhu/backup';
import { momentOf } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { reachDatabase } from '@lianhu/postgres';
import { loadPolicy, migrations, originOf, readConfig, type Config } from '@lianhu/services/platform';
import { backupKey } from '@lianhu/vault';
import { writeNew } from '../key-places';

const NO_KEYS = 'No key is in it: keep the keys elsewhere (lianhu backup-keys), since both together are the names of all children.';

/** `lianhu backup`: writes a backup while everything runs. */
export const backupCommand = (): Command =>
  new Command('backup')
    .description(
      'write a backup of log, vault, accounts, access log and policy packs into a new folder, while everything runs. Names are ciphertext there; keys are never in it',
    )
    .argument('<folder>', 'must not be there yet; written as <folder>.partial and renamed when it is whole')
    .action(async (folder: string) => {
      const config = readConfig();
      const policy = loadPolicy(config.policyFile);
      const key = backupKey(config.keyFolder, std1);
      const database = await reachDatabase({ folder: join(config.folder, 'postgres'), databaseUrl: config.databaseUrl, migrations });
      const begun = Date.now();
      try {
        const pack = `policies/${Buffer.from(policy.hash, 'base64').toString('hex')}.json`;
        const { position, tables, files } = await takeBackup({
          folder,
          url: database.url,
          origin: originOf(policy),
          key,
          now: momentOf(begun),
          dataFolder: config.folder,
          files: { [pack]: config.policyFile },
        });
        const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
        const rows = tables.reduce((sum, table) => sum + table.rows, 0);
        console.log(
          `wrote ${resolve(folder)}: ${originOf(policy)} up to position ${position}, ${rows} rows, ${Math.ceil(bytes / 1024)} KiB, ${Date.now() - begun} ms`,
        );
        console.log(NO_KEYS);
      } finally {
        await database.close();
      }
    });

/** `lianhu backup-keys`: writes all key files of the data folder into one file under a passphrase. */
export const backupKeysCommand = (): Command =>
  new Command('backup-keys')
    .description('write the key files of the data folder into one encrypted file; keep it away from every backup, and the passphrase away from it')
    .argument('<file>', 'must not be there yet, and not lie in a backup')
    .requiredOption('--passphrase-file <file>', 'holds the passphrase, at least 12 characters; on paper in a safe, for example')
    .action((file: string, { passphraseFile }: { passphraseFile: string }) => {
      if (existsSync(join(dirname(resolve(file)), MANIFEST))) throw new BackupRefused('Keys must not lie in a backup; name a place apart from it.');
      const files = keyFilesOf(readConfig());
      writeNew(resolve(file), sealKeyFiles(files, readPassphrase(passphraseFile)));
      console.log(`wrote ${resolve(file)}: ${Object.keys(files).length} key files; without them and the passphrase no backup shows a name`);
    });

/** A passphrase from its file, without the line's end. */
export const readPassphrase = (file: string): string => readFileSync(file, 'utf8').replace(/\r?\n$/, '');

/**
 * The key files of an installation: the hub's, and those of edges in the same data folder. `.keys.json` says which key of an edge signed
 * the next: a restored log that is older than a rotation takes the new key by that alone.
 */
function keyFilesOf({ keyFolder, folder }: Config): Record<string, string> {
  const places = [
    { below: 'keys', at: keyFolder },
    ...edgesIn(folder).map((edge) => ({ below: `edges/${edge}/keys`, at: join(folder, 'edges', edge, 'keys') })),
  ];
  const found = places.flatMap(({ below, at }) =>
    (existsSync(at) ? readdirSync(at) : [])
      .filter((name) => /\.(key|keys\.json|jwks\.json)$/.test(name))
      .map((name) => [`${below}/${name}`, readFileSync(join(at, name), 'utf8')]),
  );
  return Object.fromEntries(found) as Record<string, string>;
}

const edgesIn = (folder: string): string[] => (existsSync(join(folder, 'edges')) ? readdirSync(join(folder, 'edges')) : []);
