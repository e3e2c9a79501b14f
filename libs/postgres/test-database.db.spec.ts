import { createPool, inTransaction, type Migration, NotCommitted, testDatabase, type TestDatabase } from '.';

const migrations: readonly Migration[] = [
  {
    id: 'sample/0001-log',
    sql: `CREATE TABLE log.sample (position bigint PRIMARY KEY, on_day date);
          GRANT SELECT, INSERT ON log.sample TO lianhu_hub; GRANT SELECT ON log.sample TO lianhu_monitor, lianhu_audit;`,
  },
];

let database: TestDatabase;
beforeAll(async () => void (database = await testDatabase(migrations)));
afterAll(() => database.stop());

const asRole = async <T>(
  role: 'owner' | 'hub' | 'monitor' | 'audit',
  work: (query: (sql: string) => Promise<unknown[]>) => Promise<T>,
): Promise<T> => {
  const pool = createPool(database.urls[role], { max: 2 });
  try {
    return await work(async (sql) => (await pool.query<Record<string, unknown>>(sql)).rows);
  } finally {
    await pool.end();
  }
};

test('each test database begins empty and knows nothing of the others', async () => {
  const other = await database.fresh();
  await asRole('hub', (query) => query(`INSERT INTO log.sample VALUES (7, '2026-03-01')`));
  const pool = createPool(other.urls.hub);
  expect((await pool.query('SELECT * FROM log.sample')).rows).toEqual([]);
  await pool.end();
  await other.stop();
  expect(await asRole('audit', (query) => query('SELECT * FROM log.sample'))).toEqual([{ position: 7, on_day: '2026-03-01' }]);
});

test('bigint comes as number up to 2^53 - 1, and beyond it the query fails instead of lying', async () => {
  await asRole('hub', async (query) => {
    expect(await query('SELECT 9007199254740991::bigint AS n, ARRAY[1, NULL, 3]::bigint[] AS list, ARRAY[]::bigint[] AS none')).toEqual([
      { n: 9007199254740991, list: [1, null, 3], none: [] },
    ]);
    await expect(query('SELECT 9007199254740992::bigint AS n')).rejects.toThrow(RangeError);
  });
});

test.each([
  ['hub', 'CREATE TABLE log.mine (a int)'],
  ['hub', 'UPDATE log.sample SET position = 8'],
  ['hub', 'TRUNCATE log.sample'],
  ['hub', 'CREATE TABLE public.mine (a int)'],
  ['hub', 'DELETE FROM migration.landed'],
  ['hub', 'SET ROLE lianhu_owner'],
  ['hub', 'CREATE TABLE view.mine (a int)'],
  ['monitor', 'INSERT INTO log.sample VALUES (9, now())'],
  ['monitor', 'CREATE TABLE vault.mine (a int)'],
  ['monitor', 'SET ROLE lianhu_hub'],
  ['audit', 'DELETE FROM log.sample'],
  ['audit', 'CREATE TABLE view.mine (a int)'],
  ['owner', 'CREATE ROLE mine'],
  ['owner', 'CREATE DATABASE mine'],
] as const)('%s must not: %s', async (role, sql) => {
  await expect(asRole(role, (query) => query(sql))).rejects.toThrow(/permission denied|must be/);
});

test('the monitor makes the tables of its views itself', async () => {
  await asRole('monitor', (query) => query('CREATE TABLE view.minors_v1 (key text PRIMARY KEY, row jsonb); DROP TABLE view.minors_v1'));
});

test('a role needs its password', async () => {
  const url = new URL(database.urls.hub);
  url.password = 'wrong';
  const pool = createPool(url.href);
  await expect(pool.query('SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  await pool.end();
});

test('a transaction is whole or absent, also when its error was swallowed', async () => {
  const pool = createPool(database.urls.hub);
  const insert = (position: number) => `INSERT INTO log.sample VALUES (${position}, now())`;
  await inTransaction(pool, (client) => client.query(insert(100)));
  await expect(inTransaction(pool, async (client) => void (await client.query(insert(101)), await client.query(insert(100))))).rejects.toMatchObject({
    code: '23505',
  });
  const swallowed = inTransaction(
    pool,
    async (client) => void (await client.query(insert(102)), await client.query(insert(100)).catch(() => undefined)),
  );
  await expect(swallowed).rejects.toThrow(NotCommitted);
  expect((await pool.query('SELECT position FROM log.sample WHERE position >= 100')).rows).toEqual([{ position: 100 }]);
  await pool.end();
});
