import type { PoolClient } from 'pg';
import { joinsOrParts, type Position, type Recorded } from '@lianhu/kernel';
import type { CompiledView } from './compiled-view';
import { FoldFailed, Overtaken } from './errors';
import { foldAsFar, make, provenFold, store, type EventPage } from './fold-keys';
import { historyOf } from './history';
import { readLine } from './lines';
import type { Orders } from './orders';
import { keysParkedAt, park, parkedKeys, positionsOf, unpark } from './parked';
import { personsAt } from './persons';
import { withRebuild } from './registry';
import { loadFolds } from './view-store';

/** Drops what a view is ordered to leave out and tries again, inside the caller's transaction; answers the names that changed. */
export async function obeyOrders(client: PoolClient, view: CompiledView, { drop, retry }: Orders, page: EventPage): Promise<readonly string[]> {
  const news = drop.filter((position) => !view.dropped.has(position));
  const keys = new Set(retry ? await parkedKeys(client, view) : []);
  for (const position of drop) {
    const waiting = await keysParkedAt(client, view, [position]);
    // It was folded meanwhile: to leave it out now, the view has to be folded anew.
    if (waiting.length === 0 && news.includes(position)) await orderRebuild(client, view);
    for (const key of waiting) keys.add(key);
  }
  // Remembered only when the transaction has committed.
  for (const position of news) view.dropped.add(position);
  try {
    return await retryKeys(client, view, [...keys], page);
  } finally {
    for (const position of news) view.dropped.delete(position);
  }
}

/** Tries parked keys again, each in order; answers the names that changed. */
export async function retryKeys(client: PoolClient, view: CompiledView, keys: readonly string[], page: EventPage): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const key of keys) {
    const positions = await positionsOf(client, view, key);
    const { events, touched } = await eventsAt(positions, view, key, page);
    const stored = await loadFolds(client, view, [key]);
    // A merge or split waits among them: what stands in the file now is folded from its beginning, or goes on waiting whole.
    const whole = touched ? await historyOf(page.log, key, page.to, undefined, page.suite, 0, page.persons) : undefined;
    const { fold, left } = whole ? await foldWhole(view, key, whole, positions, page) : await foldAsFar(view, key, stored.get(key), events, page);
    await unpark(
      client,
      view,
      key,
      positions.filter((position) => !left.some((one) => one.position === position)),
    );
    await park(client, view, left);
    if (fold) for (const name of await store(client, view, make(view, new Map([[key, fold]]), stored, page))) names.add(name);
  }
  return [...names];
}

async function foldWhole(view: CompiledView, key: string, history: readonly Recorded[], positions: readonly Position[], page: EventPage) {
  try {
    return {
      fold: provenFold(view, key, view.foldAll(history.filter((event) => view.keyOf(event) === key)), page),
      left: [],
    };
  } catch (error) {
    if (!(error instanceof FoldFailed)) throw error;
    return { fold: undefined, left: positions.map((position, i) => ({ key, position, error: i === 0 ? error.code : undefined })) };
  }
}

/** A key's parked events without those that are left out; the turn of a day at which its row failed is none of them. */
async function eventsAt(
  positions: readonly Position[],
  view: CompiledView,
  key: string,
  { log, suite, to, persons: given }: EventPage,
): Promise<{ readonly events: Recorded[]; readonly touched: boolean }> {
  const persons = given ?? (await personsAt(log, to, suite));
  const events: Recorded[] = [];
  let touched = false;
  for (const position of positions) {
    const [line] = (await log.read(position - 1, 1)).lines;
    const event = line && persons.place(readLine(suite, line).event);
    if (event && joinsOrParts(event)) touched = true;
    else if (event && view.keyOf(event) === key) events.push(event);
  }
  return { events, touched: touched && view.byTime };
}

async function orderRebuild(client: PoolClient, { name, version, building }: CompiledView): Promise<void> {
  if (building) throw new Overtaken(name);
  await client.query(`UPDATE view.follower SET ${withRebuild('0')} WHERE kind = 'view' AND name = $1 AND version = $2`, [name, version]);
}
