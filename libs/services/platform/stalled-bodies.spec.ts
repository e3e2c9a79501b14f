import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Controller, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import Fastify from 'fastify';
import { Anonymous } from './caller';
import { BodyBudget } from './body-budget';
import { noteAnswers } from './client-errors';
import { createHttpApp, listen } from './http';
import { endStalled, LOOK_EVERY_MS } from './stalled-bodies';

const ANNOUNCED = 1024 * 1024;
const budget = new BodyBudget(() => ANNOUNCED);
const app = Fastify({ forceCloseConnections: true });
const requests: IncomingMessage[] = [];
noteAnswers(app.server);
endStalled(app);
budget.guard(app);
app.addHook('onRequest', async ({ raw }) => void requests.push(raw));
app.addContentTypeParser('application/x-ndjson', (_request, payload, done) => done(null, payload));
app.post('/', async ({ body }) => (typeof body === 'string' ? body.length : 'lines'));
app.post('/lines', async ({ raw }) => void (await once(raw, 'close')));

@Controller()
class Takes {
  @Post('take')
  @Anonymous()
  take(): void {}
}
@Module({ controllers: [Takes] })
class Service {}
let service: NestFastifyApplication;
beforeAll(async () => {
  await app.listen({ port: 0, host: '127.0.0.1' });
  service = await createHttpApp(Service, {}, { bearer: async () => undefined });
  await listen(service, { host: '127.0.0.1', port: 0 });
});
afterAll(() => Promise.all([app.close(), service.close()]));

beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] }));
afterEach(() => jest.useRealTimers());
const look = (times: number): void => void jest.advanceTimersByTime(times * LOOK_EVERY_MS);

/** Begins a body that is announced larger than what comes, and waits until that has been read. */
async function begin(type: string, path = '/'): Promise<{ socket: Socket; request: IncomingMessage; said: () => string }> {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  let said = '';
  socket.setEncoding('utf8').on('data', (text: string) => (said += text));
  const seen = requests.length;
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ncontent-length: ${ANNOUNCED}\r\n\r\n`);
  await until(() => requests.length > seen);
  const request = requests.at(-1) as IncomingMessage;
  await send(socket, request, 'a');
  return { socket, request, said: () => said };
}
async function send(socket: Socket, request: IncomingMessage, text: string): Promise<void> {
  const before = request.socket.bytesRead;
  socket.write(text);
  await until(() => request.socket.bytesRead > before);
}
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

test('a body of which nothing more comes is answered 408, closed, and holds no memory', async () => {
  const { socket, said } = await begin('text/plain');
  expect(budget.held).toBe(ANNOUNCED);
  look(2);
  expect(budget.held).toBe(ANNOUNCED);
  const closed = once(socket, 'close');
  look(1);
  await closed;
  expect(said()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  expect(said()).toContain('/problems/request-timeout');
  await until(() => budget.held === 0);
});

test('a body that goes on coming, however slowly, is taken', async () => {
  const { socket, request, said } = await begin('text/plain');
  for (let i = 0; i < 5; i++) {
    look(2);
    await send(socket, request, 'a');
  }
  socket.write('a'.repeat(ANNOUNCED - 6));
  await until(() => said().endsWith(String(ANNOUNCED)));
  expect(said()).toMatch(/^HTTP\/1\.1 200 /);
  socket.destroy();
});

test('lines may come as their sender has them', async () => {
  const { socket, request } = await begin('application/x-ndjson', '/lines');
  look(100);
  expect(request.socket.destroyed).toBe(false);
  expect(request.socket.writable).toBe(true);
  socket.destroy();
});

test('what is injected, over no connection, is not watched', async () => {
  const { body } = await app.inject({ method: 'POST', url: '/', headers: { 'content-type': 'text/plain' }, payload: 'aa' });
  expect(body).toBe('2');
  expect(jest.getTimerCount()).toBe(0);
});

test('every service gives such a body up', async () => {
  const server = service.getHttpServer();
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const request = once(server, 'request') as Promise<[IncomingMessage]>;
  socket.write('POST /take HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{');
  await request;
  let said = '';
  socket.on('data', (text: Buffer) => (said += text.toString()));
  const closed = once(socket, 'close');
  // The hook that watches runs in a turn of its own.
  for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve));
  look(3);
  await closed;
  expect(said).toMatch(/^HTTP\/1\.1 408 /);
});
