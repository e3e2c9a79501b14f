import { baseViews, catalogue, sums } from '@lianhu/catalogue';
import { CompiledView, Follower, replay, ViewTarget } from '@lianhu/follow';
import { base64, Frontier, leafHash, std1, type EventLog } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import { beside, figure, median, number } from './figures';

/** Lines read at a time, as a rebuild does. */
const PAGE = 5_000;
/** A version that no view has: all are built anew, beside those that stand. */
const FIRST_VERSION = 1_000;

/** Events a second of a rebuild of all views together, against reading the log and recomputing every leaf. */
export async function measureRebuild(log: EventLog, monitorUrl: string, rounds: number): Promise<void> {
  const pool = createPool(monitorUrl);
  const { position } = await log.head();
  const rates: number[] = [];
  const limits: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const versions = baseViews.map((view) => ({ ...view, version: FIRST_VERSION + round }));
      const follower = new Follower({ log, pool, suite: std1, views: versions, sums, known: (type) => catalogue.event(type) !== undefined });
      rates.push(
        await rateOf(position, async () => {
          await follower.start();
          await rebuilt(follower, position);
        }),
      );
      await follower.stop();
      limits.push(await rateOf(position, () => readAndCheck(log)));
    }
  } finally {
    await pool.end();
  }
  figure({ what: 'rebuild of all views together', unit: '/s', measured: median(rates), floor: 25_000, goal: 50_000 });
  console.log(`    ${number(position)} events; rounds ${rates.map(number).join(', ')}`);
  beside('limit: reading and leaf check only', median(limits), median(rates));
}

/** Readers see the old version until the new one stands, so the follower's own words count, not its answers. */
async function rebuilt(follower: Follower, position: number): Promise<void> {
  for (;;) {
    const { views } = follower.status();
    if (views.some(({ state }) => state === 'halted')) throw new Error(`the rebuild stopped: ${JSON.stringify(views)}`);
    if (views.every((view) => view.state === 'running' && view.version >= FIRST_VERSION && view.position >= position)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Events a second of an auditors' replay of one view to the head and of a comparison of two moments, without a database for what is folded. */
export async function measureReplay(log: EventLog, rounds: number): Promise<void> {
  const { position } = await log.head();
  const minors = baseViews.find(({ name }) => name === 'minors') as (typeof baseViews)[number];
  const parts = { log, suite: std1, known: (type: string) => catalogue.event(type) !== undefined };
  const run = async (positions: readonly number[]): Promise<void> =>
    (await replay(new ViewTarget(new CompiledView(minors, sums), parts), positions, parts)).close();
  const [one, two]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    one.push(await rateOf(position, () => run([position])));
    two.push(await rateOf(position, () => run([Math.floor(position / 2), position])));
  }
  figure({ what: "replay of the children's view to the head", unit: '/s', measured: median(one) });
  console.log(`    two moments compared: ${number(median(two))} /s`);
  beside('limit: reading and leaf check only', await rateOf(position, () => readAndCheck(log)), median(one));
}

async function rateOf(events: number, work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (events * 1000) / (performance.now() - began);
}

async function readAndCheck(log: EventLog): Promise<void> {
  const frontier = new Frontier(std1);
  for (;;) {
    const page = await log.read(frontier.size, PAGE);
    for (const line of page.lines) {
      const leaf = leafHash(std1, line);
      if (base64(leaf) !== line.leafHash) throw new Error(`line ${line.position} is not what was stored`);
      frontier.push(leaf);
    }
    if (frontier.size >= page.head) return;
  }
}
