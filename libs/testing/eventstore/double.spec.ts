import { binaryEvent, BACKWARDS, EventStoreDBClient, eventTypeFilter, jsonEvent, NO_STREAM, START, streamNameFilter } from '@eventstore/db-client';
import type { AllStreamResolvedEvent, StreamSubscription, WrongExpectedVersionError } from '@eventstore/db-client';
import { openDouble, type EventStoreDouble } from './double';

let double: EventStoreDouble;
let client: EventStoreDBClient;
beforeEach(async () => {
  double = await openDouble();
  client = EventStoreDBClient.connectionString(double.url);
});
afterEach(async () => {
  await client.dispose();
  await double.close();
});

const event = (n: number, type = 'thing') => binaryEvent({ id: uuid(n), type, data: Uint8Array.of(0, 255, n) });
const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** Makes the client use Append where BatchAppend is offered too. */
const BY_APPEND = { credentials: { username: 'any', password: 'any' } };
const read = async (options: Parameters<EventStoreDBClient['readStream']>[1] = {}): Promise<number[]> => {
  const found: number[] = [];
  for await (const { event: one } of client.readStream('s', options)) found.push(Number(one?.revision));
  return found;
};

describe.each([
  ['Append', BY_APPEND],
  ['BatchAppend', {}],
] as const)('by %s', (_, how) => {
  test('an exact revision is held to, and the refusal names both', async () => {
    expect(await client.appendToStream('s', [event(1), event(2)], { expectedRevision: NO_STREAM, ...how })).toMatchObject({
      nextExpectedRevision: 1n,
    });
    expect(await client.appendToStream('s', event(3), { expectedRevision: 1n, ...how })).toMatchObject({ success: true, nextExpectedRevision: 2n });
    const refused = (await client
      .appendToStream('s', event(4), { expectedRevision: 1n, ...how })
      .catch((error: unknown) => error)) as WrongExpectedVersionError;
    expect([refused.type, refused.expectedVersion, refused.actualVersion]).toEqual(['wrong-expected-version', 1n, 2n]);
    await expect(client.appendToStream('s', event(4), { expectedRevision: NO_STREAM, ...how })).rejects.toMatchObject({
      type: 'wrong-expected-version',
    });
    expect(await read()).toEqual([0, 1, 2]);
  });

  test('the same ids again at the same place are answered like the first time and stand once; other ids are refused', async () => {
    await client.appendToStream('s', [event(1), event(2)], { expectedRevision: NO_STREAM, ...how });
    expect(await client.appendToStream('s', [event(1), event(2)], { expectedRevision: NO_STREAM, ...how })).toMatchObject({
      nextExpectedRevision: 1n,
    });
    await expect(client.appendToStream('s', [event(1), event(9)], { expectedRevision: NO_STREAM, ...how })).rejects.toMatchObject({
      type: 'wrong-expected-version',
    });
    expect(await read()).toEqual([0, 1]);
  });

  test('more than one append may hold is refused', async () => {
    const large = binaryEvent({ type: 'large', data: new Uint8Array(1024 * 1024 + 1) });
    await expect(client.appendToStream('s', large, how)).rejects.toMatchObject({ type: 'maximum-append-size-exceeded' });
  });

  test('UNAVAILABLE is told, and a cut leaves nothing or everything', async () => {
    double.fail('unavailable');
    await expect(client.appendToStream('s', event(1), how)).rejects.toMatchObject({ code: 14 });
    double.fail('cut-before');
    await expect(client.appendToStream('s', event(1), how)).rejects.toMatchObject({ code: 14 });
    expect(double.memory.stream('s')).toBeUndefined();
    double.fail('cut-after');
    await expect(client.appendToStream('s', event(1), how)).rejects.toMatchObject({ code: 14 });
    expect(await read()).toEqual([0]);
    expect(double.failed()).toBe(3);
  });
});

test('binary bytes come back as they went in, JSON as the client makes it', async () => {
  await client.appendToStream('s', [event(7), jsonEvent({ type: 'j', data: { a: 1 }, metadata: { b: '2' } })]);
  const found = [];
  for await (const { event: one } of client.readStream('s')) found.push(one);
  expect(Buffer.from(found[0]?.data as Uint8Array)).toEqual(Buffer.of(0, 255, 7));
  expect(found[1]).toMatchObject({ data: { a: 1 }, metadata: { b: '2' }, type: 'j', isJson: true });
});

test('reads go both ways, from a revision, so many; an unknown or deleted stream is not found', async () => {
  await expect(read()).rejects.toMatchObject({ type: 'stream-not-found', streamName: 's' });
  await client.appendToStream(
    's',
    [1, 2, 3, 4, 5].map((n) => event(n)),
  );
  expect(await read({ fromRevision: 1n, maxCount: 2 })).toEqual([1, 2]);
  expect(await read({ direction: BACKWARDS, fromRevision: 'end', maxCount: 2 })).toEqual([4, 3]);
  expect(await read({ direction: BACKWARDS, fromRevision: 1n })).toEqual([1, 0]);
  await client.deleteStream('s', { expectedRevision: 4n });
  await expect(read()).rejects.toMatchObject({ type: 'stream-not-found' });
  await client.appendToStream('s', event(6), { expectedRevision: 4n });
  expect(await read()).toEqual([5]);
  await expect(client.deleteStream('s', { expectedRevision: 1n })).rejects.toMatchObject({ type: 'wrong-expected-version' });
});

test('$all is read in the order of writing', async () => {
  await client.appendToStream('a', event(1, 'one'));
  await client.appendToStream('b', event(2, 'two'));
  const order = async (options: Parameters<EventStoreDBClient['readAll']>[0]) => {
    const found: unknown[] = [];
    for await (const { event: one } of client.readAll(options)) found.push(one?.type);
    return found;
  };
  expect(await order({ fromPosition: START })).toEqual(['one', 'two']);
  expect(await order({ direction: BACKWARDS, fromPosition: 'end', maxCount: 1 })).toEqual(['two']);
});

test('a subscription sends what is there after its place, says so, and then what comes', async () => {
  await client.appendToStream('s', [event(1), event(2)]);
  const subscription = client.subscribeToStream('s', { fromRevision: 0n });
  const seen: number[] = [];
  await collect(
    subscription,
    (one) => seen.push(Number(one.event?.revision)),
    () => seen.length === 1,
  );
  await client.appendToStream('s', [event(3), event(4)]);
  await until(() => seen.length === 3);
  expect(seen).toEqual([1, 2, 3]);
  await subscription.unsubscribe();
});

test('a subscription to $all is filtered by type or stream, and tells how far it has looked', async () => {
  const checkpoints: number[] = [];
  const byType = client.subscribeToAll({
    fromPosition: START,
    filter: eventTypeFilter({
      prefixes: ['wanted'],
      checkpointInterval: 1,
      checkpointReached: (_, { commit }) => void checkpoints.push(Number(commit)),
    }),
  });
  const byStream = client.subscribeToAll({ filter: streamNameFilter({ regex: '^t$' }) });
  const found: string[] = [];
  for (const subscription of [byType, byStream]) {
    subscription.on('data', ({ event: one }: AllStreamResolvedEvent) => found.push(`${one?.streamId}:${one?.type}`)).on('error', () => undefined);
  }
  await client.appendToStream(
    's',
    Array.from({ length: 40 }, (_, n) => event(n, 'other')),
  );
  await client.appendToStream('s', event(50, 'wanted-one'));
  await client.appendToStream('t', event(51, 'other'));
  await until(() => found.length === 2 && checkpoints.length === 1);
  expect(found.sort()).toEqual(['s:wanted-one', 't:other']);
  expect(checkpoints).toEqual([31]);
  await byType.unsubscribe();
  await byStream.unsubscribe();
});

test('without BatchAppend among its features the client uses Append', async () => {
  const old = await openDouble({ batchAppend: false });
  const other = EventStoreDBClient.connectionString(old.url);
  await other.appendToStream('s', event(1), { expectedRevision: NO_STREAM });
  expect(old.memory.stream('s')).toHaveLength(1);
  await other.dispose();
  await old.close();
});

async function collect(subscription: StreamSubscription, see: (one: { event?: { revision: bigint } }) => void, done: () => boolean): Promise<void> {
  subscription.on('data', see).on('error', () => undefined);
  await until(done);
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !condition();) {
    if (Date.now() > deadline) throw new Error('it did not happen within a minute');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
