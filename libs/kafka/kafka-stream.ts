import { randomUUID } from 'node:crypto';
import type { Admin, Kafka, Producer } from 'kafkajs';
import { faultName, StreamAway, TopicUnfit } from './errors';
import { KafkaReader } from './kafka-reader';
import { CLOSE_WITHIN_MS, noLongerThan } from './no-longer-than';
import type { KafkaSettings } from './settings';
import type { NewRecord, Stream, StreamRecord, SubscribeOptions, Subscription, TopicPlan, TopicRange } from './stream';

/** The client tries a request again so often, at these distances, before it gives up. Unit of times: milliseconds. */
const RETRY = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 5 } as const;
const TIMEOUTS = { connectionTimeout: 3_000, authenticationTimeout: 5_000, requestTimeout: 15_000 } as const;
/** Bytes of one publishing, without headers, and those that a topic must take at once. Reason: a broker takes 1 MiB unless it is told otherwise. */
const MAX_BYTES = 512 * 1024;
const TAKES_BYTES = 768 * 1024;
/** How long one record is waited for. Unit: milliseconds. */
const READ_WITHIN_MS = 20_000;
/** How we make a topic: old records are removed, never those without a key, and what the brokers are set to otherwise changes nothing. */
const AS_MADE = [
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'max.message.bytes', value: String(1024 * 1024) },
];
/** What a setting of a topic must not be, and why. */
const UNFIT: Readonly<Record<string, (value: string) => string | undefined>> = {
  'retention.ms': (value) => (value === '-1' ? 'keeps records for ever' : undefined),
  'cleanup.policy': (value) => (value === 'delete' ? undefined : `has cleanup.policy=${value}, not delete, and loses records without a key`),
  'max.message.bytes': (value) => (Number(value) < TAKES_BYTES ? `takes ${value} bytes at once, not ${TAKES_BYTES} (max.message.bytes)` : undefined),
};
/** Number of Kafka's resource type "topic". */
const TOPIC = 2;

/** Opens the stream on real brokers; the client is loaded here and nowhere else. Nothing is connected yet. */
export async function kafkaStream(settings: KafkaSettings): Promise<Stream> {
  const { brokers, clientId, ssl, sasl } = settings;
  const kafkajs = (await import('kafkajs')).default;
  const kafka = new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ssl: ssl === true ? true : ssl && { ca: ssl.ca === undefined ? undefined : [ssl.ca], cert: ssl.cert, key: ssl.key },
    sasl: sasl as ConstructorParameters<typeof Kafka>[0]['sasl'],
    ...TIMEOUTS,
    retry: { ...RETRY, restartOnFailure: () => Promise.resolve(false) },
    // What it would log stands in our own status; its messages may hold values.
    logLevel: kafkajs.logLevel.NOTHING,
  });
  return new KafkaStream(kafka, () =>
    kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false, createPartitioner: () => () => 0 }),
  );
}

class KafkaStream implements Stream {
  private readonly readers = new Set<KafkaReader>();
  private admin: Promise<Admin> | undefined;
  private producer: Promise<Producer> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly newProducer: () => Producer,
  ) {}

  async prepare(plans: readonly TopicPlan[]): Promise<void> {
    const topics = plans.map(({ topic, retentionMs, replicationFactor }) => ({
      topic,
      numPartitions: 1,
      replicationFactor,
      configEntries: [...AS_MADE, { name: 'retention.ms', value: String(retentionMs) }],
    }));
    await this.asked(async (admin) => {
      const there = await admin.listTopics();
      const missing = topics.filter(({ topic }) => !there.includes(topic));
      if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: true });
      await this.check(
        admin,
        topics.map(({ topic }) => topic),
      );
    });
  }

  private async check(admin: Admin, topics: string[]): Promise<void> {
    for (const { name, partitions } of (await admin.fetchTopicMetadata({ topics })).topics)
      if (partitions.length !== 1) throw new TopicUnfit(name, `has ${partitions.length} partitions, not one`);
    const resources = topics.map((name) => ({ type: TOPIC, name, configNames: Object.keys(UNFIT) }));
    for (const { resourceName, configEntries } of (await admin.describeConfigs({ resources, includeSynonyms: false })).resources)
      for (const { configName, configValue } of configEntries) {
        const why = UNFIT[configName]?.(configValue);
        if (why !== undefined) throw new TopicUnfit(resourceName, why);
      }
  }

  async publish(topic: string, records: readonly NewRecord[]): Promise<void> {
    try {
      const producer = await (this.producer ??= this.connected(this.newProducer()));
      for (const portion of portions(records)) {
        const messages = portion.map(({ value, headers }) => ({ key: null, value, headers }));
        await producer.send({ topic, acks: -1, messages });
      }
    } catch (error) {
      // A producer of which a sending or the connecting failed is not used again: it may send on without its number.
      const producer = this.producer;
      this.producer = undefined;
      await producer?.then((one) => one.disconnect()).catch(() => undefined);
      throw away(error);
    }
  }

  async range(topic: string): Promise<TopicRange> {
    return this.asked(async (admin) => {
      const range = (await admin.fetchTopicOffsets(topic)).find(({ partition }) => partition === 0);
      return { start: Number(range?.low ?? 0), end: Number(range?.high ?? 0) };
    });
  }

  async at(topic: string, offset: number): Promise<StreamRecord | undefined> {
    const { start, end } = await this.range(topic);
    if (offset < start || offset >= end) return undefined;
    const group = `lianhu-look-${randomUUID()}`;
    const found = await this.firstOf(topic, group, offset);
    // A group of one look is of no use to anybody.
    await this.asked((admin) => admin.deleteGroups([group])).catch(() => undefined);
    return found.offset === offset ? found : undefined;
  }

  private async firstOf(topic: string, group: string, offset: number): Promise<StreamRecord> {
    let reader: KafkaReader | undefined;
    let timer: NodeJS.Timeout | undefined;
    let fault = 'no answer';
    try {
      return await new Promise<StreamRecord>((resolve, reject) => {
        timer = setTimeout(() => reject(new StreamAway(fault)), READ_WITHIN_MS);
        reader = this.read(topic, {
          group,
          from: () => Promise.resolve(offset),
          take: ([record]) => Promise.resolve(resolve(record as StreamRecord)),
          fault: (name) => (fault = name ?? fault),
        });
      });
    } finally {
      clearTimeout(timer);
      if (reader) this.readers.delete(reader);
      await reader?.close();
    }
  }

  async subscribe(topic: string, options: SubscribeOptions): Promise<Subscription> {
    return Promise.resolve(this.read(topic, options));
  }

  private read(topic: string, options: SubscribeOptions): KafkaReader {
    const reader = new KafkaReader(this.kafka, topic, options, () => this.range(topic));
    this.readers.add(reader);
    return reader;
  }

  async committed(topic: string, group: string): Promise<number | undefined> {
    return this.asked(async (admin) => {
      const [one] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      const offset = Number(one?.partitions[0]?.offset ?? -1);
      return offset < 0 ? undefined : offset;
    });
  }

  async health(): Promise<void> {
    await this.asked((admin) => admin.describeCluster());
  }

  async close(): Promise<void> {
    const open = [this.admin, this.producer].map(async (one) => (await one)?.disconnect());
    await noLongerThan(CLOSE_WITHIN_MS, Promise.allSettled([...open, ...[...this.readers].map((reader) => reader.close())]));
  }

  private async asked<T>(ask: (admin: Admin) => Promise<T>): Promise<T> {
    try {
      return await ask(await (this.admin ??= this.connected(this.kafka.admin())));
    } catch (error) {
      if (error instanceof TopicUnfit) throw error;
      const { admin } = this;
      this.admin = undefined;
      await admin?.then((one) => one.disconnect()).catch(() => undefined);
      throw away(error);
    }
  }

  private async connected<T extends { connect(): Promise<void> }>(client: T): Promise<T> {
    await client.connect();
    return client;
  }
}

/** Names only: a message of the client may hold addresses and values. */
const away = (error: unknown): StreamAway => (error instanceof StreamAway ? error : new StreamAway(faultName(error)));

/** Records in portions that a broker takes at once. */
function* portions(records: readonly NewRecord[]): Generator<readonly NewRecord[]> {
  let portion: NewRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = Buffer.byteLength(record.value);
    if (portion.length > 0 && bytes + size > MAX_BYTES) {
      yield portion;
      [portion, bytes] = [[], 0];
    }
    portion.push(record);
    bytes += size;
  }
  if (portion.length > 0) yield portion;
}
