import { baseViews as views, catalogue, sums } from '@lianhu/catalogue';
import { MinorListed } from '@lianhu/departments/civil-affairs';
import { MinorRegistered } from '@lianhu/departments/hub';
import { Follower, HubsReader, viewsOfHub } from '@lianhu/follow';
import { createSigner, memoryLog, std1, type EventLog } from '@lianhu/log';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { fixedClock, write } from '@lianhu/testing';
import type { Pool } from 'pg';
import { MemoryBroker, MemoryStream } from './memory-stream';
import { Mirror } from './mirror';
import { Relay } from './relay';

const known = (type: string): boolean => catalogue.event(type) !== undefined;
const HUBS = ['990101', '990102', '990103'] as const;
const WAIT_MS = 60_000;
let database: TestDatabase;
let pool: Pool;
const open: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  database = await testDatabase([]);
  pool = createPool(database.urls.monitor, { max: 16 });
});
afterAll(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
  await pool.end();
  await database.stop();
});

/** The same child's name in every hub: names of one hub mean nothing in another. */
const child = (n: number): string => `child-${String(n).padStart(22, '0')}`;
const listed = (log: EventLog, n: number, town: string, category: string) =>
  write(log, [
    { cls: MinorRegistered, time: '2026-03-01T10:00:00.000+08:00', subject: child(n), data: { birthQuarter: '2014-Q1', town } },
    { cls: MinorListed, time: '2026-03-02T10:00:00.000+08:00', subject: child(n), data: { category } },
  ]);

test('a province follows the topics of several hubs: one set of views with a column for the hub', async () => {
  const broker = new MemoryBroker();
  const stream = new MemoryStream(broker);
  const followers = new Map<string, Follower>();
  const logs = new Map<string, EventLog>();
  for (const hub of HUBS) {
    const origin = `lianhu/${hub}`;
    const log = memoryLog({
      origin,
      suite: std1,
      signer: createSigner(origin, new Uint8Array(32).fill(Number(hub) % 251)),
      clock: fixedClock('2026-03-03'),
    });
    logs.set(hub, log);
    const relay = new Relay({ log, stream, suite: std1, area: hub, departments: [], retentionMs: 1, replicationFactor: 1 });
    relay.start();
    broker.make(`lianhu.${hub}.events`);
    const mirror = new Mirror({ pool, stream, suite: std1, origin, area: hub });
    await mirror.start();
    const follower = new Follower({ log: mirror.log, pool, suite: std1, known, ...viewsOfHub(hub, views, sums) });
    await follower.start();
    followers.set(hub, follower);
    open.push(relay, mirror, follower);
  }
  const ends = await Promise.all(
    HUBS.map(async (hub, i) => {
      const log = logs.get(hub) as EventLog;
      for (let n = 0; n < i; n += 1) await listed(log, n, `${hub}001`, n === 0 ? '04' : '06');
      return listed(log, 7, `${hub}002`, '03');
    }),
  );
  for (const [i, hub] of HUBS.entries()) expect(await followers.get(hub)!.waitFor(ends[i]!, WAIT_MS)).toBe(true);

  const reader = new HubsReader(pool, HUBS, views, sums);
  const all = await reader.list<{ town: string }>('minors', { sort: '-hub' });
  expect(all.total).toBe(6);
  expect(all.rows.map(({ hub, key, row }) => [hub, key, row.town])).toEqual([
    ['990103', child(0), '990103001'],
    ['990103', child(1), '990103001'],
    ['990103', child(7), '990103002'],
    ['990102', child(0), '990102001'],
    ['990102', child(7), '990102002'],
    ['990101', child(7), '990101002'],
  ]);
  expect((await reader.list('minors', { filters: { hub: ['990101', '990102'], categories: '03' }, sort: 'hub' })).rows.map(({ hub }) => hub)).toEqual(
    ['990101', '990102'],
  );
  expect(await reader.list('minors', { filters: { hub: '990103' }, keys: [child(7), child(0)], sort: 'given', size: 1, page: 2 })).toMatchObject({
    total: 2,
    rows: [{ key: child(0) }],
  });
  const counties = await reader.sumsOf('county');
  expect(HUBS.map((hub) => [...counties.get(hub)!.values()][0])).toMatchObject([
    { minors: 1, listed: 1 },
    { minors: 2, listed: 2 },
    { minors: 3, listed: 3 },
  ]);
  expect([...(await reader.positions())]).toEqual(HUBS.map((hub, i) => [hub, ends[i]]));
  // What is folded while it is read stands in rows and number, or in neither; a version that is replaced meanwhile is asked for anew.
  let asked = 0;
  const slow = async (text: string, values?: unknown[]): Promise<unknown> => {
    if (text.includes('AS hubs') && asked++ > 0) {
      const end = await listed(logs.get('990101')!, 8, '990101003', '03');
      expect(await followers.get('990101')!.waitFor(end, WAIT_MS)).toBe(true);
    }
    return pool.query(text, values);
  };
  const { rows, total } = await new HubsReader({ query: slow } as unknown as Pool, HUBS, views, sums).list('minors');
  expect([rows.length, total]).toEqual([6, 6]);
  let gone = 1;
  const replaced = async (text: string, values?: unknown[]): Promise<unknown> => {
    if (text.includes('AS hubs') && gone-- > 0) throw Object.assign(new Error('no such table'), { code: '42P01' });
    return pool.query(text, values);
  };
  expect((await new HubsReader({ query: replaced } as unknown as Pool, HUBS, views, sums).list('minors')).total).toBe(6);
  gone = 2;
  await expect(new HubsReader({ query: replaced } as unknown as Pool, HUBS, views, sums).list('minors')).rejects.toMatchObject({ code: '42P01' });
  await expect(reader.list('minors', { filters: { nothing: 'x' } })).rejects.toMatchObject({ code: 'follow.unknown-column' });
  // A hub whose view is not there yet keeps nobody from the rows of the others.
  const wider = new HubsReader(pool, [...HUBS, '990104'], views, sums);
  expect(await wider.list('minors')).toMatchObject({ total: 6, hubs: HUBS });
  expect(await wider.list('minors', {}, ['990103', '990104'])).toMatchObject({ total: 3, hubs: ['990103'] });
  expect([...(await wider.sumsOf('county')).keys()]).toEqual(HUBS);
  for (const asked of [['990104'], ['990105'], []])
    await expect(wider.list('minors', {}, asked)).rejects.toMatchObject({ code: 'follow.view-not-ready' });
});

test.each(['', '99', 'x', "990101'; --", '9901010000001'])('a hub is named by its area, nothing else: %j', (hub) => {
  expect(() => viewsOfHub(hub, views, sums)).toThrow(TypeError);
});
