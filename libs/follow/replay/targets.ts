import { joinsOrParts, Persons, type PlainDate, type Position, type Recorded, type SumDefinition } from '@lianhu/kernel';
import type { CompiledView } from '../compiled-view';
import { Folding, PORTION, type FoldingParts } from '../folding';
import { added, type Differences } from '../sums';
import { CauseChains, CAUSES_TOLD, NO_CAUSES, type Cause, type Causes } from './causes';
import { differences, type ReplayedRow } from './compare';
import { RowFile } from './row-file';
import { SpilledFolds } from './spilled-folds';

/** Something that is counted again from the log: fed with every event in order, asked for its rows at one or two moments. */
export interface ReplayTarget {
  /** What it is, as a manifest names it. */
  readonly name: Readonly<Record<string, string | number>>;
  add(events: readonly Recorded[], today: PlainDate): Promise<void>;
  /** Its rows at a position that everything up to was fed, in order of key. */
  rowsAt(position: Position, today: PlainDate): AsyncIterable<ReplayedRow>;
  /** From now on it remembers which events belong to which row. */
  remember(): void;
  /** The events since `remember` that belong to a row. */
  causesOf(key: string): Causes | Promise<Causes>;
  close(): void;
}

/** Rows of a base view. */
export class ViewTarget implements ReplayTarget {
  private readonly store = new SpilledFolds();
  private readonly folding: Folding;
  private chains: CauseChains | undefined;
  private readonly persons = new Persons();
  /** In whose file each row of an alert or a notice began: what the file shares, and its being joined and parted, is a cause of it. */
  private readonly fileOf = new Map<string, string>();

  constructor(
    readonly view: CompiledView,
    parts: FoldingParts,
  ) {
    this.folding = new Folding(view, this.store, parts);
  }

  get name() {
    return { view: this.view.name, version: this.view.version };
  }

  async add(events: readonly Recorded[], today: PlainDate): Promise<void> {
    await this.folding.add(events, today);
    for (const event of events) {
      const files = this.persons.add(event);
      const placed = this.persons.place(event);
      const key = this.view.keyOf(placed);
      if (key !== undefined && event.subject !== undefined && !this.fileOf.has(key) && this.rowsInFiles) this.fileOf.set(key, event.subject);
      const sharing = placed.subject !== undefined && this.view.shares(event) ? this.persons.partsOf(placed.subject) : [];
      for (const one of [...files, key, ...sharing]) if (one !== undefined) this.chains?.add(one, event);
    }
  }
  /** Rows have keys of their own, and stand in files of children. */
  private get rowsInFiles(): boolean {
    return !['minor', 'department'].includes(this.view.definition.of);
  }

  async *rowsAt(position: Position, today: PlainDate): AsyncGenerator<ReplayedRow> {
    await this.folding.complete(position, today);
    const keys = this.store.keys();
    for (let from = 0; from < keys.length; from += PORTION) {
      for (const [key, fold] of await this.store.load(keys.slice(from, from + PORTION))) {
        const { row } = this.view.row(fold, today, key);
        if (row !== undefined) yield { key, row };
      }
      await letOthersWork();
    }
  }

  remember(): void {
    this.chains = new CauseChains();
  }
  causesOf(key: string, file = this.fileOf.get(key)): Causes {
    const own = this.chains?.of(key) ?? NO_CAUSES;
    return file === undefined || file === key ? own : both(own, this.chains?.of(file) ?? NO_CAUSES);
  }
  close(): void {
    this.store.close();
    this.chains?.close();
  }
}

/** Rows are made from many folds at once; meanwhile the process has other things to do. */
const letOthersWork = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Counts of a sum over a base view; a row's events are those of the base rows that differ in it. */
export class SumTarget implements ReplayTarget {
  private readonly base: ViewTarget;
  private readonly moments: RowFile<ReplayedRow>[] = [];
  private causes: ReadonlyMap<string, Causes> | undefined;
  private remembering = false;

  constructor(
    view: CompiledView,
    private readonly sum: SumDefinition,
    parts: FoldingParts,
  ) {
    this.base = new ViewTarget(view, parts);
  }

  get name() {
    const { view, version } = this.base.name;
    return { view: this.sum.name, over: view, version };
  }

  add(events: readonly Recorded[], today: PlainDate): Promise<void> {
    return this.base.add(events, today);
  }

  async *rowsAt(position: Position, today: PlainDate): AsyncGenerator<ReplayedRow> {
    const { view } = this.base;
    const index = view.sums.indexOf(this.sum);
    const sums = view.noDifferences();
    const rows = new RowFile<ReplayedRow>();
    this.moments.push(rows);
    for await (const base of this.base.rowsAt(position, today)) {
      view.addDifferences(sums, undefined, base.row, position);
      rows.add(base);
    }
    yield* [...(sums[index] as Differences)]
      .map(([key, counts]) => ({ key, row: added({}, counts) }))
      .filter(({ row }) => Object.keys(row).length > 0)
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  remember(): void {
    this.remembering = true;
    this.base.remember();
  }

  causesOf(key: string): Causes {
    return (this.causes ??= this.gathered()).get(key) ?? NO_CAUSES;
  }

  close(): void {
    this.base.close();
    for (const rows of this.moments) rows.close();
  }

  private gathered(): ReadonlyMap<string, Causes> {
    const all = new Map<string, Causes>();
    const [before, after] = this.moments;
    if (!this.remembering || !before || !after) return all;
    for (const { key, before: old, after: young } of differences(before.values(), after.values())) {
      const causes = this.base.causesOf(key);
      const sums = new Set([old, young].flatMap((row) => (row === undefined ? [] : [this.sum.by(row)])));
      for (const sum of sums) if (sum !== undefined) all.set(sum, both(all.get(sum) ?? NO_CAUSES, causes));
    }
    return all;
  }
}

const newestFirst = (a: Cause, b: Cause): number => b.position - a.position;
const both = (a: Causes, b: Causes): Causes => ({
  count: a.count + b.count,
  newest: [...a.newest, ...b.newest].sort(newestFirst).slice(0, CAUSES_TOLD),
});

/** The rows that one subject has in every base view: a child's own, and those of its alerts. Keys are `view/key`. */
export class SubjectTarget implements ReplayTarget {
  private readonly views: readonly ViewTarget[];
  private readonly persons = new Persons();

  constructor(
    readonly subject: string,
    views: readonly CompiledView[],
    parts: FoldingParts,
  ) {
    const own = views.filter(({ definition }) => definition.of !== 'department').sort((a, b) => (a.name < b.name ? -1 : 1));
    this.views = own.map((view) => new ViewTarget(view, parts));
  }

  get name() {
    return { subject: this.subject, views: this.views.map(({ view: { name, version } }) => `${name}@${version}`).join(' ') };
  }

  async add(events: readonly Recorded[], today: PlainDate): Promise<void> {
    // What stood in a file before it was taken in is folded with the one that it was taken into.
    const own = events.filter((event) => {
      this.persons.add(event);
      return joinsOrParts(event) || this.persons.place(event).subject === this.subject;
    });
    if (own.length > 0) for (const view of this.views) await view.add(own, today);
  }

  async *rowsAt(position: Position, today: PlainDate): AsyncGenerator<ReplayedRow> {
    for (const view of this.views)
      for await (const { key, row } of view.rowsAt(position, today)) if (this.isOwn(key, row)) yield { key: `${view.view.name}/${key}`, row };
  }

  /** Of the files that merges have touched only this one, and of their alerts and notices those that are its now. */
  private isOwn(key: string, row: unknown): boolean {
    const { child, subject } = (row ?? {}) as { readonly child?: unknown; readonly subject?: unknown };
    return [key, child, subject].includes(this.subject) || this.persons.untouched;
  }

  remember(): void {
    for (const view of this.views) view.remember();
  }
  causesOf(path: string): Causes {
    const at = path.indexOf('/');
    return this.views.find(({ view }) => view.name === path.slice(0, at))?.causesOf(path.slice(at + 1), this.subject) ?? NO_CAUSES;
  }
  close(): void {
    for (const view of this.views) view.close();
  }
}
