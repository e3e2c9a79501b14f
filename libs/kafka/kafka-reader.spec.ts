import type { Kafka } from 'kafkajs';
import { KafkaReader } from './kafka-reader';

/** Retries of two days without brokers. Reason: more than what one call can nest in another. */
const RETRIES = 30_000;
const LONGEST_REST_MS = 5_000;
const nothing = (): Promise<void> => Promise.resolve();

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
