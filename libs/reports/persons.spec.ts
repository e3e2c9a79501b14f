import fc from 'fast-check';
import { MinorListed } from '@lianhu/departments/civil-affairs';
import { AbsenceFlagged, DropoutConfirmed, StudentReturned } from '@lianhu/departments/education';
import { AlertClosed, AlertRaised, RecordMerged, RecordSplit } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { joinsOrParts, type EventClass, type Recorded } from '@lianhu/kernel';
import { chinaCalendar } from '@lianhu/calendar';
import { countQuarter, type QuarterCount } from './compute';
import { at, POLICY, sha256, SpecLog } from './log.fixture';

const CLASSES: readonly EventClass[] = [MinorListed, DropoutConfirmed, StudentReturned, AbsenceFlagged, DvCallReceived, AlertRaised, AlertClosed];
const DATA = {
  category: '03',
  alert: 'alert-1',
  rule: 'R01',
  level: 4,
  dueAt: at('2026-07-20'),
  town: '990101001',
  verdict: 'confirmed',
  seenOn: '2026-08-01',
};
const children = ['child-a', 'child-b', 'child-c'];
const happening = fc.record({ cls: fc.constantFrom(...CLASSES), child: fc.nat(2), day: fc.integer({ min: 1, max: 120 }) });
const confusion = fc.record({
  pair: fc.tuple(fc.nat(2), fc.nat(2)).filter(([a, b]) => a !== b),
  from: fc.nat(20),
  length: fc.integer({ min: 1, max: 20 }),
});

const dayAt = (day: number): string => at(new Date(Date.UTC(2026, 5, 1) + day * 86_400_000).toISOString().slice(0, 10));

function counted(events: readonly Recorded[], ask = false): QuarterCount {
  const count = countQuarter({ quarter: '2026-Q3', policy: POLICY, calendar: chinaCalendar, sha256 });
  for (const event of events) {
    if (ask && joinsOrParts(event)) count.report();
    if (!count.add(event)) count.after(event);
  }
  return count;
}

test('files merged by mistake and split again leave every figure, its events and its changes as if they had never been merged', () => {
  let figures = 0;
  fc.assert(
    fc.property(fc.array(happening, { minLength: 5, maxLength: 30 }), fc.array(confusion, { minLength: 1, maxLength: 3 }), (all, confusions) => {
      const log = new SpecLog();
      for (const [i, child] of children.entries()) log.child(child, { town: `99010100${i + 1}`, sex: i === 1 ? '2' : '1' });
      const days = [...all].sort((a, b) => a.day - b.day);
      for (const [i, one] of [...days, undefined].entries()) {
        for (const { pair, from, length } of confusions) {
          const said = { time: dayAt(one?.day ?? 121), subject: children[pair[0]]!, other: children[pair[1]]! };
          if (one && i === from) log.add(RecordMerged, said);
          if (one ? i === from + length : from < i && from + length >= i) log.add(RecordSplit, said, { events: [] });
        }
        if (one)
          log.add(
            one.cls,
            { time: dayAt(one.day), subject: children[one.child]!, incident: one.child === 0 ? undefined : `incident-${one.day}` },
            DATA,
          );
      }
      const [confused, never] = [counted(log.events, true), counted(log.events.filter((event) => !joinsOrParts(event)))];
      expect({ ...confused.report(), position: 0 }).toEqual({ ...never.report(), position: 0 });
      expect(confused.changedSince()).toBe(never.changedSince());
      figures += never.report().cells.filter(({ value }) => (value ?? 0) > 0).length;
    }),
    { numRuns: 60 },
  );
  expect(figures).toBeGreaterThan(200);
});

test('two files of one child count one person from the moment of the merge; a closed quarter says what turned out to be another child’s', () => {
  const log = new SpecLog().child('child-a').child('child-b');
  for (const subject of ['child-a', 'child-b']) log.add(DropoutConfirmed, { time: at('2026-07-10'), subject });
  const value = (events: readonly Recorded[]) =>
    Math.max(
      ...counted(events)
        .report()
        .cells.filter(({ id }) => id.startsWith('C'))
        .map((cell) => cell.value ?? 0),
    );
  expect(value(log.events)).toBe(2);
  const before = [...log.events];
  log.add(RecordMerged, { time: at('2026-08-01'), subject: 'child-a', other: 'child-b' });
  expect(value(log.events)).toBe(1);
  const late = new SpecLog();
  late.events.push(...before);
  late.add(RecordMerged, { time: at('2026-11-20'), subject: 'child-a', other: 'child-b' });
  // Its registration and its leaving of school.
  expect([value(late.events), counted(late.events).changedSince()]).toEqual([2, 2]);
  late.add(RecordSplit, { time: at('2026-11-21'), subject: 'child-a', other: 'child-b' }, { events: [] });
  expect(counted(late.events).changedSince()).toBe(0);
});
