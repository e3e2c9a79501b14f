import { warnings } from '@lianhu/catalogue';
import { eventsOf, historiesOf, personsAt } from '@lianhu/follow';
import { LianhuError, RECORD_SPLIT, type PolicyPack, type Position, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import {
  ALERT_LINES,
  ChildAlerts,
  decidedBehind,
  decideOn,
  PersonAlerts,
  subjectsToJudge,
  typesToJudge,
  type AlertDecision,
  type AlertIds,
} from '@lianhu/processes/alert';
import { logger, type HubForMonitor, type OwnEvent, type OwnOutcome } from '@lianhu/services/platform';

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

/** How long a copy of the log may take to show what was appended, until the page is tried again. Unit: milliseconds. */
const SHOWN_WITHIN_MS = 5_000;

/** The copy of the log that is followed does not show yet what was, or may have been, appended. */
export class AppendedNotShown extends LianhuError {
  readonly code = 'monitor.appended-not-shown';
  constructor(readonly position: Position) {
    super(`The copy of the log does not show position ${position} yet, up to which alerts were appended; they are decided on when it does.`);
  }
}

/** A child's alerts as judged up to a position. */
interface Judged {
  readonly alerts: ChildAlerts;
  readonly upTo: Position;
}

/**
 * Decides alerts for every child that a page concerns, position by position, and appends them; the same page again appends nothing
 * new. A child of whom nothing is remembered is judged from the beginning, and settled by what the log has raised: also by another
 * process, wherever the copy that is read here stands.
 */
export class AlertReactor {
  private readonly judged = new Map<string, Judged>();
  /** Newest position of what was appended, here or by whoever decided before. */
  private appended: Position = 0;
  /** How far it decided, or took over from another. */
  private stands: Position | undefined;

  constructor(private readonly parts: AlertReactorParts) {}

  async react(events: readonly Recorded[], upTo: Position): Promise<void> {
    const { log } = this.parts;
    const after = (events[0]?.position ?? 1) - 1;
    if (after !== this.stands) await this.takeOver(after);
    const persons = await personsAt(log, upTo);
    const judged = subjectsToJudge(events, warnings);
    const children = judged.filter((child) => persons.kinOf(child).length === 1);
    for (let from = 0; from < children.length; from += AT_ONCE) await this.decideApart(children.slice(from, from + AT_ONCE), after, upTo);
    const done = new Set<string>();
    for (const child of judged) {
      const kin = persons.kinOf(child);
      if (kin.length === 1 || done.has(child)) continue;
      for (const file of kin) done.add(file);
      await this.append(await this.decideTogether(kin, after, upTo));
    }
    this.stands = upTo;
  }

  /** What it has not decided up to a page another process has: whatever that one appended, the hub's log has by now. */
  private async takeOver(after: Position): Promise<void> {
    this.judged.clear();
    this.appended = Math.max(this.appended, await this.parts.hub.head());
    this.stands = after;
  }

  /** Files that were never merged or split, each by itself. */
  private async decideApart(children: readonly string[], after: Position, upTo: Position): Promise<void> {
    const judging = children.map((child) => ({ child, ...this.take(child, after) }));
    const wanted = judging.map((one) => ({ subject: one.child, after: one.upTo }));
    const histories = await historiesOf(this.parts.log, wanted, upTo, HISTORY_TYPES);
    const anew = judging.filter((one) => one.upTo === 0 && after > 0).map(({ child }) => ({ subject: child, after: 0 }));
    const lines = await historiesOf(this.parts.log, anew, anew.length === 0 ? 0 : await this.shown(), ALERT_LINES);
    const decided = judging.flatMap(({ child, alerts }) => {
      const [history, said] = [histories.get(child) ?? [], lines.get(child)];
      return said ? decideOn(alerts, history, said, after) : history.flatMap((event) => alerts.see(event));
    });
    const refused = await this.append(decided);
    for (const { child, alerts } of judging) if (!refused.has(child)) this.remember(child, { alerts, upTo });
  }

  /** Files that were ever merged or split are judged together, from their beginning. */
  private async decideTogether(files: readonly string[], after: Position, upTo: Position): Promise<readonly AlertDecision[]> {
    const head = await this.shown();
    const [history, lines] = [await this.allOf(files, upTo, HISTORY_TYPES), await this.allOf(files, head, ALERT_LINES)];
    const splits = history.some(({ type, position }) => type === RECORD_SPLIT && position > after);
    return decideOn(this.together(), history, lines, after, splits ? await this.decidedLater(files, after, head) : undefined);
  }

  /** What a page may have come to that was not finished, however long it was: only a split asks for it, which takes back what no rule says. */
  private async decidedLater(files: readonly string[], after: Position, head: Position): Promise<ReadonlySet<string>> {
    const persons = await personsAt(this.parts.log, head);
    const kin = new Set(files.flatMap((file) => persons.kinOf(file)));
    return decidedBehind(this.together(), await this.allOf([...kin], head, HISTORY_TYPES), after);
  }

  private together(): PersonAlerts {
    return new PersonAlerts(warnings, this.parts.policy, this.parts.idOf);
  }

  private async allOf(files: readonly string[], to: Position, types: readonly string[]): Promise<readonly Recorded[]> {
    const histories = await Promise.all(files.map((file) => eventsOf(this.parts.log, file, to, types)));
    return histories.flat().sort((a, b) => a.position - b.position);
  }

  /** The head of the log, when it shows what was appended. */
  private async shown(): Promise<Position> {
    const { log } = this.parts;
    let { position } = await log.head();
    if (position < this.appended) {
      await log.wait(this.appended - 1, SHOWN_WITHIN_MS);
      ({ position } = await log.head());
    }
    if (position < this.appended) throw new AppendedNotShown(this.appended);
    return position;
  }

  /**
   * What is taken back is asked for again first: the same id answers where it stands. Answers the files of which the log says
   * something else at a place already; what it says there stands, and it settles what is decided next.
   */
  private async append(decided: readonly AlertDecision[]): Promise<ReadonlySet<string>> {
    const retracted = decided.flatMap(({ retracts }) => retracts ?? []);
    const places = await this.own(retracted);
    const targets = new Map(retracted.map(({ id }, i) => [id, places[i]?.positions[0]]));
    const whole = decided.map(({ event, retracts }) => {
      if (!retracts) return event;
      const target = targets.get(retracts.id);
      return target === undefined ? undefined : { ...event, corrects: target, data: { ...event.data, target } };
    });
    const outcomes = await this.own(whole.flatMap((event) => event ?? []));
    const kinds = outcomes.map(({ kind }) => kind);
    const refused = decided.filter((_, i) => whole[i] === undefined || kinds.shift() === 'conflict');
    for (const { rule, position } of refused) logger.error({ rule, position }, 'the log says something else of this rule at this place; that stands');
    return new Set(refused.map(({ event }) => event.subject));
  }

  private async own(events: readonly OwnEvent[]): Promise<readonly OwnOutcome[]> {
    if (events.length === 0) return [];
    const outcomes = await this.parts.hub.own(events);
    this.appended = Math.max(this.appended, ...outcomes.flatMap(({ positions }) => positions));
    return outcomes;
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
