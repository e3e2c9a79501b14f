import type { Pool } from 'pg';
import { inParallel, type PlainDate, type Position, type Suite } from '@lianhu/kernel';
import { base64, Frontier, type LogReader } from '@lianhu/log';
import type { BuildOrder } from './build-order';
import type { CompiledView } from './compiled-view';
import { fenced } from './leases';
import { lastDay, NO_DAY, readLine } from './lines';
import { learnDropped } from './orders';
import { settleParked } from './parked';
import { personsAt, touchedFiles } from './persons';
import { putInPlace, type Build } from './put-in-place';
import { registered, type Checkpoint, type Registered } from './registry';
import { copyRows } from './copy-rows';
import { ReadingStopped, readThrough } from './read-through';
import { Shadow } from './shadow';
import { createTables, indexesOf, statisticsOf } from './view-store';

/** What a rebuild reads. */
export interface RebuildParts {
  readonly log: LogReader;
  readonly pool: Pool;
  readonly suite: Suite;
  readonly known: (type: string) => boolean;
  /** Lines read at a time. */
  readonly pageSize?: number;
  /** Folds of one view kept in memory before they are written. */
  readonly foldsInMemory?: number;
  readonly progress?: (position: Position, head: Position) => void;
  readonly stopped?: () => boolean;
}

/** Reason: reading is the cheaper the fewer pages there are; some ten megabytes at a time. */
const PAGE = 5_000;
/** Views finished, and indexes of one created, at a time. Reason: while the database takes one in, the rows of another are made. */
const AT_A_TIME = 2;

/**
 * Builds views beside those that readers see: one scan of the log for all of them, folded in memory, written in bulk, indexed
 * at the end, compared with what stood there before at one common position, and put in its place in one step. Readers see the
 * old rows or the new ones, never none. Throws Overtaken when a lease was lost; what was built is thrown away by the next build.
 */
export async function buildViews(orders: readonly BuildOrder[], parts: RebuildParts): Promise<void> {
  const all = (await registered(parts.pool)).filter(({ kind, active }) => kind === 'view' && active);
  const olderOf = ({ view }: BuildOrder): Registered | undefined => all.find(({ name }) => name === view.name);
  const partial = orders.filter((order) => fromOf(order) > 0 && order.view.byTime && olderOf(order)?.version === order.view.version);
  for (const order of partial) await putInPlace(await copied(order, parts), parts);
  const whole = orders.filter((order) => !partial.includes(order));
  if (whole.length === 0) return;
  const upTo = Math.min(...whole.map((order) => olderOf(order)?.position ?? Infinity));
  await fromTheBeginning(whole, upTo, parts);
}

const fromOf = ({ rebuild }: BuildOrder): Position => rebuild?.from ?? 0;

/** A view's new tables, empty, with what it has been ordered to leave out. */
async function begun({ view, held }: BuildOrder, { pool, log, suite }: RebuildParts): Promise<CompiledView> {
  const fresh = view.beside();
  await fenced(pool, held, async (client) => {
    await createTables(client, fresh);
    await settleParked(client, fresh, 'begins');
  });
  await learnDropped(fresh, log, (await log.head()).position, suite);
  return fresh;
}

/** Folds everything from position 1. */
async function fromTheBeginning(orders: readonly BuildOrder[], upTo: Position, parts: RebuildParts): Promise<void> {
  const { pool } = parts;
  const shadows: { readonly shadow: Shadow; readonly order: BuildOrder }[] = [];
  for (const order of orders) {
    const fresh = await begun(order, parts);
    shadows.push({ shadow: new Shadow(fresh, parts, (work) => fenced(pool, order.held, work)), order });
  }
  const at = await scan(
    shadows.map(({ shadow }) => shadow),
    upTo,
    parts,
  );
  // The largest first, so that the others are finished beside it.
  shadows.sort((a, b) => b.shadow.size - a.shadow.size);
  await inParallel(shadows, AT_A_TIME, async ({ shadow, order }) => {
    await shadow.complete(at.position, at.today ?? NO_DAY);
    await indexed(shadow.view, order, parts);
    await putInPlace({ ...order, fresh: shadow.view, at }, parts);
  });
}

/** Copies rows as they stand, and folds keys anew that changed after a position, or wait. */
async function copied(order: BuildOrder, parts: RebuildParts): Promise<Build> {
  const { pool, suite, log } = parts;
  const fresh = await begun(order, parts);
  const shadow = new Shadow(fresh, parts, (work) => fenced(pool, order.held, work));
  const { at, parked } = await copyRows(order.view, fresh, order.held, pool);
  shadow.foldAnew(parked);
  const persons = await personsAt(log, at.position, suite);
  for (let after = fromOf(order); after < at.position;) {
    if (parts.stopped?.()) throw new ReadingStopped();
    const { lines } = await log.read(after, Math.min(parts.pageSize ?? PAGE, at.position - after));
    const events = lines.map((line) => readLine(suite, line).event);
    shadow.foldAnew([...touchedFiles(persons, events), ...events.flatMap((event) => fresh.keyOf(persons.place(event)) ?? [])]);
    after = lines.at(-1)?.position ?? at.position;
  }
  await shadow.complete(at.position, at.today ?? NO_DAY);
  await indexed(fresh, order, parts);
  return { ...order, fresh, at };
}

async function indexed(fresh: CompiledView, { held }: BuildOrder, { pool }: RebuildParts): Promise<void> {
  const run = (statement: string): Promise<void> =>
    fenced(pool, held, async (client) => {
      await client.query('SET LOCAL statement_timeout = 0');
      await client.query(statement);
    });
  await inParallel(indexesOf(fresh), AT_A_TIME, run);
  await run(statisticsOf(fresh));
}

async function scan(shadows: readonly Shadow[], upTo: Position, parts: RebuildParts): Promise<Checkpoint> {
  const frontier = new Frontier(parts.suite);
  let today: PlainDate | undefined;
  let recordedAt: string | undefined;
  for await (const events of readThrough(parts, frontier, upTo)) {
    today = lastDay(events) ?? today;
    recordedAt = events.at(-1)?.recordedAt ?? recordedAt;
    for (const shadow of shadows) await shadow.add(events, today ?? NO_DAY);
  }
  return { position: frontier.size, frontier: frontier.hashes.map(base64), recordedAt, today };
}
