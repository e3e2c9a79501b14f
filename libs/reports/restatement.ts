import { Corrections, dateOf, joinsOrParts, quarterOf, type PolicyPack, type Position, type Recorded } from '@lianhu/kernel';
import type { QuarterCount } from './compute';
import type { RawCell, RawReport } from './report';

/** Why a closed quarter has to be stated again: indicators with cells that corrections since would change so much. */
export interface Restatement {
  /** Codes, in the report's order. */
  readonly indicators: readonly string[];
  /** Cells that differ so much. */
  readonly cells: number;
}

type Rule = PolicyPack['report']['restate'];

/**
 * Compares a closed quarter with what it would be if everything that corrects it had come in time; undefined: the difference list is
 * enough. Source: domain model §6.4. The closed figures stay; who restates them decides by `hub.report.restated`.
 */
export function restatementOf(closed: RawReport, corrected: RawReport, rule: Rule): Restatement | undefined {
  const [before, after] = [cellsById(closed), cellsById(corrected)];
  const differing = [...new Map([...after, ...before]).values()].filter(({ id }) => weighs(before.get(id), after.get(id), rule));
  const indicators = [...new Set(differing.map(({ indicator }) => indicator))];
  return indicators.length === 0 ? undefined : { indicators: indicators.sort(), cells: differing.length };
}

const cellsById = ({ cells }: RawReport): ReadonlyMap<string, RawCell> => new Map(cells.map((cell) => [cell.id, cell]));

/** Whether one cell's change asks for a restatement. Shares are in tenths of a percent: of them the points count. */
function weighs(one: RawCell | undefined, other: RawCell | undefined, { tenthsOfPercent, persons, fromZero }: Rule): boolean {
  const [was, is] = [one?.value ?? 0, other?.value ?? 0];
  const { indicator = '', unit } = other ?? one ?? {};
  const change = Math.abs(is - was);
  if (change === 0) return false;
  if (was === 0 || is === 0) if (fromZero.includes(indicator)) return true;
  if (unit === 'percent') return change >= tenthsOfPercent;
  if (unit === 'person' && change >= persons) return true;
  return was !== 0 && 1_000 * change >= tenthsOfPercent * was;
}

/**
 * Feeds a count of its own with a whole log, in order: what corrects the quarter's facts after its cut-off, or says whose they are,
 * comes as if it had come in time. What is new and late stays out; the next quarter's late line tells of it.
 */
export function asIfInTime(count: QuarterCount): (event: Recorded) => void {
  const corrections = new Corrections();
  const late = new Set<Position>();
  let last: Position = 0;
  return (event) => {
    corrections.add(event);
    if (count.isInTime(event)) {
      last = event.position;
      count.add(event);
      return;
    }
    const place = corrections.place(event.position);
    const belongs = quarterOf(dateOf(event.time)) === count.quarter;
    if (event.corrects === undefined && belongs) late.add(place);
    const mends = event.corrects !== undefined && (place <= last || (belongs && !late.has(place)));
    if (mends || joinsOrParts(event)) count.addLate(event);
  };
}
