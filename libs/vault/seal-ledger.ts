import { join } from 'node:path';
import { LedgerFile } from './ledger-file';
import type { CaseSeal } from './seals';

/** An order that seals a case or opens it again, and the leaf by which the log shows whether it still knows it. */
export interface KeptSeal extends CaseSeal {
  /** Leaf hash of the order's line. Base64. */
  readonly leaf: string;
}

/**
 * Orders about cases as a file apart from the database and its backups (`seals.ndjson` in the data folder): a case that was sealed
 * after a backup must not be seen again because that backup was restored. Case tokens, nobody's name.
 */
export class SealLedger {
  private readonly file: LedgerFile<KeptSeal>;

  constructor(path: string) {
    this.file = new LedgerFile(path, sealOf);
  }

  /** The ledger of a data folder. */
  static in = (folder: string): SealLedger => new SealLedger(join(folder, 'seals.ndjson'));

  /** Every order, in the order in which they were kept. Throws LedgerBroken. */
  all(): readonly KeptSeal[] {
    return this.file.all();
  }

  /** Adds those that are not in it yet, durable when it returns. */
  add(seals: readonly KeptSeal[]): void {
    if (seals.length === 0) return;
    const known = new Set(this.all().map(({ leaf }) => leaf));
    this.file.add(seals.filter(({ leaf }) => !known.has(leaf)).map(({ position, token, sealed, leaf }) => ({ position, token, sealed, leaf })));
  }
}

function sealOf(text: string): KeptSeal | 'broken' {
  try {
    const { position, token, sealed, leaf } = JSON.parse(text) as Partial<KeptSeal>;
    if (typeof position !== 'number' || typeof token !== 'string' || typeof sealed !== 'boolean' || typeof leaf !== 'string') return 'broken';
    return { position, token, sealed, leaf };
  } catch {
    return 'broken';
  }
}
