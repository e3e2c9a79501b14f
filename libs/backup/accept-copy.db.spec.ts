import { accessMigrations } from '@lianhu/access';
import { entryOf, testLog } from '@lianhu/log';
import { logMigrations, postgresLog } from '@lianhu/log-postgres';
import { testDatabase, withClient, type TestDatabase } from '@lianhu/postgres';
import { vaultMigrations } from '@lianhu/vault';
import { acceptCopy, NotProven } from './index';

const { origin, signer, suite } = testLog();
/** More than one node of 256 leaves. */
const LINES = 300;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase([...logMigrations, ...vaultMigrations, ...accessMigrations]);
  const log = open();
  await log.append(
    Array.from({ length: LINES }, (_, n) => ({ entries: [entryOf({ id: `e-${n}`, subject: `child-${n % 9}`, beside: `secret ${n}` })] })),
  );
  await log.close();
  await withClient(database.urls.monitor, async (client) => {
    await client.query(`insert into access.account (name, role, area, password, one_time) values ('test', 'office', '990101', 'x', true)`);
    await client.query(`insert into access.session (id_hash, account, csrf, began, last_seen) values ('\\x01', 'test', 'c', now(), now())`);
  });
});
afterAll(() => database.stop());

const open = () => postgresLog({ url: database.urls.hub, origin, suite, signer });
const accept = (before?: () => Promise<void>) => acceptCopy({ url: database.urls.owner, trust: signer!, before });
const head = async () => {
  const log = open();
  const found = await log.head();
  await log.close();
  return found;
};
const sessions = async (): Promise<number> =>
  withClient(database.urls.owner, async (client) => (await client.query('SELECT 1 FROM access.session')).rows.length);

test('a copy that is not proven, or whose keys do not fit, is as it was', async () => {
  const before = await head();
  const change = (from: string, to: string) =>
    withClient(database.urls.admin, async (client) => {
      await client.query('BEGIN; SET LOCAL session_replication_role = replica');
      const { rowCount } = await client.query('UPDATE log.log_event SET claim = replace(claim, $1, $2) WHERE position = 77', [from, to]);
      await client.query('COMMIT');
      expect(rowCount).toBe(1);
    });
  await change('"content"', '"contenT"');
  await expect(accept()).rejects.toBeInstanceOf(NotProven);
  await expect(accept()).rejects.toThrow('position 77 does not have its leaf. Nothing was changed.');
  await change('"contenT"', '"content"');
  await expect(accept(() => Promise.reject(new Error('another key')))).rejects.toThrow('another key');
  expect([await head(), await sessions()]).toEqual([before, 1]);
});

test('a proven one goes on under a new epoch, as a restored log does, and nobody is signed in', async () => {
  const before = await head();
  const accepted = await accept();
  expect(accepted).toMatchObject({ position: LINES, withoutCiphertext: 0 });
  expect(await head()).toMatchObject({ position: LINES, epoch: accepted.epoch, restoredFrom: { epoch: before.epoch, position: LINES } });
  expect([accepted.epoch === before.epoch, await sessions()]).toEqual([false, 0]);
  const log = open();
  expect(await log.append([{ entries: [entryOf({ id: 'new' })] }])).toMatchObject([{ kind: 'appended', receipts: [{ position: LINES + 1 }] }]);
  await log.close();
});
