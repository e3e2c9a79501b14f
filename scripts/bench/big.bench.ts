import { statfsSync } from 'node:fs';
import { momentOf } from '@lianhu/kernel';
import { createSigner, std1 } from '@lianhu/log';
import { postgresLog } from '@lianhu/log-postgres';
import { hubSeeds } from '@lianhu/vault';
import { openDatabase, createPool } from '@lianhu/postgres';
import { migrations } from '@lianhu/services/platform';
import { join } from 'node:path';
import { alarms, benchChildren, type BenchChild } from './alarms';
import { benchLog } from './append';
import { bulkEntries, momentAt, type KnownChild } from './big-county';
import { benchOptions, curve, figure, number, percentile } from './figures';
import { cpuOf, memoryOf, pushStream, removeFolder, startLianhu, type Lianhu } from './lianhu';
import { machineLine } from './machine';

const HELP = `
npm run bench -- --big [--million | --quick]

A county of 165,000 children whose log grows to 5 million events (--million: to one; --quick: 5,000 children, 100,000 events). The
county grows with its log, from 25,000 children at 100,000 events on. Every child's first event is pushed over HTTP; what follows
is appended in this process as ready claims, in the order of time but for one in ten. At each size the standalone is started on
it, and what people wait for is measured: overview, lists, one child, the quarterly report, proofs; first while the running
quarters are still counted after that start, then when they are.`;

/** Sizes of the log at which everything is measured. Unit: events. */
const SIZES = {
  whole: [100_000, 600_000, 1_000_000, 2_500_000, 5_000_000],
  million: [100_000, 600_000, 1_000_000],
  quick: [20_000, 50_000, 100_000],
} as const;
/** Events of the log for each child at least. Reason: pushing a child's first event makes fewer, notices included, so that each size is still ahead after it. */
const EVENTS_A_CHILD = 4;
const CHILDREN = { whole: 165_000, quick: 5_000 } as const;
/** Bytes of disk for each event, indexes and write-ahead log included; what must be free before it begins. */
const BYTES_PER_EVENT = 3_500;
/** Readings of each page. */
const READINGS = 60;
/** Longest catching up of all views. Unit: ms. */
const CAUGHT_UP_WITHIN_MS = 3 * 3_600_000;
/** Groups in one append. */
const PER_APPEND = 512;

interface Budget {
  readonly what: string;
  readonly path: (random: number, children: readonly string[]) => string;
  /** p95 at every size. Unit: ms. */
  readonly floor: number;
}
const PAGES: readonly Budget[] = [
  { what: 'overview', path: () => '/api/views/overview', floor: 50 },
  { what: 'list of children', path: (random) => `/api/views/minors?size=50&page=${1 + Math.floor(random * 40)}`, floor: 100 },
  { what: 'list of one town', path: (random) => `/api/views/minors?size=50&area=99010100${1 + Math.floor(random * 8)}`, floor: 100 },
  { what: 'one child', path: (random, children) => `/api/views/minors/${children[Math.floor(random * children.length)] ?? ''}`, floor: 100 },
  { what: 'proof of inclusion', path: (random) => `/api/log/proofs/inclusion?position=${1 + Math.floor(random * 10_000)}`, floor: 100 },
];
const REPORT_FLOOR_MS = 5_000;
const HOLDS_ALL = 'quarterly report, until it holds everything';
const WHILE_COUNTED = ', while quarters are counted after a start';

async function main(): Promise<void> {
  const { quick } = benchOptions(HELP);
  const scale = quick ? 'quick' : process.argv.includes('--million') ? 'million' : 'whole';
  const sizes = SIZES[scale];
  const most = sizes.at(-1) as number;
  console.log(`big · ${machineLine()}`);
  let lianhu = await startLianhu();
  const { folder } = lianhu;
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < most * BYTES_PER_EVENT) throw new Error(`too little disk: ${number((most * BYTES_PER_EVENT) / 2 ** 30)} GiB are needed`);
  const points: Record<string, [number, number][]> = {};
  const note = (name: string, size: number, value: number): void => void (points[name] ??= []).push([size, value]);
  try {
    const children = benchChildren(quick ? CHILDREN.quick : CHILDREN.whole, undefined, momentAt(0));
    let [there, reached] = [0, 0];
    for (const size of sizes) {
      const fresh = children.slice(there, size / EVENTS_A_CHILD);
      if (fresh.length > 0) {
        const pushed = await pushFirstEvents(lianhu, fresh, `first-${there}`, momentAt(reached / most));
        console.log(`  ${number(fresh.length)} children first pushed over HTTP at ${number(pushed)} /s`);
      }
      await lianhu.stop();
      [there, reached] = [there + fresh.length, size];
      const { perSecond, bytes, known } = await grow(folder, size, most);
      console.log(`  ${number(size)} events: appended at ${number(perSecond)} /s, ${number(bytes / size)} bytes an event in the database`);
      note('append', size, perSecond);
      const began = performance.now();
      lianhu = await startLianhu({ folder, args: [] });
      await caughtUp(lianhu);
      const rate = (known * 1000) / (performance.now() - began);
      const { node, postgres } = cpuOf(lianhu);
      console.log(
        `    started and caught up ${number(known)} events at ${number(rate)} /s; ${number(memoryOf(lianhu).node)} MiB in Node; ` +
          `CPU an event: node ${number(node / known)} µs, PostgreSQL ${number(postgres / known)} µs`,
      );
      note('catch up', size, rate);
      // The report is read until it holds everything, so that the pages read after it meet no count.
      for (const when of [WHILE_COUNTED, ''] as const) {
        const pages = await readPages(lianhu);
        console.log(`    ${pages.map(([what, ms]) => `${what} ${number(ms)} ms`).join(', ')}${when}`);
        for (const [what, ms] of pages) note(`${what}${when}`, size, ms);
      }
    }
  } finally {
    await lianhu.stop();
    removeFolder(folder);
  }
  report(points, most, scale === 'whole' ? '' : `-${scale}`);
}

/** Pushes an event about each of these children, who are new; answers how many a second. */
async function pushFirstEvents(lianhu: Lianhu, children: readonly BenchChild[], run: string, at: number): Promise<number> {
  const began = performance.now();
  for (let from = 0; from < children.length; from += 20_000) {
    const part = children.slice(from, from + 20_000);
    await pushStream(lianhu, alarms(part, part.length, `${run}-${from}`, at));
  }
  return (children.length * 1000) / (performance.now() - began);
}

/** Appends ready claims about the known children until the log has so many events. */
async function grow(folder: string, size: number, most: number): Promise<{ perSecond: number; bytes: number; known: number }> {
  const database = await openDatabase({ folder: join(folder, 'postgres'), migrations });
  const signer = createSigner(benchLog.origin, hubSeeds(join(folder, 'keys'), std1).checkpoint);
  const log = postgresLog({ ...benchLog, signer, url: database.urls.hub });
  const pool = createPool(database.urls.hub);
  try {
    const { position } = await log.head();
    if (position >= size) throw new Error(`the log has ${number(position)} events already, and is to be measured at ${number(size)}`);
    const { rows } = await pool.query<KnownChild>(
      "SELECT subject, claim::json->'data'->>'town' AS town FROM log.log_event WHERE type = 'hub.minor.registered'",
    );
    const began = performance.now();
    const inFlight: Promise<unknown>[] = [];
    for (let next = position; next < size; next += PER_APPEND) {
      const entries = bulkEntries(rows, next, Math.min(PER_APPEND, size - next), most);
      inFlight.push(log.append(entries.map((entry) => ({ entries: [entry] }))));
      if (inFlight.length >= 4) await inFlight.shift();
    }
    await Promise.all(inFlight);
    const perSecond = ((size - position) * 1000) / (performance.now() - began);
    const bytes = await pool.query<{ bytes: string }>(
      "SELECT sum(pg_total_relation_size(c.oid))::bigint AS bytes FROM pg_class c WHERE relnamespace = 'log'::regnamespace AND relkind = 'r'",
    );
    return { perSecond, bytes: Number(bytes.rows[0]?.bytes), known: size - position };
  } finally {
    await pool.end();
    await log.close();
    await database.stop();
  }
}

async function caughtUp(lianhu: Lianhu): Promise<void> {
  for (const until = performance.now() + CAUGHT_UP_WITHIN_MS; performance.now() < until; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const text = await (await fetch(new URL('/metrics', lianhu.url))).text();
    const lags = [...text.matchAll(/^lianhu_follower_lag_events\{[^}]*\} (\d+)/gm)].map(([, lag]) => Number(lag));
    if (lags.length > 0 && lags.every((lag) => lag === 0)) return;
  }
  throw new Error('the views did not catch up in time');
}

/** p95 of every page, and the time of the report. Unit: ms. */
async function readPages(lianhu: Lianhu): Promise<[string, number][]> {
  const headers = { authorization: `Bearer ${await lianhu.token('office')}`, purpose: 'rescue' };
  const get = async (path: string): Promise<{ ms: number; body: unknown }> => {
    const began = performance.now();
    const response = await fetch(new URL(path, lianhu.url), { headers });
    const body = (await response.json()) as unknown;
    if (!response.ok) throw new Error(`${path.replace(/minor-[\w-]+/, '…')} answered ${response.status}`);
    return { ms: performance.now() - began, body };
  };
  const { rows } = (await get('/api/views/minors?size=1000')).body as { rows: readonly { minorRef: string }[] };
  const children = rows.map(({ minorRef }) => minorRef);
  const measured: [string, number][] = [];
  for (const { what, path } of PAGES) {
    const times: number[] = [];
    for (let n = 0; n < READINGS; n++) times.push((await get(path((n * 0.618034) % 1, children))).ms);
    measured.push([what, percentile(times, 0.95)]);
  }
  const quarters = (await get('/api/reports/quarterly')).body as readonly { quarter: string; state: string }[];
  const running = quarters.find(({ state }) => state === 'running')?.quarter ?? quarterOfToday();
  const report = `/api/reports/quarterly/${running}`;
  const began = performance.now();
  const first = await get(report);
  for (let last = first; (last.body as { updating?: object }).updating; last = await get(report))
    await new Promise((resolve) => setTimeout(resolve, 500));
  return [...measured, ['quarterly report', first.ms], [HOLDS_ALL, performance.now() - began]];
}

const quarterOfToday = (): string => {
  const today = momentOf(Date.now());
  return `${today.slice(0, 4)}-Q${Math.ceil(Number(today.slice(5, 7)) / 3)}`;
};

/** `suffix` keeps the plots of one scale apart from another's. */
function report(points: Readonly<Record<string, readonly [number, number][]>>, most: number, suffix: string): void {
  const last = (name: string): number => points[name]?.at(-1)?.[1] ?? NaN;
  for (const { what, floor } of PAGES) {
    figure({ what: `${what}, p95 at ${number(most)} events`, unit: 'ms', measured: last(what), floor, atMost: true });
    figure({ what: `${what}, p95${WHILE_COUNTED}`, unit: 'ms', measured: last(`${what}${WHILE_COUNTED}`) });
  }
  figure({
    what: `quarterly report at ${number(most)} events`,
    unit: 'ms',
    measured: last('quarterly report'),
    floor: REPORT_FLOOR_MS,
    atMost: true,
  });
  figure({ what: `quarterly report, first reading after a start`, unit: 'ms', measured: last(`quarterly report${WHILE_COUNTED}`) });
  figure({ what: `${HOLDS_ALL}, after a start`, unit: 'ms', measured: last(`${HOLDS_ALL}${WHILE_COUNTED}`) });
  figure({ what: `append in-process at ${number(most)} events`, unit: '/s', measured: last('append'), floor: 6_000 });
  figure({ what: `start and catch up all views and alerts, to ${number(most)} events`, unit: '/s', measured: last('catch up') });
  const lines = (...names: string[]) => names.map((name) => ({ name, points: points[name] ?? [] }));
  const axes = { x: 'events in the log' };
  curve({
    ...axes,
    name: `growth-pages${suffix}`,
    title: 'What people wait for, p95, as the log grows',
    y: 'ms',
    lines: lines(...PAGES.map(({ what }) => what), `list of children${WHILE_COUNTED}`),
  });
  curve({
    ...axes,
    name: `growth-rates${suffix}`,
    title: 'Appending and catching up as the log grows',
    y: 'events/s',
    lines: lines('append', 'catch up'),
  });
}

await main();
