import { inspect } from 'node:util';
import { allLines, alone, ClockApart, entryOf, LogBroken, LogBusy, LogUnavailable, testLog, type Group } from '@lianhu/log';
import { lineText } from '@lianhu/kernel';
import { createPool } from '@lianhu/postgres';
import { MAX_APPEND_BYTES } from '@lianhu/testing/eventstore';
import { idsOf, kinds, STREAM, useBench } from './engine.fixture';

const bench = useBench();

test('the stream holds each line’s bytes, nothing else, and no ciphertext', async () => {
  const log = await bench.open();
  await log.append([alone({ id: 'a', subject: 'child-a', beside: 'secret' }), alone({ id: 'b' })]);
  const events = bench.double.memory.stream(STREAM) ?? [];
  const lines = await allLines(log);
  expect(events.map(({ data }) => Buffer.from(data).toString())).toEqual(lines.map(lineText));
  expect(events.map(({ contentType, metadata, type }) => [contentType, metadata.length, type])).toEqual([
    ['application/octet-stream', 0, 'police.thing.happened'],
    ['application/octet-stream', 0, 'police.thing.happened'],
  ]);
  expect(events.some(({ data }) => Buffer.from(data).includes('secret one'))).toBe(false);
});

test('more groups in one call than an append may hold go in several, in order; one group that is too large hurts only its sender', async () => {
  const log = await bench.open();
  const large = (id: string, bytes: number): Group => ({ entries: [entryOf({ id, data: { content: 'x'.repeat(bytes) } })] });
  const found = await log.append(['1', '2', '3', '4', '5'].map((id) => large(id, 400_000)));
  expect(kinds(found)).toEqual(Array.from({ length: 5 }, () => 'appended'));
  const results = await Promise.allSettled([
    log.append([alone({ id: 'a' })]),
    log.append([large('big', MAX_APPEND_BYTES)]),
    log.append([alone({ id: 'b' })]),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(RangeError);
  expect(kinds(await log.append([large('just', MAX_APPEND_BYTES - 3_000)]))).toEqual(['appended']);
  expect(await idsOf(log)).toEqual(['1', '2', '3', '4', '5', 'a', 'b', 'just']);
});

test('a group of many lines that is too large is refused while it is still being sent, and hurts only its sender', async () => {
  const log = await bench.open();
  const lines = (id: string, count: number): Group => ({
    entries: Array.from({ length: count }, (_, i) => entryOf({ id: `${id}-${i}`, data: { content: 'x'.repeat(20_000) } })),
  });
  const results = await Promise.allSettled([log.append([lines('big', 100)]), log.append([alone({ id: 'a' })])]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  expect((results[0] as PromiseRejectedResult).reason).toBeInstanceOf(RangeError);
  expect(await idsOf(log)).toEqual(['a']);
});

test('a server that limits single events refuses a line for good, not for now', async () => {
  const log = await bench.open();
  bench.double.maxEventBytes = 10_000;
  const large: Group = { entries: [entryOf({ id: 'big', data: { content: 'x'.repeat(20_000) } })] };
  await expect(log.append([large])).rejects.toThrow(RangeError);
  expect(kinds(await log.append([alone({ id: 'a' })]))).toEqual(['appended']);
});

test('where there is room for a part of a call only, its caller hears that the outcome is unknown, not that nothing was taken', async () => {
  const log = await bench.open({ limits: { waitingEntries: 6 } });
  const large = (id: string): Group => ({ entries: [entryOf({ id, data: { content: 'x'.repeat(600_000) } })] });
  await expect(log.append(['1', '2', '3', '4'].map(large))).rejects.toThrow(LogUnavailable);
  expect(await idsOf(log)).toEqual(['1', '2']);
  const held = ['5', '6'].map((id) => log.append([alone({ id })]));
  await expect(log.append(['7', '8'].map(large))).rejects.toThrow(LogBusy);
  await Promise.all(held);
  expect(await idsOf(log)).toEqual(['1', '2', '5', '6']);
});

test('bytes count, not characters, in what goes into one append', async () => {
  const log = await bench.open();
  const chinese = (id: string): Group => ({ entries: [entryOf({ id, data: { content: '测'.repeat(150_000) } })] });
  expect(kinds(await log.append(['1', '2', '3'].map(chinese)))).toEqual(['appended', 'appended', 'appended']);
});

test('an entry that the database refuses hurts only its sender, and nothing of it reaches the stream', async () => {
  const log = await bench.open();
  const results = await Promise.allSettled(['a', 'b\u0000', 'c'].map((id) => log.append([alone({ id })])));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await idsOf(log)).toEqual(['a', 'c']);
  expect(bench.double.memory.stream(STREAM)).toHaveLength(2);
});

test('a node whose clock differs from the database’s stops intake and writes nothing', async () => {
  const apart = await bench.open({ limits: { clockDifferenceMs: -3_600_000 } });
  await expect(apart.append([alone({ id: '1' })])).rejects.toThrow(ClockApart);
  expect(bench.double.memory.stream(STREAM)).toBeUndefined();
});

test('a line that this database never made stops intake', async () => {
  const log = await bench.open();
  await log.append([alone({ id: '1' })]);
  const [event] = bench.double.memory.stream(STREAM) ?? [];
  bench.double.memory.append(STREAM, 'any', [
    { ...event!, id: 'x', data: Buffer.from(Buffer.from(event!.data).toString().replace('"position":1', '"position":2')) },
  ]);
  await expect(log.append([alone({ id: '2' })])).rejects.toThrow(LogBroken);
  expect(bench.double.memory.stream(STREAM)).toHaveLength(2);
  expect((await log.head()).position).toBe(1);
  await expect(bench.open()).rejects.toThrow(/never made/);
});

test.each([
  ['is no line', (text: string) => `${text} `],
  ['says another position', (text: string) => text.replace('"position":1', '"position":3')],
])('an event that %s stops intake', async (_, change) => {
  const log = await bench.open();
  await log.append([alone({ id: '1' })]);
  const [event] = bench.double.memory.stream(STREAM) ?? [];
  bench.double.memory.append(STREAM, 'any', [{ ...event!, id: 'x', data: Buffer.from(change(Buffer.from(event!.data).toString())) }]);
  await expect(log.append([alone({ id: '2' })])).rejects.toThrow(/no line of this log/);
});

test('a stream that is gone, shorter or changed is another history: nothing opens on it', async () => {
  const log = await bench.open();
  await log.append([alone({ id: '1' }), alone({ id: '2' })]);
  await expect(bench.open({ stream: 'another' })).rejects.toThrow(/different histories at position 2/);
  const [first, second] = bench.double.memory.stream(STREAM) ?? [];
  bench.double.memory.append('shorter', 'no-stream', [first!]);
  await expect(bench.open({ stream: 'shorter' })).rejects.toThrow(/different histories/);
  bench.double.memory.append('changed', 'no-stream', [
    first!,
    { ...second!, data: Buffer.from(Buffer.from(second!.data).toString().replace('"content":"a"', '"content":"b"')) },
  ]);
  await expect(bench.open({ stream: 'changed' })).rejects.toThrow(/different histories/);
});

test('neither warnings nor errors of the client about an address tell its password', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const address = bench.double.url.replace('//', '//hub:not-to-be-seen@');
  await bench.open({ eventstoreUrl: `${address}&tlsVerifyCert=false&unheardOf=1` });
  const error = await bench.open({ eventstoreUrl: `${address}&throwOnAppendFailure=perhaps` }).catch((found: unknown) => found);
  expect(error).toBeInstanceOf(LogBroken);
  expect(warn.mock.calls).not.toHaveLength(0);
  expect(inspect([warn.mock.calls, error])).not.toContain('not-to-be-seen');
  warn.mockRestore();
});

test('what waits for its line can be neither changed nor deleted before its place is taken; the rest is append-only', async () => {
  const log = await bench.open();
  await log.append([alone({ id: '1', subject: 'child-a', beside: 'x' })]);
  const hub = createPool(bench.db.urls.hub, { max: 1 });
  const codeOf = async (pool: typeof hub, sql: string) =>
    pool.query(sql).then(
      ({ rowCount }) => rowCount,
      (error: unknown) => (error as { code: string }).code,
    );
  const wait = `INSERT INTO eventstore.pending (position, leaf_hash, source, id, content_mac) VALUES`;
  await hub.query(`${wait} (1, 'a', 's', 'i', 'm'), (2, 'b', 's', 'i', 'm')`);
  expect(await codeOf(hub, 'DELETE FROM eventstore.pending WHERE position = 2')).toBe('42501');
  expect(await codeOf(bench.admin, 'DELETE FROM eventstore.pending WHERE position = 2')).toBe('42501');
  expect(await codeOf(bench.admin, `UPDATE eventstore.pending SET id = 'j'`)).toBe('42501');
  expect(await codeOf(hub, 'DELETE FROM eventstore.pending WHERE position = 1')).toBe(1);
  for (const table of ['log_event', 'log_key', 'log_stream', 'log_beside', 'log_head']) {
    expect([table, await codeOf(bench.admin, `DELETE FROM eventstore.${table}`)]).toEqual([table, '42501']);
    expect([table, await codeOf(bench.admin, `TRUNCATE eventstore.${table}`)]).toEqual([table, '42501']);
  }
  expect(await codeOf(hub, 'UPDATE eventstore.log_event SET position = 0')).toBe('42501');
  expect(await codeOf(hub, 'UPDATE eventstore.log_head SET position = position')).toBe('42501');
  await hub.end();
});

test('monitor and audit read the log, but no ciphertext, no MAC and nothing that waits, and cannot append', async () => {
  const log = await bench.open();
  await log.append(Array.from({ length: 5 }, (_, i) => alone({ id: `${i}`, subject: 'child-a', beside: 'x' })));
  for (const role of ['monitor', 'audit'] as const) {
    const pool = createPool(bench.db.urls[role], { max: 1 });
    for (const sql of ['SELECT content_mac FROM eventstore.log_key', 'SELECT 1 FROM eventstore.log_beside', 'SELECT 1 FROM eventstore.pending'])
      await expect(pool.query(sql)).rejects.toMatchObject({ code: '42501' });
    await pool.end();
    const { signer: _, ...options } = testLog();
    const reader = await bench.open({ ...options, signer: undefined, url: bench.db.urls[role] });
    expect(await allLines(reader)).toEqual(await allLines(log));
    expect((await reader.head()).checkpoint).toContain('\n5\n');
    expect(await reader.version('child-a')).toBe(5);
    expect((await reader.find('urn:lianhu:source:police:default', '3'))?.receipt.position).toBe(4);
    await expect(reader.append([alone({ id: 'x' })])).rejects.toThrow(LogUnavailable);
  }
});

test('far-apart matches of a filter come from the stream with their own texts', async () => {
  const log = await bench.open();
  await log.append(Array.from({ length: 120 }, (_, i) => alone({ id: `${i + 1}`, subject: i % 50 === 0 ? 'child-a' : undefined })));
  const { lines } = await log.read(0, 10, { subject: 'child-a' });
  expect(lines.map(({ position, claim }) => [position, (JSON.parse(claim) as { id: string }).id])).toEqual([
    [1, '1'],
    [51, '51'],
    [101, '101'],
  ]);
});
