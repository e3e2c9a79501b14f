import { logMigrations, postgresLog } from '@lianhu/log-postgres';
import { alone, std1, testLog as logOptions, type EventLog } from '@lianhu/log';

import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import pg from 'pg';
import { Follower, Reactor, type FollowerOptions } from '.';
import { WAIT } from './running.fixture';
import { sums, views } from './views.fixture';

/** An idle monitor asks the database no more often than this. Unit: statements a second. */
const MOST_A_SECOND = 2;
const WINDOW_MS = 6_000;

let database: TestDatabase;
let pool: pg.Pool;
let reading: EventLog;
let writing: EventLog;
const ends: (() => Promise<void>)[] = [];
beforeEach(async () => {
  database = await testDatabase(logMigrations);
  pool = createPool(database.urls.monitor);
  writing = postgresLog({ ...logOptions(), url: database.urls.hub });
  reading = postgresLog({ url: database.urls.monitor, origin: writing.origin, suite: std1 });
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await reading.close();
  await writing.close();
  await pool.end();
  await database.stop();
});

async function monitor(log: EventLog): Promise<{ follower: Follower; reactor: Reactor }> {
  const options: FollowerOptions = { log, pool, suite: std1, views, sums, known: () => true };
  const follower = new Follower(options);
  const reactor = new Reactor({ name: 'alerts', log, pool, known: () => true, react: () => Promise.resolve() });
  await follower.start();
  await reactor.start();
  ends.push(async () => void (await Promise.all([follower.stop(), reactor.stop()])));
  return { follower, reactor };
}
/** Statements of this process a second, over a while. */
async function statements(): Promise<number> {
  const query = jest.spyOn(pg.Client.prototype, 'query');
  const from = performance.now();
  await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
  const count = query.mock.calls.length;
  query.mockRestore();
  return (count * 1_000) / (performance.now() - from);
}
/** Resolves when somebody listens for the log. */
async function listens(): Promise<readonly number[]> {
  for (;;) {
    const { rows } = await pool.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE query = 'LISTEN lianhu_log' AND datname = current_database()`,
    );
    if (rows.length > 0) return rows.map(({ pid }) => pid);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test(`an idle monitor costs at most ${MOST_A_SECOND} statements a second, and so does one that watches another`, async () => {
  const { follower, reactor } = await monitor(reading);
  await writing.append([alone({ id: '1' })]);
  expect([await follower.waitFor(1, WAIT), await reactor.waitFor(1, WAIT)]).toEqual([true, true]);
  await listens();
  const one = await statements();
  expect(one).toBeGreaterThan(0);
  expect(one).toBeLessThanOrEqual(MOST_A_SECOND);
  const other = postgresLog({ url: database.urls.monitor, origin: writing.origin, suite: std1 });
  const second = await monitor(other);
  expect((await second.follower.lag()).events).toBe(0);
  expect(await statements()).toBeLessThanOrEqual(2 * MOST_A_SECOND);
  expect(second.follower.status().views.some(({ kept }) => kept)).toBe(false);
  ends.push(() => other.close());
});

test('when the listener is cut off, it polls; then it listens again', async () => {
  const { follower } = await monitor(reading);
  await writing.append([alone({ id: '1' })]);
  expect(await follower.waitFor(1, WAIT)).toBe(true);
  const before = await listens();
  const admin = createPool(database.urls.admin, { max: 1 });
  ends.push(() => admin.end());
  await admin.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) pid', [before]);
  for (let n = 2; n < 6; n += 1) {
    await writing.append([alone({ id: `${n}` })]);
    expect(await follower.waitFor(n, WAIT)).toBe(true);
  }
  const after = await listens();
  expect(after.filter((pid) => before.includes(pid))).toEqual([]);
});

test('the lag is measured against the log itself: one whose watcher sleeps for ever does not look healthy', async () => {
  let asleep = false;
  const sleeping = (): Promise<void> => {
    asleep = true;
    return new Promise<void>(() => undefined);
  };
  const deaf = Object.assign(Object.create(reading) as EventLog, { wait: sleeping });
  const follower = new Follower({ log: deaf, pool, suite: std1, views, sums, known: () => true });
  await follower.start();
  ends.push(() => follower.stop());
  for (const until = performance.now() + WAIT; !asleep && performance.now() < until;) await new Promise((resolve) => setTimeout(resolve, 5));
  await writing.append([alone({ id: '1' }), alone({ id: '2' })]);
  expect(follower.status()).toMatchObject({ position: 0, head: 0, state: 'following' });
  expect(await follower.lag()).toMatchObject({ head: 2, events: 2 });
  // It grows; on a quick machine not yet within the first millisecond.
  while ((await follower.lag()).seconds === 0);
});
