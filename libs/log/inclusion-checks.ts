import type { InclusionProof, Suite } from '@lianhu/kernel';
import { base64 } from './leaf';
import { decodeHashes, hashNode, inclusionRuns, sameBytes, type Run } from './merkle';

const nameOf = ({ start, end }: Run): string => `${start}-${end}`;

/**
 * Whether leaves stand under one root, for many of the same tree: what a proof that held has shown of the tree is compared
 * with the next one, not hashed again. Answers as `verifyInclusion` does, and no for a proof of another size.
 */
export class InclusionChecks {
  /** Hashes that stand under the root, base64, by run. With a run, all that a proof needs above it is here. */
  private readonly shown = new Map<string, string>();

  constructor(
    private readonly suite: Suite,
    readonly size: number,
    private readonly root: Uint8Array,
  ) {}

  holds({ index, treeSize, hashes }: InclusionProof, leaf: Uint8Array): boolean {
    if (treeSize !== this.size || !Number.isSafeInteger(index) || index < 0 || index >= this.size) return false;
    const runs = inclusionRuns(index, this.size);
    if (!Array.isArray(hashes) || hashes.length !== runs.length) return false;
    const path: [string, string][] = [];
    let [node, above]: [Uint8Array, Run] = [leaf, { start: index, end: index + 1 }];
    for (const [i, run] of runs.entries()) {
      const [name, text] = [nameOf(above), base64(node)];
      const known = this.shown.get(name);
      if (known !== undefined)
        return known === text && runs.slice(i).every((one, k) => this.shown.get(nameOf(one)) === hashes[i + k]) && this.show(path);
      const [sibling] = decodeHashes(hashes.slice(i, i + 1)) ?? [];
      if (!sibling) return false;
      path.push([name, text], [nameOf(run), hashes[i] as string]);
      node = run.start > index ? hashNode(this.suite, node, sibling) : hashNode(this.suite, sibling, node);
      above = { start: Math.min(run.start, above.start), end: Math.max(run.end, above.end) };
    }
    return sameBytes(node, this.root) && this.show(path);
  }

  private show(path: readonly [string, string][]): true {
    for (const [name, hash] of path) this.shown.set(name, hash);
    return true;
  }
}
