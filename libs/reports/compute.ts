import { cutOff, type Calendar } from '@lianhu/calendar';
import {
  addQuarters,
  atOnce,
  LianhuError,
  type Moment,
  type PolicyPack,
  type Position,
  type Quarter,
  type Recorded,
  type Steps,
} from '@lianhu/kernel';
import { cellsOf, factsOf, sourcesOf } from './cells';
import { ChangedSince } from './changed-since';
import type { Fact, Indicator } from './define';
import { Histories, isReportEvent, type Window } from './histories';
import { INDICATORS } from './indicators';
import type { Sha256 } from './leaves';
import type { Closings } from './quarter';
import type { RawCell, RawReport } from './report';
import { scopeOf } from './scope';

/** What a report rests on beside the events. */
export interface Counting {
  readonly quarter: Quarter;
  readonly policy: PolicyPack;
  readonly calendar: Calendar;
  readonly sha256: Sha256;
  /** Quarters that are closed end where their closings say, whatever the calendar says by now. */
  readonly closings?: Closings;
}

/** The events did not come in order of position; a report would not be reproducible. */
export class EventsOutOfOrder extends LianhuError {
  readonly code = 'report.events-out-of-order';
  constructor(readonly position: Position) {
    super(`Position ${position} does not follow the positions before it; a report reads the log in order.`);
  }
}

/** As its closing says, else 24:00 of the policy's n-th working day after the quarter's end. */
export const cutOffOf = ({ quarter, policy, calendar, closings }: Omit<Counting, 'sha256'>): Moment =>
  closings?.get(quarter)?.cutOff ?? cutOff(calendar, quarter, policy.report.cutOffWorkingDays);

/** A quarter being counted: fed with the log from its beginning, in order of position, asked at any time. */
export interface QuarterCount {
  readonly quarter: Quarter;
  readonly cutOff: Moment;
  /** Whether an event came by the cut-off; once the quarter is closed, by the position that its closing names. */
  isInTime(event: Recorded): boolean;
  /** Takes one event in; false once the cut-off has passed, and nothing more counts. */
  add(event: Recorded): boolean;
  /** Takes one in that came later, as if it had come with the cut-off. */
  addLate(event: Recorded): void;
  /** The figures so far; final once `add` answered false. Asked again, it makes only those anew that an event may have changed since. */
  report(): RawReport;
  /** The same in steps, so that a service can answer others between them. No event may be taken in until the last one. */
  reportSteps(): Steps<RawReport>;
  /** Takes an event in that came after the cut-off; it changes no figure. */
  after(event: Recorded): void;
  /** Facts behind the figures that were corrected or withdrawn after the cut-off. */
  changedSince(): number;
  /** Positions of the events behind a cell, rising; undefined when there is no such cell. */
  sources(cell: string): readonly Position[] | undefined;
  /** The facts behind every cell of an indicator, by the cell's id: its figure's and its late line's. */
  behind(code: string): Steps<ReadonlyMap<string, readonly Fact[]>>;
  /** Events after a position that may change what an indicator's older facts add, by the facts' positions. */
  saidSince(code: string, since: Position): ReadonlyMap<Position, readonly Position[]>;
}

/** Starts to count a quarter. Memory grows with the facts that its indicators keep, a few words each. */
export function countQuarter(counting: Counting): QuarterCount {
  const { quarter, policy, sha256 } = counting;
  const histories = new Histories(INDICATORS);
  const scope = scopeOf(quarter, policy, counting.calendar, (child) => histories.profileOf(child));
  const window: Window = { scope, previousCutOff: cutOffOf({ ...counting, quarter: addQuarters(quarter, -1) }) };
  const until = cutOffOf(counting);
  const last = counting.closings?.get(quarter)?.position;
  const isInTime = ({ position, recordedAt }: Recorded): boolean => (last === undefined ? recordedAt <= until : position <= last);
  let [seen, position] = [0, 0];
  const behind = (): readonly Fact[] => INDICATORS.flatMap((indicator) => [...histories.tallies(indicator, scope)].flatMap(({ facts }) => facts));
  const belongs = ({ type, time }: Recorded): boolean => histories.reads(type) && time >= scope.start && time < scope.end;
  const changed = new ChangedSince({ behind, belongs });
  const made = new Map<Indicator, { readonly version: number; readonly cells: readonly RawCell[] }>();
  const cellsNow = function* (indicator: Indicator): Steps<readonly RawCell[]> {
    const version = histories.versionOf(indicator);
    const known = made.get(indicator);
    if (known?.version === version) return known.cells;
    const cells = yield* cellsOf(indicator, histories.tallies(indicator, scope), policy, sha256);
    made.set(indicator, { version, cells });
    return cells;
  };
  const reporting = function* (): Steps<RawReport> {
    const from = seen;
    const cells: RawCell[] = [];
    for (const indicator of INDICATORS) cells.push(...(yield* cellsNow(indicator)));
    if (seen !== from) throw new TypeError('events were taken in while the figures were made');
    return {
      quarter,
      area: policy.area,
      policy: { name: policy.name, version: policy.version },
      cutOff: until,
      position,
      indicators: INDICATORS.map(({ code, version }) => ({ code, version })),
      cells,
    };
  };
  const take = (event: Recorded): void => {
    if (event.position <= seen) throw new EventsOutOfOrder(event.position);
    seen = event.position;
    if (isReportEvent(event)) return;
    position = event.position;
    histories.add(event, window);
    changed.before(event);
  };
  return {
    quarter,
    cutOff: until,
    isInTime,
    add(event) {
      if (!isInTime(event)) return false;
      take(event);
      return true;
    },
    addLate: (event) => take({ ...event, recordedAt: until }),
    after: (event) => changed.after(event),
    changedSince: () => changed.count,
    sources(cell) {
      const indicator = INDICATORS.find(({ code }) => cell.startsWith(`${code}.`));
      return indicator && sourcesOf(indicator, histories.tallies(indicator, scope), policy, cell);
    },
    behind: (code) => factsOf(coded(code), histories.tallies(coded(code), scope), policy),
    saidSince: (code, since) => histories.saidSince(coded(code), since),
    report: () => atOnce(reporting()),
    reportSteps: reporting,
  };
}

function coded(code: string): Indicator {
  const indicator = INDICATORS.find((one) => one.code === code);
  if (!indicator) throw new TypeError(`there is no indicator ${code}`);
  return indicator;
}

/** Counts a quarter from a whole log, up to its cut-off. */
export async function computeQuarter(events: AsyncIterable<Recorded> | Iterable<Recorded>, counting: Counting): Promise<RawReport> {
  const counted = countQuarter(counting);
  for await (const event of events) if (!counted.add(event)) break;
  return counted.report();
}
