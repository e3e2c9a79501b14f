import Fastify from 'fastify';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Viewer } from '@lianhu/access';
import { BodyBudget } from './body-budget';

const KiB = 1024;
const budget = new BodyBudget(() => 4_000 * KiB, { department: 300 * KiB, all: 400 * KiB });
const app = Fastify({ bodyLimit: 10 * 1024 * KiB, forceCloseConnections: true });
app.addHook('onRequest', async (request) => {
  request.caller = { viewer: { department: request.headers['x-department'] } as Viewer, language: 'en' };
});
budget.guard(app);
app.post('/events', async () => 'ok');
beforeAll(() => app.listen({ port: 0, host: '127.0.0.1' }));
afterAll(() => app.close());

/** Announces a body; it is sent when `send` is called. */
function announce(department: string, bytes: number | 'unknown', contentType = 'text/plain') {
  const length = bytes === 'unknown' ? { 'transfer-encoding': 'chunked' } : { 'content-length': bytes };
  const { port } = app.server.address() as AddressInfo;
  const headers = { ...length, 'content-type': contentType, 'x-department': department };
  const out = httpRequest({ port, host: '127.0.0.1', path: '/events', method: 'POST', headers, agent: false });
  out.on('error', () => undefined);
  const answer = new Promise<{ status: number; retryAfter?: string }>((resolve) =>
    out.on('response', (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
    }),
  );
  out.flushHeaders();
  return { answer, send: () => out.end(Buffer.alloc(bytes === 'unknown' ? 10 : bytes, 'x')), abort: () => out.destroy() };
}
async function until(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !holds();) {
    if (Date.now() > deadline) throw new Error(`held ${budget.held}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

test('a department’s bodies up to its share, all bodies up to the whole, one event always; what ended or broke off makes room', async () => {
  const first = announce('police', 200 * KiB);
  const second = announce('police', 100 * KiB);
  await until(() => budget.held === 300 * KiB);
  expect(await announce('police', 64 * KiB + 1).answer).toEqual({ status: 429, retryAfter: '2' });
  const third = announce('health', 100 * KiB);
  await until(() => budget.held === 400 * KiB);
  expect(await announce('education', 64 * KiB + 1).answer).toEqual({ status: 503, retryAfter: '2' });
  const small = announce('police', 64 * KiB);
  await until(() => budget.held === 464 * KiB);
  for (const one of [first, second, small]) {
    one.send();
    expect((await one.answer).status).toBe(200);
  }
  third.abort();
  await until(() => budget.held === 0);
});

test('a body of unknown length counts as an eighth of what may come; a stream counts nothing', async () => {
  const chunked = announce('police', 'unknown');
  await until(() => budget.held === 500 * KiB);
  expect((await announce('health', 100 * KiB).answer).status).toBe(503);
  chunked.send();
  await chunked.answer;
  await until(() => budget.held === 0);
  const stream = announce('police', 'unknown', 'application/x-ndjson');
  expect((await stream.answer).status).toBe(415);
  expect(budget.held).toBe(0);
});
