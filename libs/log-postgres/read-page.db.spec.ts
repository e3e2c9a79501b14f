import { entryOf, testLog, type EventLog } from '@lianhu/log';
import { createPool, testDatabase, type Database } from '@lianhu/postgres';
import { rowsTouched } from '@lianhu/testing';
import type pg from 'pg';
import { engineLines, logMigrations, pageQueries, postgresLog } from './index';

/** Enough that going through them is plainly more than looking one up. Unit: lines. */
const COUNT = 20_000;
const [ALARM, ABSENCE, RARE] = ['police.alarm.received', 'education.absence.flagged', 'court.party-minors.registered'];
let db: Database;
let log: EventLog;
let admin: pg.Pool;

beforeAll(async () => {
  db = await testDatabase(logMigrations);
  log = postgresLog({ ...testLog(), url: db.urls.hub });
  admin = createPool(db.urls.admin, { max: 1 });
  const typeOf = (n: number): string => (n === COUNT - 10 ? RARE : n % 2 === 0 ? ALARM : ABSENCE);
  for (let first = 0; first < COUNT; first += 1_000)
    await log.append(Array.from({ length: 1_000 }, (_, i) => ({ entries: [entryOf({ id: `${first + i}`, type: typeOf(first + i) })] })));
  await admin.query('ANALYZE log.log_event');
});
afterAll(async () => {
  await admin.end();
  await log.close();
  await db.stop();
});

const OF_TYPES = pageQueries(engineLines('log'), 'position, claim, stamp, bound, leaf_hash').ofTypes;

test.each([
  ['that nobody has sent', ['health.injury.suspicious'], 0],
  ['of which there is one, near the end', [RARE], 0],
  ['of which many lie before', [ALARM], COUNT - 20],
  ['rare and frequent together', [RARE, ALARM, 'health.injury.suspicious'], COUNT - 40],
])('types %s are found by their index, without going through the log', async (_, types, after) => {
  expect(await rowsTouched(admin, OF_TYPES, [after, 500, types, null])).toBeLessThan(500);
});

test('and what is found is what there is, in order', async () => {
  const { lines } = await log.read(COUNT - 20, 8, { types: [ALARM, RARE] });
  expect(lines.map(({ position }) => position - COUNT)).toEqual([-19, -17, -15, -13, -11, -9, -7, -5]);
  expect((await log.read(0, 500, { types: [RARE] })).lines.map(({ position }) => position)).toEqual([COUNT - 9]);
  expect(await log.read(0, 500, { types: ['health.injury.suspicious'] })).toMatchObject({ lines: [], scannedTo: COUNT, head: COUNT });
});
