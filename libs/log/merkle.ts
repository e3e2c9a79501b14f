import { fromBase64, type InclusionProof, type Suite } from '@lianhu/kernel';

const NODE = Uint8Array.of(1);

/** `SHA-256(0x01 ‖ left ‖ right)`: an inner node of the RFC 6962 tree. */
export const hashNode = (suite: Suite, left: Uint8Array, right: Uint8Array): Uint8Array => suite.sha256(NODE, left, right);

/** A complete subtree: leaves index·2^level … (index+1)·2^level − 1. */
export interface NodeId {
  readonly level: number;
  readonly index: number;
}

/** Half-open run of leaves `[start, end)` under one node of a tree (complete or at its ragged right edge). */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** The right edge of a growing tree: the roots of its complete subtrees, largest first. Grows in O(1) amortised. */
export class Frontier {
  constructor(
    readonly suite: Suite,
    public size = 0,
    private stack: Uint8Array[] = [],
  ) {
    if (stack.length !== bitCount(size)) throw new RangeError('a frontier has one hash for each bit of its size');
  }

  get hashes(): readonly Uint8Array[] {
    return this.stack;
  }

  push(leaf: Uint8Array): void {
    let node = leaf;
    for (let rest = this.size; rest % 2 === 1; rest = Math.floor(rest / 2)) node = hashNode(this.suite, this.stack.pop() as Uint8Array, node);
    this.stack.push(node);
    this.size += 1;
  }

  root(): Uint8Array {
    return foldRight(this.suite, this.stack);
  }

  copy(): Frontier {
    return new Frontier(this.suite, this.size, [...this.stack]);
  }
}

function bitCount(size: number): number {
  let bits = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}

/** Root over complete subtrees of falling size; of none: the hash of nothing. */
export function foldRight(suite: Suite, hashes: readonly Uint8Array[]): Uint8Array {
  let root = hashes.at(-1);
  if (!root) return suite.sha256('');
  for (let i = hashes.length - 2; i >= 0; i--) root = hashNode(suite, hashes[i] as Uint8Array, root);
  return root;
}

/** Root of the tree over these leaf hashes. */
export function rootOf(suite: Suite, leaves: readonly Uint8Array[]): Uint8Array {
  const frontier = new Frontier(suite);
  for (const leaf of leaves) frontier.push(leaf);
  return frontier.root();
}

/** Largest power of two below `n` (n ≥ 2): where RFC 6962 splits a tree. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The runs whose hashes make the inclusion proof of leaf `index` in a tree of `size`, from the leaf upwards. */
export function inclusionRuns(index: number, size: number): Run[] {
  const runs: Run[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + split(end - start);
    if (index < middle) {
      runs.push({ start: middle, end });
      end = middle;
    } else {
      runs.push({ start, end: middle });
      start = middle;
    }
  }
  return runs.reverse();
}

/** The runs whose hashes make the consistency proof between the trees of `from` and `to` leaves (0 < from ≤ to). */
export function consistencyRuns(from: number, to: number): Run[] {
  const runs: Run[] = [];
  let start = 0;
  let end = to;
  let whole = true;
  while (from < end) {
    const middle = start + split(end - start);
    if (from <= middle) {
      runs.push({ start: middle, end });
      end = middle;
    } else {
      runs.push({ start, end: middle });
      start = middle;
      whole = false;
    }
  }
  if (!whole) runs.push({ start, end });
  return runs.reverse();
}

/** The complete subtrees, largest first, that a run consists of; RFC 6962 runs start at a multiple of their size. */
export function nodesOf(run: Run): NodeId[] {
  const nodes: NodeId[] = [];
  let start = run.start;
  while (start < run.end) {
    let level = 0;
    while (start % 2 ** (level + 1) === 0 && start + 2 ** (level + 1) <= run.end) level += 1;
    nodes.push({ level, index: start / 2 ** level });
    start += 2 ** level;
  }
  return nodes;
}

/** Hash of a run, from the complete subtrees that `node` knows. */
export const hashOfRun = (suite: Suite, run: Run, node: (id: NodeId) => Uint8Array): Uint8Array => foldRight(suite, nodesOf(run).map(node));

const proofOver = (suite: Suite, leaves: readonly Uint8Array[], runs: readonly Run[]): Uint8Array[] =>
  runs.map((run) => rootOf(suite, leaves.slice(run.start, run.end)));

/** Inclusion proof of leaf `index` in the tree over `leaves`. */
export const inclusionProof = (suite: Suite, leaves: readonly Uint8Array[], index: number): Uint8Array[] =>
  proofOver(suite, leaves, inclusionRuns(index, leaves.length));

/** Consistency proof between the first `from` leaves and all of them. */
export const consistencyProof = (suite: Suite, leaves: readonly Uint8Array[], from: number): Uint8Array[] =>
  from === 0 ? [] : proofOver(suite, leaves, consistencyRuns(from, leaves.length));

/** The root that an inclusion path leads to; undefined when it has the wrong length. */
export function rootFromPath(suite: Suite, index: number, size: number, leaf: Uint8Array, path: readonly Uint8Array[]): Uint8Array | undefined {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return undefined;
  const runs = inclusionRuns(index, size);
  if (runs.length !== path.length) return undefined;
  return runs.reduce((node, run, i) => {
    const sibling = path[i] as Uint8Array;
    return run.start > index ? hashNode(suite, node, sibling) : hashNode(suite, sibling, node);
  }, leaf);
}

/** Whether a proof shows that the leaf stands under the root. */
export function verifyInclusion(suite: Suite, proof: InclusionProof, leaf: Uint8Array, root: Uint8Array): boolean {
  const path = decodeHashes(proof.hashes);
  const reached = path && rootFromPath(suite, proof.index, proof.treeSize, leaf, path);
  return reached !== undefined && sameBytes(reached, root);
}

/** Whether the tree of `to` leaves begins with the tree of `from` leaves (from ≥ 1). */
export function verifyConsistency(
  suite: Suite,
  from: number,
  to: number,
  fromRoot: Uint8Array,
  toRoot: Uint8Array,
  hashes: readonly string[],
): boolean {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 1 || from > to) return false;
  const path = decodeHashes(hashes);
  const runs = consistencyRuns(from, to);
  if (!path || path.length !== runs.length) return false;
  const start = runs[0]?.end === from ? 1 : 0;
  let old = start === 1 ? (path[0] as Uint8Array) : fromRoot;
  let now = old;
  for (let i = start; i < runs.length; i++) {
    const sibling = path[i] as Uint8Array;
    if ((runs[i] as Run).start >= from) now = hashNode(suite, now, sibling);
    else [old, now] = [hashNode(suite, sibling, old), hashNode(suite, sibling, now)];
  }
  return sameBytes(old, fromRoot) && sameBytes(now, toRoot);
}

/** Bytes of base64 hashes; undefined when one is no hash of 32 bytes. */
export function decodeHashes(hashes: readonly string[]): Uint8Array[] | undefined {
  const decoded = hashes.map((hash) => (typeof hash === 'string' ? fromBase64(hash) : undefined));
  return decoded.every((hash) => hash?.length === 32) ? (decoded as Uint8Array[]) : undefined;
}

/** Whether two byte strings are equal (not for secrets). */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
