import fc from 'fast-check';
import { createPool, testDatabase, type Database } from '@lianhu/postgres';
import type pg from 'pg';
import { bigintArray, byteaArray, textArray } from './arrays';

let db: Database;
let pool: pg.Pool;
beforeAll(async () => {
  db = await testDatabase([]);
  pool = createPool(db.urls.owner, { max: 1 });
});
afterAll(async () => {
  await pool.end();
  await db.stop();
});

test('whatever goes in comes out: texts with nulls, bytes, integers, and arrays of none', async () => {
  const text = fc.option(
    fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => !value.includes('\0')),
    { nil: undefined },
  );
  const bytes = fc.uint8Array({ maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.array(text), fc.array(bytes), fc.array(fc.maxSafeInteger()), async (texts, blobs, numbers) => {
      const { rows } = await pool.query<{ a: unknown; b: Buffer[]; c: unknown }>('SELECT $1::text[] AS a, $2::bytea[] AS b, $3::bigint[] AS c', [
        textArray(texts),
        byteaArray(blobs),
        bigintArray(numbers),
      ]);
      expect(rows[0]?.a).toEqual(texts.map((value) => value ?? null));
      expect(rows[0]?.b.map((value) => [...value])).toEqual(blobs.map((value) => [...value]));
      expect(rows[0]?.c).toEqual(numbers);
    }),
    { numRuns: 100 },
  );
});
