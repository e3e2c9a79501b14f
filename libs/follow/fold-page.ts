import type { PoolClient } from 'pg';
import type { Recorded } from '@lianhu/kernel';
import type { CompiledView, Folded } from './compiled-view';
import { FoldFailed } from './errors';
import { foldAsFar, make, refold, store, type EventPage, type Made } from './fold-keys';
import { ordersOf } from './orders';
import { park, parkedAmong, type Parking } from './parked';
import { obeyOrders } from './retry-parked';
import { loadFolds, type StoredFold } from './view-store';

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

/**
 * Folds a page into one view's tables, inside the caller's transaction; answers the names of view and sums that changed. Keys
 * that are parked (if any are) stay as they are, and their events wait in order.
 */
export async function foldPage(client: PoolClient, view: CompiledView, page: EventPage, someParked: boolean): Promise<readonly string[]> {
  const byKey = eventsByKey(view, page.events);
  const stored = await loadFolds(client, view, [...byKey.keys()], page.turned ? page.today : undefined);
  if (someParked) await setAside(client, view, byKey, stored);
  const names = new Set(await store(client, view, await foldKeys(client, view, byKey, stored, page)));
  const orders = ordersOf(view, page.events);
  if (orders.retry || orders.drop.length > 0) for (const name of await obeyOrders(client, view, orders, page)) names.add(name);
  return [...names];
}

/** Takes parked keys out of a page: their events wait behind the others. */
async function setAside(client: PoolClient, view: CompiledView, byKey: Map<string, Recorded[]>, stored: Map<string, StoredFold>): Promise<void> {
  const waiting = await parkedAmong(client, view, [...new Set([...byKey.keys(), ...stored.keys()])]);
  const behind = [...waiting].flatMap((key) => (byKey.get(key) ?? []).map(({ position }) => ({ key, position })));
  for (const key of waiting) {
    byKey.delete(key);
    stored.delete(key);
  }
  await park(client, view, behind);
}

/** Folds all keys at once; when one fails, each for itself, and parks what cannot be folded. */
async function foldKeys(
  client: PoolClient,
  view: CompiledView,
  byKey: ReadonlyMap<string, readonly Recorded[]>,
  stored: ReadonlyMap<string, StoredFold>,
  page: EventPage,
): Promise<Made> {
  try {
    const folds = new Map<string, Folded>();
    const anew: string[] = [];
    for (const [key, events] of byKey) {
      const fold = view.fold(stored.get(key), events);
      if (fold) folds.set(key, fold);
      else anew.push(key);
    }
    for (const [key, fold] of await refold(view, anew, page)) folds.set(key, fold);
    for (const [key, fold] of stored) if (!folds.has(key)) folds.set(key, fold);
    return make(view, folds, stored, page);
  } catch (error) {
    if (!(error instanceof FoldFailed) || !view.parks) throw error;
  }
  const folds = new Map<string, Folded>();
  const parking: Parking[] = [];
  for (const key of new Set([...byKey.keys(), ...stored.keys()])) {
    const { fold, left } = await foldAsFar(view, key, stored.get(key), byKey.get(key) ?? [], page);
    if (fold && fold !== stored.get(key)) folds.set(key, fold);
    parking.push(...left);
  }
  await park(client, view, parking);
  return make(view, folds, stored, page);
}
