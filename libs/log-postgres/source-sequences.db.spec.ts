import { createPool, testDatabase, type Database } from '@lianhu/postgres';
import fc from 'fast-check';
import type pg from 'pg';
import { EdgeCounterTable } from './edge-counters';
import { logMigrations } from './migrations';
import { MAX_GAPS, SourceSequences } from './source-sequences';

let db: Database;
let pool: pg.Pool;
let sequences: SourceSequences;
beforeAll(async () => {
  db = await testDatabase(logMigrations);
  pool = createPool(db.urls.hub, { max: 3 });
  sequences = new SourceSequences(pool);
});
afterAll(async () => {
  await pool.end();
  await db.stop();
});
let serial = 0;
const newSource = (): string => `urn:test:${++serial}`;
const figures = async (source: string) => (await sequences.all()).find((one) => one.source === source);
const come = (source: string, ...numbers: number[]) => sequences.note('police', source, numbers, numbers);

test('a number above the next opens a gap of exactly what is missing; what comes later closes it, in any order', async () => {
  const source = newSource();
  await come(source, 5);
  expect(await figures(source)).toEqual({ department: 'police', source, last: 5, missing: 0, repeated: 0 });
  await come(source, 6);
  expect(await figures(source)).toMatchObject({ last: 6, missing: 0 });
  await come(source, 8);
  expect(await figures(source)).toMatchObject({ last: 8, missing: 1 });
  await come(source, 12, 13);
  expect(await figures(source)).toMatchObject({ last: 13, missing: 4 });
  await come(source, 10, 7);
  expect(await figures(source)).toMatchObject({ last: 13, missing: 2 });
  await come(source, 9, 11);
  expect(await figures(source)).toMatchObject({ last: 13, missing: 0, repeated: 0 });
  expect([...(await sequences.taken(source, [4, 5, 9, 13, 14]))].sort((a, b) => a - b)).toEqual([5, 9, 13]);
});

test('a department’s counters have what is missing of all its sources, also where its edge has counted nothing', async () => {
  await sequences.note('health', newSource(), [1, 4], [1, 4]);
  await sequences.note('health', newSource(), [7, 9], [7, 9]);
  const counters = new EdgeCounterTable(pool);
  expect((await counters.all()).get('health')).toEqual({ rejected: 0, quarantined: 0, missing: 3 });
  await counters.set('health', { rejected: 5, quarantined: 1 });
  await counters.set('court', { rejected: 2, quarantined: 0 });
  expect((await counters.all()).get('health')).toEqual({ rejected: 5, quarantined: 1, missing: 3 });
  expect((await counters.all()).get('court')).toEqual({ rejected: 2, quarantined: 0, missing: 0 });
});

test('the same event noted again repeats nothing; another event with its number does', async () => {
  const source = newSource();
  await come(source, 1, 2);
  await sequences.note('police', source, [1, 2], []);
  expect(await figures(source)).toMatchObject({ missing: 0, repeated: 0 });
  await come(source, 2, 3);
  expect(await figures(source)).toMatchObject({ last: 3, repeated: 1 });
});

test('whatever order and parts numbers come in, missing is what a set would say', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.nat(60), { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 }), async (parts) => {
      const source = newSource();
      for (const part of parts) await come(source, ...part);
      const seen = new Set(parts.flat());
      const [low, high] = [Math.min(...seen), Math.max(...seen)];
      expect(await figures(source)).toMatchObject({ last: high, missing: high - low + 1 - seen.size });
    }),
    { numRuns: 60 },
  );
});

test(`${MAX_GAPS} gaps are remembered; of one more the oldest stays counted, and closes no more`, async () => {
  const source = newSource();
  const every = (count: number): number[] => Array.from({ length: count + 1 }, (_, i) => 2 * i);
  await come(source, ...every(MAX_GAPS));
  expect(await figures(source)).toMatchObject({ missing: MAX_GAPS });
  await come(source, 2 * MAX_GAPS + 2);
  expect(await figures(source)).toMatchObject({ missing: MAX_GAPS + 1 });
  await come(source, ...every(MAX_GAPS).map((n) => n + 1));
  expect(await figures(source)).toMatchObject({ missing: 1 });
});

test('a number of a gap that was given up is nobody’s, whenever and beside whatever it comes; above it each is known', async () => {
  const source = newSource();
  const even = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + 2 * i);
  await come(source, ...even(100, MAX_GAPS + 3));
  const last = 100 + 2 * (MAX_GAPS + 2);
  expect([...(await sequences.taken(source, [101, 103, 104, last, last + 1]))].sort((a, b) => a - b)).toEqual([104, last]);
  await come(source, 101);
  await come(source, ...even(105, MAX_GAPS));
  await come(source, 50);
  expect([...(await sequences.taken(source, [50, 101, 103, 104, last]))].sort((a, b) => a - b)).toEqual([104, last]);
  expect(await figures(source)).toMatchObject({ missing: 2 + 49, repeated: 0 });
  await come(source, last);
  expect(await figures(source)).toMatchObject({ repeated: 1 });
});
