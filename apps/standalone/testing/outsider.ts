import { createHash, createPublicKey, verify } from 'node:crypto';

/**
 * What somebody who read only the line format would write: recomputes a receipt's leaf, root and signature with nothing of
 * ours. Kept apart from the project's own code on purpose.
 */
const sha = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** A receipt with its claim, as `GET …/receipts` answers it. */
export interface ProvenReceipt {
  readonly claim: string;
  readonly stamp: Readonly<Record<string, unknown>>;
  readonly claimHash: string;
  readonly boundHash: string;
  readonly leafHash: string;
  readonly checkpoint: string;
  readonly proof: { readonly index: number; readonly treeSize: number; readonly hashes: readonly string[] };
}

/** Canonical JSON of integers, strings, booleans, arrays and objects. */
export function jcs(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${jcs(member)}`)
    .join(',')}}`;
}

/** Why a receipt does not hold; undefined when everything does. */
export function faultOfReceipt(receipt: ProvenReceipt, trust: { origin: string; publicKey: string }): string | undefined {
  const claimHash = sha(receipt.claim);
  if (claimHash.toString('base64') !== receipt.claimHash) return 'claim hash';
  const leaf = sha(Buffer.of(0), claimHash, sha(jcs(receipt.stamp)), Buffer.from(receipt.boundHash, 'base64'));
  if (leaf.toString('base64') !== receipt.leafHash) return 'leaf';
  const { root, size, signed } = openNote(receipt.checkpoint, trust);
  if (!signed) return 'checkpoint signature';
  if (size !== receipt.proof.treeSize) return 'tree size';
  return rootFrom(leaf, receipt.proof).equals(root) ? undefined : 'root';
}

/** RFC 6962 §2.1.1, read from the top down. */
function rootFrom(leaf: Buffer, { index, treeSize, hashes }: ProvenReceipt['proof']): Buffer {
  const path = [...hashes].map((hash) => Buffer.from(hash, 'base64'));
  const climb = (m: number, n: number): Buffer => {
    if (n === 1) return leaf;
    let k = 1;
    while (k * 2 < n) k *= 2;
    const sibling = path.pop() as Buffer;
    return m < k ? sha(Buffer.of(1), climb(m, k), sibling) : sha(Buffer.of(1), sibling, climb(m - k, n - k));
  };
  return climb(index, treeSize);
}

function openNote(note: string, trust: { origin: string; publicKey: string }): { root: Buffer; size: number; signed: boolean } {
  const [text = '', signatures = ''] = note.split('\n\n');
  const [origin, size, root] = text.split('\n');
  const bytes = Buffer.from(signatures.trim().split(' ')[2] ?? '', 'base64');
  const key = createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(trust.publicKey, 'base64')]),
    format: 'der',
    type: 'spki',
  });
  const signed = origin === trust.origin && verify(null, Buffer.from(`${text}\n`), key, bytes.subarray(4));
  return { root: Buffer.from(root ?? '', 'base64'), size: Number(size), signed };
}
