import { alone, LogBroken, receiptsOf, testLog, type EventLog } from '@lianhu/log';
import { createPool, testDatabase, type Database } from '@lianhu/postgres';
import type pg from 'pg';
import { logMigrations, postgresLog } from './index';
import { PARTITION_SIZE } from './migrations';
import { AHEAD } from './partitions';

let db: Database;
let admin: pg.Pool;
const opened: EventLog[] = [];
const open = (): EventLog => {
  const log = postgresLog({ ...testLog(), url: db.urls.hub });
  opened.push(log);
  return log;
};
beforeEach(async () => {
  db = await testDatabase(logMigrations);
  admin = createPool(db.urls.admin, { max: 1 });
});
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
  await admin.end();
  await db.stop();
});

let serial = 0;
const append = async (log: EventLog): Promise<number | undefined> => receiptsOf((await log.append([alone({ id: `${++serial}` })]))[0])[0]?.position;
/** As if so many lines stood already. */
async function headAt(position: number): Promise<void> {
  const hashes = Buffer.alloc(32 * [...position.toString(2)].filter((bit) => bit === '1').length, 7);
  await admin.query('UPDATE log.log_head SET position = $1, frontier = $2', [position, hashes]);
}
async function partitions(): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'log.log_event'::regclass ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}
const position = async (): Promise<number | undefined> =>
  (await admin.query<{ position: number }>('SELECT position FROM log.log_head')).rows[0]?.position;

test('a partition is made two million positions before it is needed, and not one earlier; none takes what has no place', async () => {
  await headAt(PARTITION_SIZE - AHEAD - 1);
  const log = open();
  await append(log);
  expect(await partitions()).toEqual(['log_event_0000']);
  await append(log);
  expect(await partitions()).toEqual(['log_event_0000', 'log_event_0001']);
  const { rows } = await admin.query<{ none: boolean }>(
    `SELECT partdefid = 0 AS none FROM pg_partitioned_table WHERE partrelid = 'log.log_event'::regclass`,
  );
  expect(rows).toEqual([{ none: true }]);
});

test('each partition has its own guards: asked for directly it refuses UPDATE, DELETE and TRUNCATE, also to who owns it', async () => {
  await headAt(PARTITION_SIZE - 2);
  const log = open();
  for (let i = 0; i < 4; i++) await append(log);
  const owner = createPool(db.urls.owner, { max: 1 });
  for (const name of await partitions()) {
    expect((await admin.query(`SELECT 1 FROM log.${name}`)).rowCount).toBe(2);
    for (const sql of [`UPDATE log.${name} SET type = type`, `DELETE FROM log.${name}`, `TRUNCATE log.${name}`])
      for (const pool of [admin, owner]) await expect(pool.query(sql)).rejects.toMatchObject({ code: '42501' });
    const { rows } = await admin.query<{ enabled: string }>(`SELECT tgenabled AS enabled FROM pg_trigger WHERE tgrelid = 'log.${name}'::regclass`);
    expect(rows).toEqual([{ enabled: 'O' }]);
  }
  await owner.end();
});

test('a partition that is gone is made again, by the line that needs it', async () => {
  await headAt(PARTITION_SIZE - 1);
  const log = open();
  await append(log);
  await admin.query('DROP TABLE log.log_event_0001');
  expect(await append(log)).toBe(PARTITION_SIZE + 1);
  expect(await partitions()).toEqual(['log_event_0000', 'log_event_0001']);
});

test('one that cannot be made or is detached: loud, nothing written, and on again as soon as it can', async () => {
  await admin.query('REVOKE EXECUTE ON FUNCTION log.make_partition(bigint) FROM lianhu_hub');
  await headAt(PARTITION_SIZE);
  const log = open();
  await expect(append(log)).rejects.toThrow(LogBroken);
  await expect(append(log)).rejects.toThrow(LogBroken);
  expect(await position()).toBe(PARTITION_SIZE);
  await admin.query('GRANT EXECUTE ON FUNCTION log.make_partition(bigint) TO lianhu_hub');
  expect(await append(log)).toBe(PARTITION_SIZE + 1);
  await admin.query('ALTER TABLE log.log_event DETACH PARTITION log.log_event_0001');
  await expect(append(log)).rejects.toThrow(LogBroken);
  expect(await position()).toBe(PARTITION_SIZE + 1);
  const [from, to] = [PARTITION_SIZE + 1, 2 * PARTITION_SIZE + 1];
  await admin.query(`ALTER TABLE log.log_event ATTACH PARTITION log.log_event_0001 FOR VALUES FROM (${from}) TO (${to})`);
  expect(await append(log)).toBe(PARTITION_SIZE + 2);
});
