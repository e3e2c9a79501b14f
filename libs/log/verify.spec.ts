import fc from 'fast-check';
import { createSigner } from './checkpoint';
import { testLog, testTrust } from './contract-fixture';
import { std1 } from './std-1';
import { bytes, vectors } from './vectors/vectors';
import { cannotTell, exportOf, logOf, proven, some, tamperedAt, tamperedIn, verdictOf } from './verify.fixture';

const v = vectors();
const change = (lines: readonly string[], index: number, from: string | RegExp, to: string): string[] => {
  const changed = (lines[index] as string).replace(from, to);
  if (changed === lines[index]) throw new Error(`nothing to change in ${lines[index]}`);
  return lines.with(index, changed);
};
/** Another character of the same class, so that the text keeps its form. */
const other = (char: string): string =>
  /[0-8a-yA-Y]/.test(char) ? String.fromCharCode(char.charCodeAt(0) + 1) : char === ' ' ? '_' : char === 'z' ? 'y' : '0';

describe('an export of all that was changed', () => {
  // header, lines 1–3, checkpoint of 3, lines 4–10, checkpoint of 10
  const at = (position: number): number => (position <= 3 ? position : position + 1);

  test.each([
    ['a claim', 5, '"repeatIn12m":1', '"repeatIn12m":2', tamperedAt(5)],
    ['a digest in a claim', 6, /"digest":"../, '"digest":"AA', tamperedAt(6)],
    ['a batch path', 5, '"path":["s', '"path":["t', tamperedAt(5)],
    ['a batch signature', 7, '"signature":"tG', '"signature":"uG', tamperedAt(7)],
    ['a batch size', 4, '"size":1', '"size":2', tamperedAt(4)],
    ['a key id in a stamp', 7, '"keyId":"education-1"', '"keyId":"police-1"', tamperedAt(7)],
    ['a position', 7, '"position":7', '"position":8', tamperedAt(7)],
    ['a level in a stamp', 5, '"level":"L4"', '"level":"L3"', tamperedIn(4, 10)],
    ['a later time of receipt', 10, '09:30:04.000+08:00","suite"', '09:30:05.000+08:00","suite"', tamperedIn(4, 10)],
    ['an earlier time of receipt', 7, '09:30:02.000+08:00","suite"', '09:30:00.999+08:00","suite"', tamperedAt(7)],
    ['a suite', 6, '"suite":"std-1"', '"suite":"std-2"', tamperedAt(6)],
    ['a version in bound', 6, '"version":3', '"version":4', tamperedIn(4, 10)],
    ['the age band in bound', 2, '"bound":{}', '"bound":{"ageBand":"<3"}', tamperedIn(1, 3)],
    ['a space', 5, '"claim":{', '"claim": {', tamperedAt(5)],
    ['the order of keys', 9, '"department":"police","keyId":"police-1"', '"keyId":"police-1","department":"police"', tamperedAt(9)],
    ['a member twice', 4, '"bound":{', '"bound":{"version":1,', tamperedAt(4)],
    ['a fraction', 4, '"version":1', '"version":1.5', tamperedAt(4)],
    ['a null', 4, '"version":1', '"version":null', tamperedAt(4)],
    ['a member more', 8, '"stamp":', '"reason":"x","stamp":', tamperedAt(8)],
    ['a public key', 2, '"publicKey":"8', '"publicKey":"9', tamperedAt(2)],
    ['half a line', 6, /.{200}$/, '', tamperedAt(6)],
  ])('%s at position %i', async (_, position, from, to, expected) => {
    expect(await verdictOf(change(v.export, at(position), from, to), v.trust)).toEqual(expected);
  });

  test.each([
    ['a line is missing', v.export.toSpliced(at(6), 1), tamperedAt(6)],
    ['the first line is missing', v.export.toSpliced(1, 1), tamperedAt(1)],
    ['a line stands twice', v.export.toSpliced(at(6), 0, v.export[at(6)] as string), tamperedAt(7)],
    ['two lines are swapped', v.export.with(at(6), v.export[at(7)] as string).with(at(7), v.export[at(6)] as string), tamperedAt(6)],
    ['the end is missing', v.export.slice(0, -1), tamperedIn(4, 10)],
    ['half of it is missing', v.export.slice(0, 7), tamperedIn(4, 10)],
    ['only the header is there', v.export.slice(0, 1), tamperedIn(1, 10)],
    ['something follows', [...v.export, v.stub], tamperedAt(11)],
    ['a blank line', v.export.toSpliced(3, 0, ''), tamperedAt(3)],
    ['a checkpoint stands too early', v.export.toSpliced(4, 1).toSpliced(3, 0, v.export[4] as string), tamperedIn(1, 2)],
    ['a proof stands in it', v.export.toSpliced(2, 0, v.partialExport[2] as string), tamperedAt(2)],
    ['a checkpoint is altered', change(v.export, 4, '1oz3', '2oz3'), tamperedIn(1, 3)],
    ['the last checkpoint is altered', change(v.export, -1 + v.export.length, 'nbhQSO', 'nbhQSP'), tamperedIn(4, 10)],
    ['it claims to be longer', change(v.export, 0, '"to":10', '"to":11'), tamperedIn(11, 11)],
    ['it claims to be shorter', change(v.export, 0, '"to":10', '"to":9'), tamperedAt(10)],
    ['it claims to be partial', change(v.export, 0, '"of":"all"', '"of":"range"'), tamperedAt(1)],
    ['it claims another origin', change(v.export, 0, '990101', '990102'), tamperedIn(1, 10)],
    ['a stub has another leaf', v.export.with(at(7), v.stub.replace('mc/', 'nc/')), tamperedIn(4, 10)],
    ['a stub is not canonical', v.export.with(at(7), v.stub.replace(',', ', ')), tamperedAt(7)],
    ['an author line has another hash of bound', v.export.with(at(5), v.author.replace('MP1', 'NP1')), tamperedIn(4, 10)],
  ])('%s', async (_, lines, expected) => {
    expect(await verdictOf(lines, v.trust)).toEqual(expected);
  });

  test('stubs and author lines in their places are proven', async () => {
    expect(await verdictOf(v.export.with(at(7), v.stub).with(at(5), v.author), v.trust)).toEqual(proven);
  });

  test.each([
    ['whole', v.export],
    ['partial', v.partialExport],
  ])('no single character of the %s one can be changed, left out or doubled', async (_, lines) => {
    const places = lines.flatMap((line, index) => Array.from({ length: line.length }, (__, i) => ({ index, i })));
    const edit = fc.constantFrom(
      (text: string, i: number) => text.slice(0, i) + other(text.charAt(i)) + text.slice(i + 1),
      (text: string, i: number) => text.slice(0, i) + text.slice(i + 1),
      (text: string, i: number) => text.slice(0, i) + text.charAt(i) + text.slice(i),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), edit, async ({ index, i }, how) => {
        const line = lines[index] as string;
        const changed = how(line, i);
        if (changed !== line) expect((await verdictOf(lines.with(index, changed), v.trust)).verdict).not.toBe('proven');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a partial export that was changed', () => {
  const p = v.partialExport; // header, (line, proof) of 1, 2, 3, 5, 6, consistency from 3, checkpoint of 10
  test.each([
    ['a claim', change(p, 7, '"repeatIn12m":1', '"repeatIn12m":2'), tamperedAt(5)],
    ['a level in a stamp', change(p, 7, '"level":"L4"', '"level":"L3"'), tamperedAt(5)],
    ['bound', change(p, 9, '"version":3', '"version":4'), tamperedAt(6)],
    ['the first line', change(p, 1, '"level":"L1"', '"level":"L2"'), tamperedAt(1)],
    ['a proof', change(p, 8, '"hashes":["L', '"hashes":["M'), tamperedAt(5)],
    ['a proof of another size', change(p, 8, '"treeSize":10', '"treeSize":11'), tamperedAt(5)],
    ['no proof', p.toSpliced(8, 1), tamperedAt(5)],
    ['a proof twice', p.toSpliced(8, 0, p[8] as string), tamperedAt(6)],
    ['a line of the range with its proof is missing', p.toSpliced(7, 2), tamperedAt(5)],
    ['the last line of the range with its proof is missing', p.toSpliced(9, 2), tamperedAt(6)],
    ['a key line with its proof is missing', p.toSpliced(3, 2), tamperedAt(5)],
    ['lines are swapped', p.toSpliced(7, 4, p[9] as string, p[10] as string, p[7] as string, p[8] as string), tamperedAt(5)],
    ['the checkpoint', change(p, 12, 'nbhQSO', 'nbhQSP'), tamperedIn(1, 6)],
    ['no checkpoint', p.slice(0, -1), tamperedIn(1, 6)],
    ['an older checkpoint', p.with(12, JSON.stringify({ checkpoint: v.checkpoints[0]?.note })), tamperedIn(1, 6)],
    ['a consistency proof', change(p, 11, '"hashes":["m', '"hashes":["n'), tamperedIn(1, 10)],
    ['a shorter consistency proof', change(p, 11, /"hashes":\["[^"]+",/, '"hashes":['), tamperedIn(1, 10)],
  ])('%s', async (_, lines, expected) => {
    expect(await verdictOf(lines, v.trust)).toEqual(expected);
  });

  test('with a known size it shows that the history goes on from there', async () => {
    const trust = { ...v.trust, checkpoint: v.checkpoints[0]?.note };
    expect(await verdictOf(p, trust)).toEqual(proven);
    const signer = createSigner(v.origin, bytes(v.keys.log.seed));
    expect(await verdictOf(p, { ...trust, checkpoint: signer.sign(3, std1.sha256('another history')) })).toEqual(tamperedIn(1, 10));
    expect(await verdictOf(p, { ...trust, checkpoint: signer.sign(11, std1.sha256('')) })).toEqual(tamperedIn(11, 11));
    expect(await verdictOf(p, { ...trust, checkpoint: signer.sign(10, std1.sha256('')) })).toEqual(tamperedIn(1, 10));
  });
});

describe('trust', () => {
  test.each([
    ['none', undefined],
    ['null', null],
    ['a text', 'x'],
    ['an empty one', {}],
    ['another suite', { ...v.trust, suite: 'sm-1' }],
    ['no suite', { origin: v.origin, publicKey: v.trust.publicKey }],
    ['a short key', { ...v.trust, publicKey: 'AAAA' }],
    ['a key that is not canonical', { ...v.trust, publicKey: v.trust.publicKey.replace('=', '') }],
    ['no origin', { ...v.trust, origin: '' }],
    ['a checkpoint of another key', { ...v.trust, checkpoint: createSigner(v.origin, std1.sha256('x')).sign(1, std1.sha256('')) }],
  ])('%s: cannot tell', async (_, trust) => {
    expect(await verdictOf(v.export, trust)).toEqual(cannotTell);
  });

  test.each([
    ['nothing', []],
    ['a line', v.export.slice(1)],
    ['no JSON', ['hello']],
    ['another version', change(v.export, 0, '"export":1', '"export":2')],
    ['a member more', change(v.export, 0, '}', ',"by":"me"}')],
    ['from zero', change(v.export, 0, '"from":1', '"from":0')],
  ])('an export that begins with %s: cannot tell', async (_, lines) => {
    expect(await verdictOf(lines, v.trust)).toEqual(cannotTell);
  });

  test('of another log: tampered, and keys inside the file prove nothing', async () => {
    const fresh = { ...testLog({ now: () => 0 }), signer: createSigner(testTrust.origin, std1.sha256('fresh')) };
    const forged = await exportOf(await logOf(some(20), fresh));
    expect(await verdictOf(forged)).toEqual(tamperedIn(1, 23));
    expect(await verdictOf(v.export, { ...v.trust, publicKey: v.keys.hub.publicKey })).toEqual(tamperedIn(1, 3));
    expect(await verdictOf(v.export, { ...v.trust, origin: 'lianhu/110000' })).toEqual(tamperedIn(1, 10));
  });

  test('a log shorter than the trusted checkpoint, or another history up to it', async () => {
    const [long, short, fork] = await Promise.all([logOf(some(300)), logOf(some(290)), logOf([...some(260), ...some(60, 'other')])]);
    const trust = { ...testTrust, checkpoint: (await long.head()).checkpoint };
    expect(await verdictOf(await exportOf(long), trust)).toEqual(proven);
    expect(await verdictOf(await exportOf(short))).toEqual(proven);
    expect(await verdictOf(await exportOf(short), trust)).toEqual(tamperedIn(294, 303));
    expect(await verdictOf(await exportOf(fork))).toEqual(proven);
    expect(await verdictOf(await exportOf(fork), trust)).toEqual(tamperedIn(257, 303));
  });

  test('a checkpoint at least every 256 lines', async () => {
    const lines = await exportOf(await logOf(some(300)));
    const without = lines.filter((line) => !line.startsWith('{"checkpoint"'));
    expect(await verdictOf([...without, lines.at(-1) as string])).toEqual(tamperedIn(1, 257));
  });
});
