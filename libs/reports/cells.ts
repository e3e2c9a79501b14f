import type { PolicyPack, Position, Steps } from '@lianhu/kernel';
import type { Fact, Indicator, Measure, Tally, Way } from './define';
import type { Dimension } from './dimensions';
import { sourceEvents, type Sha256 } from './leaves';
import { cellId, tenthsOfPercent, type Breakdown, type RawCell } from './report';

type Dimensions = readonly Dimension[];

/** A quantity at a place: how much, and the facts behind it. */
interface Sum {
  value: number;
  readonly facts: Fact[];
  /** What each tally added. */
  readonly parts: number[];
}
const emptySum = (): Sum => ({ value: 0, facts: [], parts: [] });

/** Sums of one indicator by place, quantity and line. */
class Sums {
  private readonly sums = new Map<string, Sum>();
  private readonly seen = new Map<string, Set<string>>();

  constructor(private readonly indicator: Indicator) {}

  add({ at, quantities, amounts, late, facts }: Tally): void {
    for (const dimension in at) this.saw(dimension, at[dimension] ?? '');
    for (const breakdown of this.indicator.breakdowns) {
      const place = placeKey(at, breakdown);
      for (const quantity of quantities) this.plus(keyOf(quantity, place, late), facts, 1);
      for (const name in amounts) this.plus(keyOf(name, place, late), facts, amounts[name] ?? 0);
    }
  }

  private saw(dimension: string, value: string): void {
    const values = this.seen.get(dimension);
    if (values) values.add(value);
    else this.seen.set(dimension, new Set([value]));
  }

  private plus(key: string, facts: readonly Fact[], by: number): void {
    const sum = this.sums.get(key) ?? emptySum();
    if (sum.parts.length === 0) this.sums.set(key, sum);
    sum.value += by;
    sum.parts.push(by);
    for (const fact of facts) sum.facts.push(fact);
  }

  of(quantity: string, { at, breakdown }: Place, late = false): Sum {
    return this.sums.get(keyOf(quantity, placeKey(at, breakdown), late)) ?? emptySum();
  }

  /** A dimension's values: those that always have a cell, then those that occurred. */
  values(dimension: Dimension, policy: PolicyPack): readonly string[] {
    const always = dimension.values(policy);
    return [...always, ...[...(this.seen.get(dimension.id) ?? [])].filter((value) => !always.includes(value)).sort()];
  }
}

interface Place {
  readonly breakdown: Dimensions;
  readonly at: Breakdown;
}

const keyOf = (quantity: string, place: string, late = false): string => (late ? `late ${quantity}${place}` : `${quantity}${place}`);

function placeKey(at: Breakdown, breakdown: Dimensions): string {
  let key = '';
  for (const { id } of breakdown) {
    const value = at[id];
    if (value === undefined) throw new TypeError(`a tally has no ${id}, though its indicator is broken down by it`);
    key += `|${id}=${value}`;
  }
  return key;
}

/** The raw cells of an indicator, in the order of its measures and breakdowns. */
export function* cellsOf(indicator: Indicator, tallies: Iterable<Tally>, policy: PolicyPack, sha256: Sha256): Steps<readonly RawCell[]> {
  const sums = new Sums(indicator);
  for (const tally of tallies) {
    sums.add(tally);
    yield;
  }
  const places = indicator.breakdowns.flatMap((breakdown) => placesOf(breakdown, sums, policy));
  const cells: RawCell[] = [];
  for (const measure of indicator.measures) {
    for (const place of places) {
      cells.push(cellOf(indicator, measure, place, sums, policy, sha256));
      yield;
    }
  }
  return cells;
}

/** Positions of the events behind one cell, rising; undefined when the indicator has no such cell. */
export function sourcesOf(indicator: Indicator, tallies: Iterable<Tally>, policy: PolicyPack, id: string): readonly Position[] | undefined {
  const sums = new Sums(indicator);
  for (const tally of tallies) sums.add(tally);
  for (const place of indicator.breakdowns.flatMap((breakdown) => placesOf(breakdown, sums, policy))) {
    const measure = indicator.measures.find((one) => cellId(indicator.code, one.id, place.at) === id);
    if (!measure) continue;
    const quantities = measure.kind === 'share' ? measure.of : [measure.id];
    const positions = quantities.flatMap((quantity) => sums.of(quantity, place).facts.map(({ position }) => position));
    return [...new Set(positions)].sort((a, b) => a - b);
  }
  return undefined;
}

/** The facts behind every cell of an indicator, those of its late line among them, by the cell's id. */
export function* factsOf(indicator: Indicator, tallies: Iterable<Tally>, policy: PolicyPack): Steps<ReadonlyMap<string, readonly Fact[]>> {
  const sums = new Sums(indicator);
  for (const tally of tallies) {
    sums.add(tally);
    yield;
  }
  const facts = new Map<string, readonly Fact[]>();
  for (const place of indicator.breakdowns.flatMap((breakdown) => placesOf(breakdown, sums, policy))) {
    for (const measure of indicator.measures) {
      const quantities = measure.kind === 'share' ? measure.of : [measure.id];
      const all = quantities.flatMap((quantity) => [...sums.of(quantity, place).facts, ...sums.of(quantity, place, true).facts]);
      facts.set(cellId(indicator.code, measure.id, place.at), all);
      yield;
    }
  }
  return facts;
}

function placesOf(breakdown: Dimensions, sums: Sums, policy: PolicyPack): readonly Place[] {
  const all = breakdown.reduce<readonly Breakdown[]>(
    (places, dimension) => places.flatMap((at) => sums.values(dimension, policy).map((value) => ({ ...at, [dimension.id]: value }))),
    [{}],
  );
  return all.map((at) => ({ breakdown, at }));
}

function cellOf(indicator: Indicator, measure: Measure, place: Place, sums: Sums, policy: PolicyPack, sha256: Sha256): RawCell {
  const { code } = indicator;
  const id = cellId(code, measure.id, place.at);
  const cell = { id, indicator: code, measure: measure.id, area: policy.area, breakdown: place.at, unit: measure.unit };
  if (measure.kind === 'count') {
    const [now, late] = [sums.of(measure.id, place), sums.of(measure.id, place, true)];
    return { ...cell, value: now.value, events: sourceEvents(sha256, now.facts), late: late.value, lateEvents: sourceEvents(sha256, late.facts) };
  }
  if (measure.kind === 'amount') {
    const sum = sums.of(measure.id, place);
    return { ...cell, value: amountOf(sum, measure.way), events: sourceEvents(sha256, sum.facts) };
  }
  const [part, whole] = [sums.of(measure.of[0], place), sums.of(measure.of[1], place)];
  const value = tenthsOfPercent(part.value, whole.value);
  return { ...cell, value, numerator: part.value, denominator: whole.value, events: sourceEvents(sha256, part.facts, whole.facts) };
}

/** A sum of nothing is 0; a mean or median of nothing is none. */
function amountOf({ value, parts }: Sum, way: Way): number | undefined {
  if (way === 'sum') return value;
  if (parts.length === 0) return undefined;
  if (way === 'mean') return Math.floor((2 * value + parts.length) / (2 * parts.length));
  return [...parts].sort((a, b) => a - b)[(parts.length - 1) >> 1];
}
