import { mkdtempSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** One line of a stream: its number from 1, and its bytes or why it has none. */
export interface RawLine {
  readonly line: number;
  readonly bytes?: Buffer;
  readonly tooLong?: true;
}

/** Splits a stream into lines in bounded memory: a line above `maxBytes` is reported, not held. Empty lines are skipped. */
export async function* linesOf(stream: Readable, maxBytes: number): AsyncGenerator<RawLine> {
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  let line = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const bytes = rest.subarray(0, end);
      rest = rest.subarray(end + 1);
      line++;
      if (skipping || bytes.length > maxBytes) yield { line, tooLong: true };
      else if (!blank(bytes)) yield { line, bytes };
      skipping = false;
    }
    if (rest.length > maxBytes) {
      skipping = true;
      rest = Buffer.alloc(0);
    }
  }
  line++;
  if (skipping) yield { line, tooLong: true };
  else if (!blank(rest)) yield { line, bytes: rest };
}

const blank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 32 || byte === 9 || byte === 13);

/** Bytes read back from the waiting file at once. */
const READ_BYTES = 64 * 1024;
/** What a client that reads slowly may leave in memory, before more waits in a file. Unit: characters. */
const MAX_UNREAD = 1024 * 1024;

/**
 * Result lines to a client that may not read them yet: what the socket does not take waits in memory and, beyond a
 * limit, in a temporary file, so that reading the request never waits on writing the answer. With `held` nothing is written
 * before the end: proxies give up the rest of a request whose answer has begun.
 */
export class ResultSink {
  private file: FileHandle | undefined;
  private folder: string | undefined;
  private written = 0;
  private read = 0;
  private work: Promise<void> = Promise.resolve();
  /** Lines of one turn of the event loop go out together. */
  private gathered = '';

  constructor(
    private readonly out: Writable,
    private held = false,
  ) {
    out.on('drain', () => this.enqueue(() => this.pump(false)));
    // A client that is gone is seen by `destroyed`.
    out.on('error', () => undefined);
  }

  /** Adds text; returns at once. */
  write(text: string): void {
    if (this.gathered === '' && !this.held) setImmediate(() => this.flush());
    this.gathered += text;
    if (this.held && this.gathered.length > MAX_UNREAD) this.flush();
  }

  /** Sends what waits, then ends the answer. */
  async end(): Promise<void> {
    this.held = false;
    this.flush();
    this.enqueue(() => this.pump(true));
    await this.work;
    await this.file?.close();
    if (this.folder) rmSync(this.folder, { recursive: true, force: true });
    this.out.end();
  }

  private flush(): void {
    const text = this.gathered;
    this.gathered = '';
    if (text === '' || this.out.destroyed) return;
    if (!this.folder && !this.held && this.out.writableLength < MAX_UNREAD) {
      this.out.write(text);
      return;
    }
    this.folder ??= mkdtempSync(join(tmpdir(), 'lianhu-results-'));
    this.enqueue(() => this.keep(Buffer.from(text)));
    if (!this.held) this.enqueue(() => this.pump(false));
  }

  private enqueue(step: () => Promise<void>): void {
    this.work = this.work.then(step).catch(() => undefined);
  }

  private async keep(bytes: Buffer): Promise<void> {
    this.file ??= await open(join(this.folder ?? '', 'results'), 'w+', 0o600);
    await this.file.write(bytes, 0, bytes.length, this.written);
    this.written += bytes.length;
  }

  private async pump(all: boolean): Promise<void> {
    while (this.file && this.read < this.written && !this.out.destroyed) {
      if (this.out.writableNeedDrain) {
        if (!all) return;
        await drained(this.out);
        continue;
      }
      const { bytesRead, buffer } = await this.file.read(Buffer.alloc(READ_BYTES), 0, READ_BYTES, this.read);
      this.read += bytesRead;
      this.out.write(buffer.subarray(0, bytesRead));
    }
    if (this.file && this.read === this.written && this.written > 0) {
      [this.read, this.written] = [0, 0];
      await this.file.truncate(0);
    }
  }
}

function drained(out: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      out.off('drain', done).off('close', done);
      resolve();
    };
    out.on('drain', done).on('close', done);
  });
}
