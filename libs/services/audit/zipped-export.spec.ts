import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Viewer } from '@lianhu/access';
import { alone, keyGroups, memoryLog, testLog, testTrust, verifyExport, type EventLog } from '@lianhu/log';
import { createHttpApp, type ReadRecorder } from '@lianhu/services/platform';
import { unzipSync } from 'fflate';
import { AuditController, AuditParts } from './audit.controller';
import { zippedExport } from './zipped-export';

const AUDITOR: Viewer = { name: 'auditor', role: 'auditor', area: '990101', kind: 'person' };
let folder: string;
let log: EventLog;
let app: NestFastifyApplication;
const recorded: unknown[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianhu-zip-'));
  const verifierPage = join(folder, 'page.html');
  writeFileSync(verifierPage, '<!doctype html><title>核验</title>');
  log = memoryLog(testLog());
  await log.append([...keyGroups(), ...Array.from({ length: 600 }, (_, i) => alone({ id: `e${i}`, subject: `child-${i % 3}` }))]);
  const recorder = { record: async (...what: unknown[]) => void recorded.push(what) } as unknown as ReadRecorder;
  const seals = { among: () => Promise.resolve(new Set()) };
  const parts = { log, recorder, seals, trust: testTrust, verifierPage, accesses: undefined } as unknown as AuditParts;
  @Module({ controllers: [AuditController], providers: [{ provide: AuditParts, useValue: parts }] })
  class App {}
  app = await createHttpApp(App, {}, { bearer: async () => AUDITOR });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});
const post = (query: string, payload: object = {}) =>
  app.inject({ method: 'POST', url: `/api/audit/exports${query}`, headers: { authorization: 'Bearer x', purpose: 'audit' }, payload });
const utf8 = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
async function* lines(text: string): AsyncGenerator<string> {
  yield* text.trimEnd().split('\n');
}

test('the zip holds the export, the page and how to use them, and no trust file', async () => {
  const answer = await post('?format=zip');
  expect(answer.headers).toMatchObject({ 'content-type': 'application/zip', 'content-disposition': 'attachment; filename="lianhu-export-all.zip"' });
  const files = unzipSync(answer.rawPayload);
  expect(Object.keys(files)).toEqual(['README.txt', '核验.html', 'export.ndjson']);
  expect((await verifyExport(lines(utf8(files['export.ndjson'])), testTrust)).verdict).toBe('proven');
  expect(utf8(files['核验.html'])).toContain('<title>核验</title>');
  expect(utf8(files['README.txt'])).toMatch(/^\ufeff联护日志导出\r\n/);
  expect(utf8(files['README.txt'])).toContain('日志：lianhu/990101');
  for (const file of Object.values(files)) expect(utf8(file)).not.toContain(testTrust.publicKey);
  expect(answer.rawPayload.length).toBeLessThan(utf8(files['export.ndjson']).length);
});

test('it is the NDJSON export, recorded in the same way', async () => {
  recorded.length = 0;
  const plain = await post('');
  const pages = recorded.splice(0).length;
  const zip = unzipSync((await post('?format=zip')).rawPayload);
  expect(utf8(zip['export.ndjson'])).toBe(plain.payload);
  expect(recorded.length).toBe(pages);
  expect(plain.headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
  const range = unzipSync((await post('?format=zip', { from: 2, to: 9 })).rawPayload);
  expect(utf8(range['export.ndjson'])).toContain('"of":"range"');
});

test('another format is refused by name, before anything is read', async () => {
  recorded.length = 0;
  const answer = await post('?format=pdf');
  expect([answer.statusCode, answer.json<{ errors: object[] }>().errors[0]]).toEqual([
    422,
    { pointer: '/format', rule: 'enum', message: 'ndjson | zip' },
  ]);
  expect(recorded).toEqual([]);
});

test('pieces leave while the export is still being read', async () => {
  const read: number[] = [];
  async function* slow(): AsyncGenerator<string> {
    for (let i = 0; i < 300; i++) {
      read.push(i);
      yield `${i} ${Math.sin(i)}`.repeat(500);
    }
  }
  const pieces = zippedExport({ lines: slow(), page: Buffer.from('x'), origin: 'o' });
  await pieces.next();
  expect(read.length).toBeLessThan(5);
  await pieces.return(undefined);
});
