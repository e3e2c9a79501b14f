import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { canonical, type Json, type SumDefinition, type ViewDefinition } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { fixedClock, testLog } from '@lianhu/testing';
import type { AlertRow } from '@lianhu/views/alerts';
import type { MinorRow } from '@lianhu/views/minors';
import { Follower, rebuildParity, ViewReader, type FollowerOptions } from '.';
import { useDatabase, wipe } from './database.fixture';
import { confusions, happen, happenings, type Happening } from './random-log.fixture';
import { known, sums as realSums, trace, traces, views as realViews } from './views.fixture';

const views = [...realViews, trace] as readonly ViewDefinition[];
const sums = [...realSums, traces] as readonly SumDefinition[];

const pool = useDatabase();

test('these are all the views that there are, with all their sums', async () => {
  const folders = readdirSync(join(__dirname, '..', 'views'));
  const exported = await Promise.all(folders.map(async (folder) => Object.values((await import(`@lianhu/views/${folder}`)) as object)));
  const defined = (exported.flat() as unknown[]).filter((one) => typeof one === 'object' && one !== null && ('handlers' in one || 'over' in one));
  expect(new Set(defined)).toEqual(new Set([...realViews, ...realSums]));
  expect(defined).toHaveLength(realViews.length + realSums.length);
});

async function followed(options: FollowerOptions, position: number): Promise<void> {
  const follower = new Follower(options);
  await follower.start();
  const there = await follower.waitFor(position, 60_000);
  const status = follower.status();
  await follower.stop();
  expect([there, status.error]).toEqual([true, undefined]);
}

async function contents(): Promise<string> {
  const reader = new ViewReader(pool(), testLog(), views, sums);
  const rows = await Promise.all(views.map(({ name }) => reader.list(name, { size: 1000 })));
  const counts = await Promise.all(sums.map(({ name }) => reader.sumsOf(name)));
  return canonical([rows.map(({ rows: all }) => all), counts.map((of) => [...of])] as unknown as Json);
}

/** How many alerts that are not closed stand where their child does; fails for one that does not. */
async function atHome(): Promise<number> {
  const reader = new ViewReader(pool(), testLog(), views, sums);
  const { rows } = await reader.list<MinorRow>('minors', { size: 1000 });
  const { rows: all } = await reader.list<AlertRow>('alerts', { size: 1000 });
  const towns = new Map(rows.map(({ child, town }) => [child, town]));
  const open = all.filter(({ state, child }) => state !== 'closed' && towns.has(child));
  expect(open.map(({ alert, town }) => [alert, town])).toEqual(open.map(({ alert, child }) => [alert, towns.get(child)]));
  return open.length;
}

test('any history, late, corrected, merged, split and over the ends of quarters: followed in any pages, and rebuilt in any memory, rows are those of a fold from zero, and an open alert stands where its child does', async () => {
  let [kept, open] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      confusions,
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(),
      async (all: readonly Happening[], pageSize, foldsInMemory, cut) => {
        await wipe(pool());
        const clock = fixedClock('2026-03-10');
        const log = testLog(clock);
        const options = { log, pool: pool(), suite: std1, views, sums, known, pageSize, foldsInMemory };
        // A part stands before the follower begins (rebuilt), the rest it follows; another begins when all is there.
        const before = cut % (all.length + 1);
        await happen(log, clock, all.slice(0, before));
        const follower = new Follower(options);
        await follower.start();
        const more = all.slice(before);
        await happen(log, clock, more);
        const { position } = await log.head();
        expect(await follower.waitFor(position, 60_000)).toBe(true);
        await follower.stop();
        expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
        open += await atHome();
        const live = await contents();
        kept += live.length;
        await wipe(pool());
        await followed(options, position);
        expect(await contents()).toBe(live);
      },
    ),
    { numRuns: 40 },
  );
  // Of forty random histories some hold open alerts of children that are known: how many is chance.
  expect([kept > 10_000, open > 0]).toEqual([true, true]);
});

test('parity sees a changed row, a missing row and a changed sum', async () => {
  await wipe(pool());
  const clock = fixedClock('2026-03-10');
  const log = testLog(clock);
  await happen(log, clock, fc.sample(happenings, { numRuns: 8, seed: 7 }).flat().slice(0, 60));
  await followed({ log, pool: pool(), suite: std1, views, sums, known }, (await log.head()).position);
  expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
  const of = (name: string): number | undefined => views.find((view) => view.name === name)?.version;
  await pool().query(`UPDATE view.view_minors_v${of('minors')} SET row = jsonb_set(row, '{town}', '"990101009"') WHERE key LIKE 'child-A%'`);
  await pool().query(`DELETE FROM view.view_departments_v${of('departments')} WHERE key = 'police'`);
  await pool().query(`UPDATE view.sum_county_v${of('minors')} SET counts = jsonb_set(counts, '{minors}', '77')`);
  const found = await rebuildParity(pool(), log, views, sums);
  expect(found.map(({ view, key }) => `${view} ${key.slice(0, 7)}`)).toEqual(['minors child-A', 'county all', 'departments police']);
});
