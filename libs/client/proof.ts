import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { canonical, type Json, type Receipt } from '@lianhu/kernel';

/** What `lianhu trust` prints; get it from the protection office by another way than this network. */
export interface Trust {
  readonly origin: string;
  /** Base64 of the raw Ed25519 key. */
  readonly publicKey: string;
  readonly suite: string;
}
/** A receipt with the claim that was stored, as `GET …/receipts` answers it. */
export type ProvenReceipt = Receipt & { readonly claim?: string };

const HASH_BYTES = 32;
/** DER in front of a raw Ed25519 public key. Source: RFC 8410. */
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const sha = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
/** Bytes of standard base64 of a length; undefined for anything else. */
const bytesOf = (text: unknown, length: number): Buffer | undefined => {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'base64') : undefined;
  return bytes?.length === length && bytes.toString('base64') === text ? bytes : undefined;
};

/** Why a receipt does not prove that its claim (or, without one, its claim's hash) stands in the trusted log; undefined when it does. */
export function receiptFault(receipt: ProvenReceipt, trust: Trust): string | undefined {
  if (trust.suite !== 'std-1' || receipt.stamp?.suite !== trust.suite) return 'suite';
  const [claimHash, boundHash] = [bytesOf(receipt.claimHash, HASH_BYTES), bytesOf(receipt.boundHash, HASH_BYTES)];
  if (!claimHash || !boundHash) return 'hashes';
  if (receipt.claim !== undefined && !sha(receipt.claim).equals(claimHash)) return 'claim';
  const { proof, stamp, position } = receipt;
  if (!proof || !Array.isArray(proof.hashes) || stamp.position !== position || proof.index !== position - 1) return 'position';
  const leaf = sha(Buffer.of(0), claimHash, sha(canonical(stamp as unknown as Json)), boundHash);
  if (leaf.toString('base64') !== receipt.leafHash) return 'leaf';
  const checkpoint = openCheckpoint(String(receipt.checkpoint), trust);
  if (!checkpoint) return 'checkpoint';
  if (checkpoint.size !== proof.treeSize) return 'tree size';
  return rootOf(leaf, proof.index, proof.treeSize, proof.hashes)?.equals(checkpoint.root) ? undefined : 'root';
}

/** The root that an inclusion path leads to (RFC 9162, 2.1.3.2); undefined when it does not fit the tree. */
function rootOf(leaf: Buffer, index: number, size: number, hashes: readonly unknown[]): Buffer | undefined {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return undefined;
  let [node, last, root] = [index, size - 1, leaf];
  for (const text of hashes) {
    const sibling = bytesOf(text, HASH_BYTES);
    if (!sibling || last === 0) return undefined;
    if (node % 2 === 1 || node === last) {
      root = sha(Buffer.of(1), sibling, root);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else root = sha(Buffer.of(1), root, sibling);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : undefined;
}

/** Size and root of a signed note of the trusted log; undefined for any other text. */
function openCheckpoint(note: string, trust: Trust): { readonly size: number; readonly root: Buffer } | undefined {
  const [, origin, size, rootText, signatures = ''] = /^([^\n]+)\n(\d{1,16})\n([A-Za-z0-9+/]{43}=)\n\n((?:— \S+ \S+\n)+)$/.exec(note) ?? [];
  const [root, raw] = [bytesOf(rootText, HASH_BYTES), bytesOf(trust.publicKey, HASH_BYTES)];
  if (origin !== trust.origin || !root || !raw) return undefined;
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, raw]), format: 'der', type: 'spki' });
  const id = sha(`${origin}\n`, Buffer.of(1), raw).subarray(0, 4);
  const text = `${origin}\n${size}\n${rootText}\n`;
  return signatures.split('\n').some((line) => signedBy(line, origin, id, key, text)) ? { size: Number(size), root } : undefined;
}

function signedBy(line: string, origin: string, id: Buffer, key: KeyObject, text: string): boolean {
  const [, name, value] = line.split(' ');
  const bytes = bytesOf(value, id.length + 64);
  return name === origin && bytes !== undefined && bytes.subarray(0, 4).equals(id) && verify(null, Buffer.from(text), key, bytes.subarray(4));
}
