import { pageQueries } from '@lianhu/log-postgres';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { rowsTouched } from '@lianhu/testing';
import type { Pool } from 'pg';
import { copyLines, prepareCopy } from './mirror-tables';

/** Enough that going through them is plainly more than looking one up. Unit: lines of each hub. */
const COUNT = 20_000;
const [OWN, OTHER] = ['lianhu/990101', "lianhu/99'0102"];
const [ALARM, ABSENCE, RARE] = ['police.alarm.received', 'education.absence.flagged', 'court.party-minors.registered'];
let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await testDatabase([]);
  pool = createPool(database.urls.monitor);
  for (const origin of [OWN, OTHER]) {
    await prepareCopy(pool, origin);
    await pool.query(
      `INSERT INTO view.stream_line SELECT $1, n, CASE WHEN n = ${COUNT - 9} THEN $2 WHEN n % 2 = 0 THEN $3 ELSE $4 END, 'police', 'child-' || n, '', $1, '', '', ''
       FROM generate_series(1, ${COUNT}) n`,
      [origin, RARE, ALARM, ABSENCE],
    );
    await pool.query('UPDATE view.stream SET position = $2 WHERE origin = $1', [origin, COUNT]);
  }
  await pool.query('ANALYZE view.stream_line');
});
afterAll(async () => {
  await pool.end();
  await database.stop();
});
const { ofTypes, ofSubject } = pageQueries(copyLines(OTHER), 'position, claim');

test.each([
  ['that no hub has sent', ['health.injury.suspicious'], 0, []],
  ['of which there is one, near the end', [RARE], 0, [COUNT - 9]],
  ['rare and frequent together', [RARE, ALARM], COUNT - 12, [COUNT - 10, COUNT - 9, COUNT - 8, COUNT - 6, COUNT - 4, COUNT - 2, COUNT]],
])('types %s are found by their index in the copy of one hub among others', async (_, types, after, positions) => {
  const { rows } = await pool.query<{ position: number | null; claim: string | null; head: number }>(ofTypes, [after, 500, types, null]);
  expect(rows.flatMap(({ position }) => position ?? [])).toEqual(positions);
  expect(rows.every(({ claim, head }) => (claim ?? OTHER) === OTHER && head === COUNT)).toBe(true);
  expect(await rowsTouched(pool, ofTypes, [after, 500, types, null])).toBeLessThan(100);
});

test('a child’s lines too', async () => {
  expect(await rowsTouched(pool, ofSubject, [0, 500, 'child-77', null, null])).toBeLessThan(10);
});
