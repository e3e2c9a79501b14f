/** Builds an app at every change and starts it again. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { helpOr, root } from './workspace.mjs';

const HELP = `
npm run dev -- [app] [-- options of the app]

Watches an app (standalone unless named), bundles it at every change and starts it again. With standalone, Vite serves the
dashboard beside it and reloads the page.`;

helpOr(HELP);
const args = process.argv.slice(2);
const app = args[0] !== undefined && !args[0].startsWith('-') ? args[0] : 'standalone';
const options = args.filter((arg, index) => arg !== '--' && !(index === 0 && arg === app));
await ensure();

const { nodeBundle, nodeOutput } = await import('./build.mjs');
const { watch } = await import('rolldown');
const file = `dist/dev/${app}.js`;
const watcher = watch({ ...nodeBundle(`apps/${app}/main.ts`), output: nodeOutput(file) });

/** @type {import('node:child_process').ChildProcess | undefined} */
let child;
/** @type {Promise<unknown>} */
let ended = Promise.resolve();

async function restart() {
  child?.kill('SIGTERM');
  await ended;
  const started = spawn(process.execPath, ['--enable-source-maps', join(root, file), ...options], { cwd: root, stdio: 'inherit' });
  child = started;
  ended = new Promise((resolve) => started.once('close', resolve));
}

watcher.on('event', (event) => {
  if (event.code === 'ERROR') console.error(event.error.message);
  if (event.code === 'BUNDLE_END') void restart().then(() => event.result.close());
});

if (app === 'standalone' && existsSync(join(root, 'apps', 'dashboard', 'vite.config.ts'))) {
  const vite = await import('vite');
  const folder = join(root, 'apps', 'dashboard');
  const server = await vite.createServer({ root: folder, configFile: join(folder, 'vite.config.ts') });
  await server.listen();
  server.printUrls();
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    child?.kill('SIGTERM');
    void ended.then(() => process.exit(0));
  });
}
