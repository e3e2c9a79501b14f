import { ClockMissed } from '@lianhu/departments/hub';
import { addMs, definitionOf, hours, type Moment, type PolicyPack } from '@lianhu/kernel';
import type { NoticeEvent } from './decide-notices';

/** A red card of the police that nobody has accepted; a row of the view `inbox` has it. */
export interface OpenReport {
  readonly notice: string;
  readonly subject?: string;
  /** When the report was recorded. */
  readonly since: Moment;
  /** The last step that was missed. */
  readonly missed?: string;
}

/** Steps of escalation, each missed once. */
const STEPS = [
  { step: 'E2', hours: ({ R05 }: PolicyPack) => R05.acceptHours },
  { step: 'E3', hours: ({ R05 }: PolicyPack) => R05.againHours },
] as const;

/**
 * For each report past a deadline of acceptance: one miss, the same however often and whenever it is asked. It stands at the
 * deadline itself, on whatever day and at whatever hour: R05 and the reminders follow from it, not from a clock.
 */
export function missedReports(reports: readonly OpenReport[], now: Moment, policy: PolicyPack): readonly NoticeEvent[] {
  return reports.flatMap(({ notice, subject, since, missed }) =>
    STEPS.flatMap(({ step, hours: of }) => {
      const due = addMs(since, hours(of(policy)));
      if (due >= now || (missed !== undefined && missed >= step)) return [];
      return [
        {
          type: definitionOf(ClockMissed).type,
          id: `${notice}-missed-${step}`,
          time: due,
          subject,
          data: { process: 'mandatory-report', step, dueAt: due, notice },
        },
      ];
    }),
  );
}
