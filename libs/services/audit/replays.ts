import type { Calendar } from '@lianhu/calendar';
import { recorded, type Quarter, type Suite } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { countQuarter, foldClosings, reportBytes, type Closings } from '@lianhu/reports';
import { ProblemError, type LoadedPolicy } from '@lianhu/services/platform';

/** Lines read at a time. */
const PAGE = 2_000;

/** Counts closed quarters again from the log as the auditors' role reads it. */
export class Replays {
  constructor(
    private readonly log: EventLog,
    private readonly suite: Suite,
    private readonly calendar: Calendar,
    private readonly policy: LoadedPolicy,
  ) {}

  /** A closed quarter's raw cells, with what they were counted from. Throws ProblemError. */
  async quarter(quarter: Quarter): Promise<object> {
    const closing = (await this.closings()).get(quarter);
    if (!closing) throw new ProblemError('not-found');
    if (closing.policy !== this.policy.hash)
      throw new ProblemError('refused', { detail: 'closed with another policy pack: replay it from an export with that pack' });
    const { calendar, suite, log } = this;
    const count = countQuarter({ quarter, policy: this.policy.pack, calendar, sha256: (...data) => suite.sha256(...data) });
    for (let after = 0, open = true; open;) {
      const page = await log.read(after, PAGE);
      for (const line of page.lines) open = open && count.add(recorded(line));
      after = page.scannedTo;
      if (after >= page.head) break;
    }
    const report = count.report();
    const bytes = reportBytes(report);
    const { checkpoint } = await log.head();
    const manifest = {
      quarter,
      position: closing.position,
      root: closing.root,
      policy: closing.policy,
      checkpoint,
      reportHash: Buffer.from(suite.sha256(bytes)).toString('base64'),
      definitions: report.indicators.map(({ code, version }) => `${code}@${version}`).join(' '),
    };
    return { state: 'done', manifest, report };
  }

  private async closings(): Promise<Closings> {
    let closings: Closings = new Map();
    for (let after = 0; ;) {
      const page = await this.log.read(after, PAGE, { types: ['hub.report.closed'] });
      for (const line of page.lines) closings = foldClosings(closings, recorded(line));
      after = page.scannedTo;
      if (after >= page.head) return closings;
    }
  }
}
