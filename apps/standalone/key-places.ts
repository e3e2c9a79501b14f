import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BackupRefused, type KeyFiles } from '@lianhu/backup';
import type { Config } from '@lianhu/services/platform';
import { epochsIn } from '@lianhu/vault';

/** Without these a restored hub could not go on: another key would be another log. */
const NEEDED = ['master.key', 'checkpoint.key', 'hub-batch.key'];

/** Writes a file that must not be there yet, readable by its owner only; where the disk is full, it is not there after. */
export function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(path, { force: true });
    throw error;
  }
}

/** Puts key files where an installation looks for them, and answers those that did not lie there; refuses when a different key does. */
export function placeKeys(config: Config, files: KeyFiles): readonly string[] {
  const placed = Object.entries(files).map(([name, text]) => ({ path: placeOf(config, name), text }));
  for (const { path, text } of placed)
    if (existsSync(path) && readFileSync(path, 'utf8') !== text) throw new BackupRefused(`${path} is another key already; nothing was changed.`);
  const lacking = placed.filter(({ path }) => !existsSync(path));
  for (const { path, text } of lacking) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeNew(path, text);
  }
  return lacking.map(({ path }) => path);
}

/** Throws BackupRefused unless the keys of the installation lie in place. */
export function refuseWithoutKeys({ keyFolder }: Config): void {
  const missing = NEEDED.filter((name) => !existsSync(join(keyFolder, name)));
  if (missing.length === 0 && epochsIn(keyFolder).length === 0) missing.push('epoch-….key');
  if (missing.length > 0)
    throw new BackupRefused(`${keyFolder} lacks ${missing.join(', ')}: put the keys of this installation in place, or name them with --keys.`);
}

function placeOf({ keyFolder, folder }: Config, name: string): string {
  const [, own] = /^keys\/([\w.-]+)$/.exec(name) ?? [];
  if (own !== undefined) return join(keyFolder, own);
  if (/^edges\/[a-z-]+\/keys\/[\w.-]+$/.test(name)) return join(folder, name);
  throw new BackupRefused('The file of keys names a place that is not ours.');
}
