import { Controller, Get, Module, Param } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { LogUnavailable } from '@lianhu/log';
import { Anonymous } from './caller';
import { createHttpApp } from './http';
import { logger } from './logger';
import { startFault } from './or-say';

const failed = (fields: object, message = 'x'): Error => Object.assign(new Error(message), fields);
const FAULTS: Readonly<Record<string, Error>> = {
  password: failed({ code: '28P01' }, 'password authentication failed for user "lianhu_monitor"'),
  gone: failed({ code: 'ECONNREFUSED', syscall: 'connect' }),
  cut: failed({}, 'Connection terminated unexpectedly'),
  log: new LogUnavailable('57P03'),
  ours: new TypeError('x is not a function'),
  right: failed({ code: '42501' }),
  argument: Object.assign(new TypeError('x'), { code: 'ERR_INVALID_ARG_TYPE' }),
  aborted: failed({ code: 'ECONNRESET' }, 'aborted'),
  stream: failed({ code: 'ERR_STREAM_PREMATURE_CLOSE' }),
  disk: failed({ code: 'ENOSPC', syscall: 'write' }),
  everywhere: Object.assign(new AggregateError([]), { code: 'EHOSTUNREACH' }),
  reset: failed({ code: 'ECONNRESET', syscall: 'read' }),
  certificate: failed({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
};

@Controller('api')
class Rows {
  @Get('rows/:fault')
  @Anonymous()
  read(@Param('fault') fault: string): Promise<never> {
    return Promise.reject(FAULTS[fault] as Error);
  }
}
@Module({ controllers: [Rows] })
class App {}

let app: NestFastifyApplication;
const said = jest.spyOn(logger, 'error').mockImplementation(() => undefined);
beforeAll(async () => void (app = await createHttpApp(App, {}, { bearer: async () => undefined })));
afterAll(() => app.close());

test.each(['password', 'gone', 'cut', 'log', 'everywhere', 'reset', 'certificate'])(
  'who reads while the database is away (%s) is told to come back, and the log says it once',
  async (fault) => {
    said.mockClear();
    for (let n = 0; n < 5; n++) {
      const { statusCode, headers, body } = await app.inject({ method: 'GET', url: `/api/rows/${fault}` });
      expect([statusCode, headers['retry-after'], (JSON.parse(body) as { type: string }).type]).toEqual([503, '5', '/problems/database-unavailable']);
    }
    expect(said).toHaveBeenCalledTimes(1);
  },
);

test.each(['ours', 'right', 'argument', 'aborted', 'stream', 'disk'])('what is not the database (%s) is not called so', async (fault) => {
  expect((await app.inject({ method: 'GET', url: `/api/rows/${fault}` })).statusCode).toBe(500);
});

test('who starts it is told in a line what the database said', () => {
  expect(startFault(FAULTS['password'])).toBe(
    'The database does not let Lianhu start: password authentication failed for user "lianhu_monitor" (28P01).',
  );
  expect(startFault(failed({ code: '08P01' }, 'unsupported startup parameter: options'))).toBe(
    'The database does not let Lianhu start: unsupported startup parameter: options (08P01). Where a connection pooler stands before PostgreSQL, connect to PostgreSQL itself.',
  );
});
