import type { AccessLog } from '@lianhu/access';
import { AccessLogAnchored } from '@lianhu/departments/hub';
import { addDays, dateOf, definitionOf, momentOf, recorded, type Clock, type PlainDate } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import type { HubForMonitor } from '@lianhu/services/platform';

/** What anchoring needs. */
export interface AnchorParts {
  readonly accessLog: Pick<AccessLog, 'dayRoot' | 'daysBefore'>;
  readonly hub: Pick<HubForMonitor, 'own'>;
  readonly log: Pick<LogReader, 'read'>;
  readonly clock: Clock;
}

const ANCHORED = definitionOf(AccessLogAnchored).type;
const PAGE = 500;

/** Puts each day's count and root of the access log into the main log, once the day is over: also of days after which nobody looked. */
export class Anchors {
  private known: Set<PlainDate> | undefined;

  constructor(private readonly parts: AnchorParts) {}

  /** A day that is found broken is not anchored and keeps none of the others from it; then throws AccessLogBroken. */
  async drop(): Promise<void> {
    const today = dateOf(momentOf(this.parts.clock.now()));
    const yesterday = addDays(today, -1);
    const known = (this.known ??= await this.anchored());
    if (known.has(yesterday)) return;
    const days = new Set([...(await this.parts.accessLog.daysBefore(today)), yesterday]);
    const faults: unknown[] = [];
    for (const day of days) if (!known.has(day)) await this.anchor(day).catch((error: unknown) => faults.push(error));
    if (faults.length > 0) throw faults[0];
  }

  private async anchor(day: PlainDate): Promise<void> {
    const { reads, root } = await this.parts.accessLog.dayRoot(day);
    const time = `${addDays(day, 1)}T00:00:00.000+08:00`;
    await this.parts.hub.own([{ type: ANCHORED, id: `access-log-${day}`, time, data: { day, reads, root } }]);
    this.known?.add(day);
  }

  /** Days that the log has. */
  private async anchored(): Promise<Set<PlainDate>> {
    const days = new Set<PlainDate>();
    for (let after = 0; ;) {
      const { lines, scannedTo, head } = await this.parts.log.read(after, PAGE, { types: [ANCHORED] });
      for (const line of lines) days.add((recorded(line).data as { day: PlainDate }).day);
      if (scannedTo >= head) return days;
      after = scannedTo;
    }
  }
}
