import { AbsenceFlagged } from '@lianhu/departments/education';
import { DvCallReceived } from '@lianhu/departments/police';
import { demonstrationPolicy, evidenceIn, history, type History } from '@lianhu/testing';
import { absentAndDvCall } from '.';

const positions = (child: History): number[] => evidenceIn(absentAndDvCall, child, demonstrationPolicy).map(({ position }) => position);
const absent = history(AbsenceFlagged, '2026-09-03', { days: 2, since: '2026-09-02' });
const called = history(DvCallReceived, '2026-09-03');

test('R01 fires when 14 days lie between the two, and not at 15', () => {
  expect(positions(absent.then(DvCallReceived, '2026-09-17'))).toEqual([1, 2]);
  expect(positions(absent.then(DvCallReceived, '2026-09-18'))).toEqual([]);
});

test('R01 fires in either order of arrival and of time', () => {
  expect(positions(called.then(AbsenceFlagged, '2026-09-17', { days: 2, since: '2026-09-16' }))).toEqual([1, 2]);
  expect(positions(called.then(AbsenceFlagged, '2026-09-18', { days: 2, since: '2026-09-17' }))).toEqual([]);
  expect(positions(called.then(AbsenceFlagged, '2026-08-20', { days: 2, since: '2026-08-19' }))).toEqual([1, 2]);
  expect(positions(called.then(AbsenceFlagged, '2026-08-19', { days: 2, since: '2026-08-18' }))).toEqual([]);
});

test('R01 counts days of Shanghai, not hours', () => {
  const early = history(AbsenceFlagged, '2026-09-03T00:00:00.000+08:00', { days: 2, since: '2026-09-02' });
  expect(positions(early.then(DvCallReceived, '2026-09-17T23:59:59.999+08:00'))).toEqual([1, 2]);
  expect(positions(early.then(DvCallReceived, '2026-09-18T00:00:00.000+08:00'))).toEqual([]);
});

test('R01 needs two school days of absence, one absence counting once by its largest flag', () => {
  const one = history(AbsenceFlagged, '2026-09-03', { days: 1, since: '2026-09-03' });
  expect(positions(one.then(DvCallReceived, '2026-09-10'))).toEqual([]);
  const flaggedTwice = one.then(AbsenceFlagged, '2026-09-04', { days: 1, since: '2026-09-03' });
  expect(positions(flaggedTwice.then(DvCallReceived, '2026-09-10'))).toEqual([]);
  const grown = one.then(AbsenceFlagged, '2026-09-04', { days: 2, since: '2026-09-03' });
  expect(positions(grown.then(DvCallReceived, '2026-09-10'))).toEqual([2, 3]);
  const two = one.then(AbsenceFlagged, '2026-09-08', { days: 1, since: '2026-09-08' });
  expect(positions(two.then(DvCallReceived, '2026-09-10'))).toEqual([1, 2, 3]);
});

test('R01 sums only absences around one and the same call', () => {
  const between = history(DvCallReceived, '2026-09-01').then(DvCallReceived, '2026-10-20');
  const child = between.then(AbsenceFlagged, '2026-09-10', { days: 1, since: '2026-09-10' });
  expect(positions(child.then(AbsenceFlagged, '2026-10-15', { days: 1, since: '2026-10-15' }))).toEqual([]);
});

test('R01: flagging the same days again is no news, a longer absence is', () => {
  const raised = absent.then(DvCallReceived, '2026-09-05');
  expect(positions(raised.then(AbsenceFlagged, '2026-09-06', { days: 2, since: '2026-09-02' }))).toEqual([]);
  expect(positions(raised.then(AbsenceFlagged, '2026-09-06', { days: 3, since: '2026-09-02' }))).toEqual([2, 3]);
});

test("R01: thresholds are the policy pack's; the town reads neither rule nor cause", () => {
  const strict = { ...demonstrationPolicy, R01: { windowDays: 1, absentDays: 2, dueHours: 12 } };
  expect(evidenceIn(absentAndDvCall, absent.then(DvCallReceived, '2026-09-04'), strict)).toHaveLength(2);
  expect(evidenceIn(absentAndDvCall, absent.then(DvCallReceived, '2026-09-05'), strict)).toEqual([]);
  const { office, town } = absentAndDvCall.raises;
  expect(office(demonstrationPolicy)).toBe('近14天内缺勤≥2天且家中有家暴警情，请24小时内见到孩子');
  expect(town(strict)).toBe('请12小时内见到孩子，并反馈监护支持需求');
  expect(town(demonstrationPolicy)).not.toMatch(/缺勤|家暴|警情|R01/);
});
