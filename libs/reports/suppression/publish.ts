import type { Moment, Position, Quarter } from '@lianhu/kernel';
import type { Indicator } from '../define';
import { INDICATORS } from '../indicators';
import { cellId, type Breakdown, type Cell, type RawCell, type RawReport } from '../report';
import { figureKey, figuresOf, lateFiguresOf, type ReportFigures } from './figures';
import { protect, Protection } from './protect';

/** A cell that shows nothing but that it is suppressed. */
export interface SuppressedCell {
  readonly id: string;
  readonly indicator: string;
  readonly area: string;
  readonly breakdown: Breakdown;
  readonly suppressed: true;
}

/** A cell that may be shown. On counts, an absent `late` is a suppressed late line. */
export interface ShownCell extends Cell {
  readonly late?: number;
  /** The same cell of the quarter before 环比 and of the same quarter a year ago 同比, where those reports show it. */
  readonly previous?: number;
  readonly yearAgo?: number;
}
export type PublishedCell = ShownCell | SuppressedCell;
/** Whether a cell is suppressed. */
export const isSuppressed = (cell: PublishedCell): cell is SuppressedCell => 'suppressed' in cell;

/** A report as people may see it. */
export interface PublishedReport {
  readonly quarter: Quarter;
  readonly area: string;
  readonly policy: RawReport['policy'];
  readonly cutOff: Moment;
  readonly position: Position;
  readonly indicators: RawReport['indicators'];
  readonly cells: readonly PublishedCell[];
}

/** What else is public already: suppression has to hold against it too. */
export interface Publishing {
  /** Counts from 1 to one below this are suppressed. Unit: persons or incidents. Source: policy pack. */
  readonly below: number;
  /** The report of the quarter before, as published: stocks follow from it by this quarter's flows. */
  readonly previous?: PublishedReport;
  /** An earlier version of this very report: what it suppressed stays suppressed, late lines too. */
  readonly earlier?: PublishedReport;
  /** Default: all. */
  readonly indicators?: readonly Indicator[];
}

/**
 * Suppresses small figures and whatever would reveal them. Small is 1 … below − 1: a zero names nobody and is shown, which
 * the protection takes into account. A share shows only when both its figures may; the late line is protected as a table
 * of its own. Nothing that a suppressed cell held is in the result, and no count of it that is not zero follows from the
 * rest. (Where a county's share is 0 % or 100 %, it is so in every part of the county; that is what the county's cell says.)
 */
export function publish(report: RawReport, publishing: Publishing): PublishedReport {
  const { below, indicators = INDICATORS } = publishing;
  const figures = figuresOf(report, indicators);
  const hidden = hideValues(report, figures, publishing, indicators);
  const late = lateFiguresOf(report, indicators);
  const lateBefore = withoutLate(publishing.earlier).flatMap((id) => late.shownBy.get(id) ?? []);
  const hiddenLate = protect(late, [...small(late, below), ...lateBefore]);
  return { ...report, cells: report.cells.map((cell) => publishedCell(cell, isHidden(cell, figures, hidden), isHidden(cell, late, hiddenLate))) };
}

/** Publishes the same figures anew, such as by another pack: nothing shows that was hidden when they were published before. */
export function publishAnew(report: RawReport, publishing: Publishing, earlier: PublishedReport): PublishedReport {
  const anew = publish(report, publishing);
  const before = new Map(earlier.cells.map((cell) => [cell.id, cell]));
  const showsMore = anew.cells.some((cell) => {
    const was = before.get(cell.id);
    return was === undefined || (!isSuppressed(cell) && (isSuppressed(was) || (cell.late !== undefined && was.late === undefined)));
  });
  return showsMore ? publish(report, { ...publishing, earlier }) : anew;
}

const small = ({ values }: ReportFigures, below: number): readonly string[] =>
  [...values].filter(([, value]) => value > 0 && value < below).map(([key]) => key);
const isHidden = (cell: RawCell, { shownBy }: ReportFigures, hidden: ReadonlySet<string>): boolean =>
  shownBy.get(cell.id)?.some((key) => hidden.has(key)) ?? false;

function publishedCell({ late, lateEvents: _, ...cell }: RawCell, hidden: boolean, lateHidden: boolean): PublishedCell {
  const { id, indicator, area, breakdown } = cell;
  if (hidden) return { id, indicator, area, breakdown, suppressed: true };
  return lateHidden ? cell : { ...cell, late };
}

function hideValues(
  report: RawReport,
  figures: ReportFigures,
  { below, previous, earlier }: Publishing,
  indicators: readonly Indicator[],
): ReadonlySet<string> {
  const wereSuppressed = suppressedIds(earlier);
  const sticky = report.cells.filter(({ id }) => wereSuppressed.has(id)).flatMap(({ id }) => figures.shownBy.get(id) ?? []);
  const protection = new Protection(figures).hide([...small(figures, below), ...sticky]);
  const { hidden } = protection;
  const linked = (): readonly string[] => [...besideHidden(figures, hidden), ...linkedByBalance(report, figures, hidden, previous, indicators)];
  for (let more = linked(); more.length; more = linked()) protection.hide(more);
  return hidden;
}

/** Cells that an earlier publication shows without their late line. */
const withoutLate = (report: PublishedReport | undefined): readonly string[] =>
  (report?.cells ?? []).flatMap((cell) => (isSuppressed(cell) || cell.late !== undefined ? [] : [cell.id]));

const suppressedIds = (report: PublishedReport | undefined): ReadonlySet<string> => new Set(report?.cells.filter(isSuppressed).map(({ id }) => id));

/** The other figure of a suppressed share, unless a cell that is shown shows it anyway. Zeros are no secret. */
function besideHidden({ shownBy, values }: ReportFigures, hidden: ReadonlySet<string>): readonly string[] {
  const cells = [...shownBy.values()];
  const shown = new Set(cells.filter((keys) => !keys.some((key) => hidden.has(key))).flat());
  const ofHidden = cells.filter((keys) => keys.some((key) => hidden.has(key))).flat();
  return ofHidden.filter((key) => !hidden.has(key) && !shown.has(key) && (values.get(key) ?? 0) > 0);
}

/** Stocks of two quarters and the flows between them determine each other: where just one of them is hidden, another one is hidden too. */
function linkedByBalance(
  report: RawReport,
  figures: ReportFigures,
  hidden: ReadonlySet<string>,
  previous: PublishedReport | undefined,
  indicators: readonly Indicator[],
): readonly string[] {
  const before = suppressedIds(previous);
  if (!previous) return [];
  return indicators.flatMap(({ code, balance }) => {
    if (!balance) return [];
    const places = report.cells.filter((cell) => cell.indicator === code && cell.measure === balance.stocks[0]).map(({ breakdown }) => breakdown);
    return places.flatMap((at) => {
      const keys = [...balance.stocks, ...balance.flows].map((quantity) => figureKey(code, quantity, at));
      const hiddenNow = keys.filter((key) => hidden.has(key)).length;
      const hiddenBefore = balance.stocks.filter((stock) => before.has(cellId(code, stock, at))).length;
      return hiddenNow + hiddenBefore === 1 ? smallestShown(keys, figures, hidden) : [];
    });
  });
}

function smallestShown(keys: readonly string[], { values }: ReportFigures, hidden: ReadonlySet<string>): readonly string[] {
  const shown = keys.filter((key) => !hidden.has(key) && (values.get(key) ?? 0) > 0);
  return shown.sort((a, b) => (values.get(a) ?? 0) - (values.get(b) ?? 0)).slice(0, 1);
}
