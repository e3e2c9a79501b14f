import type { References, Seals, Viewer } from '@lianhu/access';
import { ClueAccepted, NoticeAccepted, NoticeSent } from '@lianhu/departments/hub';
import { historyOf } from '@lianhu/follow';
import { definitionOf, inParallel, isA, momentOf, type Clock, type ColumnValue, type Moment, type PolicyPack } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { decideNotice, missedReports, NOTICE_COMMANDS, type NoticeCommand } from '@lianhu/processes/notice';
import { ProblemError, type Caller, type HubForMonitor, type OwnEvent, type OwnOutcome, type ReadRecorder } from '@lianhu/services/platform';
import { InboxContent } from './inbox-content';
import type { ReadModel } from './model';
import { apart } from './notice-reactor';
import type { InboxRow } from './rows';

/** What the inbox is made from. */
export interface InboxParts {
  readonly model: ReadModel;
  readonly log: LogReader;
  readonly references: References;
  readonly hub: HubForMonitor;
  readonly recorder: ReadRecorder;
  readonly policy: PolicyPack;
  readonly clock: Clock;
  readonly seals: Pick<Seals, 'all' | 'among'>;
}
/** What an inbox may be narrowed by. */
export interface InboxFilters {
  readonly state?: string;
  readonly urgent?: boolean;
  readonly overdue?: boolean;
  readonly page: number;
  readonly size: number;
}
/** A command that was carried out. */
export interface NoticeDone {
  readonly notice: string;
  readonly state: string;
  readonly position: number;
}
/** Whose notices: a department's or the office's, or those of a town or village. */
type Scope = Readonly<Record<string, ColumnValue | readonly ColumnValue[]>>;

/** How long a command waits until pages show what it did. Unit: milliseconds. */
const SHOWN_WITHIN_MS = 2_000;
/** Reports looked at together. Unit: notices. */
const REPORTS = 500;
/** What tells whether a report was accepted. */
const ACCEPTING = [NoticeSent, NoticeAccepted, ClueAccepted].map((cls) => definitionOf(cls).type);
/** Histories read at a time. */
const AT_A_TIME = 4;
/** Replayed: the reactor was quicker with the very same. */
const STANDS = new Set(['appended', 'replayed']);
const STATES = new Set(['sent', 'receipted', 'accepted', 'returned', 'completed']);
const AFTER: Readonly<Record<NoticeCommand, string>> = { receipt: 'receipted', accept: 'accepted', return: 'returned', complete: 'completed' };

/** 通知: what a unit is told, as far as its cell of the matrix goes, and what it answers. */
export class Inbox {
  private readonly content: InboxContent;

  constructor(private readonly parts: InboxParts) {
    this.content = new InboxContent(parts);
  }

  /** A department's own inbox. Throws ProblemError `not-found` for another department's. */
  department(caller: Caller, department: string, filters: InboxFilters): Promise<{ rows: object[]; total: number }> {
    return this.list(caller, 'inbox.read', ofDepartment(caller.viewer, department), filters);
  }
  /** The inbox of the office, of a town or of a village. */
  own(caller: Caller, filters: InboxFilters): Promise<{ rows: object[]; total: number }> {
    return this.list(caller, 'views.inbox', ofPlace(caller.viewer), filters);
  }
  answerAs(caller: Caller, department: string, notice: string, command: string, reason: unknown): Promise<NoticeDone> {
    return this.answer(caller, 'inbox.answer', ofDepartment(caller.viewer, department), notice, command, reason);
  }
  answerOwn(caller: Caller, notice: string, command: string, reason: unknown): Promise<NoticeDone> {
    return this.answer(caller, 'views.inbox.answer', ofPlace(caller.viewer), notice, command, reason);
  }

  /** Red cards of the police that nobody has accepted. */
  async openReports(): Promise<readonly InboxRow[]> {
    const filters = { to: 'police', urgent: true, waiting: true };
    const found: InboxRow[] = [];
    for (let page = 1; ; page++) {
      const { rows } = await this.parts.model.list<InboxRow>('inbox', { filters, sort: 'since', page, size: REPORTS });
      found.push(...rows);
      if (rows.length < REPORTS) return found;
    }
  }

  /**
   * Appends one `hub.clock.missed` for each deadline of a report that passed unaccepted; how many. Whether it was accepted the log
   * knows: the view may be behind or paused.
   */
  async missReports(): Promise<number> {
    const now = this.now();
    const passed = (await this.openReports()).map((row) => ({ row, missed: missedReports([row], now, this.parts.policy) }));
    const due = passed.filter(({ missed }) => missed.length > 0);
    const appended = await inParallel(due, AT_A_TIME, async ({ row, missed }) => {
      const outcomes: OwnOutcome[] = [];
      for (const event of missed) outcomes.push(...(await this.missUnlessAccepted(row, event)));
      return outcomes.filter(({ kind }) => kind === 'appended');
    });
    return appended.flat().length;
  }

  /** A log that is a copy may be behind the hub's: what it does not have makes this a conflict, and the next look sees it. */
  private async missUnlessAccepted(row: InboxRow, event: OwnEvent): Promise<readonly OwnOutcome[]> {
    const { subject } = row;
    const version = subject === undefined ? 0 : await this.parts.log.version(subject);
    if (await this.isAccepted(row)) return [];
    return this.parts.hub.own([event], subject === undefined ? undefined : { subject, version });
  }

  /** By an answer to the card, or because a unit has accepted the report after the card was sent, from which its answer follows. */
  private async isAccepted({ notice, subject }: InboxRow): Promise<boolean> {
    if (subject === undefined) return false;
    const { log } = this.parts;
    const events = await historyOf(log, subject, (await log.head()).position, ACCEPTING);
    const sent = events.find((event) => isA(event, NoticeSent) && event.data.notice === notice)?.position ?? Infinity;
    return events.some((event) => (isA(event, NoticeAccepted) ? event.data.notice === notice : isA(event, ClueAccepted) && event.position > sent));
  }

  /** Answers many notices at once, without looking who asks: for the demonstration's staff. */
  async answerAll(rows: readonly InboxRow[], command: NoticeCommand): Promise<void> {
    const now = this.now();
    const outcomes = rows.map((row) => decideNotice(row, command, now));
    const events = outcomes.flatMap((outcome) => (outcome.kind === 'emit' ? outcome.events : []));
    for (const part of apart(events)) await this.parts.hub.own(part);
  }
  /** The newest notices that wait for an answer. */
  async waiting(size: number): Promise<readonly InboxRow[]> {
    return (await this.parts.model.list<InboxRow>('inbox', { filters: { waiting: true }, sort: '-since', size })).rows;
  }
  /** The oldest tasks that were accepted and are not completed. */
  async accepted(size: number): Promise<readonly InboxRow[]> {
    return (await this.parts.model.list<InboxRow>('inbox', { filters: { state: 'accepted' }, sort: 'since', size })).rows;
  }

  private now(): Moment {
    return momentOf(this.parts.clock.now());
  }

  private async list(
    caller: Caller,
    route: 'inbox.read' | 'views.inbox',
    scope: Scope,
    { state, urgent, overdue, page, size }: InboxFilters,
  ): Promise<{ rows: object[]; total: number }> {
    const sealed = await this.parts.seals.all();
    const filters = {
      ...scope,
      ...(sealed.length === 0 ? {} : { subject: { noneOf: sealed } }),
      ...(state === undefined ? {} : state === 'open' ? { open: true } : { state: STATES.has(state) ? state : '-' }),
      ...(urgent === undefined ? {} : { urgent }),
      ...(overdue === undefined ? {} : { overdue }),
    };
    const { rows, total } = await this.parts.model.list<InboxRow>('inbox', { filters, sort: state === 'open' ? 'dueAt' : '-since', page, size });
    return { rows: await this.content.shown(caller, route, rows, page), total };
  }

  /** The log names the unit that answers; which person it was stands in the access log, and before anything is appended. */
  private async answer(
    caller: Caller,
    route: 'inbox.answer' | 'views.inbox.answer',
    scope: Scope,
    id: string,
    command: string,
    reason: unknown,
  ): Promise<NoticeDone> {
    const row = await this.parts.model.one<InboxRow>('inbox', id);
    const sealed = await this.parts.seals.among([row?.subject]);
    if (!row || !isIn(scope, row) || sealed.size > 0 || !isCommand(command)) throw new ProblemError('not-found');
    const outcome = decideNotice(row, command, this.now(), typeof reason === 'string' ? reason : undefined);
    if (outcome.kind === 'refuse') throw new ProblemError('refused', { members: { code: outcome.code } });
    const about = (kind: string): readonly string[] => (row.subject?.startsWith(kind) ? [row.subject] : []);
    await this.parts.recorder.record(caller, route, { children: about('child-'), cases: about('case-') });
    let position = 0;
    // One by one: what is restricted shares no signature with what is not. The first decides, as its id can stand once.
    for (const event of outcome.events) {
      const [done] = await this.parts.hub.own([event]);
      if (position === 0 && !STANDS.has(done?.kind ?? '')) throw new ProblemError('refused', { members: { code: 'notice.already-answered' } });
      position = Math.max(position, ...(done?.positions ?? []));
    }
    await this.parts.model.waitFor(position, SHOWN_WITHIN_MS);
    return { notice: id, state: AFTER[command], position };
  }
}

const isCommand = (text: string): text is NoticeCommand => (NOTICE_COMMANDS as readonly string[]).includes(text);

function ofDepartment(viewer: Viewer, department: string): Scope {
  if (viewer.department !== department) throw new ProblemError('not-found');
  return { to: department };
}

/** The office with its case officers sees its notices, a town and a village their own. */
function ofPlace({ role, town, department }: Viewer): Scope {
  if (department !== undefined) throw new ProblemError('not-found');
  if (role === 'village') return town === undefined ? { to: '-' } : { to: 'village', place: town };
  if (town !== undefined) return { to: 'town', place: town.slice(0, 9) };
  return { to: 'office' };
}

const isIn = (scope: Scope, row: InboxRow): boolean => Object.entries(scope).every(([name, value]) => row[name as 'to' | 'place'] === value);
