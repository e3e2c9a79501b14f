import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, testDatabase, withClient, type TestDatabase } from '@lianhu/postgres';
import { readConfig } from './config';
import { migrations, openAll, openFor } from './database';

const folder = mkdtempSync(join(tmpdir(), 'lianhu-newer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a database that a newer version has opened is refused by its migration, and let go; its own version opens it', async () => {
  const config = readConfig({ LIANHU_DATA: folder });
  await (await openAll(config)).close();
  const newer = [...migrations, { id: 'vault/9999-newer', sql: 'CREATE TABLE vault.newer (n bigint)' }];
  await (await openDatabase({ folder: join(folder, 'postgres'), migrations: newer })).stop();
  await expect(openAll(config)).rejects.toThrow(/newer version .* vault\/9999-newer/);
  const own = await openDatabase({ folder: join(folder, 'postgres'), migrations: newer });
  await withClient(own.urls.owner, (client) => client.query("DROP TABLE vault.newer; DELETE FROM migration.landed WHERE id = 'vault/9999-newer'"));
  await own.stop();
  await (await openAll(config)).close();
});

describe('a service that signs in with a role of its own', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase(migrations.slice(0, -1));
  });
  afterAll(() => database.stop());
  const asMonitor = async (): Promise<void> =>
    (await openFor(readConfig({ LIANHU_DATA: folder, DATABASE_URL: database.urls.monitor }), 'monitor')).close();
  const land = (sql: string, values: readonly string[] = []) => withClient(database.urls.owner, (client) => client.query(sql, [...values]));

  test('refuses a database that an older version has set up, by the first migration that is missing; one that a newer has set up it reads', async () => {
    await expect(asMonitor()).rejects.toThrow(/older version .*eventstore\/.* is missing.*start the hub/);
    await land('INSERT INTO migration.landed (id, hash) VALUES ($1, $2), ($3, $2)', [migrations.at(-1)?.id ?? '', 'hash', 'vault/9999-newer']);
    await asMonitor();
  });

  test('refuses one of a version that let nobody see what has landed', async () => {
    await land('REVOKE ALL ON migration.landed FROM lianhu_monitor; REVOKE ALL ON SCHEMA migration FROM lianhu_monitor');
    await expect(asMonitor()).rejects.toThrow(/older version .*start the hub/);
  });
});
