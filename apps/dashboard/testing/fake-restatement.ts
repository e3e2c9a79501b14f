import type { QuarterVersion } from '../api/replay-client';
import type { Report } from '../api/report-types';

/** The closed quarter that corrections ask to state again 重报. */
export const TO_RESTATE = '2026-Q1';

/** Versions of that quarter's report, and the reasons that were given for them. */
export class FakeRestatement {
  readonly reasons: string[] = [];

  restate(body: string): { readonly version: number } {
    this.reasons.push((JSON.parse(body) as { reason: string }).reason);
    return { version: 1 + this.reasons.length };
  }
  /** Versions of a closed quarter, with the positions that they are counted to. */
  versionsOf(quarter: string): readonly QuarterVersion[] {
    const newest = quarter === TO_RESTATE ? 1 + this.reasons.length : 1;
    return Array.from({ length: newest }, (_, n) => ({ version: n + 1, position: 18_402 + n }));
  }
  /** A report as a version of it is shown, the newest unless one is named. */
  shown(report: Report, named: string | null): Report {
    if (report.quarter !== TO_RESTATE) return report;
    const versions = this.versionsOf(report.quarter).map((one) => ({ ...one, on: '2026-04-09' }));
    const newest = versions.length;
    return {
      ...report,
      version: named === null ? newest : Number(named),
      ...(newest === 1 ? { changedSince: 3, restatement: { required: true, indicators: ['B14'], cells: 2 } } : { versions }),
    };
  }
}
