import type { Position, Recorded, Suite } from '@lianhu/kernel';
import { OutOfRange, type LogReader, type Frontier } from '@lianhu/log';
import { readLines } from './lines';

/** How a log is read from its beginning. */
export interface Reading {
  readonly log: Pick<LogReader, 'read' | 'histories'>;
  readonly suite: Suite;
  /** Whether somebody declares an event type; reading stops with an error before one that nobody does. */
  readonly known: (type: string) => boolean;
  /** Lines read at a time. */
  readonly pageSize?: number;
  /** Called after each page. */
  readonly progress?: (position: Position, head: Position) => void;
  readonly stopped?: () => boolean;
}

/** Reading was told to stop. */
export class ReadingStopped extends Error {}

/** Reason: reading is the cheaper the fewer pages there are; some ten megabytes at a time. */
const PAGE = 5_000;

/**
 * The log's events page by page from where a tree stands up to a position, or to the head. The tree has grown by a page
 * when it is given out; the next one is on its way meanwhile.
 */
export async function* readThrough(
  { log, suite, known, pageSize = PAGE, progress, stopped }: Reading,
  frontier: Frontier,
  to = Infinity,
): AsyncGenerator<readonly Recorded[]> {
  const read = (after: Position): ReturnType<LogReader['read']> => log.read(after, Math.min(pageSize, to - after));
  for (let next = frontier.size < to ? read(frontier.size) : undefined; next;) {
    const page = await next;
    if (stopped?.()) throw new ReadingStopped();
    const last = page.lines.at(-1)?.position ?? frontier.size;
    const end = Math.min(to, page.head);
    const more = page.lines.length > 0 && last < end;
    next = more ? read(last) : undefined;
    next?.catch(() => undefined);
    const { events, unknown } = readLines(suite, page.lines, frontier, known);
    if (unknown) throw unknown;
    yield events;
    progress?.(frontier.size, page.head);
    if (!more && to !== Infinity && frontier.size < to) throw new OutOfRange(`position ${to}`, page.head);
  }
}
