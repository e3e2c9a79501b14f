import { NoticeSent } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { lineText } from '@lianhu/kernel';
import { std1, type EventLog, type LogReader } from '@lianhu/log';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { MemoryBroker, MemoryStream } from './memory-stream';
import { Relay, type RelayOptions, type RelayStatus } from './relay';

const TOPIC = 'lianhu.990101.events';
const DAY_MS = 86_400_000;
const WAIT_MS = 60_000;
const time = '2026-03-02T10:00:00.000+08:00';
const call = (log: EventLog, n = 1): Promise<number> =>
  write(
    log,
    Array.from({ length: n }, () => ({ cls: DvCallReceived, time, subject: 'child-1' })),
  );

let broker: MemoryBroker;
const open: Relay[] = [];
beforeEach(() => (broker = new MemoryBroker()));
afterEach(async () => {
  await Promise.all(open.splice(0).map((relay) => relay.stop()));
});

function relay(log: LogReader, options: Partial<RelayOptions> = {}): Relay {
  const one = new Relay({
    log,
    stream: new MemoryStream(broker),
    suite: std1,
    area: '990101',
    departments: ['police', 'education'],
    retentionMs: DAY_MS,
    replicationFactor: 1,
    ...options,
  });
  open.push(one);
  one.start();
  return one;
}
async function becomes(one: Relay, wanted: (status: RelayStatus) => boolean): Promise<RelayStatus> {
  for (const until = performance.now() + WAIT_MS; performance.now() < until; await new Promise((resolve) => setTimeout(resolve, 2)))
    if (wanted(one.status())) return one.status();
  throw new Error(`it stayed ${JSON.stringify(one.status())}`);
}
async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + WAIT_MS; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 2))) if (holds()) return;
  throw new Error('it did not come about');
}
const values = (topic = TOPIC): string[] => broker.topics.get(topic)!.records.map(({ value }) => value);
const texts = async (log: EventLog): Promise<string[]> => (await log.read(0, 10_000)).lines.map(lineText);

test('every line stands in the topic byte for byte, in order of position, with position and leaf as headers', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 1_203);
  const one = relay(log);
  await call(log);
  await becomes(one, ({ position }) => position === 1_204);
  expect(values()).toEqual(await texts(log));
  const { lines } = await log.read(0, 10_000);
  expect(broker.topics.get(TOPIC)!.records.map(({ headers }) => headers)).toEqual(
    lines.map(({ position, leafHash }) => ({ position: String(position), leaf: leafHash })),
  );
  expect(one.status()).toEqual({ state: 'relaying', position: 1_204, head: 1_204, lagEvents: 0, error: undefined });
});

test('it goes on behind the last record: a restart repeats nothing', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  const first = relay(log);
  await becomes(first, ({ position }) => position === 0 && first.status().state === 'relaying');
  await call(log, 3);
  await becomes(first, ({ position }) => position === 3);
  await first.stop();
  await call(log, 2);
  const second = relay(log);
  await becomes(second, ({ position }) => position === 5);
  expect(values()).toEqual(await texts(log));
});

test('an answer that did not come: what was published is found in the topic and not repeated', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  broker.unanswered = 1;
  await call(log, 5);
  const one = relay(log);
  await becomes(one, ({ position, state }) => position === 5 && state === 'relaying');
  expect(values()).toEqual(await texts(log));
});

test('while Kafka is away the log takes events and the lag grows; then everything is caught up', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  broker.away = true;
  const one = relay(log);
  await call(log, 7);
  expect(await becomes(one, ({ lagEvents }) => lagEvents === 7)).toMatchObject({ state: 'away', error: 'away' });
  broker.away = false;
  await becomes(one, ({ lagEvents, state }) => lagEvents === 0 && state === 'relaying');
  expect(values()).toEqual(await texts(log));
});

test('a topic that somebody made anew, or that lost its end, also while nothing is published: what is missing comes again in order', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 5);
  const one = relay(log);
  await becomes(one, ({ position }) => position === 5);
  broker.make(TOPIC, 1, DAY_MS);
  await call(log, 2);
  await becomes(one, ({ position }) => position === 7);
  expect(values()).toEqual(await texts(log));
  broker.topic(TOPIC).records.splice(3);
  await until(() => values().length === 7);
  expect(values()).toEqual(await texts(log));
});

test('two at once, as a hub that was cut off and the one after it: no line is missing before another', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  const both = [relay(log), relay(log)];
  for (let i = 0; i < 50; i += 1) await call(log, 3);
  for (const one of both) await becomes(one, ({ position }) => position === 150);
  const lines = await texts(log);
  let highest = 0;
  for (const value of values()) {
    expect(lines.slice(0, highest + 1)).toContain(value);
    highest = Math.max(highest, lines.indexOf(value) + 1);
  }
  expect(highest).toBe(150);
});

test('brokers that do not answer do not keep it from stopping', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log);
  const stream = new MemoryStream(broker);
  let asked = false;
  stream.publish = () => ((asked = true), new Promise(() => undefined));
  const one = relay(log, { stream });
  await until(() => asked);
  await one.stop();
  expect(one.status().state).toBe('stopped');
}, 20_000);

test('a hub restored from an older backup is not relayed: the topic is ahead of the log, or has another line there', async () => {
  const clock = fixedClock('2026-03-02');
  const log = testLog(clock);
  await call(log, 4);
  const before = relay(log);
  await becomes(before, ({ position }) => position === 4);
  await before.stop();
  for (const count of [3, 4, 6]) {
    const restored = testLog(clock);
    await call(restored, count);
    const halted = relay(restored);
    await becomes(halted, ({ state, error }) => state === 'halted' && error === 'log.history-diverged');
    expect(await becomes(halted, ({ lagEvents }) => lagEvents === count)).toMatchObject({ said: expect.stringMatching(/position \d/) as string });
  }
  expect(values()).toEqual(await texts(log));
});

test('a line that is not what its leaf says is not published', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log, 3);
  const evil: LogReader = Object.assign(Object.create(log) as LogReader, {
    read: async (...args: Parameters<LogReader['read']>) => {
      const page = await log.read(...args);
      return { ...page, lines: page.lines.map((line) => (line.position === 2 ? { ...line, bound: '{}' } : line)) };
    },
  });
  await becomes(relay(evil), ({ state, error }) => state === 'halted' && error === 'log.history-diverged');
  expect(values()).toEqual([]);
});

test('a foreign record at the end of the topic, or a topic of two partitions, halts it', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log);
  broker.make(TOPIC, 1, DAY_MS);
  await new MemoryStream(broker).publish(TOPIC, [{ value: '{}' }]);
  await becomes(relay(log), ({ state, error }) => state === 'halted' && error === 'stream.not-a-line');
  broker.make(TOPIC, 2, DAY_MS);
  await becomes(relay(log), ({ state, error }) => state === 'halted' && error === 'stream.topic-unfit');
});

test('a notice is the id that it has in its department’s inbox, and nothing else; one without an id is not in it; the line stands in the topic of lines', async () => {
  const log = testLog(fixedClock('2026-03-02'));
  await call(log);
  const notice = (id?: string, department?: string) => ({ cls: NoticeSent, time, subject: 'child-1', data: { department, notice: id } });
  const ids = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(43));
  const to = ['police', 'education', 'police', 'justice', undefined];
  await write(log, [...ids.map((id, i) => notice(id, to[i])), notice(undefined, 'police')]);
  await becomes(relay(log), ({ position }) => position === 7);
  expect(values('lianhu.990101.notices.police')).toEqual([ids[0], ids[2]].map((noticeId) => JSON.stringify({ noticeId })));
  expect(values('lianhu.990101.notices.education')).toEqual([JSON.stringify({ noticeId: ids[1] })]);
  expect(broker.topics.get('lianhu.990101.notices.police')!.records.map(({ headers }) => headers)).toEqual([{}, {}]);
  expect([...broker.topics.keys()].sort()).toEqual([TOPIC, 'lianhu.990101.notices.education', 'lianhu.990101.notices.police']);
  expect(values()).toHaveLength(7);
});
