import { canonical, lineText, type Json, type StoredLine, type Suite } from '@lianhu/kernel';
import { base64, leafHash } from '@lianhu/log';
import { NotALine } from './errors';
import type { NewRecord, StreamRecord } from './stream';

/** Whole lines of one hub, in order of position. */
export const eventsTopic = (area: string): string => `lianhu.${area}.events`;
/** Ids of the notices to one department. */
export const noticesTopic = (area: string, department: string): string => `lianhu.${area}.notices.${department}`;
/** The group in which one database's processes read the lines; access rules are given by its beginning. */
export const readerGroup = (area: string, reader: string): string => `lianhu.${area}.monitor.${reader}`;

/** A line as a record: its text byte for byte, position and leaf once more as headers. No key: nothing of a child picks a partition. */
export const recordOf = (line: StoredLine): NewRecord => ({
  value: lineText(line),
  headers: { position: String(line.position), leaf: line.leafHash },
});

/** The line that a record holds, with its leaf recomputed. Throws NotALine. */
export function lineOf(suite: Suite, { offset, value, headers }: StreamRecord): StoredLine {
  const line = lineFrom(suite, value);
  if (!line || headers['position'] !== String(line.position) || headers['leaf'] !== line.leafHash) throw new NotALine(offset);
  return line;
}

/** The line that a text is, byte for byte, with its leaf computed; undefined when it is none. */
export function lineFrom(suite: Suite, text: string): StoredLine | undefined {
  try {
    const { bound, claim, stamp } = JSON.parse(text) as Readonly<Record<string, Json>>;
    const parts = { bound: canonical(bound as Json), claim: canonical(claim as Json), stamp: canonical(stamp as Json) };
    const { position } = stamp as { readonly position?: unknown };
    if (lineText(parts) !== text || !Number.isSafeInteger(position) || (position as number) < 1) return undefined;
    return { ...parts, position: position as number, leafHash: base64(leafHash(suite, parts)) };
  } catch {
    return undefined;
  }
}
