import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { LianhuError } from '@lianhu/kernel';
import { writeDurably } from './durable';

/** A ledger that cannot be read. */
export class LedgerBroken extends LianhuError {
  readonly code = 'vault.ledger-broken';
  constructor(
    readonly path: string,
    readonly line: number,
  ) {
    super(
      `${path}: line ${line} cannot be read; restore the file or remove what is not JSON, since what was erased or sealed after a backup could be seen again without it.`,
    );
  }
}

/** What a line says; undefined for one that is of something else. */
export type ReadRow<T> = (text: string) => T | 'broken' | undefined;

/**
 * The rows of a ledger, oldest first. Only a last line that nobody ended can have been cut off, and where it was written nothing was done on
 * it yet. Throws LedgerBroken, also for such a line where all must be `whole`.
 */
export function readRows<T>(path: string, read: ReadRow<T>, all?: 'whole'): readonly T[] {
  const rows: T[] = [];
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const [n, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const row = read(text);
    if (row === 'broken' && (all === 'whole' || n < lines.length - 1)) throw new LedgerBroken(path, n + 1);
    if (row !== 'broken' && row !== undefined) rows.push(row);
  }
  return rows;
}

/** Rows as a file apart from the database and its backups (0600), one JSON line each: an older backup that is restored knows nothing of them. */
export class LedgerFile<T> {
  constructor(
    readonly path: string,
    private readonly read: ReadRow<T>,
  ) {}

  /** Every row, oldest first. Throws LedgerBroken. */
  all(): readonly T[] {
    return existsSync(this.path) ? readRows(this.path, this.read) : [];
  }

  /** Adds rows, durable when it returns. A line that a crash cut off is taken away first. */
  add(rows: readonly T[]): void {
    if (rows.length === 0) return;
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    this.endLastLine();
    writeDurably(this.path, 'a', `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
  }

  private endLastLine(): void {
    const bytes = existsSync(this.path) ? readFileSync(this.path) : Buffer.alloc(0);
    const begin = bytes.lastIndexOf(10) + 1;
    if (begin === bytes.length) return;
    if (this.read(bytes.subarray(begin).toString()) === 'broken') truncateSync(this.path, begin);
    else appendFileSync(this.path, '\n');
  }
}
