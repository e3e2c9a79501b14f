import { NewbornLeftFound, MinorPregnancyFound, SuspiciousInjuryFound } from '@lianhu/departments/health';
import { HarmSuspected } from '@lianhu/departments/education';
import { ClockMissed, ClueAccepted, ClueReported } from '@lianhu/departments/hub';
import { defineWarning, isA, type EventClass, type Recorded, type Seen } from '@lianhu/kernel';

/** Mandatory reports 强制报告. */
const REPORTS: readonly EventClass[] = [HarmSuspected, SuspiciousInjuryFound, MinorPregnancyFound, NewbornLeftFound, ClueReported];

/**
 * A deadline of acceptance has passed, and nobody had accepted the case by then. Whether it passed is an event, appended once at
 * the deadline, so that the rule needs no clock and decides the same at every replay.
 */
function evidence({ events, deciding }: Seen): readonly Recorded[] {
  if (!isA(deciding, ClockMissed) || deciding.data.process !== 'mandatory-report') return [];
  if (events.some((event) => isA(event, ClueAccepted) && event.position < deciding.position)) return [];
  const reports = events.filter((event) => REPORTS.some((cls) => isA(event, cls)) && event.position < deciding.position);
  return reports.length === 0 ? [] : [...reports, deciding as Recorded];
}

/** R05: a mandatory report stands under its case token, and nobody accepts it. */
export const reportNotAccepted = defineWarning({
  id: 'R05',
  version: 1,
  title: '疑似侵害线索超时未受理',
  about: 'case',
  evenLate: true,
  thresholds: ['acceptHours', 'againHours', 'dueHours'],
  on: [...REPORTS, ClueAccepted, ClockMissed],
  evidence,
  raises: {
    level: 4,
    need: 'shelter',
    dueHours: ({ dueHours }) => dueHours,
    office: ({ acceptHours }) => `强制报告${acceptHours}小时内无单位受理，请立即联系公安受理，并通知检察院`,
    town: () => '请配合公安核实，确保孩子安全',
  },
});
