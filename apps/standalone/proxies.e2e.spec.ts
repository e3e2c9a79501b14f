import { connect as connectHttp2, constants } from 'node:http2';
import { request, type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import { ownPassword } from './testing/own-password';
import { behindProxies, TestProxy } from './testing/proxy';
import { call, removeFolder, startApp, type Running } from './testing/running';
import { dvCall } from './testing/sent-events';

/** More than what proxies keep of a request, and than what they let through elsewhere. */
const LONG_LINES = 250;
const CHILD = { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' };
const event = (id: string): string => JSON.stringify(dvCall(id, { minor: CHILD }));

behindProxies('Lianhu', (name) => {
  let hub: Running;
  let proxy: TestProxy;
  beforeAll(async () => {
    hub = await startApp('standalone', { args: ['--empty'], env: { LIANHU_PROXY: '1' } });
    proxy = await TestProxy.start(name, new URL(hub.url).host);
  });
  afterAll(async () => {
    await proxy?.stop();
    await hub?.stop();
    removeFolder(hub?.folder);
  });

  /** One call over HTTP/1.1, whatever name stands in the certificate. */
  const ask = (path: string, options: RequestOptions = {}, body?: string): Promise<{ status: number; cookies: readonly string[]; text: string }> =>
    new Promise((resolve, reject) => {
      const sending = request(new URL(path, proxy.url), { rejectUnauthorized: false, ...options }, (answer) => {
        const { statusCode: status = 0, headers } = answer;
        text(answer).then((said) => resolve({ status, cookies: headers['set-cookie'] ?? [], text: said }), reject);
      });
      sending.once('error', reject).end(body);
    });
  const overHttp2 = async (path: string, headers: Readonly<Record<string, string>>, body: string): Promise<{ status: number; text: string }> => {
    const session = connectHttp2(proxy.url, { rejectUnauthorized: false });
    try {
      const sending = session.request({ [constants.HTTP2_HEADER_METHOD]: 'POST', [constants.HTTP2_HEADER_PATH]: path, ...headers });
      const status = new Promise<number>((resolve, reject) =>
        sending.once('response', (got) => resolve(Number(got[':status']))).once('error', reject),
      );
      sending.end(body);
      return { status: await status, text: await text(sending) };
    } finally {
      session.close();
    }
  };

  test.each(['HTTP/1.1', 'HTTP/2'])('a long stream of events passes whole, one result a line (%s)', async (version) => {
    const path = '/api/departments/police/events';
    const headers = { authorization: `Bearer ${await hub.token('sender', { department: 'police' })}`, 'content-type': 'application/x-ndjson' };
    const [first, last] = [`${version}-first`, `${version}-last`];
    const broken = Array.from({ length: LONG_LINES }, () => `{"id":"${'x'.repeat(50_000)}`);
    const body = [event(first), ...broken, event(last)].join('\n');
    const { status, text: said } = version === 'HTTP/2' ? await overHttp2(path, headers, body) : await ask(path, { method: 'POST', headers }, body);
    const results = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { line: number; status: number })
      .sort((a, b) => a.line - b.line);
    expect(status).toBe(200);
    expect(results.map((result) => result.status)).toEqual([201, ...broken.map(() => 400), 201]);
  });

  test('what else is pushed has its limit, and what is for the inside stays there', async () => {
    const headers = { authorization: `Bearer ${await hub.token('sender', { department: 'police' })}`, 'content-type': 'application/json' };
    const tooMuch = JSON.stringify({ id: 'x'.repeat(60_000_000) });
    expect((await ask('/api/departments/police/check', { method: 'POST', headers }, tooMuch)).status).toBe(413);
    const inside = ['/health/ready', '/metrics', '/api/hub/log'];
    const [direct, passed] = [await Promise.all(inside.map((path) => call(hub.url, path))), await Promise.all(inside.map((path) => ask(path)))];
    expect(direct.map(({ status }) => status)).toEqual([200, 200, 401]);
    expect(passed.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect((await ask('/')).status).toBe(200);
  });

  test('the live stream leaves at once, and the cookie of a session goes over TLS only', async () => {
    const headers = { authorization: `Bearer ${await hub.token('auditor')}`, purpose: 'audit', accept: 'text/event-stream' };
    const live = await new Promise<string>((resolve, reject) => {
      const sending = request(new URL('/api/log/live', proxy.url), { rejectUnauthorized: false, headers }, (answer) => {
        answer.once('data', (chunk) => {
          resolve(String(chunk));
          sending.destroy();
        });
      });
      sending.once('error', reject).end();
    });
    expect(live).toMatch(/^(id|event|data|:)/);
    const printed = /^ {2}office +(\S+)/m.exec(hub.output())?.[1] ?? '';
    const body = JSON.stringify({ name: 'office', password: await ownPassword(hub.url, 'office', printed) });
    const { cookies, status } = await ask('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' } }, body);
    expect([status, cookies.map((one) => /; secure/i.test(one))]).toEqual([200, [true]]);
  });
});
