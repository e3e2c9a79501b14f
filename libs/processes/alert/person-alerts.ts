import { AlertRetracted } from '@lianhu/departments/hub';
import {
  definitionOf,
  isA,
  joinsOrParts,
  Persons,
  RECORD_MERGED,
  type PolicyPack,
  type Position,
  type Recorded,
  type WarningDefinition,
} from '@lianhu/kernel';
import { ChildAlerts, type AlertDecision, type AlertIds } from './decide-alerts';
import { decisionName, restsOn, standingLines } from './logged-alerts';

/** What the decisions of some files have said under their ids, and which count no more. */
class Names {
  private readonly said = new Map<string, { readonly content: string; readonly retracted: boolean }>();
  private readonly asked = new Map<string, string>();

  constructor(private readonly idOf: AlertIds) {}

  /** The first id of a place that says nothing else. */
  of(rule: string, label: string, position: Position, content: string): string {
    for (let n = 0; ; n++) {
      const id = this.idOf(n === 0 ? rule : `${rule}#${n}`, label, position);
      const said = this.said.get(id);
      if (said && (said.content !== content || said.retracted)) continue;
      this.asked.set(id, content);
      return id;
    }
  }
  stands(id: string): void {
    this.said.set(id, { content: this.asked.get(id) ?? '', retracted: false });
  }
  retract(id: string): void {
    this.said.set(id, { content: '', retracted: true });
  }
}

/**
 * What the rules make of files that were merged and split, shown the events of all of them in order of position. At a merge
 * what is open stays open, and what only both together give a reason for is raised. At a split the history is read as if the
 * merge had never been: what does not follow from it is retracted, what follows is decided. Seen again from the beginning it
 * decides the same.
 */
export class PersonAlerts {
  private readonly persons = new Persons();
  private files = new Map<string, ChildAlerts>();
  /** What stands, by id. */
  private readonly standing = new Map<string, AlertDecision>();
  /** Where the log says what stands, by id, as far as it has been shown; and what would stand by the rules of today only. */
  private readonly places = new Map<string, Position>();
  private readonly unsaid = new Set<string>();
  /** What the log says and the rules of today would not. */
  private otherwise: readonly Recorded[] = [];
  /** As it is to be read now: without merges that were undone, moved events in their own file. */
  private history: Recorded[] = [];
  private readonly names: Names;

  constructor(
    private readonly rules: readonly WarningDefinition[],
    private readonly policy: PolicyPack,
    private readonly idOf: AlertIds,
    names?: Names,
  ) {
    this.names = names ?? new Names(idOf);
  }

  /** The decisions that the next event brings. */
  see(event: Recorded): readonly AlertDecision[] {
    if (joinsOrParts(event)) return this.persons.add(event).length === 0 ? [] : event.type === RECORD_MERGED ? this.merge(event) : this.split(event);
    this.history.push({ ...event, subject: this.persons.fileOf(event) });
    const placed = this.persons.place(event);
    const head = placed.subject ?? '';
    const file = this.files.get(head) ?? this.fresh(head);
    this.files.set(head, file);
    return this.keep(file.see(placed));
  }

  /**
   * Open is from here on what the log holds open of what was decided up to a position; what it has never said is not retracted either.
   * `later`: names of what is decided behind it. What the log says of that belongs to a page that was not finished, and is decided again.
   */
  settle(all: readonly Recorded[], position: Position, later: ReadonlySet<string> = new Set()): void {
    const named = namesOf(all);
    const lines = all.filter((line) => !later.has(named(line)));
    const placed = lines.map(this.persons.place);
    for (const [head, file] of this.files) {
      const own = placed.filter(({ subject }) => subject === head);
      file.settle(own, position);
    }
    // Said twice, as after a split, what stands counts, and of that what came first: the other may be of a page that was not finished.
    const said = new Map([...lines, ...standingLines(lines).toReversed()].map((line) => [decisionName(line), line.position]));
    for (const [id, { event }] of this.standing) {
      const place = said.get(decisionName(event));
      if (place === undefined) this.unsaid.add(id);
      else this.places.set(id, place);
    }
    const places = new Set(this.places.values());
    this.otherwise = standingLines(lines).filter((line) => !places.has(line.position) && restsOn(line).every((one) => one <= position));
  }

  private fresh(head: string): ChildAlerts {
    const idOf: AlertIds = (rule, _subject, position, content = '') => this.names.of(rule, this.labelOf(head), position, content);
    return new ChildAlerts(this.rules, this.policy, idOf);
  }

  /** A file by itself bears its own name; a merged one bears the merges too, so that what is decided on it has names of its own. */
  private labelOf(head: string): string {
    const merges = this.history.filter(({ type, subject = '' }) => type === RECORD_MERGED && this.persons.headOf(subject) === head);
    return [head, ...merges.map(({ position }) => position)].join('~');
  }

  private merge(event: Recorded): readonly AlertDecision[] {
    const head = this.persons.headOf(event.subject ?? '');
    const [one, other] = [this.files.get(head), this.files.get(event.other ?? '')];
    this.history.push(event);
    const joint = this.fresh(head);
    for (const before of this.history.map(this.persons.place)) if (before.subject === head && !joinsOrParts(before)) joint.see(before);
    this.files.delete(event.other ?? '');
    this.files.set(head, joint);
    return this.keep(joint.join(one, other, { ...event, subject: head }));
  }

  private split(event: Recorded): readonly AlertDecision[] {
    const { subject, other, data } = event;
    const moved = new Set((data as { readonly events?: readonly Position[] }).events ?? []);
    const goes = ({ position, corrects }: Recorded): boolean => moved.has(position) || (corrects !== undefined && moved.has(corrects));
    const undone = this.history.findLast((before) => before.type === RECORD_MERGED && before.subject === subject && before.other === other);
    const again = new PersonAlerts(this.rules, this.policy, this.idOf, this.names);
    for (const before of this.history)
      if (before !== undone) again.see(goes(before) && !joinsOrParts(before) ? { ...before, subject: other } : before);
    const gone = [...this.standing.values()].filter(({ event: { id } }) => !again.standing.has(id));
    const fresh = [...again.standing.values()].filter(({ event: { id } }) => !this.standing.has(id));
    ({ files: this.files, history: this.history } = again);
    for (const {
      event: { id },
    } of gone) {
      this.standing.delete(id);
      this.names.retract(id);
    }
    for (const one of fresh) this.standing.set(one.event.id, one);
    for (const file of this.files.values()) file.drop(this.unsaid);
    return [
      ...gone.filter(({ event: { id } }) => !this.unsaid.has(id)).map((one) => retraction(one, event, this.places.get(one.event.id))),
      ...this.astray().map((line) => retractionOf(line, event)),
      ...fresh.map((one) => ({ ...one, position: event.position })),
    ];
  }

  /** What the log says and the rules of today would not, as far as it now rests on another child's events. */
  private astray(): readonly Recorded[] {
    const homes = new Map(this.history.map(({ position, subject = '' }) => [position, this.persons.headOf(subject)]));
    const astray = this.otherwise.filter((line) => {
      const home = this.persons.headOf(line.subject ?? '');
      return restsOn(line).some((position) => (homes.get(position) ?? home) !== home);
    });
    this.otherwise = this.otherwise.filter((line) => !astray.includes(line));
    return astray;
  }

  private keep(decisions: readonly AlertDecision[]): readonly AlertDecision[] {
    for (const decision of decisions) {
      this.standing.set(decision.event.id, decision);
      this.names.stands(decision.event.id);
    }
    return decisions;
  }
}

/** Names of what is decided behind a position and not before it, of files that were merged and split. */
export function decidedBehind(alerts: PersonAlerts, history: readonly Recorded[], after: Position): ReadonlySet<string> {
  const [before, behind] = [new Set<string>(), new Set<string>()];
  for (const seen of history)
    for (const { event, retracts } of alerts.see(seen))
      (seen.position > after ? behind : before).add(retracts ? retractionName(decisionName(retracts)) : decisionName(event));
  return new Set([...behind].filter((name) => !before.has(name)));
}

const retractionName = (retracted: string): string => `retracted ${retracted}`;
/** The same of lines of the log. */
function namesOf(lines: readonly Recorded[]): (line: Recorded) => string {
  const names = new Map(lines.map((line) => [line.position, decisionName(line)]));
  return (line) => (isA(line, AlertRetracted) ? retractionName(names.get(line.data.target) ?? '') : decisionName(line));
}

function retraction({ rule, event }: AlertDecision, split: Recorded, target?: Position): AlertDecision {
  const { id, subject, residencearea } = event;
  const own = { id: `${id}-retracted`, time: split.recordedAt, subject, ...(residencearea !== undefined && { residencearea }) };
  const data = { alert: event.data['alert'] };
  const type = definitionOf(AlertRetracted).type;
  if (target === undefined) return { position: split.position, rule, event: { ...own, type, data }, retracts: event };
  return { position: split.position, rule, event: { ...own, type, corrects: target, data: { ...data, target } } };
}

/** The same of a line of the log. */
function retractionOf(line: Recorded, split: Recorded): AlertDecision {
  const { type, time, subject = '', residenceArea: residencearea, data, position } = line;
  const event = { type, id: `${String(data['alert'])}-${position}`, time, subject, ...(residencearea !== undefined && { residencearea }), data };
  return retraction({ position, rule: String(data['rule'] ?? ''), event }, split, position);
}
