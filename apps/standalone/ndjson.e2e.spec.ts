import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { call, removeFolder, startApp, type Running } from './testing/running';

const CHILD = { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' };
const PATH = '/api/departments/police/events';

interface Result {
  readonly line: number;
  readonly status: number;
  readonly receipt?: { readonly id: string; readonly position: number };
  readonly problem?: { readonly type: string };
}

describe('a stream of lines', () => {
  let hub: Running;
  let token: string;
  beforeAll(async () => {
    hub = await startApp('standalone', { args: ['--empty'] });
    token = await hub.token('sender', { department: 'police' });
  });
  afterAll(async () => {
    await hub?.stop();
    removeFolder(hub?.folder);
  });

  const event = (id: string): string =>
    JSON.stringify({
      type: 'police.dv-call.received',
      id,
      time: '2026-01-05T08:00:00+08:00',
      residencearea: '990101001',
      data: { alarmNo: id, minorRole: 'witness', minor: CHILD },
    });
  const stream = (): { sending: ClientRequest; answered: Promise<IncomingMessage> } => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' };
    const sending = request(new URL(PATH, hub.url), { method: 'POST', headers });
    return { sending, answered: new Promise((resolve, reject) => sending.once('response', resolve).once('error', reject)) };
  };

  test('a sender of 50,000 lines that reads nothing before its last one does not stall, and has one result a line', async () => {
    const { sending, answered } = stream();
    for (let n = 1; n <= 50_000; n++) {
      const line = n % 10 === 0 ? event(`long-${n}`) : `{"id":"broken-${n}"`;
      if (!sending.write(`${line}\n`)) await new Promise((resolve) => sending.once('drain', resolve));
    }
    sending.end();
    const results = resultsIn(await textOf(await answered));
    expect(results.map(({ line }) => line).sort((a, b) => a - b)).toEqual(Array.from({ length: 50_000 }, (_, n) => n + 1));
    expect(results.filter(({ line, status }) => status !== (line % 10 === 0 ? 201 : 400))).toEqual([]);
    expect(new Set(results.flatMap(({ receipt }) => receipt?.position ?? [])).size).toBe(5_000);
  });

  test('each line is judged for itself: too long, no UTF-8, empty, half a last line', async () => {
    const long = (bytes: number): string => event('edge-long').replace('"edge-long"', `"${'x'.repeat(bytes)}"`);
    const parts = [
      event('edge-1'),
      '',
      long(70_000),
      Buffer.of(0x7b, 0xff, 0x7d),
      '  \r',
      event('edge-2'),
      event('edge-1'),
      '[1]',
      '{"type":"police.dv',
    ];
    const raw = Buffer.concat(parts.flatMap((part, n) => [Buffer.from(part as string), Buffer.from(n < parts.length - 1 ? '\n' : '')]));
    const { text, status, headers } = await call(hub.url, PATH, { token, raw, type: 'application/x-ndjson' });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    const found = resultsIn(text)
      .sort((a, b) => a.line - b.line)
      .map((result) => [result.line, result.status, result.problem?.type ?? result.receipt?.id]);
    const [first, again] = [found.find(([line]) => line === 1)?.[1], found.find(([line]) => line === 7)?.[1]];
    expect([first, again].sort()).toEqual([200, 201]);
    expect(found.filter(([line]) => line !== 1 && line !== 7)).toEqual([
      [3, 413, '/problems/too-large'],
      [4, 400, '/problems/malformed-json'],
      [6, 201, 'edge-2'],
      [8, 422, '/problems/invalid-event'],
      [9, 400, '/problems/malformed-json'],
    ]);
  });

  test('a sender that waits for each result before its next line gets it', async () => {
    const { sending, answered } = stream();
    for (let n = 1; n <= 3; n++) {
      sending.write(`${event(`talk-${n}`)}\n`);
      const response = await answered;
      const [result] = resultsIn(await new Promise<string>((resolve) => response.once('data', (chunk: Buffer) => resolve(chunk.toString()))));
      expect(result).toMatchObject({ line: n, status: 201 });
    }
    sending.end();
  });

  test('a sender that breaks off: what it was answered stands once, the service goes on, and the same file again completes it', async () => {
    const ids = Array.from({ length: 2_000 }, (_, n) => `off-${n}`);
    const { sending, answered } = stream();
    sending.on('error', () => undefined);
    for (const id of ids) sending.write(`${event(id)}\n`);
    sending.write('{"type":"police.dv');
    const response = await answered;
    response.on('error', () => undefined);
    let text = '';
    await new Promise<void>((resolve) =>
      response.on('data', (chunk: Buffer) => (text += chunk.toString()) && text.split('\n').length > 100 && resolve()),
    );
    sending.destroy();
    const told = resultsIn(text.slice(0, text.lastIndexOf('\n') + 1));
    expect(told.length).toBeGreaterThanOrEqual(100);
    const again = resultsIn(
      (await call(hub.url, PATH, { token, raw: ids.map((id) => `${event(id)}\n`).join(''), type: 'application/x-ndjson' })).text,
    );
    const positions = new Map(again.map(({ receipt }) => [receipt?.id, receipt?.position]));
    expect(told.filter(({ receipt }) => positions.get(receipt?.id) !== receipt?.position)).toEqual([]);
    expect([again.length, new Set(positions.values()).size]).toEqual([2_000, 2_000]);
    expect((await call(hub.url, '/health/ready')).status).toBe(200);
  });
});

const resultsIn = (text: string): Result[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Result);

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
