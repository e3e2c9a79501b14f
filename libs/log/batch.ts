import { fromBase64, type BatchPlace, type Suite } from '@lianhu/kernel';
import { base64, hashLeaf } from './leaf';
import { decodeHashes, inclusionProof, rootFromPath, rootOf } from './merkle';

/** Most claims under one signature, so that paths stay short. Unit: claims. Source: line format, batch signature. */
export const MAX_BATCH = 64;
/** Verified batches remembered for each suite. Unit: batches; 64 events then cost one signature. */
const REMEMBERED = 4096;

/** Whose batch it is. */
export interface BatchOwner {
  readonly origin: string;
  readonly department: string;
  readonly keyId: string;
}

/** A signed batch: one place for each claim, in the same order. */
export interface SignedBatch {
  readonly root: string;
  readonly signature: string;
  readonly places: readonly BatchPlace[];
}

/** The text that the department signs. */
export const batchText = (owner: BatchOwner, size: number, root: string): string =>
  `lianhu-batch/1\n${owner.origin}\n${owner.department}\n${owner.keyId}\n${size}\n${root}\n`;

/** Signs 1 to 64 claims together; each place then proves its claim alone. */
export function signBatch(suite: Suite, batch: BatchOwner & { readonly seed: Uint8Array; readonly claims: readonly string[] }): SignedBatch {
  const size = batch.claims.length;
  if (size < 1 || size > MAX_BATCH) throw new RangeError(`a batch has 1 to ${MAX_BATCH} claims, not ${size}`);
  const leaves = batch.claims.map((claim) => hashLeaf(suite, claim));
  const root = base64(rootOf(suite, leaves));
  const signature = base64(suite.sign(batch.seed, batchText(batch, size, root)));
  const places = leaves.map((_, index) => ({ index, keyId: batch.keyId, path: inclusionProof(suite, leaves, index).map(base64), signature, size }));
  return { root, signature, places };
}

const verified = new WeakMap<Suite, Set<string>>();

/** Whether a claim stands at its place in a batch that this key of this department signed. */
export function verifyPlace(suite: Suite, owner: BatchOwner & { readonly publicKey: Uint8Array }, claim: string, place: BatchPlace): boolean {
  if (place.keyId !== owner.keyId || !Number.isSafeInteger(place.size) || place.size < 1 || place.size > MAX_BATCH) return false;
  const path = Array.isArray(place.path) ? decodeHashes(place.path) : undefined;
  const root = path && rootFromPath(suite, place.index, place.size, hashLeaf(suite, claim), path);
  if (!root || typeof place.signature !== 'string') return false;
  const text = batchText(owner, place.size, base64(root));
  const name = `${base64(owner.publicKey)} ${place.signature} ${text}`;
  let known = verified.get(suite);
  if (!known) verified.set(suite, (known = new Set()));
  if (known.has(name)) return true;
  const signature = fromBase64(place.signature);
  if (!signature || !suite.verify(owner.publicKey, text, signature)) return false;
  if (known.size >= REMEMBERED) known.clear();
  known.add(name);
  return true;
}
