import { lineText, type Claim, type Position, type StoredLine } from '@lianhu/kernel';
import { CHECKPOINT_EVERY } from './checkpoint';
import type { EventLog, Filter } from './contract';
import { OutOfRange } from './errors';
import { hashesOf } from './receipt';
import { KEY_EVENTS } from './keyring';
import { std1 } from './std-1';

/** Lines read at a time. Unit: lines. */
const PAGE = 512;

/** What a caller may see of a line: whole; as its author (hash of bound instead of bound); or only position and leaf. */
export type Sight = 'whole' | 'author' | 'stub';

/** What to export. `to` is the newest position unless given; an export of all always ends at the head. */
export interface ExportRequest {
  readonly of: 'all' | 'range' | 'subject';
  readonly from?: Position;
  readonly to?: Position;
  /** For `of: 'subject'`. */
  readonly subject?: string;
  /** Size of the checkpoint that the reader holds: a partial export then proves that its tree begins with that one, and else proves him nothing. */
  readonly known?: number;
  /** Lines of keys are whole for everyone and not asked about. In a subject's export a stub tells that its position is the subject's. */
  readonly mayRead: (line: StoredLine) => Sight;
}

/** Writes an export as NDJSON, object by object (without line ends). What was appended after the call is not in it. */
export async function* exportLines(log: EventLog, request: ExportRequest): AsyncGenerator<string> {
  const head = await log.head();
  const from = request.from ?? 1;
  const to = request.to ?? head.position;
  if (from < 1 || to > head.position || from > to + 1) throw new OutOfRange(`${from} to ${to}`, head.position);
  if (request.of === 'all' && (from !== 1 || to !== head.position))
    throw new OutOfRange('an export of all from the middle, or not to the head,', head.position);
  if ((request.of === 'subject') !== (request.subject !== undefined)) throw new TypeError('an export of a subject names one, others name none');
  yield JSON.stringify({ export: 1, origin: log.origin, from, to, of: request.of });
  if (request.of === 'all') yield* wholeExport(log, request, to);
  else yield* partialExport(log, request, from, to, head.position);
  yield JSON.stringify({ checkpoint: head.checkpoint });
}

async function* wholeExport(log: EventLog, request: ExportRequest, to: Position): AsyncGenerator<string> {
  for (let after = 0; after < to;) {
    const page = await log.read(after, Math.min(PAGE, to - after));
    const kept = new Map((await log.checkpoints(after, page.scannedTo)).map(({ size, note }) => [size, note]));
    for (const line of page.lines) {
      yield textFor(line, request);
      const note = line.position % CHECKPOINT_EVERY === 0 && line.position < to ? kept.get(line.position) : undefined;
      if (note !== undefined) yield JSON.stringify({ checkpoint: note });
    }
    after = page.scannedTo;
  }
}

async function* partialExport(log: EventLog, request: ExportRequest, from: Position, to: Position, treeSize: number): AsyncGenerator<string> {
  const keys = scan(log, 0, to, { types: KEY_EVENTS });
  const wanted = scan(log, from - 1, to, request.subject === undefined ? undefined : { subject: request.subject });
  for await (const line of merged(keys, wanted)) {
    yield textFor(line, request);
    const { hashes } = await log.inclusion(line.position, treeSize);
    yield JSON.stringify({ proof: { position: line.position, treeSize, hashes } });
  }
  if (request.known !== undefined) {
    if (request.known < 1 || request.known > treeSize) throw new OutOfRange(`known size ${request.known}`, treeSize);
    yield JSON.stringify({ consistency: { from: request.known, to: treeSize, hashes: await log.consistency(request.known, treeSize) } });
  }
}

async function* scan(log: EventLog, after: Position, to: Position, filter?: Filter): AsyncGenerator<StoredLine> {
  while (after < to) {
    const page = await log.read(after, PAGE, filter);
    for (const line of page.lines) if (line.position <= to) yield line;
    after = page.scannedTo;
  }
}

/** Both in order of position, each position once. */
async function* merged(a: AsyncGenerator<StoredLine>, b: AsyncGenerator<StoredLine>): AsyncGenerator<StoredLine> {
  let [left, right] = [await a.next(), await b.next()];
  while (!left.done || !right.done) {
    const first =
      right.done || (!left.done && left.value.position <= right.value.position) ? (left.value as StoredLine) : (right.value as StoredLine);
    yield first;
    if (!right.done && right.value.position === first.position) right = await b.next();
    if (!left.done && left.value.position === first.position) left = await a.next();
  }
}

const isKey = (line: StoredLine): boolean => (KEY_EVENTS as readonly string[]).includes((JSON.parse(line.claim) as Claim).type);
const sightOf = (line: StoredLine, request: ExportRequest): Sight => {
  const sight = request.mayRead(line);
  return sight !== 'whole' && isKey(line) ? 'whole' : sight;
};

function textFor(line: StoredLine, request: ExportRequest): string {
  const sight = sightOf(line, request);
  if (sight === 'whole') return lineText(line);
  return sight === 'author' ? authorText(line) : stubText(line);
}

/** What the author of a line gets: claim and stamp, and the hash of bound. */
export const authorText = (line: StoredLine): string =>
  `{"boundHash":"${hashesOf(std1, line).boundHash}","claim":${line.claim},"stamp":${line.stamp}}`;

/** What others get in unfiltered pages: position and leaf. */
export const stubText = (line: StoredLine): string => `{"leafHash":"${line.leafHash}","position":${line.position}}`;
