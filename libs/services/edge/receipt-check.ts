import { canonical, fromBase64, toBase64, type BatchPlace, type Json, type Receipt, type Suite } from '@lianhu/kernel';
import { leafOfHashes, type InclusionChecks } from '@lianhu/log';

/** What an edge knows itself of an event that it has sent: its claim, and the place under its signature. */
export interface OwnPart {
  readonly claim: string;
  readonly place?: BatchPlace;
}

/**
 * Why a receipt does not prove that its event stands in the checkpoint's tree; undefined when it does. With `own` the leaf is
 * made from what this edge sent; without (a repetition, whose first claim another run made) from the receipt's own hashes.
 */
export function receiptFault(suite: Suite, tree: InclusionChecks, receipt: Receipt, own?: OwnPart): string | undefined {
  const { stamp, proof, position } = receipt;
  if (!proof || stamp?.position !== position || proof.index !== position - 1 || proof.treeSize !== tree.size) return 'position';
  const claimHash = own ? suite.sha256(own.claim) : hashOf(receipt.claimHash);
  const boundHash = hashOf(receipt.boundHash);
  if (!claimHash || !boundHash) return 'hashes';
  if (toBase64(claimHash) !== receipt.claimHash) return 'claim';
  if (own?.place && !samePlace(own.place, stamp.batch)) return 'signature';
  const leaf = leafOfHashes(suite, claimHash, suite.sha256(canonical(stamp as unknown as Json)), boundHash);
  if (toBase64(leaf) !== receipt.leafHash) return 'leaf';
  return tree.holds(proof, leaf) ? undefined : 'proof';
}

function hashOf(text: unknown): Uint8Array | undefined {
  const bytes = typeof text === 'string' ? fromBase64(text) : undefined;
  return bytes?.length === 32 ? bytes : undefined;
}

const samePlace = (a: BatchPlace, b: BatchPlace): boolean =>
  a.index === b.index &&
  a.size === b.size &&
  a.keyId === b.keyId &&
  a.signature === b.signature &&
  a.path.length === b.path.length &&
  a.path.every((hash, i) => hash === b.path[i]);
