import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BadAnswer,
  Conflict,
  fileReceipts,
  LianhuClient,
  MissingId,
  Quarantined,
  Refused,
  StillStored,
  Unavailable,
  Unproven,
  WINDOW,
  type ClientOptions,
  type SentEvent,
} from '.';
import { EdgeDouble, otherHashes } from './double.fixture';
import { pauseOf, retryAfterMs } from './http';

let edge: EdgeDouble;
let slept: number[];
beforeEach(async () => {
  slept = [];
  edge = await EdgeDouble.start();
});
afterEach(() => edge.close());

const event = (id: string, more: object = {}): SentEvent =>
  ({ type: 'police.dv-call.received', id, time: '2026-01-05T08:00:00+08:00', data: { n: 1 }, ...more }) as SentEvent;
const client = (more: Partial<ClientOptions> = {}): LianhuClient =>
  new LianhuClient({
    url: edge.url,
    department: 'police',
    token: async (anew) => (anew ? 'new' : 'old'),
    trust: edge.trust,
    retry: { attempts: 4, sleep: async (ms) => void slept.push(ms), random: () => 1 },
    ...more,
  });
const pushes = () => edge.requests.filter(({ path }) => path.includes('/events'));

test('a push answers a receipt that is proven, and the same again is answered from the store without a request', async () => {
  const sender = client();
  for (let n = 1; n <= 5; n++) expect(await sender.push(event(`e-${n}`))).toMatchObject({ position: n, id: `e-${n}` });
  expect(await sender.push(event('e-3'))).toMatchObject({ position: 3 });
  expect(pushes()).toHaveLength(5);
  await expect(sender.push(event('e-3', { data: { n: 2 } }))).rejects.toThrow(Conflict);
  expect(pushes()).toHaveLength(5);
  expect(await client().push(event('e-3'))).toMatchObject({ position: 3 });
});

test('without an id nothing is sent', async () => {
  await expect(client().push(event(''))).rejects.toThrow(MissingId);
  await expect(client().push({ ...event('x'), id: undefined } as unknown as SentEvent)).rejects.toThrow(MissingId);
  expect(edge.requests).toEqual([]);
});

test('without a trust file receipts are taken unchecked only where that is said', () => {
  expect(() => client({ trust: undefined })).toThrow('unchecked');
  expect(() => client({ trust: undefined, unchecked: true })).not.toThrow();
});

test.each([429, 500, 503, 507])('%d is tried again with growing pauses, Retry-After is obeyed, and in the end it says so', async (status) => {
  edge.spoil = ({ count }, response) => {
    if (count > 3) return false;
    response.writeHead(status, count === 2 ? { 'retry-after': '7' } : {}).end('{}');
    return true;
  };
  expect(await client().push(event('e'))).toMatchObject({ position: 1 });
  expect(slept).toEqual([250, 7_000, 1_000]);
  edge.spoil = (_, response) => (response.writeHead(status).end('{}'), true);
  await expect(client().push(event('f'))).rejects.toMatchObject({ code: 'unavailable', status });
});

test('a connection that breaks, before or after the event was taken, costs nothing and doubles nothing', async () => {
  edge.spoil = ({ count }, response) => (count <= 2 ? (response.destroy(), true) : false);
  expect(await client().push(event('e'))).toMatchObject({ position: 1 });
  edge.spoil = () => false;
  const tapped = client({
    fetch: async (...args) => {
      const response = await fetch(...args);
      if (edge.stored.size === 2 && pushes().length === 4) throw new TypeError('cut');
      return response;
    },
  });
  expect(await tapped.push(event('f'))).toMatchObject({ position: 2 });
  expect(edge.stored.size).toBe(2);
});

test('a refusal is not tried again and names the field', async () => {
  const refused = (await client()
    .push(event('e', { type: 'bad' }))
    .catch((error: unknown) => error)) as Refused;
  expect([refused instanceof Refused, refused.code, refused.pointer, edge.requests.length]).toEqual([true, 'invalid-event', '/type', 1]);
  edge.spoil = (_, response) => (response.writeHead(202).end('{"state":"quarantined","reason":"not-a-minor","quarantineId":"q"}'), true);
  await expect(client().push(event('q'))).rejects.toMatchObject({ code: 'quarantined', reason: 'not-a-minor', quarantineId: 'q' });
  expect(new Quarantined('x').message).toContain('data officer');
});

test('a token that is refused is renewed once', async () => {
  edge.spoil = (_, response) => edge.requests.at(-1)?.authorization === 'Bearer old' && (response.writeHead(401).end('{}'), true);
  expect(await client().push(event('e'))).toMatchObject({ position: 1 });
  edge.spoil = (_, response) => (response.writeHead(401).end('{"type":"/problems/not-signed-in","title":"x"}'), true);
  await expect(client().push(event('f'))).rejects.toMatchObject({ code: 'not-signed-in' });
});

test('what the edge has stored is followed until its receipt, or until the time is over', async () => {
  edge.away.add('e');
  expect(await client().push(event('e'))).toMatchObject({ position: 1 });
  edge.spoil = (_, response) => (response.writeHead(202).end('{"state":"stored"}'), true);
  await expect(client({ followMs: 0 }).push(event('f'))).rejects.toThrow(StillStored);
});

test.each([
  ['another claim', (receipt: Record<string, unknown>) => (receipt['claim'] = String(receipt['claim']).replace('"n":1', '"n":2')), 'claim'],
  ['hashes of another claim', (receipt: Record<string, unknown>) => Object.assign(receipt, otherHashes()), 'claim'],
  ['another bound', (receipt: Record<string, unknown>) => (receipt['boundHash'] = otherHashes().boundHash.replace(/^./, 'A')), 'leaf'],
  ['another event', (receipt: Record<string, unknown>) => (receipt['id'] = 'other'), 'another event'],
  ['another position', (receipt: Record<string, unknown>) => (receipt['position'] = 2), 'position'],
  ['no proof', (receipt: Record<string, unknown>) => delete receipt['proof'], 'position'],
  ['a path of nonsense', (receipt: Record<string, unknown>) => (receipt['proof'] = { index: 0, treeSize: 1, hashes: ['x'] }), 'root'],
  ['a larger tree', (receipt: Record<string, unknown>) => (receipt['proof'] = { index: 0, treeSize: 2, hashes: [] }), 'tree size'],
  [
    'a checkpoint of another size',
    (receipt: Record<string, unknown>) => (receipt['checkpoint'] = String(receipt['checkpoint']).replace('\n1\n', '\n2\n')),
    'checkpoint',
  ],
  ['no checkpoint', (receipt: Record<string, unknown>) => delete receipt['checkpoint'], 'checkpoint'],
  ['no claim', (receipt: Record<string, unknown>) => delete receipt['claim'], 'no claim'],
  ['another suite', (receipt: Record<string, unknown>) => (receipt['stamp'] = { suite: 'x' }), 'suite'],
])('a receipt with %s is not believed and not kept', async (_what, bend, fault) => {
  edge.bend = (receipt) => void bend(receipt);
  const sender = client();
  const error = (await sender.push(event('e')).catch((caught: unknown) => caught)) as Unproven;
  expect([error instanceof Unproven, error.fault.includes(fault)]).toEqual([true, true]);
  edge.bend = () => undefined;
  expect(await sender.push(event('e'))).toMatchObject({ position: 1 });
});

test('a receipt signed by another log is not believed', async () => {
  const stranger = { ...edge.trust, publicKey: Buffer.alloc(32, 9).toString('base64') };
  await expect(client({ trust: stranger }).push(event('e'))).rejects.toMatchObject({ code: 'unproven', fault: 'checkpoint' });
  await expect(client({ trust: { ...edge.trust, origin: 'lianhu/110101' } }).push(event('e'))).rejects.toMatchObject({ fault: 'checkpoint' });
});

test.each([
  ['not JSON', 200, {}, '<html>', 'not a JSON object'],
  ['a redirect', 302, { location: 'http://127.0.0.1:9/' }, '', 'a redirect'],
  ['an array', 200, {}, '[]', 'not a JSON object'],
])('%s is no answer of ours', async (_what, status, headers, text, what) => {
  edge.spoil = (_, response) => (response.writeHead(status, headers).end(text), true);
  await expect(client().push(event('e'))).rejects.toMatchObject({ code: 'bad-answer', what });
  expect(new BadAnswer('x').message).toContain('address');
});

test('a stream takes no more from its source than a window before results are taken, and answers in order', async () => {
  let taken = 0;
  function* source() {
    for (let n = 1; n <= 3 * WINDOW; n++) yield (taken++, event(`s-${n}`));
  }
  const results = client().stream(source());
  expect(taken).toBe(0);
  await results.next();
  expect(taken).toBe(WINDOW);
  const rest: string[] = [];
  for await (const result of results) rest.push(result.event.id);
  expect([rest.at(0), rest.at(-1), rest.length]).toEqual(['s-2', `s-${3 * WINDOW}`, 3 * WINDOW - 1]);
});

test('of a stream that was cut off in the middle of a line, only what is open is sent again', async () => {
  edge.spoil = ({ path, count }, response) => {
    if (count > 1 || !path.includes('events')) return false;
    response.writeHead(200).write('{"line":1,"status":422,"problem":{"type":"/problems/invalid-event","title":"x"}}\n{"line":2,"sta');
    setImmediate(() => response.destroy());
    return true;
  };
  const results = await client().pushAll(['a', 'b', 'c'].map((id) => event(id)));
  expect(results.map((result) => ('receipt' in result ? result.receipt.position : result.error.code))).toEqual(['invalid-event', 1, 2]);
  expect(pushes().map(({ body }) => body.trim().split('\n').length)).toEqual([3, 2]);
});

test('single lines that are busy are sent again, and give up alone', async () => {
  edge.spoil = ({ path, body }, response) => {
    if (!path.includes('events')) return false;
    if (!body.includes('"busy"')) return false;
    const lines = body
      .trim()
      .split('\n')
      .map((_, i) => JSON.stringify({ line: i + 1, status: 503, problem: { type: '/problems/busy', title: 'x' } }));
    response.writeHead(200).end(`${lines.join('\n')}\n`);
    return true;
  };
  const [result] = await client().pushAll([event('busy')]);
  expect(result).toMatchObject({ error: expect.any(Unavailable) as Unavailable });
  expect(pushes()).toHaveLength(4);
});

test('an array is sent as one, and what it holds twice is refused by its conflict', async () => {
  const sender = client();
  const results = await sender.pushAll([event('a'), event('b')], 'atomic');
  expect(results.map((result) => 'receipt' in result && result.receipt.position)).toEqual([1, 2]);
  expect(pushes().map(({ path }) => path)).toEqual(['/api/departments/police/events?mode=atomic']);
  await sender.pushAll([event('a'), event('b')], 'atomic');
  expect(pushes()).toHaveLength(1);
  await expect(
    sender.pushAll(
      Array.from({ length: 1_001 }, (_, n) => event(`n-${n}`)),
      'atomic',
    ),
  ).rejects.toThrow(RangeError);
});

describe('receipts in a file', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'lianhu-client-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('a second process sends only what has no receipt yet, also after a line that a crash cut', async () => {
    const path = join(folder, 'receipts.ndjson');
    const first = fileReceipts(path);
    await client({ receipts: first }).pushAll([event('a'), event('b')]);
    first.close();
    appendFileSync(path, '{"source":"urn:cut');
    const second = fileReceipts(path);
    const results = await client({ receipts: second }).pushAll(['a', 'b', 'c'].map((id) => event(id)));
    second.close();
    expect(results.map((result) => 'receipt' in result && result.receipt.position)).toEqual([1, 2, 3]);
    expect(pushes().map(({ body }) => body.trim().split('\n').length)).toEqual([2, 1]);
    expect(
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

test('pauses: doubled, partly random, never above the longest, never below what was asked', () => {
  const retry = { attempts: 9, baseMs: 100, maxMs: 1_000, sleep: async () => undefined, random: () => 0 };
  expect([1, 2, 3, 4, 5, 6].map((n) => pauseOf(retry, n))).toEqual([50, 100, 200, 400, 500, 500]);
  expect(pauseOf({ ...retry, random: () => 1 }, 1)).toBe(100);
  expect([pauseOf(retry, 1, 999), pauseOf(retry, 1, 1_001)]).toEqual([999, 1_000]);
  expect([retryAfterMs(null), retryAfterMs('0'), retryAfterMs('3'), retryAfterMs('x'), retryAfterMs('-1')]).toEqual([0, 0, 3_000, 0, 0]);
  expect(retryAfterMs('Thu, 01 Jan 1970 00:00:05 GMT', 2_000)).toBe(3_000);
});
