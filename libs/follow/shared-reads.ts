import type { Position, StoredLine } from '@lianhu/kernel';
import type { LogReader, Page } from '@lianhu/log';

/** Newest lines that are kept. Reason: followers of one process stand within a second of each other. Unit: lines. */
const KEPT = 2_048;
/** How long they are kept after the last one came. Reason: a log restored from a backup may hold others; nobody who looks later meets the old ones. Unit: milliseconds. */
const KEPT_MS = 5_000;

/** A log whose newest lines are read once for all who follow it in this process. */
export function sharedReads(log: LogReader): LogReader {
  const newest = new NewestLines(log);
  const read: LogReader['read'] = (after, limit, filter) => (filter ? log.read(after, limit, filter) : newest.read(after, limit));
  return new Proxy(log, {
    get: (target, name) => {
      const own: unknown = name === 'read' ? read : Reflect.get(target, name, target);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}

/**
 * Who asks for lines that another has just read, or is reading, gets the same. The head that a page names is then as old as
 * that reading: who has come so far waits for more, and the log itself says when there is.
 */
export class NewestLines {
  private lines: readonly StoredLine[] = [];
  private since = -Infinity;
  private readonly reading = new Map<Position, { readonly limit: number; readonly page: Promise<Page> }>();

  constructor(private readonly log: Pick<LogReader, 'read'>) {}

  async read(after: Position, limit: number): Promise<Page> {
    const kept = this.keptAfter(after, limit);
    if (kept) return kept;
    const other = this.reading.get(after);
    if (other && other.limit >= limit) return cut(await other.page, after, limit);
    const page = this.log.read(after, limit);
    this.reading.set(after, { limit, page });
    try {
      this.keep(await page);
    } finally {
      if (this.reading.get(after)?.page === page) this.reading.delete(after);
    }
    return page;
  }

  private keptAfter(after: Position, limit: number): Page | undefined {
    if (performance.now() - this.since > KEPT_MS) this.lines = [];
    const [first, head] = [this.lines[0]?.position, this.lines.at(-1)?.position];
    if (first === undefined || head === undefined || after < first - 1 || after >= head) return undefined;
    return cut({ lines: this.lines, scannedTo: head, head }, after, limit);
  }

  /** Only pages that lead to the head: who is far behind reads for himself. */
  private keep({ lines, head }: Page): void {
    const [first, last] = [lines[0]?.position, lines.at(-1)?.position];
    const kept = this.lines.at(-1)?.position ?? 0;
    if (first === undefined || last !== head || head <= kept) return;
    const follows = kept === first - 1;
    this.since = performance.now();
    this.lines = (follows ? [...this.lines, ...lines] : lines).slice(-KEPT);
  }
}

/** The part of a page that was asked for. */
function cut(page: Page, after: Position, limit: number): Page {
  const from = after + 1 - (page.lines[0]?.position ?? after + 1);
  const lines = page.lines.slice(from, from + limit);
  return lines.length < page.lines.length - from ? { lines, scannedTo: lines.at(-1)?.position ?? after, head: page.head } : { ...page, lines };
}
