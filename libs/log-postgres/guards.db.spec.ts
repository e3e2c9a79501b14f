import { allLines, alone, LogUnavailable, receiptsOf, testLog } from '@lianhu/log';
import { createPool, testDatabase, type Database } from '@lianhu/postgres';
import type pg from 'pg';
import { logMigrations, postgresLog } from './index';

const TABLES = ['log_event', 'log_key', 'log_stream', 'log_beside', 'log_checkpoint', 'log_tile', 'log_head'];
let db: Database;
const pools = {} as Record<'admin' | 'owner' | 'hub' | 'monitor' | 'audit', pg.Pool>;
type Who = keyof typeof pools;
const roles: readonly Who[] = ['admin', 'owner', 'hub', 'monitor', 'audit'];
const refused = async (who: Who, sql: string): Promise<string> => {
  try {
    await pools[who].query(sql);
    return 'allowed';
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const REFUSED = '42501';

beforeAll(async () => {
  db = await testDatabase(logMigrations);
  for (const role of roles) pools[role] = createPool(db.urls[role], { max: 1 });
  const log = postgresLog({ ...testLog(), url: db.urls.hub });
  await log.append(Array.from({ length: 300 }, (_, i) => alone({ id: `${i}`, subject: 'child-a', beside: 'x' })));
  await log.close();
});
afterAll(async () => {
  for (const role of roles) await pools[role].end();
  await db.stop();
});

test('every table has rows, so that what follows would change something', async () => {
  for (const table of TABLES) expect((await pools.admin.query(`SELECT 1 FROM log.${table} LIMIT 1`)).rowCount).toBe(1);
});

test('UPDATE, DELETE and TRUNCATE are refused, to the owner and the superuser too, on the tables and on every partition', async () => {
  await pools.hub.query('SELECT log.make_partition(1), log.make_partition(2)');
  const { rows } = await pools.admin.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'log.log_event'::regclass ORDER BY 1`,
  );
  const partitions = rows.map(({ name }) => name);
  expect(partitions).toEqual(['log_event_0000', 'log_event_0001', 'log_event_0002']);
  const column: Record<string, string> = {
    log_key: 'position = 0',
    log_beside: 'position = 0',
    log_checkpoint: 'size = 0',
    log_tile: 'level = 0',
    log_head: 'position = 1',
    log_stream: 'version = 1',
  };
  for (const who of ['owner', 'admin'] as const) {
    for (const table of [...TABLES, ...partitions]) {
      expect([who, table, await refused(who, `UPDATE log.${table} SET ${column[table] ?? 'position = 0'}`)]).toEqual([who, table, REFUSED]);
      expect([who, table, await refused(who, `DELETE FROM log.${table}`)]).toEqual([who, table, REFUSED]);
      expect([who, table, await refused(who, `TRUNCATE log.${table}`)]).toEqual([who, table, REFUSED]);
    }
  }
});

test('the hub may insert, and update only head and versions, which only grow', async () => {
  for (const table of TABLES.filter((name) => name !== 'log_head')) {
    expect([table, await refused('hub', `INSERT INTO log.${table} SELECT * FROM log.${table} WHERE false`)]).toEqual([table, 'allowed']);
  }
  const asHub = [
    'INSERT INTO log.log_head SELECT * FROM log.log_head WHERE false',
    'UPDATE log.log_stream SET version = version - 1',
    `UPDATE log.log_stream SET subject = 'x'`,
    'UPDATE log.log_head SET position = position',
    `UPDATE log.log_head SET position = position + 1, recorded_at = to_timestamp(0)`,
    'UPDATE log.log_event SET position = 0',
    'UPDATE log.log_event_0000 SET position = 0',
    'DELETE FROM log.log_key',
    'TRUNCATE log.log_tile',
    'SELECT 1 FROM log.log_event_0000',
  ];
  for (const sql of asHub) expect([sql, await refused('hub', sql)]).toEqual([sql, REFUSED]);
});

test('monitor and audit read the log, but no ciphertext and no MAC, and write nothing', async () => {
  for (const who of ['monitor', 'audit'] as const) {
    for (const table of ['log_event', 'log_head', 'log_stream', 'log_checkpoint', 'log_tile'])
      expect(await refused(who, `SELECT * FROM log.${table}`)).toBe('allowed');
    expect(await refused(who, 'SELECT source, id, position FROM log.log_key')).toBe('allowed');
    for (const sql of [
      'SELECT content_mac FROM log.log_key',
      'SELECT 1 FROM log.log_beside',
      'SELECT position FROM log.log_head FOR UPDATE',
      'SELECT log.make_partition(3)',
      `INSERT INTO log.log_event SELECT * FROM log.log_event WHERE false`,
      'UPDATE log.log_head SET position = position + 1',
    ]) {
      expect([who, sql, await refused(who, sql)]).toEqual([who, sql, REFUSED]);
    }
  }
});

test('an engine of monitor or audit reads everything that is not beside the log, and cannot append', async () => {
  for (const url of [db.urls.monitor, db.urls.audit]) {
    const { signer: _, ...options } = testLog();
    const log = postgresLog({ ...options, url });
    expect(await allLines(log)).toHaveLength(300);
    expect((await log.head()).checkpoint).toContain('\n300\n');
    expect(await log.inclusion(1, 300)).toMatchObject({ treeSize: 300 });
    expect(await log.version('child-a')).toBe(300);
    expect((await log.find('urn:lianhu:source:police:default', '7'))?.receipt.position).toBe(8);
    expect(await log.positionAt('2999-01-01T00:00:00.000+08:00')).toBe(300);
    await expect(log.append([alone({ id: 'x' })])).rejects.toThrow(LogUnavailable);
    await log.close();
  }
});

test('positions run from one partition into the next, which is there before it is needed', async () => {
  const other = await testDatabase(logMigrations);
  const admin = createPool(other.urls.admin, { max: 1 });
  const hashes = Buffer.alloc(32 * [...(9_999_998).toString(2)].filter((bit) => bit === '1').length, 7);
  await admin.query(`UPDATE log.log_head SET position = 9999998, frontier = $1`, [hashes]);
  const log = postgresLog({ ...testLog(), url: other.urls.hub });
  const found = await log.append([1, 2, 3, 4].map((i) => alone({ id: `${i}` })));
  expect(found.flatMap(receiptsOf).map(({ position }) => position)).toEqual([9_999_999, 10_000_000, 10_000_001, 10_000_002]);
  const { rows } = await admin.query<{ n: number }>('SELECT count(*) AS n FROM log.log_event_0001');
  expect(rows[0]?.n).toBe(2);
  expect((await log.read(9_999_998, 10)).lines.map(({ position }) => position)).toEqual([9_999_999, 10_000_000, 10_000_001, 10_000_002]);
  await log.close();
  await admin.end();
  await other.stop();
});
