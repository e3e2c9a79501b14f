import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { answerClientError, noteAnswers } from './client-errors';
import { createHttpApp, listen } from './http';

@Controller()
class Answers {
  @Get('healthz')
  healthz(): string {
    return 'answer';
  }
}
@Module({ controllers: [Answers] })
class App {}

let app: NestFastifyApplication;
let port: number;
beforeAll(async () => {
  app = await createHttpApp(App, {}, { bearer: async () => undefined });
  port = Number(new URL(await listen(app, { host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => app.close());

/** Everything that is answered until the connection is closed. */
async function sendTo(to: number, ...parts: readonly string[]): Promise<string> {
  const socket = connect(to, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  return answer;
}
const send = (...parts: readonly string[]): Promise<string> => sendTo(port, ...parts);
const problemIn = (answer: string): unknown => JSON.parse(answer.slice(answer.lastIndexOf('\r\n\r\n')));
const START = 'GET /healthz HTTP/1.1\r\nhost: x\r\n';

test('headers that are too large are answered with a problem that says the limit, and quotes nothing', async () => {
  const answer = await send(`${START}x-name: ${'测试甲'.repeat(4_000)}\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
  expect(answer).toContain('application/problem+json');
  expect(problemIn(answer)).toMatchObject({ type: '/problems/headers-too-large', status: 431, detail: expect.stringContaining('16 KiB') as string });
  expect(answer).not.toContain('测试甲');
});

test('a request without a host is answered with a problem, an expectation that nobody knows like any other request', async () => {
  const hostless = await send('GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n');
  expect(hostless).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(problemIn(hostless)).toMatchObject({ type: '/problems/malformed-request', status: 400 });
  expect(await send('GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.[01] 200 OK\r\n/);
  expect(await send(`${START}expect: miracles\r\nconnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
});

test('what is no HTTP is answered with a problem', async () => {
  const answer = await send('990101201506010014 is no request\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(problemIn(answer)).toMatchObject({ type: '/problems/malformed-request', status: 400 });
  expect(answer).not.toContain('990101201506010014');
});

test('while a good request waits for its answer the connection is closed: a refusal would be taken for that answer', async () => {
  expect(await send(`${START}\r\n`, 'rubbish\r\n\r\n')).toBe('');
});

describe('a body that breaks off', () => {
  const BROKEN = 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\nno length\r\n';
  const answering = async (early: boolean): Promise<string> => {
    const server = createServer((request, response) => {
      if (early) response.write('begun');
      request.resume().on('end', () => response.end('whole'));
    });
    noteAnswers(server);
    server.on('clientError', answerClientError);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const answer = await sendTo((server.address() as AddressInfo).port, BROKEN);
    server.close();
    return answer;
  };

  test('is answered with a problem', async () => expect(problemIn(await answering(false))).toMatchObject({ status: 400 }));
  test('is not answered a second time when its answer has begun', async () => expect((await answering(true)).match(/HTTP\/1\.1/g)).toHaveLength(1));
});
