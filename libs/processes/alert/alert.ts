import { AlertAcknowledged, AlertClosed, AlertEvidenceAdded, AlertRaised, ClockMissed, VERDICT } from '@lianhu/departments/hub';
import { dateOf, definitionOf, isA, type AlertLevel, type Moment, type PlainDate, type Recorded } from '@lianhu/kernel';
import type { OwnEvent } from './decide-alerts';
import { standingLines } from './logged-alerts';

/** An alert on its way: open → acknowledged → closed; open → closed too. */
export interface Alert {
  readonly phase: 'unknown' | 'open' | 'acknowledged' | 'closed';
  readonly alert: string;
  readonly child: string;
  readonly level: AlertLevel;
  readonly raisedAt: Moment;
  readonly dueAt: Moment;
  readonly missed: boolean;
}

/** An alert before anything has been heard of it. */
export const unknownAlert: Alert = { phase: 'unknown', alert: '', child: '', level: 2, raisedAt: '', dueAt: '', missed: false };

/** Folds one event of one alert. */
export function evolve(state: Alert, event: Recorded): Alert {
  if (isA(event, AlertRaised)) {
    const { alert, level, dueAt } = event.data;
    return {
      ...state,
      phase: state.phase === 'unknown' ? 'open' : state.phase,
      alert,
      child: event.subject ?? '',
      level,
      raisedAt: event.time,
      dueAt,
    };
  }
  if (isA(event, AlertEvidenceAdded)) return { ...state, level: event.data.level };
  if (isA(event, AlertAcknowledged)) return state.phase === 'open' ? { ...state, phase: 'acknowledged' } : state;
  if (isA(event, AlertClosed)) return { ...state, phase: 'closed' };
  if (isA(event, ClockMissed)) return { ...state, missed: state.phase !== 'closed' };
  return state;
}

/** What stands of an alert among its child's events, in order of position; its version is how many they are, as in the view. */
export const eventsOfAlert = (events: readonly Recorded[], alert: string): readonly Recorded[] =>
  standingLines(events.filter(({ data }) => data['alert'] === alert));

/** The alert of an id after its child's events, in order of position. */
export const alertAfter = (events: readonly Recorded[], alert: string): Alert => eventsOfAlert(events, alert).reduce(evolve, unknownAlert);

/** Somebody of the office takes the alert on. */
export interface Acknowledge {
  readonly kind: 'acknowledge';
  readonly alert: string;
  /** POST code. */
  readonly by: string;
}
/** Somebody of the office ends the alert. A red one says when the child was seen, and by whom. */
export interface Close {
  readonly kind: 'close';
  readonly alert: string;
  readonly verdict: 'confirmed' | 'false' | 'known' | 'duplicate';
  readonly seen?: { readonly on: PlainDate; readonly by: string };
  readonly reason?: string;
}
/** Why an alert does not do what it is told. Stable. */
export type AlertRefusal =
  'alert.unknown' | 'alert.already-acknowledged' | 'alert.already-closed' | 'alert.verdict-unknown' | 'alert.seen-required' | 'alert.seen-in-future';
/** What a command comes to. */
export type AlertOutcome = { readonly kind: 'emit'; readonly event: OwnEvent } | { readonly kind: 'refuse'; readonly code: AlertRefusal };

const RED: AlertLevel = 4;
const refuse = (code: AlertRefusal): AlertOutcome => ({ kind: 'refuse', code });

/** Decides a command at a moment. */
export function decide(state: Alert, command: Acknowledge | Close, now: Moment): AlertOutcome {
  if (state.phase === 'unknown') return refuse('alert.unknown');
  if (state.phase === 'closed') return refuse('alert.already-closed');
  return command.kind === 'acknowledge' ? acknowledge(state, command, now) : close(state, command, now);
}

function acknowledge(state: Alert, { by }: Acknowledge, now: Moment): AlertOutcome {
  if (state.phase === 'acknowledged') return refuse('alert.already-acknowledged');
  const { alert, child: subject } = state;
  return {
    kind: 'emit',
    event: { type: definitionOf(AlertAcknowledged).type, id: `${alert}-acknowledged`, time: now, subject, data: { alert, by, at: now } },
  };
}

function close({ alert, child: subject, level }: Alert, { verdict, seen, reason }: Close, now: Moment): AlertOutcome {
  if (!Object.hasOwn(VERDICT.titles, verdict)) return refuse('alert.verdict-unknown');
  if (level === RED && !seen) return refuse('alert.seen-required');
  if (seen && seen.on > dateOf(now)) return refuse('alert.seen-in-future');
  const data = { alert, verdict, ...(seen && { seenOn: seen.on, seenBy: seen.by }), ...(reason !== undefined && { reason }) };
  return { kind: 'emit', event: { type: definitionOf(AlertClosed).type, id: `${alert}-closed`, time: now, subject, data } };
}

/** What the clock needs to know of an alert; a row of the view `alerts` has it. */
export interface Pending {
  readonly alert: string;
  readonly child: string;
  readonly town?: string;
  readonly dueAt: Moment;
  readonly state: string;
  readonly overdue: boolean;
}

/** For each alert past its deadline that nobody has closed and that has not been missed yet: one miss, the same however often it is asked. */
export function missedClocks(alerts: readonly Pending[], now: Moment): readonly OwnEvent[] {
  return alerts
    .filter(({ state, overdue, dueAt }) => state !== 'closed' && !overdue && dueAt < now)
    .map(({ alert, child: subject, town, dueAt }) => ({
      type: definitionOf(ClockMissed).type,
      id: `${alert}-missed-E1`,
      time: dueAt,
      subject,
      ...(town && { residencearea: town }),
      data: { process: 'alert', step: 'E1', dueAt, alert },
    }));
}
