import { base64, hashLeaf } from './leaf';
import { consistencyProof, inclusionProof, rootOf, sameBytes, verifyConsistency, verifyInclusion } from './merkle';
import { std1 } from './std-1';

/**
 * The vectors by which implementations of RFC 6962 are compared: eight leaves, the roots of the first 0 to 8 of them, some
 * published proofs, and for each the ways of spoiling it that transparency-dev/merkle publishes. Made anew from the published
 * constants; no file of that project is copied.
 */
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((leaf) =>
  Buffer.from(hashLeaf(std1, hex(leaf))),
);
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
].map(hex);
const [EMPTY, SOME] = [ROOTS[0]!, hex('0abacaba'.padEnd(64, '0'))];
const N96 = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const N5F = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e';
const N6B = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';
const NBC = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';
const NCA = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
const N0E = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';
const NB0 = 'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f';
const [R1, R2, R4] = [1, 2, 4].map((size) => ROOTS[size]!.toString('hex')) as [string, string, string];
/** Leaf (counted from 0), size, proof. */
const INCLUSION: readonly (readonly [number, number, readonly string[]])[] = [
  [0, 1, []],
  [0, 8, [N96, N5F, N6B]],
  [5, 8, [NBC, NCA, R4]],
  [2, 3, [R2]],
  [1, 5, [R1, N5F, NBC]],
];
/** The two sizes and the proof. */
const CONSISTENCY: readonly (readonly [number, number, readonly string[]])[] = [
  [1, 8, [N96, N5F, N6B]],
  [6, 8, [N0E, NCA, R4]],
  [2, 5, [N5F, NBC]],
  [6, 7, [N0E, NB0, R4]],
];

interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: Buffer;
  readonly root: Buffer;
  readonly proof: readonly Buffer[];
}
interface Consistency {
  readonly from: number;
  readonly to: number;
  readonly old: Buffer;
  readonly now: Buffer;
  readonly proof: readonly Buffer[];
}
const includes = ({ index, size, leaf, root, proof }: Inclusion): boolean =>
  verifyInclusion(std1, { index, treeSize: size, hashes: proof.map(base64) }, leaf, root);
const continues = ({ from, to, old, now, proof }: Consistency): boolean => verifyConsistency(std1, from, to, old, now, proof.map(base64));

const flip = (hash: Buffer, bit: number): Buffer => Buffer.concat([Buffer.of(hash[0]! ^ bit), hash.subarray(1)]);
const garbage = Buffer.alloc(0);

/** What must not be accepted in place of a good inclusion proof, by the name that the public vectors give it. */
function spoiledInclusion(good: Inclusion): [string, Inclusion][] {
  const { index, size, proof, root } = good;
  const spoiled: [string, Partial<Inclusion>][] = [
    ['leafIndex - 1', { index: index - 1 }],
    ['leafIndex + 1', { index: index + 1 }],
    ['leafIndex ^ 2', { index: index ^ 2 }],
    ['treeSize * 2', { size: size * 2 }],
    ['treeSize / 2', { size: Math.floor(size / 2) }],
    ['wrong leaf', { leaf: Buffer.from('WrongLeaf') }],
    ['empty root', { root: EMPTY }],
    ['random root', { root: SOME }],
    ['trailing garbage', { proof: [...proof, garbage] }],
    ['trailing root', { proof: [...proof, root] }],
    ['preceding garbage', { proof: [garbage, ...proof] }],
    ['preceding root', { proof: [root, ...proof] }],
    ...proof.map((hash, i): [string, Partial<Inclusion>] => [`modified proof[${i}] bit 3`, { proof: proof.with(i, flip(hash, 8)) }]),
    ...(proof.length > 0 ? [['removed component', { proof: proof.slice(0, -1) }] as [string, Partial<Inclusion>]] : []),
    ...(proof.length > 1 ? [['inserted component', { proof: proof.toSpliced(1, 0, SOME) }] as [string, Partial<Inclusion>]] : []),
  ];
  return spoiled.map(([name, change]) => [name, { ...good, ...change }]);
}

/** The same for consistency. */
function spoiledConsistency(good: Consistency): [string, Consistency][] {
  const { from, to, old, now, proof } = good;
  const spoiled: [string, Partial<Consistency>][] = [
    ['size1 - 1', { from: from - 1 }],
    ['size1 + 1', { from: from + 1 }],
    ['size1 ^ 2', { from: from ^ 2 }],
    ['size2 * 2', { to: to * 2 }],
    ['size2 / 2', { to: Math.floor(to / 2) }],
    ['wrong root1', { old: Buffer.from('WrongRoot') }],
    ['wrong root2', { now: Buffer.from('WrongRoot') }],
    ['swapped roots', { old: now, now: old }],
    ['empty proof', { proof: [] }],
    ['trailing garbage', { proof: [...proof, garbage] }],
    ['trailing root1', { proof: [...proof, old] }],
    ['trailing root2', { proof: [...proof, now] }],
    ['preceding garbage', { proof: [garbage, ...proof] }],
    ['preceding root1', { proof: [old, ...proof] }],
    ['preceding root2', { proof: [now, ...proof] }],
    ['preceding proof[0]', { proof: [proof[0]!, ...proof] }],
    ['truncated proof', { proof: proof.slice(0, -1) }],
    ...proof.map((hash, i): [string, Partial<Consistency>] => [`modified proof[${i}] bit 4`, { proof: proof.with(i, flip(hash, 16)) }]),
  ];
  return spoiled.map(([name, change]) => [name, { ...good, ...change }]);
}

test('roots of the first 0 to 8 leaves', () => {
  for (const [size, root] of ROOTS.entries()) expect(Buffer.from(rootOf(std1, LEAVES.slice(0, size))).equals(root)).toBe(true);
});

describe.each(INCLUSION)('inclusion of leaf %i in %i', (index, size, published) => {
  const good = { index, size, leaf: LEAVES[index]!, root: ROOTS[size]!, proof: published.map(hex) };
  test('is the published proof, and verifies', () => {
    expect(inclusionProof(std1, LEAVES.slice(0, size), index).map((hash) => Buffer.from(hash).toString('hex'))).toEqual(published);
    expect(includes(good)).toBe(true);
  });
  test.each(spoiledInclusion(good))('%s is refused', (_, spoiled) => expect(includes(spoiled)).toBe(false));
});

describe.each(CONSISTENCY)('consistency of %i and %i', (from, to, published) => {
  const good = { from, to, old: ROOTS[from]!, now: ROOTS[to]!, proof: published.map(hex) };
  test('is the published proof, and verifies', () => {
    expect(consistencyProof(std1, LEAVES.slice(0, to), from).map((hash) => Buffer.from(hash).toString('hex'))).toEqual(published);
    expect(continues(good)).toBe(true);
  });
  test.each(spoiledConsistency(good))('%s is refused', (_, spoiled) => expect(continues(spoiled)).toBe(false));
});

describe('sizes and roots at the edge', () => {
  const one = LEAVES[0]!;
  const single = { index: 0, size: 1, proof: [] };
  test.each([
    ['a tree of one leaf is that leaf', { ...single, leaf: one, root: one }, true],
    ['an empty leaf', { ...single, leaf: garbage, root: one }, false],
    ['an empty root', { ...single, leaf: one, root: garbage }, false],
    ['leaf 0 of 0', { index: 0, size: 0, leaf: SOME, root: EMPTY, proof: [] }, false],
    ['leaf 1 of 0', { index: 1, size: 0, leaf: SOME, root: EMPTY, proof: [] }, false],
    ['leaf 2 of 1', { index: 2, size: 1, leaf: SOME, root: EMPTY, proof: [] }, false],
  ])('inclusion: %s', (_, probe, expected) => expect(includes(probe)).toBe(expected));

  const [a, b] = [ROOTS[3]!, ROOTS[5]!];
  test.each([
    ['the same size, another root', 1, 1, a, b, [], false],
    ['the same size and root', 1, 1, b, b, [], true],
    ['back from 1 to 0', 1, 0, a, b, [], false],
    ['back from 2 to 1', 2, 1, a, b, [], false],
    ['without hashes', 1, 2, a, b, [], false],
    ['the same size and root, and a hash', 1, 1, EMPTY, EMPTY, [EMPTY], false],
    ['from nothing, with a hash', 0, 1, EMPTY, EMPTY, [EMPTY], false],
    ['nothing and nothing, with a hash', 0, 0, EMPTY, EMPTY, [EMPTY], false],
    ['nothing and nothing, other roots', 0, 0, EMPTY, b, [], false],
  ])('consistency: %s', (_, from, to, old, now, proof, expected) => expect(continues({ from, to, old, now, proof })).toBe(expected));
});

test('every pair of sizes up to 8 has a proof that holds and that holds for no other pair', () => {
  for (let to = 1; to <= 8; to++)
    for (let from = 1; from <= to; from++) {
      const proof = consistencyProof(std1, LEAVES.slice(0, to), from).map((hash) => Buffer.from(hash));
      for (let other = 1; other <= 8; other++) {
        const holds = continues({ from: other, to, old: ROOTS[other]!, now: ROOTS[to]!, proof });
        expect([from, to, other, holds]).toEqual([from, to, other, other <= to && sameBytes(ROOTS[other]!, ROOTS[from]!)]);
      }
    }
});
