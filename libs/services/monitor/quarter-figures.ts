import { addQuarters, type PolicyPack, type Position, type Quarter } from '@lianhu/kernel';
import { newestVersion, publish, publishAgain, restatementOf, withComparisons } from '@lianhu/reports';
import type { Closing, PublishedReport, QuarterCount, Restatement } from '@lianhu/reports';
import { QuarterCounts, type CountingParts } from './quarter-counts';

/** What figures are made from. */
export interface FiguresParts extends CountingParts {
  readonly policy: PolicyPack['report'];
  /** Whether the log has events of a quarter or of an earlier one. */
  readonly isKnown: (quarter: Quarter) => boolean;
}
/** What was found of a closed quarter when it was looked for corrections last. */
export interface Since {
  /** The newest version then. */
  readonly version: number;
  /** Up to here nothing else corrects it. */
  readonly to: Position;
  /** Facts behind the closed figures that were changed since. */
  readonly changedSince: number;
  /** What of the newest version has to be stated again, by the policy's measure. */
  readonly restatement?: Restatement;
}
interface Published {
  readonly position: Position;
  readonly done: boolean;
  readonly report: PublishedReport;
}

/** The published figures of quarters: small, and kept; the counts behind them are made again when somebody asks. One request at a time. */
export class QuarterFigures {
  private readonly counts: QuarterCounts;
  private readonly made = new Map<Quarter, Published>();
  private readonly restated = new Map<string, PublishedReport>();
  private readonly looked = new Map<Quarter, Since>();

  constructor(private readonly parts: FiguresParts) {
    this.counts = new QuarterCounts(parts);
  }

  /** The count behind a version of a quarter's figures. Throws NotRestated. */
  async count(quarter: Quarter, version: number): Promise<QuarterCount> {
    return version > 1 ? this.counts.restated(quarter, version) : (await this.counts.of(quarter)).count;
  }

  /** The figures of a quarter past its cut-off are made once, and then need no count. The one before first: no count waits for another. */
  async published(quarter: Quarter): Promise<PublishedReport> {
    const known = this.made.get(quarter);
    if (known?.done) return known.report;
    const previous = await this.before(quarter);
    const { count, done } = await this.counts.of(quarter);
    const raw = count.report();
    const { position } = raw;
    if (known?.position === position && !done) return known.report;
    const report = this.compared(quarter, publish(raw, { below: this.parts.policy.suppressBelow, previous }), previous);
    this.made.set(quarter, { position, done, report });
    return report;
  }

  /** A later version's figures, made once. Throws NotRestated. */
  async later(quarter: Quarter, version: number): Promise<PublishedReport> {
    const name = `${quarter} ${version}`;
    const known = this.restated.get(name);
    if (known) return known;
    const earlier = version === 2 ? await this.published(quarter) : await this.later(quarter, version - 1);
    const previous = await this.before(quarter);
    const raw = (await this.counts.restated(quarter, version)).report();
    const report = this.compared(quarter, publishAgain(raw, { below: this.parts.policy.suppressBelow, previous }, earlier), previous);
    this.restated.set(name, report);
    return report;
  }

  /** What of a closed quarter was corrected since. It is counted again only when something was that has not been looked at. */
  async since(quarter: Quarter, closing: Closing): Promise<Since> {
    const version = newestVersion(closing);
    const looked = this.looked.get(quarter);
    const known = looked?.version === version ? looked : { version, to: closing.position, changedSince: 0 };
    const { found, to } = await this.counts.correctedAfter(known.to);
    const since = found ? await this.countedSince(quarter, version) : { ...known, to };
    this.looked.set(quarter, since);
    return since;
  }

  private async countedSince(quarter: Quarter, version: number): Promise<Since> {
    const { to, changed: changedSince } = await this.counts.changedSince(quarter);
    if (changedSince === 0) return { version, to, changedSince };
    const stated = (await this.count(quarter, version)).report();
    const corrected = (await this.counts.corrected(quarter)).report();
    return { version, to, changedSince, restatement: restatementOf(stated, corrected, this.parts.policy.restate) };
  }

  private async before(quarter: Quarter): Promise<PublishedReport | undefined> {
    const before = addQuarters(quarter, -1);
    return this.parts.isKnown(before) ? this.published(before) : undefined;
  }

  private compared(quarter: Quarter, report: PublishedReport, previous: PublishedReport | undefined): PublishedReport {
    return withComparisons(report, previous, this.made.get(addQuarters(quarter, -4))?.report);
  }
}
