import { closeSync, openSync, readSync } from 'node:fs';
import { canonical, LianhuError, type Json, type Moment, type Position, type StoredLine, type Suite } from '@lianhu/kernel';
import { base64, leafHash, type EventLog, type Filter, type Page } from '@lianhu/log';

/** Why a file cannot be replayed from; one sentence for who gave it. */
export class ExportUnfit extends LianhuError {
  readonly code = 'replay.export-unfit';
}

/** A log as far as a replay reads it. */
export type ReadableLog = Pick<EventLog, 'origin' | 'read' | 'checkpoints' | 'positionAt'> & { readonly position: Position };

/** Read from the file at a time. Unit: bytes. */
const CHUNK = 1024 * 1024;
/** Longest line of an export. Unit: bytes. Reason: an event is at most 64 KiB, with its proof far less than this. */
const MAX_LINE = 1024 * 1024;
const NEWLINE = 10;

/** Numbers that grow by one at the end, a few bytes each. */
class Column {
  private numbers = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.numbers.length) {
      const wider = new Float64Array(this.numbers.length * 2);
      wider.set(this.numbers);
      this.numbers = wider;
    }
    this.numbers[this.length++] = value;
  }
  at(index: number): number {
    return this.numbers[index] as number;
  }
}

interface Header {
  readonly origin: string;
  readonly to: unknown;
}

/**
 * A whole export read like a log: by position, and by subject. Lines stay in the file; in memory are the place of each and
 * of the one before it of its subject, twenty-four bytes, and the checkpoints. Whether the lines are genuine is what
 * `verify` answers; here only their leaves are computed.
 */
export class ExportLog implements ReadableLog {
  readonly origin: string;
  private readonly file: number;
  private readonly starts = new Column();
  private readonly ends = new Column();
  /** For each position the one before it of the same subject; 0 = none. */
  private readonly before = new Column();
  private readonly newestOf = new Map<string, Position>();
  private readonly notes: { readonly size: number; readonly note: string }[] = [];

  /** Opens a file and looks through it once. Throws ExportUnfit. */
  constructor(
    path: string,
    private readonly suite: Suite,
  ) {
    this.file = opened(path);
    try {
      this.origin = this.index();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The last position that it holds. */
  get position(): Position {
    return this.starts.length;
  }

  /** Lines after a position. Only a filter by subject is known here. */
  read(after: Position, limit: number, filter?: Filter): Promise<Page> {
    const head = this.position;
    const positions = filter?.subject === undefined ? range(after, Math.min(head, after + limit)) : this.ofSubject(filter.subject, after, limit);
    const lines = positions.map((position) => this.line(position)).filter((line) => matches(line, filter));
    const scannedTo = positions.length === limit ? (positions.at(-1) ?? after) : head;
    return Promise.resolve({ lines, scannedTo: Math.max(after, scannedTo), head });
  }

  checkpoints(from: number, to: number): Promise<readonly { readonly size: number; readonly note: string }[]> {
    return Promise.resolve(this.notes.filter(({ size }) => from < size && size <= to));
  }

  /** Last position recorded at or before a moment: times never go back. */
  positionAt(moment: Moment): Promise<Position> {
    let [low, high] = [0, this.position];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const { recordedAt } = JSON.parse(this.line(middle).stamp) as { recordedAt: Moment };
      if (recordedAt <= moment) low = middle;
      else high = middle - 1;
    }
    return Promise.resolve(low);
  }

  close(): void {
    closeSync(this.file);
  }

  private ofSubject(subject: string, after: Position, limit: number): Position[] {
    const positions: Position[] = [];
    for (let at = this.newestOf.get(subject) ?? 0; at > after; at = this.before.at(at - 1)) positions.push(at);
    return positions.reverse().slice(0, limit);
  }

  private line(position: Position): StoredLine {
    const start = this.starts.at(position - 1);
    const bytes = Buffer.allocUnsafe(this.ends.at(position - 1) - start);
    readFully(this.file, bytes, start);
    const { claim, stamp, bound } = JSON.parse(bytes.toString('utf8')) as Readonly<Record<string, Json>>;
    if (claim === undefined || stamp === undefined || bound === undefined) throw stub(position);
    const parts = { claim: canonical(claim), stamp: canonical(stamp), bound: canonical(bound) };
    return { ...parts, position, leafHash: base64(leafHash(this.suite, parts)) };
  }

  private index(): string {
    let header: Header | undefined;
    for (const { text, start, end } of linesOf(this.file)) {
      if (!header) header = headerOf(text);
      else if (text.startsWith('{"bound":')) this.indexLine(text, start, end);
      else if (text.startsWith('{"checkpoint":')) this.indexCheckpoint(text);
      else if (text !== '') throw stub(this.position + 1);
    }
    if (!header) throw new ExportUnfit('The file is empty; a replay reads an export as POST /api/audit/exports answers it.');
    if (header.to !== this.position) throw misplaced(this.position + 1);
    return header.origin;
  }

  private indexLine(text: string, start: number, end: number): void {
    const position = this.position + 1;
    if (Number(STAMPED.exec(text.slice(-MAX_STAMP))?.[1]) !== position) throw misplaced(position);
    const subject = SUBJECT.exec(text)?.[1];
    this.starts.push(start);
    this.ends.push(end);
    this.before.push(subject === undefined ? 0 : (this.newestOf.get(subject) ?? 0));
    if (subject !== undefined) this.newestOf.set(subject, position);
  }

  private indexCheckpoint(text: string): void {
    const { checkpoint } = JSON.parse(text) as { readonly checkpoint?: unknown };
    const size = typeof checkpoint === 'string' ? Number(checkpoint.split('\n')[1]) : NaN;
    if (Number.isSafeInteger(size)) this.notes.push({ size, note: checkpoint as string });
  }
}

/** A line's bound stands first, and in it the subject after at most an age band, numbers and hashes. */
const SUBJECT = /^\{"bound":\{[^{}]*?"subject":"([A-Za-z0-9_-]+)"/;
/** The stamp stands last, and its position after the batch. */
const STAMPED = /"position":(\d{1,16}),"recordedAt":"[^"]*","suite":"[^"]*"\}\}$/;
/** Unit: characters, of the stamp's end. */
const MAX_STAMP = 400;

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new ExportUnfit(`The export cannot be opened (${(error as { code?: string }).code ?? 'unreadable'}).`);
  }
}

function headerOf(text: string): Header {
  const header = parsed(text);
  if (header?.['export'] !== 1 || typeof header['origin'] !== 'string')
    throw new ExportUnfit('The first line is no header of an export; a replay reads what POST /api/audit/exports answers.');
  if (header['of'] !== 'all')
    throw new ExportUnfit('This export holds only a part of the log; a replay needs the whole one (POST /api/audit/exports with an empty body).');
  return { origin: header['origin'], to: header['to'] };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

const misplaced = (position: Position): ExportUnfit =>
  new ExportUnfit(`The export does not hold position ${position} where it should stand; a replay reads a whole export in order.`);
const stub = (position: Position): ExportUnfit =>
  new ExportUnfit(`The export shows no content at position ${position}; a replay needs the whole lines, which auditors and inspectors export.`);

function matches(line: StoredLine, { types }: Filter = {}): boolean {
  return types === undefined || types.includes((JSON.parse(line.claim) as { type: string }).type);
}

const range = (after: number, to: number): number[] => Array.from({ length: Math.max(0, to - after) }, (_, i) => after + 1 + i);

function readFully(file: number, bytes: Buffer, from: number): void {
  for (let done = 0; done < bytes.length;) {
    const got = readSync(file, bytes, done, bytes.length - done, from + done);
    if (got === 0) throw new ExportUnfit('The export became shorter while it was read.');
    done += got;
  }
}

/** Lines of a file with their places, without their ends. */
function* linesOf(file: number): Generator<{ readonly text: string; readonly start: number; readonly end: number }> {
  const chunk = Buffer.allocUnsafe(CHUNK);
  let rest = Buffer.alloc(0);
  let at = 0;
  for (let offset = 0; ;) {
    const got = readSync(file, chunk, 0, CHUNK, offset);
    offset += got;
    const bytes = Buffer.concat([rest, chunk.subarray(0, got)]);
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE, from); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      yield { text: bytes.toString('utf8', from, end), start: at + from, end: at + end };
      from = end + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
    at += from;
    if (rest.length > MAX_LINE) throw new ExportUnfit('A line of the export is longer than any that this log writes.');
    if (got > 0) continue;
    if (rest.length > 0) yield { text: rest.toString('utf8'), start: at, end: at + rest.length };
    return;
  }
}
