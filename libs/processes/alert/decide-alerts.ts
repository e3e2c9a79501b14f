import { AlertClosed, AlertEvidenceAdded, AlertRaised, MAX_EVIDENCE, MinorRegistered } from '@lianhu/departments/hub';
import {
  addMs,
  byTime,
  days,
  definitionOf,
  hours,
  isA,
  type AlertLevel,
  type Moment,
  type PolicyPack,
  type Position,
  type Recorded,
  type WarningDefinition,
} from '@lianhu/kernel';

/** An event that the hub is asked to append. Everything in it follows from what was decided, so a repetition stands once. */
export interface OwnEvent {
  readonly type: string;
  readonly id: string;
  readonly time: Moment;
  readonly subject: string;
  readonly residencearea?: string;
  readonly data: Readonly<Record<string, unknown>>;
}
/** What a rule made of one event. */
export interface AlertDecision {
  /** Position of the deciding event. */
  readonly position: Position;
  readonly rule: string;
  readonly event: OwnEvent;
}
/** Names a decision for ever: base64url of HMAC(alert key, `rule|subject|position`). */
export type AlertIds = (rule: string, subject: string, position: Position) => string;

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
  const watches = rules.map((rule) => new Watch(rule, policy, idOf));
  const decisions: AlertDecision[] = [];
  let town: string | undefined;
  for (const event of history) {
    if (isA(event, MinorRegistered)) town = event.data.town;
    for (const watch of watches) {
      const made = watch.see(event, town);
      if (made && made.position > after) decisions.push(made);
    }
  }
  return decisions;
}

interface OpenAlert {
  readonly id: string;
  readonly level: AlertLevel;
  readonly evidence: ReadonlySet<Position>;
}

/** One rule going through one child's history. What is open is what itself decided, wherever the hub's line about it stands. */
class Watch {
  private readonly types: ReadonlySet<string>;
  private events: readonly Recorded[] = [];
  private open: OpenAlert | undefined;
  private closedBefore = false;

  constructor(
    private readonly rule: WarningDefinition,
    private readonly policy: PolicyPack,
    private readonly idOf: AlertIds,
  ) {
    this.types = new Set(rule.on.map((cls) => definitionOf(cls).type));
  }

  see(event: Recorded, town: string | undefined): AlertDecision | undefined {
    if (isA(event, AlertClosed) && this.open?.id === event.data.alert) {
      this.open = undefined;
      this.closedBefore = true;
    }
    // A corrected event counts no longer; what it raised stays open until a person closes it.
    if (event.corrects !== undefined) this.events = this.events.filter(({ position }) => position !== event.corrects);
    if (!this.types.has(event.type) || event.subject === undefined) return undefined;
    this.events = [...this.events, event].sort(byTime);
    const found = this.judge(event);
    return found && this.decide(event, event.subject, town, found);
  }

  /** Evidence that arrived in time decides first; only if it is not enough, late evidence is added, and then raises at most yellow. */
  private judge(deciding: Recorded): { evidence: readonly Recorded[]; level: AlertLevel } | undefined {
    const { level } = this.rule.raises;
    const inTime = this.events.filter((event) => !this.isLate(event));
    const timely = this.isLate(deciding) ? [] : this.rule.evidence({ events: inTime, deciding }, this.policy);
    const evidence = this.rule.evidence({ events: this.events, deciding }, this.policy);
    if (timely.length > 0) return { evidence: [...new Set([...timely, ...evidence])], level };
    return evidence.length > 0 ? { evidence, level: Math.min(level, YELLOW) as AlertLevel } : undefined;
  }

  private isLate({ recordedAt, time }: Recorded): boolean {
    return Date.parse(recordedAt) - Date.parse(time) > days(this.policy.alerts.lateEventDays);
  }

  private decide(
    deciding: Recorded,
    subject: string,
    town: string | undefined,
    found: { evidence: readonly Recorded[]; level: AlertLevel },
  ): AlertDecision {
    const { open, rule } = this;
    const id = this.idOf(rule.id, subject, deciding.position);
    const level = Math.max(found.level, open?.level ?? 0) as AlertLevel;
    const evidence = found.evidence.map(({ position }) => position).sort((a, b) => a - b);
    const fresh = evidence.filter((position) => !open?.evidence.has(position));
    const own = { id, time: deciding.recordedAt, subject, ...(town !== undefined && { residencearea: town }) };
    this.open = { id: open?.id ?? id, level, evidence: new Set([...(open?.evidence ?? []), ...evidence]) };
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

/** Children whose history a page of events gives the rules a reason to look at. */
export function subjectsToJudge(events: readonly Recorded[], rules: readonly WarningDefinition[]): readonly string[] {
  const types = typesOf(rules);
  const subjects = events.filter(({ type, subject }) => types.has(type) && subject?.startsWith('child-')).map(({ subject }) => subject as string);
  return [...new Set(subjects)];
}

/** The event types that a history needs for `decideAlerts`: those of the rules, registrations and closings. */
export const typesToJudge = (rules: readonly WarningDefinition[]): readonly string[] => [
  ...typesOf(rules),
  ...[MinorRegistered, AlertClosed].map((cls) => definitionOf(cls).type),
];

const typesOf = (rules: readonly WarningDefinition[]): ReadonlySet<string> =>
  new Set(rules.flatMap(({ on }) => on.map((cls) => definitionOf(cls).type)));
