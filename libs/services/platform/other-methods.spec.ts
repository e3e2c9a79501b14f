import { Controller, Delete, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Anonymous } from './caller';
import { createHttpApp } from './http';

@Controller('api')
class Things {
  @Get('things/:id')
  @Anonymous()
  read(): string {
    return 'read';
  }
  @Delete('things/:id')
  @Anonymous()
  remove(): string {
    return 'removed';
  }
  @Post('things')
  @Anonymous()
  add(): string {
    return 'added';
  }
}
@Module({ controllers: [Things] })
class App {}

let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createHttpApp(App, {}, { bearer: async () => undefined });
});
afterAll(() => app.close());

const ask = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD', url: string) => {
  const { statusCode, headers, body } = await app.inject({ method, url });
  return {
    status: statusCode,
    allow: headers['allow'],
    type: statusCode >= 400 && body !== '' ? (JSON.parse(body) as { type: string }).type : undefined,
  };
};

test('a known address that does not take the method says which ones it takes', async () => {
  expect(await ask('PUT', '/api/things?a=b')).toEqual({ status: 405, allow: 'POST', type: '/problems/method-not-allowed' });
  expect(await ask('POST', '/api/things/t-1')).toEqual({ status: 405, allow: 'DELETE, GET, HEAD', type: '/problems/method-not-allowed' });
});

test('an address that nothing takes is not found', async () => {
  for (const url of ['/api/thing', '/api/things/', '/api/things/t-1/more', '/', '/api//t-1'])
    expect(await ask('POST', url)).toEqual({ status: 404, allow: undefined, type: '/problems/not-found' });
});

test('what an address takes is taken', async () => {
  for (const [method, url] of [
    ['GET', '/api/things/t-1'],
    ['HEAD', '/api/things/t-1'],
    ['DELETE', '/api/things/t-1'],
    ['POST', '/api/things'],
  ] as const)
    expect((await ask(method, url)).status).toBeLessThan(300);
});
