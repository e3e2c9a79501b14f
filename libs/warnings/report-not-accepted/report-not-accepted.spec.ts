import { HarmSuspected } from '@lianhu/departments/education';
import { ClockMissed, ClueAccepted } from '@lianhu/departments/hub';
import { decideAlerts, subjectsToJudge } from '@lianhu/processes/alert';
import { demonstrationPolicy, evidenceIn, history, type History } from '@lianhu/testing';
import { reportNotAccepted } from '.';

const CASE = 'case-AAAAAAAAAAAAAAAAAAAAAA';
const reported = history().of(CASE).then(HarmSuspected, '2026-10-16T23:00:00.000+08:00', {}, { recordedAt: '2026-10-16T23:00:00.000+08:00' });
const miss = (before: History, step: 'E2' | 'E3', at: string, process: 'mandatory-report' | 'alert' = 'mandatory-report'): History =>
  before.then(ClockMissed, at, { process, step, dueAt: at }, { recordedAt: at });
const SATURDAY = '2026-10-17T01:00:00.000+08:00';
const positions = (events: History): number[] => evidenceIn(reportNotAccepted, events, demonstrationPolicy).map(({ position }) => position);

test('fires when the deadline passed, not before, and not for an alert’s deadline', () => {
  expect(positions(reported)).toEqual([]);
  expect(positions(miss(reported, 'E2', SATURDAY))).toEqual([1, 2]);
  expect(positions(miss(reported, 'E2', SATURDAY, 'alert'))).toEqual([]);
  expect(positions(miss(history().of(CASE), 'E2', SATURDAY))).toEqual([]);
});

test('whoever accepted in time is not reminded', () => {
  expect(positions(miss(reported.then(ClueAccepted, '2026-10-16T23:30:00.000+08:00'), 'E2', SATURDAY))).toEqual([]);
});

test('raises red under the case at night, adds at a day, the same at every replay and however late it is found', () => {
  const late = miss(miss(reported, 'E2', SATURDAY), 'E3', '2026-10-17T23:00:00.000+08:00');
  const decide = () =>
    decideAlerts(late.events, [reportNotAccepted], demonstrationPolicy, (rule, subject, position) => `${rule}|${subject}|${position}`);
  expect(decide().map(({ event }) => [event.type, event.time, event.subject, event.data['level']])).toEqual([
    ['hub.alert.raised', SATURDAY, CASE, 4],
    ['hub.alert.evidence-added', '2026-10-17T23:00:00.000+08:00', CASE, 4],
  ]);
  expect(decide()).toEqual(decide());
  const old = reported.then(ClockMissed, SATURDAY, { process: 'mandatory-report', step: 'E2' }, { recordedAt: '2027-01-16T01:00:00.000+08:00' });
  expect(decideAlerts(old.events, [reportNotAccepted], demonstrationPolicy, () => 'a')[0]?.event.data['level']).toBe(4);
});

test('cases are judged for it, children are not', () => {
  expect(subjectsToJudge(miss(reported, 'E2', SATURDAY).events, [reportNotAccepted])).toEqual([CASE]);
  expect(subjectsToJudge(miss(reported.of('child-1'), 'E2', SATURDAY, 'alert').events.slice(1), [reportNotAccepted])).toEqual([]);
});
