import { baseViews as views, catalogue, sums } from '@lianhu/catalogue';
import { DvCallReceived } from '@lianhu/departments/police';
import { lineText } from '@lianhu/kernel';
import { Follower, rebuildParity } from '@lianhu/follow';
import { std1, type EventLog } from '@lianhu/log';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { fixedClock, testLog, write } from '@lianhu/testing';
import type { Pool } from 'pg';
import { onBrokers, TestBroker } from '@lianhu/testing/kafka';
import { kafkaStream } from './kafka-stream';
import { Mirror } from './mirror';
import { eventsTopic, recordOf } from './records';
import { Relay } from './relay';
import { kafkaSettings, type KafkaSettings } from './settings';
import type { Stream, StreamRecord } from './stream';

/** Longest wait for something that must come, a broker's start included. Unit: milliseconds. */
const known = (type: string): boolean => catalogue.event(type) !== undefined;
const WAIT_MS = 60_000;
const KILLS = 2;
/** Events at least, while the broker is killed again and again. */
const LEAST = 1_500;
const time = '2026-03-02T10:00:00.000+08:00';
const events = (n: number, from = 0) => Array.from({ length: n }, (_, i) => ({ cls: DvCallReceived, time, subject: `child-${(from + i) % 17}` }));

onBrokers('relay and copy', (version) => {
  let broker: TestBroker;
  let settings: KafkaSettings;
  let database: TestDatabase;
  let pool: Pool;
  let area = 990100;
  const open: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    broker = await TestBroker.start(version);
    settings = kafkaSettings(broker.env) as KafkaSettings;
    database = await testDatabase([]);
    pool = createPool(database.urls.monitor);
  }, WAIT_MS);
  beforeEach(async () => {
    area += 1;
    const { rows } = await pool.query<{ name: string }>(`SELECT 'view.' || tablename AS name FROM pg_tables WHERE schemaname = 'view'`);
    if (rows.length > 0) await pool.query(`DROP TABLE ${rows.map(({ name }) => name).join(', ')}`);
  });
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
  afterAll(async () => {
    await pool?.end();
    await database?.stop();
    await broker?.stop();
  });

  const connect = async (): Promise<Stream> => {
    const stream = await kafkaStream(settings);
    open.push(() => stream.close());
    return stream;
  };
  const relay = async (log: EventLog): Promise<Relay> => {
    const { retentionMs, replicationFactor } = settings;
    const stream = await connect();
    const one = new Relay({ log, stream, suite: std1, area: `${area}`, departments: [], retentionMs, replicationFactor });
    open.push(() => one.stop());
    one.start();
    return one;
  };
  const mirror = async (log: EventLog, backfill?: EventLog): Promise<Mirror> => {
    const stream = await connect();
    const one = new Mirror({ pool, stream, suite: std1, origin: log.origin, area: `${area}`, backfill });
    open.push(() => one.stop());
    await one.start();
    return one;
  };
  const follow = async (log: Mirror['log']): Promise<Follower> => {
    const follower = new Follower({ log, pool, suite: std1, views, sums, known });
    open.push(() => follower.stop());
    await follower.start();
    return follower;
  };
  const topicNow = async (): Promise<StreamRecord[]> => {
    const stream = await connect();
    const { start, end } = await stream.range(eventsTopic(`${area}`));
    const records: StreamRecord[] = [];
    await new Promise<void>((resolve, reject) => {
      const take = (more: readonly StreamRecord[]): Promise<void> => {
        records.push(...more);
        if (records.length >= end - start) resolve();
        return Promise.resolve();
      };
      stream.subscribe(eventsTopic(`${area}`), { group: `look-${area}`, from: () => Promise.resolve(start), take }).catch(reject);
    });
    return records;
  };

  test(
    'killed with -9 under load, again and again: nothing is missing, intake never waits, and the views are those of the log',
    async () => {
      const log = testLog(fixedClock('2026-03-02'));
      await write(log, events(200));
      const out = await relay(log);
      await until(() => out.status().position === 200);
      const copy = await mirror(log);
      const follower = await follow(copy.log);
      let loading = true;
      const load = (async () => {
        for (let n = 200; loading || n < LEAST; n += 5) {
          await write(log, events(5, n));
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      })();
      for (let kill = 0; kill < KILLS; kill += 1) {
        const before = out.status().position;
        await until(() => out.status().position > before);
        await broker.kill();
        const { position } = await log.head();
        await until(async () => out.status().state === 'away' && (await log.head()).position > position);
        await broker.restart();
      }
      loading = false;
      await load;
      const { position } = await log.head();
      await until(() => out.status().position === position);
      expect(await follower.waitFor(position, WAIT_MS)).toBe(true);
      expect(await rebuildParity(pool, log, views, sums)).toEqual([]);
      expect((await copy.log.head()).root).toBe((await log.head()).root);
      const positions = (await topicNow()).map(({ headers }) => Number(headers['position']));
      let highest = 0;
      for (const one of positions) {
        expect(one).toBeLessThanOrEqual(highest + 1);
        highest = Math.max(highest, one);
      }
      expect(highest).toBe(position);
    },
    4 * WAIT_MS,
  );

  test(
    'replays and duplicates in the topic change nothing; another leaf stops the copy and what follows it',
    async () => {
      const log = testLog(fixedClock('2026-03-02'));
      await write(log, events(600));
      const out = await relay(log);
      await until(() => out.status().position === 600);
      await out.stop();
      const topic = eventsTopic(`${area}`);
      const { lines } = await log.read(0, 1_000);
      expect((await topicNow()).map(({ value }) => value)).toEqual(lines.map(lineText));
      const stream = await connect();
      await stream.publish(topic, [...lines.slice(0, 300), ...lines.slice(590)].map(recordOf));
      const again = await relay(log);
      await write(log, events(5));
      await until(() => again.status().position === 605);
      const copy = await mirror(log);
      const follower = await follow(copy.log);
      expect(await follower.waitFor(605, WAIT_MS)).toBe(true);
      expect(await rebuildParity(pool, log, views, sums)).toEqual([]);
      const other = testLog(fixedClock('2026-03-02'));
      await write(other, events(7, 1));
      await stream.publish(topic, (await other.read(6, 1)).lines.map(recordOf));
      await until(() => copy.status().state === 'halted' && copy.status().error === 'log.history-diverged');
      await until(() => follower.status().error === 'log.history-diverged');
      expect(copy.status().position).toBe(605);
    },
    2 * WAIT_MS,
  );

  test(
    'a topic deleted and filled anew under a running copy: the same history is read on, another one stops it',
    async () => {
      const clock = fixedClock('2026-03-02');
      const [log, other] = [testLog(clock), testLog(clock)];
      await write(log, events(600));
      await write(other, events(900, 1));
      const topic = eventsTopic(`${area}`);
      const stream = await connect();
      let out = await relay(log);
      await until(() => out.status().position === 600);
      await out.stop();
      await stream.publish(topic, (await log.read(400, 200)).lines.map(recordOf));
      const copy = await mirror(log);
      await until(async () => (await pool.query<{ next: number }>('SELECT next_offset AS next FROM view.stream')).rows[0]?.next === 800);
      const refilledBy = async (from: EventLog): Promise<void> => {
        await broker.remove(topic);
        await until(() => copy.status().state === 'away');
        out = await relay(from);
        await until(() => out.status().lagEvents === 0 && out.status().position > 0);
        await out.stop();
      };
      await write(log, events(250));
      await refilledBy(log);
      await until(() => copy.status().position === 850);
      expect((await copy.log.head()).root).toBe((await log.head()).root);
      await refilledBy(other);
      await until(() => copy.status().state === 'halted');
      expect(copy.status()).toMatchObject({ error: 'log.history-diverged', position: 850 });
    },
    4 * WAIT_MS,
  );

  test(
    'what retention removed: refused with nobody to ask, otherwise fetched; a restored older hub is not relayed',
    async () => {
      const clock = fixedClock('2026-03-02');
      const log = testLog(clock);
      await write(log, events(50));
      const out = await relay(log);
      await until(() => out.status().position === 50);
      await out.stop();
      await broker.removeBefore(eventsTopic(`${area}`), 30);
      await expect(mirror(log)).rejects.toThrow(/goes on at position 31, this monitor needs 1:/);
      const copy = await mirror(log, log);
      await until(() => copy.status().position === 50);
      expect((await copy.log.head()).root).toBe((await log.head()).root);
      const restored = testLog(clock);
      await write(restored, events(49));
      const refused = await relay(restored);
      await until(() => refused.status().state === 'halted' && refused.status().error === 'log.history-diverged');
    },
    2 * WAIT_MS,
  );
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + WAIT_MS; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 10)))
    if (await holds()) return;
  throw new Error('it did not come about');
}
