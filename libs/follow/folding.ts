import { Persons, type PlainDate, type Position, type Recorded } from '@lianhu/kernel';
import type { CompiledView, Folded } from './compiled-view';
import { eventsByKey, refold, refoldFiles } from './fold-keys';
import { touchedFiles } from './persons';
import { ReadingStopped, type Reading } from './read-through';

/** Where the folds of a view lie that do not stay in memory. */
export interface FoldStore {
  load(keys: readonly string[]): Promise<ReadonlyMap<string, Folded>>;
  /** Writes folds, as they are on a day; those of the same keys are replaced. */
  save(folds: readonly (readonly [key: string, fold: Folded])[], today: PlainDate): Promise<void>;
}

/** What folding a whole view needs beside its events. */
export interface FoldingParts extends Pick<Reading, 'log' | 'suite' | 'stopped'> {
  /** Folds kept in memory before they are written. */
  readonly foldsInMemory?: number;
}

/** Reason: about a kilobyte each. */
const FOLDS_IN_MEMORY = 100_000;
/** Keys folded anew between two writes. */
export const PORTION = 2_000;

/** One view while the log is read through, for a rebuild and for a replay alike: folded in memory, and beyond a limit into a store. */
export class Folding {
  protected readonly folds = new Map<string, Folded>();
  /** Keys whose events did not come in order: folded anew at the end, each from its own history. */
  protected readonly late = new Set<string>();
  /** Where the events stand that were added; undefined while none was. */
  protected persons: Persons | undefined;
  /** Files to be folded anew at the end: those that merges and splits have touched, or that are folded as one. */
  private readonly touched = new Set<string>();
  /** Files with rows, where a file is folded as one. */
  private readonly withRows = new Set<string>();
  private written = false;

  constructor(
    readonly view: CompiledView,
    private readonly store: FoldStore,
    protected readonly parts: FoldingParts,
  ) {}

  /** Folds in memory, or to be made anew. Unit: keys. */
  get size(): number {
    return this.folds.size + this.late.size;
  }

  /** Folds the next events. */
  async add(events: readonly Recorded[], today: PlainDate): Promise<void> {
    const persons = (this.persons ??= new Persons());
    for (const event of events) persons.add(event);
    const files = touchedFiles(persons, events);
    for (const file of files) this.touched.add(file);
    if (this.view.byTime) this.foldAnew(files);
    const placed = events.map(persons.place);
    if (this.view.byFile) return this.touchFiles(placed, persons);
    const byKey = eventsByKey(this.view, placed);
    if (this.written) await this.fetch([...byKey.keys()].filter((key) => !this.folds.has(key) && !this.late.has(key)));
    for (const [key, own] of byKey) if (!this.late.has(key)) this.fold(key, own);
    if (this.folds.size > (this.parts.foldsInMemory ?? FOLDS_IN_MEMORY)) await this.write(today);
  }

  /** What a file shares concerns nobody where it has no rows: most children have none. Rows of a file that was taken in may have come before what is added here. */
  private touchFiles(placed: readonly Recorded[], persons: Persons): void {
    for (const event of placed) {
      if (event.subject === undefined || this.view.keyOf(event) === undefined) continue;
      this.withRows.add(event.subject);
      this.touched.add(event.subject);
    }
    for (const file of this.view.filesSharing(placed, persons)) if (persons.kinOf(file).length > 1 || this.withRows.has(file)) this.touched.add(file);
  }

  /** Keys that are folded from their whole history at the end. */
  foldAnew(keys: Iterable<string>): void {
    for (const key of keys) {
      this.late.add(key);
      this.folds.delete(key);
    }
  }

  /** Writes everything as it is at a position; what came late is folded anew. More may be added after it. */
  async complete(to: Position, today: PlainDate): Promise<void> {
    await this.write(today);
    const late = [...this.late];
    for (let from = 0; from < late.length; from += PORTION) {
      if (this.parts.stopped?.()) throw new ReadingStopped();
      for (const [key, fold] of await this.refolded(late.slice(from, from + PORTION), to, today)) this.folds.set(key, fold);
      await this.write(today);
    }
    this.late.clear();
    const touched = this.view.byTime ? [] : [...this.touched];
    for (let from = 0; from < touched.length; from += PORTION) {
      if (this.parts.stopped?.()) throw new ReadingStopped();
      for (const [key, fold] of await refoldFiles(this.view, touched.slice(from, from + PORTION), this.at(to))) this.folds.set(key, fold);
      await this.write(today);
    }
    this.touched.clear();
  }

  /** What folding anew up to a position needs. */
  protected at(to: Position) {
    const { log, suite } = this.parts;
    return { log, suite, to, persons: this.persons };
  }

  protected fold(key: string, events: readonly Recorded[]): void {
    const fold = this.view.fold(this.folds.get(key), events);
    if (fold) this.folds.set(key, fold);
    else this.foldAnew([key]);
  }

  protected refolded(keys: readonly string[], to: Position, _today: PlainDate): Promise<ReadonlyMap<string, Folded>> {
    return refold(this.view, keys, this.at(to));
  }

  private async fetch(keys: readonly string[]): Promise<void> {
    for (const [key, fold] of await this.store.load(keys)) this.folds.set(key, fold);
  }

  private async write(today: PlainDate): Promise<void> {
    await this.store.save([...this.folds], today);
    this.folds.clear();
    this.written = true;
  }
}
