import { fromBase64, type BatchPlace, type Suite } from '@lianhu/kernel';
import { Growth } from './growth';
import { base64, hashLeaf } from './leaf';
import { decodeHashes, Frontier, rootFromPath } from './merkle';

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
  const tree = treeOf(suite, batch.claims);
  const root = base64(tree.root());
  const signature = base64(suite.sign(batch.seed, batchText(batch, size, root)));
  const places = batch.claims.map((_, index) => ({ index, keyId: batch.keyId, path: tree.proof(index).hashes, signature, size }));
  return { root, signature, places };
}

/** The tree over a batch's claims; its inner nodes are hashed once for all paths. */
const treeOf = (suite: Suite, claims: readonly string[]): Growth =>
  new Growth(
    suite,
    new Frontier(suite),
    claims.map((claim) => hashLeaf(suite, claim)),
  );

const verified = new WeakMap<Suite, Set<string>>();

/** Whether a claim stands at its place in a batch that this key of this department signed. */
export function verifyPlace(suite: Suite, owner: BatchOwner & { readonly publicKey: Uint8Array }, claim: string, place: BatchPlace): boolean {
  if (place.keyId !== owner.keyId || !Number.isSafeInteger(place.size) || place.size < 1 || place.size > MAX_BATCH) return false;
  const path = Array.isArray(place.path) ? decodeHashes(place.path) : undefined;
  const root = path && rootFromPath(suite, place.index, place.size, hashLeaf(suite, claim), path);
  if (!root || typeof place.signature !== 'string') return false;
  return isSigned(suite, owner, { size: place.size, root: base64(root), signature: place.signature });
}

/**
 * Whether a whole batch holds: every claim at its place, in order, under one signature. Costs two hashes a claim, where
 * `verifyPlace` costs seven. When it is false, `verifyPlace` says which claims hold.
 */
export function verifyBatch(
  suite: Suite,
  owner: BatchOwner & { readonly publicKey: Uint8Array },
  batch: { readonly claims: readonly string[]; readonly paths: readonly (readonly string[])[]; readonly signature: string },
): boolean {
  const size = batch.claims.length;
  if (size < 1 || size > MAX_BATCH || batch.paths.length !== size || typeof batch.signature !== 'string') return false;
  const tree = treeOf(suite, batch.claims);
  const holds = batch.paths.every((path, index) => {
    const { hashes } = tree.proof(index);
    return Array.isArray(path) && path.length === hashes.length && hashes.every((hash, i) => hash === path[i]);
  });
  return holds && isSigned(suite, owner, { size, root: base64(tree.root()), signature: batch.signature });
}

interface SignedRoot {
  readonly size: number;
  readonly root: string;
  readonly signature: string;
}

function isSigned(suite: Suite, owner: BatchOwner & { readonly publicKey: Uint8Array }, { size, root, signature: encoded }: SignedRoot): boolean {
  const text = batchText(owner, size, root);
  const name = `${base64(owner.publicKey)} ${encoded} ${text}`;
  let known = verified.get(suite);
  if (!known) verified.set(suite, (known = new Set()));
  if (known.has(name)) return true;
  const signature = fromBase64(encoded);
  if (!signature || !suite.verify(owner.publicKey, text, signature)) return false;
  if (known.size >= REMEMBERED) known.clear();
  known.add(name);
  return true;
}
