import type { PoolClient } from 'pg';
import { joinsOrParts, type Recorded } from '@lianhu/kernel';
import type { CompiledView, Folded } from './compiled-view';
import { FoldFailed } from './errors';
import {
  eventsByKey,
  foldAsFar,
  make,
  provenFold,
  refold,
  refoldFiles,
  stands,
  storeAll,
  withAllShared,
  type EventPage,
  type Made,
} from './fold-keys';
import { ordersOf } from './orders';
import { park, parkedAmong, type Parking } from './parked';
import { notePersons, personsAt, touchedFiles } from './persons';
import { obeyOrders } from './retry-parked';
import { loadFoldsOf, type StoredFold } from './view-store';

/** A view that a page is folded into, and whether anything of it is parked. */
export interface FoldTarget {
  readonly view: CompiledView;
  readonly someParked: boolean;
}

/**
 * Folds a page into the tables of views, inside the caller's transaction; answers the names of views and sums that changed. Keys
 * that are parked (if any are) stay as they are, and their events wait in order. What is stored is read for all views at once,
 * and written for all at once: each statement waits its turn in a busy process.
 */
export async function foldPage(client: PoolClient, targets: readonly FoldTarget[], read: EventPage): Promise<readonly string[]> {
  const page = await placed(read);
  const parts = targets.map(({ view }) => ({ view, byKey: eventsByKey(view, page.events), anew: new Map<string, Folded>() }));
  for (const part of parts) part.anew = await foldTouched(client, part.view, part.byKey, page);
  const wokenBy = page.turned ? page.today : undefined;
  const stored = await loadFoldsOf(
    client,
    parts.map(({ view, byKey, anew }) => ({ view, keys: [...byKey.keys(), ...anew.keys()], wokenBy })),
  );
  const made: (readonly [CompiledView, Made])[] = [];
  for (const [i, { view, byKey, anew }] of parts.entries()) {
    const concerned = { byKey, anew, stored: stored[i] as Map<string, StoredFold> };
    if (targets[i]?.someParked) await setAside(client, view, concerned, page);
    if (!page.turned) leaveAsStands(concerned);
    made.push([view, await foldKeys(client, view, concerned, page)]);
  }
  const names = new Set((await storeAll(client, made)).flat());
  for (const { view } of targets) {
    const orders = ordersOf(view, page.events);
    if (orders.retry || orders.drop.length > 0) for (const name of await obeyOrders(client, view, orders, page)) names.add(name);
  }
  return [...names];
}

/** What of a page concerns a view. */
interface Concerned {
  /** Events by key, in order of position. */
  readonly byKey: Map<string, readonly Recorded[]>;
  readonly stored: Map<string, StoredFold>;
  /** Folded anew already, because merges and splits have touched them, or because their file shares an event. */
  readonly anew: Map<string, Folded>;
}

/** The page with its events in the files in which they stand at its end. */
async function placed(page: EventPage): Promise<EventPage> {
  const from = (page.events[0]?.position ?? page.to + 1) - 1;
  if (page.to - from === page.events.length) notePersons(page.log, from, page.events);
  const persons = await personsAt(page.log, page.to, page.suite);
  return persons.untouched ? { ...page, persons } : { ...page, persons, events: page.events.map(persons.place) };
}

/**
 * Folds anew, with the events of this page, what its merges and splits have touched and the files whose rows share one of its events,
 * and takes it out of the page; what cannot be folded is parked.
 */
async function foldTouched(
  client: PoolClient,
  view: CompiledView,
  byKey: Map<string, readonly Recorded[]>,
  page: EventPage,
): Promise<Map<string, Folded>> {
  if (!page.persons) return new Map();
  const last = page.events.findLast(joinsOrParts);
  // The subjects in the log, not where the events of merging stand now.
  const files = [...(last ? touchedFiles(page.persons, page.events) : []), ...view.filesSharing(page.events, page.persons)];
  const anew = new Map<string, Folded>();
  const parking: Parking[] = [];
  for (const part of view.byTime ? files.map((file) => [file]) : [files]) {
    try {
      for (const [key, fold] of await refoldFiles(view, part, page)) anew.set(key, provenFold(view, key, fold, page));
    } catch (error) {
      if (!(error instanceof FoldFailed) || !view.parks || !last) throw error;
      for (const key of part) {
        parking.push({ key, position: last.position, error: error.code });
        parking.push(...(byKey.get(key) ?? []).filter(({ position }) => position > last.position).map(({ position }) => ({ key, position })));
      }
    }
    for (const key of [...part, ...anew.keys()]) byKey.delete(key);
  }
  await park(client, view, parking);
  return anew;
}

/** Takes out of a page what it leaves as it stands: of a file that is folded anew, most rows. When a day turns, a row may be another all the same. */
function leaveAsStands({ stored, anew }: Concerned): void {
  for (const [key, fold] of anew) if (stands(stored.get(key), fold) && stored.delete(key)) anew.delete(key);
}

/** Takes parked keys out of a page: their events wait behind the others, and a merge or split among them. */
async function setAside(client: PoolClient, view: CompiledView, { byKey, stored, anew }: Concerned, page: EventPage): Promise<void> {
  const waiting = await parkedAmong(client, view, [...new Set([...byKey.keys(), ...stored.keys(), ...anew.keys()])]);
  const last = page.events.findLast(joinsOrParts)?.position;
  const behind = [...waiting].flatMap((key) => [
    ...(byKey.get(key) ?? []).map(({ position }) => ({ key, position })),
    ...(anew.has(key) && last !== undefined ? [{ key, position: last }] : []),
  ]);
  for (const key of waiting) {
    byKey.delete(key);
    stored.delete(key);
    anew.delete(key);
  }
  await park(client, view, behind);
}

/** Folds all keys at once; when one fails, each for itself, and parks what cannot be folded. */
async function foldKeys(client: PoolClient, view: CompiledView, { byKey, stored, anew: touched }: Concerned, page: EventPage): Promise<Made> {
  try {
    const folds = new Map<string, Folded>(touched);
    const anew: string[] = [];
    const first = new Map([...byKey].filter(([key]) => !stored.has(key)));
    for (const [key, events] of new Map([...byKey, ...(await withAllShared(view, first, page))])) {
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
  const folds = new Map<string, Folded>(touched);
  const parking: Parking[] = [];
  for (const key of new Set([...byKey.keys(), ...stored.keys()])) {
    if (touched.has(key)) continue;
    const { fold, left } = await foldAsFar(view, key, stored.get(key), byKey.get(key) ?? [], page);
    if (fold && fold !== stored.get(key)) folds.set(key, fold);
    parking.push(...left);
  }
  await park(client, view, parking);
  return make(view, folds, stored, page);
}
