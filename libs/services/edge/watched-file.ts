import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { isUtf8 } from 'node:buffer';
import { dirname } from 'node:path';
import { disk, putFile, SHARED, sharedDisk } from './files';
import { MAX_EVENT_BYTES, type Edge, type PushResult } from './edge';
import { linesOf, type RawLine } from './ndjson';
import { pushLine, type Pusher } from './push-line';

/** Largest file. Unit: bytes. Reason: a day's events of a county in one file are a tenth of it. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** Lines on their way at once: a full submission to the hub, and bounded memory. */
const LINES_AT_ONCE = 256;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Why a file is refused whole, for the one who sent it. */
export const FILE_FAULTS = {
  empty: '文件没有内容 · the file is empty',
  'too-large': `文件超过 ${MAX_FILE_BYTES / 1024 / 1024} MiB · the file is too large: split it`,
  'not-utf-8': '文件不是 UTF-8 编码（例如 GBK 或 UTF-16）· the file is not encoded as UTF-8',
  binary: '文件不是文本 · the file is not text',
} as const;
export type FileFault = keyof typeof FILE_FAULTS;

/** What a file came to. Unit: lines. */
export interface FileResult {
  readonly fault?: FileFault;
  readonly lines: number;
  /** In the log: new, or a repetition. */
  readonly taken: number;
  /** Kept at the edge until the hub is back. */
  readonly stored: number;
  readonly quarantined: number;
  readonly refused: number;
}

/** Something that will pass: the whole file is to be tried again later. */
export class TryLater extends Error {}
/** The same, and of every other file. */
export class TakesNothing extends TryLater {}

/**
 * Pushes a file's lines and writes what became of each to `results`, which appears whole or not at all: one JSON object a line,
 * the last one sums up. Pushing the same file again adds nothing. Throws TryLater when the edge cannot take its events now.
 */
export async function pushFile(edge: Edge, pusher: Pusher, path: string, results: string): Promise<FileResult> {
  const fault = await faultOfFile(path);
  if (fault) {
    const refused = { ...NOTHING, fault };
    putFile(results, Buffer.from(`${JSON.stringify({ ...refused, message: FILE_FAULTS[fault] })}\n`), sharedDisk);
    return refused;
  }
  const draft = await open(`${results}.draft`, 'w', SHARED);
  const sum = { ...NOTHING };
  try {
    let lines: RawLine[] = [];
    const push = async (): Promise<void> => {
      const outcomes = await Promise.all(lines.map((line) => pushLine(edge, pusher, line)));
      outcomes.forEach((outcome) => count(sum, outcome));
      await draft.appendFile(outcomes.map((outcome, i) => `${JSON.stringify({ line: lines[i]?.line, ...outcome })}\n`).join(''));
      lines = [];
    };
    for await (const line of linesOf(createReadStream(path), MAX_EVENT_BYTES)) {
      lines.push(line.line === 1 ? withoutBom(line) : line);
      if (lines.length >= LINES_AT_ONCE) await push();
    }
    await push();
    await draft.appendFile(`${JSON.stringify(sum)}\n`);
    await draft.sync();
  } finally {
    await draft.close();
  }
  disk.rename(`${results}.draft`, results);
  disk.syncFolder(dirname(results));
  return sum;
}

const NOTHING = { lines: 0, taken: 0, stored: 0, quarantined: 0, refused: 0 };
/** Statuses that say nothing about the event: of this one, as there may be room for another, and of all. */
const FOR_LATER = new Set([500, 507]);
const OF_ALL = new Set([429, 503]);

function count(sum: { -readonly [K in keyof typeof NOTHING]: number }, outcome: PushResult): void {
  sum.lines++;
  if ('receipt' in outcome) sum.taken++;
  else if ('problem' in outcome) {
    if (OF_ALL.has(outcome.status)) throw new TakesNothing(outcome.problem.type);
    if (FOR_LATER.has(outcome.status)) throw new TryLater(outcome.problem.type);
    sum.refused++;
  } else if (outcome.state === 'stored') sum.stored++;
  else sum.quarantined++;
}

/** Whether a file is text at all, in one pass and bounded memory: a file in another encoding is refused whole, before a line of it counts. */
async function faultOfFile(path: string): Promise<FileFault | undefined> {
  const { size } = await stat(path);
  if (size === 0) return 'empty';
  if (size > MAX_FILE_BYTES) return 'too-large';
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    if (chunk.includes(0)) return chunk[1] === 0 || chunk[0] === 0 || chunk[0] === 0xff || chunk[0] === 0xfe ? 'not-utf-8' : 'binary';
    const bytes = Buffer.concat([rest, chunk]);
    const cut = wholeCharacters(bytes);
    if (!isUtf8(bytes.subarray(0, cut))) return 'not-utf-8';
    rest = bytes.subarray(cut);
  }
  return rest.length > 0 ? 'not-utf-8' : undefined;
}

/** Where the last character begins that may go on in the next chunk. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

const withoutBom = (line: RawLine): RawLine => (line.bytes?.subarray(0, 3).equals(BOM) ? { ...line, bytes: line.bytes.subarray(3) } : line);
