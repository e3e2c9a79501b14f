import { join } from 'node:path';
import { LedgerFile, readRows } from './ledger-file';

/** A child that was erased: its random token and why, nothing else. */
export interface Erasure {
  readonly child: string;
  /** An ERASURE code. */
  readonly reason: string;
}

/** The type of the event that says it in the log. */
export const ERASED_TYPE = 'hub.minor.erased';

/** Erasures as a file apart from the database and its backups (`erasures.ndjson` in the data folder), flushed before anything is destroyed. */
export class ErasureLedger {
  private readonly file: LedgerFile<Erasure>;

  constructor(path: string) {
    this.file = new LedgerFile(path, erasureOf);
  }

  /** The ledger of a data folder. */
  static in = (folder: string): ErasureLedger => new ErasureLedger(join(folder, 'erasures.ndjson'));

  /** Every erasure, oldest first, each child once. Throws LedgerBroken. */
  all(): readonly Erasure[] {
    return eachOnce(this.file.all());
  }

  /** Adds those whose child is not in it yet, durable when it returns. */
  add(erasures: readonly Erasure[]): void {
    const known = new Set(this.all().map(({ child }) => child));
    this.file.add(erasures.filter(({ child }) => !known.has(child)).map(({ child, reason }) => ({ child, reason })));
  }
}

/** The erasures of a ledger, or of an export of the log whose lines are whole. Throws LedgerBroken. */
export const readErasures = (path: string): readonly Erasure[] => eachOnce(readRows(path, erasureOf));

/** The same of a copy that somebody brings: one that was cut off lacks whom its last line named. Throws LedgerBroken. */
export const readCopiedErasures = (path: string): readonly Erasure[] => eachOnce(readRows(path, erasureOf, 'whole'));

const eachOnce = (erasures: readonly Erasure[]): readonly Erasure[] => [...new Map(erasures.map((one) => [one.child, one])).values()];

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
