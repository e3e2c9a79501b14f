import {
  byTime,
  definitionOf,
  departmentOf,
  effective,
  joinsOrParts,
  type Column,
  type Persons,
  type PlainDate,
  type Recorded,
  type SumDefinition,
  type ViewDefinition,
} from '@lianhu/kernel';
import { FoldFailed } from './errors';
import { addDifferences, type Differences } from './sums';

/** A fold so far: its state, and the last event in order that it holds. */
export interface Folded {
  readonly state: unknown;
  readonly lastTime: string;
  readonly lastPosition: number;
  /** Nothing stands in the file any more: it has been taken into another one. It has no row. */
  readonly empty?: true;
}
/** A filter column as SQL knows it. */
export interface SqlColumn {
  readonly name: string;
  readonly sql: string;
  readonly type: 'text' | 'bigint' | 'boolean' | 'text[]';
  readonly of: (row: unknown) => unknown;
}

/** Names become parts of SQL: nothing else than these may stand in them. PostgreSQL cuts identifiers at 63 characters. */
const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const COLUMN = /^[a-z][A-Za-z0-9]{0,29}$/;
const SQL_TYPES = { integer: 'bigint', boolean: 'boolean', texts: 'text[]' } as const;

const identifier = (name: string): string => {
  if (!NAME.test(name)) throw new TypeError(`${name} cannot name a view or sum`);
  return name.replaceAll('-', '_');
};
/** Table of a sum over a version of its base view. */
export const sumTable = (sum: string, version: number): string => `view.sum_${identifier(sum)}_v${version}`;
/** Table of a version of a base view. */
export const viewTable = ({ name, version }: Pick<ViewDefinition, 'name' | 'version'>): string => `view.view_${identifier(name)}_v${version}`;

/** A base view with its sums, ready to be folded and stored. Names and version are checked once, here. */
export class CompiledView {
  readonly name: string;
  readonly version: number;
  readonly table: string;
  readonly columns: readonly SqlColumn[];
  readonly sums: readonly SumDefinition[];
  /** Positions that a person has ordered this view to leave out; nobody else's. */
  readonly dropped = new Set<number>();
  private readonly handlers: ReadonlyMap<string, (state: unknown, event: Recorded) => unknown>;
  private readonly shared: ReadonlySet<string>;

  constructor(
    readonly definition: ViewDefinition,
    sums: readonly SumDefinition[],
    /** Its tables stand beside those that readers see, until they are put in their place. */
    readonly building = false,
  ) {
    ({ name: this.name, version: this.version } = definition);
    if (!Number.isSafeInteger(this.version) || this.version < 1) throw new TypeError(`the version of ${this.name} is 1, 2, 3 …`);
    this.table = viewTable(definition) + this.suffix;
    this.columns = Object.entries(definition.columns).map(([column, declared]) => sqlColumn(column, declared));
    this.sums = sums.filter(({ over }) => over === this.name);
    this.handlers = new Map(definition.handlers.map(({ type, fold }) => [type, fold]));
    if (this.handlers.size < definition.handlers.length) throw new TypeError(`${this.name} has two handlers of one type`);
    this.shared = new Set(definition.shared?.map((cls) => definitionOf(cls).type));
    if (this.byFile && (this.byTime || this.parks)) throw new TypeError(`${this.name} shares events: it goes by position, and halts`);
  }

  sumTable(sum: SumDefinition): string {
    return sumTable(sum.name, this.version) + this.suffix;
  }
  private get suffix(): string {
    return this.building ? '_new' : '';
  }
  /** The same view in tables that nobody reads yet, with nothing dropped. */
  beside(): CompiledView {
    return new CompiledView(this.definition, this.sums, true);
  }
  /** Whether an event that cannot be folded stops only its key. */
  get parks(): boolean {
    return (this.definition.poison ?? 'park-key') === 'park-key';
  }
  /** Types of the filter columns by name, as the registry keeps them. */
  get columnTypes(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.columns.map(({ name, type }) => [name, type]));
  }
  /** Every table of this version. */
  get tables(): readonly string[] {
    return [this.table, ...this.sums.map((sum) => this.sumTable(sum))];
  }

  /** Folds of children go by `time`; those of departments, alerts and notices by position, so that nothing comes late there. */
  get byTime(): boolean {
    return this.definition.of === 'minor';
  }

  /** Some events are seen by every row of their file: when one comes, all its rows are folded together. */
  get byFile(): boolean {
    return this.shared.size > 0;
  }
  /** Whether every row of its file sees an event. */
  shares({ type, position }: Recorded): boolean {
    return this.shared.has(type) && !this.dropped.has(position);
  }
  /** Types of what its rows share. */
  get sharedTypes(): readonly string[] {
    return [...this.shared];
  }
  /** Types that it makes something of; undefined = any. */
  get types(): readonly string[] | undefined {
    const { any, every } = this.definition;
    return (any ?? every) ? undefined : [...this.handlers.keys()];
  }

  /** The row's key that an event belongs to; undefined when the view makes nothing of it. */
  keyOf(event: Recorded): string | undefined {
    const { of, any, every } = this.definition;
    const matters = any !== undefined || every !== undefined || this.handlers.has(event.type) || (event.corrects !== undefined && this.byTime);
    if (!matters || this.dropped.has(event.position)) return undefined;
    if (of === 'minor' && joinsOrParts(event)) return undefined;
    if (of === 'minor') return event.subject?.startsWith('child-') ? event.subject : undefined;
    if (of === 'department') return departmentOf(event);
    const id = (event.data as Readonly<Record<string, unknown>>)[of];
    return typeof id === 'string' ? id : undefined;
  }

  /** Files of which some events are shared, so that all their rows are folded anew. The first event of a file finds no row there, unless it was taken in. */
  filesSharing(events: readonly Recorded[], persons: Persons): readonly string[] {
    const files = new Set<string>();
    for (const event of events) {
      const { subject, version } = event;
      if (subject !== undefined && this.shares(event) && (version !== 1 || persons.kinOf(subject).length > 1)) files.add(subject);
    }
    return [...files];
  }

  /** Folds a page's events of one key onto what there is; undefined when one came late or corrects another, so that all must be folded anew. */
  fold(before: Folded | undefined, events: readonly Recorded[]): Folded | undefined {
    if (!this.byTime) return this.run(before ?? this.nothing(), events);
    if (events.some(({ corrects }) => corrects !== undefined)) return undefined;
    const sorted = events.length === 1 ? events : [...events].sort(byTime);
    const first = sorted.find((event) => this.inOrder(event));
    if (first && before && isBefore(first, before)) return undefined;
    return this.run(before ?? this.nothing(), sorted);
  }

  /** Folds everything that a key has, given in order of position. A child's fold sees what corrections have left. */
  foldAll(all: readonly Recorded[]): Folded {
    const events = this.dropped.size === 0 ? all : all.filter(({ position }) => !this.dropped.has(position));
    if (events.length === 0) return { ...this.nothing(), empty: true };
    if (!this.byTime) return this.run(this.nothing(), events);
    return this.run(this.nothing(), effective(events));
  }

  /** The row that people see on a day, undefined for none, with its filter columns and the next day on which it changes by itself. */
  row(
    { state, lastPosition, empty }: Folded,
    today: PlainDate,
    key: string,
  ): { readonly row: unknown; readonly columns: readonly unknown[]; readonly wakeOn?: PlainDate } {
    if (empty) return { row: undefined, columns: [] };
    return this.guarded(lastPosition, () => {
      const row = this.definition.row(state, today, key);
      const wakeOn = this.definition.wakeOn?.(state, today);
      if (wakeOn !== undefined && wakeOn <= today) throw new RangeError('wakeOn is not after today');
      return { row, columns: row === undefined ? [] : this.columns.map(({ of }) => of(row)), wakeOn };
    });
  }

  /** Adds what a row's change makes of each sum. */
  addDifferences(differences: readonly Differences[], before: unknown, after: unknown, position: number): void {
    this.guarded(position, () => this.sums.forEach((sum, i) => addDifferences(differences[i] as Differences, sum, before, after)));
  }
  /** No differences yet, one for each sum. */
  noDifferences(): Differences[] {
    return this.sums.map(() => new Map());
  }

  private guarded<T>(position: number, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new FoldFailed(this.name, position, (error as Error).name, error);
    }
  }

  private nothing(): Folded {
    return { state: this.definition.start, lastTime: '', lastPosition: 0 };
  }
  private inOrder({ type }: Recorded): boolean {
    return this.definition.every !== undefined || this.handlers.has(type);
  }

  private run(before: Folded, events: readonly Recorded[]): Folded {
    const { any, every } = this.definition;
    let { state, lastTime, lastPosition } = before;
    for (const event of events) {
      state = this.guarded(event.position, () => {
        const counted = any ? any(state, event) : state;
        const after = every ? every(counted, event) : counted;
        const handler = this.handlers.get(event.type);
        return handler ? handler(after, event) : after;
      });
      if (this.inOrder(event)) ({ time: lastTime, position: lastPosition } = event);
    }
    return { state, lastTime, lastPosition };
  }
}

const isBefore = ({ time, position }: Recorded, { lastTime, lastPosition }: Folded): boolean =>
  time < lastTime || (time === lastTime && position < lastPosition);

function sqlColumn(name: string, declared: Column<unknown>): SqlColumn {
  if (!COLUMN.test(name)) throw new TypeError(`${name} cannot name a column`);
  const sql = `"c_${name}"`;
  return typeof declared === 'function' ? { name, sql, type: 'text', of: declared } : { name, sql, type: SQL_TYPES[declared.kind], of: declared.of };
}
