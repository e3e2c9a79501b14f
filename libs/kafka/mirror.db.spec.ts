import { baseViews as views, catalogue, sums } from '@lianhu/catalogue';
import { DvCallReceived } from '@lianhu/departments/police';
import { AlertRaised } from '@lianhu/departments/hub';
import { momentOf, type StoredLine } from '@lianhu/kernel';
import { Follower, rebuildParity } from '@lianhu/follow';
import { rootOf, std1, verifyConsistency, verifyInclusion, type EventLog } from '@lianhu/log';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { fixedClock, testLog, write } from '@lianhu/testing';
import type { Pool } from 'pg';
import { MemoryBroker, MemoryStream } from './memory-stream';
import { Mirror, type MirrorOptions, type MirrorStatus } from './mirror';
import { eventsTopic, recordOf } from './records';

const known = (type: string): boolean => catalogue.event(type) !== undefined;
const TOPIC = eventsTopic('990101');
const WAIT_MS = 60_000;
const time = '2026-03-02T10:00:00.000+08:00';
const call = (log: EventLog, n = 1, child = 1): Promise<number> =>
  write(
    log,
    Array.from({ length: n }, (_, i) => ({ cls: DvCallReceived, time, subject: `child-${((child + i) % 3) + 1}` })),
  );
const linesOf = async (log: EventLog, from = 0, to = 1_000_000): Promise<readonly StoredLine[]> =>
  (await log.read(from, 1_000_000)).lines.filter(({ position }) => position <= to);

let database: TestDatabase;
let pool: Pool;
let broker: MemoryBroker;
let stream: MemoryStream;
const open: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  database = await testDatabase([]);
  pool = createPool(database.urls.monitor);
});
beforeEach(async () => {
  const { rows } = await pool.query<{ name: string }>(`SELECT 'view.' || tablename AS name FROM pg_tables WHERE schemaname = 'view'`);
  if (rows.length > 0) await pool.query(`DROP TABLE ${rows.map(({ name }) => name).join(', ')}`);
  broker = new MemoryBroker();
  broker.make(TOPIC, 1, 1);
  stream = new MemoryStream(broker);
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});
afterAll(async () => {
  await pool.end();
  await database.stop();
});

const publish = (lines: readonly StoredLine[], topic = TOPIC): Promise<void> => stream.publish(topic, lines.map(recordOf));
function made(options: Partial<MirrorOptions> = {}): Mirror {
  const one = new Mirror({ pool, stream, suite: std1, origin: 'lianhu/990101', area: '990101', ...options });
  open.push(one);
  return one;
}
async function mirror(options: Partial<MirrorOptions> = {}): Promise<Mirror> {
  const one = made(options);
  await one.start();
  return one;
}
async function becomes(one: Mirror, wanted: (status: MirrorStatus) => boolean): Promise<MirrorStatus> {
  for (const until = performance.now() + WAIT_MS; performance.now() < until; await new Promise((resolve) => setTimeout(resolve, 5)))
    if (wanted(one.status())) return one.status();
  throw new Error(`it stayed ${JSON.stringify(one.status())}`);
}
const reaches = (one: Mirror, position: number): Promise<MirrorStatus> => becomes(one, (status) => status.position === position);
const halts = (one: Mirror): Promise<MirrorStatus> => becomes(one, ({ state }) => state === 'halted');
/** Copies until a position, and ends. */
async function copied(position: number): Promise<void> {
  const one = await mirror();
  await reaches(one, position);
  await one.stop();
}

test('a copy answers everything that followers ask as the log does: pages, filters, times, versions, tree', async () => {
  const clock = fixedClock('2026-03-02');
  const log = testLog(clock);
  for (let n = 0; n < 3; n += 1) {
    await call(log, 100, n);
    clock.advance(60_000);
  }
  await write(log, [{ cls: AlertRaised, time, subject: 'child-2' }]);
  await publish(await linesOf(log));
  const one = await mirror();
  await reaches(one, 301);
  const { origin: _, checkpoint: __, ...head } = { origin: '', ...(await log.head()) };
  expect(await one.log.head()).toEqual(head);
  for (const filter of [
    undefined,
    { subject: 'child-2' },
    { types: ['hub.alert.raised'] },
    { subject: 'child-2', types: ['police.dv-call.received'] },
    { department: 'hub' },
  ]) {
    for (const [after, limit] of [
      [0, 1_000],
      [10, 7],
      [300, 5],
      [301, 5],
      [0, 0],
    ] as const)
      expect([filter, after, limit, await one.log.read(after, limit, filter)]).toEqual([filter, after, limit, await log.read(after, limit, filter)]);
  }
  for (const moment of ['2026-03-01', '2026-03-02']
    .map((day) => `${day}T00:00:00.000+08:00`)
    .concat(momentOf(clock.now() - 90_000), momentOf(clock.now())))
    expect(await one.log.positionAt(moment)).toBe(await log.positionAt(moment));
  for (const subject of ['child-2', 'child-9']) expect(await one.log.version(subject)).toBe(await log.version(subject));
  const leaves = (await one.log.leaves(0, 301)).map((leaf) => Buffer.from(leaf, 'base64'));
  const root = Buffer.from(head.root, 'base64');
  for (const from of [1, 255, 256, 257, 300, 301]) {
    expect(verifyInclusion(std1, await one.log.inclusion(from, 301), leaves[from - 1]!, root)).toBe(true);
    expect(verifyConsistency(std1, from, 301, rootOf(std1, leaves.slice(0, from)), root, await one.log.consistency(from, 301))).toBe(true);
  }
  await expect(one.log.inclusion(302, 302)).rejects.toMatchObject({ code: 'log.out-of-range' });
  await expect(one.log.consistency(1, 302)).rejects.toMatchObject({ code: 'log.out-of-range' });
});

test('views folded from the copy are those folded from the log; what is injected twice, or out of turn, counts once', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 40);
  const lines = await linesOf(log);
  await publish(lines.slice(0, 20));
  await publish([lines[19]!, lines[3]!, ...lines.slice(0, 22), lines[21]!, lines[21]!]);
  const one = await mirror();
  const follower = new Follower({ log: one.log, pool, suite: std1, views, sums, known });
  open.unshift(follower);
  await follower.start();
  await publish(lines.slice(10));
  await publish(lines);
  expect(await follower.waitFor(40, WAIT_MS)).toBe(true);
  expect(await rebuildParity(pool, log, views, sums)).toEqual([]);
  const { rows } = await pool.query(
    `SELECT sum((row->>'events')::int)::int AS events FROM view.view_departments_v${views.find(({ name }) => name === 'departments')!.version}`,
  );
  expect(rows).toEqual([{ events: 40 }]);
});

test('a position seen again with another leaf: the copy stops, what follows it stops, and it stops again after a restart', async () => {
  const clock = fixedClock('2026-03-02');
  const [log, other] = [testLog(clock), testLog(clock)];
  await call(log, 5);
  await call(other, 5, 2);
  await publish(await linesOf(log));
  const one = await mirror();
  const follower = new Follower({ log: one.log, pool, suite: std1, views, sums, known });
  open.unshift(follower);
  await follower.start();
  expect(await follower.waitFor(5, WAIT_MS)).toBe(true);
  await publish([...(await linesOf(log, 0, 1)), ...(await linesOf(other, 3, 4))]);
  await becomes(one, ({ state, error }) => state === 'halted' && error === 'log.history-diverged');
  await call(log);
  await publish(await linesOf(log, 5));
  await until(() => follower.status().state === 'halted' && follower.status().error === 'log.history-diverged');
  await one.stop();
  const again = await mirror();
  expect(await halts(again)).toMatchObject({ position: 5, error: 'log.history-diverged' });
});

test('two histories in one portion are noticed before any of it is stored', async () => {
  const clock = fixedClock('2026-03-02');
  const [log, other] = [testLog(clock), testLog(clock)];
  await call(log, 3);
  await call(other, 3, 2);
  await publish([...(await linesOf(log)), ...(await linesOf(other, 1, 2))]);
  const one = await mirror();
  expect(await halts(one)).toMatchObject({ position: 0, error: 'log.history-diverged' });
});

test.each(['{}', 'x', '{"bound":{},"claim":{},"stamp":{"position":1}}'])('a record that is no line halts it: %s', async (value) => {
  await stream.publish(TOPIC, [{ value, headers: { position: '1', leaf: 'x' } }]);
  expect(await halts(await mirror({ backfill: { read: () => Promise.resolve({ lines: [] }) } }))).toMatchObject({ error: 'stream.not-a-line' });
});

test('what retention removed is fetched from whoever has it; with nobody named it refuses to start and says where it stands', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 1_300);
  await publish(await linesOf(log));
  broker.truncate(TOPIC, 1_250);
  await expect(made().start()).rejects.toThrow(/goes on at position 1251, this monitor needs 1:/);
  let fetched = 0;
  const backfill = {
    read: async (after: number, limit: number) => {
      const page = await log.read(after, limit);
      fetched += page.lines.length;
      return page;
    },
  };
  const one = await mirror({ backfill });
  await reaches(one, 1_300);
  // Each page but the first begins with the line that is there already.
  expect(fetched).toBe(1_252);
  await one.stop();
  await call(log, 20);
  await publish(await linesOf(log, 1_300));
  broker.truncate(TOPIC, 1_300);
  const edge = await mirror();
  await reaches(edge, 1_320);
  await edge.stop();
  await call(log, 2);
  await publish(await linesOf(log, 1_320));
  broker.truncate(TOPIC, 1_321);
  await expect(made().start()).rejects.toMatchObject({ code: 'stream.cut-off', missing: 1_321, found: 1_322 });
  expect((await one.log.head()).root).not.toBe((await log.head()).root);
  await reaches(await mirror({ backfill }), 1_322);
  expect((await one.log.head()).root).toBe((await log.head()).root);
});

test('what is fetched is not believed: a line with a wrong leaf, or another history, is refused', async () => {
  const clock = fixedClock('2026-03-02');
  const [log, other] = [testLog(clock), testLog(clock)];
  await call(log, 10);
  await call(other, 10, 2);
  await publish(await linesOf(log));
  broker.truncate(TOPIC, 5);
  const lying = {
    read: async (after: number, limit: number) => ({ lines: (await log.read(after, limit)).lines.map((line) => ({ ...line, bound: '{}' })) }),
  };
  expect(await halts(await mirror({ backfill: lying }))).toMatchObject({ position: 0 });
  await open.pop()!.stop();
  const gap = made({ backfill: { read: () => Promise.resolve({ lines: [] }) } });
  await gap.start();
  expect(await halts(gap)).toMatchObject({ error: 'stream.cut-off' });
});

test('a crash between the rows and the brokers’ knowledge, and one inside the transaction: every line stands once', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 300);
  const lines = await linesOf(log);
  await publish(lines.slice(0, 150));
  await copied(150);
  broker.committed.clear();
  await pool.query(`CREATE FUNCTION view.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'power cut'; END $$`);
  await pool.query('CREATE TRIGGER fail BEFORE UPDATE ON view.stream EXECUTE FUNCTION view.fail()');
  await publish(lines.slice(150));
  const second = await mirror();
  await becomes(second, ({ state }) => state === 'away');
  expect((await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM view.stream_line')).rows).toEqual([{ n: 150 }]);
  await pool.query('DROP FUNCTION view.fail() CASCADE');
  await reaches(second, 300);
  expect((await second.log.head()).root).toBe((await log.head()).root);
});

test('Kafka away is no reason not to start; a topic made anew is read from its beginning', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 30);
  await publish(await linesOf(log));
  await copied(30);
  broker.away = true;
  const second = await mirror();
  expect((await second.log.read(0, 100)).lines).toHaveLength(30);
  expect(second.status()).toMatchObject({ state: 'away', error: 'stream.away' });
  await call(log, 2);
  broker.make(TOPIC, 1, 1);
  broker.away = false;
  await publish((await linesOf(log)).slice(0, 8));
  await publish((await linesOf(log)).slice(8));
  await reaches(second, 32);
});

test('a topic made anew that has grown past the stored offset: another history stops the copy before any of it is stored', async () => {
  const clock = fixedClock('2026-03-02');
  const [log, other] = [testLog(clock), testLog(clock)];
  await call(log, 20);
  await call(other, 30, 2);
  await publish(await linesOf(log));
  await copied(20);
  // Restored from a backup of position 15, the hub has written on.
  broker.make(TOPIC, 1, 1);
  await publish([...(await linesOf(log, 0, 15)), ...(await linesOf(other, 15))]);
  expect(await halts(await mirror())).toMatchObject({ position: 20, error: 'log.history-diverged' });
});

test('a topic made anew without the duplicates of the old one is no gap, though nobody has what is missing', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 60);
  const lines = await linesOf(log);
  await publish([...lines.slice(0, 15), ...lines.slice(0, 20)]);
  await copied(20);
  broker.make(TOPIC, 1, 1);
  await publish(lines);
  const second = await mirror();
  await reaches(second, 60);
  expect((await second.log.head()).root).toBe((await log.head()).root);
});

test('what is fetched must go on from the copy’s last line', async () => {
  const clock = fixedClock('2026-03-02');
  const [log, other] = [testLog(clock), testLog(clock)];
  await call(log, 10);
  await call(other, 20, 2);
  await publish(await linesOf(log));
  await copied(10);
  broker.make(TOPIC, 1, 1);
  await publish(await linesOf(other));
  broker.truncate(TOPIC, 15);
  expect(await halts(await mirror({ backfill: other }))).toMatchObject({ position: 10, error: 'log.history-diverged' });
});

test('two processes with one database: each line stands once, and the other goes on when one ends', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  const [one, two] = [await mirror(), await mirror()];
  await call(log, 250);
  await publish(await linesOf(log));
  await until(async () => (await two.log.head()).position === 250);
  await one.stop();
  await call(log, 5);
  await publish(await linesOf(log, 250));
  await until(async () => (await two.log.head()).position === 255);
  expect((await two.log.head()).root).toBe((await log.head()).root);
  await two.log.wait(254, WAIT_MS);
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + WAIT_MS; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 5)))
    if (await holds()) return;
  throw new Error('it did not come about');
}
