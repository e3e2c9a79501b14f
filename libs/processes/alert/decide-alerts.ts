import {
  AlertClosed,
  AlertEvidenceAdded,
  AlertEvidenceWithdrawn,
  AlertRaised,
  HOME_EVENTS,
  homeAfter,
  MAX_EVIDENCE,
  RecordMerged,
  RecordSplit,
  RecordWithdrawn,
  type Home,
} from '@lianhu/departments/hub';
import {
  addMs,
  Corrections,
  days,
  definitionOf,
  hours,
  isA,
  joinsOrParts,
  type AlertLevel,
  type Moment,
  type PolicyPack,
  type Position,
  type Recorded,
  type WarningDefinition,
} from '@lianhu/kernel';
import { alertsAt, type LoggedAlert } from './logged-alerts';
import { shownAround } from './shown-around';

/** An event that the hub is asked to append. Everything in it follows from what was decided, so a repetition stands once. */
export interface OwnEvent {
  readonly type: string;
  readonly id: string;
  readonly time: Moment;
  readonly subject: string;
  readonly residencearea?: string;
  readonly corrects?: Position;
  readonly data: Readonly<Record<string, unknown>>;
}
/** What a rule made of one event. */
export interface AlertDecision {
  /** Position of the deciding event. */
  readonly position: Position;
  readonly rule: string;
  readonly event: OwnEvent;
  /** It takes another decision back that the log has not shown yet: `event` is whole but for the position of that one. */
  readonly retracts?: OwnEvent;
}
/** Names a decision for ever: base64url of HMAC(alert key, `rule|subject|position`). `content` tells two of one place apart. */
export type AlertIds = (rule: string, subject: string, position: Position, content?: string) => string;

/** An alert that rests on so much takes no more evidence: whoever sees the child finds the rest in its file. Unit: events. */
export const MOST_EVIDENCE = 500;

/** Late evidence alone raises at most this. Source: domain model §4.4, late data. */
const YELLOW: AlertLevel = 2;

/**
 * Decides what the rules make of one child's history, its `hub.alert.closed` lines included, given in order of position and
 * up to some position. Goes from event to event and sees at each only what stood by then, so that running again, at
 * another page size or after a crash, decides the same. Answers the decisions after position `after`.
 */
export function decideAlerts(
  history: readonly Recorded[],
  rules: readonly WarningDefinition[],
  policy: PolicyPack,
  idOf: AlertIds,
  after: Position = 0,
): readonly AlertDecision[] {
  const alerts = new ChildAlerts(rules, policy, idOf);
  return history.flatMap((event) => alerts.see(event)).filter(({ position }) => position > after);
}

/**
 * Goes on where a reactor stands, which has decided up to `after` and appended it. What that came to, the log's `lines` about
 * alerts tell and nobody else: the rules of today may make something else of the same past.
 */
export function decideOn(
  alerts: { see(event: Recorded): readonly AlertDecision[]; settle(lines: readonly Recorded[], after: Position, later?: ReadonlySet<string>): void },
  history: readonly Recorded[],
  lines: readonly Recorded[],
  after: Position,
  later?: ReadonlySet<string>,
): readonly AlertDecision[] {
  for (const event of history) if (event.position <= after) alerts.see(event);
  alerts.settle(lines, after, later);
  return history.filter(({ position }) => position > after).flatMap((event) => alerts.see(event));
}

/** What the rules have made of one child's history so far; shown the rest, it decides what the whole would. */
export class ChildAlerts {
  private readonly watches: readonly Watch[];
  private readonly corrections = new Corrections();
  private home: Home | undefined;

  constructor(rules: readonly WarningDefinition[], policy: PolicyPack, idOf: AlertIds) {
    this.watches = rules.map((rule) => new Watch(rule, policy, idOf, this.corrections));
  }

  /** The decisions that the next event of the history brings. */
  see(event: Recorded): readonly AlertDecision[] {
    this.home = homeAfter(this.home, event);
    const gone = this.corrections.add(event);
    return this.watches.flatMap((watch) => watch.see(event, gone, this.home?.town));
  }

  /** Open is from here on what the log holds open of what was decided up to a position. */
  settle(lines: readonly Recorded[], position: Position): void {
    const logged = alertsAt(lines, position);
    for (const watch of this.watches) watch.settle(logged);
  }

  /** These were never raised. */
  drop(alerts: ReadonlySet<string>): void {
    for (const watch of this.watches) watch.drop(alerts);
  }

  /**
   * Having gone through the histories of two files as one, takes over what is open in each. Decides, at the merge, what only
   * both together give a reason for.
   */
  join(one: ChildAlerts | undefined, other: ChildAlerts | undefined, merge: Recorded): readonly AlertDecision[] {
    return this.watches.flatMap((watch, i) => watch.join(one?.watches[i], other?.watches[i], merge, this.home?.town));
  }
}

type OpenAlert = Pick<LoggedAlert, 'id' | 'level' | 'evidence' | 'stands'>;

/** One rule going through one child's history. What is open is what itself decided, wherever the hub's line about it stands, until it is settled by the log. */
class Watch {
  private readonly types: ReadonlySet<string>;
  /** In order of time; those that arrived in time once more by themselves. */
  private events: readonly Recorded[] = [];
  private timely: readonly Recorded[] = [];
  /** New evidence belongs to the first; more than one only where files were merged. */
  private opens: readonly OpenAlert[] = [];
  private closedBefore = false;

  constructor(
    private readonly rule: WarningDefinition,
    private readonly policy: PolicyPack,
    private readonly idOf: AlertIds,
    private readonly corrections: Corrections,
  ) {
    this.types = new Set(rule.on.map((cls) => definitionOf(cls).type));
  }

  /** `gone`: what counts no more because of this event. */
  see(event: Recorded, gone: Position | undefined, town: string | undefined): readonly AlertDecision[] {
    if (isA(event, AlertClosed) && this.opens.some(({ id }) => id === event.data.alert)) {
      this.opens = this.opens.filter(({ id }) => id !== event.data.alert);
      this.closedBefore = true;
    }
    if (event.subject === undefined) return [];
    if (gone !== undefined) {
      this.events = without(this.events, gone);
      this.timely = without(this.timely, gone);
    }
    const seen = this.types.has(event.type) && this.corrections.counts(event.position);
    const isLate = this.isLate(event);
    if (seen) this.events = this.inserted(this.events, event);
    if (seen && !isLate) this.timely = this.inserted(this.timely, event);
    const taken = gone === undefined ? [] : this.takeBack(event, gone, event.subject, town);
    // 补录 tells what was so before the hub began: it is evidence later, and raises nothing by itself.
    const found = seen && !event.baseline && !this.hasEnough(this.rule.raises.level) ? this.judge(event, isLate) : undefined;
    return [...taken, ...(found && !this.hasEnough(found.level) ? [this.decide(event, event.subject, town, found)] : [])];
  }

  /** The alert that is open is of this level or a higher one, and rests on all that it takes. */
  private hasEnough(level: AlertLevel): boolean {
    const [open] = this.opens;
    return open !== undefined && open.stands && open.level >= level && open.evidence.size >= MOST_EVIDENCE;
  }

  /** What the log has not raised is not open: the next event that gives a reason raises it. What it has raised stays open, whatever the rule says now. */
  settle(logged: readonly LoggedAlert[]): void {
    const own = logged.filter(({ rule }) => rule === this.rule.id);
    const open = new Map(own.flatMap((alert) => (alert.closed ? [] : [[alert.id, alert]])));
    const kept = this.opens.flatMap((one) => {
      const same = open.get(one.id);
      open.delete(one.id);
      return same ? [{ ...one, level: higher(one.level, same.level), evidence: new Set([...one.evidence, ...same.evidence]) }] : [];
    });
    this.opens = [...kept, ...open.values()];
    this.closedBefore ||= own.some(({ closed }) => closed);
  }

  drop(alerts: ReadonlySet<string>): void {
    this.opens = this.opens.filter(({ id }) => !alerts.has(id));
  }

  /** Of what is open in two files; decides on what the joint history has found beyond each of them. */
  join(one: Watch | undefined, other: Watch | undefined, merge: Recorded, town: string | undefined): readonly AlertDecision[] {
    const [joint] = this.opens;
    this.opens = [...(one?.opens ?? []), ...(other?.opens ?? [])];
    this.closedBefore = one?.closedBefore === true || other?.closedBefore === true;
    const evidence = this.events.filter(({ position }) => joint?.evidence.has(position));
    const spans = [one, other].every((watch) => watch?.events.some(({ position }) => joint?.evidence.has(position)));
    const fresh = evidence.some(({ position }) => !this.opens[0]?.evidence.has(position));
    if (!joint?.stands || !spans || !fresh || merge.subject === undefined) return [];
    return [this.decide(merge, merge.subject, town, { evidence, level: joint.level })];
  }

  /** Evidence of an open alert counts no more: it stays open until a person closes it, and says so. */
  private takeBack(deciding: Recorded, gone: Position, subject: string, town: string | undefined): readonly AlertDecision[] {
    const { rule } = this;
    return this.opens.flatMap((open, _n, all) => {
      if (!open.evidence.has(gone)) return [];
      const evidence = new Set([...open.evidence].filter((position) => position !== gone));
      const stands = open.stands && this.standsWith(evidence);
      this.opens = this.opens.map((one) => (one === open ? { ...open, evidence, stands } : one));
      const data = { alert: open.id, evidence: [gone], stands };
      // Of files that were merged it may be evidence of several alerts: what is said of each has a name of its own.
      const name = `${rule.id}-withdrawn${all.length === 1 ? '' : `-${open.id}`}`;
      const id = this.idOf(name, subject, deciding.position, JSON.stringify(data));
      const own = { id, time: deciding.recordedAt, subject, ...(town !== undefined && { residencearea: town }) };
      return [{ position: deciding.position, rule: rule.id, event: { ...own, type: definitionOf(AlertEvidenceWithdrawn).type, data } }];
    });
  }

  /** Whether what is left of an alert's evidence makes the rule's condition true by itself, the newest looked at first. */
  private standsWith(positions: ReadonlySet<Position>): boolean {
    const events = this.events.filter(({ position }) => positions.has(position));
    return events.toReversed().some((deciding) => this.evidenceAmong(events, deciding).length > 0);
  }

  private inserted(events: readonly Recorded[], event: Recorded): readonly Recorded[] {
    const at = events.findLastIndex((earlier) => this.corrections.inOrder(earlier, event) < 0) + 1;
    return [...events.slice(0, at), event, ...events.slice(at)];
  }

  /** Evidence that arrived in time decides first; only if it is not enough, late evidence is added, and then raises at most yellow. */
  private judge(deciding: Recorded, isLate: boolean): { evidence: readonly Recorded[]; level: AlertLevel } | undefined {
    const { level } = this.rule.raises;
    const timely = isLate ? [] : this.evidenceAmong(this.timely, deciding);
    const noneLate = this.timely.length === this.events.length;
    const evidence = noneLate ? timely : this.evidenceAmong(this.events, deciding);
    if (timely.length > 0) return { evidence: [...new Set([...timely, ...evidence])], level };
    return evidence.length > 0 ? { evidence, level: Math.min(level, YELLOW) as AlertLevel } : undefined;
  }

  private evidenceAmong(events: readonly Recorded[], deciding: Recorded): readonly Recorded[] {
    return this.rule.evidence({ events: shownAround(deciding, events), deciding }, this.policy);
  }

  private isLate({ recordedAt, time }: Recorded): boolean {
    if (this.rule.evenLate) return false;
    return Date.parse(recordedAt) - Date.parse(time) > days(this.policy.alerts.lateEventDays);
  }

  private decide(
    deciding: Recorded,
    subject: string,
    town: string | undefined,
    found: { evidence: readonly Recorded[]; level: AlertLevel },
  ): AlertDecision {
    const { rule } = this;
    const [open, ...others] = this.opens;
    const level = Math.max(found.level, open?.level ?? 0) as AlertLevel;
    const evidence = found.evidence.map(({ position }) => position).sort((a, b) => a - b);
    const fresh = evidence.filter((position) => !open?.evidence.has(position));
    const id = this.idOf(rule.id, subject, deciding.position, JSON.stringify([open?.id, level, open ? fresh : evidence, town, this.closedBefore]));
    const own = { id, time: deciding.recordedAt, subject, ...(town !== undefined && { residencearea: town }) };
    this.opens = [{ id: open?.id ?? id, level, evidence: new Set([...(open?.evidence ?? []), ...evidence]), stands: true }, ...others];
    const event: OwnEvent = open
      ? { ...own, type: definitionOf(AlertEvidenceAdded).type, data: { alert: open.id, level, evidence: fresh.slice(-MAX_EVIDENCE) } }
      : { ...own, type: definitionOf(AlertRaised).type, data: this.raised(id, level, deciding, evidence) };
    return { position: deciding.position, rule: rule.id, event };
  }

  private raised(alert: string, level: AlertLevel, deciding: Recorded, evidence: readonly Position[]): Record<string, unknown> {
    const { id: rule, version: ruleVersion, raises } = this.rule;
    const dueAt = addMs(deciding.recordedAt, hours(raises.dueHours(this.policy)));
    return { alert, rule, ruleVersion, level, dueAt, again: this.closedBefore, need: raises.need, evidence: evidence.slice(-MAX_EVIDENCE) };
  }
}

const higher = (one: AlertLevel, other: AlertLevel): AlertLevel => Math.max(one, other) as AlertLevel;
const without = (events: readonly Recorded[], corrected: Position): readonly Recorded[] => events.filter(({ position }) => position !== corrected);

/** Files of children and cases whose history a page of events gives the rules a reason to look at. */
export function subjectsToJudge(events: readonly Recorded[], rules: readonly WarningDefinition[]): readonly string[] {
  const types = { child: typesOf(rules.filter(({ about }) => about !== 'case')), case: typesOf(rules.filter(({ about }) => about === 'case')) };
  const isJudged = ({ type, subject, corrects }: Recorded): boolean =>
    (subject?.startsWith('child-') === true && (types.child.has(type) || corrects !== undefined)) ||
    (subject?.startsWith('case-') === true && (types.case.has(type) || corrects !== undefined));
  const files = events.filter(joinsOrParts).flatMap(({ subject, other }) => [subject, other].flatMap((file) => file ?? []));
  return [...new Set([...events.filter(isJudged).map(({ subject }) => subject as string), ...files])];
}

/** The event types that a history needs for `decideAlerts`: those of the rules, registrations, moves, closings, withdrawals, merges and splits. */
export const typesToJudge = (rules: readonly WarningDefinition[]): readonly string[] => [
  ...typesOf(rules),
  ...[...HOME_EVENTS, AlertClosed, RecordWithdrawn, RecordMerged, RecordSplit].map((cls) => definitionOf(cls).type),
];

const typesOf = (rules: readonly WarningDefinition[]): ReadonlySet<string> =>
  new Set(rules.flatMap(({ on }) => on.map((cls) => definitionOf(cls).type)));
