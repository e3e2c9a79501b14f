import { addQuarters, toBase64, type PolicyPack, type Position, type Quarter, type Suite } from '@lianhu/kernel';
import {
  newestVersion,
  NotRestated,
  publish,
  publishAgain,
  publishAnew,
  reportBytes,
  restatementOf,
  statedVersion,
  withComparisons,
} from '@lianhu/reports';
import { inTurns } from '@lianhu/services/platform';
import type { Closing, PublishedReport, QuarterCount, RawReport, Restated, Restatement, StatedVersion } from '@lianhu/reports';
import type { KeptFigures, KeptName } from './kept-figures';
import { QuarterCounts, type CountingParts } from './quarter-counts';

/** What figures are made from. */
export interface FiguresParts extends CountingParts {
  readonly policy: PolicyPack['report'];
  /** Whether the log has events of a quarter or of an earlier one. */
  readonly isKnown: (quarter: Quarter) => boolean;
  /** How a quarter was closed; undefined while it is not. */
  readonly closing: (quarter: Quarter) => Closing | undefined;
  readonly kept: KeptFigures;
  readonly suite: Suite;
  /** Root of the log's tree at a size. */
  readonly rootAt: (position: Position) => Promise<string>;
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
/**
 * frozen: the bytes that were closed or restated, by the hash in that event; recounted: no hash is named (a running quarter, an event
 * of before there was one), so they were counted again; differs: they are lost, and counting again does not give them.
 */
export type Origin = 'frozen' | 'recounted' | 'differs';
/** The unsuppressed figures of a version. */
export interface Raw {
  readonly report: RawReport;
  readonly origin: Origin;
}
interface Published {
  readonly position: Position;
  readonly done: boolean;
  readonly report: PublishedReport;
  /** Made of figures that are not those that were closed or restated. */
  readonly differs?: boolean;
}

/** The published figures of quarters: small, and kept, those of closed ones for good; the counts behind them are made again when somebody asks. One request at a time. */
export class QuarterFigures {
  private readonly counts: QuarterCounts;
  private readonly made = new Map<Quarter, Published>();
  /** Later versions, by quarter and version. */
  private readonly restated = new Map<string, Published>();
  private readonly looked = new Map<Quarter, Since>();

  constructor(private readonly parts: FiguresParts) {
    this.counts = new QuarterCounts(parts);
  }

  /** Takes into a quarter's count what has come since. */
  async keepUp(quarter: Quarter): Promise<void> {
    await this.counts.of(quarter);
  }

  /** The count behind a version of a quarter's figures. Throws NotRestated. */
  async count(quarter: Quarter, version: number): Promise<QuarterCount> {
    if (version <= 1) return (await this.counts.of(quarter)).count;
    const stated = statedVersion(this.parts.closing(quarter), version);
    if (!stated) throw new NotRestated(quarter, version);
    return this.counts.restated(quarter, stated);
  }

  /** What the next version would be, and the last position that counts in it. */
  async corrected(quarter: Quarter): Promise<{ readonly report: RawReport; readonly position: Position }> {
    const { count, to } = await this.counts.corrected(quarter);
    return { report: await inTurns(count.reportSteps()), position: to };
  }

  /** The unsuppressed figures of a version: those that were closed or restated, from their file where that is what the log names. Throws NotRestated. */
  async raw(quarter: Quarter, version: number): Promise<Raw> {
    const closing = this.parts.closing(quarter);
    const stated = statedVersion(closing, version);
    const kept = closing && stated?.report && this.parts.kept.ever<RawReport>(nameOf('raw', quarter, closing, stated));
    if (kept && this.hashOf(kept) === stated?.report) return { report: kept, origin: 'frozen' };
    const report = await inTurns((await this.count(quarter, version)).reportSteps());
    if (!closing || stated?.report === undefined) return { report, origin: 'recounted' };
    if (this.hashOf(report) !== stated.report) return { report, origin: 'differs' };
    this.freeze(quarter, closing, stated, report);
    return { report, origin: 'frozen' };
  }

  /** Keeps what is closed or restated. Where it cannot be written, it is counted again and compared with the hash in the log. */
  freeze(quarter: Quarter, closing: ClosedBy, stated: StatedVersion, report: RawReport): void {
    this.parts.kept.put(nameOf('raw', quarter, closing, stated), report);
  }

  /** SHA-256 (base64) of a report's bytes, as closings and restatements name it. */
  hashOf(report: RawReport): string {
    return toBase64(this.parts.suite.sha256(reportBytes(report)));
  }

  /** Where the figures are from that `published` or `later` gave of a closed quarter. */
  originOf(quarter: Quarter, { version, report }: StatedVersion): Origin {
    if (report === undefined) return 'recounted';
    const made = this.restated.get(keyOf(quarter, version)) ?? this.made.get(quarter);
    return made?.differs ? 'differs' : 'frozen';
  }

  /** The figures of a quarter past its cut-off are made once, and then need no count. The one before first: no count waits for another. */
  async published(quarter: Quarter): Promise<PublishedReport> {
    const closing = this.parts.closing(quarter);
    const name = closing && nameOf('figures', quarter, closing, closing);
    const known = this.made.get(quarter) ?? (name && keptAs(this.parts.kept.get(name)));
    const published = known?.done ? known : await (closing ? this.makeClosed(quarter, closing) : this.make(quarter, known));
    this.made.set(quarter, published);
    if (published.done && !published.differs && name) this.parts.kept.put(name, published.report);
    return published.report;
  }

  private async make(quarter: Quarter, known: Published | undefined): Promise<Published> {
    const previous = await this.ago(quarter, 1);
    const { count, done } = await this.counts.of(quarter);
    const raw = await inTurns(count.reportSteps());
    const { position } = raw;
    if (known?.position === position && !done) return known;
    const report = await this.compared(quarter, publish(raw, { below: this.parts.policy.suppressBelow, previous }), previous);
    return { position, done, report };
  }

  /** Of what was published before, nothing hidden is shown; where its figures are lost or no hash proves them, it stays as it was. */
  private async makeClosed(quarter: Quarter, closing: Closing): Promise<Published> {
    const previous = await this.ago(quarter, 1);
    const { report: raw, origin } = await this.raw(quarter, closing.version);
    const earlier = this.parts.kept.ever<PublishedReport>(nameOf('figures', quarter, closing, closing));
    if (earlier && origin !== 'frozen') return { position: earlier.position, done: true, report: earlier };
    const publishing = { below: this.parts.policy.suppressBelow, previous };
    const report = earlier ? publishAnew(raw, publishing, earlier) : publish(raw, publishing);
    return { position: raw.position, done: true, report: await this.compared(quarter, report, previous), differs: origin === 'differs' };
  }

  /** A later version's figures, made once: what was published of it stays. */
  async later(quarter: Quarter, closing: Closing, stated: Restated): Promise<PublishedReport> {
    const name = nameOf('figures', quarter, closing, stated);
    const key = keyOf(quarter, stated.version);
    const published = this.restated.get(key) ?? keptAs(this.parts.kept.ever(name)) ?? (await this.makeLater(quarter, closing, stated));
    this.restated.set(key, published);
    if (!published.differs) this.parts.kept.put(name, published.report);
    return published.report;
  }

  private async makeLater(quarter: Quarter, closing: Closing, { version }: Restated): Promise<Published> {
    const before = closing.restated.find((one) => one.version === version - 1);
    const earlier = before ? await this.later(quarter, closing, before) : await this.published(quarter);
    const previous = await this.ago(quarter, 1);
    const { report: raw, origin } = await this.raw(quarter, version);
    const report = publishAgain(raw, { below: this.parts.policy.suppressBelow, previous }, earlier);
    return { position: raw.position, done: true, report: await this.compared(quarter, report, previous), differs: origin === 'differs' };
  }

  /** What of a closed quarter was corrected since. It is counted again only when something was that has not been looked at. */
  async since(quarter: Quarter, closing: Closing): Promise<Since> {
    const version = newestVersion(closing);
    const name = nameOf('since', quarter, closing, closing.restated.at(-1) ?? closing);
    const looked = this.looked.get(quarter) ?? (await this.keptSince(name));
    const known = looked?.version === version ? looked : { version, to: closing.position, changedSince: 0 };
    const { found, to } = await this.counts.correctedAfter(known.to);
    const since = found ? await this.countedSince(quarter, version) : { ...known, to };
    this.looked.set(quarter, since);
    if (found) this.parts.kept.put(name, { since, root: await this.parts.rootAt(since.to) } satisfies KeptSince);
    return since;
  }

  /** What was found before this start, if the log still is what was looked at. */
  private async keptSince(name: KeptName): Promise<Since | undefined> {
    const kept = this.parts.kept.get<KeptSince>(name);
    return kept && (await this.parts.rootAt(kept.since.to).catch(() => undefined)) === kept.root ? kept.since : undefined;
  }

  private async countedSince(quarter: Quarter, version: number): Promise<Since> {
    const { to, changed: changedSince } = await this.counts.changedSince(quarter);
    if (changedSince === 0) return { version, to, changedSince };
    const stated = await inTurns((await this.count(quarter, version)).reportSteps());
    const { report: corrected } = await this.corrected(quarter);
    return { version, to, changedSince, restatement: restatementOf(stated, corrected, this.parts.policy.restate) };
  }

  private async ago(quarter: Quarter, quarters: number): Promise<PublishedReport | undefined> {
    const earlier = addQuarters(quarter, -quarters);
    return this.parts.isKnown(earlier) ? this.published(earlier) : undefined;
  }

  private async compared(quarter: Quarter, report: PublishedReport, previous: PublishedReport | undefined): Promise<PublishedReport> {
    return withComparisons(report, previous, await this.ago(quarter, 4));
  }
}

/** What was found of a closed quarter, and the root of the log in which it was looked for. */
interface KeptSince {
  readonly since: Since;
  readonly root: string;
}

const keptAs = (report: PublishedReport | undefined): Published | undefined => report && { position: report.position, done: true, report };

/** What every version of a closed quarter has of its closing. */
type ClosedBy = Pick<Closing, 'root' | 'policy'>;

const keyOf = (quarter: Quarter, version: number): string => `${quarter} ${version}`;
const nameOf = (what: KeptName['what'], quarter: Quarter, { root, policy }: ClosedBy, { version, position }: StatedVersion): KeptName => ({
  ...{ what, quarter, version, position, root, policy },
});
