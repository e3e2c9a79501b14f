import { AlertAcknowledged, AlertClosed, AlertEvidenceAdded, AlertEvidenceWithdrawn, AlertRaised, ClockMissed } from '@lianhu/departments/hub';
import { defineSum, defineView, on, type AlertLevel, type Moment, type PlainDate, type Position } from '@lianhu/kernel';

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

/** 预警: every alert, one row each. */
export const alerts = defineView<Alert, AlertRow>({
  name: 'alerts',
  version: 2,
  of: 'alert',
  // Deadlines are missed by these rows: one that is out of date must not go unseen.
  poison: 'halt',
  start: { state: 'open', overdue: false, version: 0, evidence: [] },
  every: (alert) => ({ ...alert, version: alert.version + 1 }),
  handlers: [
    on(AlertRaised, (alert, { data: { rule, ruleVersion, level, dueAt, again, need, evidence }, subject, residenceArea, time }) => ({
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
    })),
    on(AlertEvidenceAdded, ({ unfounded: _unfounded, ...alert }, { data }) => ({
      ...alert,
      level: data.level,
      evidence: rising([...alert.evidence, ...data.evidence]),
    })),
    on(AlertEvidenceWithdrawn, ({ unfounded: _unfounded, ...alert }, { data: { evidence, stands } }) => ({
      ...alert,
      evidence: alert.evidence.filter((position) => !evidence.includes(position)),
      withdrawn: rising([...(alert.withdrawn ?? []), ...evidence]),
      ...(!stands && { unfounded: true }),
    })),
    on(AlertAcknowledged, (alert, { data }) => (alert.state === 'open' ? { ...alert, state: 'acknowledged', acknowledgedAt: data.at } : alert)),
    on(AlertClosed, (alert, { data: { verdict, seenOn }, time }) =>
      alert.state === 'closed' ? alert : { ...alert, state: 'closed', closedAt: time, verdict, ...(seenOn !== undefined && { seenOn }) },
    ),
    on(ClockMissed, (alert) => (alert.state === 'closed' ? alert : { ...alert, overdue: true })),
  ],
  row: (alert, _today, id) => (alert.rule === undefined ? undefined : ({ ...alert, alert: id } as AlertRow)),
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
  if (state === 'closed') return { raised: 1, closed: 1 };
  return { raised: 1, [`open.${level}`]: 1, ...(overdue && { overdue: 1 }), ...(state === 'open' && { unacknowledged: 1 }) };
}

/** Alerts by town; what is overdue counts until it is closed. */
export const alertTowns = defineSum({ name: 'alert-towns', over: alerts, by: (row) => row.town, count: countAlert });
/** Alerts of the whole area. */
export const alertCounty = defineSum({ name: 'alert-county', over: alerts, by: () => 'all', count: countAlert });
