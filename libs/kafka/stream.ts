/** A record as it stands in a topic's only partition; keys are not used. */
export interface StreamRecord {
  readonly offset: number;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}
/** A record to be published. */
export interface NewRecord {
  readonly value: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A topic as we make it: one partition, whose order is the order of publishing. */
export interface TopicPlan {
  readonly topic: string;
  /** How long a record is kept. Unit: milliseconds. */
  readonly retentionMs: number;
  readonly replicationFactor: number;
}
/** What a topic holds at the moment: offsets `start` ≤ … < `end`. */
export interface TopicRange {
  readonly start: number;
  readonly end: number;
}

/** What a reader of a topic gives. */
export interface SubscribeOptions {
  /** Readers of one group share the topic: one of them gets it at a time. */
  readonly group: string;
  /** The offset to go on from, asked again whenever this reader gets the topic, and after every fault. */
  readonly from: () => Promise<number>;
  /**
   * Takes records in order of offset. Called again with the same ones when it has thrown; when it has resolved, the brokers
   * are told how far the group is, for operators to see: nobody goes on from that.
   */
  readonly take: (records: readonly StreamRecord[]) => Promise<void>;
  /** Name of a fault that will be tried again; undefined when all is well again. */
  readonly fault?: (name: string | undefined) => void;
}
/** A reader that is at work. */
export interface Subscription {
  /** Resolves when nothing more is taken. Not to be awaited inside `take`. */
  close(): Promise<void>;
}

/**
 * The shared stream as relay and readers need it: Kafka, or a double in memory. Every method throws StreamAway when the
 * brokers cannot be reached or do not answer in time; then it is not known whether a record was published.
 */
export interface Stream {
  /** Makes the topics that are missing. Throws TopicUnfit when one is there with several partitions or without end to its retention. */
  prepare(plans: readonly TopicPlan[]): Promise<void>;
  /** Adds records in this order behind what is there; resolves when every replica in step has them. */
  publish(topic: string, records: readonly NewRecord[]): Promise<void>;
  range(topic: string): Promise<TopicRange>;
  /** The record at an offset; undefined when the topic does not hold it. */
  at(topic: string, offset: number): Promise<StreamRecord | undefined>;
  /** Reads on from an offset for ever, over broken connections. What retention has removed is left out. */
  subscribe(topic: string, options: SubscribeOptions): Promise<Subscription>;
  /** The offset behind what a group has taken, as the brokers were told; undefined when they know none. */
  committed(topic: string, group: string): Promise<number | undefined>;
  /** Resolves when a broker answers. */
  health(): Promise<void>;
  close(): Promise<void>;
}
