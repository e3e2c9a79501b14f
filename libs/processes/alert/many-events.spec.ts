import { AbsenceFlagged } from '@lianhu/departments/education';
import { AlertClosed, ClockMissed, ClueAccepted, ClueReported, RecordWithdrawn } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import type { WarningDefinition } from '@lianhu/kernel';
import { demonstrationPolicy, history, type History } from '@lianhu/testing';
import { absentAndDvCall } from '@lianhu/warnings/absent-and-dv-call';
import { repeatedDvCalls } from '@lianhu/warnings/repeated-dv-calls';
import { reportNotAccepted } from '@lianhu/warnings/report-not-accepted';
import { decideAlerts, MOST_EVIDENCE, SHOWN_EACH_SIDE, type AlertDecision } from '.';

const idOf = (rule: string, subject: string, position: number): string => `${rule}|${subject}|${position}`;
const DAY = '2026-09-05';
/** Longer ago than late events may be. */
const LONG_AGO = '2026-01-05';
const calls = (before: History, count: number, day = DAY): History =>
  Array.from({ length: count }).reduce<History>((so) => so.then(DvCallReceived, day, { injury: 'minor' }), before);
const decided = (child: History, rules: readonly WarningDefinition[] = [repeatedDvCalls]): readonly AlertDecision[] =>
  decideAlerts(child.events, rules, demonstrationPolicy, idOf);
const typesFrom = (made: readonly AlertDecision[], position: number): string[] =>
  made.filter((one) => one.position >= position).map(({ event }) => event.type);

const full = calls(history(DvCallReceived, DAY, { injury: 'minor' }), MOST_EVIDENCE - 1);
const [{ event: first }] = decided(full) as [AlertDecision];

test('an alert takes evidence up to a measure; what a system says again and again then adds nothing', () => {
  expect(decided(full)).toHaveLength(MOST_EVIDENCE);
  expect(decided(calls(full, 3))).toEqual(decided(full));
});

test('what is taken back makes room', () => {
  const withdrawn = full.then(RecordWithdrawn, DAY, {}, { corrects: 2 }).then(DvCallReceived, DAY, { injury: 'minor' });
  expect(typesFrom(decided(withdrawn), MOST_EVIDENCE + 1)).toEqual(['hub.alert.evidence-withdrawn', 'hub.alert.evidence-added']);
});

test('a closed one is raised anew by the next', () => {
  const closed = full.then(AlertClosed, DAY, { alert: first.id }).then(DvCallReceived, DAY, { injury: 'minor' });
  expect(typesFrom(decided(closed), MOST_EVIDENCE + 1)).toEqual(['hub.alert.raised']);
});

test('one that late events have raised and filled still becomes graver', () => {
  const late = { recordedAt: '2026-09-05T13:00:00.000+08:00' };
  let child = history(DvCallReceived, LONG_AGO, { injury: 'minor' }, late);
  for (let n = 1; n < MOST_EVIDENCE; n++) child = child.then(DvCallReceived, LONG_AGO, { injury: 'minor' }, late);
  const grave = decided(child.then(DvCallReceived, LONG_AGO, { injury: 'minor' }, late).then(DvCallReceived, DAY, { injury: 'minor' }));
  expect(grave.map(({ event }) => event.data['level'])).toEqual([...Array.from({ length: MOST_EVIDENCE }, () => 2), 4]);
});

test('what comes again and again hides nothing of another kind: the absence and the acceptance stand, however many calls and reports come between', () => {
  const told = { injury: 'none', weapon: false } as const;
  const absent = history(AbsenceFlagged, '2026-09-01', { days: 2, since: '2026-09-01' });
  let child = absent;
  for (let n = 0; n <= SHOWN_EACH_SIDE; n++) child = child.then(DvCallReceived, DAY, told, { incident: 'one' });
  const [raised] = decided(child, [absentAndDvCall]);
  const again = child.then(AlertClosed, DAY, { alert: raised?.event.id }).then(DvCallReceived, DAY, told, { incident: 'one' });
  expect(typesFrom(decided(again, [absentAndDvCall]), again.events.length)).toEqual(['hub.alert.raised']);

  let report = history(ClueAccepted, DAY, {});
  for (let n = 0; n <= SHOWN_EACH_SIDE; n++) report = report.then(ClueReported, DAY, {});
  expect(decided(report.then(ClockMissed, DAY, { process: 'mandatory-report' }), [reportNotAccepted])).toEqual([]);
});

test('a rule is shown so much around the deciding event, whatever the file holds, and always the deciding one', () => {
  const shown: number[] = [];
  const counting: WarningDefinition = {
    ...repeatedDvCalls,
    on: [DvCallReceived, AbsenceFlagged],
    evidence: ({ events, deciding }) => {
      shown.push(events.length);
      expect(events).toContain(deciding);
      return [];
    },
  };
  const many = calls(history(AbsenceFlagged, DAY, { days: 1, since: DAY }), 3 * SHOWN_EACH_SIDE);
  expect(decided(many.then(DvCallReceived, LONG_AGO), [counting])).toEqual([]);
  // The absence too, which is of another type.
  expect(Math.max(...shown)).toBe(SHOWN_EACH_SIDE + 2);
});
