import { CareAgreementSigned, MinorListed } from '@lianhu/departments/civil-affairs';
import { DayTurned, MinorRegistered, NoticeAccepted, NoticeSent } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { addDays, addMs, startOfDay, type PlainDate, type SumDefinition, type ViewDefinition } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { dayTurned, fixedClock, testLog, write } from '@lianhu/testing';
import fc from 'fast-check';
import { Follower, rebuildParity, ViewReader } from '.';
import { useDatabase, wipe } from './database.fixture';
import { child, WAIT } from './running.fixture';
import { known, sums as realSums, trace, traces, views as realViews } from './views.fixture';

const pool = useDatabase();
const views = [...realViews, trace] as readonly ViewDefinition[];
const sums = [...realSums, traces] as readonly SumDefinition[];

/** Days around which rows change by themselves: leap days, ends of months of 30 days, of quarters and of years. */
const EDGES: readonly PlainDate[] = ['2024-02-28', '2023-02-28', '2026-04-29', '2026-06-29', '2026-09-29', '2025-12-30', '2028-02-28', '2026-03-30'];
/** Random histories. */
const RUNS = 15;
/** Children who become 14, 16 or 18 with the quarters around those days, and one who is not born before. */
const born = (day: PlainDate): readonly string[] =>
  [14, 16, 18, 6, 3].flatMap((age) => [1, 2, 3, 4].map((quarter) => `${Number(day.slice(0, 4)) - age}-Q${quarter}`)).concat('unknown');

test('nothing happens but days that turn, over birthdays, ends of agreements, due days, months, quarters and leap days: rows are those of a fold from zero, in any pages', async () => {
  let turnedInAll = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...EDGES),
      fc.array(fc.record({ quarter: fc.nat(20), lasts: fc.integer({ min: 1, max: 40 }), listed: fc.boolean() }), { minLength: 1, maxLength: 6 }),
      // How many days pass at a time: one by one, or some are never seen because nobody was there.
      fc.array(fc.integer({ min: 1, max: 33 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(12),
      async (edge, children, steps, pageSize, restartAfter) => {
        await wipe(pool());
        const clock = fixedClock(edge);
        const log = testLog(clock);
        const time = clock.moment();
        await write(log, [dayTurned(DayTurned, edge)]);
        for (const [n, { quarter, lasts, listed }] of children.entries()) {
          const subject = child(n);
          const birthQuarter = born(edge)[quarter];
          await write(log, [{ cls: MinorRegistered, time, subject, data: { sex: '1', town: '990101001', birthQuarter } }]);
          await write(log, [{ cls: CareAgreementSigned, time, subject, data: { from: edge, to: addDays(edge, lasts) } }]);
          await write(log, [{ cls: listed ? MinorListed : DvCallReceived, time, subject, data: { category: '04' } }]);
          // Due when a day begins, or a moment later; in hand, or not answered at all.
          const notice = `notice-${n}-${'x'.repeat(20)}`;
          const dueAt = addMs(startOfDay(addDays(edge, lasts)), quarter % 2);
          await write(log, [{ cls: NoticeSent, time, subject, data: { notice, to: 'org-town-990101001', kind: 'task', dueAt } }]);
          if (listed) await write(log, [{ cls: NoticeAccepted, time, subject, data: { notice, to: 'org-town-990101001', at: time } }]);
        }
        const options = { log, pool: pool(), suite: std1, views, sums, known, pageSize };
        let follower = new Follower(options);
        await follower.start();
        let day = edge;
        for (const [n, days] of steps.entries()) {
          day = addDays(day, days);
          clock.set(day);
          await write(log, [dayTurned(DayTurned, day)]);
          turnedInAll += 1;
          if (n === restartAfter) {
            await follower.stop();
            follower = new Follower(options);
            await follower.start();
          }
          // Every other day is followed alone, the rest comes in pages of several.
          if (n % 2 === 0) expect(await follower.waitFor((await log.head()).position, WAIT)).toBe(true);
        }
        expect(await follower.waitFor((await log.head()).position, WAIT)).toBe(true);
        await follower.stop();
        expect(follower.today).toBe(day);
        expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
      },
    ),
    { numRuns: RUNS },
  );
  expect(turnedInAll).toBeGreaterThanOrEqual(RUNS);
});

test.each([
  ['18 with the quarter of a leap day', '2024-02-29', '2006-Q1', '2024-04-01'],
  ['18 with a quarter that ends on the 30th', '2026-06-29', '2008-Q2', '2026-07-01'],
  ['18 with the year', '2025-12-30', '2007-Q4', '2026-01-01'],
])('%s: under 18 until the quarter of birth is over, and not a day longer', async (_what, edge, birthQuarter, over) => {
  const clock = fixedClock(edge);
  const log = testLog(clock);
  await write(log, [
    dayTurned(DayTurned, edge),
    { cls: MinorRegistered, time: clock.moment(), subject: child(1), data: { sex: '1', town: '990101001', birthQuarter } },
  ]);
  const follower = new Follower({ log, pool: pool(), suite: std1, views, sums, known });
  await follower.start();
  const reader = new ViewReader(pool(), log, views, sums);
  const activeOn = async (day: PlainDate): Promise<boolean | undefined> => {
    clock.set(day);
    expect(await follower.waitFor(await write(log, [dayTurned(DayTurned, day)]), WAIT)).toBe(true);
    return (await reader.one<{ active: boolean }>('minors', child(1)))?.active;
  };
  try {
    expect(await activeOn(addDays(over, -1))).toBe(true);
    expect(await activeOn(over)).toBe(false);
  } finally {
    await follower.stop();
  }
});
