/** Runs the EventStoreDB double as a process of its own. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensure } from './ensure.mjs';
import { helpOr, root } from './workspace.mjs';

const HELP = `
node scripts/eventstore.mjs [port]

Starts a server in memory that speaks as much of EventStoreDB's protocol as Lianhu needs, on 127.0.0.1, and prints its
address. For trying the engine where no EventStoreDB is at hand; what it holds is gone when it ends, and the database beside
it is then worth nothing. Then, in another shell, on a data folder of its own:

  LIANHU_LOG_ENGINE=eventstore EVENTSTORE_URL=<address> LIANHU_DATA=data-eventstore npm start -- --empty`;

helpOr(HELP);
await ensure();
const { bundle } = await import('./build.mjs');
const program = 'dist/testing/eventstore.js';
await bundle('libs/testing/eventstore/main.ts', program);
// One process, so that every signal reaches the server.
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(root, program)).href);
