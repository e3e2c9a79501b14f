/**
 * Installs the packages when they are missing or older than package-lock.json. Runs before the first install, so it uses
 * built-ins only.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { helpOr, isMain, root, run } from './workspace.mjs';

const HELP = `
node scripts/ensure.mjs

Installs the packages (npm ci) when node_modules is missing or was installed for another package-lock.json.
npm start and npm test do this by themselves.`;

const lockFile = join(root, 'package-lock.json');
/** Which lock file node_modules was installed for. */
const mark = join(root, 'node_modules', '.lianhu-installed-for');
/** npm's own record of what it installed. */
const record = join(root, 'node_modules', '.package-lock.json');

const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

/**
 * Whether an installation made by hand holds every package of the lock file; those for other machines may be absent.
 * @param {{ packages: Record<string, { version: string, optional?: boolean }> }} lock
 * @param {{ packages: Record<string, { version: string }> }} installed
 */
export function isInstalled(lock, installed) {
  return Object.entries(lock.packages).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const there = installed.packages[path];
    return there === undefined ? optional === true : there.version === version;
  });
}

/**
 * Whether only what runs was left of an installation (`npm prune --omit=dev`): then nothing can be built here, and what was built is used.
 * @param {{ packages: Record<string, { version: string, optional?: boolean, dev?: boolean, devOptional?: boolean }> }} lock
 * @param {{ packages: Record<string, { version: string }> }} installed
 */
export function isPruned(lock, installed) {
  const all = Object.entries(lock.packages);
  const running = all.filter(([, { dev, devOptional }]) => !dev && !devOptional);
  return all.every(([path, { dev }]) => !dev || !(path in installed.packages)) && isInstalled({ packages: Object.fromEntries(running) }, installed);
}

/** Whether the packages here are those of a host on which nothing is built. */
export const runsOnly = () => existsSync(record) && isPruned(JSON.parse(readFileSync(lockFile, 'utf8')), JSON.parse(readFileSync(record, 'utf8')));

function isFresh() {
  if (existsSync(mark)) return readFileSync(mark, 'utf8') === lockHash();
  if (!existsSync(record) || !isInstalled(JSON.parse(readFileSync(lockFile, 'utf8')), JSON.parse(readFileSync(record, 'utf8')))) return false;
  writeFileSync(mark, lockHash());
  return true;
}

/** Makes sure that the packages of package-lock.json are installed; ends the process when that fails. */
export async function ensure() {
  if (isFresh()) return;
  console.log('Installing packages (npm ci), this takes a minute or two …');
  const options = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  const isScript = npm !== undefined && /npm-cli\.[cm]?js$/.test(npm);
  const code = isScript ? await run(process.execPath, [npm, ...options]) : await run('npm', options, { shell: process.platform === 'win32' });
  if (code !== 0) {
    console.error('npm ci failed; see above. Nothing was started.');
    process.exit(code);
  }
  writeFileSync(mark, lockHash());
}

if (isMain(import.meta.url)) {
  helpOr(HELP);
  void ensure();
}
