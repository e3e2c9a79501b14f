import fc from 'fast-check';
import { AlertRaised, MinorMoved, NoticeSent, RecordMerged, RecordSplit } from '@lianhu/departments/hub';
import { canonical, type EventClass } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { fixedClock, testLog, write, type Written } from '@lianhu/testing';
import { at, child, registration } from '../running.fixture';
import { confusions, happen, subject } from '../random-log.fixture';
import { NAMES, replayed, textAt } from './replay.fixture';
import type { ReplayedRow } from '.';

const [A, B] = [1, 2] as const;
const ALERT = `alert-${'x'.repeat(20)}`;
const NOTICE = `notice-${'x'.repeat(20)}`;
const merged = (into: number, taken: number): Written => ({ ...at(into, RecordMerged), other: child(taken) });
const of = (n: number, cls: EventClass, data: object): Written => at(n, cls, '2026-03-03', data);

/** The rows that a child's file has at each position. */
async function rowsOf(n: number, events: readonly Written[], positions: readonly number[]): Promise<ReadonlyMap<string, ReplayedRow['row']>[]> {
  const log = testLog(fixedClock('2026-03-10'));
  await write(log, events);
  const { moments, close } = await replayed(child(n), log, positions);
  const rows = moments.map((moment) => new Map([...moment.rows.values()].map(({ key, row }) => [key, row])));
  close();
  return rows;
}

test('a child keeps its notices in its replay also when files were merged, its own or those of others', async () => {
  const told = [registration(A), registration(B), of(B, NoticeSent, { notice: NOTICE }), of(A, NoticeSent, { notice: `${NOTICE}-2` })];
  const [alone, elsewhere, joined] = await Promise.all(
    [[], [registration(7), registration(8), merged(7, 8)], [merged(A, B)]].map((more) => rowsOf(A, [...told, ...more], [4 + more.length])),
  );
  const notices = (rows: typeof alone): string[] => [...(rows?.[0]?.keys() ?? [])].filter((key) => key.startsWith('inbox/'));
  expect(notices(alone)).toEqual([`inbox/${NOTICE}-2`]);
  expect(notices(elsewhere)).toEqual([`inbox/${NOTICE}-2`]);
  expect(notices(joined)).toEqual([`inbox/${NOTICE}`, `inbox/${NOTICE}-2`]);
});

test('a comparison tells the merge that gave a row to another file, and the moves that reached it there', async () => {
  const log = testLog(fixedClock('2026-03-10'));
  await write(log, [registration(A), registration(B), of(B, AlertRaised, { alert: ALERT }), of(B, NoticeSent, { notice: NOTICE }), merged(A, B)]);
  await write(
    log,
    [A, B].map((n) => at(n, MinorMoved, '2026-03-04', { town: `99010100${n + 2}` })),
  );
  const told = async (name: string, key: string, positions: readonly number[]): Promise<readonly number[] | undefined> => {
    const { changes, close } = await replayed(name, log, positions);
    const change = [...changes!.values()].find((one) => one.key === key);
    close();
    return change?.events.newest.map(({ position }) => position);
  };
  for (const [name, key] of [
    ['alerts', ALERT],
    [child(A), `alerts/${ALERT}`],
  ] as const) {
    expect(await told(name, key, [4, 5])).toEqual([5]);
    expect(await told(name, key, [4, 7])).toEqual([7, 6, 5]);
    expect(await told(name, key, [5, 7])).toEqual([7, 6]);
  }
  expect(await told('inbox', NOTICE, [4, 7])).toEqual([5]);
  expect(await told(child(A), `inbox/${NOTICE}`, [4, 7])).toEqual([5]);
});

test('between two moments after a merge a move reaches the alerts of the file that was taken in', async () => {
  const events = [
    registration(A),
    registration(B),
    of(B, AlertRaised, { alert: ALERT }),
    merged(A, B),
    at(A, MinorMoved, '2026-03-04', { town: '990101004' }),
  ];
  const rows = await rowsOf(A, events, [4, 5]);
  expect(rows.map((one) => (one.get(`alerts/${ALERT}`) as { town: string }).town)).toEqual(['990101001', '990101004']);
});

test('whatever is merged and split, a child has the rows that the views have of it, and at a second moment those of a replay to it', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(confusions, fc.nat(), fc.nat(4), fc.integer({ min: 1, max: 40 }), async (all, moment, n, pageSize) => {
      const clock = fixedClock('2026-03-10');
      const log = testLog(clock);
      await happen(log, clock, all);
      const { position: head } = await log.head();
      const { moments, close } = await replayed(subject(n), log, [moment % (head + 1), head], { pageSize, foldsInMemory: 2 });
      const [first, second] = moments.map(({ rows }) => [...rows.all()].map((line) => `${line}\n`).join(''));
      close();
      expect(first).toBe(await textAt(subject(n), log, moment % (head + 1)));
      expect(second).toBe(await ofViews(log, subject(n)));
      compared += second?.length ?? 0;
    }),
    { numRuns: 25 },
  );
  expect(compared).toBeGreaterThan(1_000);
});

/** What the views hold of a child at the head. */
async function ofViews(log: EventLog, file: string): Promise<string> {
  let text = '';
  for (const view of ['alerts', 'inbox', 'minors', 'trace'])
    for (const line of (await textAt(view, log, (await log.head()).position)).split('\n').filter(Boolean)) {
      const { key, row } = JSON.parse(line) as { key: string; row: { child?: string; subject?: string } };
      if ([key, row.child, row.subject].includes(file)) text += `${canonical({ key: `${view}/${key}`, row })}\n`;
    }
  return text;
}

/** What gives rows, and what gives them to other files and places. */
const TELLING: readonly EventClass[] = [AlertRaised, NoticeSent, MinorMoved, RecordMerged, RecordSplit];

test('while no day turns, whatever differs between two moments has events that are told of it', async () => {
  let told = 0;
  await fc.assert(
    fc.asyncProperty(confusions, fc.integer({ min: 1, max: 4 }), fc.constantFrom(...NAMES, ...[0, 1, 2].map(subject)), async (all, moment, name) => {
      const clock = fixedClock('2026-03-10');
      const log = testLog(clock);
      await happen(
        log,
        clock,
        all.filter(({ what }) => TELLING.includes(what)).map((one) => ({ ...one, passed: 0 })),
      );
      const { position: head } = await log.head();
      const { changes, close } = await replayed(name, log, [Math.max(0, head - moment), head], { pageSize: 7 });
      const differing = [...changes!.values()];
      close();
      expect(differing.filter(({ events }) => events.count === 0)).toEqual([]);
      told += differing.length;
    }),
    { numRuns: 200 },
  );
  expect(told).toBeGreaterThan(20);
});
