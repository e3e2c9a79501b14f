import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOfMigration } from '@lianhu/postgres';
import { migrations } from './database';

/** Id and hash of every migration. Lines are only added: a folder whose migration was edited since does not start. */
const listed = JSON.parse(readFileSync(join(__dirname, 'migrations.fixture.json'), 'utf8')) as Readonly<Record<string, string>>;

test('every migration is as it is listed; what has to change comes in a new one', () => {
  expect(Object.fromEntries(migrations.map(({ id, sql }) => [id, hashOfMigration(sql)]))).toEqual(listed);
});
