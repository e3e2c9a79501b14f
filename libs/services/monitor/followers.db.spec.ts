import { MinorListed } from '@lianhu/departments/civil-affairs';
import { FollowerOrdered, ParkedDropped } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { Follower, Reactor } from '@lianhu/follow';
import { defineView, definitionOf, type EventClass, type ViewDefinition } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { decideClose } from '@lianhu/reports';
import type { HubForMonitor } from '@lianhu/services/platform';
import { fixedClock, testLog, write } from '@lianhu/testing';
import type { Pool } from 'pg';
import { Followers } from './followers';
import { monitorHealth } from './monitor-health';
import type { RunningMonitor } from './create-monitor';

const WAIT = 60_000;
const CHILD = 'child-AAAAAAAAAAAAAAAAAAAAAA';
const time = '2026-03-02T10:00:00.000+08:00';

let database: TestDatabase;
let pool: Pool;
let log: EventLog;
let follower: Follower;
let reactor: Reactor;
let followers: Followers;
const clock = fixedClock('2026-03-02');

const fragile = defineView<{ n: number }, { n: number }>({
  name: 'fragile',
  version: 1,
  of: 'minor',
  start: { n: 0 },
  every: ({ n }, { data }) => {
    if ((data as { category?: string }).category === '06') throw new RangeError('words about a child');
    return { n: n + 1 };
  },
  handlers: [],
  row: (state) => state,
  columns: {},
}) as unknown as ViewDefinition;

beforeEach(async () => {
  database = await testDatabase([]);
  pool = createPool(database.urls.monitor);
  log = testLog(clock);
  const classes: readonly EventClass[] = [ParkedDropped, FollowerOrdered];
  const own: HubForMonitor['own'] = async (events) => {
    for (const { type, id, data } of events)
      await write(log, [{ cls: classes.find((cls) => definitionOf(cls).type === type) as EventClass, id, time, data }]);
    return [];
  };
  follower = new Follower({ log, pool, suite: std1, views: [fragile], sums: [], known: () => true, clock });
  reactor = new Reactor({ name: 'alerts-reactor', log, pool, known: () => true, react: () => Promise.resolve() });
  await follower.start();
  await reactor.start();
  followers = new Followers({ pool, log, suite: std1, clock, hub: { own } as HubForMonitor, follower, reactors: [reactor] });
});
afterEach(async () => {
  await Promise.all([follower.stop(), reactor.stop()]);
  await pool.end();
  await database.stop();
});

async function poison(): Promise<number> {
  const at = (cls: EventClass, data = {}) => ({ cls, time, subject: CHILD, data });
  const position = await write(log, [at(DvCallReceived), at(MinorListed, { category: '06' }), at(DvCallReceived)]);
  expect([await follower.waitFor(position, WAIT), await reactor.waitFor(position, WAIT)]).toEqual([true, true]);
  return position;
}
const closing = async (position: number) =>
  decideClose(new Map(), {
    quarter: '2025-Q4',
    now: clock.now(),
    cutOff: '2026-01-10T00:00:00.000+08:00',
    readUntil: '2026-01-10T00:00:01.000+08:00',
    position,
    root: '',
    policy: '',
    followers: await followers.standing(),
  });

test('while anything is parked no quarter is closed; left out by name and reason, it may be, and the order stands in the log', async () => {
  const position = await poison();
  expect(await closing(position)).toEqual({ refused: 'follower-behind' });
  expect(await followers.parked()).toMatchObject([
    { follower: 'fragile', position: 2, code: 'follow.fold-failed', attempts: 1 },
    { follower: 'fragile', position: 3, code: 'follow.waits-behind', attempts: 0 },
  ]);
  await expect(followers.order('fragile', 'drop', { position: 1, reason: 'defect' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(followers.order('fragile', 'drop', { position: 2, reason: 'because' })).rejects.toMatchObject({ code: 'invalid-input' });
  await followers.order('fragile', 'drop', { position: 2, reason: 'defect' });
  const head = (await log.head()).position;
  expect([await follower.waitFor(head, WAIT), await reactor.waitFor(head, WAIT)]).toEqual([true, true]);
  expect(await followers.parked()).toEqual([]);
  expect(await closing(position)).toMatchObject({ emit: { data: { quarter: '2025-Q4' } } });
  const { lines } = await log.read(0, 100, { types: ['hub.parked.dropped'] });
  expect(lines.map(({ claim }) => (JSON.parse(claim) as { data: object }).data)).toEqual([{ follower: 'fragile', position: 2, reason: 'defect' }]);
});

test('what is parked shows in health and figures without making the service unready, and names nobody', async () => {
  await poison();
  const monitor = { status: () => ({ follower: follower.status(), reactors: [reactor.status()] }), alerts: { overdue: () => Promise.resolve(0) } };
  const health = monitorHealth({ monitor, followers } as unknown as RunningMonitor);
  const checks = await health.checks();
  expect(checks).toEqual([
    { name: 'views', ok: true, detail: 'following, 2 parked' },
    { name: 'reactor', ok: true, detail: undefined },
  ]);
  const figures = await health.figures();
  expect(figures.find(({ name }) => name === 'lianhu_parked_events')).toMatchObject({ value: 2, labels: { follower: 'fragile' } });
  expect(JSON.stringify([checks, figures, await followers.parked(), await followers.list()])).not.toMatch(/child|words/);
});

test('an order that makes no sense is refused before anything is recorded', async () => {
  await poison();
  const { position } = await log.head();
  await expect(followers.order('nobody', 'pause', {})).rejects.toMatchObject({ code: 'not-found' });
  await expect(followers.order('fragile', 'stop', {})).rejects.toMatchObject({ code: 'not-found' });
  for (const to of [undefined, -1, 1.5, position + 1, '0'])
    await expect(followers.order('fragile', 'rewind', { to })).rejects.toMatchObject({ code: 'invalid-input' });
  expect((await log.head()).position).toBe(position);
  await followers.order('fragile', 'pause', {});
  expect(await followers.list()).toMatchObject([
    { follower: 'alerts-reactor', state: 'running' },
    { follower: 'fragile', state: 'paused', parked: 2 },
  ]);
  expect((await log.head()).position).toBe(position + 1);
});
