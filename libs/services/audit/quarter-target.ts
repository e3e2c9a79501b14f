import type { Calendar } from '@lianhu/calendar';
import { CAUSES_TOLD, causeOf, NO_CAUSES, type Causes, type ReplayedRow, type ReplayTarget } from '@lianhu/follow';
import { recorded, toBase64, type PolicyPack, type Position, type Quarter, type Recorded, type Suite } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { countQuarter, INDICATORS, reportBytes, type Closings, type QuarterCount, type RawReport } from '@lianhu/reports';
import { inTurns } from '@lianhu/services/platform';

/** What a quarter is counted from, beside the events. */
export interface QuarterParts {
  readonly quarter: Quarter;
  readonly policy: PolicyPack;
  /** SHA-256 (base64) of the pack's text. */
  readonly policyHash: string;
  readonly calendar: Calendar;
  readonly closings: Closings;
  readonly suite: Suite;
  readonly log: Pick<EventLog, 'read'>;
}

/** A quarter's raw cells, without the frozen copy, without views: what was in time by its closing or cut-off, as far as a position has come. */
export class QuarterTarget implements ReplayTarget {
  private readonly count: QuarterCount;
  private seen: Position = 0;
  private since: Position = 0;
  private newest: RawReport | undefined;
  private open = true;

  constructor(private readonly parts: QuarterParts) {
    const { suite, quarter, policy, calendar, closings } = parts;
    this.count = countQuarter({ quarter, policy, calendar, closings, sha256: (...data) => suite.sha256(...data) });
  }

  get name() {
    return { quarter: this.parts.quarter, definitions: INDICATORS.map(({ code, version }) => `${code}@${version}`).join(' ') };
  }
  /** The report as of the last position that was asked for. */
  get report(): RawReport {
    return this.newest ?? this.count.report();
  }
  /** SHA-256 (base64) of the report's bytes. */
  get reportHash(): string {
    return toBase64(this.parts.suite.sha256(reportBytes(this.report)));
  }
  /** What the report is counted by and what it comes to; of a closed quarter also what its closing names. */
  get hashes(): { readonly policy: string; readonly reportHash: string; readonly closedHash?: string } {
    const { policyHash: policy, closings, quarter } = this.parts;
    return { policy, reportHash: this.reportHash, closedHash: closings.get(quarter)?.report };
  }
  /** Whether this is the report that was closed; undefined where it is not counted as far as that, or the closing names no hash. */
  get isAsClosed(): boolean | undefined {
    const closing = this.parts.closings.get(this.parts.quarter);
    return closing?.report === undefined || this.seen < closing.position ? undefined : closing.report === this.reportHash;
  }

  add(events: readonly Recorded[]): Promise<void> {
    for (const event of events) {
      this.open = this.open && this.count.add(event);
      this.seen = event.position;
    }
    return Promise.resolve();
  }

  async *rowsAt(): AsyncGenerator<ReplayedRow> {
    this.newest = await inTurns(this.count.reportSteps());
    const rows = this.newest.cells.map((cell) => ({ key: cell.id, row: cell }));
    yield* rows.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  remember(): void {
    this.since = this.seen;
  }

  /** The events that stand behind a cell now and did not before. */
  async causesOf(cell: string): Promise<Causes> {
    const positions = (this.count.sources(cell) ?? []).filter((position) => position > this.since);
    if (positions.length === 0) return NO_CAUSES;
    const newest = positions.slice(-CAUSES_TOLD).reverse();
    const pages = await Promise.all(newest.map((position) => this.parts.log.read(position - 1, 1)));
    return { count: positions.length, newest: pages.flatMap(({ lines }) => lines.map((line) => causeOf(recorded(line)))) };
  }

  close(): void {
    this.open = false;
  }
}
