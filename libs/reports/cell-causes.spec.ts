import fc from 'fast-check';
import { chinaCalendar } from '@lianhu/calendar';
import { MinorListed } from '@lianhu/departments/civil-affairs';
import { AbsenceFlagged, DropoutConfirmed, StudentReturned } from '@lianhu/departments/education';
import {
  AlertClosed,
  AlertRaised,
  MinorMoved,
  PlaceClosed,
  PlaceRegistered,
  RecordMerged,
  RecordSplit,
  RecordWithdrawn,
} from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { atOnce, canonical, type EventClass, type Json, type Recorded } from '@lianhu/kernel';
import { CellCauses, countQuarter, type QuarterCount } from '.';
import { at, POLICY, sha256, SpecLog } from './log.fixture';

const POLICY_TOWNS = Object.keys(POLICY.towns);
const [EAST = '', WEST = ''] = POLICY_TOWNS;
const counted = (events: readonly Recorded[]): QuarterCount => {
  const count = countQuarter({ quarter: '2026-Q3', policy: POLICY, calendar: chinaCalendar, sha256 });
  for (const event of events) count.add(event);
  return count;
};
const cellsOf = (count: QuarterCount): ReadonlyMap<string, string> =>
  new Map(count.report().cells.map((cell) => [cell.id, canonical(cell as unknown as Json)]));

/** Which events made cells others since a position, by cell; every figure that is another one has some. */
function causes({ events }: SpecLog, since: number): Readonly<Record<string, readonly number[]>> {
  const [before, after] = [counted(events.slice(0, since)), counted(events)];
  const [was, is] = [cellsOf(before), cellsOf(after)];
  const differing = [...new Set([...was.keys(), ...is.keys()])].filter((id) => was.get(id) !== is.get(id)).sort();
  const all = new CellCauses(before, after, since);
  const found = Object.fromEntries(differing.map((id) => [id, atOnce(all.of(id))]));
  expect(Object.entries(found).filter(([id, positions]) => positions.length === 0 && was.has(id) && is.has(id))).toEqual([]);
  return found;
}

const calls = (...towns: readonly string[]): SpecLog => {
  const log = new SpecLog().child('child-a').child('child-b');
  towns.forEach((town, n) => call(log, { n, town }));
  return log;
};
const call = (log: SpecLog, { n, town = EAST, on = '2026-07-20', ...more }: { n: number; town?: string; on?: string; corrects?: number }): SpecLog =>
  log.add(
    DvCallReceived,
    { time: at(on), recordedAt: at('2026-08-01'), subject: 'child-a', area: town, incident: `i${n}`, ...more },
    {
      minorRole: 'witness',
    },
  );
const incidents = (town?: string): string => `B14.incidents|${town === undefined ? 'county' : `town=${town}`}`;

test('a new fact is told of its own cells and of no others', () => {
  const found = causes(call(calls(EAST), { n: 9, town: WEST }), 3);
  expect(found).toMatchObject({ [incidents()]: [4], [incidents(WEST)]: [4] });
  expect(found).not.toHaveProperty([incidents(EAST)]);
});

test('a withdrawn fact is gone by its withdrawal, though no fact is new', () => {
  const log = calls(EAST, EAST, WEST).add(
    RecordWithdrawn,
    { time: at('2026-08-02'), subject: 'child-a', corrects: 4 },
    { target: 4, reason: 'duplicate' },
  );
  const found = causes(log, 5);
  expect(found).toMatchObject({ [incidents()]: [6], [incidents(EAST)]: [6] });
  expect(found).not.toHaveProperty([incidents(WEST)]);
});

test('a correction that moves a fact is told of the town that lost it and of the one that has it; so is one of a correction', () => {
  const log = call(call(calls(EAST, EAST), { n: 1, town: WEST, corrects: 4 }), { n: 1, town: EAST, corrects: 5 });
  expect(causes({ ...log, events: log.events.slice(0, 5) } as SpecLog, 4)).toMatchObject({ [incidents(EAST)]: [5], [incidents(WEST)]: [5] });
  expect(causes(log, 5)).toMatchObject({ [incidents(EAST)]: [6], [incidents(WEST)]: [6] });
});

test('files that turn out to be one child’s, and two again: the merge and the split, though the facts behind stay', () => {
  const said = { time: at('2026-08-02'), subject: 'child-a', other: 'child-b' };
  const merged = new SpecLog().child('child-a').child('child-b').add(RecordMerged, said);
  expect(causes(merged, 2)).toMatchObject({ 'A01.minors|county': [3] });
  expect(causes(merged.add(RecordSplit, said, { events: [] }), 3)).toMatchObject({ 'A01.minors|county': [4] });
});

test('a child that moved is told of both towns, and not of the county', () => {
  const found = causes(new SpecLog().child('child-a').add(MinorMoved, { time: at('2026-08-02'), subject: 'child-a' }, { town: WEST }), 1);
  expect(found).toMatchObject({ [`A01.minors|town=${EAST}`]: [2], [`A01.minors|town=${WEST}`]: [2] });
  expect(found).not.toHaveProperty(['A01.minors|county']);
});

test('what ends something that was counted is told, though it is not behind the figure', () => {
  const place = { place: 'org-village-1', kind: 'village', town: EAST };
  const log = new SpecLog().add(PlaceRegistered, { time: at('2026-07-05') }, place);
  const found = causes(log.add(PlaceClosed, { time: at('2026-08-05') }, { place: 'org-village-1', closedOn: '2026-08-05' }), 1);
  const figures = Object.entries(found).filter(([id]) => id.endsWith('|county'));
  expect(figures.length).toBeGreaterThan(0);
  expect(new Set(figures.map(([, positions]) => String(positions)))).toEqual(new Set(['2']));
});

test('what came late for the quarter before is told of the late line', () => {
  const late = new SpecLog().child('child-a');
  const found = causes(call(late, { n: 1, on: '2026-06-20' }), 1);
  expect(found).toMatchObject({ [incidents()]: [2] });
});

const CLASSES: readonly EventClass[] = [
  MinorListed,
  DropoutConfirmed,
  StudentReturned,
  AbsenceFlagged,
  DvCallReceived,
  AlertRaised,
  AlertClosed,
  MinorMoved,
];
const DATA = { category: '03', alert: 'alert-1', rule: 'R01', level: 4, dueAt: at('2026-07-20'), verdict: 'confirmed', seenOn: '2026-08-01' };
const said = fc.record({
  kind: fc.constantFrom('fact', 'fact', 'fact', 'fact', 'correction', 'withdrawal', 'merge', 'split'),
  cls: fc.nat(CLASSES.length - 1),
  child: fc.nat(2),
  other: fc.nat(2),
  town: fc.nat(2),
  of: fc.nat(30),
  day: fc.integer({ min: 1, max: 110 }),
});

test('whatever is said, every figure that is another one has a cause', () => {
  fc.assert(
    fc.property(fc.array(said, { minLength: 8, maxLength: 30 }), fc.nat(30), (all, since) => {
      const log = new SpecLog().child('child-a').child('child-b', { town: WEST }).child('child-c');
      for (const { kind, cls, child, other, town, of, day } of all) {
        const subject = `child-${'abc'[child]}`;
        const time = at(new Date(Date.UTC(2026, 5, 1) + day * 86_400_000).toISOString().slice(0, 10));
        const place = { time, recordedAt: at('2026-09-30'), subject, area: POLICY_TOWNS[town] };
        const old = log.events[Math.min(of, log.events.length - 1)] as Recorded;
        if (kind === 'fact') log.add(CLASSES[cls] as EventClass, { ...place, incident: `i${of % 5}` }, { ...DATA, town: POLICY_TOWNS[town] });
        else if (kind === 'merge' && child !== other) log.add(RecordMerged, { ...place, other: `child-${'abc'[other]}` });
        else if (kind === 'split' && child !== other) log.add(RecordSplit, { ...place, other: `child-${'abc'[other]}` }, { events: [old.position] });
        else if (kind === 'withdrawal')
          log.add(RecordWithdrawn, { ...place, subject: old.subject, corrects: old.position }, { target: old.position });
        else if (kind === 'correction' && !old.type.startsWith('hub.record'))
          log.events.push({
            ...old,
            position: log.events.length + 1,
            leafHash: `${log.events.length}${'A'.repeat(40)}`,
            time,
            recordedAt: place.recordedAt,
            area: place.area,
            corrects: old.position,
          });
      }
      causes(log, Math.min(since, log.events.length - 1));
    }),
    { numRuns: 30 },
  );
});
