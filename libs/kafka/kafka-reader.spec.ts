import type { EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { KafkaReader } from './kafka-reader';

/** Retries of two days without brokers. Reason: more than what one call can nest in another. */
const RETRIES = 30_000;
const LONGEST_REST_MS = 5_000;
const nothing = (): Promise<void> => Promise.resolve();

/** A client that has joined; it delivers what it is told to, and notes where it was sent. */
function client() {
  const sought: string[] = [];
  const taken: number[] = [];
  const clients = { disconnect: nothing };
  const heard: Record<string, (event: object) => void> = {};
  let eachBatch: (payload: EachBatchPayload) => Promise<void> = nothing;
  const consumer = {
    events: { CRASH: 'crash', GROUP_JOIN: 'join' },
    on: (event: string, listener: (event: object) => void) => void (heard[event] = listener),
    connect: nothing,
    disconnect: () => clients.disconnect(),
    subscribe: nothing,
    run: (config: { eachBatch: typeof eachBatch }) => {
      eachBatch = config.eachBatch;
      heard['join']?.({ payload: { memberAssignment: { topic: [0] } } });
      return nothing();
    },
    pause: () => sought.push('pause'),
    resume: () => sought.push('resume'),
    seek: ({ offset }: { offset: string }) => sought.push(offset),
    commitOffsets: nothing,
  };
  const deliver = (from: number, count: number): Promise<void> => {
    const messages = Array.from({ length: count }, (_, i) => ({ offset: String(from + i), value: Buffer.from('v') }) as unknown as KafkaMessage);
    const batch = { messages, firstOffset: () => String(from), lastOffset: () => String(from + count - 1) };
    return eachBatch({
      batch,
      resolveOffset: () => undefined,
      heartbeat: nothing,
      isRunning: () => true,
      isStale: () => false,
    } as unknown as EachBatchPayload);
  };
  const read = (from: () => number, end = 20): KafkaReader =>
    new KafkaReader(
      { consumer: () => consumer } as unknown as Kafka,
      'topic',
      {
        group: 'group',
        from: () => Promise.resolve(from()),
        take: (records) => Promise.resolve(void taken.push(...records.map(({ offset }) => offset))),
      },
      () => Promise.resolve({ start: 0, end }),
    );
  return { sought, taken, deliver, read, clients };
}
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test('nothing is fetched before the reader’s own place is sought, wherever the brokers would go on', async () => {
  const { sought, read } = client();
  const reader = read(() => 7);
  await soon();
  expect(sought).toEqual(['pause', '7', 'resume']);
  await reader.close();
});

test('brokers that do not answer do not keep it from closing', async () => {
  const { read, clients } = client();
  const reader = read(() => 7);
  await soon();
  clients.disconnect = () => new Promise(() => undefined);
  await reader.close();
}, 20_000);

test('records that end just before its own place send it there: it does not wait for more of them', async () => {
  const { sought, taken, deliver, read } = client();
  const reader = read(() => 10);
  await soon();
  await deliver(3, 7);
  expect([sought.slice(3), taken]).toEqual([['10'], []]);
  await deliver(10, 2);
  expect(taken).toEqual([10, 11]);
  await reader.close();
});

test('records behind its place: the topic is another one, and its place is asked for anew', async () => {
  const { sought, taken, deliver, read } = client();
  let place = 10;
  const reader = read(() => place);
  await soon();
  place = 0;
  await deliver(0, 3);
  expect(sought.slice(3)).toEqual(['0']);
  await deliver(0, 3);
  expect(taken).toEqual([0, 1, 2]);
  await reader.close();
});

test('after days without brokers it is closed at once', async () => {
  jest.useFakeTimers();
  try {
    let tries = 0;
    const away = { connect: () => Promise.reject(new Error(`away ${(tries += 1)}`)), disconnect: nothing };
    const reader = new KafkaReader(
      { consumer: () => away } as unknown as Kafka,
      'topic',
      { group: 'group', from: () => Promise.resolve(0), take: nothing },
      () => Promise.resolve({ start: 0, end: 0 }),
    );
    await jest.advanceTimersByTimeAsync(RETRIES * LONGEST_REST_MS);
    expect(tries).toBeGreaterThanOrEqual(RETRIES);
    await reader.close();
    expect(jest.getTimerCount()).toBe(0);
  } finally {
    jest.useRealTimers();
  }
});
