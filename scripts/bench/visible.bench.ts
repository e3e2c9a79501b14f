import { dateOf, momentOf } from '@lianhu/kernel';
import { alarms, benchChildren, type BenchChild } from './alarms';
import { benchOptions, beside, figure, median, number, percentile } from './figures';
import { paceHttp } from './http-load';
import { removeFolder, startLianhu, type Lianhu } from './lianhu';
import { machineLine } from './machine';

const HELP = `
npm run bench -- visible [--quick]

How long a pushed event takes until a view shows it to a reader over HTTP, while 500 other events a second are pushed.
The limit in the same run: pushing alone, and reading the view alone, under the same load.`;

/** Unit: events/s. */
const BACKGROUND = 500;
/** Pause between two looks at the view. Unit: ms; what is measured is this much too long at most. */
const LOOK_EVERY_MS = 5;
/** Pause between two probes. Unit: ms. */
const PROBE_EVERY_MS = 100;

async function main(): Promise<void> {
  const { quick } = benchOptions(HELP);
  console.log(`visible · ${machineLine()}`);
  const seconds = quick ? 5 : 15;
  const children = benchChildren(500);
  const lianhu = await startLianhu();
  try {
    const police = { url: lianhu.url, path: '/api/departments/police/events', token: await lianhu.token('sender', 'police') };
    const bodies = (count: number, run: string): string[] => alarms(children, count, run).map((event) => JSON.stringify(event));
    await paceHttp(police, bodies(2_000, 'w'), BACKGROUND);
    const background = paceHttp(police, bodies(BACKGROUND * seconds, 'b'), BACKGROUND);
    const probes = await probe(lianhu, children, (seconds - 1) * 1000);
    const { perSecond, latencies } = await background;
    const visible = probes.map((one) => one.visible);
    figure({
      what: `push → visible in a view, ${BACKGROUND}/s background, p99`,
      unit: 'ms',
      measured: percentile(visible, 0.99),
      floor: 250,
      goal: 100,
      atMost: true,
    });
    console.log(
      `    p50 ${number(median(visible))} ms, ${probes.length} probes; background ${number(perSecond)} /s, its p99 ${number(percentile(latencies, 0.99))} ms`,
    );
    beside('limit: pushing alone, p50', median(probes.map((one) => one.pushed)), median(visible), 'ms');
    beside('limit: reading the view alone, p50', median(probes.map((one) => one.read)), median(visible), 'ms');
  } finally {
    await lianhu.stop();
    removeFolder(lianhu.folder);
  }
}

interface Probe {
  /** Until the receipt, until the view showed it, and one reading. Unit: ms. */
  readonly pushed: number;
  readonly visible: number;
  readonly read: number;
}

/** Pushes one event of another department again and again and reads the departments' view until it is counted. */
async function probe(lianhu: Lianhu, children: readonly BenchChild[], forMs: number): Promise<Probe[]> {
  const [sender, office] = [await lianhu.token('sender', 'education'), await lianhu.token('office')];
  const push = async (n: number): Promise<void> => {
    const { identity, village } = children[n % children.length] as BenchChild;
    const data = { days: 1, contacted: true, since: dateOf(momentOf(Date.now())), minor: identity };
    const body = JSON.stringify({ type: 'education.absence.flagged', id: `probe-${n}`, time: momentOf(Date.now()), residencearea: village, data });
    const headers = { authorization: `Bearer ${sender}`, 'content-type': 'application/json' };
    const response = await fetch(new URL('/api/departments/education/events', lianhu.url), { method: 'POST', headers, body });
    if (response.status !== 201) throw new Error(`a probe was answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  };
  const count = async (): Promise<number> => {
    const response = await fetch(new URL('/api/views/departments', lianhu.url), { headers: { authorization: `Bearer ${office}` } });
    const { rows } = (await response.json()) as { rows: readonly { department: string; events: number }[] };
    return rows.find(({ department }) => department === 'education')?.events ?? 0;
  };
  const probes: Probe[] = [];
  for (const until = performance.now() + forMs; performance.now() < until; await pause(PROBE_EVERY_MS)) {
    const began = performance.now();
    await push(probes.length);
    const pushed = performance.now() - began;
    let read = performance.now();
    while ((await count()) <= probes.length) {
      await pause(LOOK_EVERY_MS);
      read = performance.now();
    }
    probes.push({ pushed, visible: performance.now() - began, read: performance.now() - read });
  }
  return probes;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

await main();
