import { createHash } from 'node:crypto';
import { canonical, type Json } from '@lianhu/kernel';
import { TempFile, type Place } from './temp-file';

/** Every so many rows their place is remembered. Unit: rows. */
const REMEMBERED_EVERY = 64;
/** Read at a time when all rows are given out. Unit: rows. */
const PORTION = 512;

/** Something with a key, as one canonical JSON line. */
export interface Keyed {
  readonly key: string;
}

/** Rows in order of key, as lines of canonical JSON in a temporary file, with the hash of all of them. */
export class RowFile<R extends Keyed> {
  private readonly file = new TempFile();
  private readonly places: number[] = [];
  private readonly digest = createHash('sha256');
  private rows = 0;
  private hashed: string | undefined;

  /** Unit: rows. */
  get count(): number {
    return this.rows;
  }
  /** SHA-256 (base64) of the lines, each with its line end: of the file that they are handed out as. Nothing is added after it was asked for. */
  get hash(): string {
    return (this.hashed ??= this.digest.digest('base64'));
  }

  add(row: R): void {
    const line = `${canonical(row as unknown as Json)}\n`;
    this.digest.update(line);
    const { offset } = this.file.append(line);
    if (this.rows++ % REMEMBERED_EVERY === 0) this.places.push(offset);
  }

  /** The lines from a row on (the first is 0), without line ends. */
  lines(from: number, count: number): string[] {
    const to = Math.min(from + count, this.rows);
    if (from >= to) return [];
    const first = Math.floor(from / REMEMBERED_EVERY);
    const end = this.places[Math.ceil(to / REMEMBERED_EVERY)] ?? this.file.size;
    const place: Place = { offset: this.places[first] as number, length: end - (this.places[first] as number) };
    const skipped = from - first * REMEMBERED_EVERY;
    return this.file
      .read(place)
      .split('\n')
      .slice(skipped, skipped + to - from);
  }

  /** Every line. */
  *all(): Generator<string> {
    for (let from = 0; from < this.rows; from += PORTION) yield* this.lines(from, PORTION);
  }

  /** Every row. */
  *values(): Generator<R> {
    for (const line of this.all()) yield JSON.parse(line) as R;
  }

  close(): void {
    this.file.close();
  }
}
