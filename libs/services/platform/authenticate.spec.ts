import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IssuerUnavailable, viewerOf } from '@lianhu/access';
import { Access } from './caller';
import { createHttpApp, listen } from './http';
import { logger } from './logger';

@Controller()
class Heads {
  @Get('head')
  @Access('log.head')
  head(): string {
    return 'head';
  }
}
@Module({ controllers: [Heads] })
class App {}

let app: NestFastifyApplication;
let url = '';
beforeAll(async () => {
  const viewer = viewerOf({ name: 'x', role: 'auditor', area: '990101' });
  app = await createHttpApp(
    App,
    {},
    {
      async bearer(token) {
        if (token === 'unread') throw new IssuerUnavailable('keys/token-issuer.jwks.json');
        if (token === 'fault') throw new TypeError('测试甲');
        return token === 'good' ? viewer : undefined;
      },
    },
  );
  url = await listen(app, { host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

// The name of a scheme is read without regard to case: RFC 9110 §11.1.
test.each([
  ['Bearer good', 200],
  ['bearer good', 200],
  ['BEARER  good', 200],
  ['Bearer bad', 401],
  ['Bearer', 401],
  ['Basic good', 401],
  ['good', 401],
])('authorization: %s is answered %i', async (authorization, status) => {
  expect((await fetch(`${url}/head`, { headers: { authorization } })).status).toBe(status);
});

test('what our own error says stands in the log, what another one says does not; the caller reads neither', async () => {
  const logged = jest.spyOn(logger, 'error').mockImplementation(() => undefined);
  const answers = ['unread', 'fault'].map(async (token) => {
    const answer = await fetch(`${url}/head`, { headers: { authorization: `Bearer ${token}` } });
    return [answer.status, await answer.text()];
  });
  expect(await Promise.all(answers)).toEqual(Array(2).fill([500, expect.not.stringMatching(/jwks|测试甲/)]));
  const faults = logged.mock.calls.map(([fields]) => (fields as { fault: { code?: string; said?: string } }).fault);
  expect(faults.map(({ code }) => code).sort()).toEqual(['access.issuer-unavailable', undefined]);
  expect(faults.map(({ said }) => said).sort()).toEqual([expect.stringContaining('keys/token-issuer.jwks.json'), undefined]);
  expect(JSON.stringify(faults)).not.toContain('测试甲');
  logged.mockRestore();
});
