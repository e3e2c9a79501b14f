import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { ProvenReceipt } from './proof';

/** A receipt as a sender keeps it: with the hash of what was sent, so that a repetition is known for what it is. */
export interface KeptReceipt {
  readonly source: string;
  readonly id: string;
  /** SHA-256 of the canonical event as sent, base64. */
  readonly sentHash: string;
  readonly receipt: ProvenReceipt;
}
/** Where receipts are kept. `put` answers when the receipt is safe; a second one of an id replaces the first. */
export interface ReceiptStore {
  get(source: string, id: string): Promise<KeptReceipt | undefined>;
  put(kept: KeptReceipt): Promise<void>;
}

const keyOf = (source: string, id: string): string => `${source}\t${id}`;

/** Receipts in memory: for tests, and where a receipt has no value later. */
export function memoryReceipts(): ReceiptStore {
  const kept = new Map<string, KeptReceipt>();
  return {
    get: async (source, id) => kept.get(keyOf(source, id)),
    put: async (one) => void kept.set(keyOf(one.source, one.id), one),
  };
}

/** A file store, closed when its process ends. */
export type FileReceipts = ReceiptStore & { close(): void };

/**
 * Receipts in one file, a line each, only ever appended to, fsynced before `put` answers, readable by its owner only (claims
 * hold no name, but codes and dates of children). A last line that a crash cut is dropped. One process at a time.
 */
export function fileReceipts(path: string): FileReceipts {
  const kept = new Map<string, KeptReceipt>();
  const text = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const whole = text.lastIndexOf(10) + 1;
  for (const line of text.subarray(0, whole).toString('utf8').split('\n')) {
    if (line === '') continue;
    const one = JSON.parse(line) as KeptReceipt;
    kept.set(keyOf(one.source, one.id), one);
  }
  const file = openSync(path, 'a', 0o600);
  if (whole < text.length) ftruncateSync(file, whole);
  return {
    get: async (source, id) => kept.get(keyOf(source, id)),
    put: async (one) => {
      writeSync(file, `${JSON.stringify(one)}\n`);
      fsyncSync(file);
      kept.set(keyOf(one.source, one.id), one);
    },
    close: () => closeSync(file),
  };
}
