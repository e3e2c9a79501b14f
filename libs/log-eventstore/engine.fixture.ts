import { allLines, leafHash, receiptsOf, std1, testLog, type EventLog, type Outcome } from '@lianhu/log';
import { logMigrations } from '@lianhu/log-postgres';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { openDouble, type EventStoreDouble } from '@lianhu/testing/eventstore';
import type pg from 'pg';
import { eventstoreLog, eventstoreMigrations, type EventstoreLogOptions } from './index';

/** A database, a double, and engines on both, fresh for each test. */
export interface Bench {
  db: TestDatabase;
  double: EventStoreDouble;
  admin: pg.Pool;
  open(options?: Partial<EventstoreLogOptions>): Promise<EventLog>;
}

/** For tests that withhold answers: how long the client waits for one. Unit: ms. */
export const IMPATIENT = { deadlineMs: 400 } as const;

/** Makes a bench for each test of a spec and clears it away. */
export function useBench(): Bench {
  const opened: EventLog[] = [];
  const bench = {
    open: async (options: Partial<EventstoreLogOptions> = {}) => {
      const log = await eventstoreLog({ ...testLog(), url: bench.db.urls.hub, eventstoreUrl: bench.double.url, ...options });
      opened.push(log);
      return log;
    },
  } as Bench;
  beforeEach(async () => {
    bench.db = await testDatabase([...logMigrations, ...eventstoreMigrations]);
    bench.admin = createPool(bench.db.urls.admin, { max: 2 });
    bench.double = await openDouble();
  });
  afterEach(async () => {
    for (const log of opened.splice(0)) await log.close();
    await bench.double.close();
    await bench.admin.end();
    await bench.db.stop();
  });
  return bench;
}

/** The stream's name for the contract's origin. */
export const STREAM = 'lianhu-990101-log';
/** Kinds of outcomes. */
export const kinds = (outcomes: readonly Outcome[]): string[] => outcomes.map(({ kind }) => kind);
/** Ids of the claims of a log, in order. */
export const idsOf = async (log: EventLog): Promise<string[]> =>
  (await allLines(log, 1_000)).map((line) => (JSON.parse(line.claim) as { id: string }).id);
/** Id and position of each receipt. */
export const placesOf = (outcomes: readonly Outcome[]): [string, number][] =>
  outcomes.flatMap((outcome) => receiptsOf(outcome).map(({ id, position }): [string, number] => [id, position]));

/** Every id stands exactly once, positions are 1 to n, and every receipt names the position of its own event. */
export async function expectExactlyOnce(log: EventLog, receipts: ReadonlyMap<string, number>): Promise<void> {
  const lines = await allLines(log, 1_000);
  const ids = await idsOf(log);
  expect(lines.map(({ position }) => position)).toEqual(lines.map((_, i) => i + 1));
  expect(new Set(ids).size).toBe(ids.length);
  for (const [id, position] of receipts) expect([id, ids[position - 1]]).toEqual([id, id]);
  expect(lines.every((line) => Buffer.from(leafHash(std1, line)).toString('base64') === line.leafHash)).toBe(true);
}

/** Waits for a condition, at most so long that a failure is told and nothing hangs. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await condition());) {
    if (Date.now() > deadline) throw new Error('it did not happen within a minute');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
