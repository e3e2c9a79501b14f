import { connect, type AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { exportLines, keyGroups, memoryLog, testLog, testTrust } from '@lianhu/log';
import { createHttpApp } from '@lianhu/services/platform';
import { AuditController, AuditParts } from './audit.controller';

/** Larger than every buffer on the way. Unit: bytes. */
const SIZE = 20 * 1024 * 1024;
const LINE = `${'x'.repeat(1_023)}\n`;

let app: NestFastifyApplication;
let good: string;
beforeAll(async () => {
  const log = memoryLog(testLog());
  await log.append(keyGroups());
  const lines: string[] = [];
  for await (const line of exportLines(log, { of: 'all', mayRead: () => 'whole' })) lines.push(`${line}\n`);
  good = lines.join('');
  @Module({ controllers: [AuditController], providers: [{ provide: AuditParts, useValue: { trust: testTrust } }] })
  class App {}
  app = await createHttpApp(App, {}, { bearer: async () => ({ name: 'auditor', role: 'auditor', area: '990101', kind: 'person' }) });
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

/** The whole answer to a client that reads nothing before it has written everything, as browsers on Windows do. */
function writesFirst(body: string): Promise<string> {
  const socket = connect((app.getHttpServer().address() as AddressInfo).port, '127.0.0.1');
  const head = ['POST /api/audit/verify HTTP/1.1', 'Host: x', 'Authorization: Bearer x', 'Content-Type: application/x-ndjson', 'Connection: close'];
  return new Promise((resolve, reject) => {
    let answer = '';
    socket.on('error', reject);
    socket.pause();
    socket.write(`${[...head, `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`, () => {
      socket.on('end', () => resolve(answer)).on('data', (data) => (answer += String(data)));
      socket.resume();
    });
  });
}
const verdictIn = (answer: string): unknown => (JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as { verdict: unknown }).verdict;

test('a large file whose second line is bad is answered, though the client reads only when it has sent it all', async () => {
  const [header] = good.split('\n');
  const answer = await writesFirst(`${header}\n${LINE.repeat(SIZE / LINE.length)}`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(verdictIn(answer)).toBe('tampered');
}, 30_000);

test.each([
  ['is no export', LINE],
  ['is one line', 'x'],
])(
  'so is one that %s',
  async (_, text) => {
    expect(verdictIn(await writesFirst(text.repeat(SIZE / text.length)))).toBe('cannot-tell');
  },
  30_000,
);

test('a good file is answered with what is proven', async () => {
  const answer = await writesFirst(good);
  expect(answer).toContain('"complete":true,"lines":{"whole":3,"author":0,"stub":0}');
});
