import type { InclusionProof, LineParts, Receipt, Stamp, StoredLine, Suite } from '@lianhu/kernel';
import { base64 } from './leaf';

/** What a receipt is made of besides the line: the key under which it was sent. `id` is secret in restricted lines, so it is given. */
export interface SentAs {
  readonly source: string;
  readonly id: string;
  readonly type: string;
}

/** The receipt of a stored line, without checkpoint and proof. */
export function receiptOf(suite: Suite, sent: SentAs, line: StoredLine): Receipt {
  return receiptFrom(sent, JSON.parse(line.stamp) as Stamp, hashesOf(suite, line), line.leafHash);
}

/** Base64 hashes of claim and bound. */
export const hashesOf = (suite: Suite, parts: LineParts): { claimHash: string; boundHash: string } => ({
  claimHash: base64(suite.sha256(parts.claim)),
  boundHash: base64(suite.sha256(parts.bound)),
});

/** The same from parts already parsed and hashed. */
export function receiptFrom(sent: SentAs, stamp: Stamp, hashes: { claimHash: string; boundHash: string }, leafHash: string): Receipt {
  return {
    source: sent.source,
    id: sent.id,
    type: sent.type,
    position: stamp.position,
    recordedAt: stamp.recordedAt,
    leafHash,
    claimHash: hashes.claimHash,
    boundHash: hashes.boundHash,
    stamp,
  };
}

/** A receipt with a checkpoint and the proof that its leaf stands under it. */
export const withProof = (receipt: Receipt, checkpoint: string, proof: InclusionProof): Receipt => ({ ...receipt, checkpoint, proof });
