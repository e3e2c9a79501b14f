import { coveringCheckpoint, createSigner } from './checkpoint';
import { alone, testLog } from './contract-fixture';
import { base64 } from './leaf';
import { memoryLog } from './memory-log';
import { consistencyProof, rootOf } from './merkle';
import { std1 } from './std-1';
import { checkSuccessor } from './successor';

const leaves = Array.from({ length: 12 }, (_, i) => std1.sha256(`leaf ${i}`));
const signer = createSigner('lianhu/990101', std1.sha256('successor'));
const trust = { origin: signer.origin, publicKey: signer.publicKey };
const note = (size: number, of = leaves): string => signer.sign(size, rootOf(std1, of.slice(0, size)));
const proof = (from: number, to: number): string[] => consistencyProof(std1, leaves.slice(0, to), from).map(base64);
const check = (known: string | undefined, newer: string, hashes: string[] = []) => checkSuccessor(std1, trust, known, newer, hashes);

describe('a newer checkpoint against the known one', () => {
  test('follows it with the consistency proof between both sizes, for every pair of sizes', () => {
    for (let from = 0; from <= 12; from++)
      for (let to = from + 1; to <= 12; to++) expect(check(note(from), note(to), proof(from, to))).toEqual({ kind: 'successor', size: to });
  });

  test('nothing known: the signature alone counts', () => {
    expect(check(undefined, note(7))).toEqual({ kind: 'successor', size: 7 });
    expect(check(undefined, note(0))).toEqual({ kind: 'same', size: 0 });
  });

  test('the same tree, an older one, another of the same size', () => {
    const other = leaves.with(0, std1.sha256('another history'));
    expect(check(note(7), note(7))).toEqual({ kind: 'same', size: 7 });
    expect(check(note(7), note(6))).toEqual({ kind: 'older', size: 6 });
    expect(check(note(7), note(7, other))).toEqual({ kind: 'fork', size: 7 });
  });

  test('a larger tree that begins otherwise, or without its proof, is unproven', () => {
    const other = leaves.with(0, std1.sha256('another history'));
    const forged = consistencyProof(std1, other, 5).map(base64);
    expect(check(note(5), note(12, other), forged)).toEqual({ kind: 'unproven', size: 12 });
    expect(check(note(5), note(12))).toEqual({ kind: 'unproven', size: 12 });
    expect(check(note(5), note(12), proof(4, 12))).toEqual({ kind: 'unproven', size: 12 });
    expect(check(note(5), note(12), proof(5, 12).with(0, 'no hash'))).toEqual({ kind: 'unproven', size: 12 });
  });

  test('another key, another origin or no checkpoint is unsigned; a known note must be signed itself', () => {
    const stranger = createSigner(trust.origin, std1.sha256('stranger'));
    const elsewhere = createSigner('lianhu/990102', std1.sha256('successor'));
    for (const text of [stranger.sign(7, leaves[0]!), elsewhere.sign(7, leaves[0]!), '', 'x\n7\n'])
      expect(check(note(5), text)).toEqual({ kind: 'unsigned' });
    expect(() => check(stranger.sign(5, leaves[0]!), note(7))).toThrow(RangeError);
  });
});

test('the checkpoint that covers a position is the kept one of 256s, and the newest until there is one', async () => {
  const log = memoryLog(testLog());
  const append = async (first: number, count: number) => log.append(Array.from({ length: count }, (_, i) => alone({ id: `e${first + i}` })));
  const size = async (position: number) => (await coveringCheckpoint(log, position))?.split('\n')[1];
  expect(await size(0)).toBeUndefined();
  expect(await size(1)).toBeUndefined();
  await append(0, 100);
  expect([await size(0), await size(1), await size(100), await size(101)]).toEqual([undefined, '100', '100', undefined]);
  await append(100, 200);
  expect([await size(1), await size(100), await size(256), await size(257), await size(300)]).toEqual(['256', '256', '256', '300', '300']);
});
