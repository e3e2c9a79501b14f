import type { Pool } from 'pg';
import type { PlainDate, Position } from '@lianhu/kernel';
import { base64, Frontier, type EventLog } from '@lianhu/log';
import { inTransaction } from '@lianhu/postgres';
import type { CompiledView, Folded } from './compiled-view';
import { FoldFailed } from './errors';
import { finish } from './fold-page';
import { Folding, PORTION, type FoldingParts, type FoldStore } from './folding';
import { lastDay, NO_DAY } from './lines';
import { readThrough, type Reading } from './read-through';
import { enter, moveTo, type Checkpoint } from './registry';
import { createIndexes, createTables, loadFolds, loadRows, loadWoken, saveFolds, saveSums } from './view-store';

/** What a rebuild reads, and where it writes. */
export interface RebuildParts extends Reading, FoldingParts {
  readonly log: Pick<EventLog, 'read' | 'origin'>;
  readonly pool: Pool;
}

/**
 * Builds views in tables that nobody reads yet: one scan of the log from position 1 for all of them, folded in memory,
 * written in bulk, indexed at the end. Answers where they stand; the follower then catches up and switches.
 */
export async function buildViews(views: readonly CompiledView[], parts: RebuildParts): Promise<Checkpoint> {
  const { pool, log, suite } = parts;
  for (const view of views) {
    const { name, version, tables } = view;
    await inTransaction(pool, async (client) => {
      await createTables(client, view);
      await client.query("DELETE FROM view.follower WHERE kind = 'view' AND name = $1 AND version = $2", [name, version]);
      await enter(client, { kind: 'view', name, version, epoch: log.origin, status: 'building', tables, columns: columnTypes(view) });
    });
  }
  const foldings = views.map((view) => new Folding(view, new TableFolds(pool, view), parts));
  const at = await scan(foldings, parts);
  const today = at.today ?? NO_DAY;
  for (const folding of foldings) {
    await folding.complete(at.position, today);
    await wake(pool, folding.view, today);
    await sum(pool, folding.view, at.position);
  }
  for (const view of views) {
    await inTransaction(pool, async (client) => {
      await client.query('SET LOCAL statement_timeout = 0');
      await createIndexes(client, view);
      await moveTo(client, suite, [{ kind: 'view', name: view.name, version: view.version }], at);
    });
  }
  return at;
}

/** Types of a view's filter columns by name, as the registry keeps them. */
export const columnTypes = (view: CompiledView): Record<string, string> => Object.fromEntries(view.columns.map(({ name, type }) => [name, type]));

async function scan(foldings: readonly Folding[], parts: RebuildParts): Promise<Checkpoint> {
  const frontier = new Frontier(parts.suite);
  let today: PlainDate | undefined;
  let recordedAt: string | undefined;
  for await (const events of readThrough(parts, frontier)) {
    today = lastDay(events) ?? today;
    recordedAt = events.at(-1)?.recordedAt ?? recordedAt;
    for (const folding of foldings) await folding.add(events, today ?? NO_DAY);
  }
  return { position: frontier.size, frontier: frontier.hashes.map(base64), recordedAt, today };
}

/** Folds in a view's own table, each with its row. */
class TableFolds implements FoldStore {
  constructor(
    private readonly pool: Pool,
    private readonly view: CompiledView,
  ) {}

  async load(keys: readonly string[]): Promise<ReadonlyMap<string, Folded>> {
    const found = [...(await loadFolds(this.pool, this.view, keys))];
    return new Map(found.map(([key, { state, lastTime, lastPosition }]) => [key, { state, lastTime, lastPosition }]));
  }

  async save(folds: readonly (readonly [string, Folded])[], today: PlainDate): Promise<void> {
    for (let from = 0; from < folds.length; from += PORTION) {
      const part = folds.slice(from, from + PORTION);
      await saveFolds(
        this.pool,
        this.view,
        part.map(([key, fold]) => finish(this.view, key, fold, today)),
      );
    }
  }
}

/** Rows that were written before the last day turned. */
async function wake(pool: Pool, view: CompiledView, today: PlainDate): Promise<void> {
  for (;;) {
    const woken = await loadWoken(pool, view, today, PORTION);
    if (woken.size === 0) return;
    await saveFolds(
      pool,
      view,
      [...woken].map(([key, fold]) => finish(view, key, fold, today)),
    );
  }
}

async function sum(pool: Pool, view: CompiledView, position: Position): Promise<void> {
  if (view.sums.length === 0) return;
  const differences = view.noDifferences();
  for (let after = ''; ;) {
    const rows = await loadRows(pool, view, after, PORTION);
    for (const { row } of rows) view.addDifferences(differences, undefined, row, position);
    after = rows.at(-1)?.key ?? after;
    if (rows.length < PORTION) break;
  }
  await inTransaction(pool, async (client) => void (await saveSums(client, view, differences)));
}

/** A broken promise of a definition that only the database noticed, such as a character that JSON there cannot hold. */
export function asFoldFailure(error: unknown, view: string, position: Position): unknown {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && /^2[23]...$/.test(code) ? new FoldFailed(view, position, code, error) : error;
}
