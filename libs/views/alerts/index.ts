import {
  AlertAcknowledged,
  AlertClosed,
  AlertEvidenceAdded,
  AlertEvidenceWithdrawn,
  AlertRaised,
  AlertRetracted,
  ClockMissed,
} from '@lianhu/departments/hub';
import { defineSum, defineView, isA, on, onceEach, type AlertLevel, type Moment, type PlainDate, type Position, type Recorded } from '@lianhu/kernel';

/** One alert, from raising to closing. */
export interface AlertRow {
  readonly alert: string;
  readonly child: string;
  readonly town: string;
  readonly rule: string;
  readonly ruleVersion: number;
  readonly level: AlertLevel;
  readonly need: string;
  /** When the deciding event was recorded. */
  readonly raisedAt: Moment;
  readonly dueAt: Moment;
  /** 再次触发. */
  readonly again: boolean;
  /** Positions, rising. */
  readonly evidence: readonly Position[];
  /** Evidence that was corrected or withdrawn; positions, rising. */
  readonly withdrawn?: readonly Position[];
  /** What is left of the evidence is not enough for the rule: a person has to assess anew. */
  readonly unfounded?: boolean;
  readonly state: 'open' | 'acknowledged' | 'closed';
  readonly acknowledgedAt?: Moment;
  readonly closedAt?: Moment;
  readonly verdict?: string;
  readonly seenOn?: PlainDate;
  /** Its deadline passed before it was closed. */
  readonly overdue: boolean;
  /** Events of this alert so far. */
  readonly version: number;
}

type Alert = Partial<Omit<AlertRow, 'alert'>> & Pick<AlertRow, 'state' | 'overdue' | 'version' | 'evidence'>;

const rising = (positions: readonly Position[]): Position[] => [...new Set(positions)].sort((a, b) => a - b);

const before: Alert = { state: 'open', overdue: false, version: 0, evidence: [] };

const handlers = new Map(
  [
    on<Alert, AlertRaised>(
      AlertRaised,
      (alert, { data: { rule, ruleVersion, level, dueAt, again, need, evidence }, subject, residenceArea, time }) => ({
        ...alert,
        child: subject ?? '',
        town: residenceArea ?? '',
        rule,
        ruleVersion,
        level,
        need,
        raisedAt: time,
        dueAt,
        again,
        evidence: rising([...alert.evidence, ...evidence]),
      }),
    ),
    on<Alert, AlertEvidenceAdded>(AlertEvidenceAdded, ({ unfounded: _unfounded, ...alert }, { data, residenceArea }) => ({
      ...alert,
      // The child may have moved since: who has to see it is the town where it lives now.
      town: residenceArea ?? alert.town ?? '',
      level: data.level,
      evidence: rising([...alert.evidence, ...data.evidence]),
    })),
    on<Alert, AlertEvidenceWithdrawn>(AlertEvidenceWithdrawn, ({ unfounded: _unfounded, ...alert }, { data: { evidence, stands } }) => ({
      ...alert,
      evidence: alert.evidence.filter((position) => !evidence.includes(position)),
      withdrawn: rising([...(alert.withdrawn ?? []), ...evidence]),
      ...(!stands && { unfounded: true }),
    })),
    on<Alert, AlertAcknowledged>(AlertAcknowledged, (alert, { data }) =>
      alert.state === 'open' ? { ...alert, state: 'acknowledged', acknowledgedAt: data.at } : alert,
    ),
    on<Alert, AlertClosed>(AlertClosed, (alert, { data: { verdict, seenOn }, time }) =>
      alert.state === 'closed' ? alert : { ...alert, state: 'closed', closedAt: time, verdict, ...(seenOn !== undefined && { seenOn }) },
    ),
    on<Alert, ClockMissed>(ClockMissed, (alert) => (alert.state === 'closed' ? alert : { ...alert, overdue: true })),
  ].map(({ type, fold }) => [type, fold] as const),
);

/** What a fold reads of an event. */
type Kept = Pick<Recorded, 'type' | 'position' | 'time' | 'subject' | 'residenceArea' | 'data'>;
const fold = (alert: Alert, event: Kept): Alert => {
  const counted = { ...alert, version: alert.version + 1 };
  return handlers.get(event.type)?.(counted, event as Recorded) ?? counted;
};

/** 预警: every alert, one row each. Its state is the events that stand: what was decided on a file of two children may be retracted. */
export const alerts = defineView<{ readonly events: readonly Kept[] }, AlertRow>({
  name: 'alerts',
  version: 4,
  of: 'alert',
  // Deadlines are missed by these rows: one that is out of date must not go unseen.
  poison: 'halt',
  start: { events: [] },
  every: ({ events }, event) => {
    if (isA(event, AlertRetracted)) return { events: events.filter(({ position }) => position !== event.data.target) };
    const { type, position, time, subject, residenceArea, data } = event;
    const kept: Kept = {
      type,
      position,
      time,
      data,
      ...(subject !== undefined && { subject }),
      ...(residenceArea !== undefined && { residenceArea }),
    };
    return { events: [...events, kept] };
  },
  handlers: [],
  row: ({ events }, _today, id) => {
    const alert = events.reduce(fold, before);
    return alert.rule === undefined ? undefined : ({ ...alert, alert: id } as AlertRow);
  },
  columns: {
    child: (row) => row.child,
    town: (row) => row.town,
    rule: (row) => row.rule,
    level: { kind: 'integer', of: (row) => row.level },
    state: (row) => row.state,
    overdue: { kind: 'boolean', of: (row) => row.overdue },
    again: { kind: 'boolean', of: (row) => row.again },
    raisedAt: (row) => row.raisedAt,
    dueAt: (row) => row.dueAt,
    closedAt: (row) => row.closedAt,
  },
});

function countAlert({ state, level, overdue }: AlertRow): Readonly<Record<string, number>> {
  if (state === 'closed') return onceEach(['raised', 'closed']);
  return onceEach(['raised', `open.${level}`, ...(overdue ? ['overdue'] : []), ...(state === 'open' ? ['unacknowledged'] : [])]);
}

/** Alerts by town; what is overdue counts until it is closed. */
export const alertTowns = defineSum({ name: 'alert-towns', over: alerts, by: (row) => row.town, count: countAlert });
/** Alerts of the whole area. */
export const alertCounty = defineSum({ name: 'alert-county', over: alerts, by: () => 'all', count: countAlert });
