import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Line with its parts as the worked examples give them. */
export interface VectorLine {
  readonly position: number;
  readonly asSent?: Readonly<Record<string, unknown>>;
  readonly canonical?: string;
  readonly sentHash?: string;
  readonly salt?: string;
  readonly secrets?: readonly { pointer: string; value: unknown; fieldSalt: string; canonical: string; digest: string }[];
  readonly claim: string;
  readonly stamp: string;
  readonly bound: string;
  readonly claimHash: string;
  readonly stampHash: string;
  readonly boundHash: string;
  readonly leafHash: string;
  readonly line: string;
}

/** The worked examples of the line format, with keys, salts and every intermediate value. Test data only. */
export interface Vectors {
  readonly origin: string;
  readonly keys: Readonly<Record<'log' | 'hub' | 'police' | 'education' | 'police-2', { keyId: string; seed: string; publicKey: string }>>;
  readonly canonical: readonly { value: unknown; text: string }[];
  readonly batches: readonly { department: string; keyId: string; signedText: string; root: string; signature: string }[];
  readonly positions: readonly VectorLine[];
  readonly roots: readonly { size: number; root: string }[];
  readonly inclusion: readonly { position: number; treeSize: number; hashes: string[] }[];
  readonly consistency: readonly { from: number; to: number; hashes: string[] }[];
  readonly checkpoints: readonly { size: number; note: string }[];
  readonly trust: { origin: string; publicKey: string; suite: string };
  readonly keyRotation: { signedText: string };
  readonly stub: string;
  readonly author: string;
  readonly partialExport: readonly string[];
  readonly export: readonly string[];
}

/** Reads the worked examples. */
export const vectors = (): Vectors => JSON.parse(readFileSync(join(import.meta.dirname, 'line-vectors.json'), 'utf8')) as Vectors;
/** Bytes of base64. */
export const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
