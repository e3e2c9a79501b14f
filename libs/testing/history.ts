import {
  byTime,
  definitionOf,
  effective,
  hours,
  momentOf,
  startOfDay,
  type Clear,
  type EventClass,
  type EventDefinition,
  type Level,
  type Moment,
  type PlainDate,
  type PolicyPack,
  type Position,
  type Recorded,
  type ViewDefinition,
  type WarningDefinition,
} from '@lianhu/kernel';

/** What an event of a history has besides type, time and data. */
export interface RecordedOptions {
  /** Default: an hour after its time, and never before what stands before it. */
  readonly recordedAt?: Moment | PlainDate;
  readonly receivedAt?: Moment;
  readonly subject?: string;
  readonly residenceArea?: string;
  readonly area?: string;
  readonly incident?: string;
  readonly corrects?: Position;
  readonly level?: Level;
}
/** One event: class, day or moment, data (over the class's example), options. */
export type Step<D extends object = object> = readonly [
  cls: EventClass<D>,
  at: Moment | PlainDate,
  data?: Partial<Clear<D>>,
  options?: RecordedOptions,
];

/** Events as folds see them, in order of position; `then` gives a longer history and leaves this one as it is. */
export interface History {
  readonly events: readonly Recorded[];
  then<D extends object>(...step: Step<D>): History;
  /** The same for another subject from here on. */
  of(subject: string): History;
}

/** Time of day of an event that was given a day only. */
const NOON = 'T12:00:00.000+08:00';
/** The child of a history that names none. */
export const CHILD = 'child-AAAAAAAAAAAAAAAAAAAAAA';

/** A history that begins with one event, or with none. */
export function history<D extends object>(...step: Step<D> | []): History {
  const empty = historyOf([], CHILD);
  return step.length === 0 ? empty : empty.then(...step);
}

function historyOf(events: readonly Recorded[], subject: string): History {
  return {
    events,
    then: (...step) => historyOf([...events, recordedStep(step as Step, events, subject)], subject),
    of: (other) => historyOf(events, other),
  };
}

function recordedStep([cls, at, data, options = {}]: Step, before: readonly Recorded[], subject: string): Recorded {
  const definition = definitionOf(cls);
  const { recordedAt: given, receivedAt, subject: own, residenceArea, area, incident, corrects, level } = options;
  const time = moment(at);
  const earliest = given === undefined ? momentOf(Date.parse(time) + hours(1)) : moment(given);
  const last = before.at(-1)?.recordedAt ?? earliest;
  const recordedAt = earliest > last ? earliest : last;
  const position = before.length + 1;
  return {
    type: definition.type,
    position,
    leafHash: `leaf-${position}`,
    time,
    recordedAt,
    receivedAt: receivedAt ?? recordedAt,
    department: definition.type.split('.')[0] as string,
    level: level ?? definition.level,
    area: area ?? '990101',
    residenceArea,
    subject: definition.child ? (own ?? subject) : own,
    version: position,
    incident,
    corrects,
    data: { ...clearExample(definition), ...data },
  };
}

const moment = (at: string): Moment => (at.length === 10 ? `${at}${NOON}` : at);

/** The clear members of a class's example: what a fold would see of it. */
export function clearExample(definition: EventDefinition): Record<string, unknown> {
  const secret = (name: string): boolean => {
    const kind = definition.fields.get(name)?.kind;
    return definition.restricted ? kind !== 'countable' : kind === 'secret' || kind === 'case';
  };
  return Object.fromEntries(Object.entries(definition.example).filter(([name]) => !secret(name)));
}

/** What a rule finds at the last event of a history: the evidence, in order of position; empty when it does not fire. */
export function evidenceIn(rule: WarningDefinition, { events }: History, policy: PolicyPack): readonly Recorded[] {
  const types = new Set(rule.on.map((cls) => definitionOf(cls).type));
  const deciding = events.at(-1);
  if (!deciding || !types.has(deciding.type)) return [];
  const seen = events.filter(({ type }) => types.has(type)).sort(byTime);
  return [...rule.evidence({ events: seen, deciding }, policy)].sort((a, b) => a.position - b.position);
}

/** The row of a view after a history, on a day. */
export function rowAfter<S, R>(view: ViewDefinition<S, R>, { events }: History, today: PlainDate, key = CHILD): R | undefined {
  return view.row(stateAfter(view, events), today, key);
}

/** The state of a view after events, in order of (`time`, place) for a child, of position otherwise. */
export function stateAfter<S, R>(view: ViewDefinition<S, R>, events: readonly Recorded[]): S {
  const ordered = view.of === 'minor' ? effective(events) : events;
  const handlers = new Map(view.handlers.map(({ type, fold }) => [type, fold]));
  return ordered.reduce((state, event) => {
    const any = view.any ? view.any(state, event) : state;
    const every = view.every ? view.every(any, event) : any;
    return handlers.get(event.type)?.(every, event) ?? every;
  }, view.start);
}

/** First moment of a day; shorthand for tests. */
export const midnight = startOfDay;
