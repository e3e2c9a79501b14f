import { join } from 'node:path';
import { AccessLog, OwnFiles, Seals } from '@lianhu/access';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import type { Clock, Suite } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import { ReadRecorder, type LoadedPolicy, type TrustFile } from '@lianhu/services/platform';
import type { AuditParts } from './audit.controller';
import { LogPages } from './log-pages';
import { ReplayJobs } from './replay-jobs';
import { Replays } from './replays';

/** What the auditors' service needs from outside. */
export interface AuditOptions {
  /** Connection as role lianhu_audit. */
  readonly url: string;
  readonly log: EventLog;
  readonly suite: Suite;
  readonly clock: Clock;
  readonly trust: TrustFile;
  readonly policy: LoadedPolicy;
  /** The off-line verifier's page; default: where the build puts it, beside the app that runs. */
  readonly verifierPage?: string;
}

/** The auditors' service with what its routes need. */
export interface RunningAudit {
  readonly parts: AuditParts;
  readonly pages: LogPages;
  readonly replays: Replays;
  readonly jobs: ReplayJobs;
  close(): Promise<void>;
}

const BUILT_PAGE = join(import.meta.dirname, '..', 'verifier', 'index.html');

/** Makes the auditors' service; it only reads, and records what it shows. */
export function createAudit({ url, log, suite, clock, trust, policy, verifierPage = BUILT_PAGE }: AuditOptions): RunningAudit {
  const pool = createPool(url, { max: 4, applicationName: 'lianhu-audit' });
  const accesses = new AccessLog(pool, suite, () => clock.now());
  const seals = new Seals(pool);
  const recorder = new ReadRecorder(accesses);
  const jobs = new ReplayJobs();
  return {
    parts: { log, recorder, accesses, seals, trust, verifierPage },
    pages: new LogPages(log, suite, new OwnFiles(pool), recorder, seals),
    replays: new Replays(log, suite, chinaCalendarAssuming, policy, seals),
    jobs,
    close: async () => {
      await jobs.close();
      await pool.end();
    },
  };
}
