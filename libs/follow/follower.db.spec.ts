import { MinorListed } from '@lianhu/departments/civil-affairs';
import { DayTurned } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { definitionOf, defineView, type ViewDefinition } from '@lianhu/kernel';
import { dayTurned, fixedClock, testLog, write } from '@lianhu/testing';
import { std1, type EventLog } from '@lianhu/log';
import { rebuildParity, steer, ViewReader, type Follower, type Steering } from '.';
import { useDatabase } from './database.fixture';
import { at, becomes, child, registration, tampered, useFollowers, WAIT } from './running.fixture';
import { known, sums, TOWNS_TABLE, views } from './views.fixture';

const pool = useDatabase();
const follow = useFollowers(pool);
const order = async (log: EventLog, follower: Follower, name: string, steering: Steering): Promise<void> => {
  expect(await steer(pool(), { log, suite: std1 }, name, steering)).toBe('done');
  await follower.look();
};

test('an empty log: views can be read at once, and what is appended shows', async () => {
  const { log, follower, reader } = await follow(testLog(fixedClock('2026-03-01')));
  expect(await reader.list('minors')).toEqual({ rows: [], total: 0 });
  const changed: string[] = [];
  follower.onChange((names) => changed.push(...names));
  const position = await write(log, [registration(1), at(1, MinorListed, '2026-03-02', { category: '04' })]);
  expect(await follower.waitFor(position, WAIT)).toBe(true);
  expect(await reader.one('minors', child(1))).toMatchObject({ town: '990101001', categories: ['04'] });
  expect((await reader.sumsOf('towns')).get('990101001')).toEqual({ minors: 1, listed: 1, 'category.04': 1, 'new.2026-03': 1 });
  expect(new Set(changed)).toEqual(new Set(['minors', 'towns', 'county', 'departments']));
  expect(follower.status()).toMatchObject({ state: 'following', position, head: position });
});

test('restarted, it goes on where it was', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const first = await follow(log);
  await first.follower.waitFor(await write(log, [registration(1)]), WAIT);
  await first.follower.stop();
  const position = await write(log, [at(1, MinorListed, '2026-03-02', { category: '06' })]);
  const { follower, reader } = await follow(log);
  expect(await follower.waitFor(position, WAIT)).toBe(true);
  expect(await reader.one('minors', child(1))).toMatchObject({ categories: ['06'] });
  expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
});

test('two processes keep the same views: every event counts once', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const [a, b] = [await follow(log, { pageSize: 3 }), await follow(log, { pageSize: 5 })];
  let position = 0;
  for (let n = 1; n <= 40; n += 1) position = await write(log, [registration(n), at(n, DvCallReceived)]);
  expect(await Promise.all([a.follower.waitFor(position, WAIT), b.follower.waitFor(position, WAIT)])).toEqual([true, true]);
  expect(await a.reader.one('departments', 'police')).toMatchObject({ events: 40 });
  expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
});

const listed = (version: number, categories: readonly string[]): ViewDefinition =>
  defineView<{ readonly n: number }, { readonly n: number; readonly version: number }>({
    name: 'listed',
    version,
    of: 'minor',
    start: { n: 0 },
    handlers: [
      {
        type: definitionOf(MinorListed).type,
        fold: (state, { data }) => ({ n: state.n + (categories.includes(data['category'] as string) ? 1 : 0) }),
      },
    ],
    row: ({ n }) => ({ n, version }),
    columns: version === 1 ? {} : { n: { kind: 'integer', of: ({ n }) => n } },
  }) as unknown as ViewDefinition;

test('a new version is built beside the old one: readers see old rows or new ones, never none, and the old tables go', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  for (let n = 0; n < 30; n += 1)
    await write(log, [at(n, MinorListed, '2026-03-02', { category: '04' }), at(n, MinorListed, '2026-03-03', { category: '06' })]);
  const first = await follow(log, { views: [listed(1, ['04'])], sums: [] });
  await first.follower.waitFor((await log.head()).position, WAIT);
  await first.follower.stop();
  const seen = new Set<string>();
  let reading = true;
  const readers = (async () => {
    const reader = new ViewReader(pool(), log, [listed(2, ['04', '06'])], []);
    while (reading) {
      const { rows, total } = await reader.list<{ n: number; version: number }>('listed');
      seen.add(`${total} rows of version ${[...new Set(rows.map(({ version, n }) => `${version}: ${n}`))].join()}`);
    }
  })();
  // While it is built the log seems to end at 30; the rest comes while the old version still stands at 60.
  let built = false;
  const growing = tampered(log, {
    head: () => {
      built = true;
      return log.head();
    },
    read: async (after, limit) => {
      const page = await log.read(after, built ? limit : Math.min(limit, 30 - after));
      return built ? page : { ...page, head: 30 };
    },
  });
  const second = await follow(growing, { views: [listed(2, ['04', '06'])], sums: [], pageSize: 4 });
  await becomes(second.follower, ({ views: [view] }) => view?.state === 'running' && second.follower.position === 60);
  await becomes(second.follower, () => [...seen].some((what) => what.includes('version 2')));
  reading = false;
  await readers;
  expect([...seen]).toEqual(['30 rows of version 1: 1', '30 rows of version 2: 2']);
  const { rows } = await pool().query(`SELECT tablename FROM pg_tables WHERE schemaname = 'view' AND tablename LIKE 'view_listed%'`);
  expect(rows).toEqual([{ tablename: 'view_listed_v2' }]);
});

test('columns that changed without a new version, or tables that were lost, are built again', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  await write(log, [registration(1)]);
  await (await follow(log)).follower.stop();
  await pool().query(`DROP TABLE ${TOWNS_TABLE}`);
  const { follower, reader } = await follow(log);
  expect((await reader.sumsOf('towns')).get('990101001')).toMatchObject({ minors: 1 });
  await follower.stop();
  const [minors, ...others] = views as [ViewDefinition, ...ViewDefinition[]];
  const wider = { ...minors, columns: { ...minors.columns, child: (row: unknown) => (row as { child: string }).child } };
  const again = await follow(log, { views: [wider, ...others] });
  await becomes(again.follower, ({ state }) => state === 'following');
  const fresh = new ViewReader(pool(), log, [wider, ...others], sums);
  expect(await fresh.list('minors', { filters: { child: child(1) } })).toMatchObject({ total: 1 });
});

const fragile = (broken: () => boolean): ViewDefinition =>
  defineView<{ readonly n: number }, { readonly n: number }>({
    name: 'fragile',
    version: 1,
    of: 'minor',
    poison: 'halt',
    start: { n: 0 },
    every: ({ n }, { data }) => {
      if (broken() && data['category'] === '06') throw new RangeError('private words');
      return { n: n + 1 };
    },
    handlers: [],
    row: (state) => state,
    columns: {},
  }) as unknown as ViewDefinition;

test('a view that fails halts alone, before the event and with a code; mended, it goes on and misses nothing', async () => {
  let broken = true;
  const log = testLog(fixedClock('2026-03-01'));
  const { follower, reader } = await follow(log, { views: [...views, fragile(() => broken)] });
  const before = await write(log, [registration(1)]);
  await follower.waitFor(before, WAIT);
  const bad = await write(log, [at(1, MinorListed, '2026-03-02', { category: '06' })]);
  const status = await becomes(follower, ({ state, views: all }) => state === 'halted' && all[0]?.position === bad);
  expect(status).toMatchObject({ error: 'follow.fold-failed', position: before });
  expect(status.views.map(({ name, state, position }) => `${name} ${state} ${position}`)).toEqual([
    `minors running ${bad}`,
    `alerts running ${bad}`,
    `departments running ${bad}`,
    `inbox running ${bad}`,
    `fragile halted ${before}`,
  ]);
  expect(await follower.waitFor(bad, 10)).toBe(false);
  expect(await reader.one('minors', child(1))).toMatchObject({ categories: ['06'] });
  expect(await reader.one('fragile', child(1))).toEqual({ n: 1 });
  const { rows } = await pool().query<{ error: string }>(`SELECT status, error FROM view.follower WHERE name = 'fragile'`);
  expect(rows).toEqual([{ status: 'halted', error: 'follow.fold-failed' }]);
  broken = false;
  await order(log, follower, 'fragile', { order: 'resume' });
  expect(await follower.waitFor(bad, WAIT)).toBe(true);
  expect(await reader.one('fragile', child(1))).toEqual({ n: 2 });
});

test('what only the database refuses halts the view whose it is, and no other', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const refused = defineView<{ readonly n: number }, { readonly text: string }>({
    name: 'refused',
    version: 1,
    of: 'minor',
    poison: 'halt',
    start: { n: 0 },
    every: ({ n }) => ({ n: n + 1 }),
    handlers: [],
    row: ({ n }) => ({ text: n > 1 ? 'no JSON there holds \u0000' : 'well' }),
    columns: {},
  }) as unknown as ViewDefinition;
  const { follower, reader } = await follow(log, { views: [refused, ...views] });
  const before = await write(log, [registration(1)]);
  await follower.waitFor(before, WAIT);
  const bad = await write(log, [at(1, MinorListed, '2026-03-02', { category: '06' })]);
  const status = await becomes(follower, ({ state, views: all }) => state === 'halted' && all[1]?.position === bad);
  expect(status.views.map(({ name, state, position }) => `${name} ${state} ${position}`)).toEqual([
    `refused halted ${before}`,
    `minors running ${bad}`,
    `alerts running ${bad}`,
    `departments running ${bad}`,
    `inbox running ${bad}`,
  ]);
  expect(await reader.one('minors', child(1))).toMatchObject({ categories: ['06'] });
  expect(await reader.one('refused', child(1))).toEqual({ text: 'well' });
});

test('a view that cannot be built at all halts, and starting does not wait for it', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  await write(log, [at(1, MinorListed, '2026-03-02', { category: '06' })]);
  const { follower, reader } = await follow(log, { views: [fragile(() => true)], sums: [] });
  expect(follower.status()).toMatchObject({ state: 'halted', error: 'follow.fold-failed' });
  await expect(reader.list('fragile')).rejects.toMatchObject({ code: 'follow.view-not-ready' });
});

test('an event type that nobody declares stops everything before it', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const { follower, reader } = await follow(log, { known: (type) => known(type) && type !== definitionOf(DvCallReceived).type });
  const last = await write(log, [registration(1), at(1, DvCallReceived), at(1, MinorListed)]);
  const status = await becomes(follower, ({ state }) => state === 'halted');
  expect(status).toMatchObject({ error: 'follow.unknown-event-type', position: last - 2 });
  expect(await reader.one('minors', child(1))).toMatchObject({ categories: [] });
});

test('a fault that passes is waited out', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  let away = false;
  const flaky = tampered(log, { read: (...args) => (away ? Promise.reject(new Error('connection lost')) : log.read(...args)) });
  const { follower } = await follow(flaky);
  away = true;
  const position = await write(log, [registration(1)]);
  expect(await becomes(follower, ({ error }) => error !== undefined)).toMatchObject({ state: 'following', error: 'Error' });
  away = false;
  expect(await follower.waitFor(position, WAIT)).toBe(true);
  expect(follower.status().error).toBeUndefined();
});

test('paused, it stays where it is', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  const { follower } = await follow(log);
  await order(log, follower, 'minors', { order: 'pause' });
  const position = await write(log, [registration(1)]);
  expect(await follower.waitFor(position, 50)).toBe(false);
  expect(follower.status().state).toBe('paused');
  await order(log, follower, 'minors', { order: 'resume' });
  expect(await follower.waitFor(position, WAIT)).toBe(true);
});

test('what depends on the day changes when the day turns, and not before', async () => {
  const clock = fixedClock('2026-03-31');
  const log = testLog(clock);
  const { follower, reader } = await follow(log);
  await write(log, [dayTurned(DayTurned, '2026-03-31'), { ...registration(1), data: { birthQuarter: '2008-Q1', town: '990101001', sex: '1' } }]);
  const still = await write(log, [at(1, DvCallReceived, '2026-03-31')]);
  await follower.waitFor(still, WAIT);
  expect(await reader.one('minors', child(1))).toMatchObject({ active: true });
  expect(await reader.one('departments', 'police')).toMatchObject({ today: 1 });
  expect((await reader.sumsOf('county')).get('all')).toEqual({ minors: 1, 'new.2026-03': 1 });
  clock.set('2026-04-01');
  await follower.waitFor(await write(log, [dayTurned(DayTurned, '2026-04-01')]), WAIT);
  expect(await reader.one('minors', child(1))).toMatchObject({ active: false });
  expect(await reader.one('departments', 'police')).toMatchObject({ today: 0, lastMonth: 1 });
  expect((await reader.sumsOf('county')).get('all')).toEqual({ 'new.2026-03': 1 });
  expect(follower.today).toBe('2026-04-01');
  expect(await reader.asOf('minors', child(1), still)).toMatchObject({ active: true });
  expect(await reader.asOf('minors', child(1), still + 1)).toMatchObject({ active: false });
});
