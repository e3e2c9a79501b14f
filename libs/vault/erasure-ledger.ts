import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LianhuError } from '@lianhu/kernel';
import { writeDurably } from './durable';

/** A child that was erased: its random token and why, nothing else. */
export interface Erasure {
  readonly child: string;
  /** An ERASURE code. */
  readonly reason: string;
}

/** A ledger of erasures that cannot be read. */
export class LedgerBroken extends LianhuError {
  readonly code = 'vault.ledger-broken';
  constructor(
    readonly path: string,
    readonly line: number,
  ) {
    super(`${path}: line ${line} is no erasure; restore the file or remove what is not JSON, since erased children could come back without it.`);
  }
}

/** The type of the event that says it in the log. */
export const ERASED_TYPE = 'hub.minor.erased';

/**
 * Erasures as a file apart from the database and its backups (`erasures.ndjson` in the data folder, 0600), one line each and
 * flushed before anything is destroyed: an older backup that is restored knows nothing of them.
 */
export class ErasureLedger {
  constructor(readonly path: string) {}

  /** The ledger of a data folder. */
  static in = (folder: string): ErasureLedger => new ErasureLedger(join(folder, 'erasures.ndjson'));

  /** Every erasure, oldest first, each child once. Throws LedgerBroken. */
  all(): readonly Erasure[] {
    return existsSync(this.path) ? readErasures(this.path) : [];
  }

  /** Adds those whose child is not in it yet, durable when it returns. A line that a crash cut off is taken away first. */
  add(erasures: readonly Erasure[]): void {
    const known = new Set(this.all().map(({ child }) => child));
    const fresh = erasures.filter(({ child }) => !known.has(child));
    if (fresh.length === 0) return;
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    this.endLastLine();
    writeDurably(this.path, 'a', `${fresh.map(({ child, reason }) => JSON.stringify({ child, reason })).join('\n')}\n`);
  }

  private endLastLine(): void {
    const bytes = existsSync(this.path) ? readFileSync(this.path) : Buffer.alloc(0);
    const begin = bytes.lastIndexOf(10) + 1;
    if (begin === bytes.length) return;
    if (erasureOf(bytes.subarray(begin).toString()) === 'broken') truncateSync(this.path, begin);
    else appendFileSync(this.path, '\n');
  }
}

/** The erasures of a ledger, or of an export of the log whose lines are whole. Throws LedgerBroken. */
export function readErasures(path: string): readonly Erasure[] {
  const found = new Map<string, Erasure>();
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const [n, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const erasure = erasureOf(text);
    // Only a last line that nobody ended can have been cut off, and then nothing of it was destroyed yet.
    if (erasure === 'broken' && n < lines.length - 1) throw new LedgerBroken(path, n + 1);
    if (erasure !== 'broken' && erasure !== undefined) found.set(erasure.child, erasure);
  }
  return [...found.values()];
}

/** A whole line of an export, as far as an erasure is read from it. */
interface Line {
  readonly claim?: { readonly type?: string; readonly data?: { readonly reason?: string } };
  readonly bound?: { readonly subject?: string };
}

/** What one line says; undefined for the other lines of an export. */
function erasureOf(text: string): Erasure | 'broken' | undefined {
  try {
    const row = JSON.parse(text) as Partial<Erasure> & Line;
    if (typeof row.child === 'string' && typeof row.reason === 'string') return { child: row.child, reason: row.reason };
    const [subject, reason] = [row.bound?.subject, row.claim?.data?.reason];
    if (row.claim?.type === ERASED_TYPE) return subject !== undefined && reason !== undefined ? { child: subject, reason } : 'broken';
    return 'child' in row ? 'broken' : undefined;
  } catch {
    return 'broken';
  }
}
