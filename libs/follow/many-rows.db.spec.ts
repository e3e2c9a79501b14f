import { AlertAcknowledged, AlertClosed, AlertRaised, MinorMoved, MinorRegistered, RecordMerged } from '@lianhu/departments/hub';
import type { EventLog } from '@lianhu/log';
import { fixedClock, testLog, write, type Written } from '@lianhu/testing';
import { alerts } from '@lianhu/views/alerts';
import { viewTable } from './compiled-view';
import { useDatabase } from './database.fixture';
import { rebuildParity } from './parity';
import { at, child, registration, tampered, useFollowers, WAIT } from './running.fixture';
import { sums, views } from './views.fixture';

const pool = useDatabase();
const start = useFollowers(pool);
const MANY = 300;
const alertOf = (n: number): string => `alert-${String(n).padStart(22, '0')}`;
const of = (cls: Written['cls'], n: number, more = {}): Written => at(1, cls, '2026-03-03', { alert: alertOf(n), ...more });

/** Which rows of the view were written since another look. */
async function versions(): Promise<Map<string, string>> {
  const { rows } = await pool().query<{ key: string; xmin: string }>(`SELECT key, xmin::text FROM ${viewTable(alerts)}`);
  return new Map(rows.map(({ key, xmin }) => [key, xmin]));
}
const changedFrom = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] =>
  [...after.keys()].filter((key) => after.get(key) !== before.get(key)).sort();

/** The same log, which counts the lines of files that it is asked for. */
function counting(log: EventLog): { readonly log: EventLog; lines: number } {
  const counted = {
    lines: 0,
    log: tampered(log, {
      read: async (after, limit, filter) => {
        const page = await log.read(after, limit, filter);
        if (filter?.subject !== undefined) counted.lines += page.lines.length;
        return page;
      },
      histories: undefined,
    }),
  };
  return counted;
}

test('of a child with many alerts an event about one writes that one alone and reads no other; a move reaches all', async () => {
  const counted = counting(testLog(fixedClock('2026-03-10')));
  const { log } = counted;
  const { follower } = await start(log);
  const say = async (events: readonly Written[]): Promise<void> => {
    await write(log, events);
    expect(await follower.waitFor((await log.head()).position, WAIT)).toBe(true);
  };
  await say([registration(1), ...Array.from({ length: MANY }, (_, n) => of(AlertRaised, n, { level: 2 }))]);
  const raised = await versions();
  expect(raised.size).toBe(MANY);

  counted.lines = 0;
  await say([of(AlertAcknowledged, 5), of(AlertClosed, 7), of(AlertRaised, MANY, { level: 3 })]);
  const told = await versions();
  expect(changedFrom(raised, told)).toEqual([alertOf(5), alertOf(7), alertOf(MANY)]);
  expect(counted.lines).toBeLessThan(10);

  await say([at(1, MinorMoved, '2026-03-04', { town: '990101003' })]);
  const moved = await versions();
  expect(changedFrom(told, moved)).toHaveLength(MANY + 1);

  await say([of(AlertRaised, MANY + 1, { level: 2 })]);
  expect(changedFrom(moved, await versions())).toEqual([alertOf(MANY + 1)]);
  expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
});

test('of a file that was taken in before the log knew the child: what it says first reaches the alerts of the file that took it', async () => {
  const log = testLog(fixedClock('2026-03-10'));
  const { follower } = await start(log, { pageSize: 1 });
  const merged: Written = { ...at(1, RecordMerged), other: child(3) };
  await write(log, [registration(1), merged, of(AlertRaised, 1, { level: 2 }), at(3, MinorRegistered, '2026-03-04', { town: '990101004' })]);
  expect(await follower.waitFor((await log.head()).position, WAIT)).toBe(true);
  const { rows } = await pool().query<{ town: string }>(`SELECT row->>'town' AS town FROM ${viewTable(alerts)}`);
  expect(rows).toEqual([{ town: '990101004' }]);
  expect(await rebuildParity(pool(), log, views, sums)).toEqual([]);
});
