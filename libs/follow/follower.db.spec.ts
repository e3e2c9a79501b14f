import { MinorListed } from '@lianhu/departments/civil-affairs';
import { DayTurned, MinorRegistered } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { definitionOf, defineView, type EventClass, type ViewDefinition } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import { dayTurned, fixedClock, testLog, write, type Written } from '@lianhu/testing';
import { Follower, rebuildParity, ViewReader, type FollowerOptions, type FollowerStatus } from '.';
import { useDatabase } from './database.fixture';
import { known, sums, views } from './views.fixture';

const pool = useDatabase();
const WAIT = 10_000;
const child = (n: number): string => `child-${String(n).padStart(22, '0')}`;
const at = (n: number, cls: EventClass, day = '2026-03-02', data = {}): Written => ({ cls, time: `${day}T10:00:00.000+08:00`, subject: child(n), data });
const registration = (n: number): Written => at(n, MinorRegistered, '2026-03-01', { birthQuarter: '2014-Q1', town: '990101001' });

interface Running {
  readonly log: EventLog;
  readonly follower: Follower;
  readonly reader: ViewReader;
}
const open: Follower[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((follower) => follower.stop()));
});
async function follow(log: EventLog, options: Partial<FollowerOptions> = {}): Promise<Running> {
  const all = { log, pool: pool(), suite: std1, views, sums, known, ...options };
  const follower = new Follower(all);
  open.push(follower);
  await follower.start();
  return { log, follower, reader: new ViewReader(pool(), log, all.views, all.sums) };
}
/** Resolves when a follower is as wanted. */
async function becomes(follower: Follower, wanted: (status: FollowerStatus) => boolean): Promise<FollowerStatus> {
  for (const until = performance.now() + WAIT; performance.now() < until; await new Promise((resolve) => setTimeout(resolve, 5))) {
    if (wanted(follower.status())) return follower.status();
  }
  throw new Error(`it stayed ${JSON.stringify(follower.status())}`);
}

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
  expect(follower.status()).toMatchObject({ state: 'following', position, head: position, lagEvents: 0, lagSeconds: 0 });
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
    name: 'listed', version, of: 'minor', start: { n: 0 },
    handlers: [{ type: definitionOf(MinorListed).type, fold: (state, { data }) => ({ n: state.n + (categories.includes(data['category'] as string) ? 1 : 0) }) }],
    row: ({ n }) => ({ n, version }),
    columns: version === 1 ? {} : { n: { kind: 'integer', of: ({ n }) => n } },
  }) as unknown as ViewDefinition;

test('a new version is built beside the old one: readers see old rows or new ones, never none, and the old tables go', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  for (let n = 0; n < 30; n += 1) await write(log, [at(n, MinorListed, '2026-03-02', { category: '04' }), at(n, MinorListed, '2026-03-03', { category: '06' })]);
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
  const second = await follow(log, { views: [listed(2, ['04', '06'])], sums: [], pageSize: 4 });
  await becomes(second.follower, ({ views: [view] }) => view?.state === 'running' && second.follower.position === 60);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
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
  await pool().query('DROP TABLE view.sum_towns_v1');
  const { reader } = await follow(log);
  expect((await reader.sumsOf('towns')).get('990101001')).toMatchObject({ minors: 1 });
});

const fragile = (broken: () => boolean): ViewDefinition =>
  defineView<{ readonly n: number }, { readonly n: number }>({
    name: 'fragile', version: 1, of: 'minor', start: { n: 0 },
    every: ({ n }, { data }) => {
      if (broken() && data['category'] === '06') throw new RangeError('private words');
      return { n: n + 1 };
    },
    handlers: [], row: (state) => state, columns: {},
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
    `minors running ${bad}`, `alerts running ${bad}`, `departments running ${bad}`, `fragile halted ${before}`,
  ]);
  expect(await follower.waitFor(bad, 10)).toBe(false);
  expect(await reader.one('minors', child(1))).toMatchObject({ categories: ['06'] });
  expect(await reader.one('fragile', child(1))).toEqual({ n: 1 });
  const { rows } = await pool().query<{ error: string }>(`SELECT status, error FROM view.follower WHERE name = 'fragile'`);
  expect(rows).toEqual([{ status: 'halted', error: 'follow.fold-failed' }]);
  broken = false;
  await follower.resume();
  expect(await follower.waitFor(bad, WAIT)).toBe(true);
  expect(await reader.one('fragile', child(1))).toEqual({ n: 2 });
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

/** A log whose lines or roots somebody has changed. */
const tampered = (log: EventLog, changed: Partial<EventLog>): EventLog => Object.assign(Object.create(log) as EventLog, changed);

test('a line that is not what its leaf says is never folded', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  await write(log, [registration(1), at(1, MinorListed)]);
  const evil = tampered(log, {
    read: async (...args) => {
      const page = await log.read(...args);
      return { ...page, lines: page.lines.map((line) => (line.position === 2 ? { ...line, claim: line.claim.replace('"04"', '"06"') } : line)) };
    },
  });
  const { follower } = await follow(evil);
  expect(follower.status()).toMatchObject({ state: 'halted', error: 'log.history-diverged' });
});

test('another history before the checkpoint is noticed at the restart, however long the log has become', async () => {
  const clock = fixedClock('2026-03-01');
  const log = testLog(clock);
  const first = await follow(log);
  await first.follower.waitFor(await write(log, [registration(1), at(1, MinorListed)]), WAIT);
  await first.follower.stop();
  for (const longer of [0, 1, 5]) {
    const other = testLog(clock);
    await write(other, [registration(2), at(2, MinorListed)]);
    for (let n = 0; n < longer; n += 1) await write(other, [registration(n + 3)]);
    const { follower } = await follow(other);
    await becomes(follower, ({ state, error }) => state === 'halted' && error === 'log.history-diverged');
    await follower.stop();
  }
  const shorter = testLog(clock);
  await write(shorter, [registration(1)]);
  await becomes((await follow(shorter)).follower, ({ error }) => error === 'log.history-diverged');
});

test('a log rewritten with fresh leaves under a running follower is noticed at its head', async () => {
  const log = testLog(fixedClock('2026-03-01'));
  let lie = false;
  const evil = tampered(log, { head: async () => ({ ...(await log.head()), ...(lie && { root: Buffer.alloc(32).toString('base64') }) }) });
  const { follower } = await follow(evil);
  await follower.waitFor(await write(log, [registration(1)]), WAIT);
  lie = true;
  await write(log, [registration(2)]);
  await becomes(follower, ({ state, error }) => state === 'halted' && error === 'log.history-diverged');
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
  follower.pause();
  const position = await write(log, [registration(1)]);
  expect(await follower.waitFor(position, 50)).toBe(false);
  expect(follower.status().state).toBe('paused');
  await follower.resume();
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
