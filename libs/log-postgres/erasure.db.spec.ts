import { alone, std1, testLog, type EventLog } from '@lianhu/log';
import { testDatabase, withClient, type Database } from '@lianhu/postgres';
import type pg from 'pg';
import { forgetRestored, logMigrations, postgresLog } from './index';

const BY_POSITION = logMigrations.findIndex(({ id }) => id === 'log/0009-macs-by-position');
const GONE = ['child-1', 'case-1'] as const;
const stopping: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stopping.splice(0).reverse()) await stop();
});

/** A log that was set up by the first migrations: an open and a restricted event of a child that was erased, and one of another child. */
async function erased(migrations = logMigrations): Promise<{ readonly database: Database; readonly log: EventLog }> {
  const database = await testDatabase(migrations);
  const log = postgresLog({ ...testLog(), url: database.urls.hub });
  stopping.push(
    () => database.stop(),
    () => log.close(),
  );
  await log.append([
    alone({ id: 'm-1', subject: 'child-1', beside: 'x' }),
    alone({ id: 'm-2', subject: 'case-1', beside: 'x', restricted: true }),
    alone({ id: 'o-1', subject: 'case-2', beside: 'x', restricted: true }),
    alone({ id: 'o-2', department: 'hub', subject: 'child-2' }),
    alone({ id: 'erased', department: 'hub', type: 'hub.minor.erased', subject: 'child-1' }),
  ]);
  return { database, log };
}

/** Keys whose content MAC stands. */
const macs = (database: Database): Promise<readonly string[]> =>
  withClient(database.urls.owner, async (client) => {
    const { rows } = await client.query<{ id: string }>(`SELECT id FROM log.log_key WHERE content_mac <> '' ORDER BY id`);
    return rows.map(({ id }) => id);
  });
const asOwner = (database: Database, work: (client: pg.Client) => Promise<unknown>) => withClient(database.urls.owner, work);

test('MACs that an erasure left behind, since lines of restricted events hide their id, go when the log is brought up to date; no other’s', async () => {
  const { database, log } = await erased(logMigrations.slice(0, BY_POSITION));
  await log.forget(GONE);
  expect(await macs(database)).toEqual(['m-2', 'o-1', 'o-2']);
  await asOwner(database, (client) => client.query(logMigrations[BY_POSITION]!.sql));
  expect(await macs(database)).toEqual(['o-1', 'o-2']);
  expect(await log.find('urn:lianhu:source:police:default', 'm-2', std1.sha256('b'))).toMatchObject({ sameContent: true });
});

test('a restore drops the MACs of restricted events too', async () => {
  const { database } = await erased();
  await asOwner(database, async (client) => {
    for (const table of ['log_key', 'log_beside']) await client.query(`ALTER TABLE log.${table} DISABLE TRIGGER USER`);
    await forgetRestored(client, GONE);
  });
  expect(await macs(database)).toEqual(['o-1', 'o-2']);
});

test('an erasure goes through every key of a long log, however long that takes', async () => {
  const { database, log } = await erased();
  await asOwner(database, (client) =>
    client.query(`CREATE OR REPLACE FUNCTION log.forget(subjects text[]) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN IF current_setting('statement_timeout') <> '0' THEN RAISE EXCEPTION 'it would be cut off'; END IF; END $$`),
  );
  await log.forget(GONE);
});
