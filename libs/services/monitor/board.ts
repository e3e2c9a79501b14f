import { addMonths, monthOf, TOWN_DIGITS, type ColumnValue, type PlainDate, type PolicyPack } from '@lianhu/kernel';
import { catalogue } from '@lianhu/catalogue';
import type { Viewer } from '@lianhu/access';
import { ProblemError, type EdgeCounters, type Unmatched } from '@lianhu/services/platform';
import { isVillage, mayIn } from './rights';
import type { ReadModel } from './model';
import type { AlertRow, DepartmentRow } from './rows';

/** A department on the board. Counters of its edge are added when read, never stored in a row. */
export interface DepartmentOnBoard {
  readonly department: string;
  readonly name: string;
  readonly events: number;
  readonly lastEventAt?: string;
  readonly today: number;
  readonly month: number;
  readonly lastMonth: number;
  readonly late: number;
  /** Late events of all. Unit: tenths of a percent. */
  readonly lateShare?: number;
  readonly corrections: number;
  readonly rejected: number;
  readonly quarantined: number;
  /** Numbers that are missing in the running numbers of its sources: events that were lost on the way here. */
  readonly missing: number;
  readonly silent: boolean;
  readonly notices: NoticeCounts;
}

/** Notices that are not at their end; of these the late ones; of these again those that were accepted and are not done. */
export interface NoticeCounts {
  readonly open: number;
  readonly overdue: number;
  readonly unfinished: number;
}

type Counts = Readonly<Record<string, number>>;
const NONE: Counts = {};

/** The county's and the towns' figures: sums over the views, composed when read. */
export class Board {
  constructor(
    private readonly model: Pick<ReadModel, 'list' | 'sums' | 'today'>,
    private readonly policy: Pick<PolicyPack, 'area' | 'towns'>,
    private readonly counters: () => Promise<ReadonlyMap<string, EdgeCounters & { readonly missing?: number }>>,
    /** Children who could not be matched by a valid ID number. */
    private readonly unmatched: (most?: number) => Promise<Unmatched>,
  ) {}

  /** 总览: the caller's area on one row, of a village its town's, each figure as far as the caller may know it. */
  async overview(viewer: Viewer): Promise<object> {
    const own = viewer.town?.slice(0, TOWN_DIGITS);
    const [minors, alerts, notices, departments, today, oldest, unmatched] = await Promise.all([
      this.model.sums(own === undefined ? 'county' : 'towns'),
      this.model.sums(own === undefined ? 'alert-county' : 'alert-towns'),
      this.notices(viewer),
      this.departments(),
      this.today(),
      this.oldestUnacknowledged(own),
      this.unmatchedFor(viewer),
    ]);
    return {
      today,
      notices,
      ...figuresFor(viewer, own ?? viewer.area, { minors: minors.get(own ?? 'all'), alerts: alerts.get(own ?? 'all'), today, oldest }),
      departments: departments.map(({ department, name, today: now, month, silent }) => ({ department, name, today: now, month, silent })),
      silent: departments.filter(({ silent }) => silent).length,
      ...(unmatched !== undefined && { unmatched }),
      quarantined: departments.reduce((sum, { quarantined }) => sum + quarantined, 0),
    };
  }

  /** 乡镇: the same by town; a town sees itself only. */
  async towns(viewer: Viewer): Promise<object[]> {
    const [towns, alerts, today] = await Promise.all([this.model.sums('towns'), this.model.sums('alert-towns'), this.today()]);
    const unknown = `${this.policy.area}000`;
    const named = Object.entries(this.policy.towns).concat(towns.has(unknown) ? [[unknown, '未知']] : []);
    const mine = named.filter(([town]) => viewer.town === undefined || viewer.town.startsWith(town));
    return Promise.all(
      mine.map(async ([town, name]) => ({
        town,
        name,
        ...figuresFor(viewer, town, { minors: towns.get(town), alerts: alerts.get(town), today, oldest: await this.oldestUnacknowledged(town) }),
      })),
    );
  }

  /** 部门: freshness, lateness and corrections from the log, rejects from the edges' counters. */
  async departments(): Promise<DepartmentOnBoard[]> {
    const [{ rows }, counters, notices] = await Promise.all([
      this.model.list<DepartmentRow>('departments', { size: 100 }),
      this.counters(),
      this.model.sums('inbox-addressees'),
    ]);
    const byId = new Map(rows.map((row) => [row.department, row]));
    return catalogue.departments
      .filter(({ id, occasional }) => !occasional || byId.has(id))
      .map(({ id, name }) => {
        const row = byId.get(id);
        const { rejected = 0, quarantined = 0, missing = 0 } = counters.get(id) ?? {};
        const events = row?.events ?? 0;
        return {
          department: id,
          name,
          events,
          lastEventAt: row?.lastEventAt,
          today: row?.today ?? 0,
          month: row?.month ?? 0,
          lastMonth: row?.lastMonth ?? 0,
          late: row?.late ?? 0,
          lateShare: row && events > 0 ? Math.round((row.late * 1000) / events) : undefined,
          corrections: row?.corrections ?? 0,
          rejected,
          quarantined,
          missing,
          silent: row?.silent ?? true,
          notices: noticesIn(notices.get(id)),
        };
      });
  }

  /** Notices of the caller's department, town or village; of the whole area for the others. */
  private async notices(viewer: Viewer): Promise<object> {
    const { department, town } = viewer;
    if (isVillage(viewer)) return this.noticesOfVillage(town as string);
    const [sum, key] =
      department !== undefined
        ? ['inbox-addressees', department]
        : town !== undefined
          ? ['inbox-towns', town.slice(0, TOWN_DIGITS)]
          : ['inbox-county', 'all'];
    return noticesIn((await this.model.sums(sum)).get(key));
  }

  /** Sums go down to towns; what a village has to answer is little, and is counted. */
  private async noticesOfVillage(place: string): Promise<NoticeCounts> {
    const count = async (filters: Readonly<Record<string, ColumnValue>>): Promise<number> =>
      (await this.model.list('inbox', { filters: { to: 'village', place, ...filters }, size: 1 })).total;
    const [open, overdue, unfinished] = await Promise.all([
      count({ open: true }),
      count({ overdue: true }),
      count({ overdue: true, state: 'accepted' }),
    ]);
    return { open, overdue, unfinished };
  }

  /** As many as the list of them shows this caller; undefined for whom there is none, and for a village, whose children only the vault knows. */
  private async unmatchedFor(viewer: Viewer): Promise<number | undefined> {
    const { department, town, area } = viewer;
    if (isVillage(viewer) || !mayIn(viewer, 'K01', town ?? area)) return undefined;
    if (department === undefined && town === undefined) return (await this.unmatched(0)).count;
    const { persons } = await this.unmatched();
    const keys = persons.filter((one) => department === undefined || one.department === department).map(({ child }) => child);
    const filters = { active: true, ...(town !== undefined && { town: town.slice(0, TOWN_DIGITS) }) };
    return (await this.model.list('minors', { filters, keys, size: 1 })).total;
  }

  private async today(): Promise<PlainDate> {
    const today = await this.model.today();
    if (today === undefined) throw new ProblemError('hub-unavailable', { retryAfter: 2 });
    return today;
  }

  private async oldestUnacknowledged(town?: string): Promise<object | undefined> {
    const { rows } = await this.model.list<AlertRow>('alerts', {
      filters: { state: 'open', ...(town === undefined ? {} : { town }) },
      sort: 'raisedAt',
      size: 1,
    });
    const [first] = rows;
    return first && { alert: first.alert, raisedAt: first.raisedAt, dueAt: first.dueAt };
  }
}

/** Sums of one place, and what stands beside them. */
interface Sums {
  readonly minors: Counts | undefined;
  readonly alerts: Counts | undefined;
  readonly today: PlainDate;
  readonly oldest: object | undefined;
}
/** Fewer children than this are not counted for those who may not see them. Source: DL5 †. */
const FEW = 5;

/**
 * Who may see every child of the place sees every figure. Others, also a village in its town, get no figure from which a suppressed
 * cell of a report could be computed: the number of children, and nothing by category, month or alert.
 */
function figuresFor(viewer: Viewer, place: string, { minors = NONE, alerts = NONE, today, oldest }: Sums): object {
  const known = minors['minors'] ?? 0;
  const may = (category: string): boolean => mayIn(viewer, category, place);
  return {
    ...((may('K01') || known >= FEW) && { minors: known }),
    ...(may('K02') && { listed: minors['listed'] ?? 0, categories: categoriesOf(minors) }),
    ...(may('K01') && { newThisMonth: minors[`new.${monthOf(today)}`] ?? 0, newLastMonth: minors[`new.${lastMonth(today)}`] ?? 0 }),
    ...(may('K18') && { alerts: { open: openByLevel(alerts), overdue: alerts['overdue'] ?? 0, oldestUnacknowledged: oldest } }),
    ...(viewer.town === place && { alerts: { overdue: alerts['overdue'] ?? 0 } }),
  };
}

const noticesIn = (counts: Counts = NONE): NoticeCounts => ({
  open: counts['open'] ?? 0,
  overdue: counts['overdue'] ?? 0,
  unfinished: counts['unfinished'] ?? 0,
});
const openByLevel = (alerts: Counts): Counts => Object.fromEntries(['4', '3', '2'].map((level) => [level, alerts[`open.${level}`] ?? 0]));
const lastMonth = (today: PlainDate): string => monthOf(addMonths(`${monthOf(today)}-01`, -1));

function categoriesOf(counts: Counts): Counts {
  const categories: Record<string, number> = {};
  for (const [name, n] of Object.entries(counts)) {
    const code = /^category\.(.+)$/.exec(name)?.[1];
    if (code !== undefined && n > 0) categories[code] = n;
  }
  return categories;
}
