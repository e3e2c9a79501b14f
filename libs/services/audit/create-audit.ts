import { AccessLog, References } from '@lianhu/access';
import type { Clock, Suite } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import { ReadRecorder, type TrustFile } from '@lianhu/services/platform';
import type { AuditParts } from './audit.controller';
import { LogPages } from './log-pages';

/** What the auditors' service needs from outside. */
export interface AuditOptions {
  /** Connection as role lianhu_audit. */
  readonly url: string;
  readonly log: EventLog;
  readonly suite: Suite;
  readonly clock: Clock;
  readonly trust: TrustFile;
}

/** Makes the auditors' service; it only reads, and records what it shows. */
export function createAudit({ url, log, suite, clock, trust }: AuditOptions): { parts: AuditParts; pages: LogPages; close(): Promise<void> } {
  const pool = createPool(url, { max: 4, applicationName: 'lianhu-audit' });
  const accesses = new AccessLog(pool, suite, () => clock.now());
  const recorder = new ReadRecorder(accesses);
  return { parts: { log, recorder, accesses, trust }, pages: new LogPages(log, suite, new References(pool), recorder), close: () => pool.end() };
}
