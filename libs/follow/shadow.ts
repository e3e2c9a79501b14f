import type { Pool, PoolClient } from 'pg';
import { inParallel, type PlainDate, type Position, type Recorded } from '@lianhu/kernel';
import type { CompiledView, Folded } from './compiled-view';
import { FoldFailed } from './errors';
import { finish, foldAsFar, refold } from './fold-keys';
import { Folding, PORTION, type FoldingParts, type FoldStore } from './folding';
import { historyOf } from './history';
import { park, type Parking } from './parked';
import { loadFolds, loadRows, loadWoken, saveChanges, saveFolds, type NewFold } from './view-store';

/** Reason: while the database takes one in, the next is made. */
const PORTIONS_AT_A_TIME = 2;

/** Runs work in a transaction that only the keeper of the view gets through. */
export type Fence = <T>(work: (client: PoolClient) => Promise<T>) => Promise<T>;

/** One view while it is built in tables that nobody reads yet: what cannot be folded is parked, and only the keeper of the view writes. */
export class Shadow extends Folding {
  /** Keys of a fold by position of which an event could not be folded. */
  private readonly waiting = new Set<string>();
  private parking: Parking[] = [];
  private readonly pool: Pool;

  constructor(
    view: CompiledView,
    parts: FoldingParts & { readonly pool: Pool },
    private readonly fence: Fence,
  ) {
    const lookAgain = (key: string): boolean => !this.late.has(key) && this.late.add(key) !== undefined;
    super(view, new TableFolds(parts.pool, view, fence, lookAgain), parts);
    this.pool = parts.pool;
  }

  protected override fold(key: string, events: readonly Recorded[]): void {
    if (this.waiting.has(key)) return void this.parking.push(...events.map(({ position }) => ({ key, position })));
    try {
      super.fold(key, events);
    } catch (error) {
      if (!(error instanceof FoldFailed) || !this.view.parks) throw error;
      if (this.view.byTime) this.foldAnew([key]);
      else this.foldOneByOne(key, events);
    }
  }

  /** A fold by position: what comes before the event that fails is folded, the rest waits. */
  private foldOneByOne(key: string, events: readonly Recorded[]): void {
    for (const [i, event] of events.entries()) {
      try {
        const fold = this.view.fold(this.folds.get(key), [event]);
        if (fold) this.folds.set(key, fold);
      } catch (error) {
        if (!(error instanceof FoldFailed)) throw error;
        this.waiting.add(key);
        this.parking.push(...events.slice(i).map(({ position }, n) => ({ key, position, error: n === 0 ? error.code : undefined })));
        return;
      }
    }
  }

  /** Folds what is left, wakes rows for the day, sums up and parks. */
  override async complete(to: Position, today: PlainDate): Promise<void> {
    await super.complete(to, today);
    await this.wake(today);
    await this.sum(to);
    await this.fence((client) => park(client, this.view, this.parking));
  }

  protected override async refolded(keys: readonly string[], to: Position, today: PlainDate): Promise<ReadonlyMap<string, Folded>> {
    const { log, suite, persons } = this.at(to);
    try {
      const folds = await refold(this.view, keys, this.at(to));
      for (const [key, fold] of folds) finish(this.view, key, fold, today);
      return folds;
    } catch (error) {
      if (!(error instanceof FoldFailed) || !this.view.parks) throw error;
    }
    const folds = new Map<string, Folded>();
    for (const key of keys) {
      const history = (await historyOf(log, key, to, undefined, suite, 0, persons)).filter((event) => this.view.keyOf(event) === key);
      const { fold, left } = await foldAsFar(this.view, key, undefined, history, { events: history, to, today, turned: false, log, suite, persons });
      // Nothing is a fold too: what was written on the way may stand in another file by now.
      folds.set(key, fold ?? this.view.foldAll([]));
      this.parking.push(...left);
    }
    return folds;
  }

  /** Rows that were written before the last day turned. */
  private async wake(today: PlainDate): Promise<void> {
    for (;;) {
      const woken = await loadWoken(this.pool, this.view, today, PORTION);
      if (woken.size === 0) return;
      const folds = [...woken].map(([key, fold]) => finish(this.view, key, fold, today));
      await this.fence((client) => saveFolds(client, this.view, folds));
    }
  }

  private async sum(position: Position): Promise<void> {
    if (this.view.sums.length === 0) return;
    const differences = this.view.noDifferences();
    for (let after = ''; ;) {
      const rows = await loadRows(this.pool, this.view, after, PORTION);
      for (const { row } of rows) this.view.addDifferences(differences, undefined, row, position);
      after = rows.at(-1)?.key ?? after;
      if (rows.length < PORTION) break;
    }
    await this.fence(async (client) => void (await saveChanges(client, [{ view: this.view, folds: [], differences }])));
  }
}

/** Folds in a view's own table, each with its row. */
class TableFolds implements FoldStore {
  constructor(
    private readonly pool: Pool,
    private readonly view: CompiledView,
    private readonly fence: Fence,
    private readonly failed: (key: string) => boolean,
  ) {}

  async load(keys: readonly string[]): Promise<ReadonlyMap<string, Folded>> {
    const found = [...(await loadFolds(this.pool, this.view, keys))];
    return new Map(found.map(([key, { state, lastTime, lastPosition }]) => [key, { state, lastTime, lastPosition }]));
  }

  async save(folds: readonly (readonly [string, Folded])[], today: PlainDate): Promise<void> {
    const portions = Array.from({ length: Math.ceil(folds.length / PORTION) }, (_, n) => n * PORTION);
    await inParallel(portions, PORTIONS_AT_A_TIME, async (from) => {
      const portion = folds.slice(from, from + PORTION).flatMap(([key, fold]) => this.finished(key, fold, today) ?? []);
      await this.fence((client) => saveFolds(client, this.view, portion));
    });
  }

  /** Undefined where the row cannot be made: then the key is looked at once more at the end, event by event. */
  private finished(key: string, fold: Folded, today: PlainDate): NewFold | undefined {
    try {
      return finish(this.view, key, fold, today);
    } catch (error) {
      if (!(error instanceof FoldFailed) || !this.view.parks || !this.view.byTime || !this.failed(key)) throw error;
      return undefined;
    }
  }
}
