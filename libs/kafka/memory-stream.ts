import { faultName, StreamAway, TopicUnfit } from './errors';
import type { NewRecord, Stream, StreamRecord, SubscribeOptions, Subscription, TopicPlan, TopicRange } from './stream';

/** Records handed over at a time. */
const PORTION = 100;
const RETRY_MS = 5;

interface Topic {
  start: number;
  readonly partitions: number;
  readonly retentionMs: number;
  readonly records: StreamRecord[];
}

/** What brokers keep, in memory: streams made from it see one another's records. With the ways in which it may go wrong. */
export class MemoryBroker {
  readonly topics = new Map<string, Topic>();
  readonly committed = new Map<string, number>();
  readonly owners = new Map<string, object>();
  private readonly waiting = new Set<() => void>();
  /** Nobody reaches it. */
  away = false;
  /** The next so many publishings are kept, but not answered. */
  unanswered = 0;

  /** Makes a topic as somebody else would. */
  make(topic: string, partitions = 1, retentionMs = 1): void {
    this.topics.set(topic, { start: 0, partitions, retentionMs, records: [] });
  }
  /** Removes everything before an offset, as retention does. */
  truncate(topic: string, start: number): void {
    this.topic(topic).start = start;
  }
  topic(name: string): Topic {
    const topic = this.topics.get(name);
    if (this.away || !topic) throw new StreamAway(this.away ? 'away' : 'no topic');
    return topic;
  }
  /** Something has changed. */
  wake(): void {
    for (const wake of [...this.waiting]) wake();
  }
  async changed(): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, RETRY_MS);
      this.waiting.add(done);
    });
  }
}

/** A stream over a broker in memory: for tests. Same contract as Kafka's. */
export class MemoryStream implements Stream {
  private readonly open = new Set<Subscription>();

  constructor(private readonly broker = new MemoryBroker()) {}

  async prepare(plans: readonly TopicPlan[]): Promise<void> {
    await this.health();
    for (const { topic, retentionMs } of plans) {
      const there = this.broker.topics.get(topic);
      if (!there) this.broker.make(topic, 1, retentionMs);
      else if (there.partitions !== 1) throw new TopicUnfit(topic, `has ${there.partitions} partitions, not one`);
      else if (there.retentionMs < 0) throw new TopicUnfit(topic, 'keeps records for ever');
    }
  }

  async publish(topic: string, records: readonly NewRecord[]): Promise<void> {
    await Promise.resolve();
    const { records: there } = this.broker.topic(topic);
    for (const { value, headers = {} } of records) there.push({ offset: there.length, value, headers });
    this.broker.wake();
    if (this.broker.unanswered > 0) {
      this.broker.unanswered -= 1;
      throw new StreamAway('no answer');
    }
  }

  async range(topic: string): Promise<TopicRange> {
    await Promise.resolve();
    const { start, records } = this.broker.topic(topic);
    return { start, end: records.length };
  }

  async at(topic: string, offset: number): Promise<StreamRecord | undefined> {
    await Promise.resolve();
    const { start, records } = this.broker.topic(topic);
    return offset < start ? undefined : records[offset];
  }

  async subscribe(topic: string, options: SubscribeOptions): Promise<Subscription> {
    await Promise.resolve();
    let closed = false;
    const running = this.follow(topic, options, () => closed);
    const subscription: Subscription = {
      close: async () => {
        closed = true;
        this.broker.wake();
        this.open.delete(subscription);
        await running;
      },
    };
    this.open.add(subscription);
    return subscription;
  }

  private async follow(topic: string, { group, from, take, fault }: SubscribeOptions, closed: () => boolean): Promise<void> {
    const { owners } = this.broker;
    const own = `${topic} ${group}`;
    const self = {};
    let next: number | undefined;
    while (!closed()) {
      if (!owners.has(own)) owners.set(own, self);
      try {
        if (owners.get(own) === self) {
          const { start, records } = this.broker.topic(topic);
          next = Math.max(start, (next ??= await from()));
          const portion = records.slice(next, next + PORTION);
          if (portion.length > 0) await take(portion);
          next += portion.length;
          if (portion.length > 0) this.broker.committed.set(own, next);
          fault?.(undefined);
          if (portion.length > 0) continue;
        }
      } catch (error) {
        next = undefined;
        fault?.(faultName(error));
      }
      await this.broker.changed();
    }
    if (owners.get(own) === self) owners.delete(own);
  }

  async committed(topic: string, group: string): Promise<number | undefined> {
    await Promise.resolve();
    this.broker.topic(topic);
    return this.broker.committed.get(`${topic} ${group}`);
  }
  async health(): Promise<void> {
    await Promise.resolve();
    if (this.broker.away) throw new StreamAway('away');
  }
  async close(): Promise<void> {
    await Promise.all([...this.open].map((subscription) => subscription.close()));
  }
}
