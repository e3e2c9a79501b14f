import { DvCallReceived } from '@lianhu/departments/police';
import { std1, type EventLog } from '@lianhu/log';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { onBrokers, TestBroker } from '@lianhu/testing/kafka';
import { StreamAway } from './errors';
import { kafkaStream } from './kafka-stream';
import { eventsTopic } from './records';
import { Relay } from './relay';
import { kafkaSettings, type KafkaSettings } from './settings';

/** Longest wait for something that must come, a broker's start included. Unit: milliseconds. */
const WAIT_MS = 60_000;
const DAY_MS = 86_400_000;
const time = '2026-03-02T10:00:00.000+08:00';
const call = (log: EventLog, n: number): Promise<number> =>
  write(
    log,
    Array.from({ length: n }, (_, i) => ({ cls: DvCallReceived, time, subject: `child-${i % 7}` })),
  );

onBrokers('what an operator does to a topic while the relay runs', (version) => {
  let broker: TestBroker;
  let area = 990_200;
  const open: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    // Brokers that take less at once than ours, and merge by keys where nobody says otherwise.
    broker = await TestBroker.start(version, () => ['message.max.bytes=20000', 'log.cleanup.policy=compact']);
  }, WAIT_MS);
  beforeEach(() => void (area += 1));
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
  afterAll(() => broker?.stop());

  const relay = async (log: EventLog, replicationFactor = 1): Promise<Relay> => {
    const stream = await kafkaStream(kafkaSettings(broker.env) as KafkaSettings);
    open.push(() => stream.close());
    const one = new Relay({ log, stream, suite: std1, area: `${area}`, departments: [], retentionMs: DAY_MS, replicationFactor });
    open.push(() => one.stop());
    one.start();
    return one;
  };
  const topic = (): string => eventsTopic(`${area}`);

  test(
    'made anew by hand, with nothing to publish meanwhile: it is filled from the first line on',
    async () => {
      const log = testLog(fixedClock('2026-03-02'));
      await call(log, 300);
      const out = await relay(log);
      await until(() => out.status().position === 300);
      await broker.remove(topic());
      await broker.make(topic(), 1, DAY_MS, { 'cleanup.policy': 'delete', 'max.message.bytes': '1048576' });
      await call(log, 5);
      await until(() => out.status().position === 305);
      const stream = await kafkaStream(kafkaSettings(broker.env) as KafkaSettings);
      open.push(() => stream.close());
      expect(await stream.range(topic())).toEqual({ start: 0, end: 305 });
      expect(await stream.at(topic(), 0)).toMatchObject({ headers: { position: '1' } });
    },
    2 * WAIT_MS,
  );

  test.each([
    ['merges by keys', { 'cleanup.policy': 'compact' }, /has cleanup\.policy=compact, not delete/],
    ['takes little at once', { 'max.message.bytes': '20000' }, /takes 20000 bytes at once/],
  ])('set so that it %s: halted, and said', async (_, change, said) => {
    const log = testLog(fixedClock('2026-03-02'));
    await call(log, 5);
    const out = await relay(log);
    await until(() => out.status().position === 5);
    await broker.configure(topic(), { 'cleanup.policy': 'delete', 'retention.ms': String(DAY_MS), ...change });
    await call(log, 300);
    await until(() => out.status().state === 'halted');
    expect(out.status()).toMatchObject({ error: 'stream.topic-unfit', position: 5, lagEvents: 300 });
    expect(out.status().said).toMatch(said);
  });

  test('more copies than there are brokers: away, and said by the name that the brokers give it', async () => {
    const log = testLog(fixedClock('2026-03-02'));
    const out = await relay(log, 3);
    await until(() => out.status().state === 'away');
    expect(out.status().error).toBe('INVALID_REPLICATION_FACTOR');
  });

  test('where somebody else gave a topic more partitions, its first is the one that is looked at', async () => {
    const stream = await kafkaStream(kafkaSettings(broker.env) as KafkaSettings);
    open.push(() => stream.close());
    for (const partitions of [2, 3, 4, 8]) {
      const name = `${topic()}.${partitions}`;
      await broker.make(name, partitions, DAY_MS, { 'cleanup.policy': 'delete' });
      await stream.publish(name, [{ value: 'one' }, { value: 'two' }]);
      expect(await askedAgain(() => stream.range(name))).toEqual({ start: 0, end: 2 });
    }
  });
});

/** A broker is named as a partition's leader before it leads it: whoever asks then is told that Kafka is away. */
async function askedAgain<T>(ask: () => Promise<T>): Promise<T> {
  for (const end = performance.now() + WAIT_MS; ; await new Promise((resolve) => setTimeout(resolve, 50)))
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StreamAway) || performance.now() > end) throw error;
    }
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + WAIT_MS; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 10))) if (holds()) return;
  throw new Error('it did not come about');
}
