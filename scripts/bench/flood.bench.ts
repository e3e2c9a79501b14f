import { alarms, benchChildren, callsAbout, type BenchChild } from './alarms';
import { benchOptions, figure, number, percentile } from './figures';
import { loadHttp, paceHttp, type LoadResult, type LoadTarget } from './http-load';
import { removeFolder, startLianhu } from './lianhu';
import { machineLine } from './machine';
import { dateOf, momentOf } from '@lianhu/kernel';

const HELP = `
npm run bench -- flood [--quick]

What the others feel of a department that floods: education pushes 50 events a second, without and with 256 police events in
flight beside it: alarms about many children, then calls about one child, each of which is a reason for an alert. Only what was
accepted, 201, counts. The load generator and the flood's own checking run on the same cores, so this is the worst case.`;

/** Unit: events/s. */
const OTHERS = 50;
const FLOOD_IN_FLIGHT = 256;
/** p99 of a push by the others. Unit: ms. Source: domain, scale: push API, single events. */
const FLOOR_P99_MS = 500;

async function main(): Promise<void> {
  const { quick } = benchOptions(HELP);
  console.log(`flood · ${machineLine()}`);
  const seconds = quick ? 5 : 15;
  const children = benchChildren(500);
  const lianhu = await startLianhu();
  try {
    const target = async (department: string) => ({
      url: lianhu.url,
      path: `/api/departments/${department}/events`,
      token: await lianhu.token('sender', department),
    });
    const [police, education] = [await target('police'), await target('education')];
    const bodies = (count: number, run: string): string[] => alarms(children, count, run).map((event) => JSON.stringify(event));
    const others = (run: string): string[] =>
      Array.from({ length: OTHERS * seconds }, (_, n) => {
        const data = { days: 1, contacted: true, since: dateOf(momentOf(Date.now())), minor: children[n % children.length]?.identity };
        return JSON.stringify({ type: 'education.absence.flagged', id: `${run}-${n}`, time: momentOf(Date.now()), data });
      });
    const calls = (count: number, run: string): string[] => callsAbout(children[0] as BenchChild, count, run).map((event) => JSON.stringify(event));
    await loadHttp(police, bodies(2_000, 'w'), 64);
    await paceHttp(education, others('w'), OTHERS);
    const alone = await paceHttp(education, others('alone'), OTHERS);
    figure({ what: 'others without a flood: p99', unit: 'ms', measured: p99(alone) });
    for (const [about, flood] of [
      ['many', bodies],
      ['one', calls],
    ] as const) {
      const what = about === 'many' ? 'others beside a flood' : 'others beside a flood about one child';
      const { flooded, perSecond } = await beside(
        police,
        (round) => flood(2_000, `${about}${round}`),
        () => paceHttp(education, others(about), OTHERS),
      );
      figure({ what: `${what}: p99`, unit: 'ms', measured: p99(flooded), floor: FLOOR_P99_MS, atMost: true });
      const share = (100 * flooded.acceptedPerSecond) / alone.acceptedPerSecond;
      figure({ what: `${what}: events accepted a second, of those without it`, unit: '%', measured: share, floor: 90 });
      console.log(`    p50 of the others ${median(flooded)}, ${median(alone)} without it`);
      console.log(`    others answered ${JSON.stringify(flooded.statuses)}; flood ${number(perSecond)} /s beside them`);
    }
  } finally {
    await lianhu.stop();
    removeFolder(lianhu.folder);
  }
}

const p99 = ({ latencies }: LoadResult): number => percentile(latencies, 0.99);
const median = ({ latencies }: LoadResult): string => `${Math.round(percentile(latencies, 0.5))} ms`;

/** What others come to while a department has as much in flight as it may, round after round; and how much of that was answered. */
async function beside(
  target: LoadTarget,
  round: (n: number) => readonly string[],
  work: () => Promise<LoadResult>,
): Promise<{ readonly flooded: LoadResult; readonly perSecond: number }> {
  let [flooding, pushed] = [true, 0];
  const began = performance.now();
  const flood = (async () => {
    for (let n = 0; flooding; n++) pushed += (await loadHttp(target, round(n), FLOOD_IN_FLIGHT)).latencies.length;
  })();
  const flooded = await work();
  flooding = false;
  await flood;
  return { flooded, perSecond: (1000 * pushed) / (performance.now() - began) };
}

await main();
