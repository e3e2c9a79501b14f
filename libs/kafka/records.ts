import { canonical, lineText, type Json, type LineParts, type StoredLine, type Suite } from '@lianhu/kernel';
import { base64, leafHash } from '@lianhu/log';
import { NotALine } from './errors';
import type { NewRecord, StreamRecord } from './stream';

/** Whole lines of one hub, in order of position. */
export const eventsTopic = (area: string): string => `lianhu.${area}.events`;
/** Ids of the notices to one department. */
export const noticesTopic = (area: string, department: string): string => `lianhu.${area}.notices.${department}`;

/** A line as a record: its text byte for byte, position and leaf once more as headers. No key: nothing of a child picks a partition. */
export const recordOf = (line: StoredLine): NewRecord => ({
  value: lineText(line),
  headers: { position: String(line.position), leaf: line.leafHash },
});

/** The line that a record holds, with its leaf recomputed. Throws NotALine. */
export function lineOf(suite: Suite, { offset, value, headers }: StreamRecord): StoredLine {
  const parts = partsOf(value);
  if (!parts) throw new NotALine(offset);
  const { position } = JSON.parse(parts.stamp) as { position?: unknown };
  const leaf = base64(leafHash(suite, parts));
  const named = headers['position'] === String(position) && headers['leaf'] === leaf;
  if (!Number.isSafeInteger(position) || (position as number) < 1 || !named) throw new NotALine(offset);
  return { ...parts, position: position as number, leafHash: leaf };
}

/** The three parts of a line's text as they stand in it; undefined when it is no line. */
export function partsOf(text: string): LineParts | undefined {
  try {
    const { bound, claim, stamp } = JSON.parse(text) as Record<string, Json>;
    const parts = { bound: canonical(bound as Json), claim: canonical(claim as Json), stamp: canonical(stamp as Json) };
    return lineText(parts) === text ? parts : undefined;
  } catch {
    return undefined;
  }
}
