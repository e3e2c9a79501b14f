import { recorded, type PlainDate, type Position, type Recorded, type StoredLine, type Suite } from '@lianhu/kernel';
import { base64, Frontier, leafHash, std1, verifyConsistency, type LogReader, type WantedStream } from '@lianhu/log';
import { HistoryDiverged, UnknownEventType } from './errors';

/** The type by which views learn what day it is. */
export const DAY_TURNED = 'hub.day.turned';
/** Today in a log in which no day has turned yet: before every real one. */
export const NO_DAY: PlainDate = '0001-01-01';
/** Events of one subject, or turns of days, read at a time. */
const HISTORY_PAGE = 1_000;

/** Reads a line as an event after recomputing its leaf. Throws HistoryDiverged. */
export function readLine(suite: Suite, line: StoredLine): { readonly event: Recorded; readonly leaf: Uint8Array } {
  const leaf = leafHash(suite, line);
  if (base64(leaf) !== line.leafHash) throw new HistoryDiverged(line.position);
  const event = recorded(line);
  if (event.position !== line.position) throw new HistoryDiverged(line.position);
  return { event, leaf };
}

/** Events read from lines without a gap; the tree has grown by them. `unknown` stands where reading stopped before a type that nobody declares. */
export interface ReadLines {
  readonly events: readonly Recorded[];
  readonly unknown?: UnknownEventType;
}

/** Reads consecutive lines: recomputes each leaf, adds it to the tree, stops before a type that nobody declares. */
export function readLines(suite: Suite, lines: readonly StoredLine[], frontier: Frontier, known: (type: string) => boolean = () => true): ReadLines {
  const events: Recorded[] = [];
  for (const line of lines) {
    if (line.position !== frontier.size + 1) throw new HistoryDiverged(line.position);
    const { event, leaf } = readLine(suite, line);
    if (!known(event.type)) return { events, unknown: new UnknownEventType(event.type, event.position) };
    frontier.push(leaf);
    events.push(event);
  }
  return { events };
}

/** One subject's events up to a position, in order of position. */
export async function historyOf(
  log: Pick<LogReader, 'read'>,
  subject: string,
  upTo: Position,
  types?: readonly string[],
  suite: Suite = std1,
  from: Position = 0,
): Promise<Recorded[]> {
  const events: Recorded[] = [];
  for (let after = from; after < upTo;) {
    const page = await log.read(after, HISTORY_PAGE, { subject, ...(types && { types }) });
    for (const line of page.lines) if (line.position <= upTo) events.push(readLine(suite, line).event);
    if (page.scannedTo <= after || page.scannedTo >= page.head) break;
    after = page.scannedTo;
  }
  return events;
}

/** Lines that are held at once of several streams; with more of them each is read by itself. Unit: lines. */
const HISTORIES_LINES = 5_000;

/** Events of several subjects after a position of each, up to a position: in one question where the log can, otherwise side by side. */
export async function historiesOf(
  log: Pick<LogReader, 'read' | 'histories'>,
  wanted: readonly WantedStream[],
  upTo: Position,
  types: readonly string[],
  suite: Suite = std1,
): Promise<ReadonlyMap<string, readonly Recorded[]>> {
  const lines = await log.histories?.(wanted, upTo, types, HISTORIES_LINES);
  if (!lines)
    return new Map(
      await Promise.all(wanted.map(async ({ subject, after }) => [subject, await historyOf(log, subject, upTo, types, suite, after)] as const)),
    );
  const found = new Map<string, Recorded[]>(wanted.map(({ subject }) => [subject, []]));
  for (const line of lines) {
    const { event } = readLine(suite, line);
    found.get(event.subject ?? '')?.push(event);
  }
  return found;
}

/** The last day that turned among events; undefined when none did. */
export function lastDay(events: readonly Recorded[]): PlainDate | undefined {
  const turned = events.findLast(({ type }) => type === DAY_TURNED);
  return turned && (turned.data as { readonly date: PlainDate }).date;
}

/** Whether a tree that was followed to some size is the beginning of the log as it is now. Throws HistoryDiverged. */
export async function checkRoot(log: Pick<LogReader, 'head' | 'consistency'>, suite: Suite, frontier: Frontier): Promise<void> {
  const { size } = frontier;
  const head = await log.head();
  if (head.position < size) throw new HistoryDiverged(size);
  if (size === 0) return;
  const root = frontier.root();
  if (head.position === size) {
    if (head.root !== base64(root)) throw new HistoryDiverged(size);
    return;
  }
  const headRoot = Buffer.from(head.root, 'base64');
  if (!verifyConsistency(suite, size, head.position, root, headRoot, await log.consistency(size, head.position))) throw new HistoryDiverged(size);
}
