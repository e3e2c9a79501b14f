import fc from 'fast-check';
import { Growth } from './growth';
import { InclusionChecks } from './inclusion-checks';
import { base64, hashLeaf } from './leaf';
import { consistencyProof, Frontier, inclusionProof, rootOf, sameBytes, verifyConsistency, verifyInclusion } from './merkle';
import { std1 } from './std-1';
import { Tree } from './tree';

const leaves = Array.from({ length: 600 }, (_, i) => std1.sha256(`leaf ${i}`));
const roots = leaves.map((_, i) => rootOf(std1, leaves.slice(0, i)));
const sizes = fc.tuple(fc.integer({ min: 1, max: 599 }), fc.integer({ min: 1, max: 599 })).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

test('the tree of RFC 6962: leaves and roots that other implementations publish', () => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const known = inputs.map((hex) => hashLeaf(std1, Buffer.from(hex, 'hex')));
  const expected: Record<number, string> = {
    0: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    2: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    3: 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    4: 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    5: '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    6: '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    7: 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  };
  for (const [size, hex] of Object.entries(expected)) expect(Buffer.from(rootOf(std1, known.slice(0, Number(size)))).toString('hex')).toBe(hex);
});

test('a proof of one leaf proves no other leaf, index, size or root', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), ([size, to], pick) => {
      const index = pick % size;
      const hashes = inclusionProof(std1, leaves.slice(0, size), index).map(base64);
      const proof = { index, treeSize: size, hashes };
      const leaf = leaves[index] as Uint8Array;
      expect(verifyInclusion(std1, proof, leaf, roots[size] as Uint8Array)).toBe(true);
      expect(verifyInclusion(std1, proof, leaves[index + 1] as Uint8Array, roots[size] as Uint8Array)).toBe(false);
      expect(verifyInclusion(std1, proof, leaf, roots[size === to ? size - 1 : to] as Uint8Array)).toBe(false);
      for (const forged of [
        { ...proof, index: size },
        { ...proof, index: -1 },
        { ...proof, index: 0.5 },
        { ...proof, hashes: [...hashes, hashes[0] ?? base64(leaf)] },
      ]) {
        expect(verifyInclusion(std1, forged, leaf, roots[size] as Uint8Array)).toBe(false);
      }
    }),
  );
});

test('checks of many leaves of one tree answer as each alone, whatever was shown before and whatever is forged', () => {
  const forgery = fc.constantFrom('none', 'leaf', 'index', 'size', 'shorter', 'longer', 'sibling', 'upper sibling', 'no hash');
  const asked = fc.array(fc.tuple(fc.nat(), forgery), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 599 }), asked, (size, questions) => {
      const root = roots[size] as Uint8Array;
      const checks = new InclusionChecks(std1, size, root);
      for (const [pick, kind] of questions) {
        const index = pick % size;
        const hashes = inclusionProof(std1, leaves.slice(0, size), index).map(base64);
        const other = base64(leaves[599] as Uint8Array);
        const proof = {
          index: kind === 'index' ? (index + 1) % (size + 1) : index,
          treeSize: kind === 'size' ? size + 1 : size,
          hashes:
            kind === 'shorter'
              ? hashes.slice(1)
              : kind === 'longer'
                ? [...hashes, other]
                : hashes.map((hash, i) =>
                    (kind === 'sibling' && i === 0) || (kind === 'upper sibling' && i === hashes.length - 1)
                      ? other
                      : kind === 'no hash'
                        ? 'x'
                        : hash,
                  ),
        };
        const leaf = leaves[kind === 'leaf' ? index + 1 : index] as Uint8Array;
        expect(checks.holds(proof, leaf)).toBe(kind !== 'size' && verifyInclusion(std1, proof, leaf, root));
      }
    }),
  );
});

test('a consistency proof between two sizes proves no other pair', () => {
  fc.assert(
    fc.property(sizes, ([from, to]) => {
      const hashes = consistencyProof(std1, leaves.slice(0, to), from).map(base64);
      const [old, now] = [roots[from] as Uint8Array, roots[to] as Uint8Array];
      expect(verifyConsistency(std1, from, to, old, now, hashes)).toBe(true);
      expect(verifyConsistency(std1, from, to, std1.sha256('x'), now, hashes)).toBe(false);
      expect(verifyConsistency(std1, from, to, old, std1.sha256('x'), hashes)).toBe(false);
      expect(verifyConsistency(std1, from, to, old, now, [...hashes, base64(old)])).toBe(false);
      expect(verifyConsistency(std1, to, from, now, old, hashes)).toBe(from === to);
      expect(verifyConsistency(std1, 0, to, old, now, hashes)).toBe(false);
    }),
  );
});

test('whatever way a tree grew, its roots, nodes and proofs are the same', () => {
  fc.assert(
    fc.property(sizes, ([from, to]) => {
      const before = new Frontier(std1);
      const tree = new Tree(std1);
      for (const leaf of leaves.slice(0, from)) before.push(leaf);
      for (const leaf of leaves.slice(0, to)) tree.push(leaf);
      const growth = new Growth(std1, before, leaves.slice(from, to));
      expect(before.size).toBe(from);
      for (const size of [from, Math.floor((from + to) / 2), to]) {
        expect(sameBytes(growth.root(size), roots[size] as Uint8Array)).toBe(true);
        expect(sameBytes(tree.root(size), roots[size] as Uint8Array)).toBe(true);
      }
      expect(growth.frontier().hashes.map(base64)).toEqual(new Growth(std1, new Frontier(std1), leaves.slice(0, to)).frontier().hashes.map(base64));
      for (const index of [from, to - 1].filter((i) => i >= from && i < to)) {
        expect(growth.proof(index).hashes).toEqual(inclusionProof(std1, leaves.slice(0, to), index).map(base64));
        expect(tree.inclusion(index, to).map(base64)).toEqual(growth.proof(index).hashes);
      }
      for (const level of [0, 3, 8]) {
        const done = growth.completed(level);
        expect(done.map(({ index }) => index)).toEqual(
          Array.from({ length: Math.floor(to / 2 ** level) - Math.floor(from / 2 ** level) }, (_, i) => Math.floor(from / 2 ** level) + i),
        );
        for (const { index, hash } of done) expect(base64(hash)).toBe(base64(tree.node({ level, index })));
      }
    }),
    { numRuns: 60 },
  );
});

test('a frontier has one hash for each bit of its size', () => {
  expect(() => new Frontier(std1, 5, [std1.sha256('')])).toThrow(RangeError);
});
