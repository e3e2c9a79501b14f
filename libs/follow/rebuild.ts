import type { Position, Recorded, SumDefinition, Suite, ViewDefinition } from '@lianhu/kernel';
import { Frontier, type EventLog } from '@lianhu/log';
import { emptyFold, foldAll, foldOnto, folds, rowOf, type Folded } from './folded';
import { foldsByTime, keyOf } from './keys';
import { historyOf, lastDay, readLines } from './scan';
import type { Checkpoint, NewRow } from './store';
import { addDifference, type Differences } from './sums';

/** A view folded from position 1, ready to be put in its place. */
export interface Built {
  readonly view: ViewDefinition;
  readonly rows: readonly NewRow[];
  readonly differences: ReadonlyMap<string, Differences>;
}

/** What a rebuild reads and how far. */
export interface RebuildOptions {
  readonly log: EventLog;
  readonly suite: Suite;
  readonly known: (type: string) => boolean;
  readonly upTo: Position;
  /** Lines read at a time. */
  readonly pageSize?: number;
  readonly progress?: (position: Position) => void;
}

const PAGE = 2_000;
/** Day of a log in which no day has turned yet: before every real one. */
export const NO_DAY = '0001-01-01';

/** Folds views from position 1 to `upTo` in one reading; nobody sees anything of it until it is stored. */
export async function buildViews(views: readonly ViewDefinition[], sums: readonly SumDefinition[], options: RebuildOptions): Promise<{ readonly at: Checkpoint; readonly built: readonly Built[] }> {
  const { log, suite, known, upTo, pageSize = PAGE } = options;
  const frontier = new Frontier(suite);
  const growing = views.map((view) => ({ view, folds: new Map<string, Folded>(), late: new Set<string>() }));
  let today: string | undefined;
  for (let position = 0; position < upTo; position = frontier.size) {
    const page = await log.read(position, Math.min(pageSize, upTo - position));
    const events = readLines(suite, page.lines, frontier, known);
    today = lastDay(events) ?? today;
    for (const one of growing) grow(one, events);
    options.progress?.(frontier.size);
  }
  const built: Built[] = [];
  for (const { view, folds: folded, late } of growing) {
    for (const key of late) folded.set(key, foldAll(view, await historyOf(log, key, upTo)));
    built.push(finished(view, sums, folded, today ?? NO_DAY));
  }
  return { at: { position: upTo, frontier: frontier.hashes, today }, built };
}

function grow({ view, folds: folded, late }: { view: ViewDefinition; folds: Map<string, Folded>; late: Set<string> }, events: readonly Recorded[]): void {
  for (const event of events) {
    const key = folds(view, event.type) ? keyOf(view.of, event) : undefined;
    if (key === undefined || late.has(key)) continue;
    const after = foldOnto(view, folded.get(key) ?? emptyFold(view), [event]);
    if (after) folded.set(key, after);
    else if (foldsByTime(view.of)) late.add(key);
  }
}

function finished(view: ViewDefinition, sums: readonly SumDefinition[], folded: ReadonlyMap<string, Folded>, today: string): Built {
  const differences = new Map<string, Differences>();
  const rows = [...folded].map(([key, fold]): NewRow => {
    const row = rowOf(view, fold, today, key);
    for (const sum of sums) {
      if (sum.over !== view.name) continue;
      const of = differences.get(sum.name) ?? new Map();
      differences.set(sum.name, of);
      addDifference(of, sum, undefined, row);
    }
    return { key, ...fold, row, wakeOn: view.wakeOn?.(fold.state, today) };
  });
  return { view, rows, differences };
}
