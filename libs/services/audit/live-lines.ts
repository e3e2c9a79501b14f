import { stillStands, type Caller } from '@lianhu/services/platform';
import type { LogFilter, LogPages } from './log-pages';

/** Positions scanned by one page. Unit: positions. */
const PAGE = 200;
/** Longest silence of a live stream. Unit: milliseconds. Source: public API, log/live. */
const HEARTBEAT_MS = 5_000;
/** Longest stream. Unit: milliseconds. Reason: a right may change while it runs; who still has it comes again with `after`. */
const LONGEST_MS = 5 * 60_000;

/** Server-sent texts: a caller's lines after a position, then live; after each page, and in silence, how far it has scanned. Nothing after the session or token has ended. */
export async function* liveLines(
  pages: Pick<LogPages, 'page' | 'log'>,
  caller: Caller,
  after: number,
  filter: LogFilter,
  now: () => number = () => performance.now(),
): AsyncGenerator<string> {
  const until = now() + LONGEST_MS;
  for (let scanned = after; await stillStands(caller);) {
    const page = await pages.page(caller, scanned, PAGE, filter, 'shown');
    scanned = Math.max(scanned, page.scannedTo);
    const heartbeat = JSON.stringify({ scannedTo: page.scannedTo, head: page.head });
    yield `${page.lines.map((line) => `data: ${line}\n\n`).join('')}event: scanned\nid: ${page.scannedTo}\ndata: ${heartbeat}\n\n`;
    if (now() >= until) return;
    if (scanned >= page.head) await pages.log.wait(scanned, HEARTBEAT_MS);
  }
}
