import { DvCallReceived } from '@lianhu/departments/police';
import { demonstrationPolicy, evidenceIn, history, type History } from '@lianhu/testing';
import { repeatedDvCalls } from '.';

const positions = (child: History): number[] => evidenceIn(repeatedDvCalls, child, demonstrationPolicy).map(({ position }) => position);
const calm = { injury: 'none', weapon: false } as const;
const first = history(DvCallReceived, '2026-03-01', calm, { incident: 'a' });

test('R02 fires at 90 days between two incidents, and not at 91', () => {
  expect(positions(first.then(DvCallReceived, '2026-05-30', calm, { incident: 'b' }))).toEqual([1, 2]);
  expect(positions(first.then(DvCallReceived, '2026-05-31', calm, { incident: 'b' }))).toEqual([]);
});

test('R02 fires whichever call arrives first', () => {
  expect(positions(first.then(DvCallReceived, '2025-12-01', calm, { incident: 'b' }))).toEqual([1, 2]);
  expect(positions(first.then(DvCallReceived, '2025-11-30', calm, { incident: 'b' }))).toEqual([]);
});

test('R02 counts incidents, not calls; a call without a token is one by itself', () => {
  expect(positions(first.then(DvCallReceived, '2026-03-02', calm, { incident: 'a' }))).toEqual([]);
  expect(positions(first.then(DvCallReceived, '2026-03-02', calm))).toEqual([1, 2]);
});

test('R02 fires at once when somebody is hurt or a weapon was there, and not otherwise', () => {
  expect(positions(history(DvCallReceived, '2026-03-01', calm))).toEqual([]);
  expect(positions(history(DvCallReceived, '2026-03-01', { injury: undefined, weapon: undefined }))).toEqual([]);
  expect(positions(history(DvCallReceived, '2026-03-01', { ...calm, weapon: true }))).toEqual([1]);
  expect(positions(history(DvCallReceived, '2026-03-01', { ...calm, injury: 'minor' as never }))).toEqual([1]);
});

test('R02: the window lies around the deciding call; older pairs of calls do not fire again', () => {
  const pair = first.then(DvCallReceived, '2026-03-20', calm, { incident: 'b' });
  expect(positions(pair.then(DvCallReceived, '2026-09-01', calm, { incident: 'c' }))).toEqual([]);
});

test('R02: one text for the office, another for the town', () => {
  expect(repeatedDvCalls.raises.office(demonstrationPolicy)).toBe('90天内家暴警情≥2次（或致伤），建议会商并评估保护令');
  expect(repeatedDvCalls.raises.town(demonstrationPolicy)).not.toMatch(/家暴|警情|R02|致伤/);
});
