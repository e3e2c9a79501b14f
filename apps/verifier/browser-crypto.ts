import { ed25519 } from '@noble/curves/ed25519';
import { sha256, sha512 } from '@noble/hashes/sha2';

/**
 * What the verifier takes from `node:crypto`, for a page opened from a disk, where a browser may have no cryptography of its
 * own. The arithmetic is that of @noble/curves and @noble/hashes.
 */
const { Point } = ed25519;
type PublicKey = InstanceType<typeof Point> | undefined;

/** SHA-256 as a text of one character a byte. */
export function hash(_algorithm: 'sha256', data: Uint8Array | string, _encoding: 'binary'): string {
  return String.fromCharCode(...sha256(data));
}

/** The point of a key in DER (RFC 8410: the last 32 bytes); undefined where the bytes are no point. */
export function createPublicKey({ key }: { readonly key: Uint8Array }): PublicKey {
  try {
    return Point.fromHex(Uint8Array.from(key.subarray(-32))).precompute(8);
  } catch {
    return undefined;
  }
}

const numberOf = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

/** RFC 8032, 5.1.7, without cofactor and with R compared as bytes, as OpenSSL does: all of our verifiers must agree. */
export function verify(_algorithm: null, data: Uint8Array, key: PublicKey, signature: Uint8Array): boolean {
  const [r, s] = [signature.subarray(0, 32), numberOf(signature.subarray(32))];
  const order = Point.Fn.ORDER;
  if (key === undefined || signature.length !== 64 || s >= order) return false;
  const digest = sha512.create().update(Uint8Array.from(r)).update(key.toBytes()).update(Uint8Array.from(data)).digest();
  const reached = Point.BASE.multiplyUnsafe(s)
    .subtract(key.multiplyUnsafe(numberOf(digest) % order))
    .toBytes();
  return reached.every((byte, i) => byte === r[i]);
}
