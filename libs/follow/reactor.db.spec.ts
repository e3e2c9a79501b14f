import { DvCallReceived } from '@lianhu/departments/police';
import { AlertRaised, MinorRegistered } from '@lianhu/departments/hub';
import { definitionOf, type Recorded } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { Reactor, steer, type ReactorOptions } from '.';
import { useDatabase } from './database.fixture';

const pool = useDatabase();
const WAIT = 60_000;
const time = '2026-03-02T10:00:00.000+08:00';
const call = (log: EventLog): Promise<number> => write(log, [{ cls: DvCallReceived, time, subject: 'child-1' }]);
const raised = async (log: EventLog): Promise<number> => (await log.read(0, 1_000, { types: [definitionOf(AlertRaised).type] })).lines.length;

/** Raises one alert for each call; its id follows from the call's position. */
const alertEach =
  (log: EventLog) =>
  async (events: readonly Recorded[]): Promise<void> => {
    for (const { type, position } of events) {
      if (type === definitionOf(DvCallReceived).type) await write(log, [{ cls: AlertRaised, id: `alert-${position}`, time, subject: 'child-1' }]);
    }
  };

const open: Reactor[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((reactor) => reactor.stop()));
});
async function reactor(log: EventLog, options: Partial<ReactorOptions> = {}): Promise<Reactor> {
  const made = new Reactor({ name: 'alerts', log, pool: pool(), known: () => true, react: alertEach(log), ...options });
  open.push(made);
  await made.start();
  return made;
}

test('each event is decided once, what the reactor appends itself included, over restarts and page sizes', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  for (let n = 0; n < 5; n += 1) await call(log);
  const first = await reactor(log, { pageSize: 2 });
  expect(await first.waitFor(10, WAIT)).toBe(true);
  await first.stop();
  const last = await call(log);
  const second = await reactor(log);
  expect(await second.waitFor(last + 1, WAIT)).toBe(true);
  expect(await raised(log)).toBe(6);
});

test('a crash between appending and moving the checkpoint decides the same again: it stands once', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log);
  await call(log);
  let crashes = 3;
  const decide = alertEach(log);
  const crashing = await reactor(log, {
    react: async (events) => {
      await decide(events);
      if (crashes > 0) {
        crashes -= 1;
        throw new Error('crashed');
      }
    },
  });
  expect(await crashing.waitFor(4, WAIT)).toBe(true);
  expect(crashes).toBe(0);
  expect(await raised(log)).toBe(2);
  expect(crashing.error).toBeUndefined();
});

test('two processes with the same reactor: what they decide twice stands once', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  const [a, b] = [await reactor(log, { pageSize: 1 }), await reactor(log, { pageSize: 2 })];
  for (let n = 0; n < 10; n += 1) await call(log);
  for (let head = 0; head < (await log.head()).position;) {
    head = (await log.head()).position;
    await Promise.all([a.waitFor(head, WAIT), b.waitFor(head, WAIT)]);
  }
  expect(await raised(log)).toBe(10);
});

test('while it cannot decide, it stays before the page and says why', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  let away = true;
  const waiting = await reactor(log, { react: (events) => (away ? Promise.reject(new RangeError('x')) : alertEach(log)(events)) });
  const position = await call(log);
  while (waiting.error === undefined) expect(await waiting.waitFor(position, 20)).toBe(false);
  expect([waiting.position, waiting.error]).toEqual([0, 'RangeError']);
  away = false;
  expect(await waiting.waitFor(position, WAIT)).toBe(true);
});

test('moved back by a person while nothing happens in the log, it decides from there again', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log);
  const position = await call(log);
  const decided: number[] = [];
  const made = await reactor(log, { react: (events) => Promise.resolve(void decided.push(...events.map((event) => event.position))) });
  expect(await made.waitFor(position, WAIT)).toBe(true);
  expect(await steer(pool(), { log, suite: std1 }, 'alerts', { order: 'rewind', to: 1 })).toBe('done');
  await made.look();
  expect(await made.waitFor(position, WAIT)).toBe(true);
  expect(decided).toEqual([1, 2, 2]);
});

test('it decides up to an event of a type that it does not know, stops before it, and goes on when its program knows it', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log);
  await write(log, [{ cls: MinorRegistered, time, subject: 'child-1' }]);
  await call(log);
  const known = (type: string): boolean => type !== definitionOf(MinorRegistered).type;
  const old = await reactor(log, { known });
  while (old.status().state !== 'halted') await old.waitFor(3, 20);
  expect([old.position, old.error, await raised(log)]).toEqual([1, 'follow.unknown-event-type', 1]);
  await old.stop();
  const upgraded = await reactor(log);
  expect(await upgraded.waitFor(5, WAIT)).toBe(true);
  expect(await raised(log)).toBe(2);
});

test('another history before its checkpoint halts it, and it decides again from where a person moves it back to', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log);
  const first = await reactor(log);
  await first.waitFor(2, WAIT);
  await first.stop();
  const other = testLog(fixedClock('2026-03-02'));
  for (let n = 0; n < 4; n += 1) await write(other, [{ cls: DvCallReceived, time, subject: 'child-2' }]);
  const second = await reactor(other, { leaseMs: 300 });
  expect(second.status()).toMatchObject({ state: 'halted', error: 'log.history-diverged' });
  expect(await second.waitFor(3, 600)).toBe(false);
  expect(await raised(other)).toBe(0);
  expect(await steer(pool(), { log: other, suite: std1 }, 'alerts', { order: 'rewind', to: 0 })).toBe('done');
  expect(await second.waitFor(8, WAIT)).toBe(true);
  expect(await raised(other)).toBe(4);
});
