import { randomUUID } from 'node:crypto';
import { lineText } from '@lianhu/kernel';
import { allLines, alone, entryOf, LogBroken, testLog, type EventLog, type Group } from '@lianhu/log';
import { logMigrations } from '@lianhu/log-postgres';
import { testDatabase, type TestDatabase } from '@lianhu/postgres';
import { openDouble, type EventStoreDouble } from '@lianhu/testing/eventstore';
import { EventStoreDBClient } from '@eventstore/db-client';
import { expectExactlyOnce, idsOf, kinds, placesOf, until } from './engine.fixture';
import { eventstoreLog, eventstoreMigrations } from './index';
import { openLineStream, type LineStream } from './line-stream';

/** What the engine takes for granted of the server: proven on the double, and word for word on a real one where one is named. */
const real = process.env['LIANHU_TEST_EVENTSTORE'];
const SERVERS = ['EventStoreDB (double)', ...(real ? ['EventStoreDB (real server)'] : [])];

describe.each(SERVERS)('on %s', (server) => {
  let double: EventStoreDouble | undefined;
  let eventstoreUrl: string;
  let admin: EventStoreDBClient;
  beforeAll(async () => {
    double = server.includes('double') ? await openDouble() : undefined;
    eventstoreUrl = double?.url ?? (real as string);
    admin = EventStoreDBClient.connectionString(eventstoreUrl);
  });
  afterAll(async () => {
    await admin.dispose();
    await double?.close();
  });

  let stream: string;
  let db: TestDatabase;
  const opened: { close(): Promise<void> }[] = [];
  const keep = <T extends { close(): Promise<void> }>(one: T): T => {
    opened.push(one);
    return one;
  };
  const open = async (url = db.urls.hub): Promise<EventLog> => keep(await eventstoreLog({ ...testLog(), url, eventstoreUrl, stream }));
  const openLines = async (): Promise<LineStream> => keep(await openLineStream({ url: eventstoreUrl, stream }));
  beforeEach(async () => {
    stream = `lianhu-test-${randomUUID()}`;
    db = await testDatabase([...logMigrations, ...eventstoreMigrations]);
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
    await db.stop();
  });

  const event = (text: string) => ({ id: randomUUID(), type: 'police.thing.happened', data: Buffer.from(text) });

  test('a stream that is not there is empty; beyond its end nothing is read; an exact revision is held to', async () => {
    const lines = await openLines();
    expect(await lines.read(0, 10)).toEqual([]);
    expect(await lines.append(0, [event('ahead')])).toBe(false);
    expect(await lines.append(-1, [event('0'), event('1')])).toBe(true);
    expect(await lines.append(-1, [event('again')])).toBe(false);
    expect(await lines.append(0, [event('behind')])).toBe(false);
    expect(await lines.append(2, [event('ahead')])).toBe(false);
    expect(await lines.append(1, [event('2')])).toBe(true);
    expect((await lines.read(1, 10)).map(({ revision, data }) => [revision, Buffer.from(data).toString()])).toEqual([
      [1, '1'],
      [2, '2'],
    ]);
    expect(await lines.read(3, 10)).toEqual([]);
    expect(await lines.read(1_000, 1)).toEqual([]);
  });

  test('the same ids at the same place pass for the first time, also when others follow; in part, longer or elsewhere they do not', async () => {
    const lines = await openLines();
    const [a, b, c] = [event('a'), event('b'), event('c')];
    expect(await lines.append(-1, [a, b])).toBe(true);
    expect(await lines.append(1, [c])).toBe(true);
    expect(await lines.append(-1, [a, b])).toBe(true);
    expect(await lines.append(-1, [a])).toBe(true);
    expect(await lines.append(-1, [a, event('other')])).toBe(false);
    expect(await lines.append(-1, [a, b, c, event('more')])).toBe(false);
    expect(await lines.append(0, [a])).toBe(false);
    expect(await lines.read(0, 10)).toHaveLength(3);
  });

  test('a follower hears of what is written after it came, also on a stream that was not there', async () => {
    const lines = await openLines();
    const heard: number[] = [];
    lines.follow((revision) => heard.push(revision));
    await until(() => Promise.resolve(heard.includes(Infinity)));
    await lines.append(-1, [event('0')]);
    await until(() => Promise.resolve(heard.includes(0)));
  });

  test('pages longer than the server’s own come whole and in order', async () => {
    const log = await open();
    await log.append(Array.from({ length: 700 }, (_, i) => alone({ id: `${i}` })));
    expect(await idsOf(log)).toEqual(Array.from({ length: 700 }, (_, i) => `${i}`));
    const lines = await openLines();
    expect((await lines.read(0, 1_001)).map(({ data }) => Buffer.from(data).toString())).toEqual((await allLines(log)).map(lineText));
  });

  test('two engines on one stream: each key stands once', async () => {
    const [one, other] = [await open(), await open()];
    const found = (await Promise.all(Array.from({ length: 60 }, (_, i) => (i % 2 ? one : other).append([alone({ id: `${i % 45}` })])))).flat();
    expect(kinds(found).filter((kind) => kind === 'appended')).toHaveLength(45);
    await expectExactlyOnce(one, new Map(placesOf(found)));
  });

  test('groups up to the server’s limit pass; one that is larger is refused for good, in one line or in many, and hurts only its sender', async () => {
    const log = await open();
    const group = (id: string, lines: number, bytes: number): Group => ({
      entries: Array.from({ length: lines }, (_, i) => entryOf({ id: `${id}-${i}`, data: { content: 'x'.repeat(bytes) } })),
    });
    expect(kinds(await log.append([group('full', 1, 990_000), group('many', 45, 20_000)]))).toEqual(['appended', 'appended']);
    for (const large of [group('one', 1, 1024 * 1024), group('many-large', 100, 20_000)]) {
      const [refused, taken] = await Promise.allSettled([log.append([large]), log.append([alone({ id: `beside ${large.entries.length}` })])]);
      expect([refused.status, taken.status]).toEqual(['rejected', 'fulfilled']);
      expect((refused as PromiseRejectedResult).reason).toBeInstanceOf(RangeError);
    }
    expect((await log.head()).position).toBe(48);
  });

  test.each([{ truncateBefore: 2 }, { maxCount: 1 }])(
    'a stream whose beginning metadata hides (%j) is noticed by whoever asks for the head or reads, and nothing opens on it',
    async (metadata) => {
      const log = await open();
      await log.append(['1', '2', '3'].map((id) => alone({ id })));
      await admin.setStreamMetadata(stream, metadata);
      await expect(log.head()).rejects.toThrow(/no line at position 1/);
      await expect(log.read(0, 1)).rejects.toThrow(/no line at position 1/);
      await expect(open()).rejects.toThrow(/no line at position 1/);
      await admin.setStreamMetadata(stream, {});
      expect(await idsOf(await open())).toEqual(['1', '2', '3']);
    },
  );

  test('rights that were set before the first line do not stand in its way', async () => {
    await admin.setStreamMetadata(stream, { acl: { readRoles: ['$all'], writeRoles: ['$all'], deleteRoles: ['$admins'] } });
    const log = await open();
    expect(placesOf(await log.append([alone({ id: '1' })]))).toEqual([['1', 1]]);
    expect(await idsOf(await open())).toEqual(['1']);
  });

  test('a stream that is deleted for ever is noticed, and nobody is answered', async () => {
    const log = await open();
    await log.append([alone({ id: '1' })]);
    await admin.tombstoneStream(stream);
    await expect(log.append([alone({ id: '2' })])).rejects.toThrow(LogBroken);
    await expect(log.head()).rejects.toThrow(/stream-deleted/);
    await expect(open()).rejects.toThrow(/stream-deleted/);
  });

  test('a stream that is deleted and might be begun again is another history, for its database and for an empty one', async () => {
    const log = await open();
    await log.append([alone({ id: '1' })]);
    await admin.deleteStream(stream);
    await expect(open()).rejects.toThrow(/different histories/);
    const empty = await testDatabase([...logMigrations, ...eventstoreMigrations]);
    const fresh = await open(empty.urls.hub);
    await expect(fresh.append([alone({ id: '1' })])).rejects.toThrow(LogBroken);
    await fresh.close();
    await empty.stop();
  });

  test('a database that knows nothing of the stream refuses it', async () => {
    await (await open()).append([alone({ id: '1' })]);
    const empty = await testDatabase([...logMigrations, ...eventstoreMigrations]);
    await expect(open(empty.urls.hub)).rejects.toThrow(/never made/);
    await empty.stop();
  });
});
