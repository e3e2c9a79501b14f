import type { InclusionProof, Suite } from '@lianhu/kernel';
import { base64 } from './leaf';
import { Frontier, hashNode, hashOfRun, inclusionRuns, nodesOf, type NodeId, type Run } from './merkle';

interface Row {
  /** Index of the first node that is held at this level. */
  readonly first: number;
  readonly nodes: Uint8Array[];
}

/**
 * A tree that grew from a frontier by some leaves: roots at every size in between and proofs of the new leaves, all from
 * memory. Nothing of the old tree is read.
 */
export class Growth {
  readonly from: number;
  readonly to: number;
  private readonly rows: Row[] = [];
  private readonly texts = new Map<number, Map<number, string>>();

  constructor(
    private readonly suite: Suite,
    before: Frontier,
    leaves: readonly Uint8Array[],
  ) {
    this.from = before.size;
    this.to = before.size + leaves.length;
    const old = [...before.hashes];
    let nodes = [...leaves];
    for (let level = 0; nodes.length > 0 || old.length > 0; level++) {
      const count = Math.floor(this.from / 2 ** level);
      const left = count % 2 === 1 ? old.pop() : undefined;
      if (left) nodes.unshift(left);
      this.rows.push({ first: left ? count - 1 : count, nodes });
      nodes = pairs(suite, nodes);
    }
  }

  /** Hash of a complete subtree that the growth touches. */
  node({ level, index }: NodeId): Uint8Array {
    const row = this.rows[level];
    const node = row?.nodes[index - row.first];
    if (!node) throw new RangeError(`node ${level}/${index} lies outside this growth`);
    return node;
  }

  /** The right edge at a size between `from` and `to`. */
  frontier(size = this.to): Frontier {
    return new Frontier(this.suite, size, size === 0 ? [] : nodesOf({ start: 0, end: size }).map((id) => this.node(id)));
  }

  root(size = this.to): Uint8Array {
    return this.frontier(size).root();
  }

  /** Nodes of a level that became complete. */
  completed(level: number): { readonly index: number; readonly hash: Uint8Array }[] {
    const first = Math.floor(this.from / 2 ** level);
    const count = Math.floor(this.to / 2 ** level) - first;
    return Array.from({ length: Math.max(0, count) }, (_, i) => ({ index: first + i, hash: this.node({ level, index: first + i }) }));
  }

  /** Inclusion proof, in the tree of size `to`, of a leaf that the growth added. */
  proof(index: number): InclusionProof {
    return { index, treeSize: this.to, hashes: inclusionRuns(index, this.to).map((run) => this.text(run)) };
  }

  private text(run: Run): string {
    let row = this.texts.get(run.start);
    if (!row) this.texts.set(run.start, (row = new Map()));
    let text = row.get(run.end);
    if (text === undefined) row.set(run.end, (text = base64(hashOfRun(this.suite, run, (id) => this.node(id)))));
    return text;
  }
}

function pairs(suite: Suite, nodes: readonly Uint8Array[]): Uint8Array[] {
  const parents: Uint8Array[] = [];
  for (let i = 0; i + 1 < nodes.length; i += 2) parents.push(hashNode(suite, nodes[i] as Uint8Array, nodes[i + 1] as Uint8Array));
  return parents;
}
