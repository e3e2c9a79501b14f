/** What every script needs: the root, running a program, showing help. Built-ins only. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The repository's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Whether a script was started itself, not imported by another.
 * @param {string} url the script's `import.meta.url`
 */
export const isMain = (url) => process.argv[1] !== undefined && url === pathToFileURL(process.argv[1]).href;

/** Folders that hold nothing of ours. */
const NOT_OURS = new Set(['node_modules', 'dist', 'data', 'tmp', '.git', '.nx']);

/**
 * Prints the help and ends when the command line asks for it.
 * @param {string} text
 * @param {readonly string[]} [args]
 */
export function helpOr(text, args = process.argv.slice(2)) {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (!own.includes('--help') && !own.includes('-h')) return;
  console.log(text.trim());
  process.exit(0);
}

/**
 * Runs a program in the root and returns its exit code; a program that a signal ended counts as failed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program of an installed package with this Node, e.g. `tool('jest/bin/jest.js', ['--json'])`.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export const tool = (file, args, options) => run(process.execPath, [join(root, 'node_modules', file), ...args], options);

/**
 * Our files below a folder, as paths from the root with `/`, sorted.
 * @param {string} folder
 * @param {string} [base]
 * @returns {string[]}
 */
export function filesIn(folder, base = root) {
  const entries = readdirSync(join(base, folder), { withFileTypes: true }).filter(({ name }) => !NOT_OURS.has(name));
  const files = entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path, base) : [relative('.', path).split(sep).join('/')];
  });
  return files.sort();
}
