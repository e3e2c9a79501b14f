import type { Pool, PoolClient } from 'pg';
import type { PlainDate, Position, Recorded, StoredLine, Suite } from '@lianhu/kernel';
import { base64, type LogReader, type Frontier, type Page } from '@lianhu/log';
import { inTransaction } from '@lianhu/postgres';
import { FoldFailed, HistoryDiverged, type UnknownEventType } from './errors';
import { foldPage, type FoldTarget } from './fold-page';
import type { Lane } from './lane';
import { lock, moveTo } from './leases';
import { lastDay, NO_DAY, readLines } from './lines';
import { noteDropped } from './orders';
import type { Checkpoint } from './registry';

/** What taking a page needs. */
export interface PageParts {
  readonly log: LogReader;
  readonly pool: Pool;
  readonly suite: Suite;
  readonly known: (type: string) => boolean;
  readonly leaseMs?: number;
}
/** Events that follow a checkpoint, and where they lead. */
export interface Advance {
  readonly events: readonly Recorded[];
  readonly to: Checkpoint;
  readonly frontier: Frontier;
  /** A day has turned among them. */
  readonly turned: boolean;
  readonly unknown?: UnknownEventType;
}

/** Reads the lines that follow a checkpoint: every leaf is recomputed, and reading stops before a type that nobody declares. */
export function advance(
  suite: Suite,
  from: { readonly today?: PlainDate; readonly recordedAt?: string },
  before: Frontier,
  lines: readonly StoredLine[],
  known: (type: string) => boolean,
): Advance {
  const frontier = before.copy();
  const { events, unknown } = readLines(suite, lines, frontier, known);
  const turned = lastDay(events);
  const to: Checkpoint = {
    position: frontier.size,
    frontier: frontier.hashes.map(base64),
    recordedAt: events.at(-1)?.recordedAt ?? from.recordedAt,
    today: turned ?? from.today,
  };
  return { events, to, frontier, turned: turned !== undefined, unknown };
}

/** Folds what follows into views, in the caller's transaction; answers the names that changed. Throws FoldFailed. */
export async function foldInto(
  client: PoolClient,
  targets: readonly FoldTarget[],
  { events, to, turned }: Advance,
  { log, suite }: Pick<PageParts, 'suite'> & { readonly log: Pick<LogReader, 'read' | 'histories'> },
): Promise<readonly string[]> {
  const page = { events, to: to.position, today: to.today ?? NO_DAY, turned, log, suite };
  try {
    return await foldPage(client, targets, page);
  } catch (error) {
    const [{ view }, ...others] = targets as [FoldTarget];
    // Of several views the database does not say which one it was: each is tried alone.
    throw others.length === 0 ? asFoldFailure(error, view.name, to.position) : error;
  }
}

type Taken = { readonly changed: readonly string[]; readonly unknown?: UnknownEventType };

/**
 * Folds a page into all views that stand before it: rows, sums and checkpoints in one transaction, which only the holder of
 * every fence gets through. Answers the names that changed, and the event type before which the views must stop now.
 */
export async function takePage(group: readonly Lane[], page: Page, parts: PageParts): Promise<Taken> {
  const { log, pool, suite, known } = parts;
  const [{ checkpoint: from, frontier: before }] = group as [Lane];
  const ahead = advance(suite, from, before, page.lines, known);
  const { events, to, frontier, unknown } = ahead;
  if (events.length === 0) return { changed: [], unknown };
  await checkHead(log, page.head, to.position, frontier);
  const followers = group.map(({ held }) => held);
  try {
    const changed = await inTransaction(pool, async (client) => {
      const parked = await lock(client, followers, from.position);
      const targets = group.map(({ view }) => ({ view, someParked: parked.has(view.name) }));
      const names = await foldInto(client, targets, ahead, parts);
      await moveTo(client, suite, followers, from.position, to, parts.leaseMs);
      return names;
    });
    for (const lane of group) {
      lane.moveTo(to, frontier.copy());
      noteDropped(lane.view, events);
    }
    return { changed, unknown };
  } catch (error) {
    if (!isRefusedData(error) || group.length === 1) throw error;
  }
  const names: string[] = [];
  for (const lane of group) names.push(...(await takePage([lane], page, parts)).changed);
  return { changed: names, unknown };
}

/** At the head the log's own root must be the one that was followed. Throws HistoryDiverged. */
async function checkHead(log: LogReader, head: Position, position: Position, frontier: Frontier): Promise<void> {
  if (position !== head) return;
  const now = await log.head();
  if (now.position === position && now.root !== base64(frontier.root())) throw new HistoryDiverged(position);
}

/** Whether the database refused what it was given, such as a character that JSON there cannot hold. */
function isRefusedData(error: unknown): error is { readonly code: string } {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' && /^2[23]...$/.test(code);
}

/** A broken promise of a definition that only the database noticed. */
const asFoldFailure = (error: unknown, view: string, position: Position): unknown =>
  isRefusedData(error) ? new FoldFailed(view, position, error.code, error) : error;
