import type { PoolClient } from 'pg';
import type { PlainDate, Position, Recorded, Suite } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import type { CompiledView, Folded } from './compiled-view';
import { historyOf } from './lines';
import { loadFolds, saveFolds, saveSums, type NewFold, type StoredFold } from './view-store';

/** A page of events as every view gets it. */
export interface EventPage {
  readonly events: readonly Recorded[];
  /** Last position of the page. */
  readonly to: Position;
  /** The day after the page. */
  readonly today: PlainDate;
  /** A day has turned in it. */
  readonly turned: boolean;
  readonly log: Pick<LogReader, 'read'>;
  readonly suite: Suite;
}

/** Histories read at a time when many keys must be folded anew. Reason: half of a pool's connections. */
const PARALLEL_HISTORIES = 4;

/** The events of a page by the keys of a view, in order of position. */
export function eventsByKey(view: CompiledView, events: readonly Recorded[]): Map<string, Recorded[]> {
  const byKey = new Map<string, Recorded[]>();
  for (const event of events) {
    const key = view.keyOf(event);
    if (key === undefined) continue;
    const list = byKey.get(key);
    if (list) list.push(event);
    else byKey.set(key, [event]);
  }
  return byKey;
}

/** Folds keys anew from all their events up to a position. */
export async function refold(
  view: CompiledView,
  keys: readonly string[],
  { log, suite, to }: Pick<EventPage, 'log' | 'suite' | 'to'>,
): Promise<Map<string, Folded>> {
  const folds = new Map<string, Folded>();
  for (let from = 0; from < keys.length; from += PARALLEL_HISTORIES) {
    const part = keys.slice(from, from + PARALLEL_HISTORIES);
    const histories = await Promise.all(part.map((key) => historyOf(log, key, to, undefined, suite)));
    part.forEach((key, i) => folds.set(key, view.foldAll(histories[i] as readonly Recorded[])));
  }
  return folds;
}

/** A fold with its row on a day, ready to be stored. */
export function finish(view: CompiledView, key: string, fold: Folded, today: PlainDate): NewFold {
  const { state, lastTime, lastPosition } = fold;
  return { key, state, lastTime, lastPosition, ...view.row(fold, today, key) };
}

/** Folds a page into one view's tables, inside the caller's transaction; answers the names of view and sums that changed. */
export async function foldPage(client: PoolClient, view: CompiledView, page: EventPage): Promise<readonly string[]> {
  const byKey = eventsByKey(view, page.events);
  const stored = await loadFolds(client, view, [...byKey.keys()], page.turned ? page.today : undefined);
  const folds = new Map<string, Folded>();
  const anew: string[] = [];
  for (const [key, events] of byKey) {
    const fold = view.fold(stored.get(key), events);
    if (fold) folds.set(key, fold);
    else anew.push(key);
  }
  for (const [key, fold] of await refold(view, anew, page)) folds.set(key, fold);
  for (const [key, fold] of stored) if (!folds.has(key)) folds.set(key, fold);
  return store(client, view, folds, stored, page);
}

async function store(
  client: PoolClient,
  view: CompiledView,
  folds: ReadonlyMap<string, Folded>,
  stored: ReadonlyMap<string, StoredFold>,
  { today, to }: EventPage,
): Promise<readonly string[]> {
  if (folds.size === 0) return [];
  const differences = view.noDifferences();
  const finished = [...folds].map(([key, fold]) => finish(view, key, fold, today));
  let changed = false;
  for (const { key, row } of finished) {
    const before = stored.get(key)?.row;
    if (sameRow(before, row)) continue;
    changed = true;
    view.addDifferences(differences, before, row, to);
  }
  await saveFolds(client, view, finished);
  const sums = await saveSums(client, view, differences);
  return changed ? [view.name, ...sums] : [];
}

/** Whether two rows are the same JSON; a member that is undefined is no member. */
function sameRow(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a, b] as [Record<string, unknown>, Record<string, unknown>];
  return (
    Object.keys(left).every((key) => sameRow(left[key], right[key])) && Object.keys(right).every((key) => key in left || right[key] === undefined)
  );
}
