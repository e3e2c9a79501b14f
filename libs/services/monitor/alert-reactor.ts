import { warnings } from '@lianhu/catalogue';
import { historiesOf } from '@lianhu/follow';
import type { PolicyPack, Position, Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { ChildAlerts, subjectsToJudge, typesToJudge, type AlertIds } from '@lianhu/processes/alert';
import type { HubForMonitor } from '@lianhu/services/platform';

/** What the alert reactor decides with. */
export interface AlertReactorParts {
  readonly log: LogReader;
  readonly hub: HubForMonitor;
  readonly policy: PolicyPack;
  /** `HMAC(alert key, rule, subject, deciding position)`: a re-run gives the same id. */
  readonly idOf: AlertIds;
}

const HISTORY_TYPES = typesToJudge(warnings);
/** Children of whom is remembered how far they were judged. Reason: some kilobytes each; who is not remembered is judged from the beginning. */
const REMEMBERED = 1_000;

/** Children whose histories are read together and whose decisions are appended together. Reason: bounded memory. */
const AT_ONCE = 32;

/** A child's alerts as judged up to a position. */
interface Judged {
  readonly alerts: ChildAlerts;
  readonly upTo: Position;
}

/** Decides alerts for every child that a page concerns, position by position, and appends them; the same page again appends nothing new. */
export class AlertReactor {
  private readonly judged = new Map<string, Judged>();

  constructor(private readonly parts: AlertReactorParts) {}

  async react(events: readonly Recorded[], upTo: Position): Promise<void> {
    const { log, hub } = this.parts;
    const after = (events[0]?.position ?? 1) - 1;
    const children = [...subjectsToJudge(events, warnings)];
    for (let from = 0; from < children.length; from += AT_ONCE) {
      const judging = children.slice(from, from + AT_ONCE).map((child) => ({ child, ...this.take(child, after) }));
      const wanted = judging.map((one) => ({ subject: one.child, after: one.upTo }));
      const histories = await historiesOf(log, wanted, upTo, HISTORY_TYPES);
      const decided = judging.flatMap(({ child, alerts }) => (histories.get(child) ?? []).flatMap((event) => alerts.see(event)));
      const fresh = decided.filter(({ position }) => position > after);
      if (fresh.length > 0) await hub.own(fresh.map(({ event }) => event));
      for (const { child, alerts } of judging) this.remember(child, { alerts, upTo });
    }
  }

  /** Taken away until its decisions are appended: a page that comes again is judged from the beginning. */
  private take(child: string, after: Position): Judged {
    const known = this.judged.get(child);
    this.judged.delete(child);
    return known && known.upTo <= after ? known : { alerts: new ChildAlerts(warnings, this.parts.policy, this.parts.idOf), upTo: 0 };
  }

  private remember(child: string, judged: Judged): void {
    if (this.judged.size >= REMEMBERED) this.judged.delete(this.judged.keys().next().value as string);
    this.judged.set(child, judged);
  }
}
