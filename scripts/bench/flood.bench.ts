import { alarms, benchChildren } from './alarms';
import { benchOptions, figure, number, percentile } from './figures';
import { loadHttp, paceHttp } from './http-load';
import { removeFolder, startLianhu } from './lianhu';
import { machineLine } from './machine';
import { dateOf, momentOf } from '@lianhu/kernel';

const HELP = `
npm run bench -- flood [--quick]

What the others feel of a department that floods: education pushes 50 events a second, without and with 256 police events in
flight beside it. Only what was accepted, 201, counts. The load generator and the flood's own checking run on the same cores, so this
is the worst case.`;

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
    await loadHttp(police, bodies(2_000, 'w'), 64);
    await paceHttp(education, others('w'), OTHERS);
    const alone = await paceHttp(education, others('alone'), OTHERS);
    let flooding = true;
    let pushed = 0;
    const flood = (async () => {
      for (let round = 0; flooding; round++) pushed += (await loadHttp(police, bodies(2_000, `f${round}`), FLOOD_IN_FLIGHT)).latencies.length;
    })();
    const flooded = await paceHttp(education, others('flooded'), OTHERS);
    flooding = false;
    await flood;
    const p99 = (result: { readonly latencies: readonly number[] }): number => percentile(result.latencies, 0.99);
    figure({ what: 'others beside a flood: p99', unit: 'ms', measured: p99(flooded), floor: FLOOR_P99_MS, atMost: true });
    figure({ what: 'others without it: p99', unit: 'ms', measured: p99(alone) });
    figure({
      what: 'others beside a flood: events accepted a second, of those without it',
      unit: '%',
      measured: (100 * flooded.acceptedPerSecond) / alone.acceptedPerSecond,
      floor: 90,
    });
    const median = (result: { readonly latencies: readonly number[] }): string => `${Math.round(percentile(result.latencies, 0.5))} ms`;
    console.log(`    p50 of the others ${median(flooded)}, ${median(alone)} without it`);
    console.log(`    others answered ${JSON.stringify(flooded.statuses)}; flood ${number(pushed / seconds)} /s beside them`);
  } finally {
    await lianhu.stop();
    removeFolder(lianhu.folder);
  }
}

await main();
