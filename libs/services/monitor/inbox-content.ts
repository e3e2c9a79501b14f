import { decide, partyOf, type References, type Right, type Viewer } from '@lianhu/access';
import { catalogue } from '@lianhu/catalogue';
import { AlertRaised, NEED, NOTICE, RETURN } from '@lianhu/departments/hub';
import { personsAt } from '@lianhu/follow';
import { isA, RECORD_SPLIT, RECORD_WITHDRAWN, recorded, type Moment, type PolicyPack, type Position, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import type { Caller, HubForMonitor, OpenedIdentity, ReadRecorder } from '@lianhu/services/platform';
import type { ReadModel } from './model';
import { isOversight, placeOfAlert, rightTo } from './rights';
import type { AlertRow, InboxRow } from './rows';
import { Withdrawals } from './withdrawals';

/** What contents are made from. */
export interface InboxContentParts {
  readonly log: LogReader;
  readonly references: References;
  readonly hub: HubForMonitor;
  readonly recorder: ReadRecorder;
  readonly policy: PolicyPack;
  readonly model: Pick<ReadModel, 'one'>;
}
/** How much of what happened an addressee gets: title and child; child, need and time; or that there is something. */
export type Told = 'full' | 'task' | 'envelope';
/** Of a split whoever had read the file gets its reference, which he had then: what stands in it now his rights show him. */
type Shown = Told | 'file';
const tellsOfChild = (much: Shown): boolean => much === 'full' || much === 'task';

/** What is told of a split to those who had read the file. */
const SPLIT_TITLE = '查阅过的档案曾误含另一名未成年人的信息，现已拆分，请重新核对';
const isSplit = ({ type }: Recorded): boolean => type === RECORD_SPLIT;
/** Lines remembered; lines never change. */
const REMEMBERED_LINES = 5_000;
const titleOf = (list: { readonly titles: Readonly<Record<string, string>> }, code: string | undefined): string | undefined =>
  code === undefined ? undefined : (list.titles[code] ?? code);

/** How much a viewer is told of an event by a notice that tells at most `task` or everything; undefined when nothing at all, the notice itself included. */
export function toldOf(viewer: Viewer, event: Recorded, task: boolean): Told | undefined {
  const definition = catalogue.event(event.type);
  if (!definition) return 'envelope';
  const { right, why } = decide(viewer, {
    category: definition.category,
    level: event.level,
    department: event.department,
    town: event.residenceArea,
    restricted: definition.restricted,
    subject: event.subject,
  });
  if (why === 'sealed') return undefined;
  if (definition.restricted) return 'envelope';
  return BY_RIGHT[right](task);
}
const BY_RIGHT: Readonly<Record<Right, (task: boolean) => Told>> = {
  full: (task) => (task ? 'task' : 'full'),
  own: (task) => (task ? 'task' : 'full'),
  task: () => 'task',
  statistics: () => 'envelope',
  none: () => 'envelope',
};

/** What notices say to their addressee. */
export class InboxContent {
  private readonly lines = new Map<Position, Recorded>();
  private readonly withdrawals: Withdrawals;

  constructor(private readonly parts: InboxContentParts) {
    this.withdrawals = new Withdrawals(parts.log);
  }

  /** Rows as the caller may see them; the reading is recorded before anything is opened. */
  async shown(caller: Caller, route: 'inbox.read' | 'views.inbox', rows: readonly InboxRow[], page: number): Promise<object[]> {
    const { viewer } = caller;
    const lines = await Promise.all(rows.map(({ about }) => this.line(about)));
    // Of a withdrawal it is said what was withdrawn, as far as that may be known.
    const facts = await Promise.all(lines.map(async (line) => (isWithdrawal(line) ? this.line(line.corrects) : line)));
    const events = await Promise.all(facts.map(async (fact, i) => fact && this.at(fact, rows[i] as InboxRow)));
    const since = await this.withdrawals.among(lines.flatMap((line) => line ?? []));
    const elsewhere = await this.elsewhere(rows, lines);
    const withdrawn = new Set(rows.filter((_, i) => isWithdrawal(lines[i])));
    const told = rows.flatMap((row, i) => {
      const event = events[i];
      const much = event && toldOf(viewer, event, row.kind === 'task' || withdrawn.has(row));
      return event && much ? [{ row, event, much: isSplit(event) ? ('file' as const) : much }] : [];
    });
    const of = (kind: string) => [
      ...new Set(told.flatMap(({ row, much }) => (isAbout(row, kind) && much !== 'envelope' ? [row.subject as string] : []))),
    ];
    const children = of('child-');
    await this.parts.recorder.record(caller, route, { children, page });
    const [refs, names] = await Promise.all([this.refs(viewer, children), this.names(viewer, told)]);
    return told.map(({ row, event, much }) => ({
      ...this.render(viewer, row, event, much, withdrawn.has(row), {
        minorRef: refs.get(row.subject ?? ''),
        name: names.get(row.subject ?? '')?.name,
      }),
      // What was told was taken back later; of that there is a notice of its own.
      ...((since.has(row.about) || elsewhere.has(row)) && { withdrawn: true }),
    }));
  }

  /** The event with the place by which its notice is read: an alert is read where it stands now, or nowhere. */
  private async at(event: Recorded, row: InboxRow): Promise<Recorded> {
    if (!isA(event as Recorded<unknown>, AlertRaised)) return sentTo(event, row);
    const alert = await this.parts.model.one<AlertRow>('alerts', String(event.data['alert']));
    return { ...event, residenceArea: alert && placeOfAlert(alert.town, this.parts.policy.area) };
  }

  /** Those that tell under one child what has turned out to be another one's. */
  private async elsewhere(rows: readonly InboxRow[], lines: readonly (Recorded | undefined)[]): Promise<ReadonlySet<InboxRow>> {
    const persons = await personsAt(this.parts.log, Number.MAX_SAFE_INTEGER);
    return new Set(
      rows.filter((row, i) => {
        const [line, { subject }] = [lines[i], row];
        if (subject === undefined || !line || isSplit(line)) return false;
        return persons.headOf(persons.fileOf(line) ?? subject) !== persons.headOf(subject);
      }),
    );
  }

  private async refs(viewer: Viewer, children: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return isOversight(viewer) ? new Map(children.map((child) => [child, child])) : this.parts.references.of(children, partyOf(viewer));
  }

  /** Names for those who may see identities in full. */
  private async names(
    viewer: Viewer,
    told: readonly { row: InboxRow; event: Recorded; much: Shown }[],
  ): Promise<ReadonlyMap<string, OpenedIdentity>> {
    if (isOversight(viewer)) return new Map();
    const entitled = told.filter(
      ({ row, event, much }) => tellsOfChild(much) && isAbout(row, 'child-') && rightTo(viewer, 'K01', event.residenceArea ?? viewer.town) === 'full',
    );
    return entitled.length === 0 ? new Map() : this.parts.hub.open([...new Set(entitled.map(({ row }) => row.subject as string))]);
  }

  private render(
    viewer: Viewer,
    row: InboxRow,
    event: Recorded,
    much: Shown,
    withdrawn: boolean,
    child: { readonly minorRef?: string; readonly name?: string },
  ): object {
    const title = catalogue.event(event.type)?.title;
    const { towns, villages, areaName } = this.parts.policy;
    const home = event.residenceArea ?? '';
    const places = { townName: towns[home.slice(0, 9)], ...(villages?.[home] !== undefined && { villageName: villages[home] }) };
    const need = tellsOfChild(much) || mayKnowNeeds(viewer, event) ? row.need : undefined;
    return {
      notice: row.notice,
      kind: row.kind,
      kindTitle: kindTitleOf(row, event, withdrawn),
      need,
      needTitle: titleOf(NEED, need),
      from: catalogue.department(event.department)?.name ?? event.department,
      since: timeFor(much, row.since),
      dueAt: timeFor(much, row.dueAt),
      late: row.late,
      urgent: row.urgent,
      state: row.state,
      overdue: row.overdue,
      open: row.open,
      receiptedAt: row.receiptedAt,
      answeredAt: row.answeredAt,
      completedAt: row.completedAt,
      reasonTitle: titleOf(RETURN, row.reason),
      ...(much === 'file' && { minorRef: child.minorRef, title: SPLIT_TITLE }),
      ...(tellsOfChild(much) && { ...child, ...places }),
      // A red card says what was reported and where, and nothing of whom.
      ...((much === 'full' || row.urgent || row.kind === 'reminder') && { title }),
      ...((row.urgent || row.kind === 'reminder') && { place: areaName }),
    };
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

/** An envelope says its times to the minute: to the millisecond they would be a mark by which the sender's file could be found. */
const timeFor = (much: Shown, moment: Moment): Moment => (tellsOfChild(much) ? moment : `${moment.slice(0, 'yyyy-mm-ddThh:mm'.length)}:00.000+08:00`);

/** The event with the home that the notice was sent to, where it names none itself. */
const sentTo = (event: Recorded, { to, place }: InboxRow): Recorded =>
  event.residenceArea === undefined && (to === 'town' || to === 'village') ? { ...event, residenceArea: place } : event;

type Withdrawal = Recorded & { readonly corrects: Position };
const isWithdrawal = (line: Recorded | undefined): line is Withdrawal => line?.type === RECORD_WITHDRAWN && line.corrects !== undefined;

function kindTitleOf({ urgent, kind }: InboxRow, { corrects }: Recorded, withdrawn: boolean): string | undefined {
  if (withdrawn) return '撤回';
  if (urgent) return '紧急报告';
  return titleOf(NOTICE, corrects === undefined ? kind : 'correction');
}

/** Needs have a cell of their own, whatever they follow from. */
const mayKnowNeeds = (viewer: Viewer, { residenceArea }: Recorded): boolean => {
  const right = rightTo(viewer, 'K24', residenceArea ?? viewer.town);
  return right === 'full' || right === 'task';
};

const isAbout = ({ subject }: InboxRow, kind: string): boolean => subject?.startsWith(kind) === true;
