/** Runs Lianhu's command: builds it when it is stale and can be built here, then becomes it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensure, runsOnly } from './ensure.mjs';
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
const file = 'dist/apps/standalone/cli.js';
// On a host that only runs, as infra/README.md sets it up, nothing is installed anew for a command.
if (!existsSync(join(root, file)) || !runsOnly()) {
  await ensure();
  const { bundle } = await import('./build.mjs');
  await bundle(ENTRY, file);
}
process.argv = [process.execPath, join(root, file), ...args];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(root, file)).href);
