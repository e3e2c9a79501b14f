import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { keyGroups, memoryLog, testLog, testTrust } from '@lianhu/log';
import { createHttpApp } from '@lianhu/services/platform';
import { AuditController, AuditParts } from './audit.controller';

let app: NestFastifyApplication;
beforeAll(async () => {
  const log = memoryLog(testLog());
  await log.append(keyGroups());
  const parts = { log, trust: testTrust, recorder: { record: async () => undefined }, seals: { among: async () => new Set() } };
  @Module({ controllers: [AuditController], providers: [{ provide: AuditParts, useValue: parts }] })
  class App {}
  app = await createHttpApp(App, {}, { bearer: async () => ({ name: 'auditor', role: 'auditor', area: '990101', kind: 'person' }) });
});
afterAll(() => app.close());
const asked = async (payload: object) => {
  const headers = { authorization: 'Bearer x', purpose: 'audit' };
  const { statusCode, body } = await app.inject({ method: 'POST', url: '/api/audit/exports', headers, payload });
  return { status: statusCode, first: JSON.parse(body.split('\n')[0] as string) as Record<string, unknown> };
};

test('an export is of what is named, and of all only where nothing is', async () => {
  expect(await asked({})).toMatchObject({ status: 201, first: { from: 1, to: 3, of: 'all' } });
  expect(await asked({ purpose: 'audit', from: 2, to: 2 })).toMatchObject({ status: 201, first: { from: 2, to: 2, of: 'range' } });
});

test.each(['subjects', 'minorRef', 'form'])('%s is no member of the request: refused, not taken for the whole log', async (name) => {
  expect(await asked({ [name]: 'child-1' })).toMatchObject({ status: 422, first: { errors: [{ pointer: `/${name}`, rule: 'known' }] } });
});
