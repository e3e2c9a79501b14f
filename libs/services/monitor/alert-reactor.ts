import { warnings } from '@lianhu/catalogue';
import { historyOf } from '@lianhu/follow';
import type { PolicyPack, Position, Recorded } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { decideAlerts, subjectsToJudge, typesToJudge, type AlertIds } from '@lianhu/processes/alert';
import type { HubForMonitor } from '@lianhu/services/platform';

/** What the alert reactor decides with. */
export interface AlertReactorParts {
  readonly log: EventLog;
  readonly hub: HubForMonitor;
  readonly policy: PolicyPack;
  /** `HMAC(alert key, rule, subject, deciding position)`: a re-run gives the same id. */
  readonly idOf: AlertIds;
}

const HISTORY_TYPES = typesToJudge(warnings);

/** Decides alerts for every child that a page concerns, position by position, and appends them; the same page again appends nothing new. */
export async function reactToPage({ log, hub, policy, idOf }: AlertReactorParts, events: readonly Recorded[], upTo: Position): Promise<void> {
  const after = (events[0]?.position ?? 1) - 1;
  for (const child of subjectsToJudge(events, warnings)) {
    const history = await historyOf(log, child, upTo, HISTORY_TYPES);
    const decided = decideAlerts(history, warnings, policy, idOf, after);
    if (decided.length > 0) await hub.own(decided.map(({ event }) => event));
  }
}
