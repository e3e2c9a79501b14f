import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { canonical, type Json } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import { fixedClock, testLog } from '@lianhu/testing';
import { Follower } from '..';
import { CompiledView } from '../compiled-view';
import { useDatabase, wipe } from '../database.fixture';
import { confusions, happen, type Happening } from '../random-log.fixture';
import { known } from '../views.fixture';
import { exportTo, NAMES, sums, textAt, views } from './replay.fixture';
import { ExportLog } from '.';

const pool = useDatabase();
const folder = mkdtempSync(join(tmpdir(), 'lianhu-spec-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What readers see now, by name of view or sum: canonical lines in order of key. */
async function liveRows(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const keep = async (name: string, table: string, column: string): Promise<void> => {
    const { rows } = await pool().query<{ key: string; row: unknown }>(`SELECT key, ${column} AS row FROM ${table} WHERE ${column} IS NOT NULL`);
    rows.sort((a, b) => (a.key < b.key ? -1 : 1));
    found.set(name, rows.map((row) => `${canonical(row as unknown as Json)}\n`).join(''));
  };
  for (const view of views.map((definition) => new CompiledView(definition, sums))) {
    await keep(view.name, view.table, 'row');
    for (const sum of view.sums) await keep(sum.name, view.sumTable(sum), 'counts');
  }
  return found;
}

/** Lets a county happen part by part, and records after each what its readers see. */
async function recordedWhileLive(log: EventLog, clock: ReturnType<typeof fixedClock>, parts: readonly (readonly Happening[])[], pageSize: number) {
  const moments: { position: number; rows: ReadonlyMap<string, string> }[] = [];
  const follower = new Follower({ log, pool: pool(), suite: std1, views, sums, known, pageSize });
  await follower.start();
  for (const part of parts) {
    await happen(log, clock, part);
    const { position } = await log.head();
    expect(await follower.waitFor(position, 60_000)).toBe(true);
    moments.push({ position, rows: await liveRows() });
  }
  await follower.stop();
  return moments;
}

test('rows recorded while they were live, at any moment, are those of a replay of that position later, byte for byte, from the log and from an export', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(confusions, { minLength: 2, maxLength: 4 }),
      fc.record({ pageSize: fc.integer({ min: 1, max: 40 }), foldsInMemory: fc.integer({ min: 1, max: 4 }), live: fc.integer({ min: 1, max: 40 }) }),
      async (parts, { pageSize, foldsInMemory, live }) => {
        await wipe(pool());
        const clock = fixedClock('2026-03-10');
        const log = testLog(clock);
        const moments = await recordedWhileLive(log, clock, parts, live);
        const file = join(folder, 'export.ndjson');
        await exportTo(file, log);
        const exported = new ExportLog(file, std1);
        for (const { position, rows } of moments) {
          for (const name of NAMES) {
            const wanted = rows.get(name) ?? '';
            expect([name, await textAt(name, log, position, { pageSize, foldsInMemory })]).toEqual([name, wanted]);
            expect([name, await textAt(name, exported, position, { pageSize, foldsInMemory })]).toEqual([name, wanted]);
            compared += wanted.length;
          }
        }
        exported.close();
      },
    ),
    { numRuns: 15 },
  );
  expect(compared).toBeGreaterThan(50_000);
});
