import { AbsenceFlagged } from '@lianhu/departments/education';
import { MinorRegistered } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import type { Recorded } from '@lianhu/kernel';
import { demonstrationPolicy, history } from '@lianhu/testing';
import { absentAndDvCall } from '@lianhu/warnings/absent-and-dv-call';
import { decideAlerts } from '.';

const child = history(MinorRegistered, '2026-09-01', { town: '990101003' })
  .then(AbsenceFlagged, '2026-09-03', { days: 2, since: '2026-09-02' })
  .then(DvCallReceived, '2026-09-05');
const idOf = (rule: string, subject: string, position: number): string => `${rule}|${subject}|${position}`;
/** The alerts when the events at these places came as 补录. */
const raised = (...baseline: readonly number[]): string[] => {
  const events = child.events.map((event: Recorded, i) => (baseline.includes(i) ? { ...event, baseline: true as const } : event));
  return decideAlerts(events, [absentAndDvCall], demonstrationPolicy, idOf).map(({ event }) => event.type);
};

test('what came as 补录 raises nothing, and is evidence for what comes after it', () => {
  expect(raised()).toEqual(['hub.alert.raised']);
  expect(raised(2)).toEqual([]);
  expect(raised(1)).toEqual(['hub.alert.raised']);
  expect(raised(1, 2)).toEqual([]);
});
