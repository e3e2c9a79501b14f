import { addMs, startOfDay, addDays, type Clear, type EventClass, type Moment, type PlainDate, type Recorded } from '@lianhu/kernel';
import { defineIndicator, from, type Fact, type Indicator, type Source, type Tally } from './define';
import { inQuarter, once, tallyOf, type Flow } from './flows';
import { dutyTown, isUnder, residence, type Scope } from './scope';

/** What one event says to an indicator. */
export interface Said {
  /** The flow that it is one of. */
  readonly counts?: string;
  /** What else is true of it: parts of that flow. */
  readonly also?: readonly (string | false | undefined)[];
  /** What it adds to amounts and weighted quantities. Integers. */
  readonly amounts?: Readonly<Record<string, number>>;
  /** Where it stands beside town, sex and age band. */
  readonly at?: Readonly<Record<string, string>>;
  /** The stock into which the counted one enters with it, and those that it leaves. */
  readonly opens?: string;
  readonly closes?: string | readonly string[];
  /** A start that has to be answered, and when at the latest where the event says so itself. */
  readonly starts?: boolean;
  readonly due?: Moment;
  /** What answers such a start. */
  readonly answers?: boolean;
}
interface Placed extends Said {
  readonly areas: readonly (string | undefined)[];
}

/** `says(DvCallReceived, ({ weapon }) => ({ counts: 'calls', also: [weapon && 'armed'] }))`: secrets are absent from the data. */
export const says = <D extends object>(cls: EventClass<D>, read: (data: Clear<D>, event: Recorded<Clear<D>>) => Said): Source<Placed> =>
  from(cls, (event) => ({ ...read(event.data, event), areas: [event.area, event.residenceArea] }));

/** How often a counted one may count: once for ever 件, or once in every quarter 人. */
export type Often = 'once' | 'in-every-quarter';

/** Starts that are answered in time, as a share of those whose time it is to be counted. */
export interface Answering {
  /** All starts, and those answered in time: the quantities of a share. */
  readonly whole: string;
  readonly part: string;
  /** How long after the start, in milliseconds; absent where each start says itself until when. */
  readonly within?: number;
  /** Which starts: those of the quarter, or those whose time to be answered ends in it (where it is long, the newest could not be answered yet). */
  readonly counted: 'started' | 'due';
}
/** A stock at 24:00 of the quarter's last day. */
export interface Stocked {
  /** Years of age under which one is in it; absent: 18. */
  readonly under?: number;
  /** Its total, where one may be in several of its parts and still counts once. */
  readonly total?: string;
  /** Parts that depend on since when one is in it. */
  readonly since?: (opened: Moment, scope: Scope) => readonly string[];
}

/** An indicator that is told by what each event says. `of`: what is counted as one. */
export interface Counted extends Omit<Indicator<Placed>, 'tally' | 'of'> {
  readonly of: (event: Recorded) => string | undefined;
  readonly often?: Often;
  readonly answering?: Answering;
  readonly stock?: Stocked;
}

/** Declares an indicator by its sources: flows of the quarter, stocks at its end, starts answered in time. */
export const counted = ({ often = 'once', answering, stock, ...indicator }: Counted): Indicator =>
  defineIndicator<Placed>({
    ...indicator,
    tally: (facts, scope) => [
      ...flowsOf(facts, scope, often),
      ...stocksOf(facts, scope, stock),
      ...(answering ? answeredOf(facts, scope, answering) : []),
    ],
  });

/** Every event by itself 件次, all children of one incident together. */
export const each = (event: Recorded): string => event.incident ?? `position-${event.position}`;
/** Every event by itself, also where several belong to one number or incident: a sheet, a payment. */
export const eachEvent = (event: Recorded): string => `position-${event.position}`;
/** One child or case 人, or one event that could not be tied to any. */
export const someone = (event: Recorded): string => event.subject ?? `position-${event.position}`;
/** An organisation that an event names in a clear field. */
export const organisation =
  (field: string) =>
  ({ data }: Recorded): string | undefined =>
    data[field] as string | undefined;

/** The last moment of a day: until then something is done on that day. */
export const endOf = (day: PlainDate): Moment => addMs(startOfDay(addDays(day, 1)), -1);

const placeOf = ({ data, subject }: Fact<Placed>, scope: Scope): Readonly<Record<string, string>> => {
  const profile = scope.child(subject);
  return { ...residence(profile, scope), town: dutyTown(data.areas, profile, scope.policy), ...data.at };
};

function flowsOf(facts: readonly Fact<Placed>[], scope: Scope, often: Often): readonly Tally[] {
  const quantities = [...new Set(facts.flatMap(({ data }) => data.counts ?? []))];
  return quantities.flatMap((quantity) => {
    const own = facts.filter(({ data }) => data.counts === quantity);
    const flows = often === 'once' ? [once(own)].filter((flow): flow is Flow<Placed> => flow !== undefined) : inQuarter(own);
    return flows.map((flow): Tally => {
      const also = new Set(flow.facts.flatMap(({ data }) => (data.also ?? []).filter((part): part is string => typeof part === 'string')));
      return { ...tallyOf(flow, [quantity, ...also], placeOf(flow.first, scope)), amounts: added(flow.facts) };
    });
  });
}

function added(facts: readonly Fact<Placed>[]): Readonly<Record<string, number>> {
  const amounts: Record<string, number> = {};
  for (const { data } of facts) for (const [name, value] of Object.entries(data.amounts ?? {})) amounts[name] = (amounts[name] ?? 0) + value;
  return amounts;
}

const closedBy = ({ closes }: Placed): readonly string[] => (typeof closes === 'string' ? [closes] : (closes ?? []));

function stocksOf(facts: readonly Fact<Placed>[], scope: Scope, { under, total, since }: Stocked = {}): readonly Tally[] {
  const before = facts.filter(({ time }) => time < scope.end);
  const stocks = [...new Set(before.flatMap(({ data }) => data.opens ?? []))];
  const profile = scope.child(facts[0]?.subject);
  if (profile && !isUnder(profile, scope.quarter, under)) return [];
  const tallies = stocks.flatMap((stock): Tally[] => {
    const own = before.filter(({ data }) => data.opens === stock || closedBy(data).includes(stock));
    const last = own.at(-1);
    if (last?.data.opens !== stock) return [];
    const opened = own[own.findLastIndex(({ data }) => data.opens !== stock) + 1] ?? last;
    const at = profile ? { ...placeOf(last, scope), ...residence(profile, scope), ...last.data.at } : placeOf(last, scope);
    return [{ quantities: [stock, ...(since?.(opened.time, scope) ?? [])], at, facts: own }];
  });
  const [first] = tallies;
  return total === undefined || !first
    ? tallies
    : [...tallies, { quantities: [total], at: first.at, facts: tallies.flatMap((tally) => tally.facts) }];
}

function answeredOf(facts: readonly Fact<Placed>[], scope: Scope, { whole, part, within, counted: which }: Answering): readonly Tally[] {
  const dueOf = ({ data, time }: Fact<Placed>): Moment => (within === undefined ? (data.due ?? time) : addMs(time, within));
  const starts = facts.filter(({ data }) => data.starts === true);
  const these =
    which === 'started'
      ? starts.filter(({ phase }) => phase === 'now').slice(0, 1)
      : starts.filter((start) => dueOf(start) > scope.start && dueOf(start) <= scope.end);
  return these.map((start): Tally => {
    const answer = facts.find(({ data, time }) => data.answers === true && time >= start.time && time <= dueOf(start));
    return { quantities: answer ? [whole, part] : [whole], at: placeOf(start, scope), facts: answer ? [start, answer] : [start] };
  });
}
