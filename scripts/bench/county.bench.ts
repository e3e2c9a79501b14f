import { alarms, benchChildren } from './alarms';
import { benchOptions, beside, figure, median, number } from './figures';
import { memoryOf, openStoppedLog, pushStream, removeFolder, startLianhu, type Lianhu } from './lianhu';
import { machineLine } from './machine';
import { measureRebuild, measureReplay } from './rebuild';

const HELP = `
npm run bench -- county [--quick]

Loads the demonstration county (with --quick: some thousand alarms instead), then measures on it: a start on the existing
folder, memory at rest, the running quarter's report, a rebuild of all views, and replays (limit: reading and leaf check only).`;

/** Loading takes half a minute on two quiet cores. Unit: ms. */
const LOADED_WITHIN_MS = 900_000;
/** What a process is left alone before its memory counts. Unit: ms. */
const REST_MS = 6_000;

async function main(): Promise<void> {
  const { quick } = benchOptions(HELP);
  console.log(`county · ${machineLine()}`);
  const first = await (quick ? alarmCounty() : demonstrationCounty());
  await first.stop();
  try {
    await measureStarts(first.folder, quick ? 1 : 3);
    const { log, monitorUrl, close } = await openStoppedLog(first.folder);
    try {
      await measureRebuild(log, monitorUrl, quick ? 1 : 3);
      await measureReplay(log, quick ? 1 : 3);
    } finally {
      await close();
    }
  } finally {
    removeFolder(first.folder);
  }
}

async function demonstrationCounty(): Promise<Lianhu> {
  const began = performance.now();
  const lianhu = await startLianhu({ args: [] });
  while (!lianhu.output().includes('county ready')) {
    if (performance.now() - began > LOADED_WITHIN_MS) throw new Error(`the demonstration did not load in time:\n${lianhu.output()}`);
    await pause(250);
  }
  const seconds = (performance.now() - began) / 1000;
  console.log(
    `  demonstration county of ${/ready: (\d+)/.exec(lianhu.output())?.[1] ?? '?'} events loaded in ${number(seconds)} s, quarters closed and alerts worked on`,
  );
  return lianhu;
}

/** A smaller county in no time: alarms about invented children. */
async function alarmCounty(): Promise<Lianhu> {
  const lianhu = await startLianhu();
  await pushStream(lianhu, alarms(benchChildren(1_000), 6_000, 'county'));
  return lianhu;
}

async function measureStarts(folder: string, rounds: number): Promise<void> {
  const starts: number[] = [];
  let lianhu: Lianhu | undefined;
  for (let round = 0; round < rounds; round++) {
    await lianhu?.stop();
    lianhu = await startLianhu({ folder, args: [] });
    starts.push(lianhu.startedIn);
  }
  if (!lianhu) return;
  await pause(REST_MS);
  const { node, postgres } = memoryOf(lianhu);
  figure({ what: 'start on an existing folder', unit: 's', measured: median(starts) / 1000, floor: 5, atMost: true });
  figure({ what: 'memory at rest, PostgreSQL included', unit: 'MiB', measured: node + postgres, floor: 400, atMost: true });
  console.log(`    Node ${number(node)} MiB, PostgreSQL ${number(postgres)} MiB (shared pages divided)`);
  await measureReport(lianhu);
  await lianhu.stop();
}

async function measureReport(lianhu: Lianhu): Promise<void> {
  const token = await lianhu.token('office');
  const get = async (path: string): Promise<{ ms: number; body: unknown }> => {
    const began = performance.now();
    const response = await fetch(new URL(path, lianhu.url), { headers: { authorization: `Bearer ${token}` } });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return { ms: performance.now() - began, body };
  };
  const list = (await get('/api/reports/quarterly')).body as readonly { quarter: string; state: string }[];
  const running = list.find(({ state }) => state === 'running') ?? list[0];
  const cold = await get(`/api/reports/quarterly/${running?.quarter ?? ''}`);
  // Figures that took long are shown as they were before the stop; what everybody waits for afterwards is the new ones.
  const until = performance.now();
  let last = cold;
  while ((last.body as { updating?: object }).updating) last = await get(`/api/reports/quarterly/${running?.quarter ?? ''}`);
  if (last !== cold) console.log(`    until it held everything: ${number(cold.ms + performance.now() - until)} ms`);
  const warm = await get(`/api/reports/quarterly/${running?.quarter ?? ''}`);
  figure({ what: 'quarterly report, first reading after a start', unit: 'ms', measured: cold.ms, floor: 5_000, atMost: true });
  beside('limit: the same report read again', warm.ms, cold.ms, 'ms');
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

await main();
