import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { viewerOf } from '@lianhu/access';
import { Access } from './caller';
import { createHttpApp, listen } from './http';

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
  app = await createHttpApp(App, {}, { bearer: async (token) => (token === 'good' ? viewer : undefined) });
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
