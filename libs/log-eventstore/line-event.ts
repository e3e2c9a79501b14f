import { lineText, type LineParts, type Position, type Stamp, type Suite } from '@lianhu/kernel';
import { leafHash, LogBroken } from '@lianhu/log';

/** A line as it lies on the stream: the bytes of its canonical text, and an id that only these bytes have. */
export interface LineEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
}

/** A line that was found on the stream. */
export interface FoundLine extends LineParts {
  readonly position: Position;
  readonly leaf: Uint8Array;
}

/**
 * The event of a line. The server answers the same id at the same place like the first time, so the id is made of the leaf:
 * another line never passes for this one.
 */
export function lineEvent(line: FoundLine, type: string): LineEvent {
  return { id: uuidOf(line.leaf), type, data: Buffer.from(lineText(line)) };
}

/** The line of an event at a revision. Throws LogBroken when the bytes are no line of this log at this place. */
export function foundLine(suite: Suite, revision: number, data: Uint8Array): FoundLine {
  const parts = splitLine(Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString());
  const position = parts && (JSON.parse(parts.stamp) as Stamp).position;
  if (!parts || position !== revision + 1) throw new LogBroken(`the event at revision ${revision} of the stream is no line of this log`);
  return { ...parts, position, leaf: leafHash(suite, parts) };
}

/** The three parts of a line's text exactly as they stand in it; undefined when it is no line. */
export function splitLine(text: string): LineParts | undefined {
  const bound = member(text, 0, '{"bound":');
  const claim = bound && member(text, bound.end, ',"claim":');
  const stamp = claim && member(text, claim.end, ',"stamp":');
  if (!stamp || text.slice(stamp.end) !== '}') return undefined;
  return { bound: bound.value, claim: claim.value, stamp: stamp.value };
}

/** The object that follows a label; strings are stepped over, so that braces in them do not count. */
function member(text: string, from: number, label: string): { readonly value: string; readonly end: number } | undefined {
  if (!text.startsWith(`${label}{`, from)) return undefined;
  const start = from + label.length;
  for (let [at, depth] = [start, 0]; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return { value: text.slice(start, at + 1), end: at + 1 };
  }
  return undefined;
}

function endOfString(text: string, quote: number): number {
  let at = quote + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** UUID version 8 (RFC 9562, for one's own use) from the first bytes of a hash. */
function uuidOf(hash: Uint8Array): string {
  const bytes = Buffer.from(hash.subarray(0, 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
