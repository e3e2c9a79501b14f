import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { logMigrations, postgresLog } from '@lianhu/log-postgres';
import { createPool } from '@lianhu/postgres';
import type { EventLog } from '@lianhu/log';
import pg from 'pg';
import { benchAppend, benchLog, readyEntries } from './append';
import { benchDatabase } from './bench-database';
import { benchOptions, beside, curve, figure, median, number } from './figures';
import { machineLine } from './machine';

const HELP = `
npm run bench -- append [--quick]

Ready-made claims into the log in this process, 256 in flight, durable commits. Peers in the same run, on the same server
and taking turns with us: emmett-postgresql (one append a stream and event, 256 in flight) and PostgreSQL's own
INSERT … unnest of 256 rows a statement, two on their way.`;

const IN_FLIGHT = 256;
/** Loads at which the same is measured once more. Unit: claims in flight. */
const SWEEP = [1, 16, 64, 256, 1_000];

/** Streams are new, so that nobody meets a version conflict: the best case of the peer. */
async function emmettRate(store: ReturnType<typeof getPostgreSQLEventStore>, claims: readonly string[], run: string): Promise<number> {
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < claims.length) {
        const n = next++;
        await store.appendToStream(`bench-${run}-${n}`, [{ type: 'bench', data: { claim: claims[n] as string } }]);
      }
    }),
  );
  return (claims.length * 1000) / (performance.now() - began);
}

async function unnestRate(pool: ReturnType<typeof createPool>, claims: readonly string[], run: string): Promise<number> {
  await pool.query(
    'CREATE TABLE IF NOT EXISTS bench_unnest (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL UNIQUE, claim text NOT NULL)',
  );
  let next = 0;
  const began = performance.now();
  await Promise.all(
    [0, 1].map(async () => {
      while (next < claims.length) {
        const from = next;
        const part = claims.slice(from, (next += IN_FLIGHT));
        const ids = part.map((_, i) => `${run}-${from + i}`);
        await pool.query({
          name: 'bench-unnest',
          text: 'INSERT INTO bench_unnest (id, claim) SELECT * FROM unnest($1::text[], $2::text[])',
          values: [ids, part],
        });
      }
    }),
  );
  return (claims.length * 1000) / (performance.now() - began);
}

/** The same with fewer and with more in flight, and in calls of 64: what a lone caller waits, and what a crowd gets. */
async function sweep(log: EventLog, quick: boolean): Promise<void> {
  const rates: [number, number][] = [];
  const waits: [number, number][] = [];
  for (const inFlight of SWEEP) {
    const events = Math.min(quick ? 4_000 : 20_000, 500 * inFlight + 500);
    const { perSecond, p50, p99 } = await benchAppend(log, { events, inFlight });
    console.log(`    ${inFlight} in flight: ${number(perSecond)} /s, p50 ${number(p50)} ms, p99 ${number(p99)} ms`);
    rates.push([inFlight, perSecond]);
    waits.push([inFlight, p99]);
  }
  const batches = await benchAppend(log, { events: quick ? 4_000 : 20_000, inFlight: 8, perCall: 64 });
  console.log(`    8 in flight, 64 a call: ${number(batches.perSecond)} /s, p99 ${number(batches.p99)} ms`);
  const axes = { x: 'in flight', lines: [] };
  curve({ ...axes, name: 'append-rate', title: 'append, ready claims', y: 'events/s', lines: [{ name: 'one claim a call', points: rates }] });
  curve({ ...axes, name: 'append-p99', title: 'append, ready claims: p99', y: 'ms', lines: [{ name: 'p99', points: waits }] });
}

async function main(): Promise<void> {
  const { quick } = benchOptions(HELP);
  console.log(`append · ${machineLine()}`);
  const events = quick ? 8_000 : 20_000;
  const database = await benchDatabase(logMigrations);
  const log = postgresLog({ url: database.urls.hub, ...benchLog });
  const pool = createPool(database.urls.owner);
  // A pool of pg's own making, as a user of emmett has it; it must outlive the store to see the server go.
  const emmettPool = new pg.Pool({ connectionString: database.urls.owner });
  emmettPool.on('error', () => undefined);
  const store = getPostgreSQLEventStore(database.urls.owner, { connectionOptions: { pool: emmettPool } });
  try {
    const claims = readyEntries(events / 4, 'peers').map(({ claim }) => claim);
    const ours: Awaited<ReturnType<typeof benchAppend>>[] = [];
    const emmett: number[] = [];
    const unnest: number[] = [];
    await emmettRate(store, claims.slice(0, IN_FLIGHT), 'warm');
    for (let round = 0; round < (quick ? 1 : 3); round++) {
      ours.push(await benchAppend(log, { events, inFlight: IN_FLIGHT }));
      emmett.push(await emmettRate(store, claims, `${round}`));
      unnest.push(await unnestRate(pool, claims, `${round}`));
    }
    const perSecond = median(ours.map((one) => one.perSecond));
    figure({ what: `append in-process, ready claims, ${IN_FLIGHT} in flight`, unit: '/s', measured: perSecond, floor: 6_000, goal: 12_000 });
    console.log(
      `    p50 ${number(median(ours.map(({ p50 }) => p50)))} ms, p99 ${number(median(ours.map(({ p99 }) => p99)))} ms; rounds ${ours.map((one) => number(one.perSecond)).join(', ')}`,
    );
    figure({ what: 'append in-process against emmett-postgresql', unit: '×', measured: perSecond / median(emmett), floor: 3 });
    beside('peer: emmett-postgresql, one append a stream', median(emmett), perSecond);
    beside('limit: PostgreSQL, INSERT … unnest of 256 rows', median(unnest), perSecond);
    await sweep(log, quick);
  } finally {
    await store.close();
    if (!emmettPool.ended) await emmettPool.end();
    await pool.end();
    await log.close();
    await database.stop();
  }
}

await main();
