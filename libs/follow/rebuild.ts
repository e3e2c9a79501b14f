import type { Pool } from 'pg';
import type { PlainDate, Position, Suite } from '@lianhu/kernel';
import { base64, Frontier, type LogReader } from '@lianhu/log';
import { inTransaction } from '@lianhu/postgres';
import type { CompiledView, Folded } from './compiled-view';
import { FoldFailed } from './errors';
import { eventsByKey, finish, refold } from './fold-page';
import { lastDay, NO_DAY, readLines } from './lines';
import { enter, moveTo, type Checkpoint } from './registry';
import { createIndexes, createTables, loadFolds, loadRows, loadWoken, saveFolds, saveSums } from './view-store';

/** What a rebuild reads. */
export interface RebuildParts {
  readonly log: Pick<LogReader, 'read' | 'origin'>;
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
/** Reason: about a kilobyte each. */
const FOLDS_IN_MEMORY = 100_000;
/** Keys folded anew, rows summed or woken between two statements. */
const PORTION = 2_000;

/** The rebuild was told to stop. */
export class RebuildStopped extends Error {}

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
  const shadows = views.map((view) => new Shadow(view, parts));
  const at = await scan(shadows, parts);
  const today = at.today ?? NO_DAY;
  for (const shadow of shadows) await shadow.complete(at.position, today);
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

async function scan(shadows: readonly Shadow[], { log, suite, known, pageSize = PAGE, progress, stopped }: RebuildParts): Promise<Checkpoint> {
  const frontier = new Frontier(suite);
  let today: PlainDate | undefined;
  let recordedAt: string | undefined;
  for (let next = log.read(0, pageSize); ;) {
    const page = await next;
    if (stopped?.()) throw new RebuildStopped();
    const more = page.lines.length > 0 && (page.lines.at(-1)?.position ?? 0) < page.head;
    // The next page is on its way while this one is folded.
    if (more) (next = log.read(frontier.size + page.lines.length, pageSize)).catch(() => undefined);
    const { events, unknown } = readLines(suite, page.lines, frontier, known);
    if (unknown) throw unknown;
    today = lastDay(events) ?? today;
    recordedAt = events.at(-1)?.recordedAt ?? recordedAt;
    for (const shadow of shadows) await shadow.add(events, today ?? NO_DAY);
    progress?.(frontier.size, page.head);
    if (!more) return { position: frontier.size, frontier: frontier.hashes.map(base64), recordedAt, today };
  }
}

/** One view while it is built. */
class Shadow {
  private readonly folds = new Map<string, Folded>();
  /** Keys whose events did not come in order: folded anew at the end, each from its own history. */
  private readonly late = new Set<string>();
  private written = false;

  constructor(
    private readonly view: CompiledView,
    private readonly parts: RebuildParts,
  ) {}

  async add(events: Parameters<typeof eventsByKey>[1], today: PlainDate): Promise<void> {
    const byKey = eventsByKey(this.view, events);
    if (this.written) await this.fetch([...byKey.keys()].filter((key) => !this.folds.has(key) && !this.late.has(key)));
    for (const [key, own] of byKey) {
      if (this.late.has(key)) continue;
      const fold = this.view.fold(this.folds.get(key), own);
      if (fold) this.folds.set(key, fold);
      else {
        this.late.add(key);
        this.folds.delete(key);
      }
    }
    if (this.folds.size > (this.parts.foldsInMemory ?? FOLDS_IN_MEMORY)) await this.write(today);
  }

  private async fetch(keys: readonly string[]): Promise<void> {
    for (const [key, { state, lastTime, lastPosition }] of await loadFolds(this.parts.pool, this.view, keys))
      this.folds.set(key, { state, lastTime, lastPosition });
  }

  private async write(today: PlainDate): Promise<void> {
    const folds = [...this.folds];
    for (let from = 0; from < folds.length; from += PORTION) {
      await saveFolds(
        this.parts.pool,
        this.view,
        folds.slice(from, from + PORTION).map(([key, fold]) => finish(this.view, key, fold, today)),
      );
    }
    this.folds.clear();
    this.written = true;
  }

  async complete(to: Position, today: PlainDate): Promise<void> {
    const { log, suite, stopped } = this.parts;
    await this.write(today);
    const late = [...this.late];
    for (let from = 0; from < late.length; from += PORTION) {
      if (stopped?.()) throw new RebuildStopped();
      for (const [key, fold] of await refold(this.view, late.slice(from, from + PORTION), { log, suite, to })) this.folds.set(key, fold);
      await this.write(today);
    }
    await this.wake(today);
    await this.sum(to);
  }

  /** Rows that were written before the last day turned. */
  private async wake(today: PlainDate): Promise<void> {
    for (;;) {
      const woken = await loadWoken(this.parts.pool, this.view, today, PORTION);
      if (woken.size === 0) return;
      await saveFolds(
        this.parts.pool,
        this.view,
        [...woken].map(([key, fold]) => finish(this.view, key, fold, today)),
      );
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
    await inTransaction(this.parts.pool, async (client) => void (await saveSums(client, this.view, differences)));
  }
}

/** A broken promise of a definition that only the database noticed, such as a character that JSON there cannot hold. */
export function asFoldFailure(error: unknown, view: string, position: Position): unknown {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && /^2[23]...$/.test(code) ? new FoldFailed(view, position, code, error) : error;
}
