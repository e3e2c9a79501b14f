import type { Calendar } from '@lianhu/calendar';
import { CAUSES_TOLD, causeOf, type Causes, type ReplayedMoment, type ReplayedRow, type ReplayTarget } from '@lianhu/follow';
import { recorded, toBase64, type PolicyPack, type Position, type Quarter, type Recorded, type Suite } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import {
  CellCauses,
  countVersion,
  INDICATORS,
  reportBytes,
  statedVersion,
  versionsOf,
  type Closings,
  type RawReport,
  type StatedVersion,
  type VersionCount,
} from '@lianhu/reports';
import { inTurns } from '@lianhu/services/platform';

/** What a quarter is counted from, beside the events. */
export interface QuarterParts {
  readonly quarter: Quarter;
  /** Which version: 1 as it was closed, or stands while it is not; a later one as it was restated. */
  readonly version: number;
  readonly policy: PolicyPack;
  /** SHA-256 (base64) of the pack's text. */
  readonly policyHash: string;
  readonly calendar: Calendar;
  readonly closings: Closings;
  readonly suite: Suite;
  readonly log: Pick<EventLog, 'read'>;
  /** Two moments will be compared: then the facts of both are kept. */
  readonly compares: boolean;
}

/** A version that was counted to one moment, as the log names it and as it was found. */
export interface Proof {
  readonly stated: StatedVersion;
  readonly found: { readonly root?: string; readonly report: string };
}

/** A quarter's raw cells in one of its versions, without the frozen copy, without views, as far as a position has come. */
export class QuarterTarget implements ReplayTarget {
  /** How the log names the version; undefined of a quarter that is not closed. */
  readonly stated: StatedVersion | undefined;
  private readonly now: VersionCount;
  /** Fed as far as the first of two moments. */
  private readonly then: VersionCount | undefined;
  private causes: CellCauses | undefined;
  private readonly reports = new Map<Position, { readonly report: RawReport; readonly hash: string }>();
  private seen: Position = 0;

  /** Throws NotRestated. */
  constructor(private readonly parts: QuarterParts) {
    const { suite, quarter, version, policy, calendar, closings, compares } = parts;
    const begin = () => countVersion({ quarter, policy, calendar, closings, sha256: (...data) => suite.sha256(...data) }, version);
    this.stated = statedVersion(closings.get(quarter), version);
    this.now = begin();
    this.then = compares ? begin() : undefined;
  }

  get name() {
    const { quarter } = this.parts;
    const version = this.stated && { version: this.stated.version };
    return { quarter, ...version, definitions: INDICATORS.map(({ code, version: of }) => `${code}@${of}`).join(' ') };
  }
  /** The report as of the last position that was asked for. */
  get report(): RawReport | undefined {
    return [...this.reports.values()].at(-1)?.report;
  }

  /** What the report is counted by at a moment and what it comes to; where it is a whole version there, also what the log names. */
  hashesAt(position: Position): Readonly<Record<string, string | undefined>> {
    const { version = 1, report: named } = this.statedAt(position) ?? {};
    const hashes = { policy: this.parts.policyHash, reportHash: this.reports.get(position)?.hash };
    return { ...hashes, ...(named !== undefined && { [version > 1 ? 'restatedHash' : 'closedHash']: named }) };
  }

  /** Of each moment at which it is a whole version, what the log names and what was found. */
  proofs(moments: readonly Pick<ReplayedMoment, 'position' | 'root'>[]): readonly Proof[] {
    return moments.flatMap(({ position, root }) => {
      const [stated, counted] = [this.statedAt(position), this.reports.get(position)];
      return stated && counted ? [{ stated, found: { report: counted.hash, ...(position === stated.position && { root }) } }] : [];
    });
  }

  /** The version that it is at a position: its own from where that ends, an earlier one where that ended; undefined between. */
  private statedAt(position: Position): StatedVersion | undefined {
    const { stated } = this;
    if (stated && position >= stated.position) return stated;
    const { quarter, version } = this.parts;
    return versionsOf(this.parts.closings.get(quarter)).findLast((one) => one.version < version && one.position === position);
  }

  add(events: readonly Recorded[]): Promise<void> {
    for (const event of events) {
      this.now.take(event);
      if (!this.causes) this.then?.take(event);
      this.seen = event.position;
    }
    return Promise.resolve();
  }

  async *rowsAt(position: Position): AsyncGenerator<ReplayedRow> {
    const report = await inTurns(this.now.count.reportSteps());
    this.reports.set(position, { report, hash: toBase64(this.parts.suite.sha256(reportBytes(report))) });
    const rows = report.cells.map((cell) => ({ key: cell.id, row: cell }));
    yield* rows.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  remember(): void {
    if (this.then) this.causes = new CellCauses(this.then.count, this.now.count, this.seen);
  }

  /** The events since that made a cell another one. */
  async causesOf(cell: string): Promise<Causes> {
    const positions = this.causes ? await inTurns(this.causes.of(cell)) : [];
    const newest = positions.slice(-CAUSES_TOLD).reverse();
    const pages = await Promise.all(newest.map((position) => this.parts.log.read(position - 1, 1)));
    return { count: positions.length, newest: pages.flatMap(({ lines }) => lines.map((line) => causeOf(recorded(line)))) };
  }

  close(): void {
    this.causes = undefined;
  }
}
