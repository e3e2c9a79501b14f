/** Installs what is missing, builds what is stale, then becomes the standalone app: one process, so every signal reaches it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensure } from './ensure.mjs';
import { root, run } from './workspace.mjs';

const HELP = `
npm start -- [options]

Starts Lianhu: hub, monitor, audit and the departments' services in one process, on a PostgreSQL of its own.
Installs packages and builds when needed. Further options go to the program itself:
`;

const args = process.argv.slice(2);
const main = join(root, 'dist', 'apps', 'standalone', 'main.js');
if (args.includes('--help')) {
  console.log(HELP.trim());
  if (!existsSync(main)) process.exit(0);
}
await ensure();
const code = await run(process.execPath, [join(root, 'scripts', 'build.mjs'), 'standalone', 'dashboard', 'verifier', '--quiet']);
if (code !== 0) process.exit(code);

process.argv = [process.execPath, main, ...args];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(main).href);
