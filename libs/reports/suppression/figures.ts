import type { Indicator, Measure } from '../define';
import type { Breakdown, RawCell, RawReport } from '../report';
import type { Figures } from './protect';

/** Everything that can be known about a report's figures: their values, and every way in which they add up. */
export interface ReportFigures extends Figures {
  /** The figures that a cell shows, by the cell's id. */
  readonly shownBy: ReadonlyMap<string, readonly string[]>;
}

/** Key of a quantity at a place; the same whether a count cell or a share shows it. */
export const figureKey = (code: string, quantity: string, at: Breakdown): string => `${code}.${quantity}|${placeKey(at)}`;
const placeKey = (at: Breakdown): string =>
  Object.entries(at)
    .map(([dimension, value]) => `${dimension}=${value}`)
    .join(',');

/** The figures of the cells' values. */
export function figuresOf(report: RawReport, indicators: readonly Indicator[]): ReportFigures {
  const values = new Map<string, number>();
  const shownBy = new Map<string, readonly string[]>();
  const shares: { part: string; whole: string }[] = [];
  const open = openOf(indicators);
  for (const cell of report.cells) {
    if (open.has(cell.indicator)) {
      shownBy.set(cell.id, []);
      continue;
    }
    const measure = measureOf(cell, indicators);
    if (measure?.kind === 'amount') {
      // An amount is hidden where the count that it belongs to is: then it follows from nothing shown, as the count does not.
      shownBy.set(cell.id, measure.per === undefined ? [] : [figureKey(cell.indicator, measure.per, cell.breakdown)]);
      continue;
    }
    const quantities = quantitiesOf(cell, measure);
    const keys = quantities.map(([quantity]) => figureKey(cell.indicator, quantity, cell.breakdown));
    quantities.forEach(([, value], index) => values.set(keys[index] ?? '', value));
    shownBy.set(cell.id, keys);
    const [part, whole] = keys;
    if (measure?.kind === 'share' && part && whole) shares.push({ part, whole });
  }
  return { values, shownBy, shares, sums: sumsOf(report.cells, indicators, values) };
}

/** The figures of the late lines, a table of their own. */
export function lateFiguresOf(report: RawReport, indicators: readonly Indicator[]): ReportFigures {
  const open = openOf(indicators);
  const counts = report.cells.filter((cell) => cell.late !== undefined && !open.has(cell.indicator));
  const values = new Map(counts.map((cell) => [figureKey(cell.indicator, cell.measure, cell.breakdown), cell.late ?? 0]));
  const shownBy = new Map(counts.map((cell) => [cell.id, [figureKey(cell.indicator, cell.measure, cell.breakdown)]]));
  return { values, shownBy, shares: [], sums: sumsOf(counts, indicators, values) };
}

/** Codes of indicators that hide nothing: posts and places are nobody's private matter. */
const openOf = (indicators: readonly Indicator[]): ReadonlySet<string> => new Set(indicators.flatMap(({ code, open }) => (open ? [code] : [])));

const measureOf = (cell: RawCell, indicators: readonly Indicator[]): Measure | undefined =>
  indicators.find(({ code }) => code === cell.indicator)?.measures.find(({ id }) => id === cell.measure);

function quantitiesOf(cell: RawCell, measure: Measure | undefined): readonly [string, number][] {
  if (measure?.kind !== 'share') return [[cell.measure, cell.value ?? 0]];
  return [
    [measure.of[0], cell.numerator ?? 0],
    [measure.of[1], cell.denominator ?? 0],
  ];
}

/** A place is the sum of the places one breakdown finer, for every quantity and every finer breakdown. */
function sumsOf(cells: readonly RawCell[], indicators: readonly Indicator[], values: ReadonlyMap<string, number>): Figures['sums'] {
  const places = new Map<string, Map<string, Breakdown>>(indicators.map(({ code }) => [code, new Map<string, Breakdown>()]));
  for (const { indicator, breakdown } of cells) places.get(indicator)?.set(placeKey(breakdown), breakdown);
  return indicators.flatMap((indicator) => {
    const quantities = new Set(indicator.measures.flatMap(figuresIn));
    const steps = finerPlaces(indicator, [...(places.get(indicator.code)?.values() ?? [])]);
    return [...quantities].flatMap((quantity) =>
      steps
        .map(({ place, finer }) => ({ total: figureKey(indicator.code, quantity, place), finer }))
        .filter(({ total }) => values.has(total))
        .map(({ total, finer }) => ({ total, parts: finer.map((at) => figureKey(indicator.code, quantity, at)) })),
    );
  });
}

const figuresIn = (measure: Measure): readonly string[] => {
  if (measure.kind === 'amount') return [];
  return measure.kind === 'share' ? measure.of : [measure.id];
};

function finerPlaces(
  indicator: Indicator,
  places: readonly Breakdown[],
): readonly { readonly place: Breakdown; readonly finer: readonly Breakdown[] }[] {
  const breakdowns = indicator.breakdowns.map((breakdown) => breakdown.map(({ id }) => id));
  return breakdowns.flatMap((coarse) => {
    const finer = breakdowns.filter(
      (other) => isFiner(other, coarse) && !breakdowns.some((between) => isFiner(other, between) && isFiner(between, coarse)),
    );
    const own = places.filter((place) => hasDimensions(place, coarse));
    return finer.flatMap((fine) => {
      const within = new Map<string, Breakdown[]>();
      const coarseOf = (at: Breakdown): string => coarse.map((dimension) => at[dimension]).join(',');
      for (const at of places) if (hasDimensions(at, fine)) within.get(coarseOf(at))?.push(at) ?? within.set(coarseOf(at), [at]);
      return own.map((place) => ({ place, finer: within.get(coarseOf(place)) ?? [] }));
    });
  });
}

const isFiner = (fine: readonly string[], coarse: readonly string[]): boolean =>
  fine.length > coarse.length && coarse.every((dimension) => fine.includes(dimension));
const hasDimensions = (place: Breakdown, dimensions: readonly string[]): boolean =>
  Object.keys(place).length === dimensions.length && dimensions.every((dimension) => dimension in place);
