import { StreamAway, TopicUnfit } from './errors';
import type { Stream, StreamRecord, Subscription } from './stream';

/** What the suite needs from brokers beside the port. Offsets before `start` are gone after `truncate`. */
export interface StreamUnderTest {
  stream(): Promise<Stream>;
  /** Makes a topic as somebody else would. */
  make(topic: string, partitions: number, retentionMs: number): Promise<void>;
  truncate(topic: string, start: number): Promise<void>;
  /** Deletes a topic. */
  remove(topic: string): Promise<void>;
}

const DAY_MS = 86_400_000;
/** Longest wait for something that must come. Unit: milliseconds. */
const WAIT_MS = 60_000;
let serial = 0;

/** What every stream must do. Call it in a spec with ways to open one. */
export function streamContractSuite(name: string, under: () => StreamUnderTest): void {
  describe(`${name}: the stream's contract`, () => {
    const open: Stream[] = [];
    const connect = async (): Promise<Stream> => {
      const stream = await under().stream();
      open.push(stream);
      return stream;
    };
    afterEach(async () => {
      await Promise.all(open.splice(0).map((stream) => stream.close()));
    });
    topicSuite(connect, under);
    publishSuite(connect);
    readSuite(connect, under);
  });
}

const topicName = (): string => `contract.${process.pid}.${(serial += 1)}`;
const plan = (topic: string) => ({ topic, retentionMs: DAY_MS, replicationFactor: 1 });
const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ value: `v${from + i}`, headers: { n: String(from + i) } }));
const made = async (stream: Stream): Promise<string> => {
  const topic = topicName();
  await stream.prepare([plan(topic)]);
  return topic;
};

type Connect = () => Promise<Stream>;

function topicSuite(connect: Connect, under: () => StreamUnderTest): void {
  test('a topic is made once, empty, and stays as it is when it is prepared again', async () => {
    const stream = await connect();
    const topic = await made(stream);
    expect(await stream.range(topic)).toEqual({ start: 0, end: 0 });
    await stream.publish(topic, numbered(0, 1));
    await (await connect()).prepare([plan(topic), plan(topicName())]);
    expect(await stream.range(topic)).toEqual({ start: 0, end: 1 });
  });

  test('a topic of several partitions, or one that keeps for ever, is refused', async () => {
    const stream = await connect();
    const [many, ever] = [topicName(), topicName()];
    await under().make(many, 2, DAY_MS);
    await under().make(ever, 1, -1);
    await expect(stream.prepare([plan(many)])).rejects.toThrow(TopicUnfit);
    await expect(stream.prepare([plan(ever)])).rejects.toThrow(TopicUnfit);
  });
}

function publishSuite(connect: Connect): void {
  test('records stand in the order of publishing, bytes and headers as given', async () => {
    const stream = await connect();
    const topic = await made(stream);
    await stream.publish(topic, [{ value: '{"a":"中文 \\u0000"}', headers: { leaf: 'x+/=' } }, { value: 'two' }]);
    await stream.publish(topic, numbered(2, 1));
    expect(await stream.at(topic, 0)).toEqual({ offset: 0, value: '{"a":"中文 \\u0000"}', headers: { leaf: 'x+/=' } });
    expect(await stream.at(topic, 1)).toEqual({ offset: 1, value: 'two', headers: {} });
    expect(await stream.at(topic, 2)).toMatchObject({ value: 'v2' });
    expect([await stream.at(topic, 3), await stream.at(topic, -1)]).toEqual([undefined, undefined]);
  });

  test('what is more than one request holds arrives whole', async () => {
    const stream = await connect();
    const topic = await made(stream);
    const big = Array.from({ length: 40 }, (_, i) => ({ value: `${i}`.padEnd(60_000, '.') }));
    await stream.publish(topic, big);
    expect((await stream.range(topic)).end).toBe(40);
    expect((await stream.at(topic, 39))?.value).toBe(big[39]!.value);
  });

  test('a topic that is not there is no place to publish', async () => {
    await expect((await connect()).publish(topicName(), numbered(0, 1))).rejects.toThrow(StreamAway);
  });
}

/** Reads into a list until it holds so many. */
async function reading(
  stream: Stream,
  topic: string,
  group: string,
  from: number,
  count: number,
): Promise<{ got: StreamRecord[]; reader: Subscription }> {
  const got: StreamRecord[] = [];
  let done = (): void => undefined;
  const all = new Promise<void>((resolve) => (done = resolve));
  const take = (records: readonly StreamRecord[]): Promise<void> => {
    got.push(...records);
    if (got.length >= count) done();
    return Promise.resolve();
  };
  const reader = await stream.subscribe(topic, { group, from: () => Promise.resolve(from), take });
  await within(all, () => `${got.length} of ${count} records`);
  return { got, reader };
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + WAIT_MS; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 5))) if (holds()) return;
  throw new Error('it did not come about');
}

async function within<T>(work: Promise<T>, what: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(`only ${what()}`)), WAIT_MS)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function readSuite(connect: Connect, under: () => StreamUnderTest): void {
  test('a reader gets everything from its own offset on, old and new, whatever its group has committed', async () => {
    const stream = await connect();
    const topic = await made(stream);
    const group = `g-${topic}`;
    await stream.publish(topic, numbered(0, 700));
    await (await reading(stream, topic, group, 650, 50)).reader.close();
    const wanted = reading(stream, topic, group, 3, 717);
    await stream.publish(topic, numbered(700, 20));
    const { got, reader } = await wanted;
    expect(got.map(({ offset }) => offset)).toEqual(Array.from({ length: 717 }, (_, i) => i + 3));
    expect(got.every(({ offset, value, headers }) => value === `v${offset}` && headers['n'] === String(offset))).toBe(true);
    await reader.close();
    await stream.publish(topic, numbered(720, 1));
    expect(got).toHaveLength(717);
  });

  test('a reader whose rows lie behind what its group has committed gets the rest at once, without a new record', async () => {
    const stream = await connect();
    const topic = await made(stream);
    const group = `g-${topic}`;
    await stream.publish(topic, numbered(0, 10));
    await (await reading(stream, topic, group, 0, 10)).reader.close();
    expect(await stream.committed(topic, group)).toBe(10);
    const { got } = await reading(stream, topic, group, 4, 6);
    expect(got.map(({ offset }) => offset)).toEqual([4, 5, 6, 7, 8, 9]);
  });

  test('what a taker could not take comes again, before anything else', async () => {
    const stream = await connect();
    const topic = await made(stream);
    await stream.publish(topic, numbered(0, 5));
    const seen: number[][] = [];
    let faults = 0;
    let next = 0;
    await within(
      new Promise<void>((resolve, reject) => {
        const take = (records: readonly StreamRecord[]): Promise<void> => {
          seen.push(records.map(({ offset }) => offset));
          if (seen.length <= 2) return Promise.reject(new RangeError('x'));
          next = records.at(-1)!.offset + 1;
          if (next === 5) resolve();
          return Promise.resolve();
        };
        const fault = (name: string | undefined): void => void (faults += name === 'RangeError' ? 1 : 0);
        stream.subscribe(topic, { group: `g-${topic}`, from: () => Promise.resolve(next), take, fault }).catch(reject);
      }),
      () => JSON.stringify(seen),
    );
    expect(seen.slice(0, 3).map(([first]) => first)).toEqual([0, 0, 0]);
    expect(faults).toBe(2);
  });

  test('one of a group has the topic; when it leaves, the other goes on from where the rows are', async () => {
    const [one, two] = [await connect(), await connect()];
    const topic = await made(one);
    let next = 0;
    const by: string[] = [];
    let done = (): void => undefined;
    let until = 10;
    let reached = new Promise<void>((resolve) => (done = resolve));
    const options = (name: string) => ({
      group: `g-${topic}`,
      from: () => Promise.resolve(next),
      take: (records: readonly StreamRecord[]) => {
        for (const { offset } of records) {
          expect(offset).toBe(next);
          next = offset + 1;
          by.push(name);
        }
        if (next >= until) done();
        return Promise.resolve();
      },
    });
    await one.publish(topic, numbered(0, 10));
    const first = await one.subscribe(topic, options('one'));
    await within(reached, () => by.join());
    await first.close();
    until = 20;
    reached = new Promise<void>((resolve) => (done = resolve));
    await two.subscribe(topic, options('two'));
    await two.publish(topic, numbered(10, 10));
    await within(reached, () => by.join());
    expect(by).toEqual([...Array<string>(10).fill('one'), ...Array<string>(10).fill('two')]);
  });

  test('what retention removed is left out, and the reader says by its offsets that it is', async () => {
    const stream = await connect();
    const topic = await made(stream);
    await stream.publish(topic, numbered(0, 10));
    await under().truncate(topic, 6);
    expect(await stream.range(topic)).toEqual({ start: 6, end: 10 });
    expect(await stream.at(topic, 5)).toBeUndefined();
    const { got } = await reading(stream, topic, `g-${topic}`, 2, 4);
    expect(got.map(({ offset }) => offset)).toEqual([6, 7, 8, 9]);
  });

  test('a topic that is deleted and made anew while it is read: the place is asked for again', async () => {
    const stream = await connect();
    const topic = await made(stream);
    await stream.publish(topic, numbered(0, 10));
    let place = 0;
    const [got, faults]: [string[], string[]] = [[], []];
    const take = (records: readonly StreamRecord[]): Promise<void> => {
      got.push(...records.map(({ value }) => value));
      place = records.at(-1)!.offset + 1;
      return Promise.resolve();
    };
    const fault = (name?: string): void => void (name !== undefined && faults.push(name));
    await stream.subscribe(topic, { group: `g-${topic}`, from: () => Promise.resolve(place), take, fault });
    await until(() => got.length === 10);
    await under().remove(topic);
    await until(() => faults.length > 0);
    place = 2;
    await stream.prepare([plan(topic)]);
    await stream.publish(topic, numbered(100, 20));
    await until(() => got.length === 28);
    expect(got.slice(10)).toEqual(Array.from({ length: 18 }, (_, i) => `v${102 + i}`));
  });

  test('the brokers know how far a group has taken', async () => {
    const stream = await connect();
    const topic = await made(stream);
    expect(await stream.committed(topic, 'nobody')).toBeUndefined();
    await stream.publish(topic, numbered(0, 3));
    const { reader } = await reading(stream, topic, `g-${topic}`, 1, 2);
    await reader.close();
    expect(await stream.committed(topic, `g-${topic}`)).toBe(3);
    await stream.health();
  });
}
