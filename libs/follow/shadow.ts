import type { PoolClient } from 'pg';
import type { PlainDate, Position, Recorded } from '@lianhu/kernel';
import type { CompiledView, Folded } from './compiled-view';
import { FoldFailed } from './errors';
import { finish, foldAsFar, refold } from './fold-keys';
import { eventsByKey } from './fold-page';
import { historyOf } from './lines';
import { park, type Parking } from './parked';
import type { RebuildParts } from './rebuild';
import { loadFolds, loadRows, loadWoken, saveFolds, saveSums, type NewFold } from './view-store';

/** Reason: about a kilobyte each. */
const FOLDS_IN_MEMORY = 100_000;
/** Keys folded anew, rows summed or woken between two statements. */
const PORTION = 2_000;
/** Runs work in a transaction that only the keeper of the view gets through. */
export type Fence = <T>(work: (client: PoolClient) => Promise<T>) => Promise<T>;

/** The rebuild was told to stop. */
export class RebuildStopped extends Error {}

/** One view while it is built: folded in memory, written in bulk. */
export class Shadow {
  private readonly folds = new Map<string, Folded>();
  /** Keys whose events did not come in order, or could not be folded: folded anew at the end, each from its own history. */
  private readonly late = new Set<string>();
  /** Keys of a fold by position of which an event could not be folded. */
  private readonly waiting = new Set<string>();
  private parking: Parking[] = [];
  private written = false;

  constructor(
    readonly view: CompiledView,
    private readonly parts: RebuildParts,
    private readonly fence: Fence,
  ) {}

  /** Folds the next events. Keys of `anew` are folded from their whole history at the end. */
  async add(events: readonly Recorded[], today: PlainDate): Promise<void> {
    const byKey = eventsByKey(this.view, events);
    if (this.written) await this.fetch([...byKey.keys()].filter((key) => !this.folds.has(key) && !this.late.has(key)));
    for (const [key, own] of byKey) if (!this.late.has(key)) this.fold(key, own);
    if (this.folds.size > (this.parts.foldsInMemory ?? FOLDS_IN_MEMORY)) await this.write(today);
  }

  /** Keys that are folded from their whole history at the end. */
  foldAnew(keys: Iterable<string>): void {
    for (const key of keys) {
      this.late.add(key);
      this.folds.delete(key);
    }
  }

  private fold(key: string, events: readonly Recorded[]): void {
    if (this.waiting.has(key)) return void this.parking.push(...events.map(({ position }) => ({ key, position })));
    try {
      const fold = this.view.fold(this.folds.get(key), events);
      if (fold) this.folds.set(key, fold);
      else this.foldAnew([key]);
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

  private async fetch(keys: readonly string[]): Promise<void> {
    for (const [key, { state, lastTime, lastPosition }] of await loadFolds(this.parts.pool, this.view, keys))
      this.folds.set(key, { state, lastTime, lastPosition });
  }

  private async write(today: PlainDate): Promise<void> {
    const folds = [...this.folds];
    for (let from = 0; from < folds.length; from += PORTION) {
      const portion = folds.slice(from, from + PORTION).flatMap(([key, fold]) => this.finished(key, fold, today) ?? []);
      await this.fence((client) => saveFolds(client, this.view, portion));
    }
    this.folds.clear();
    this.written = true;
  }

  /** Undefined where the row cannot be made: then the key is looked at once more at the end, event by event. */
  private finished(key: string, fold: Folded, today: PlainDate): NewFold | undefined {
    try {
      return finish(this.view, key, fold, today);
    } catch (error) {
      if (!(error instanceof FoldFailed) || !this.view.parks || !this.view.byTime || this.late.has(key)) throw error;
      this.late.add(key);
      return undefined;
    }
  }

  /** Folds what is left, wakes rows for the day, sums up and parks. */
  async complete(to: Position, today: PlainDate): Promise<void> {
    const { stopped } = this.parts;
    await this.write(today);
    const late = [...this.late];
    for (let from = 0; from < late.length; from += PORTION) {
      if (stopped?.()) throw new RebuildStopped();
      for (const [key, fold] of await this.refolded(late.slice(from, from + PORTION), to, today)) this.folds.set(key, fold);
      await this.write(today);
    }
    await this.wake(today);
    await this.sum(to);
    await this.fence((client) => park(client, this.view, this.parking));
  }

  private async refolded(keys: readonly string[], to: Position, today: PlainDate): Promise<ReadonlyMap<string, Folded>> {
    const { log, suite } = this.parts;
    try {
      const folds = await refold(this.view, keys, { log, suite, to });
      for (const [key, fold] of folds) finish(this.view, key, fold, today);
      return folds;
    } catch (error) {
      if (!(error instanceof FoldFailed) || !this.view.parks) throw error;
    }
    const folds = new Map<string, Folded>();
    for (const key of keys) {
      const history = (await historyOf(log, key, to, undefined, suite)).filter((event) => this.view.keyOf(event) === key);
      const { fold, left } = await foldAsFar(this.view, key, undefined, history, { events: history, to, today, turned: false, log, suite });
      if (fold) folds.set(key, fold);
      this.parking.push(...left);
    }
    return folds;
  }

  /** Rows that were written before the last day turned. */
  private async wake(today: PlainDate): Promise<void> {
    for (;;) {
      const woken = await loadWoken(this.parts.pool, this.view, today, PORTION);
      if (woken.size === 0) return;
      const folds = [...woken].map(([key, fold]) => finish(this.view, key, fold, today));
      await this.fence((client) => saveFolds(client, this.view, folds));
    }
  }

  private async sum(position: Position): Promise<void> {
    if (this.view.sums.length === 0) return;
    const differences = this.view.noDifferences();
    for (let after = ''; ;) {
      const rows = await loadRows(this.parts.pool, this.view, after, PORTION);
      for (const { row } of rows) this.view.addDifferences(differences, undefined, row, position);
      after = rows.at(-1)?.key ?? after;
      if (rows.length < PORTION) break;
    }
    await this.fence(async (client) => void (await saveSums(client, this.view, differences)));
  }
}
