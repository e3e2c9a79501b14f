import type { Pool } from 'pg';
import type { Suite } from '@lianhu/kernel';
import { base64, type LogReader, type Page } from '@lianhu/log';
import { inTransaction } from '@lianhu/postgres';
import { HistoryDiverged, type UnknownEventType } from './errors';
import { foldPage } from './fold-page';
import type { Lane } from './lane';
import { lastDay, NO_DAY, readLines } from './lines';
import { asFoldFailure } from './rebuild';
import { lock, moveTo, type Checkpoint } from './registry';

/** What taking a page needs. */
export interface PageParts {
  readonly log: LogReader;
  readonly pool: Pool;
  readonly suite: Suite;
  readonly known: (type: string) => boolean;
}

/**
 * Folds a page into all views that stand before it: rows, sums and checkpoints in one transaction. Answers the names that
 * changed, and the event type before which the views must stop now.
 */
export async function takePage(
  group: readonly Lane[],
  page: Page,
  { log, pool, suite, known }: PageParts,
): Promise<{ readonly changed: readonly string[]; readonly unknown?: UnknownEventType }> {
  const [{ checkpoint: from, frontier: before }] = group as [Lane];
  const frontier = before.copy();
  const { events, unknown } = readLines(suite, page.lines, frontier, known);
  if (events.length === 0) return { changed: [], unknown };
  const turned = lastDay(events);
  const to: Checkpoint = {
    position: frontier.size,
    frontier: frontier.hashes.map(base64),
    recordedAt: events.at(-1)?.recordedAt,
    today: turned ?? from.today,
  };
  if (to.position === page.head) {
    const head = await log.head();
    if (head.position === to.position && head.root !== base64(frontier.root())) throw new HistoryDiverged(to.position);
  }
  const followers = group.map(({ follower }) => follower);
  const changed = await inTransaction(pool, async (client) => {
    await lock(client, followers, from.position);
    const names: string[] = [];
    for (const { view } of group) {
      const shared = { events, to: to.position, today: to.today ?? NO_DAY, turned: turned !== undefined, log, suite };
      const changes = await foldPage(client, view, shared).catch((error: unknown) => Promise.reject(asFoldFailure(error, view.name, to.position)));
      names.push(...changes);
    }
    await moveTo(client, suite, followers, to);
    return names;
  });
  for (const lane of group) lane.moveTo(to, frontier.copy());
  return { changed, unknown };
}
