import { decide as decideAccess, partyOf, type Handles, type References, type Viewer } from '@lianhu/access';
import { catalogue, warnings } from '@lianhu/catalogue';
import {
  inParallel,
  definitionOf,
  momentOf,
  realDate,
  recorded,
  type Clock,
  type ColumnValue,
  type PolicyPack,
  type Position,
  type Recorded,
} from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { eventsOf, historyOf, personsAt, type Reactor } from '@lianhu/follow';
import { HOME_EVENTS, homeAfter, NEED, POST, VERDICT, type Home } from '@lianhu/departments/hub';
import { alertAfter, decide, eventsOfAlert, missedClocks, subjectsToJudge, type Acknowledge, type Alert, type Close } from '@lianhu/processes/alert';
import { ProblemError, type Caller, type HubForMonitor, type OpenedIdentity, type ReadRecorder } from '@lianhu/services/platform';
import type { ReadModel } from './model';
import { isOversight, placeOfAlert } from './rights';
import type { AlertRow } from './rows';

/** What the alert desk is made from. */
export interface AlertParts {
  readonly model: ReadModel;
  readonly log: LogReader;
  readonly references: References;
  readonly hub: HubForMonitor;
  readonly recorder: ReadRecorder;
  readonly handles: Handles;
  readonly policy: PolicyPack;
  readonly clock: Clock;
  /** Decides what new events make of alerts. */
  readonly reactor: Pick<Reactor, 'position' | 'waitFor'>;
}
/** What lists of alerts may be narrowed by. */
export interface AlertFilters {
  readonly state?: string;
  readonly level?: number;
  readonly town?: string;
  readonly overdue?: boolean;
  readonly page: number;
  readonly size: number;
}
/** Body of an alert command, as sent. */
export interface AlertCommand {
  readonly alert?: unknown;
  readonly verdict?: unknown;
  readonly seen?: unknown;
  readonly reason?: unknown;
}
/** A command that was carried out. */
export interface CommandDone {
  readonly case: string;
  /** Events of the alert so far. */
  readonly version: number;
  readonly position: Position;
}

/** A command is decided again when the child's stream moved on meanwhile. */
const TRIES = 5;
/** How long a command waits until pages show what it did. Unit: milliseconds. */
const SHOWN_WITHIN_MS = 2_000;
/** How long a closing waits until it is decided what the child's newest events make of the alert. Unit: milliseconds. */
const DECIDED_WITHIN_MS = 3_000;
/** Evidence lines remembered; lines never change. */
const REMEMBERED_LINES = 5_000;
/** Longest reason. Unit: characters. */
const MAX_REASON = 500;
const UNCLOSED = ['open', 'acknowledged'];
/** Alerts that are looked at together. */
const LOOKED_AT = 500;
/** Histories read at a time. */
const AT_A_TIME = 4;
const ALERT_TYPES = catalogue.types.filter((type) => type.startsWith('hub.alert.') || type === 'hub.clock.missed');
const HISTORY_TYPES = [...ALERT_TYPES, ...HOME_EVENTS.map((cls) => definitionOf(cls).type)];
/** Where a child lives that has moved out of the county. */
const ELSEWHERE = '县外';

/** 预警台: who needs what by when. The office sees rule and evidence; a town the need and the deadline. */
export class Alerts {
  private readonly lines = new Map<Position, Recorded>();

  constructor(private readonly parts: AlertParts) {}

  async list(caller: Caller, filters: AlertFilters): Promise<{ rows: object[]; total: number }> {
    const { viewer } = caller;
    const { rows, total } = await this.parts.model.list<AlertRow>('alerts', {
      filters: filtersFor(viewer, filters),
      sort: filters.state === 'closed' ? '-closedAt' : 'dueAt',
      page: filters.page,
      size: filters.size,
    });
    const shown = rows.filter((row) => this.rightTo(viewer, row) !== 'none');
    // R05 stands under a case: of whom it is, nobody is told here.
    const subjects = [...new Set(shown.map(({ child }) => child))];
    const children = subjects.filter((subject) => subject.startsWith('child-'));
    const cases = subjects.filter((subject) => subject.startsWith('case-'));
    await this.parts.recorder.record(caller, 'views.alerts', { children, cases, page: filters.page });
    const oversight = isOversight(viewer);
    const [refs, names] = await Promise.all([
      oversight ? new Map(children.map((child) => [child, child])) : this.parts.references.of(children, partyOf(viewer)),
      oversight ? new Map<string, OpenedIdentity>() : this.parts.hub.open(children),
    ]);
    const rendered = await Promise.all(shown.map((row) => this.render(viewer, row, refs.get(row.child), names.get(row.child))));
    return { rows: rendered, total };
  }

  /** Alerts that are not closed, the first that are due: for the demonstration's staff. */
  async open(): Promise<readonly AlertRow[]> {
    const { rows } = await this.parts.model.list<AlertRow>('alerts', { filters: { state: UNCLOSED }, sort: 'dueAt', size: LOOKED_AT });
    return rows;
  }

  /** How many alerts past their deadline nobody has closed. */
  async overdue(): Promise<number> {
    return (await this.parts.model.list('alerts', { filters: { state: UNCLOSED, overdue: true }, size: 1 })).total;
  }

  /**
   * Appends one `hub.clock.missed` for each alert whose deadline has passed while it was open; how many. The view tells where to
   * look, and those that were missed already do not stand in the way of others; whether one is open and was not missed
   * yet, and in which town, the log knows, since the view may be behind or paused.
   */
  async missClocks(): Promise<number> {
    const now = momentOf(this.parts.clock.now());
    const filters = { state: UNCLOSED, overdue: false };
    const { rows } = await this.parts.model.list<AlertRow>('alerts', { filters, sort: 'dueAt', size: LOOKED_AT });
    const passed = rows.filter((row) => missedClocks([row], now).length > 0);
    const appended = await inParallel(passed, AT_A_TIME, async (row) => {
      const version = await this.parts.log.version(row.child);
      const { state, town } = await this.stateOf(row);
      if (state.phase === 'closed' || state.missed) return [];
      // A log that is a copy may be behind the hub's: what it does not have makes this a conflict, and the next look sees it.
      const outcomes = await this.parts.hub.own(missedClocks([{ ...row, town }], now), { subject: row.child, version });
      return outcomes.filter(({ kind }) => kind === 'appended');
    });
    return appended.flat().length;
  }

  /**
   * Decides a command on the alert's own history and appends the event at the child's expected version. Nothing is closed over
   * an event of which is not decided yet whether it is evidence: that would lie on a closed card.
   */
  async command(viewer: Viewer, command: string, input: AlertCommand, ifMatch?: number): Promise<CommandDone> {
    const row = typeof input.alert === 'string' ? await this.parts.model.one<AlertRow>('alerts', input.alert) : undefined;
    if (!row) throw new ProblemError('not-found');
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const version = await this.parts.log.version(row.child);
      if (command === 'close' && !(await this.isDecided(row.child))) throw new ProblemError('refused', { members: { code: 'alert.undecided' } });
      const { state, events, town } = await this.stateOf(row);
      if (ifMatch !== undefined && events !== ifMatch) throw new ProblemError('version-conflict');
      const decision = decide(state, commandOf(viewer, row.alert, command, input), momentOf(this.parts.clock.now()));
      if (decision.kind === 'refuse') throw new ProblemError('refused', { members: { code: decision.code } });
      const [outcome] = await this.parts.hub.own([{ ...decision.event, residencearea: town || undefined }], { subject: row.child, version });
      if (outcome?.kind !== 'appended') continue;
      const position = outcome.positions[0] ?? 0;
      await this.parts.model.waitFor(position, SHOWN_WITHIN_MS);
      return { case: row.alert, version: events + 1, position };
    }
    throw new ProblemError('version-conflict');
  }

  /** Whether the reactor has seen every event of a child that may matter to alerts; it is waited for. */
  private async isDecided(child: string): Promise<boolean> {
    const { log, reactor } = this.parts;
    const { position } = await log.head();
    const files = (await personsAt(log, position)).kinOf(child);
    const histories = await Promise.all(files.map((file) => eventsOf(log, file, position, undefined, undefined, reactor.position)));
    const waiting = histories.flat().filter((event) => subjectsToJudge([event], warnings).length > 0);
    return waiting.length === 0 || reactor.waitFor(Math.max(...waiting.map((event) => event.position)), DECIDED_WITHIN_MS);
  }

  /** As the log has it: the view may not know yet that the child has moved. */
  private async stateOf({ child, alert, town }: AlertRow): Promise<{ state: Alert; events: number; town: string }> {
    const head = await this.parts.log.head();
    const all = await historyOf(this.parts.log, child, head.position, HISTORY_TYPES);
    const home = all.reduce<Home | undefined>(homeAfter, undefined);
    return { state: alertAfter(all, alert), events: eventsOfAlert(all, alert).length, town: home?.town ?? town };
  }

  private rightTo(viewer: Viewer, row: AlertRow): 'full' | 'task' | 'none' {
    if (isOversight(viewer)) return 'full';
    const town = placeOfAlert(row.town, this.parts.policy.area);
    const { right } = decideAccess(viewer, { category: 'K18', level: 'L4', department: 'hub', town, restricted: false, subject: row.child });
    return right === 'full' || right === 'task' ? right : 'none';
  }

  private async render(viewer: Viewer, row: AlertRow, minorRef: string | undefined, identity: OpenedIdentity | undefined): Promise<object> {
    const { area, towns } = this.parts.policy;
    const rule = warnings.find(({ id }) => id === row.rule);
    const common = { alert: row.alert, minorRef, name: identity?.name, dueAt: row.dueAt, state: row.state, overdue: row.overdue };
    if (this.rightTo(viewer, row) === 'task')
      return {
        ...common,
        need: row.need,
        needTitle: NEED.titles[row.need as keyof typeof NEED.titles] ?? row.need,
        text: rule?.raises.town(this.parts.policy),
      };
    return {
      ...common,
      town: row.town,
      townName: towns[row.town] ?? (placeOfAlert(row.town, area) === area ? ELSEWHERE : '未知'),
      rule: row.rule,
      title: rule?.title ?? row.rule,
      text: rule?.raises.office(this.parts.policy),
      level: row.level,
      raisedAt: row.raisedAt,
      again: row.again,
      evidence: await this.evidence(viewer, row.evidence),
      withdrawn: await this.evidence(viewer, row.withdrawn ?? []),
      unfounded: row.unfounded ?? false,
      acknowledgedAt: row.acknowledgedAt,
      closedAt: row.closedAt,
      verdict: row.verdict,
      seenOn: row.seenOn,
      version: row.version,
    };
  }

  private async evidence(viewer: Viewer, positions: readonly Position[]): Promise<object[]> {
    const events = await Promise.all(positions.map((position) => this.line(position)));
    return events.flatMap((event) => {
      const definition = event && catalogue.event(event.type);
      return event && definition
        ? [
            {
              handle: this.parts.handles.handle(partyOf(viewer), event.position),
              type: event.type,
              title: definition.title,
              time: event.time,
              department: event.department,
            },
          ]
        : [];
    });
  }

  private async line(position: Position): Promise<Recorded | undefined> {
    const known = this.lines.get(position);
    if (known) return known;
    const { lines } = await this.parts.log.read(position - 1, 1);
    const event = lines[0] && recorded(lines[0]);
    if (this.lines.size >= REMEMBERED_LINES) this.lines.clear();
    if (event) this.lines.set(position, event);
    return event;
  }
}

const invalid = (pointer: string): ProblemError => new ProblemError('invalid-input', { errors: [{ pointer, rule: 'format', message: pointer }] });

/** The command as the process knows it. Throws ProblemError on what is no command. */
function commandOf(viewer: Viewer, alert: string, command: string, { verdict, seen, reason }: AlertCommand): Acknowledge | Close {
  if (command === 'acknowledge') return { kind: 'acknowledge', alert, by: postOf(viewer) };
  if (command !== 'close') throw new ProblemError('not-found');
  const { on, by } = (seen ?? {}) as { on?: unknown; by?: unknown };
  if (seen !== undefined && !(typeof on === 'string' && realDate(on))) throw invalid('/seen/on');
  if (seen !== undefined && !(typeof by === 'string' && Object.hasOwn(POST.titles, by))) throw invalid('/seen/by');
  if (reason !== undefined && (typeof reason !== 'string' || reason.length > MAX_REASON)) throw invalid('/reason');
  if (typeof verdict !== 'string' || !Object.hasOwn(VERDICT.titles, verdict)) throw invalid('/verdict');
  return {
    kind: 'close',
    alert,
    verdict: verdict as Close['verdict'],
    ...(seen !== undefined && { seen: { on: on as string, by: by as string } }),
    ...(reason !== undefined && { reason: reason as string }),
  };
}

/** The post under which a person acknowledges. */
const postOf = ({ role }: Viewer): string => (role === 'office-lead' ? 'office-director' : 'office-staff');

function filtersFor(viewer: Viewer, { state, level, town, overdue }: AlertFilters): Record<string, ColumnValue | readonly ColumnValue[]> {
  const office = viewer.town === undefined;
  return {
    ...(state === undefined ? {} : { state: state === 'unclosed' ? UNCLOSED : state }),
    // A filter over what is hidden would tell it: towns do not see levels.
    ...(level === undefined || !office ? {} : { level }),
    ...(overdue === undefined ? {} : { overdue }),
    ...(office ? (town === undefined ? {} : { town }) : { town: viewer.town?.slice(0, 9) }),
  };
}
