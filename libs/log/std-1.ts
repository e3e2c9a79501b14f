import { createHmac, createPrivateKey, createPublicKey, hash, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import type { Suite } from '@lianhu/kernel';

/** DER in front of a raw Ed25519 seed (PKCS#8) and a raw public key (SPKI). Source: RFC 8410. */
const SEED_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
/** Parsed keys kept. Unit: keys; a county has some dozens. */
const MAX_KEYS = 1024;

const seeds = new Map<string, KeyObject>();
const publicKeys = new Map<string, KeyObject>();

function cached(cache: Map<string, KeyObject>, raw: Uint8Array, make: (der: Buffer) => KeyObject): KeyObject {
  if (raw.length !== 32) throw new RangeError('an Ed25519 key has 32 bytes');
  const name = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1');
  const known = cache.get(name);
  if (known) return known;
  if (cache.size >= MAX_KEYS) cache.clear();
  const key = make(Buffer.from(raw));
  cache.set(name, key);
  return key;
}

const seedKey = (seed: Uint8Array): KeyObject =>
  cached(seeds, seed, (raw) => createPrivateKey({ key: Buffer.concat([SEED_PREFIX, raw]), format: 'der', type: 'pkcs8' }));
const publicKey = (key: Uint8Array): KeyObject =>
  cached(publicKeys, key, (raw) => createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw]), format: 'der', type: 'spki' }));

const bytes = (part: Uint8Array | string): Uint8Array => (typeof part === 'string' ? Buffer.from(part) : part);
/** `crypto.hash` takes 'buffer' as an encoding since it exists; the types name it only in later versions. */
const digest = (data: Uint8Array | string): Buffer =>
  (hash as (algorithm: string, data: Uint8Array | string, encoding: string) => unknown)('sha256', data, 'buffer') as Buffer;

/** Suite `std-1` over node:crypto: SHA-256, HMAC-SHA-256, Ed25519. */
export const std1: Suite = {
  name: 'std-1',
  sha256: (...parts) => digest(parts.length === 1 ? (parts[0] as Uint8Array | string) : Buffer.concat(parts.map(bytes))),
  hmac: (key, data) => createHmac('sha256', key).update(data).digest(),
  sign: (seed, message) => sign(null, bytes(message), seedKey(seed)),
  verify: (key, message, signature) => key.length === 32 && signature.length === 64 && verify(null, bytes(message), publicKey(key), signature),
  publicKey: (seed) => createPublicKey(seedKey(seed)).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length),
  random: (count) => randomBytes(count),
};
