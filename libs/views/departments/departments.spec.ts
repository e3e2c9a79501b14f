import { AlertRaised, RecordCorrected, RecordWithdrawn } from '@lianhu/departments/hub';
import { market, SaleViolationFound } from '@lianhu/departments/other-members';
import { DvCallReceived, police } from '@lianhu/departments/police';
import { addDays, departmentOf, hours } from '@lianhu/kernel';
import { history, rowAfter, stateAfter, type History } from '@lianhu/testing';
import { departments, type DepartmentRow } from '.';

const call = (before: History, time: string, options: { recordedAt?: string; receivedAt?: string; corrects?: number } = {}): History =>
  before.then(DvCallReceived, time, {}, options);
/** The row of the police: of the events whose department it is, as a follower gives them to the view. */
const row = (all: History, today: string): DepartmentRow =>
  rowAfter(departments, { ...all, events: all.events.filter((event) => departmentOf(event) === 'police') }, today, 'police') as DepartmentRow;

test('events are counted by the day on which the hub recorded them', () => {
  const events = call(call(call(history(), '2026-03-31T22:00:00.000+08:00'), '2026-03-31T23:30:00.000+08:00'), '2026-04-01T09:00:00.000+08:00');
  expect(row(events, '2026-03-31')).toMatchObject({ events: 3, today: 1, month: 1, lastMonth: 0 });
  expect(row(events, '2026-04-01')).toMatchObject({ events: 3, today: 2, month: 2, lastMonth: 1, lastEventAt: '2026-04-01T10:00:00.000+08:00' });
  expect(row(events, '2026-04-02')).toMatchObject({ today: 0, month: 2, lastMonth: 1 });
  expect(row(events, '2026-05-01')).toMatchObject({ today: 0, month: 0, lastMonth: 2 });
  expect(row(events, '2026-06-01')).toMatchObject({ month: 0, lastMonth: 0 });
});

test('late is more than 24 hours from time to receipt; corrections are counted', () => {
  const time = '2026-03-01T12:00:00.000+08:00';
  expect(row(call(history(), time, { receivedAt: '2026-03-02T12:00:00.000+08:00' }), '2026-03-02').late).toBe(0);
  const late = call(history(), time, { receivedAt: '2026-03-02T12:00:00.001+08:00' });
  expect(row(late, '2026-03-02').late).toBe(1);
  expect(row(call(late, time, { corrects: 1 }), '2026-03-02')).toMatchObject({ events: 2, corrections: 1 });
});

test('a withdrawal counts as a correction of the department that had sent it, and as no news of it; the hub’s note on a correction counts nowhere', () => {
  const sent = call(history(), '2026-03-01T12:00:00.000+08:00');
  const before = row(sent, '2026-03-03');
  const withdrawn = sent.then(
    RecordWithdrawn,
    '2026-03-02T12:00:00.000+08:00',
    { target: 1, reason: 'duplicate', department: 'police' },
    { corrects: 1 },
  );
  expect(row(withdrawn, '2026-03-03')).toEqual({ ...before, corrections: 1 });
  const noted = withdrawn.then(RecordCorrected, '2026-03-02T13:00:00.000+08:00', { target: 1, reason: 'not-stated' }, { corrects: 1 });
  expect(row(noted, '2026-03-03')).toEqual({ ...before, corrections: 1 });
});

test('a withdrawal that does not say whose word it takes back stays where it was: under the hub, which has no row', () => {
  const sent = call(history(), '2026-03-01T12:00:00.000+08:00');
  const old = sent.then(RecordWithdrawn, '2026-03-02T12:00:00.000+08:00', { target: 1, reason: 'duplicate', department: undefined }, { corrects: 1 });
  expect(row(old, '2026-03-03')).toEqual(row(sent, '2026-03-03'));
});

test("silent is decided when the day begins, by the department's own limit", () => {
  expect(police.silentAfter).toBe(hours(72));
  const events = call(history(), '2026-03-01T23:00:00.000+08:00', { recordedAt: '2026-03-02T00:00:00.000+08:00' });
  expect(['2026-03-02', '2026-03-05', '2026-03-06'].map((day) => row(events, day).silent)).toEqual([false, false, true]);
});

test('the state stays small and plain, however many days go by', () => {
  let events = history();
  for (let day = 0; day < 400; day++) events = call(events, `${addDays('2026-01-01', day)}T09:00:00.000+08:00`);
  const state = stateAfter(departments, events.events);
  expect(state.events).toBe(400);
  expect(JSON.stringify(state).length).toBeLessThan(400);
  expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
});

test('the hub has no row', () => {
  expect(rowAfter(departments, history(AlertRaised, '2026-03-01'), '2026-03-01', 'hub')).toBeUndefined();
});

test('a unit that sends seldom is never silent: it promised nothing', () => {
  expect(market.occasional).toBe(true);
  const events = history().then(SaleViolationFound, '2026-03-02T10:00:00.000+08:00', {});
  const silentOn = (day: string) => (rowAfter(departments, events, day, 'market') as DepartmentRow).silent;
  expect(['2026-03-02', '2026-12-31'].map(silentOn)).toEqual([false, false]);
});
