import { LianhuError, type Quarter, type Recorded } from '@lianhu/kernel';
import { countQuarter, type Counting, type QuarterCount } from './compute';
import { statedVersion, type StatedVersion } from './quarter';
import type { RawReport } from './report';
import { asIfInTime } from './restatement';
import { isSuppressed, publish, type PublishedReport, type Publishing } from './suppression/publish';

/** The log holds no such version of a quarter's report. */
export class NotRestated extends LianhuError {
  readonly code = 'report.not-restated';
  constructor(
    readonly quarter: Quarter,
    readonly version: number,
  ) {
    super(`There is no version ${version} of the report of ${quarter}: no hub.report.restated of it stands in these lines.`);
  }
}

/** A version of a quarter being counted: fed with the log from its beginning, in order. */
export interface VersionCount {
  readonly count: QuarterCount;
  /** Takes one event in; false once nothing more counts. */
  readonly take: (event: Recorded) => boolean;
}

/** Feeds a count up to the position that a restatement names, with what corrects the quarter as if it had come in time; false after it. */
export function asRestated(count: QuarterCount, { position }: Pick<StatedVersion, 'position'>): VersionCount['take'] {
  const take = asIfInTime(count);
  return (event) => event.position <= position && (take(event), true);
}

/**
 * Starts to count a version: the first as the quarter was closed, or, while it is not, up to its cut-off; a later one as it was restated.
 * As far as the position of an earlier version each is that version, to the byte. Throws NotRestated.
 */
export function countVersion(counting: Counting, version: number): VersionCount {
  const { quarter, closings } = counting;
  const stated = statedVersion(closings?.get(quarter), version);
  if (!stated && version !== 1) throw new NotRestated(quarter, version);
  const count = countQuarter(counting);
  const take = stated && version > 1 ? asRestated(count, stated) : (event: Recorded): boolean => count.add(event);
  let open = true;
  return { count, take: (event) => (open &&= take(event)) };
}

/**
 * Counts a quarter as a version has it: a later one with all that stands in the log up to the position that its restatement names, and
 * what corrects the quarter as if it had come in time. The same log always gives the same bytes. Throws NotRestated.
 */
export async function computeRestated(
  events: AsyncIterable<Recorded> | Iterable<Recorded>,
  counting: Counting,
  version: number,
): Promise<QuarterCount> {
  const { count, take } = countVersion(counting, version);
  for await (const event of events) if (!take(event)) break;
  return count;
}

/**
 * Publishes a later version beside an earlier one, which stays readable. What was suppressed stays so; where a figure is small now
 * and was shown before, its whole indicator is suppressed: most of it did not change, so the earlier figures would tell the small one.
 */
export function publishAgain(report: RawReport, publishing: Publishing, earlier: PublishedReport): PublishedReport {
  const again = publish(report, { ...publishing, earlier });
  const hidden = new Set(earlier.cells.filter(isSuppressed).map(({ id }) => id));
  const whole = new Set(again.cells.filter((cell) => isSuppressed(cell) && !hidden.has(cell.id)).map(({ indicator }) => indicator));
  if (whole.size === 0) return again;
  const covered = report.cells.filter(({ id, indicator }) => whole.has(indicator) || hidden.has(id));
  const cells = covered.map(({ id, indicator, area, breakdown }) => ({ id, indicator, area, breakdown, suppressed: true as const }));
  const shown = earlier.cells.filter((cell) => !isSuppressed(cell));
  return publish(report, { ...publishing, earlier: { ...earlier, cells: [...cells, ...shown] } });
}
