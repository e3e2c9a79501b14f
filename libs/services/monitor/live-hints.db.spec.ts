import { Module } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { accessMigrations, Accounts, type Viewer } from '@lianhu/access';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { createHttpApp, SESSION_COOKIE } from '@lianhu/services/platform';
import type { Pool } from 'pg';
import { LiveHints } from './live-hints';
import { ViewsController } from './views.controller';

const PASSWORD = 'handed over1';
/** Reason: a test need not wait five seconds. Unit: milliseconds. */
const EVERY_MS = 20;
let database: TestDatabase;
let pool: Pool;
let accounts: Accounts;
let app: NestFastifyApplication;
let url: string;
let [late, valid] = [0, true];
const hints = new LiveHints(EVERY_MS);

beforeAll(async () => {
  database = await testDatabase(accessMigrations);
  pool = createPool(database.urls.monitor);
  accounts = new Accounts(pool, () => Date.now() + late);
  @Module({
    controllers: [ViewsController],
    providers: [
      { provide: LiveHints, useValue: hints },
      { provide: QueryBus, useValue: {} },
    ],
  })
  class App {}
  const lead: Viewer = { name: 'a', role: 'office', area: '990101', kind: 'person' };
  app = await createHttpApp(App, {}, { bearer: async () => (valid ? lead : undefined), sessions: accounts });
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}/api/views/live`;
});
beforeEach(() => void ([late, valid] = [0, true]));
afterAll(async () => {
  hints.close();
  await app.close();
  await pool.end();
  await database.stop();
});

/** Everything that a stream brought, when it has ended. */
async function open(headers: Record<string, string>): Promise<{ readonly text: () => string; readonly ended: Promise<void> }> {
  const answer = await fetch(url, { headers });
  expect(answer.status).toBe(200);
  let text = '';
  const reading = async (): Promise<void> => {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) text += Buffer.from(chunk).toString();
  };
  return { text: () => text, ended: reading() };
}
const signIn = async (name: string): Promise<string> => {
  const answer = await accounts.signIn(name, PASSWORD);
  if (answer.kind !== 'signed-in') throw new Error('refused');
  return answer.id;
};
const until = async (stands: () => boolean): Promise<void> => {
  while (!stands()) await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
};

test.each([
  ['sign-out', (id: string) => accounts.signOut(id)],
  ['a password that is changed elsewhere', async () => accounts.changePassword(await signIn('lead'), PASSWORD, 'a longer phrase')],
  ['a reset', () => accounts.reset('lead')],
  ['an account that is closed', () => accounts.disable('lead')],
  ['a day that is over', async () => void (late = 24 * 3_600_000)],
])('hints end with the session: %s; nobody else hears of it, and the next one is refused', async (_, end) => {
  for (const name of ['lead', 'other']) await accounts.createAccount({ name, role: 'office-lead', area: '990101', password: PASSWORD });
  const id = await signIn('lead');
  const cookie = `${SESSION_COOKIE}=${id}`;
  const stream = await open({ cookie });
  const [other, token] = [await open({ cookie: `${SESSION_COOKIE}=${await signIn('other')}` }), await open({ authorization: 'Bearer t' })];
  hints.hint('alerts');
  await until(() => stream.text().includes('"alerts"') && stream.text().includes('heartbeat'));
  await end(id);
  await stream.ended;
  expect((await fetch(url, { headers: { cookie } })).status).toBe(401);
  const heard = token.text().length;
  await until(() => token.text().length > heard);
  if (late > 0) return;
  const before = other.text().length;
  await until(() => other.text().length > before);
});

test('hints end with the token', async () => {
  const stream = await open({ authorization: 'Bearer t' });
  valid = false;
  await stream.ended;
  expect(stream.text()).toContain('heartbeat');
});

test('where it cannot be told who is signed in nobody goes on listening', async () => {
  await accounts.createAccount({ name: 'lead', role: 'office-lead', area: '990101', password: PASSWORD });
  const stream = await open({ cookie: `${SESSION_COOKIE}=${await signIn('lead')}` });
  const away = jest.spyOn(pool, 'query').mockImplementation(() => Promise.reject(new Error('Connection terminated unexpectedly')));
  await stream.ended;
  away.mockRestore();
});
