/** Runs Lianhu's command: builds it when it is stale, then becomes it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensure } from './ensure.mjs';
import { root } from './workspace.mjs';

const HELP = `
npm run lianhu -- <command> [options]

Commands of an operator or auditor, e.g. verify, account, export. Without one it lists them.`;

/** Where the commands are written. */
const ENTRY = 'apps/standalone/cli.ts';

const args = process.argv.slice(2);
if (!existsSync(join(root, ENTRY))) {
  console.log(HELP.trim());
  process.exit(args.includes('--help') ? 0 : 1);
}
await ensure();
const { bundle } = await import('./build.mjs');
const file = 'dist/apps/standalone/cli.js';
await bundle(ENTRY, file);
process.argv = [process.execPath, join(root, file), ...args];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(root, file)).href);
