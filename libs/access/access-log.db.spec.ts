import { hashLeaf, rootOf, std1 } from '@lianhu/log';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import type { Pool } from 'pg';
import { accessMigrations, AccessLog, type AccessRow } from './index';

const DAY = 86_400_000;
let now = Date.parse('2026-10-12T09:30:00+08:00');
let database: TestDatabase;
let pool: Pool;
let admin: Pool;
let log: AccessLog;

beforeAll(async () => void (database = await testDatabase(accessMigrations)));
beforeEach(async () => {
  now = Date.parse('2026-10-12T09:30:00+08:00');
  database = await database.fresh();
  pool = createPool(database.urls.monitor);
  admin = createPool(database.urls.admin, { max: 1 });
  log = new AccessLog(pool, std1, () => now);
});
afterEach(async () => {
  await Promise.all([pool.end(), admin.end()]);
});
afterAll(() => database.stop());

const row = (n: number, over: Partial<AccessRow> = {}): AccessRow => ({
  by: '未保办甲',
  role: 'office',
  purpose: 'rescue',
  route: 'views.minors.one',
  children: [`child-${n}`],
  cases: [],
  ...over,
});
const rows = async (day: string): Promise<string[]> =>
  (await admin.query<{ row: string }>('select row from access.read where day = $1 order by n', [day])).rows.map((r) => r.row);

test('a read is durable when recording it returns, and found by child, reader and time', async () => {
  await log.record([row(1), row(2, { children: ['child-1', 'child-2'], cases: ['case-a'], page: 3, department: 'police' })]);
  now += DAY;
  await log.record([row(3, { by: '审计乙', role: 'auditor', purpose: 'audit' })]);
  expect(await log.accesses({ minors: ['child-1'] })).toEqual([
    { ...row(2, { children: ['child-1', 'child-2'], cases: ['case-a'], page: 3, department: 'police' }), at: '2026-10-12T09:30:00.000+08:00' },
    { ...row(1), at: '2026-10-12T09:30:00.000+08:00' },
  ]);
  const found = async (query: Parameters<AccessLog['accesses']>[0]): Promise<number> => (await log.accesses(query)).length;
  expect(await found({})).toBe(3);
  expect(await found({ limit: 2 })).toBe(2);
  expect([await found({ minors: ['child-2', 'child-3'] }), await found({ minors: ['child-4'] })]).toEqual([2, 0]);
  expect((await log.accesses({ skip: 2, limit: 2 })).map(({ children }) => children)).toEqual([['child-1']]);
  expect(await found({ by: '审计乙' })).toBe(1);
  expect(await found({ minors: ['child-1'], by: '审计乙' })).toBe(0);
  expect(await found({ from: '2026-10-13' })).toBe(1);
  expect(await found({ to: '2026-10-12' })).toBe(2);
  expect(await found({ from: '2026-10-12T09:30:00.000+08:00', to: '2026-10-12T09:30:00.000+08:00' })).toBe(2);
  expect(await found({ from: '2026-10-12T09:30:00.001+08:00', to: '2026-10-12' })).toBe(0);
});

test('many at once are committed together, without gaps, each answered only when it is stored', async () => {
  const other = new AccessLog(createPool(database.urls.audit, { max: 2 }), std1, () => now);
  await Promise.all(
    Array.from({ length: 600 }, async (_, n) => {
      await (n % 3 === 0 ? other : log).record([row(n), row(n)]);
      if (n % 100 === 0) expect((await log.accesses({ minors: [`child-${n}`] })).length).toBe(2);
    }),
  );
  const { rows: numbers } = await admin.query<{ n: number }>('select n from access.read order by n');
  expect(numbers.map((r) => r.n)).toEqual(Array.from({ length: 1200 }, (_, i) => i + 1));
  expect((await log.dayRoot('2026-10-12')).reads).toBe(1200);
  await (other as unknown as { pool: Pool }).pool.end();
});

test('the root of a day is the RFC 6962 tree over its rows, and a day that is over never changes again', async () => {
  await log.record([row(1), row(2)]);
  await log.record([row(3)]);
  now += DAY;
  const root = await log.dayRoot('2026-10-12');
  const leaves = (await rows('2026-10-12')).map((text) => hashLeaf(std1, text));
  expect(root).toEqual({ reads: 3, root: Buffer.from(rootOf(std1, leaves)).toString('base64') });
  now -= DAY;
  await expect(log.record([row(4)])).rejects.toMatchObject({ code: 'access.access-log-unavailable' });
  now += DAY;
  await log.record([row(5)]);
  expect(await log.dayRoot('2026-10-12')).toEqual(root);
  expect(await log.dayRoot('2026-10-11')).toEqual({ reads: 0, root: Buffer.from(rootOf(std1, [])).toString('base64') });
  expect((await log.dayRoot('2026-10-13')).reads).toBe(1);
  await log.record([row(6)]);
  expect((await log.dayRoot('2026-10-13')).reads).toBe(2);
});

test('who was shown a child is told by where he belongs, once, from a moment on and on some routes only', async () => {
  const police = { role: 'case-officer', department: 'police' } as const;
  await log.record([row(1, police), row(1, { ...police, by: '乙' }), row(1, { route: 'inbox.read', role: 'town', town: '990101002' })]);
  now += 1;
  await log.record([row(1), row(2, { role: 'town', town: '990101003' }), row(3, { role: 'town', town: '990101004' })]);
  const from = async (moment: string, routes = ['views.minors.one']) =>
    (await log.readersOf(['child-1', 'child-2'], moment, routes)).map(Object.values);
  expect((await from('')).sort()).toEqual([
    [undefined, undefined],
    [undefined, '990101003'],
    ['police', undefined],
  ]);
  expect(await from('2026-10-12T09:30:00.001+08:00')).toHaveLength(2);
  expect(await from('', ['inbox.read'])).toEqual([[undefined, '990101002']]);
  expect(await from('2026-10-13')).toEqual([]);
});

test('a row that waited over the closing of its day is recorded on the next', async () => {
  const late = Date.parse('2026-10-12T23:59:59.999+08:00');
  const moments = [late, late + 2];
  const slow = new AccessLog(pool, std1, () => moments.shift() ?? late + 2);
  now = late + 1;
  await log.dayRoot('2026-10-12');
  await slow.record([row(1)]);
  expect((await log.accesses({}))[0]!.at).toBe('2026-10-13T00:00:00.001+08:00');
});

test('nothing that reads or writes here may change, delete or truncate; not even the tables’ owner', async () => {
  await log.record([row(1)]);
  const owner = createPool(database.urls.owner, { max: 1 });
  for (const who of [pool, owner]) {
    for (const statement of [
      "update access.read set row = '{}'",
      'delete from access.read',
      'truncate access.read',
      'delete from access.day',
      'truncate access.day cascade',
      'update access.day set reads = 0',
    ]) {
      await expect(who.query(statement)).rejects.toThrow(/permission denied|only ever added|only grows/);
    }
  }
  now += DAY;
  await log.dayRoot('2026-10-12');
  for (const statement of ['update access.day set closed = false', 'update access.day set reads = 9'])
    await expect(owner.query(statement)).rejects.toThrow('only grows');
  const hub = createPool(database.urls.hub, { max: 1 });
  await expect(hub.query('select * from access.read')).rejects.toThrow('permission denied');
  await Promise.all([owner.end(), hub.end()]);
});

describe('what a superuser does behind the triggers shows', () => {
  const tamper = async (statement: string): Promise<void> => {
    await admin.query('set session_replication_role = replica');
    await admin.query(statement);
    await admin.query('set session_replication_role = origin');
  };
  beforeEach(async () => {
    await log.record([row(1), row(2), row(3)]);
    now += DAY;
  });

  test.each([
    ['a changed row', `update access.read set row = replace(row, 'rescue', 'assess') where n = 2`],
    ['two rows swapped', `update access.read a set row = b.row from access.read b where (a.n, b.n) in ((1, 2), (2, 1))`],
  ])('%s gives another root', async (_name, statement) => {
    const before = await log.dayRoot('2026-10-12');
    await tamper(statement);
    expect(await log.dayRoot('2026-10-12')).not.toEqual(before);
  });

  test.each([
    ['a deleted row', 'delete from access.read where n = 3'],
    ['an added row', `insert into access.read select day, 4, at, reader, children, row from access.read where n = 3`],
  ])('%s is a broken day', async (_name, statement) => {
    await log.dayRoot('2026-10-12');
    await tamper(statement);
    await expect(log.dayRoot('2026-10-12')).rejects.toMatchObject({ code: 'access.access-log-broken', day: '2026-10-12' });
  });
});

test('when it cannot be written, every waiting read is refused, and later ones work again', async () => {
  await admin.query('revoke insert on access.read from lianhu_monitor');
  const refused = await Promise.allSettled([log.record([row(1)]), log.record([row(2)])]);
  for (const one of refused) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'access.access-log-unavailable' } });
  expect(await rows('2026-10-12')).toEqual([]);
  await admin.query('grant insert on access.read to lianhu_monitor');
  await log.record([row(3)]);
  expect((await log.dayRoot('2026-10-12')).reads).toBe(1);
});

test('a row with more children than a page shows, and more rows than may wait, are refused', async () => {
  await expect(log.record([row(1, { children: Array.from({ length: 2_001 }, (_, i) => `child-${i}`) })])).rejects.toMatchObject({
    code: 'access.access-log-unavailable',
  });
  await log.record([row(1, { children: Array.from({ length: 2_000 }, (_, i) => `child-${i}`) })]);
  await expect(log.record(Array.from({ length: 10_001 }, (_, i) => row(i)))).rejects.toMatchObject({ code: 'access.access-log-unavailable' });
});
