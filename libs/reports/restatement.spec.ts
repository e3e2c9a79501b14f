import { chinaCalendar } from '@lianhu/calendar';
import { AccessBreachFound, MinorRegistered, RecordSplit, RecordWithdrawn } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { asIfInTime, countQuarter, reportBytes, restatementOf, type Restatement } from '.';
import { at, POLICY, sha256, SpecLog } from './log.fixture';

const Q = '2026-Q3';
const LATE = at('2026-11-02');
const counting = { quarter: Q, policy: POLICY, calendar: chinaCalendar, sha256 };

/** What has to be stated again, and that the closed figures stay to the byte. */
function restatement(log: SpecLog): Restatement | undefined {
  const [closed, again] = [countQuarter(counting), countQuarter(counting)];
  const take = asIfInTime(again);
  for (const event of log.events) if (!closed.add(event)) closed.after(event);
  const frozen = reportBytes(closed.report());
  for (const event of log.events) take(event);
  const found = restatementOf(closed.report(), again.report(), POLICY.report.restate);
  expect(reportBytes(closed.report())).toBe(frozen);
  return found;
}
/** Calls about so many children, of each of whom one; then something that comes too late. */
const calls = (children: number): SpecLog => {
  const log = new SpecLog();
  for (let n = 1; n <= children; n++) log.child(`child-${n}`);
  for (let n = 1; n <= children; n++)
    log.add(DvCallReceived, { time: at('2026-07-01'), subject: `child-${n}`, incident: `i${n}` }, { repeatIn12m: 0, minorRole: 'witness' });
  return log;
};
const withdrawn = (log: SpecLog, position: number): SpecLog =>
  log.add(RecordWithdrawn, { time: LATE, subject: log.events[position - 1]!.subject, corrects: position }, { target: position, reason: 'duplicate' });
const breach = (log: SpecLog, day: string, more: object = {}): SpecLog =>
  log.add(AccessBreachFound, { time: at(day), ...more }, { kind: 'sealed', unit: 'org-a' });

describe('T26: H13 between 0 and not 0, by one', () => {
  test('0 → 1 and 1 → 0 are stated again, 1 → 2 as any other figure of one in a hundred, a correction that moves nothing is not', () => {
    const moved = (log: SpecLog) => breach(log, '2026-09-30', { recordedAt: LATE, corrects: log.events.length });
    expect(restatement(moved(breach(new SpecLog(), '2026-10-02')))).toEqual({ indicators: ['H13'], cells: 1 });
    expect(restatement(withdrawn(breach(new SpecLog(), '2026-09-30'), 1))).toEqual({ indicators: ['H13'], cells: 1 });
    expect(restatement(moved(breach(breach(new SpecLog(), '2026-09-01'), '2026-10-02')))).toEqual({ indicators: ['H13'], cells: 1 });
    expect(restatement(breach(breach(new SpecLog(), '2026-09-01'), '2026-09-02', { recordedAt: LATE, corrects: 1 }))).toBeUndefined();
  });
  test('one that is found late corrects nothing: the next quarter tells of it', () => {
    expect(restatement(breach(new SpecLog(), '2026-09-30', { recordedAt: LATE }))).toBeUndefined();
  });
});

describe('1 % of a cell, or five persons', () => {
  const cellsOf = (one: number, other: number, unit: 'person' | 'case' | 'percent', indicator = 'B14') => {
    const report = (value: number) => ({ cells: [{ id: `${indicator}.x|county`, indicator, value, unit }] }) as never;
    return restatementOf(report(one), report(other), POLICY.report.restate)?.indicators;
  };
  test.each([
    [100, 101, 'case', true],
    [101, 102, 'case', false],
    [1_000, 1_005, 'person', true],
    [1_000, 1_004, 'person', false],
    [1_000, 1_005, 'case', false],
    [0, 4, 'person', false],
    [0, 5, 'person', true],
    [500, 510, 'percent', true],
    [500, 509, 'percent', false],
  ] as const)('%i → %i %s: %s', (one, other, unit, required) => {
    expect(cellsOf(one, other, unit)).toEqual(required ? ['B14'] : undefined);
  });
  test('0 → 1 counts in the indicators that the pack names and in no other', () => {
    expect([cellsOf(0, 1, 'case', 'G02'), cellsOf(1, 0, 'case', 'G06'), cellsOf(0, 1, 'case')]).toEqual([['G02'], ['G06'], undefined]);
  });
});

test('a withdrawn call, and one that a split gives to another child, change the figures as if it had been so in time', () => {
  expect(restatement(calls(3))).toBeUndefined();
  expect(restatement(withdrawn(calls(3), 4))?.indicators).toContain('B14');
  const twice = calls(2).add(
    DvCallReceived,
    { time: at('2026-08-01'), subject: 'child-1', incident: 'i9' },
    { repeatIn12m: 1, minorRole: 'witness' },
  );
  const split = twice.add(RecordSplit, { time: LATE, subject: 'child-1', other: 'child-3' }, { events: [5] });
  expect(restatement(split)?.indicators).toContain('B14');
});

test('a first registration after the cut-off changes nothing', () => {
  expect(
    restatement(calls(2).add(MinorRegistered, { time: LATE, subject: 'child-9' }, { sex: '1', town: '990101001', birthQuarter: '2015-Q1' })),
  ).toBeUndefined();
});
