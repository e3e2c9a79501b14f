/** Strikes a running installation with faults and lets an independent judge look at what is left (apps/standalone/faults). */
import { join } from 'node:path';
import { ensure } from './ensure.mjs';
import { kafkaJars } from './kafka-jars.mjs';
import { helpOr, root, run } from './workspace.mjs';

const HELP = `
npm run faults -- [--rounds 30] [--seed N] [--minutes M] [--only fault,fault]

Starts hub, monitor, audit, an edge and PostgreSQL as processes of their own, pushes without a pause, and meanwhile kills one
of them at random moments or fills a volume: kill-hub, kill-edge, kill-monitor, kill-postgres, disk-full-postgres,
disk-full-spool (these two need the right to mount), kafka-away (needs the jars that scripts/kafka-jars.mjs gets; then the hub relays
into a real broker, and the topic must be the log). What cannot be done here is skipped, and the table says why. Then a judge that shares no code with the log looks whether everything
acknowledged stands exactly once, without a gap, under the signed checkpoint, and whether the views are those of a rebuild.
  --seed N      the same seed deals the same strokes; it is printed first
  --minutes M   strokes for so long, however many
Exit 0 nothing found, 1 findings (the evidence stays), 2 it could not be done. A long run: --rounds 300.`;

helpOr(HELP);
await ensure();
const { buildApp, bundle } = await import('./build.mjs');
for (const app of ['hub', 'monitor', 'audit', 'police', 'standalone']) await buildApp(app);
for (const program of ['main', 'check']) await bundle(`apps/standalone/faults/${program}.ts`, `dist/apps/faults/${program}.js`);
const jars = process.env['KAFKA_JARS'] ?? kafkaJars();
const env = { ...process.env, ...(jars !== undefined && { KAFKA_JARS: jars }) };
process.exit(
  await run(process.execPath, ['--enable-source-maps', join(root, 'dist', 'apps', 'faults', 'main.js'), ...process.argv.slice(2)], { env }),
);
