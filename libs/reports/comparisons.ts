import { addQuarters, type Quarter } from '@lianhu/kernel';
import type { RawReport } from './report';
import { isSuppressed, publish, type PublishedCell, type PublishedReport } from './suppression/publish';

/**
 * Sets the quarter before 环比 and the year before 同比 beside each cell. It takes published reports, so that a comparison
 * can only repeat what was shown; a cell suppressed now stays suppressed in all three, and a changed definition is not compared.
 */
export function withComparisons(report: PublishedReport, previous?: PublishedReport, yearAgo?: PublishedReport): PublishedReport {
  const [before, lastYear] = [shownValues(report, previous), shownValues(report, yearAgo)];
  const compare = (cell: PublishedCell): PublishedCell =>
    isSuppressed(cell) ? cell : { ...cell, previous: before.get(cell.id), yearAgo: lastYear.get(cell.id) };
  return { ...report, cells: report.cells.map(compare) };
}

function shownValues(report: PublishedReport, other: PublishedReport | undefined): ReadonlyMap<string, number> {
  const versions = new Map(report.indicators.map(({ code, version }) => [code, version]));
  const same = new Set(other?.indicators.filter(({ code, version }) => versions.get(code) === version).map(({ code }) => code));
  const values = new Map<string, number>();
  for (const cell of other?.cells ?? []) {
    if (!isSuppressed(cell) && cell.value !== undefined && same.has(cell.indicator)) values.set(cell.id, cell.value);
  }
  return values;
}

/** Publishes a series of quarters, oldest first, each protected against the one before and compared with it and with the year before. */
export function publishSeries(reports: readonly RawReport[], below: number): readonly PublishedReport[] {
  const published = new Map<Quarter, PublishedReport>();
  for (const report of [...reports].sort((a, b) => (a.quarter < b.quarter ? -1 : 1))) {
    const previous = published.get(addQuarters(report.quarter, -1));
    const yearAgo = published.get(addQuarters(report.quarter, -4));
    published.set(report.quarter, withComparisons(publish(report, { below, previous }), previous, yearAgo));
  }
  return [...published.values()];
}
