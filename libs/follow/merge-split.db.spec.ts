import fc from 'fast-check';
import { DayTurned, PolicyDocumentFiled, RecordMerged, RecordSplit, RecordWithdrawn } from '@lianhu/departments/hub';
import { canonical, type Json } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import { fixedClock, testLog, write, type Written } from '@lianhu/testing';
import { Follower, ViewReader } from '.';
import { useDatabase, wipe } from './database.fixture';
import { happen, happenings, registration, subject, type Happening } from './random-log.fixture';
import { rebuildParity } from './parity';
import { known, sums as realSums, trace, traces, views as realViews } from './views.fixture';

const pool = useDatabase();
const views = [...realViews, trace] as typeof realViews;
const sums = [...realSums, traces] as typeof realSums;

/** Two children whose files are merged before one happening and split again before a later one. */
interface Confusion {
  readonly pair: readonly [number, number];
  readonly from: number;
  readonly to: number;
}
const confusion = fc
  .record({ pair: fc.tuple(fc.nat(4), fc.nat(4)).filter(([a, b]) => a !== b), from: fc.nat(30), length: fc.integer({ min: 1, max: 30 }) })
  .map(({ pair, from, length }): Confusion => ({ pair, from, to: from + length }));

/** The same county twice: with files merged and split, or with something in the same places of the log that concerns nobody. */
async function county(all: readonly Happening[], confusions: readonly Confusion[], confused: boolean): Promise<EventLog> {
  const clock = fixedClock('2026-03-10');
  const log = testLog(clock);
  const seen = new Set<number>();
  for (const [i, happening] of [...all, undefined].entries()) {
    const said: Written[] = confusions.flatMap(({ pair: [a, b], from, to }) => {
      const last = i === all.length;
      const classes = [...(!last && i === from ? [RecordMerged] : []), ...((last ? to >= i && from < i : i === to) ? [RecordSplit] : [])];
      return classes.map((cls) => ({ cls, time: clock.moment(), subject: subject(a), other: subject(b), data: { events: [] } }));
    });
    const harmless = said.map(() => ({ cls: PolicyDocumentFiled, time: clock.moment(), data: {} }));
    await write(log, confused ? said : harmless);
    if (happening) await happen(log, clock, [happening], seen);
  }
  return log;
}

async function contents(log: EventLog, pageSize: number): Promise<string> {
  await wipe(pool());
  const follower = new Follower({ log, pool: pool(), suite: std1, views, sums, known, pageSize });
  // It follows page by page, as it would have while it happened.
  await follower.start();
  expect(await follower.waitFor((await log.head()).position, 60_000)).toBe(true);
  await follower.stop();
  expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
  const reader = new ViewReader(pool(), log, views, sums);
  const rows = await Promise.all(views.map(({ name }) => reader.list(name, { size: 1000 })));
  const counts = await Promise.all(sums.map(({ name }) => reader.sumsOf(name)));
  return canonical([rows.map(({ rows: one }) => one), counts.map((of) => [...of])] as unknown as Json);
}

test('files merged by mistake and split again: every view and sum is byte for byte as if they had never been merged', async () => {
  let [merged, length] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      happenings,
      fc.array(confusion, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 40 }),
      async (all, confusions, pageSize) => {
        const never = await contents(await county(all, confusions, false), pageSize);
        const confused = await county(all, confusions, true);
        expect(await contents(confused, pageSize)).toBe(never);
        merged += confusions.filter(({ from }) => from < all.length).length;
        length += never.length;
      },
    ),
    { numRuns: 12 },
  );
  expect([merged > 0, length > 5_000]).toEqual([true, true]);
}, 300_000);

/** Events that were sent about a wrong child, and moved to the right one by a split before a later happening. */
interface Mistake {
  readonly at: number;
  readonly wrong: number;
  readonly after: number;
}
const mistake = fc.record({ at: fc.nat(8), wrong: fc.nat(4), after: fc.nat(20) });

/** The county with events said of the wrong child and moved, or said of the right one at once, and something harmless in place of the split. */
async function mistaken(all: readonly Happening[], mistakes: readonly Mistake[], wrongly: boolean): Promise<EventLog> {
  const clock = fixedClock('2026-03-10');
  const log = testLog(clock);
  const seen = new Set<number>();
  for (const child of [0, 1, 2, 3, 4]) {
    await write(log, [registration(child, clock)]);
    seen.add(child);
  }
  const moves: { readonly due: number; readonly wrong: number; readonly right: number; readonly position: number }[] = [];
  for (const [i, happening] of [...all, undefined].entries()) {
    for (const move of moves.filter(({ due }) => due === i || (happening === undefined && due > i))) {
      const split = {
        cls: RecordSplit,
        time: clock.moment(),
        subject: subject(move.wrong),
        other: subject(move.right),
        data: { events: [move.position] },
      };
      await write(log, [wrongly ? split : { cls: PolicyDocumentFiled, time: clock.moment(), data: {} }]);
    }
    if (!happening) break;
    const { child: right } = happening;
    const wrong = mistakes.find(({ at, wrong: other }) => at === i && other !== right && happening.what !== RecordWithdrawn);
    await happen(log, clock, [happening], seen, wrong && wrongly ? wrong.wrong : undefined);
    if (wrong) moves.push({ due: i + 1 + wrong.after, wrong: wrong.wrong, right, position: (await log.head()).position });
  }
  return log;
}

test('events sent about the wrong child and moved by a split: every view and sum is byte for byte as if nobody had been wrong', async () => {
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(
      happenings.map((all) => all.map((one) => ({ ...one, correctsBefore: false }))),
      fc.array(mistake, { minLength: 2, maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      async (all, mistakes, pageSize) => {
        const right = await contents(await mistaken(all, mistakes, false), pageSize);
        expect(await contents(await mistaken(all, mistakes, true), pageSize)).toBe(right);
        moved += mistakes.filter(({ at, wrong }) => at < all.length && all[at]!.child !== wrong).length;
      },
    ),
    { numRuns: 8 },
  );
  expect(moved).toBeGreaterThan(0);
}, 300_000);

test('merged, two files are one child: one row, the latest of both, and in the sums one; an earlier moment still knows two', async () => {
  await wipe(pool());
  const clock = fixedClock('2026-03-10');
  const log = testLog(clock);
  await write(log, [{ cls: DayTurned, time: clock.moment(), data: { date: '2026-03-10' } }]);
  const all = fc
    .sample(happenings, { numRuns: 1, seed: 5 })
    .flat()
    .map((one, i) => ({ ...one, child: i % 2, passed: 1 }));
  await happen(log, clock, all);
  const before = (await log.head()).position;
  await write(log, [{ cls: RecordMerged, time: clock.moment(), subject: subject(0), other: subject(1), data: {} }]);
  const follower = new Follower({ log, pool: pool(), suite: std1, views, sums, known, pageSize: 3 });
  await follower.start();
  expect(await follower.waitFor((await log.head()).position, 60_000)).toBe(true);
  await follower.stop();
  const reader = new ViewReader(pool(), log, views, sums);
  const { rows } = await reader.list<{ child: string }>('minors', {});
  expect(rows.map(({ child }) => child)).toEqual([subject(0)]);
  expect(await reader.one('trace', subject(1))).toBeUndefined();
  const whole = (await reader.one<{ positions: number[] }>('trace', subject(0)))!.positions.length;
  const parts = await Promise.all([0, 1].map((child) => reader.asOf<{ positions: number[] }>('trace', subject(child), before)));
  expect(parts.every((row) => row!.positions.length > 0)).toBe(true);
  expect(whole).toBe(parts.reduce((sum, row) => sum + row!.positions.length, 0));
  expect((await reader.sumsOf('county')).get('all')).toMatchObject({ [`new.2026-03`]: 1 });
});
