import { recorded, type Position, type Recorded, type StoredLine, type Suite } from '@lianhu/kernel';
import { Frontier, leafHash, type EventLog } from '@lianhu/log';
import { HistoryDiverged, UnknownEventType } from './errors';

/** The type by which views learn what day it is. */
export const DAY_TURNED = 'hub.day.turned';

/** Reads stored lines as events: recomputes each leaf, adds it to the tree, and stops at a type that nobody declares. */
export function readLines(suite: Suite, lines: readonly StoredLine[], frontier: Frontier, known: (type: string) => boolean): Recorded[] {
  return lines.map((line) => {
    const leaf = leafHash(suite, line);
    if (Buffer.from(leaf).toString('base64') !== line.leafHash || line.position !== frontier.size + 1) throw new HistoryDiverged(line.position);
    const event = recorded(line);
    if (!known(event.type)) throw new UnknownEventType(event.type, event.position);
    frontier.push(leaf);
    return event;
  });
}

/** One subject's events up to a position, in order of position. */
export async function historyOf(log: EventLog, subject: string, upTo: Position, types?: readonly string[]): Promise<Recorded[]> {
  const events: Recorded[] = [];
  for (let after = 0; after < upTo; ) {
    const page = await log.read(after, HISTORY_PAGE, { subject, ...(types ? { types } : {}) });
    for (const line of page.lines) if (line.position <= upTo) events.push(recorded(line));
    if (page.scannedTo <= after) break;
    after = page.scannedTo;
  }
  return events;
}

/** Events of one subject read at a time. */
const HISTORY_PAGE = 500;

/** The last day that turned among events; undefined when none did. */
export function lastDay(events: readonly Recorded[]): string | undefined {
  for (let i = events.length - 1; i >= 0; i--) {
    const event = events[i];
    if (event?.type === DAY_TURNED) return (event.data as { date: string }).date;
  }
  return undefined;
}
