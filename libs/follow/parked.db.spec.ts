import { MinorListed } from '@lianhu/departments/civil-affairs';
import { DayTurned, FollowerOrdered, ParkedDropped, RecordMerged, RecordSplit } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { defineSum, defineView, type EventClass, type SumDefinition, type ViewDefinition } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import { dayTurned, fixedClock, testLog, write, type Written } from '@lianhu/testing';
import fc from 'fast-check';
import { countParked, listParked, rebuildParity, steer, ViewReader, type Follower } from '.';
import { useDatabase, wipe } from './database.fixture';
import { at, becomes, child, tampered, useFollowers, WAIT } from './running.fixture';

const pool = useDatabase();
const follow = useFollowers(pool);
const time = '2026-03-02T10:00:00.000+08:00';
const bad = (n: number, day = '2026-03-02'): Written => at(n, MinorListed, day, { category: '06' });
const good = (n: number, day = '2026-03-02'): Written => at(n, DvCallReceived, day);
const drop = (follower: string, position: number): Written => ({ cls: ParkedDropped, time, data: { follower, position, reason: 'defect' } });
const retry = (follower: string): Written => ({ cls: FollowerOrdered, time, data: { follower, order: 'retry' } });

interface Row {
  readonly seen: readonly number[];
}
/** Shows in which order it folded, and cannot fold category 06 while it is broken. */
const fragile = (broken: () => boolean, of: 'minor' | 'department' = 'minor'): ViewDefinition =>
  defineView<Row, Row>({
    name: 'fragile',
    version: 1,
    of,
    start: { seen: [] },
    every: ({ seen }, { data, position }) => {
      if (broken() && data['category'] === '06') throw new RangeError('words about a child');
      return { seen: [...seen, position] };
    },
    handlers: [],
    row: (state) => state,
    columns: {},
  }) as unknown as ViewDefinition;
const counts = (view: ViewDefinition): SumDefinition =>
  defineSum({
    name: 'counts',
    over: view,
    by: () => 'all',
    count: (row) => ({ keys: 1, events: (row as Row).seen.length }),
  }) as unknown as SumDefinition;
const parked = async (): Promise<string[]> => (await listParked(pool())).map((one) => `${one.position} ${one.error ?? 'waits'} ${one.attempts}`);
const rowOf = async (log: EventLog, view: ViewDefinition, key: string): Promise<Row | undefined> =>
  new ViewReader(pool(), log, [view], []).one<Row>('fragile', key);
async function settled(follower: Follower, log: EventLog): Promise<void> {
  expect(await follower.waitFor((await log.head()).position, WAIT)).toBe(true);
}

test('an event that cannot be folded parks its key: later events of the key wait in order, other keys flow, and no word of it is kept', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  const view = fragile(() => true);
  const { follower } = await follow(log, { views: [view], sums: [counts(view)] });
  await write(log, [good(1), good(2)]);
  await settled(follower, log);
  await write(log, [good(1), bad(1), good(2), good(1)]);
  await write(log, [good(1), good(3)]);
  await settled(follower, log);
  expect(follower.status()).toMatchObject({ state: 'following', error: undefined });
  expect(await rowOf(log, view, child(1))).toEqual({ seen: [1, 3] });
  expect(await rowOf(log, view, child(2))).toEqual({ seen: [2, 5] });
  expect(await rowOf(log, view, child(3))).toEqual({ seen: [8] });
  expect(await parked()).toEqual(['4 follow.fold-failed 1', '6 waits 0', '7 waits 0']);
  expect((await countParked(pool())).get('fragile')).toMatchObject({ parked: 3 });
  expect(JSON.stringify(await listParked(pool()))).not.toMatch(/child|words/);
  const { rows } = await pool().query<{ counts: object }>('SELECT counts FROM view.sum_counts_v1');
  expect(rows).toEqual([{ counts: { keys: 3, events: 5 } }]);
});

test('mended and started again, what is parked is folded in order; nothing is missing', async () => {
  let broken = true;
  const log = testLog(fixedClock('2026-03-02'));
  const view = fragile(() => broken);
  const first = await follow(log, { views: [view], sums: [] });
  await write(log, [good(1), bad(1), good(1, '2026-02-01')]);
  await settled(first.follower, log);
  expect(await parked()).toEqual(['2 follow.fold-failed 1', '3 waits 0']);
  await first.follower.stop();
  const still = await follow(log, { views: [view], sums: [] });
  await write(log, [good(2)]);
  await settled(still.follower, log);
  expect(await parked()).toEqual(['2 follow.fold-failed 2', '3 waits 0']);
  await still.follower.stop();
  broken = false;
  const mended = await follow(log, { views: [view], sums: [] });
  await write(log, [good(1)]);
  await settled(mended.follower, log);
  expect(await parked()).toEqual([]);
  // The third happened before the others, so it is folded first.
  expect(await rowOf(log, view, child(1))).toEqual({ seen: [3, 1, 2, 5] });
  expect(await rebuildParity(pool(), log, [view], [])).toEqual([]);
});

test('ordered to try again, a view obeys when it comes to that place of the log', async () => {
  let broken = true;
  const log = testLog(fixedClock('2026-03-02'));
  const view = fragile(() => broken);
  const { follower } = await follow(log, { views: [view], sums: [] });
  await write(log, [bad(1), good(1)]);
  await settled(follower, log);
  await write(log, [retry('others')]);
  await settled(follower, log);
  expect(await parked()).toEqual(['1 follow.fold-failed 1', '2 waits 0']);
  broken = false;
  await write(log, [retry('fragile')]);
  await settled(follower, log);
  expect(await parked()).toEqual([]);
  expect(await rowOf(log, view, child(1))).toEqual({ seen: [1, 2] });
});

test('an event that an order leaves out is left out by this view for ever, also when all is folded anew, by no other view', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  const [view, other] = [fragile(() => true), { ...fragile(() => false), name: 'other' }];
  const { follower } = await follow(log, { views: [view, other], sums: [] });
  await write(log, [good(1), bad(1), good(1)]);
  await settled(follower, log);
  await write(log, [drop('fragile', 2), good(1, '2026-02-01')]);
  await settled(follower, log);
  expect(await parked()).toEqual([]);
  expect(await rowOf(log, view, child(1))).toEqual({ seen: [5, 1, 3] });
  expect(await new ViewReader(pool(), log, [other], []).one('other', child(1))).toEqual({ seen: [5, 1, 2, 3] });
  expect(await new ViewReader(pool(), log, [view], []).asOf('fragile', child(1), 3)).toEqual({ seen: [1, 3] });
  expect(await rebuildParity(pool(), log, [view, other], [])).toEqual([]);
  await follower.stop();
  await wipe(pool());
  const anew = await follow(log, { views: [view, other], sums: [] });
  await settled(anew.follower, log);
  expect(await rowOf(log, view, child(1))).toEqual({ seen: [5, 1, 3] });
  expect(await parked()).toEqual([]);
});

test('an order to leave out what was folded well has the view folded anew without it', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  const view = fragile(() => false);
  const { follower } = await follow(log, { views: [view], sums: [] });
  await write(log, [good(1), good(1), good(1)]);
  await settled(follower, log);
  await write(log, [drop('fragile', 2)]);
  await settled(follower, log);
  await follower.look();
  for (const until = performance.now() + WAIT; performance.now() < until; await new Promise((resolve) => setTimeout(resolve, 5)))
    if ((await rowOf(log, view, child(1)))?.seen.length === 2) break;
  expect(await rowOf(log, view, child(1))).toEqual({ seen: [1, 3] });
});

test('folded anew while something is parked: the same is parked, and other keys are there', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  for (const kind of ['minor', 'department'] as const) {
    await wipe(pool());
    const view = fragile(() => true, kind);
    const { follower } = await follow(log, { views: [view], sums: [] });
    await write(log, [good(1), bad(1), good(1), good(2), bad(2, '2026-02-01'), good(2)]);
    await settled(follower, log);
    const before = (await parked()).map((line) => line.split(' ').slice(0, 2).join(' '));
    const keys = (await pool().query<{ key: string; row: Row }>('SELECT key, row FROM view.view_fragile_v1 ORDER BY key')).rows;
    expect(before.length).toBeGreaterThan(1);
    expect(await steer(pool(), { log, suite: std1 }, 'fragile', { order: 'rewind', to: 0 })).toBe('done');
    await follower.look();
    await becomes(follower, ({ views: [one] }) => one?.rebuilding === false);
    for (let open = true; open;) {
      await follower.look();
      open = (await pool().query('SELECT 1 FROM view.follower WHERE rebuild_from IS NOT NULL')).rows.length > 0;
    }
    expect((await parked()).map((line) => line.split(' ').slice(0, 2).join(' ')).sort()).toEqual([...before].sort());
    expect((await pool().query<{ key: string; row: Row }>('SELECT key, row FROM view.view_fragile_v1 ORDER BY key')).rows).toEqual(keys);
    await follower.stop();
  }
});

test('folded anew while something is parked, a file that was taken in meanwhile has no row, nor has one whose events a split has moved', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  const view = fragile(() => true);
  const moved = await write(log, [good(1), good(2), good(3)]);
  const join = (cls: EventClass, into: number, other: number, data = {}): Written => ({ ...at(into, cls, '2026-03-02', data), other: child(other) });
  await write(log, [good(5), bad(5), join(RecordMerged, 1, 2), join(RecordSplit, 3, 4, { events: [moved] })]);
  // So little memory that rows are written before the files are joined and parted.
  const { follower } = await follow(log, { views: [view], sums: [counts(view)], pageSize: 1, foldsInMemory: 1 });
  await settled(follower, log);
  expect((await parked())[0]).toContain('5 follow.fold-failed');
  const rows = await Promise.all([1, 2, 3, 4, 5].map((n) => rowOf(log, view, child(n))));
  expect(rows.map((row) => row?.seen)).toEqual([[1, 2], undefined, undefined, [3], [4]]);
  expect((await pool().query('SELECT counts FROM view.sum_counts_v1')).rows).toEqual([{ counts: { keys: 3, events: 4 } }]);
});

test('a row that fails when the day turns parks its key alone, and comes back when it can be made again', async () => {
  let broken = true;
  const clock = fixedClock('2026-03-01');
  const log = testLog(clock);
  const view = defineView<{ n: number }, { n: number; on: string }>({
    name: 'fragile',
    version: 1,
    of: 'minor',
    start: { n: 0 },
    every: ({ n }) => ({ n: n + 1 }),
    handlers: [],
    row: ({ n }, today) => {
      if (broken && n === 2 && today >= '2026-03-03') throw new RangeError('x');
      return { n, on: today };
    },
    wakeOn: (_state, today) => `${today.slice(0, 8)}${String(Number(today.slice(8)) + 1).padStart(2, '0')}`,
    columns: {},
  }) as unknown as ViewDefinition;
  const { follower, reader } = await follow(log, { views: [view], sums: [] });
  await settledAfter(follower, log, [dayTurned(DayTurned, '2026-03-02'), good(1), good(2), good(2)]);
  for (const day of ['2026-03-03', '2026-03-04']) await settledAfter(follower, log, [dayTurned(DayTurned, day)]);
  expect(await parked()).toEqual(['5 follow.fold-failed 1']);
  expect([await reader.one('fragile', child(1)), await reader.one('fragile', child(2))]).toEqual([
    { n: 1, on: '2026-03-04' },
    { n: 2, on: '2026-03-02' },
  ]);
  broken = false;
  await settledAfter(follower, log, [retry('fragile')]);
  expect(await parked()).toEqual([]);
  expect(await reader.one('fragile', child(2))).toEqual({ n: 2, on: '2026-03-04' });
});

async function settledAfter(follower: Follower, log: EventLog, events: readonly Written[]): Promise<void> {
  await write(log, events);
  await settled(follower, log);
}

test('a fault of the log is no poison: it is waited out and parks nothing', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  let away = false;
  const flaky = tampered(log, {
    read: (after, limit, filter) => (away && filter ? Promise.reject(new Error('lost')) : log.read(after, limit, filter)),
  });
  const view = fragile(() => false);
  const { follower } = await follow(flaky, { views: [view], sums: [] });
  await settledAfter(follower, log, [good(1)]);
  away = true;
  // It comes late, so the child's whole history is needed.
  const position = await write(log, [good(1, '2026-02-01')]);
  await becomes(follower, ({ error }) => error === 'Error');
  away = false;
  expect(await follower.waitFor(position, WAIT)).toBe(true);
  expect(await parked()).toEqual([]);
  expect(await rowOf(log, view, child(1))).toEqual({ seen: [2, 1] });
});

test('whatever is poison and in whatever pages it comes, after mending the rows are those of a fold from zero', async () => {
  const happening = fc.record({ child: fc.nat(2), poison: fc.boolean(), day: fc.integer({ min: 1, max: 9 }), dropped: fc.nat(3) });
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 14 }), fc.integer({ min: 1, max: 6 }), async (all, pageSize) => {
      await wipe(pool());
      let broken = true;
      const log = testLog(fixedClock('2026-03-20'));
      const view = fragile(() => broken);
      const options = { views: [view], sums: [counts(view)], pageSize };
      const { follower } = await follow(log, options);
      for (const { child: n, poison, day, dropped } of all) {
        const position = await write(log, [poison ? bad(n, `2026-03-0${day}`) : good(n, `2026-03-0${day}`)]);
        if (poison && dropped === 0) await write(log, [drop('fragile', position)]);
      }
      await settled(follower, log);
      await follower.stop();
      broken = false;
      const mended = await follow(log, options);
      await settled(mended.follower, log);
      await mended.follower.stop();
      expect(await parked()).toEqual([]);
      expect(await rebuildParity(pool(), log, [view], [counts(view)])).toEqual([]);
    }),
    { numRuns: 25 },
  );
});
