import { toBase64, type Position, type Suite } from '@lianhu/kernel';
import type { SourceEvents } from './report';

/** The one function of the suite that a report needs. */
export type Sha256 = Suite['sha256'];

/** An event by which it can be found and proven. */
export interface Leaf {
  readonly position: Position;
  /** Leaf hash, base64 of 32 bytes. */
  readonly leaf: string;
}

/** Length of a leaf hash. Unit: bytes. */
const LEAF_BYTES = 32;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SEXTETS = Uint8Array.from({ length: 128 }, (_, code) => Math.max(0, ALPHABET.indexOf(String.fromCharCode(code))));

/** Number and hash of the distinct events of some lists: SHA-256 over their leaves in position order. A quarter has hundreds of thousands: no map, one pass. */
export function sourceEvents(sha256: Sha256, ...lists: readonly (readonly Leaf[])[]): SourceEvents {
  const [first = [], ...others] = lists.filter(({ length }) => length > 0).map(inOrder);
  const leaves = others.reduce(union, first);
  if (leaves.length === 0) return { count: 0, hash: hashOfNothing(sha256) };
  const bytes = new Uint8Array(leaves.length * LEAF_BYTES);
  leaves.forEach(({ leaf }, index) => decode(leaf, bytes, index * LEAF_BYTES));
  return { count: leaves.length, hash: toBase64(sha256(bytes)) };
}

const hashesOfNothing = new WeakMap<Sha256, string>();
/** Most cells of a small county count nothing: that is hashed once. */
function hashOfNothing(sha256: Sha256): string {
  const hash = hashesOfNothing.get(sha256) ?? toBase64(sha256(new Uint8Array(0)));
  hashesOfNothing.set(sha256, hash);
  return hash;
}

function inOrder(leaves: readonly Leaf[]): readonly Leaf[] {
  const sorted = leaves.every(({ position }, i) => i === 0 || position > (leaves[i - 1]?.position ?? 0));
  return sorted
    ? leaves
    : union(
        [],
        [...leaves].sort((a, b) => a.position - b.position),
      );
}

/** Both lists in order, each position once. */
function union(a: readonly Leaf[], b: readonly Leaf[]): readonly Leaf[] {
  const merged: Leaf[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const [left, right] = [a[i], b[j]];
    const next = !right || (left && left.position <= right.position) ? left : right;
    if (!next) break;
    if (next === left) i += 1;
    else j += 1;
    if (merged.at(-1)?.position !== next.position) merged.push(next);
  }
  return merged;
}

/** Writes a leaf's 32 bytes; the log has checked its form. */
function decode(leaf: string, bytes: Uint8Array, offset: number): void {
  for (let at = 0, to = offset; to < offset + LEAF_BYTES; at += 4) {
    const [a, b, c, d] = [sextet(leaf, at), sextet(leaf, at + 1), sextet(leaf, at + 2), sextet(leaf, at + 3)];
    bytes[to++] = (a << 2) | (b >> 4);
    bytes[to++] = (b << 4) | (c >> 2);
    if (to < offset + LEAF_BYTES) bytes[to++] = (c << 6) | d;
  }
}
const sextet = (text: string, at: number): number => SEXTETS[text.charCodeAt(at)] ?? 0;
