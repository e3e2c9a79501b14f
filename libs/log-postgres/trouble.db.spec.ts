import { alone, LogBroken, LogUnavailable, testLog } from '@lianhu/log';
import { testDatabase, withClient, type TestDatabase } from '@lianhu/postgres';
import { logMigrations, postgresLog } from './index';

let db: TestDatabase;
beforeEach(async () => (db = await testDatabase(logMigrations)));
afterEach(() => db.stop());

const open = () => postgresLog({ ...testLog(), url: db.urls.hub, limits: { patienceMs: 300 } });
const named = (url: string): string => new URL(url).pathname.slice(1);
/** On the maintenance database: nobody else is connected to ours then. */
const asAdmin = (...statements: readonly string[]): Promise<void> =>
  withClient(Object.assign(new URL(db.urls.admin), { pathname: '/postgres' }).href, async (admin) => {
    for (const statement of statements) await admin.query(statement);
  });
const cutAll = (): string => `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${named(db.urls.hub)}'`;

test.each([
  ['refuses the role', () => ['ALTER ROLE lianhu_hub NOLOGIN'], () => ['ALTER ROLE lianhu_hub LOGIN']],
  [
    'lets nobody into the database',
    () => [`ALTER DATABASE ${named(db.urls.hub)} ALLOW_CONNECTIONS false`],
    () => [`ALTER DATABASE ${named(db.urls.hub)} ALLOW_CONNECTIONS true`],
  ],
])('while the server %s the log is away, not broken, and goes on by itself', async (_what, close, reopen) => {
  const log = open();
  await log.append([alone({ id: 'before' })]);
  await asAdmin(...close(), cutAll());
  try {
    await expect(log.append([alone({ id: 'meanwhile' })])).rejects.toBeInstanceOf(LogUnavailable);
    await expect(log.head()).rejects.toBeInstanceOf(LogUnavailable);
  } finally {
    await asAdmin(...reopen());
  }
  expect((await log.append([alone({ id: 'meanwhile' })]))[0]?.kind).toBe('appended');
  expect((await log.head()).position).toBe(2);
  await log.close();
});

test('where an older copy of the database takes its place nothing is appended: what was answered is not in it', async () => {
  const [name, copy] = [named(db.urls.hub), `${named(db.urls.hub)}_copy`];
  const swap = (from: string, to: string): string => `ALTER DATABASE ${from} RENAME TO ${to}`;
  const log = open();
  await log.append([alone({ id: 'copied' })]);
  await asAdmin(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`, cutAll(), `CREATE DATABASE ${copy} TEMPLATE ${name} OWNER lianhu_owner`);
  await asAdmin(`GRANT CONNECT ON DATABASE ${copy} TO lianhu_hub`, `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  await log.append([alone({ id: 'answered' })]);
  await asAdmin(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`, cutAll(), swap(name, `${name}_first`), swap(copy, name));
  await expect(log.append([alone({ id: 'after' })])).rejects.toBeInstanceOf(LogBroken);
  await expect(log.append([alone({ id: 'after' })])).rejects.toThrow('ends at position 1, and 2 was committed');
  await asAdmin(cutAll(), swap(name, copy), swap(`${name}_first`, name), `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  expect((await log.append([alone({ id: 'after' })]))[0]?.kind).toBe('appended');
  expect((await log.head()).position).toBe(3);
  await log.close();
  await asAdmin(`DROP DATABASE ${copy}`);
});
