import { fromBase64, type Receipt } from '@lianhu/kernel';
import { openCheckpoint, rootAt } from './checkpoint';
import type { EventLog } from './contract';
import { allLines, alone, entryOf, keyGroups, receiptsOf, testLog, testTrust, type Open } from './contract-fixture';
import { exportLines, type ExportRequest } from './export';
import { OutOfRange } from './errors';
import { leafHash, leafOfHashes } from './leaf';
import { rootOf, verifyConsistency, verifyInclusion } from './merkle';
import { verifyExport } from './verify';

const { origin, suite, signer } = testLog();
const bytes = (text: string | undefined): Uint8Array => fromBase64(text ?? '') as Uint8Array;
const open64 = (note: string | undefined) => openCheckpoint(suite, { origin, publicKey: signer.publicKey }, note ?? '');

/** What the sender does off-line with its claim and its receipt. */
function holds(receipt: Receipt, claim: string): boolean {
  const checkpoint = open64(receipt.checkpoint);
  const leaf = leafOfHashes(suite, suite.sha256(claim), suite.sha256(JSON.stringify(receipt.stamp)), bytes(receipt.boundHash));
  const same = Buffer.from(leaf).toString('base64') === receipt.leafHash && Buffer.from(suite.sha256(claim)).toString('base64') === receipt.claimHash;
  return (
    same && checkpoint !== undefined && receipt.proof?.treeSize === checkpoint.size && verifyInclusion(suite, receipt.proof, leaf, checkpoint.root)
  );
}

/** Receipts, checkpoints, proofs and exports. */
export function provingSuite(open: Open): void {
  const appendMany = async (log: EventLog, count: number, prefix = 'e') =>
    log.append(Array.from({ length: count }, (_, i) => alone({ id: `${prefix}${i}`, subject: `child-${i % 9}`, beside: i % 3 ? undefined : 'x' })));

  test('every receipt proves its claim under the checkpoint that it carries, new, replayed and found', async () => {
    const log = await open();
    for (const size of [1, 2, 5, 1, 30]) {
      const entries = Array.from({ length: size }, (_, i) => entryOf({ id: `${size}-${i}-${(size * 7) % 3}`, subject: 'child-a' }));
      const [outcome] = await log.append([{ entries }]);
      receiptsOf(outcome).forEach((receipt, i) => expect(holds(receipt, entries[i]?.claim ?? '')).toBe(true));
    }
    const early = entryOf({ id: '2-1-2', subject: 'child-a' });
    const late = entryOf({ id: 'late' });
    const [again, fresh] = await log.append([{ entries: [early] }, { entries: [late] }]);
    expect(again?.kind).toBe('replayed');
    expect(holds(receiptsOf(again)[0] as Receipt, early.claim)).toBe(true);
    expect(holds(receiptsOf(fresh)[0] as Receipt, late.claim)).toBe(true);
    const found = await log.find(early.source, early.id);
    expect(holds(found?.receipt as Receipt, early.claim)).toBe(true);
    expect(holds(found?.receipt as Receipt, late.claim)).toBe(false);
  });

  test('lines are what was hashed: their parts give the leaves, the leaves the root of the head', async () => {
    const log = await open();
    await appendMany(log, 40);
    const lines = await allLines(log);
    const leaves = lines.map((line) => leafHash(suite, line));
    expect(lines.map((line) => line.leafHash)).toEqual(leaves.map((leaf) => Buffer.from(leaf).toString('base64')));
    expect(await log.leaves(0, 40)).toEqual(lines.map((line) => line.leafHash));
    expect(await log.leaves(9, 11)).toEqual(lines.slice(9, 11).map((line) => line.leafHash));
    const head = await log.head();
    expect(head.root).toBe(Buffer.from(rootOf(suite, leaves)).toString('base64'));
    expect(open64(head.checkpoint)).toEqual({ size: 40, root: bytes(head.root) });
    for (let size = 1; size <= 40; size++)
      expect(await rootAt(log, suite, size)).toBe(Buffer.from(rootOf(suite, leaves.slice(0, size))).toString('base64'));
    expect(await rootAt(log, suite, 0)).toBe('');
    await expect(rootAt(log, suite, 41)).rejects.toThrow(OutOfRange);
  });

  test('any two sizes are consistent, and any position is included at any size', async () => {
    const log = await open();
    await appendMany(log, 530);
    const leaves = (await log.leaves(0, 530)).map(bytes);
    const roots = new Map<number, Uint8Array>();
    const root = (size: number) => roots.get(size) ?? (roots.set(size, rootOf(suite, leaves.slice(0, size))).get(size) as Uint8Array);
    const sizes = [1, 2, 3, 4, 7, 8, 9, 100, 255, 256, 257, 300, 511, 512, 513, 530];
    for (const to of sizes) {
      for (const from of sizes.filter((size) => size <= to)) {
        expect(verifyConsistency(suite, from, to, root(from), root(to), await log.consistency(from, to))).toBe(true);
        expect(verifyInclusion(suite, await log.inclusion(from, to), leaves[from - 1] as Uint8Array, root(to))).toBe(true);
      }
    }
  });

  test('checkpoints at multiples of 256 are kept, also inside one commit, and the newest', async () => {
    const log = await open();
    await appendMany(log, 255);
    expect((await log.checkpoints(0, 255)).map(({ size }) => size)).toEqual([255]);
    await appendMany(log, 1, 'f');
    expect((await log.checkpoints(0, 256)).map(({ size }) => size)).toEqual([256]);
    await appendMany(log, 600, 'g');
    const kept = await log.checkpoints(0, 10_000);
    expect(kept.map(({ size }) => size)).toEqual([256, 512, 768, 856]);
    expect((await log.checkpoints(256, 768)).map(({ size }) => size)).toEqual([512, 768]);
    const leaves = (await log.leaves(0, 856)).map(bytes);
    for (const { size, note } of kept) expect(open64(note)).toEqual({ size, root: rootOf(suite, leaves.slice(0, size)) });
  });

  test('its exports are proven: all, a range, a subject, as stubs, with a known size', async () => {
    const log = await open();
    await log.append(keyGroups());
    await appendMany(log, 300);
    const verdict = async (request: Partial<ExportRequest>, trust: object = testTrust) =>
      (await verifyExport(exportLines(log, { of: 'all', mayRead: () => 'whole', ...request }), trust)).verdict;
    const known = (await log.checkpoints(0, 256))[0]?.note;
    expect(await verdict({})).toBe('proven');
    expect(await verdict({}, { ...testTrust, checkpoint: known })).toBe('proven');
    expect(await verdict({ mayRead: ({ position }) => (position % 3 === 0 ? 'stub' : position % 3 === 1 ? 'author' : 'whole') })).toBe('proven');
    expect(await verdict({ of: 'range', from: 2, to: 40, known: 256 }, { ...testTrust, checkpoint: known })).toBe('proven');
    expect(await verdict({ of: 'range', from: 100, to: 140, mayRead: ({ position }) => (position % 2 ? 'stub' : 'author') })).toBe('proven');
    expect(await verdict({ of: 'subject', subject: 'child-3' })).toBe('proven');
    expect(await verdict({ of: 'subject', subject: 'child-unknown' })).toBe('proven');
  });
}
