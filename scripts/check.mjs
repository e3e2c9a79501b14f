/** What CI runs first: format, lint, types, imports, generated files. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { helpOr, root } from './workspace.mjs';

const HELP = `
npm run check -- [step …] [--fix]

Steps: format, lint, types, page-types, imports, generated. All of them without a name. --fix writes what can be mended by
itself (format, lint, generated).`;

helpOr(HELP);
const args = process.argv.slice(2);
const fix = args.includes('--fix');
const bin = (/** @type {string} */ file) => join(root, 'node_modules', file);
const OURS = ['**/*.{ts,tsx,mjs,json,md}'];

/** @type {Record<string, string[]>} */
const STEPS = {
  format: [bin('prettier/bin/prettier.cjs'), fix ? '--write' : '--check', '--log-level=warn', ...OURS],
  lint: [bin('eslint/bin/eslint.js'), ...(fix ? ['--fix'] : []), '.'],
  types: [bin('typescript/bin/tsc'), '-p', 'tsconfig.json'],
  'page-types': [bin('typescript/bin/tsc'), '-p', 'apps/dashboard/tsconfig.json', '--noEmit'],
  imports: [join(root, 'scripts', 'import-check.mjs')],
  generated: [join(root, 'scripts', 'generate.mjs'), ...(fix ? [] : ['--check'])],
};

/**
 * Runs one step and keeps its words until it ends, so that parallel steps do not mix.
 * @param {string} name
 * @returns {Promise<boolean>}
 */
function step(name) {
  return new Promise((resolve) => {
    const begun = performance.now();
    const child = spawn(process.execPath, STEPS[name] ?? [], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let words = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += String(chunk)));
    child.once('close', (code) => {
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
      if (code !== 0 || words.includes('warning')) console.log(words.trimEnd());
      resolve(code === 0);
    });
  });
}

const unknown = args.filter((arg) => !arg.startsWith('--') && !(arg in STEPS));
if (unknown.length > 0) {
  console.error(`There is no step called ${unknown.join(', ')}.\n${HELP}`);
  process.exit(2);
}
await ensure();
const named = args.filter((arg) => arg in STEPS);
const wanted = (named.length > 0 ? named : Object.keys(STEPS)).filter(
  (name) => name !== 'page-types' || existsSync(join(root, 'apps/dashboard/tsconfig.json')),
);
/** @type {boolean[]} */
const results = [];
/** Two at a time: most machines of ours have two cores. With --fix one at a time, because steps write the same files. */
const AT_ONCE = fix ? 1 : 2;
const queue = [...wanted];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) results.push(await step(name));
  }),
);
const failed = results.filter((good) => !good).length;
console.log(failed === 0 ? 'check: all good' : `check: ${failed} of ${results.length} steps failed`);
process.exit(failed === 0 ? 0 : 1);
