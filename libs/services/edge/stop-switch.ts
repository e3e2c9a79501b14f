import { join } from 'node:path';
import { momentOf } from '@lianhu/kernel';
import { HubAway, logger, ProblemError } from '@lianhu/services/platform';
import { putJson, readJson, removeFile } from './files';

/** Why an edge stops, in the words of those who have to decide. */
export const ALARMS = {
  'log-shorter':
    'The hub holds fewer events than it has signed before: an older backup was restored, or events were cut off. Ask the office. After a restore: `lianhu edge push-again`.',
  'history-diverged':
    'The history that the hub shows is not the one that it has signed before: it was rewritten, or an older backup was restored and has gone on. Ask the office and an auditor. After a restore: `lianhu edge push-again`.',
  'bad-checkpoint': "The hub gave a checkpoint that is not signed by the log's key. Ask the office; then `lianhu edge trust-again`.",
  'bad-receipt': 'The hub gave a receipt that does not prove that the event stands in the log. Ask the office; then `lianhu edge trust-again`.',
  'other-log': 'The hub speaks for another log, or signs with another key, than this edge knows. Ask the office; then `lianhu edge trust-again`.',
  'foreign-key':
    'The log holds a signing key of this department that this edge did not make: somebody may sign in its name. Not yours: have it revoked first. Then `lianhu edge trust-again`.',
} as const;
export type AlarmCode = keyof typeof ALARMS;

/** An alarm that stands. `detail` names sizes and key ids, nothing of an event. */
export interface Alarm {
  readonly code: AlarmCode;
  readonly since: string;
  readonly detail: string;
}

/** Where the alarm is kept in an edge's folder. */
export const ALARM_FILE = 'alarm.json';

/** Stops an edge for good: an alarm stands, across restarts, until an operator has decided. What is kept stays kept. */
export class StopSwitch {
  private standing: Alarm | undefined;

  constructor(
    private readonly path: string,
    private readonly department: string,
  ) {
    this.standing = readJson(path) as Alarm | undefined;
    if (this.standing) this.tell(this.standing);
  }

  get alarm(): Alarm | undefined {
    return this.standing;
  }

  /** The first alarm stands; what is found later does not hide it. */
  stop(code: AlarmCode, detail: string): void {
    if (this.standing) return;
    this.standing = { code, since: momentOf(Date.now()), detail };
    this.tell(this.standing);
    try {
      putJson(this.path, this.standing);
    } catch (error) {
      // It stands in memory, and what it is about is found again after a restart.
      logger.error({ department: this.department, code: (error as { code?: unknown }).code }, 'the alarm cannot be written down');
    }
  }

  /** An operator has decided. */
  clear(): void {
    removeFile(this.path);
    this.standing = undefined;
  }

  /** Throws ProblemError `edge-stopped` while an alarm stands. */
  refuseIntake(): void {
    if (this.standing) throw new ProblemError('edge-stopped', { detail: this.standing.code, retryAfter: RETRY_AFTER_S });
  }

  /** Throws HubAway while an alarm stands, so that what is on its way is kept. */
  holdBack(): void {
    if (this.standing) throw new HubAway(`the edge has stopped: ${this.standing.code}`);
  }

  private tell({ code, detail }: Alarm): void {
    logger.fatal({ department: this.department, alarm: code, detail }, `edge stopped: ${ALARMS[code]}`);
  }
}

/** What a sender waits before it asks a stopped edge again. Unit: seconds. */
const RETRY_AFTER_S = 300;

/** The alarm that stands in an edge's folder. */
export const alarmIn = (folder: string): Alarm | undefined => readJson(join(folder, ALARM_FILE)) as Alarm | undefined;
