import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { faultName } from './errors';
import { CLOSE_WITHIN_MS, noLongerThan } from './no-longer-than';
import type { StreamRecord, SubscribeOptions, Subscription, TopicRange } from './stream';

/** Records taken at a time. Reason: one transaction of the taker stays short. */
const PORTION = 500;
/** First and longest pause after a fault. Unit: milliseconds. */
const RETRY_MS = { first: 100, longest: 5_000 } as const;
/** Unit: milliseconds and bytes. A reader that is silent for a session's length loses the topic to another of its group. */
const SETTINGS = { sessionTimeout: 10_000, heartbeatInterval: 2_000, maxWaitTimeInMs: 500, maxBytesPerPartition: 4 * 1024 * 1024 } as const;

const text = (value: Buffer | string | undefined): string => value?.toString() ?? '';

/** A message of the client as we know records. */
export const recordFrom = ({ offset, value, headers = {} }: KafkaMessage): StreamRecord => ({
  offset: Number(offset),
  value: text(value ?? undefined),
  headers: Object.fromEntries(Object.entries(headers).map(([name, one]) => [name, text(Array.isArray(one) ? one[0] : one)])),
});

/** Reads one topic from an offset of our own; a consumer that breaks is replaced by a new one. */
export class KafkaReader implements Subscription {
  private closed = false;
  private next: number | undefined;
  private consumer: Consumer | undefined;
  private pause: number = RETRY_MS.first;
  /** Ends the pause that is under way. */
  private wake = (): void => undefined;
  /** Ends what the present consumer reads. */
  private end = (): void => undefined;
  private readonly running: Promise<void>;

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: string,
    private readonly options: SubscribeOptions,
    private readonly range: () => Promise<TopicRange>,
  ) {
    this.running = this.keepRunning();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.wake();
    this.end();
    await noLongerThan(CLOSE_WITHIN_MS, this.running);
  }

  private async keepRunning(): Promise<void> {
    while (!this.closed) {
      const consumer = this.kafka.consumer({ ...SETTINGS, groupId: this.options.group, allowAutoTopicCreation: false });
      this.consumer = consumer;
      try {
        await this.consume(consumer);
      } catch (error) {
        this.options.fault?.(faultName(error));
      }
      await consumer.disconnect().catch(() => undefined);
      await this.rest();
    }
  }

  /** Resolves when it is closed; throws what the consumer ended by. */
  private async consume(consumer: Consumer): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [this.topic], fromBeginning: true });
    let joined: Promise<unknown> = Promise.resolve();
    const ended = new Promise<Error | undefined>((resolve) => {
      this.end = () => resolve(undefined);
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
      consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
        joined = Promise.all([joined, this.join(consumer, memberAssignment[this.topic]).catch(resolve)]);
      });
    });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: (payload) => this.eachBatch(payload) });
    const error = this.closed ? undefined : await ended;
    await joined;
    if (error) throw error;
  }

  /** Nothing is fetched before it is known where to go on: the group's offset may lie anywhere. */
  private async join(consumer: Consumer, partitions: readonly number[] = []): Promise<void> {
    if (partitions.length > 0) {
      consumer.pause([{ topic: this.topic }]);
      await this.place();
      consumer.resume([{ topic: this.topic }]);
    }
    this.options.fault?.(undefined);
  }

  /** Asks where to go on, and goes there. */
  private async place(): Promise<void> {
    this.next = undefined;
    this.next = await this.options.from();
    this.consumer?.seek({ topic: this.topic, partition: 0, offset: String(this.next) });
  }

  /** Whether records that begin at an offset come next; those between were removed by retention. */
  private async follows(first: number): Promise<boolean> {
    if (this.next === undefined || first < this.next) return false;
    return first === this.next || (await this.range()).start > this.next;
  }

  /** What a taker could not take comes again. */
  private async eachBatch({ batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload): Promise<void> {
    try {
      if (!(await this.follows(Number(batch.firstOffset())))) return await this.place();
      const records = batch.messages.map(recordFrom);
      for (let from = 0; from < records.length && isRunning() && !isStale() && !this.closed; from += PORTION) {
        const portion = records.slice(from, from + PORTION);
        const last = portion[portion.length - 1] as StreamRecord;
        await this.options.take(portion);
        this.next = last.offset + 1;
        resolveOffset(String(last.offset));
        await this.tell(this.next);
        await heartbeat();
      }
      this.pause = RETRY_MS.first;
      this.options.fault?.(undefined);
    } catch (error) {
      if (isOurs(error)) throw error;
      this.options.fault?.(faultName(error));
      this.next = undefined;
      await this.rest();
      await heartbeat();
    }
  }

  /** What operators see of the group; that the brokers do not hear it changes nothing. */
  private async tell(next: number): Promise<void> {
    await this.consumer?.commitOffsets([{ topic: this.topic, partition: 0, offset: String(next) }]).catch(() => undefined);
  }

  private async rest(): Promise<void> {
    if (this.closed) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.pause);
      this.wake = resolve;
    });
    clearTimeout(timer);
    this.pause = Math.min(2 * this.pause, RETRY_MS.longest);
  }
}

/** Errors of the client itself: it knows what to do with them. */
const isOurs = (error: unknown): boolean => (error as Error).name.startsWith('KafkaJS');
