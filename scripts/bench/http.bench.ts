import { alarms, benchChildren, type Alarm } from './alarms';
import { benchOptions, figure, median, number, percentile } from './figures';
import { loadHttp, type LoadResult, type LoadTarget } from './http-load';
import { limits, serveIfAsked } from './http-limits';
import { cpuOf, pushStream, removeFolder, startLianhu, type Lianhu } from './lianhu';
import { machineLine } from './machine';

const HELP = `
npm run bench -- http [--quick]

Events over HTTP into a running standalone, durable commits: one event a request, 64 in flight, and one NDJSON stream.
Limits in the same run: a bare Fastify that answers the same bytes, and PostgreSQL with one durable insert a transaction.`;

const IN_FLIGHT = 64;
/** Children whom the events are about; each is known after the warm-up. */
const CHILDREN = 2_000;
const PATH = '/api/departments/police/events';

async function main(): Promise<void> {
  const { quick } = benchOptions(HELP);
  console.log(`http · ${machineLine()}`);
  const rounds = quick ? 1 : 3;
  const [singles, lines] = quick ? [3_000, 6_000] : [8_000, 20_000];
  const children = benchChildren(CHILDREN);
  const lianhu = await startLianhu();
  try {
    const target = { url: lianhu.url, path: PATH, token: await lianhu.token('sender', 'police') };
    await pushStream(lianhu, alarms(children, CHILDREN, 'w1'));
    await single(target, alarms(children, 2_000, 'w2'));
    const [ones, onesCpu] = await withCpu(lianhu, rounds * singles, () =>
      repeat(rounds, (round) => single(target, alarms(children, singles, `s${round}`))),
    );
    const [streams, streamsCpu] = await withCpu(lianhu, rounds * lines, () =>
      repeat(rounds, (round) => pushStream(lianhu, alarms(children, lines, `n${round}`))),
    );
    const perSecond = median(ones.map((one) => one.perSecond));
    const latencies = ones.flatMap((one) => one.latencies);
    figure({ what: `single events over HTTP, ${IN_FLIGHT} in flight`, unit: '/s', measured: perSecond, floor: 1_500, goal: 3_000 });
    console.log(`    p50 ${number(percentile(latencies, 0.5))} ms; rounds ${ones.map((one) => number(one.perSecond)).join(', ')}; ${onesCpu}`);
    figure({ what: 'single events over HTTP, p99', unit: 'ms', measured: percentile(latencies, 0.99), floor: 150, goal: 100, atMost: true });
    figure({ what: 'NDJSON over HTTP, checked, signed, encrypted', unit: '/s', measured: median(streams), floor: 4_000, goal: 10_000 });
    console.log(`    rounds ${streams.map(number).join(', ')}; ${streamsCpu}`);
    await lianhu.stop();
    await limits({ perSecond, ndjson: median(streams), inFlight: IN_FLIGHT, body: JSON.stringify(alarms(children, 1, 'x')[0]), count: singles });
  } finally {
    await lianhu.stop();
    removeFolder(lianhu.folder);
  }
}

/** Runs work and says what each event cost, views and alerts included; the load generator is not in it. */
async function withCpu<T>(lianhu: Lianhu, events: number, work: () => Promise<T>): Promise<[T, string]> {
  const before = cpuOf(lianhu);
  const result = await work();
  const after = cpuOf(lianhu);
  return [
    result,
    `CPU an event: node ${number((after.node - before.node) / events)} µs, PostgreSQL ${number((after.postgres - before.postgres) / events)} µs`,
  ];
}

async function repeat<T>(rounds: number, work: (round: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let round = 0; round < rounds; round++) results.push(await work(round));
  return results;
}

async function single(target: LoadTarget, events: readonly Alarm[]): Promise<LoadResult> {
  const result = await loadHttp(
    target,
    events.map((event) => JSON.stringify(event)),
    IN_FLIGHT,
  );
  if (result.statuses['201'] !== events.length) throw new Error(`pushed ${events.length}, answered ${JSON.stringify(result.statuses)}`);
  return result;
}

if (!(await serveIfAsked())) await main();
