import { once } from 'node:events';
import { Kafka, logLevel } from 'kafkajs';

/** Every record of a topic's one partition, as texts in their order, read by the client alone and nothing of ours. */
export async function recordsOf(address: string, topic: string): Promise<readonly string[]> {
  const kafka = new Kafka({ brokers: [address], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const [range] = await admin.fetchTopicOffsets(topic).finally(() => admin.disconnect());
  const end = Number(range?.high ?? 0);
  const texts: string[] = [];
  if (end === 0) return texts;
  const done = new EventTarget();
  const ended = once(done, 'end');
  const consumer = kafka.consumer({ groupId: `judge-${process.pid}-${Date.now()}` });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message: { offset, value } }) => {
        if (Number(offset) < end) texts.push(value?.toString() ?? '');
        if (Number(offset) >= end - 1) done.dispatchEvent(new Event('end'));
      },
    });
    await ended;
  } finally {
    await consumer.disconnect();
  }
  return texts;
}
