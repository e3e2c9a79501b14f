import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createPool, openDatabase, refuseUnfit, testDatabase, withClient, type TestDatabase } from '.';
import { whyUnfit } from './fit';

let db: TestDatabase;
beforeAll(async () => (db = await testDatabase([])));
afterAll(() => db.stop());

const database = (): string => new URL(db.urls.admin).pathname.slice(1);

test('what an operator set for the database does not reach a connection of ours: commits are durable, statements see what was committed', async () => {
  const asked = { synchronous_commit: 'on', transaction_isolation: 'read committed', standard_conforming_strings: 'on', TimeZone: 'UTC' };
  const odd = ['synchronous_commit=off', `default_transaction_isolation='serializable'`, 'standard_conforming_strings=off', `timezone='Asia/Tokyo'`];
  await withClient(db.urls.admin, async (admin) => {
    for (const setting of odd) await admin.query(`ALTER DATABASE ${database()} SET ${setting}`);
  });
  const pool = createPool(db.urls.hub, { max: 1 });
  const settings = Object.keys(asked).map((name) => `current_setting('${name}') AS "${name}"`);
  const { rows } = await pool.query(`SELECT ${settings.join(', ')}`);
  await pool.end();
  expect(rows).toEqual([asked]);
});

test('options of the connection string hold, but for those that are ours', async () => {
  const url = new URL(db.urls.hub);
  url.searchParams.set('options', '-c geqo=off -c synchronous_commit=off');
  await withClient(url.href, async (client) => {
    await refuseUnfit(client);
    const { rows } = await client.query("SELECT current_setting('geqo') AS geqo, current_setting('synchronous_commit') AS commit");
    expect(rows).toEqual([{ geqo: 'off', commit: 'on' }]);
  });
});

test('an older major version than any that was tried, and another encoding, are refused', () => {
  const fit = { version: 150_000, encoding: 'UTF8', direct: true };
  expect(whyUnfit(fit)).toBeUndefined();
  expect(whyUnfit({ ...fit, version: 149_999 })).toBe('PostgreSQL 14 is too old: take 15 or newer');
  expect(whyUnfit({ ...fit, encoding: 'LATIN1' })).toContain('LATIN1');
});

test('a database that is not in UTF-8 is not set up', async () => {
  const name = `${database()}_ascii`;
  await withClient(db.urls.admin, async (admin) => {
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'`);
  });
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-fit-'));
  const databaseUrl = Object.assign(new URL(db.urls.admin), { pathname: `/${name}` }).href;
  await expect(openDatabase({ folder, databaseUrl, migrations: [] })).rejects.toMatchObject({
    code: 'postgres.server-unfit',
    message: expect.stringContaining('SQL_ASCII') as string,
  });
  rmSync(folder, { recursive: true, force: true });
  await withClient(db.urls.admin, async (admin) => void (await admin.query(`DROP DATABASE ${name}`)));
});

test('a connection to which our settings do not come, as behind a pooler, is refused; a direct one is not', async () => {
  await withClient(db.urls.hub, (client) => refuseUnfit(client));
  const pooled = new pg.Client({ connectionString: db.urls.hub });
  await pooled.connect();
  await expect(refuseUnfit(pooled)).rejects.toMatchObject({ code: 'postgres.server-unfit', message: expect.stringContaining('pooler') as string });
  await pooled.end();
});
