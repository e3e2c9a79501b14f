import {
  AlertAcknowledged,
  AlertClosed,
  AlertEvidenceAdded,
  AlertEvidenceWithdrawn,
  AlertRaised,
  AlertRetracted,
  ClockMissed,
  HOME_EVENTS,
  homeAfter,
  type Home,
} from '@lianhu/departments/hub';
import {
  defineSum,
  defineView,
  definitionOf,
  on,
  onceEach,
  type AlertLevel,
  type Moment,
  type PlainDate,
  type Position,
  type Recorded,
} from '@lianhu/kernel';

/** One alert, from raising to closing. */
export interface AlertRow {
  readonly alert: string;
  readonly child: string;
  /** Where the child lives; once it is closed, where it lived by then. */
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

type Alert = Partial<Omit<AlertRow, 'alert'>> & Pick<AlertRow, 'state' | 'overdue' | 'version' | 'evidence'> & { readonly home?: Home };

const rising = (positions: readonly Position[]): Position[] => [...new Set(positions)].sort((a, b) => a - b);

const before: Alert = { state: 'open', overdue: false, version: 0, evidence: [] };

const steps = [
  on<Alert, AlertRaised>(
    AlertRaised,
    (alert, { data: { rule, ruleVersion, level, dueAt, again, need, evidence }, subject, residenceArea, time }) => ({
      ...alert,
      child: subject ?? '',
      town: alert.home?.town ?? residenceArea ?? '',
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
    town: alert.home?.town ?? residenceArea ?? alert.town ?? '',
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
];
const stepOf = new Map(steps.map(({ type, fold }) => [type, fold]));

/** What a fold reads of an event. */
type Kept = Pick<Recorded, 'type' | 'position' | 'time' | 'subject' | 'residenceArea' | 'data'>;
interface State {
  readonly events: readonly Kept[];
}

const fold = (alert: Alert, event: Kept): Alert => {
  if (TELLS_HOME.has(event.type)) return moved(alert, event);
  const counted = { ...alert, version: alert.version + 1 };
  return stepOf.get(event.type)?.(counted, event as Recorded) ?? counted;
};

const TELLS_HOME = new Set(HOME_EVENTS.map((cls) => definitionOf(cls).type));
/** Who has to see the child is the town where it lives now; what is closed stays where it was. */
function moved(alert: Alert, event: Kept): Alert {
  const home = homeAfter(alert.home, event);
  return home === undefined || alert.state === 'closed' ? alert : { ...alert, home, town: home.town };
}

function keep({ events }: State, { type, position, time, subject, residenceArea, data }: Recorded): State {
  const kept: Kept = {
    type,
    position,
    time,
    data,
    ...(subject !== undefined && { subject }),
    ...(residenceArea !== undefined && { residenceArea }),
  };
  return { events: [...events, kept] };
}

/** 预警: every alert, one row each. Its state is the events that stand: what was decided on a file of two children may be retracted. */
export const alerts = defineView<State, AlertRow>({
  name: 'alerts',
  version: 5,
  of: 'alert',
  // Deadlines are missed by these rows: one that is out of date must not go unseen.
  poison: 'halt',
  start: { events: [] },
  shared: HOME_EVENTS,
  handlers: [
    ...HOME_EVENTS.map((cls) => on<State, { town: string }>(cls, (state, event) => keep(state, { ...event, data: { town: event.data.town } }))),
    ...steps.map(({ type }) => ({ type, fold: keep })),
    on<State, AlertRetracted>(AlertRetracted, ({ events }, { data }) => ({ events: events.filter(({ position }) => position !== data.target) })),
  ],
  row: ({ events }, _today, id) => {
    const { home: _home, ...alert } = events.reduce(fold, before);
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
