import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { PassThrough, Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { linesOf, ResultSink, type RawLine } from './ndjson';

const MAX = 16;
async function lines(chunks: Iterable<Uint8Array | string>, max = MAX): Promise<(readonly [number, string | undefined])[]> {
  const found: RawLine[] = [];
  for await (const one of linesOf(
    Readable.from(
      [...chunks].map((chunk) => Buffer.from(chunk as string)),
      { objectMode: true },
    ),
    max,
  ))
    found.push(one);
  return found.map(({ line, bytes, tooLong }) => [line, tooLong ? undefined : bytes?.toString('latin1')] as const);
}

test('lines keep their numbers; empty and blank ones have no result, nor has an end without a line', async () => {
  expect(await lines(['a\n\n \t\r\nb\r\n'])).toEqual([
    [1, 'a'],
    [4, 'b\r'],
  ]);
  expect(await lines([])).toEqual([]);
});

test('a last line without its end is a line, whole or half', async () => {
  expect(await lines(['{"a":1}\n{"b"'])).toEqual([
    [1, '{"a":1}'],
    [2, '{"b"'],
  ]);
});

test('a line of the limit passes, one byte more is too long, and what follows is read on', async () => {
  for (const split of [1, 5, 100]) {
    const text = `${'x'.repeat(MAX)}\n${'y'.repeat(MAX + 1)}\n${'z'.repeat(10 * MAX)}\nend\n${'w'.repeat(MAX + 1)}`;
    const chunks = text.match(new RegExp(`[^]{1,${split}}`, 'g')) ?? [];
    expect(await lines(chunks)).toEqual([
      [1, 'x'.repeat(MAX)],
      [2, undefined],
      [3, undefined],
      [4, 'end'],
      [5, undefined],
    ]);
  }
});

test('bytes that are no UTF-8 come through as they are: judging them is not splitting', async () => {
  expect(await lines([Uint8Array.of(0xff, 0xfe, 10, 0x61, 10)])).toEqual([
    [1, '\u00ff\u00fe'],
    [2, 'a'],
  ]);
});

test('where the network cuts makes no difference', async () => {
  const text = fc
    .array(fc.constantFrom('a', '{', '"', '\n', '\n', ' ', '\r', '中', 'x'.repeat(MAX)), { maxLength: 60 })
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat({ max: 40 })), async (whole, cuts) => {
      const bytes = Buffer.from(whole);
      const at = [...new Set([0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length])].sort((a, b) => a - b);
      const chunks = at.slice(1).map((to, n) => bytes.subarray(at[n], to));
      expect(await lines(chunks)).toEqual(await lines([bytes]));
    }),
  );
});

/** A client that takes nothing until it is told to. */
class SlowClient extends Writable {
  text = '';
  private held: (() => void) | undefined;
  private reading = false;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    if (this.reading) setImmediate(done);
    else this.held = done;
  }
  read(): void {
    this.reading = true;
    this.held?.();
    this.held = undefined;
  }
}
const numbered = (count: number, width = 100): string[] => Array.from({ length: count }, (_, n) => `${String(n).padEnd(width, '.')}\n`);
const folders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('lianhu-results-'));
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a client that reads only at the end gets every result in order; writing never waits for it, and no file is left', async () => {
  const before = folders();
  const client = new SlowClient({ highWaterMark: 1_000 });
  const sink = new ResultSink(client);
  const all = numbered(50_000);
  for (const [n, line] of all.entries()) {
    sink.write(line);
    if (n % 500 === 0) await turn();
  }
  expect(client.writableLength).toBeLessThan(2 * 1024 * 1024);
  const ended = sink.end();
  client.read();
  await ended;
  expect(client.text === all.join('')).toBe(true);
  expect(folders()).toEqual(before);
});

test('a client that fell behind and caught up gets later results at once, not only at the end', async () => {
  const client = new SlowClient({ highWaterMark: 1_000 });
  const sink = new ResultSink(client);
  const all = numbered(30_000);
  for (const [n, line] of all.entries()) {
    sink.write(line);
    if (n % 500 === 0) await turn();
  }
  client.read();
  const until = async (end: string): Promise<void> => {
    for (const deadline = Date.now() + 60_000; !client.text.endsWith(end) && Date.now() < deadline;)
      await new Promise((resolve) => setTimeout(resolve, 5));
    expect(client.text.slice(-end.length)).toBe(end);
  };
  await until(all.at(-1) ?? '');
  sink.write('{"line":30001}\n');
  await until('{"line":30001}\n');
  await sink.end();
  expect(client.text === `${all.join('')}{"line":30001}\n`).toBe(true);
});

test('held back, no result is written before the end, and then every one in order, few or many', async () => {
  const before = folders();
  for (const all of [numbered(3), numbered(50_000)]) {
    const client = new SlowClient({ highWaterMark: 1_000 });
    const sink = new ResultSink(client, true);
    for (const [n, line] of all.entries()) {
      sink.write(line);
      if (n % 500 === 0) await turn();
    }
    expect([client.writableLength, client.text]).toEqual([0, '']);
    const ended = sink.end();
    client.read();
    await ended;
    expect(client.text === all.join('')).toBe(true);
  }
  expect(folders()).toEqual(before);
});

test('a client that breaks off is no fault: nothing is thrown, and no file is left', async () => {
  const before = folders();
  const client = new SlowClient({ highWaterMark: 1_000 });
  const sink = new ResultSink(client);
  for (const [n, line] of numbered(30_000).entries()) {
    sink.write(line);
    if (n % 500 === 0) await turn();
    if (n === 20_000) client.destroy();
  }
  await sink.end();
  expect(folders()).toEqual(before);
});

test('results for a client that is gone before the first one are dropped', async () => {
  const client = new PassThrough();
  const sink = new ResultSink(client);
  client.destroy(new Error('reset'));
  sink.write('a\n');
  await sink.end();
  expect(client.destroyed).toBe(true);
});
