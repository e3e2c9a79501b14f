/** Runs the benches, scripts/bench/<name>.bench.ts, one after another. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { helpOr, root, run } from './workspace.mjs';

const folder = join(root, 'scripts', 'bench');
const benches = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => /\.bench\.ts$/.test(name))
      .map((name) => name.replace(/\.bench\.ts$/, ''))
  : [];

const HELP = `
npm run bench -- [name …] [--big]

Measures the budgets of docs/ARCHITECTURE.md. Benches: ${benches.join(', ') || 'none yet'}. All of them without a name.
Options that begin with -- go to each bench.`;

helpOr(HELP);
const args = process.argv.slice(2);
const named = args.filter((arg) => !arg.startsWith('--'));
const unknown = named.filter((name) => !benches.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}.\n${HELP}`);
  process.exit(2);
}
await ensure();
const { bundle } = await import('./build.mjs');
let failed = 0;
for (const name of named.length > 0 ? named : benches) {
  const file = `dist/bench/${name}.js`;
  await bundle(`scripts/bench/${name}.bench.ts`, file);
  const code = await run(process.execPath, ['--enable-source-maps', join(root, file), ...args.filter((arg) => arg.startsWith('--'))]);
  if (code !== 0) failed += 1;
}
process.exit(failed === 0 ? 0 : 1);
