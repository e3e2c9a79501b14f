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

/** What is known of an alert while its events are gone through, each alert by itself: the positions are written into, as there may be hundreds. */
type Alert = Partial<Omit<AlertRow, 'alert' | 'evidence' | 'withdrawn'>> &
  Pick<AlertRow, 'state' | 'overdue' | 'version'> & {
    readonly home?: Home;
    readonly evidence: Set<Position>;
    readonly withdrawn: Set<Position>;
  };

const nothing = (): Alert => ({ state: 'open', overdue: false, version: 0, evidence: new Set(), withdrawn: new Set() });
const noteAll = (into: Set<Position>, positions: readonly Position[]): void => positions.forEach((position) => into.add(position));
const rising = (positions: ReadonlySet<Position>): Position[] => [...positions].sort((a, b) => a - b);

const steps = [
  on<Alert, AlertRaised>(AlertRaised, (alert, { data: { rule, ruleVersion, level, dueAt, again, need, evidence }, subject, residenceArea, time }) => {
    noteAll(alert.evidence, evidence);
    const town = alert.home?.town ?? residenceArea ?? '';
    return { ...alert, child: subject ?? '', town, rule, ruleVersion, level, need, raisedAt: time, dueAt, again };
  }),
  on<Alert, AlertEvidenceAdded>(AlertEvidenceAdded, ({ unfounded: _unfounded, ...alert }, { data: { level, evidence }, residenceArea }) => {
    noteAll(alert.evidence, evidence);
    return { ...alert, town: alert.home?.town ?? residenceArea ?? alert.town ?? '', level };
  }),
  on<Alert, AlertEvidenceWithdrawn>(AlertEvidenceWithdrawn, ({ unfounded: _unfounded, ...alert }, { data: { evidence, stands } }) => {
    for (const position of evidence) alert.evidence.delete(position);
    noteAll(alert.withdrawn, evidence);
    return { ...alert, ...(!stands && { unfounded: true }) };
  }),
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
    const { home: _home, evidence, withdrawn, ...alert } = events.reduce(fold, nothing());
    if (alert.rule === undefined) return undefined;
    return { ...alert, alert: id, evidence: rising(evidence), ...(withdrawn.size > 0 && { withdrawn: rising(withdrawn) }) } as AlertRow;
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
