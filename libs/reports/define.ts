import { definitionOf, type Clear, type EventClass, type Moment, type Position, type Protection, type Recorded } from '@lianhu/kernel';
import type { Dimension } from './dimensions';
import type { Scope } from './scope';

/** When a fact happened and arrived: in the quarter; before it and already counted; before it and only now; after its end. */
export type Phase = 'now' | 'earlier' | 'late' | 'after';

/** What an indicator keeps of one event. */
export interface Fact<F = unknown> {
  readonly type: string;
  readonly position: Position;
  readonly time: Moment;
  readonly leaf: string;
  readonly phase: Phase;
  readonly subject?: string;
  /** The file that the line names, wherever merges and splits have put the fact. */
  readonly file?: string;
  readonly corrects?: Position;
  readonly data: F;
}

/** One unit counted: the quantities that it adds one to, where it stands in the breakdowns, and the facts behind it. */
export interface Tally {
  readonly quantities: readonly string[];
  readonly at: Readonly<Record<string, string>>;
  readonly facts: readonly Fact[];
  /** What it adds beside the ones: to a sum, or more than one to a quantity (a sheet that says how many were checked). Integers. */
  readonly amounts?: Readonly<Record<string, number>>;
  /** Belongs to an earlier quarter that was closed when it arrived: only the late line counts it. */
  readonly late?: boolean;
}

/** 人 persons, 件 cases, 次 times, 条 events, 百分比 in tenths of a percent, 元 in fen, 分钟 minutes, 工作日 in tenths of a working day, 个 places. */
export type Unit = 'person' | 'case' | 'times' | 'event' | 'percent' | 'yuan' | 'minute' | 'workday' | 'place';
/** Chinese titles of units. */
export const UNIT_TITLES: Readonly<Record<Unit, string>> = {
  person: '人',
  case: '件',
  times: '次',
  event: '条',
  percent: '%',
  yuan: '元',
  minute: '分钟',
  workday: '工作日',
  place: '个',
};
/** How many of what a cell holds make one of its unit as people read it. */
export const UNIT_PARTS: Readonly<Record<Unit, number>> = {
  person: 1,
  case: 1,
  times: 1,
  event: 1,
  percent: 10,
  yuan: 100,
  minute: 1,
  workday: 10,
  place: 1,
};

/** How an amount is made of what the counted units add: all together, the mean (half up), the middle one (the lower of two). */
export type Way = 'sum' | 'mean' | 'median';

/** A figure of an indicator: a count of one quantity, a share of two, or an amount of what is counted. */
export type Measure =
  | { readonly kind: 'count'; readonly id: string; readonly title: string; readonly unit: Unit }
  | {
      readonly kind: 'share';
      readonly id: string;
      readonly title: string;
      readonly unit: 'percent';
      readonly of: readonly [part: string, whole: string];
    }
  | {
      readonly kind: 'amount';
      readonly id: string;
      readonly title: string;
      readonly unit: Unit;
      readonly way: Way;
      /** The counted quantity whose amount it is: shown only where that count is. Absent: public money, which is nobody's. */
      readonly per?: string;
    };

/** A count; its id is the quantity's name. */
export const count = (id: string, title: string, unit: Unit): Measure => ({ kind: 'count', id, title, unit });
/** A share of one quantity in another that contains it. */
export const share = (id: string, title: string, part: string, whole: string): Measure => ({
  kind: 'share',
  id,
  title,
  unit: 'percent',
  of: [part, whole],
});

/** An amount of what a count counts; its id is the amount's name. */
export const amount = (id: string, title: string, unit: Unit, per?: string, way: Way = 'sum'): Measure => ({
  kind: 'amount',
  id,
  title,
  unit,
  way,
  ...(per !== undefined && { per }),
});

/** An event type that an indicator counts, and the few clear facts that it keeps of it. `type` is absent where every event counts. */
export interface Source<F> {
  readonly type?: string;
  readonly read: (event: Recorded) => F;
}
/** Hands out one object for the same few facts: a quarter keeps what an indicator of every event says of each of them. */
export function oneOfFew<F extends Readonly<Record<string, string | boolean>>>(): (fact: F) => F {
  const known = new Map<string, F>();
  return (fact) => {
    const name = Object.values(fact).join(' ');
    const one = known.get(name) ?? fact;
    known.set(name, one);
    return one;
  };
}

/** `from(DvCallReceived, ({ data }) => …)`: secrets are absent from `data`. */
export const from = <F, D extends object>(cls: EventClass<D>, read: (event: Recorded<Clear<D>>) => F): Source<F> => ({
  type: definitionOf(cls).type,
  read: read as (event: Recorded) => F,
});

/** Stocks that follow from the stocks of the quarter before and this quarter's flows; suppression treats them as linked. */
export interface Balance {
  readonly stocks: readonly string[];
  readonly flows: readonly string[];
}

/** An indicator: definition, source, unit and breakdowns on one screen. `F` is what it keeps of an event. */
export interface Indicator<F = unknown> {
  /** `B14` */
  readonly code: string;
  /** Raise it when the figures change their meaning; comparisons stop at it. */
  readonly version: number;
  readonly title: string;
  /** 口径: what is counted, when, where. */
  readonly definition: string;
  readonly protection: readonly Protection[];
  readonly sources: readonly Source<F>[];
  /** What is counted as one: its child, case, incident or alert. Absent: every event by itself, as it was sent, corrected or not. */
  readonly of?: (event: Recorded) => string | undefined;
  readonly measures: readonly Measure[];
  /** Each a list of dimensions; the empty one is the county total. */
  readonly breakdowns: readonly (readonly Dimension[])[];
  readonly balance?: Balance;
  /** Of posts and places, about which nothing is anybody's private matter: its figures are shown however small. */
  readonly open?: true;
  /** What one counted unit adds, from its effective facts in order of (`time`, position). */
  readonly tally: (facts: readonly Fact<F>[], scope: Scope) => readonly Tally[];
}
/** Declares an indicator; the kept facts' type is checked here and forgotten after. */
export const defineIndicator = <F>(indicator: Indicator<F>): Indicator => indicator as Indicator<unknown>;
