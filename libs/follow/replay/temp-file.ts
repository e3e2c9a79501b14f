import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LianhuError } from '@lianhu/kernel';

/** Where a text lies in a file. Unit: bytes. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** Largest temporary file. Unit: bytes. Reason: the folds of a county's children are far below it; a disk must not fill unseen. */
const MAX_BYTES = 8 * 1024 ** 3;
/** Text gathered before it is written. Unit: characters. */
const GATHERED = 1024 * 1024;

/** A replay needs more room for what it puts aside than it may take. */
export class NoRoomAside extends LianhuError {
  readonly code = 'replay.no-room';
  constructor(readonly bytes: number) {
    super(`The replay would put more than ${bytes} bytes aside in a temporary file; it stopped.`);
  }
}

/**
 * A file that only grows, and that nobody else finds: its name is removed as soon as it is open, so that its bytes are gone
 * when it is closed or when the process ends, however it ends. Texts are read back by their place.
 */
export class TempFile {
  private readonly file: number;
  private waiting: string[] = [];
  private gathered = 0;
  private written = 0;
  private end = 0;
  private closed = false;

  constructor(private readonly maxBytes = MAX_BYTES) {
    const folder = mkdtempSync(join(tmpdir(), 'lianhu-replay-'));
    try {
      this.file = openSync(join(folder, 'rows'), 'wx+', 0o600);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Unit: bytes. */
  get size(): number {
    return this.end;
  }

  /** Adds a text at the end. Throws NoRoomAside. */
  append(text: string): Place {
    const place = { offset: this.end, length: Buffer.byteLength(text) };
    if (this.end + place.length > this.maxBytes) throw new NoRoomAside(this.maxBytes);
    this.end += place.length;
    this.waiting.push(text);
    this.gathered += text.length;
    if (this.gathered >= GATHERED) this.flush();
    return place;
  }

  /** The text at a place. Throws RangeError when it is closed: its number may be another file's by then. */
  read({ offset, length }: Place): string {
    if (this.closed) throw new RangeError('a temporary file was read after it was closed');
    if (offset + length > this.written) this.flush();
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length;) {
      const got = readSync(this.file, bytes, done, length - done, offset + done);
      if (got === 0) throw new RangeError('a temporary file is shorter than what was written to it');
      done += got;
    }
    return bytes.toString('utf8');
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.waiting = [];
    closeSync(this.file);
  }

  private flush(): void {
    const bytes = Buffer.from(this.waiting.join(''));
    for (let done = 0; done < bytes.length;) done += writeSync(this.file, bytes, done, bytes.length - done, this.written + done);
    this.written += bytes.length;
    this.waiting = [];
    this.gathered = 0;
  }
}
