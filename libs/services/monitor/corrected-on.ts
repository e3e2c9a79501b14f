import { AlertRetracted, CORR, RecordWithdrawn } from '@lianhu/departments/hub';
import { Corrections, days, isA, type PolicyPack, type Position, type Recorded } from '@lianhu/kernel';

/** What a timeline says of an event that is not simply as it was sent: it stays visible, struck through, with the reason. */
export interface Standing {
  readonly state?: 'corrected' | 'withdrawn';
  /** Chinese title of the reason, where one was given. */
  readonly reason?: string;
  /** Position of the event that counts instead. */
  readonly by?: Position;
  /** Corrects an earlier event. */
  readonly corrects?: Position;
  /** Recorded so long after it happened that it is marked late 迟报. Source: validation rule VR9, limit in the policy pack. */
  readonly late?: boolean;
}

/** How each event of a subject stands, by position; given in order of position. */
export function standings(events: readonly Recorded[], policy: Pick<PolicyPack, 'alerts'>): ReadonlyMap<Position, Standing> {
  const corrections = new Corrections();
  for (const event of events) corrections.add(event);
  const counting = new Map(
    events.filter(({ position }) => corrections.counts(position)).map(({ position }) => [corrections.place(position), position]),
  );
  const reasons = new Map(
    events.flatMap((event) =>
      isA(event, RecordWithdrawn) && event.corrects !== undefined ? [[corrections.place(event.corrects), event.data.reason]] : [],
    ),
  );
  const isLate = ({ recordedAt, time }: Recorded): boolean => Date.parse(recordedAt) - Date.parse(time) > days(policy.alerts.lateEventDays);
  const standingOf = (event: Recorded): Standing => {
    const place = corrections.place(event.position);
    const common = { ...(event.corrects !== undefined && { corrects: event.corrects }), ...(isLate(event) && { late: true }) };
    if (isA(event, RecordWithdrawn) || isA(event, AlertRetracted) || corrections.counts(event.position)) return common;
    if (!corrections.withdrawn(event.position)) return { ...common, state: 'corrected', by: counting.get(place) };
    const reason = reasons.get(place);
    return { ...common, state: 'withdrawn', ...(reason !== undefined && { reason: CORR.titles[reason as keyof typeof CORR.titles] }) };
  };
  return new Map(events.map((event) => [event.position, standingOf(event)]));
}
