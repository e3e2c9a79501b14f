import { recorded, type PlainDate, type Recorded, type StoredLine, type Suite } from '@lianhu/kernel';
import { base64, Frontier, leafHash, verifyConsistency, type LogReader } from '@lianhu/log';
import { HistoryDiverged, UnknownEventType } from './errors';

/** The type by which views learn what day it is. */
export const DAY_TURNED = 'hub.day.turned';
/** Today in a log in which no day has turned yet: before every real one. */
export const NO_DAY: PlainDate = '0001-01-01';

/** A line as an event, with the leaf that was recomputed from its bytes. */
interface Read {
  readonly event: Recorded;
  readonly leaf: Uint8Array;
}

/** Newest lines whose reading is remembered. Reason: followers of one process read the same lines within a second. Unit: lines. */
const REMEMBERED = 512;
const remembered: { readonly suite: Suite; readonly line: StoredLine; readonly read: Read }[] = [];

/**
 * Reads a line as an event after recomputing its leaf. Throws HistoryDiverged. Every follower reads lines itself; one that has
 * the very bytes that another has just read is not hashed and parsed again.
 */
export function readLine(suite: Suite, line: StoredLine): Read {
  const slot = line.position % REMEMBERED;
  const known = remembered[slot];
  if (known?.suite === suite && sameLine(known.line, line)) return known.read;
  const read = readAnew(suite, line);
  remembered[slot] = { suite, line, read };
  return read;
}

const sameLine = (a: StoredLine, b: StoredLine): boolean =>
  a.position === b.position && a.leafHash === b.leafHash && a.claim === b.claim && a.stamp === b.stamp && a.bound === b.bound;

function readAnew(suite: Suite, line: StoredLine): Read {
  const leaf = leafHash(suite, line);
  if (base64(leaf) !== line.leafHash) throw new HistoryDiverged(line.position);
  return { event: recorded(line), leaf };
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
