import type { Suite } from '@lianhu/kernel';
import { consistencyRuns, hashNode, hashOfRun, inclusionRuns, type NodeId, type Run } from './merkle';

/** A whole tree in memory: every complete subtree is kept, so that proofs at any size are cheap. */
export class Tree {
  private readonly levels: Uint8Array[][] = [[]];

  constructor(readonly suite: Suite) {}

  get size(): number {
    return this.row(0).length;
  }

  push(leaf: Uint8Array): void {
    this.row(0).push(leaf);
    for (let level = 0; this.row(level).length % 2 === 0; level++) {
      const [left, right] = this.row(level).slice(-2) as [Uint8Array, Uint8Array];
      this.row(level + 1).push(hashNode(this.suite, left, right));
    }
  }

  root(size = this.size): Uint8Array {
    return this.hash({ start: 0, end: size });
  }

  inclusion(index: number, size: number): Uint8Array[] {
    return inclusionRuns(index, size).map((run) => this.hash(run));
  }

  consistency(from: number, to: number): Uint8Array[] {
    return from === 0 ? [] : consistencyRuns(from, to).map((run) => this.hash(run));
  }

  /** Hash of a complete subtree. */
  node({ level, index }: NodeId): Uint8Array {
    const node = this.levels[level]?.[index];
    if (!node) throw new RangeError(`node ${level}/${index} is not complete yet`);
    return node;
  }

  private hash(run: Run): Uint8Array {
    return hashOfRun(this.suite, run, (id) => this.node(id));
  }

  private row(level: number): Uint8Array[] {
    return (this.levels[level] ??= []);
  }
}
