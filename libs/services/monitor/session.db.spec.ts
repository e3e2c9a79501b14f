import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccessLog, accessMigrations, Accounts, type NewAccount, type Viewer } from '@lianhu/access';
import { std1 } from '@lianhu/log';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { createHttpApp, ReadRecorder } from '@lianhu/services/platform';
import type { Pool } from 'pg';
import request from 'supertest';
import { AccountParts, AccountsController } from './accounts.controller';
import { SessionController } from './session.controller';
import { Signs } from './signs';

const PLACES = { areaName: '演示县', towns: { '990101001': '东溪镇' }, villages: { '990101001201': '河口村' } };
const ADMIN: Viewer = { name: 'operator', role: 'admin', area: '990101', kind: 'person' };
const LEAD = { name: 'lead', role: 'office-lead', area: '990101' } as const;
let database: TestDatabase;
let pool: Pool;
let app: NestFastifyApplication;
let behindProxy: NestFastifyApplication;
let accesses: AccessLog;

beforeAll(async () => {
  database = await testDatabase(accessMigrations);
  pool = createPool(database.urls.monitor);
  const accounts = new Accounts(pool);
  accesses = new AccessLog(pool, std1);
  const parts: AccountParts = { accounts, trade: async () => undefined };
  @Module({
    controllers: [SessionController, AccountsController],
    providers: [
      {
        provide: Signs,
        useValue: new Signs(
          accounts,
          PLACES,
          false,
          () => undefined,
          (account) => `key of ${account}`,
        ),
      },
      { provide: AccountParts, useValue: parts },
      { provide: ReadRecorder, useValue: new ReadRecorder(accesses) },
    ],
  })
  class App {}
  const bearer = async (token: string): Promise<Viewer | undefined> => (token === 'operator' ? ADMIN : undefined);
  const open = (proxy: boolean) => createHttpApp(App, { proxy }, { bearer, sessions: accounts });
  [app, behindProxy] = [await open(false), await open(true)];
});
afterAll(async () => {
  await app.close();
  await behindProxy.close();
  await pool.end();
  await database.stop();
});

/** What the operator does: as `lianhu user`. */
const operate = (path: string, body: object) => request(app.getHttpServer()).post(path).set('authorization', 'Bearer operator').send(body);
const made = async (account: Partial<NewAccount> & { name: string }): Promise<string> => {
  const { status, body } = await operate('/api/accounts', { ...LEAD, ...account });
  expect([status, body.oneTime]).toEqual([201, true]);
  return body.password as string;
};
const signIn = (name: string, password: string) => request(app.getHttpServer()).post('/api/session').send({ name, password });

/** Somebody at a page. */
interface Page {
  readonly said: { readonly oneTimePassword: boolean };
  ask(method: 'get' | 'post' | 'delete', path: string, body?: object): request.Test;
}
async function at(name: string, password: string): Promise<Page> {
  const { status, headers, body } = await signIn(name, password);
  expect(status).toBe(200);
  const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const ask: Page['ask'] = (method, path, sent) =>
    request(app.getHttpServer())
      [method](path)
      .set({ cookie, 'x-csrf-token': body.csrf as string })
      .send(sent);
  return { said: body as Page['said'], ask };
}
const problem = ({ status, body }: request.Response): unknown => [status, String(body.type).split('/').at(-1)];
const faults = ({ status, body }: request.Response): unknown => [status, body.errors];
const recorded = async (by: string): Promise<unknown[]> => (await accesses.accesses({ by })).map(({ route, account }) => [route, account]).reverse();

test('a one-time password opens nothing but its own change and the way out', async () => {
  const password = await made({ name: 'new' });
  const page = await at('new', password);
  expect(page.said.oneTimePassword).toBe(true);
  expect((await page.ask('get', '/api/session')).body).toMatchObject({ signedIn: true, oneTimePassword: true });
  expect(problem(await page.ask('post', '/api/session/purpose', { purpose: 'rescue' }))).toEqual([403, 'password-change-required']);
  const { status, body } = await page.ask('post', '/api/session/password', { current: password, next: 'a longer phrase' });
  expect([status, body]).toMatchObject([200, { signedIn: true, oneTimePassword: false, user: { name: 'new' } }]);
  expect((await page.ask('post', '/api/session/purpose', { purpose: 'rescue' })).status).toBe(200);
  expect(problem(await signIn('new', password))).toEqual([401, 'sign-in-failed']);
  expect((await at('new', 'a longer phrase')).said.oneTimePassword).toBe(false);
  expect(await recorded('new')).toEqual([['session.password', 'new']]);
});

test('people of a town or village are told where they stand, by name as far as the policy pack names it', async () => {
  const placed = async (name: string, role: 'town' | 'village', town: string) => {
    const { body } = await signIn(name, await made({ name, role, town }));
    const { townName, placeName } = body.user as { townName?: string; placeName?: string };
    return [townName, placeName];
  };
  expect(await placed('t', 'town', '990101001')).toEqual(['东溪镇', '东溪镇']);
  expect(await placed('v', 'village', '990101001201')).toEqual(['东溪镇', '东溪镇河口村']);
  expect(await placed('w', 'village', '990101001202')).toEqual(['东溪镇', '东溪镇']);
  expect(await placed('u', 'town', '990101002')).toEqual(['990101002', '990101002']);
  expect((await signIn('o', await made({ name: 'o' }))).body.user).not.toHaveProperty('placeName');
});

test('neither an administrator nor an edge of a department takes a one-time password, and whoever has one may leave', async () => {
  const admin = await at('root', await made({ name: 'root', role: 'admin' }));
  const officer = await at('police-data', await made({ name: 'police-data', role: 'data-officer', department: 'police' }));
  for (const path of ['/api/accounts', '/api/accounts/reset', '/api/accounts/disable'])
    expect(problem(await admin.ask('post', path, { name: 'root' }))).toEqual([403, 'password-change-required']);
  expect(problem(await officer.ask('post', '/api/session/token'))).toEqual([403, 'password-change-required']);
  expect((await officer.ask('delete', '/api/session')).status).toBe(200);
  expect((await officer.ask('get', '/api/session')).body.signedIn).toBe(false);
});

test('a change that is refused says at which field, in the language of the page, and is not recorded', async () => {
  const password = await made({ name: 'choosing-a-word' });
  const page = await at('choosing-a-word', password);
  const change = (current: string, next: string) => page.ask('post', '/api/session/password', { current, next });
  const fault = (pointer: string, rule: string, message: string) => [422, [{ pointer, rule, message }]];
  expect(faults(await change(password, 'x'.repeat(11)))).toEqual(fault('/next', 'too-short', '新口令至少 12 个字符'));
  expect(faults(await change(password, password))).toEqual(fault('/next', 'the-old-one', '新口令不能与当前口令相同'));
  expect(faults(await change(password, 'choosing-a-word'))).toEqual(fault('/next', 'the-name', '新口令不能与账号相同'));
  expect(faults(await change('wrong', 'a longer phrase'))).toEqual(fault('/current', 'wrong', '当前口令不正确'));
  expect(problem(await page.ask('post', '/api/session/password', { current: password }))).toEqual([400, 'malformed-request']);
  for (let i = 0; i < 4; i++) await change('wrong', 'a longer phrase');
  const slowed = await change(password, 'a longer phrase');
  expect([problem(slowed), slowed.headers['retry-after']]).toEqual([[429, 'too-many-requests'], '2']);
  expect(await recorded('choosing-a-word')).toEqual([]);
});

test('a token changes no password, whosever name it bears; a page without its CSRF token neither', async () => {
  const password = await made({ name: 'operator' });
  const body = { current: password, next: 'a longer phrase' };
  expect(problem(await operate('/api/session/password', body))).toEqual([400, 'malformed-request']);
  const { headers } = await signIn('operator', password);
  const forged = request(app.getHttpServer()).post('/api/session/password').set('cookie', String(headers['set-cookie']));
  expect(problem(await forged.send(body))).toEqual([403, 'csrf-token-missing']);
  await at('operator', password);
});

test('an operator never chooses a password, resets and closes accounts, and each of it is in the access log', async () => {
  const before = await recorded('operator');
  const { body } = await operate('/api/accounts', { ...LEAD, name: 'second', password: 'known to the operator' });
  expect([body.oneTime, body.password === 'known to the operator']).toEqual([true, false]);
  const page = await at('second', body.password as string);
  await page.ask('post', '/api/session/password', { current: body.password as string, next: 'a longer phrase' });
  const reset = await operate('/api/accounts/reset', { name: 'second' });
  expect([reset.status, (await page.ask('get', '/api/session')).body.signedIn]).toEqual([200, false]);
  expect((await at('second', reset.body.password as string)).said.oneTimePassword).toBe(true);
  expect((await operate('/api/accounts/disable', { name: 'second' })).status).toBe(200);
  expect(problem(await signIn('second', reset.body.password as string))).toEqual([401, 'sign-in-failed']);
  for (const path of ['/api/accounts/reset', '/api/accounts/disable'])
    expect([problem(await operate(path, { name: 'unheard of' })), problem(await operate(path, {}))]).toEqual([
      [404, 'not-found'],
      [400, 'malformed-request'],
    ]);
  expect((await recorded('operator')).slice(before.length)).toEqual([
    ['accounts.manage', 'second'],
    ['accounts.reset', 'second'],
    ['accounts.disable', 'second'],
  ]);
});

test('the cookie of a page that came over TLS is for TLS only, until it is taken back; nobody who forges a proxy is believed', async () => {
  const password = await made({ name: 'at-home' });
  const cookies = async (to: NestFastifyApplication, headers: Record<string, string>): Promise<readonly (string | undefined)[]> => {
    const came = await request(to.getHttpServer()).post('/api/session').set(headers).send({ name: 'at-home', password });
    const [set = ''] = came.headers['set-cookie'] ?? [];
    const sent = { ...headers, cookie: set.split(';')[0] ?? '', 'x-csrf-token': came.body.csrf as string };
    const went = await request(to.getHttpServer()).delete('/api/session').set(sent).send();
    return [set, ...(went.headers['set-cookie'] ?? [])].map((cookie) => cookie.replace(/^lianhu_session=[\w-]+/, 'lianhu_session=…'));
  };
  const clear = 'Path=/; HttpOnly; SameSite=Strict';
  const both = (attributes: string) => [`lianhu_session=…; ${attributes}`, `lianhu_session=; ${attributes}; Max-Age=0`];
  const https = { 'x-forwarded-proto': 'https' };
  expect(await cookies(behindProxy, https)).toEqual(both(`${clear}; Secure`));
  expect(await cookies(behindProxy, {})).toEqual(both(`${clear}; Secure`));
  expect(await cookies(app, https)).toEqual(both(clear));
  expect(await cookies(app, {})).toEqual(both(clear));
});
