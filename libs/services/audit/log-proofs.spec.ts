import { createHash } from 'node:crypto';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Viewer } from '@lianhu/access';
import { alone, memoryLog, std1, testLog, type EventLog } from '@lianhu/log';
import { createHttpApp } from '@lianhu/services/platform';
import fc from 'fast-check';
import { LogController } from './log.controller';
import { LogPages } from './log-pages';

const VIEWER: Viewer = { name: 'stranger', role: 'hotline', area: '990101', kind: 'person' };
const sha = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const inner = (left: Buffer, right: Buffer): Buffer => sha(Buffer.of(1), left, right);

let log: EventLog;
let app: NestFastifyApplication;
/** Position + 1 → leaf, as the log says; a naive tree is made of these. */
const leaves: Buffer[] = [];

beforeAll(async () => {
  log = memoryLog(testLog());
  @Module({
    controllers: [LogController],
    providers: [{ provide: LogPages, useValue: new LogPages(log, std1, undefined as never, undefined as never, undefined as never) }],
  })
  class App {}
  app = await createHttpApp(App, {}, { bearer: async (token) => (token === 'good' ? VIEWER : undefined) });
});
afterAll(() => app.close());

async function grow(to: number): Promise<void> {
  const from = (await log.head()).position;
  for (let i = from; i < to; i++) await log.append([alone({ id: `e${i}` })]);
  leaves.push(...(await log.leaves(from, to)).map((leaf) => Buffer.from(leaf, 'base64')));
}
const get = (path: string, token = 'good') => app.inject({ method: 'GET', url: path, headers: { authorization: `Bearer ${token}` } });

/** RFC 6962 §2.1, as it stands there, over leaf hashes. */
function naiveRoot(of: readonly Buffer[]): Buffer {
  if (of.length === 0) return sha();
  if (of.length === 1) return of[0]!;
  const k = 2 ** Math.floor(Math.log2(of.length - 1));
  return inner(naiveRoot(of.slice(0, k)), naiveRoot(of.slice(k)));
}

/** Somebody outside who has read C2SP tlog-tiles and RFC 6962 and nothing of ours. */
class Outsider {
  readonly asked: string[] = [];
  constructor(readonly size: number) {}

  static path(level: number, index: number, width: number): string {
    const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
    const groups = digits.match(/.{3}/g)!;
    const name = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
    return `/api/log/tile/${level}/${name}${width < 256 ? `.p/${width}` : ''}`;
  }

  async node(level: number, index: number): Promise<Buffer> {
    const tileLevel = Math.floor(level / 8);
    const below = 2 ** (level % 8);
    const tile = Math.floor((index * below) / 256);
    const width = Math.min(256, Math.floor(this.size / 256 ** tileLevel) - tile * 256);
    const path = Outsider.path(tileLevel, tile, width);
    this.asked.push(path);
    const { statusCode, rawPayload } = await get(path);
    if (statusCode !== 200 || rawPayload.length !== width * 32) throw new Error(`${path}: ${statusCode}, ${rawPayload.length} bytes`);
    let row = Array.from({ length: below }, (_, i) => rawPayload.subarray((((index * below) % 256) + i) * 32).subarray(0, 32));
    while (row.length > 1) row = row.flatMap((left, i) => (i % 2 === 0 ? [inner(left, row[i + 1]!)] : []));
    return row[0]!;
  }

  /** MTH(D[from:to]) from complete subtrees. */
  async root(from = 0, to = this.size): Promise<Buffer> {
    const count = to - from;
    if (count === 0) return sha();
    const level = Math.log2(count);
    if (Number.isInteger(level)) return this.node(level, from / count);
    const k = 2 ** Math.floor(level);
    return inner(await this.root(from, from + k), await this.root(from + k, to));
  }

  /** PATH(m, D[from:to]). */
  async inclusion(m: number, from = 0, to = this.size): Promise<Buffer[]> {
    if (to - from === 1) return [];
    const k = 2 ** Math.floor(Math.log2(to - from - 1));
    if (m < k) return [...(await this.inclusion(m, from, from + k)), await this.root(from + k, to)];
    return [...(await this.inclusion(m - k, from + k, to)), await this.root(from, from + k)];
  }
}

/** SUBPROOF(m, D, b) of RFC 6962 §2.1.2. */
function naiveConsistency(m: number, of: readonly Buffer[], whole = true): Buffer[] {
  if (m === of.length) return whole ? [] : [naiveRoot(of)];
  const k = 2 ** Math.floor(Math.log2(of.length - 1));
  if (m <= k) return [...naiveConsistency(m, of.slice(0, k), whole), naiveRoot(of.slice(k))];
  return [...naiveConsistency(m - k, of.slice(k), false), naiveRoot(of.slice(0, k))];
}
const naiveInclusion = (m: number, of: readonly Buffer[]): Buffer[] => {
  if (of.length <= 1) return [];
  const k = 2 ** Math.floor(Math.log2(of.length - 1));
  if (m < k) return [...naiveInclusion(m, of.slice(0, k)), naiveRoot(of.slice(k))];
  return [...naiveInclusion(m - k, of.slice(k)), naiveRoot(of.slice(0, k))];
};
const base64 = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('base64'));

test('the checkpoint of an empty log, and no tile of it', async () => {
  expect((await get('/api/log/checkpoint')).payload).toMatch(/^lianhu\/990101\n0\n47DEQpj8/);
  expect((await get('/api/log/tile/0/000')).statusCode).toBe(404);
  expect((await get('/api/log/tile/0/000.p/1')).statusCode).toBe(404);
  expect((await get('/api/log/proofs/consistency?from=0&to=0')).json()).toEqual({ from: 0, to: 0, hashes: [] });
});

describe('a log that grows', () => {
  test.each([1, 2, 3, 255, 256, 257, 511, 512, 700])('at %i lines the outsider computes root and inclusion from tiles', async (size) => {
    await grow(size);
    const note = await get('/api/log/checkpoint');
    expect(note.headers['content-type']).toMatch(/^text\/plain; charset=utf-8/);
    const [origin, told, root] = note.payload.split('\n');
    expect([origin, Number(told)]).toEqual(['lianhu/990101', size]);
    const outsider = new Outsider(size);
    expect((await outsider.root()).toString('base64')).toBe(root);
    for (const index of new Set([0, Math.floor(size / 2), size - 1])) {
      const { hashes } = (await get(`/api/log/proofs/inclusion?position=${index + 1}`)).json<{ hashes: string[] }>();
      expect(base64(await outsider.inclusion(index))).toEqual(hashes);
    }
  });

  test('at any older size the same tiles give that size’s root', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 700 }), async (size) => {
        expect((await new Outsider(size).root()).equals(naiveRoot(leaves.slice(0, size)))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('inclusion and consistency over HTTP are those of a naive tree, for any two sizes', async () => {
    const size = fc.integer({ min: 0, max: 700 });
    await fc.assert(
      fc.asyncProperty(size, size, async (a, b) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const consistency = (await get(`/api/log/proofs/consistency?from=${from}&to=${to}`)).json<{ hashes: string[] }>();
        expect(consistency).toEqual({ from, to, hashes: from === 0 ? [] : base64(naiveConsistency(from, leaves.slice(0, to))) });
        if (from === 0) return;
        const inclusion = (await get(`/api/log/proofs/inclusion?position=${from}&treeSize=${to}`)).json<object>();
        expect(inclusion).toEqual({ index: from - 1, treeSize: to, hashes: base64(naiveInclusion(from - 1, leaves.slice(0, to))) });
      }),
      { numRuns: 150 },
    );
  });

  test('sizes beyond the head, turned round or no numbers are refused by name', async () => {
    const fault = async (query: string) => {
      const answer = await get(`/api/log/proofs/${query}`);
      return [answer.statusCode, answer.json<{ errors: { pointer: string; message: string }[] }>().errors[0]];
    };
    expect(await fault('consistency?from=1&to=701')).toEqual([422, { pointer: '/to', rule: 'range', message: 'to: 0…700' }]);
    expect(await fault('consistency?from=6&to=5')).toEqual([422, { pointer: '/from', rule: 'range', message: 'from: 0…5' }]);
    expect(await fault('consistency?to=5')).toEqual([422, { pointer: '/from', rule: 'range', message: 'from: 0…5' }]);
    expect(await fault('consistency?from=-1&to=5')).toEqual([422, { pointer: '/from', rule: 'range', message: 'from: 0…5' }]);
    expect(await fault('inclusion?position=0')).toEqual([422, { pointer: '/position', rule: 'range', message: 'position: 1…700' }]);
    expect(await fault('inclusion?position=701')).toEqual([422, { pointer: '/position', rule: 'range', message: 'position: 1…700' }]);
    expect(await fault('inclusion?position=8&treeSize=7')).toEqual([422, { pointer: '/treeSize', rule: 'range', message: 'treeSize: 8…700' }]);
  });

  test('tiles are bytes that a client may keep for ever, and only of what the log has', async () => {
    const full = await get('/api/log/tile/0/000');
    expect(full.headers).toMatchObject({ 'content-type': 'application/octet-stream', 'cache-control': 'private, max-age=31536000, immutable' });
    expect(full.rawPayload.equals(Buffer.concat(leaves.slice(0, 256)))).toBe(true);
    const partial = await get('/api/log/tile/0/002.p/188');
    expect(partial.rawPayload.equals(Buffer.concat(leaves.slice(512)))).toBe(true);
    expect((await get('/api/log/tile/1/000.p/2')).rawPayload.subarray(32).equals(naiveRoot(leaves.slice(256, 512)))).toBe(true);
    for (const [path, status] of [
      ['0/000.p/255', 200],
      ['0/002.p/189', 404],
      ['0/002', 404],
      ['0/003.p/1', 404],
      ['1/000.p/3', 404],
      ['2/000.p/1', 404],
    ])
      expect([path, (await get(`/api/log/tile/${path}`)).statusCode]).toEqual([path, status]);
  });

  test.each([
    '0/0',
    '0/00',
    '0/0000',
    '00/000',
    '-1/000',
    '64/000',
    '7/000',
    '0/x000/000',
    '0/x000/x000/001',
    '0/x1/000',
    '0/001/000',
    '0/000.p/0',
    '0/000.p/256',
    '0/000.p/01',
    '0/000.p/',
    '0/000/',
    '0',
    '',
    'x/000',
    'entries/000',
    'entries/000.p/1',
    '0/000.p/1/2',
    '0/%30%30%30.p/1x',
  ])('no tile is spelled %j', async (path) => {
    expect((await get(`/api/log/tile/${path}`)).statusCode).toBe(404);
  });

  test('nobody reads tiles without signing in', async () => {
    expect((await get('/api/log/tile/0/000', 'bad')).statusCode).toBe(401);
    expect((await app.inject({ method: 'GET', url: '/api/log/tile/0/000' })).statusCode).toBe(401);
  });
});

test('indexes are written in groups of three digits, as the text says', () => {
  expect(Outsider.path(0, 1_234_067, 256)).toBe('/api/log/tile/0/x001/x234/067');
  expect(Outsider.path(1, 273, 7)).toBe('/api/log/tile/1/273.p/7');
});

test('the live stream is server-sent over HTTP, and goes when its reader goes', async () => {
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  const gone = new AbortController();
  const url = `http://127.0.0.1:${port}/api/log/live?after=${(await log.head()).position}`;
  const answer = await fetch(url, { headers: { authorization: 'Bearer good' }, signal: gone.signal });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  const reader = answer.body!.getReader();
  expect(Buffer.from((await reader.read()).value!).toString()).toMatch(/^event: scanned\nid: \d+\ndata: /);
  await log.append([alone({ id: 'while it is open' })]);
  expect(Buffer.from((await reader.read()).value!).toString()).toMatch(/^data: /);
  gone.abort();
});

test('a browser that comes back to the live stream by itself goes on where it was, from whatever it had begun', async () => {
  const { port } = app.getHttpServer().address() as { port: number };
  const { position } = await log.head();
  const first = async (lastSeen: string): Promise<string> => {
    const gone = new AbortController();
    const headers = { authorization: 'Bearer good', 'last-event-id': lastSeen };
    const answer = await fetch(`http://127.0.0.1:${port}/api/log/live?after=${position - 1}`, { headers, signal: gone.signal });
    const text = Buffer.from((await answer.body!.getReader().read()).value!).toString();
    gone.abort();
    return text;
  };
  expect(await first(String(position))).toMatch(/^event: scanned/);
  expect(await first('1')).toMatch(/^data: /);
  expect(await first('not a number')).toMatch(/^data: /);
});
