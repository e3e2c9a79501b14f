import type { LineParts, Suite } from '@lianhu/kernel';

const LEAF = Uint8Array.of(0);

/** `SHA-256(0x00 ‖ data)`: the RFC 6962 hash of a leaf. */
export const hashLeaf = (suite: Suite, ...data: readonly (Uint8Array | string)[]): Uint8Array => suite.sha256(LEAF, ...data);

/** The leaf of a line: the RFC 6962 leaf hash over the hashes of claim, stamp and bound. */
export function leafHash(suite: Suite, parts: LineParts): Uint8Array {
  return leafOfHashes(suite, suite.sha256(parts.claim), suite.sha256(parts.stamp), suite.sha256(parts.bound));
}

/** The same from the three hashes, for readers who do not hold every part. */
export const leafOfHashes = (suite: Suite, claim: Uint8Array, stamp: Uint8Array, bound: Uint8Array): Uint8Array =>
  hashLeaf(suite, claim, stamp, bound);

/** Standard base64 of bytes (fast on Node). */
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
