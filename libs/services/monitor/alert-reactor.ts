import { warnings } from '@lianhu/catalogue';
import { eventsOf, historiesOf, personsAt } from '@lianhu/follow';
import type { PolicyPack, Position, Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { ChildAlerts, PersonAlerts, subjectsToJudge, typesToJudge, type AlertDecision, type AlertIds } from '@lianhu/processes/alert';
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
    const { log } = this.parts;
    const after = (events[0]?.position ?? 1) - 1;
    const persons = await personsAt(log, upTo);
    const judged = subjectsToJudge(events, warnings);
    const children = judged.filter((child) => persons.kinOf(child).length === 1);
    for (let from = 0; from < children.length; from += AT_ONCE) {
      const judging = children.slice(from, from + AT_ONCE).map((child) => ({ child, ...this.take(child, after) }));
      const wanted = judging.map((one) => ({ subject: one.child, after: one.upTo }));
      const histories = await historiesOf(log, wanted, upTo, HISTORY_TYPES);
      const decided = judging.flatMap(({ child, alerts }) => (histories.get(child) ?? []).flatMap((event) => alerts.see(event)));
      await this.append(decided.filter(({ position }) => position > after));
      for (const { child, alerts } of judging) this.remember(child, { alerts, upTo });
    }
    const done = new Set<string>();
    for (const child of judged) {
      const kin = persons.kinOf(child);
      if (kin.length === 1 || done.has(child)) continue;
      for (const file of kin) done.add(file);
      await this.append(await this.decideTogether(kin, after, upTo));
    }
  }

  /** Files that were ever merged or split are judged together, from their beginning. */
  private async decideTogether(files: readonly string[], after: Position, upTo: Position): Promise<readonly AlertDecision[]> {
    const histories = await Promise.all(files.map((file) => eventsOf(this.parts.log, file, upTo, HISTORY_TYPES)));
    const alerts = new PersonAlerts(warnings, this.parts.policy, this.parts.idOf);
    const events = histories.flat().sort((a, b) => a.position - b.position);
    return events.flatMap((event) => alerts.see(event)).filter(({ position }) => position > after);
  }

  /** What is taken back is asked for again first: the same id answers where it stands. */
  private async append(decided: readonly AlertDecision[]): Promise<void> {
    const { hub } = this.parts;
    const retracted = decided.flatMap(({ retracts }) => retracts ?? []);
    const places = retracted.length > 0 ? await hub.own(retracted) : [];
    const targets = new Map(retracted.map(({ id }, i) => [id, places[i]?.positions[0] ?? 0]));
    const own = decided.map(({ event, retracts }) => {
      const target = retracts && targets.get(retracts.id);
      return target === undefined ? event : { ...event, corrects: target, data: { ...event.data, target } };
    });
    if (own.length > 0) await hub.own(own);
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
