import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, withClient } from '@lianhu/postgres';
import { readConfig } from './config';
import { migrations, openAll } from './database';

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
