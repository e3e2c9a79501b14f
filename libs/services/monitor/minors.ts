import { partyOf, type References, type Viewer } from '@lianhu/access';
import { ageOn, TOWN_DIGITS, type ColumnValue, type PlainDate } from '@lianhu/kernel';
import { positionOf, ProblemError, type Caller, type HubForMonitor, type OpenedIdentity, type ReadRecorder } from '@lianhu/services/platform';
import { nameKey } from '@lianhu/standards';
import type { ReadModel } from './model';
import { isOversight, isVillage, mayAll, rightTo } from './rights';
import type { MinorRow } from './rows';
import { Timelines, type TimelinePart, type TimelineParts } from './timelines';

/** What lists of children may be narrowed by. */
export interface MinorFilters {
  /** Only temporary persons 未匹配. */
  readonly unmatched?: boolean;
  readonly town?: string;
  readonly category?: string;
  readonly alertLevel?: number;
  readonly page: number;
  readonly size: number;
}

/** A child that is looked for: part of its name, or its whole ID number. */
export interface MinorWanted {
  readonly name?: string;
  readonly docNo?: string;
}

/** What the children's pages are made from. */
export interface MinorParts extends TimelineParts {
  readonly model: ReadModel;
  readonly references: References;
  readonly hub: HubForMonitor;
  readonly recorder: ReadRecorder;
}

/** Children whose names a search goes through; beyond, one looks by number. Unit: children. Reason: seconds, and 250 bytes each. */
const MAX_SEARCHED = 10_000;
/** Names opened at once. Unit: children. */
const SEARCH_PAGE = 200;
/** Children of a town whose villages are asked for at once; the hub answers no more. Unit: children. */
const PLACED_AT_ONCE = 1_000;
const EVERYBODY = { page: 1, size: SEARCH_PAGE };
/** Children that a search shows; with more the name is too short. Unit: children. */
const MAX_FOUND = 10;

/** What is asked of one child's file. */
export interface MinorPart extends Omit<TimelinePart, 'until'> {
  readonly asOf?: string;
}

/** 未成年人: the list, and one child's file, each as far as the caller may see it. Every reading is recorded first. */
export class Minors {
  private readonly timelines: Timelines;

  constructor(private readonly parts: MinorParts) {
    this.timelines = new Timelines(parts);
  }

  /** Every child that the caller may see. */
  async list(caller: Caller, filters: MinorFilters): Promise<{ rows: object[]; total: number }> {
    const { viewer } = caller;
    const { rows: listed, total } = await this.parts.model.list<MinorRow>('minors', {
      filters: this.filtersFor(viewer, filters),
      keys: await this.keysFor(viewer, filters),
      sort: sortFor(viewer),
      page: filters.page,
      size: filters.size,
    });
    const rows = await this.placed(viewer, listed);
    const children = rows.map(({ child }) => child);
    await this.parts.recorder.record(caller, 'views.minors.list', { children, page: filters.page });
    const [refs, names, today] = await Promise.all([this.refs(viewer, children), this.names(viewer, rows), this.parts.model.today()]);
    return { rows: rows.flatMap((row) => this.render(viewer, row, refs.get(row.child), names.get(row.child), today) ?? []), total };
  }

  /**
   * Children whose name holds the text, or whose ID number it is, among those the caller may see with their names. The search is
   * recorded also when it finds nobody, without what was looked for; an unknown number and one that is not the caller's go the same way.
   */
  async find(caller: Caller, { name, docNo }: MinorWanted): Promise<{ rows: object[] }> {
    const { viewer } = caller;
    const keys = docNo === undefined ? (await this.keysFor(viewer, EVERYBODY))?.slice(0, MAX_SEARCHED) : await this.named(viewer, docNo);
    const wanted = nameKey(name ?? '');
    const found: MinorRow[] = [];
    const names = new Map<string, OpenedIdentity>();
    for (let page = 1; found.length < MAX_FOUND && (page - 1) * SEARCH_PAGE < MAX_SEARCHED; page++) {
      const query = { filters: this.filtersFor(viewer, EVERYBODY), keys, sort: sortFor(viewer), page, size: SEARCH_PAGE };
      const { rows: listed, total } = await this.parts.model.list<MinorRow>('minors', query);
      const rows = await this.placed(viewer, listed);
      for (const [child, identity] of await this.names(viewer, rows)) if (nameKey(identity.name).includes(wanted)) names.set(child, identity);
      found.push(...rows.filter(({ child }) => names.has(child)).slice(0, MAX_FOUND - found.length));
      if (page * SEARCH_PAGE >= total) break;
    }
    const children = found.map(({ child }) => child);
    await this.parts.recorder.record(caller, 'views.minors.find', { children });
    const [refs, today] = await Promise.all([this.refs(viewer, children), this.parts.model.today()]);
    return { rows: found.flatMap((row) => this.render(viewer, row, refs.get(row.child), names.get(row.child), today) ?? []) };
  }

  /** The child of a number, for a department only one that it has spoken of itself. */
  private async named({ department }: Viewer, docNo: string): Promise<readonly string[]> {
    const child = await this.parts.hub.childOfNumber(docNo);
    if (child === undefined) return [];
    return department === undefined || (await this.parts.references.of([child], department)).has(child) ? [child] : [];
  }

  /** Whether a child of this reference is among those the caller may see. */
  async mayName(viewer: Viewer, ref: string): Promise<boolean> {
    const child = await this.parts.references.childOf(partyOf(viewer), ref);
    const known = child === undefined ? undefined : await this.parts.model.one<MinorRow>('minors', child);
    const [row] = await this.placed(viewer, known ? [known] : []);
    return row !== undefined && this.render(viewer, row, ref, undefined, undefined) !== undefined;
  }

  /** One child: its row and its timeline, at the head or as of a moment; of a long one the part before an event. Throws ProblemError `not-found` for everything else. */
  async one(caller: Caller, ref: string, { asOf, ...part }: MinorPart = {}): Promise<object> {
    const { viewer } = caller;
    const child = await this.childOf(viewer, ref);
    const position = asOf === undefined ? undefined : await positionOf(this.parts.log, asOf, '/asOf', caller.language);
    // Before the row: what is shown holds everything up to it.
    const at = position === undefined ? await this.parts.model.position() : { position };
    const known =
      child === undefined
        ? undefined
        : await (position === undefined
            ? this.parts.model.one<MinorRow>('minors', child)
            : this.parts.model.asOf<MinorRow>('minors', child, position));
    const [row] = await this.placed(viewer, known ? [known] : []);
    const shown = row && this.render(viewer, row, ref, undefined, await this.parts.model.today());
    if (!row || !shown) throw new ProblemError('not-found');
    await this.parts.recorder.record(caller, 'views.minors.one', { children: [row.child] });
    const [names, told] = await Promise.all([this.names(viewer, [row]), this.timelines.of(viewer, row, { until: position, ...part })]);
    const rendered = this.render(viewer, row, ref, names.get(row.child), await this.parts.model.today());
    return { minor: { ...rendered, ...privateFields(names.get(row.child)) }, ...told, asOf: at };
  }

  /** The child behind a caller's reference; auditors and inspectors use the hub's own. */
  private async childOf(viewer: Viewer, ref: string): Promise<string | undefined> {
    if (isOversight(viewer)) return ref.startsWith('child-') ? ref : undefined;
    return this.parts.references.childOf(partyOf(viewer), ref);
  }

  private filtersFor(viewer: Viewer, { town, category, alertLevel }: MinorFilters): Record<string, ColumnValue> {
    const filters: Record<string, ColumnValue> = { active: true };
    // A filter selects among what the caller may read: one over a field that is hidden from it would tell what the field holds.
    if (category !== undefined && mayAll(viewer, 'K02')) filters['categories'] = category;
    if (alertLevel !== undefined && mayAll(viewer, 'K18')) filters['alertLevel'] = alertLevel;
    if (viewer.town !== undefined) filters['town'] = viewer.town.slice(0, TOWN_DIGITS);
    else if (town !== undefined) filters['town'] = town;
    return filters;
  }

  /** A department lists the children that it has spoken of itself; 未匹配 narrows to temporary persons, its own or all. */
  private async keysFor(viewer: Viewer, { unmatched }: MinorFilters): Promise<readonly string[] | undefined> {
    const { department } = viewer;
    // Of a child that was not assigned to whoever sees assigned ones only, there is nothing to show.
    if (department === undefined && !mayAll(viewer, 'K01')) return [];
    const own = isVillage(viewer) ? await this.childrenOfVillage(viewer) : undefined;
    if (!unmatched) return own ?? (department === undefined ? undefined : this.parts.references.childrenOf(department));
    const { persons } = await this.parts.hub.unmatched();
    const living = own && new Set(own);
    return persons
      .filter((one) => (department === undefined || one.department === department) && (living === undefined || living.has(one.child)))
      .map(({ child }) => child);
  }

  /** Which children of the town live in the viewer's village: only the vault knows that. */
  private async childrenOfVillage(viewer: Viewer): Promise<readonly string[]> {
    const children: string[] = [];
    for (let page = 1; ; page++) {
      const query = { filters: this.filtersFor(viewer, EVERYBODY), sort: 'registeredOn', page, size: PLACED_AT_ONCE };
      const { rows, total } = await this.parts.model.list<MinorRow>('minors', query);
      children.push(...(await this.placed(viewer, rows)).map(({ child }) => child));
      if (page * PLACED_AT_ONCE >= total) return children;
    }
  }

  /** For a village: its own children, each where it lives to the village; whose home is known to the town only is not among them. */
  private async placed(viewer: Viewer, rows: readonly MinorRow[]): Promise<readonly MinorRow[]> {
    if (!isVillage(viewer) || rows.length === 0) return rows;
    const villages = await this.parts.hub.villages(rows.map(({ child }) => child));
    return rows.map((row) => ({ ...row, town: villages.get(row.child) ?? row.town })).filter(({ town }) => town.startsWith(viewer.town ?? ''));
  }

  private async refs(viewer: Viewer, children: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (isOversight(viewer)) return new Map(children.map((child) => [child, child]));
    return this.parts.references.of(children, partyOf(viewer));
  }

  /** Names for those who may see identities; the reading has been recorded. */
  private async names(viewer: Viewer, rows: readonly MinorRow[]): Promise<ReadonlyMap<string, OpenedIdentity>> {
    const entitled = rows.filter((row) => !isOversight(viewer) && rightTo(viewer, 'K01', row.town) === 'full');
    return entitled.length === 0 ? new Map() : this.parts.hub.open(entitled.map(({ child }) => child));
  }

  /** A row as far as the viewer's column of the matrix lets it through; undefined when nothing is left. */
  private render(
    viewer: Viewer,
    row: MinorRow,
    ref: string | undefined,
    identity: OpenedIdentity | undefined,
    today: PlainDate | undefined,
  ): object | undefined {
    if (ref === undefined || (viewer.town !== undefined && !row.town.startsWith(viewer.town))) return undefined;
    const may = (category: string): boolean => isOversight(viewer) || rightTo(viewer, category, row.town) === 'full';
    if (viewer.department === undefined && !may('K01')) return undefined;
    const office = may('K18');
    return {
      minorRef: ref,
      ...(identity && { name: identity.name, age: today === undefined ? undefined : ageOn(identity.birthDate, today), ...this.villageOf(identity) }),
      ...(may('K01') && {
        sex: row.sex,
        ageBand: row.ageBand,
        town: row.town.slice(0, TOWN_DIGITS),
        townName: this.parts.policy.towns[row.town.slice(0, TOWN_DIGITS)] ?? '未知',
        registeredOn: row.registeredOn,
      }),
      ...(may('K02') && { categories: row.categories }),
      ...(may('K03') && { agreement: row.agreement }),
      ...(may('K04') && { school: row.school }),
      ...(office && { alertLevel: row.alertLevel, openAlerts: row.openAlerts, lastEventAt: row.lastEventAt }),
      ...(may('K24') && { needs: row.needs }),
    };
  }

  /** The village by its code, and by its name where the policy pack has one. */
  private villageOf({ village }: OpenedIdentity): { readonly village?: string; readonly villageName?: string } {
    if (village === undefined) return {};
    const name = this.parts.policy.villages?.[village];
    return { village, ...(name !== undefined && { villageName: name }) };
  }
}

/**
 * Those who see alerts get the most urgent first. A department's list stands in the order of its own references: an order
 * that two parties share would join their files.
 */
const sortFor = (viewer: Viewer): string => (mayAll(viewer, 'K18') ? '-alertLevel' : viewer.department === undefined ? 'registeredOn' : 'given');

const privateFields = (identity: OpenedIdentity | undefined): object =>
  identity === undefined ? {} : { birthDate: identity.birthDate, guardians: identity.guardians };
