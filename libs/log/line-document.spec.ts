import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSigner } from './checkpoint';
import { std1 } from './std-1';
import { bytes, vectors } from './vectors/vectors';
import { verifyFiles } from './verify';

const v = vectors();
const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'line.md'), 'utf8');
const [whole, part] = [v.export, v.partialExport];
const rest = whole.slice(1);
const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

const signer = createSigner(v.origin, bytes(v.keys.log.seed));
const stranger = createSigner(v.origin, std1.sha256('stranger'));
const rootAt = (size: number): Buffer => bytes(v.roots.find((root) => root.size === size)!.root);
const noteOf = (size: number): string => JSON.stringify({ checkpoint: signer.sign(size, rootAt(size)) });
const trusting = (checkpoint: string): string => JSON.stringify({ ...v.trust, checkpoint });
const stubOf = (position: number): string => JSON.stringify({ leafHash: v.positions[position - 1]!.leafHash, position });
/** One object of an export with something else in it. */
function changed(lines: readonly string[], index: number, from: string | RegExp, to: string): string {
  const line = lines.at(index)!.replace(from, () => to);
  if (line === lines.at(index)) throw new Error(`nothing to change in ${line}`);
  return text(lines.with(index, line));
}

/** A file, with its trust file where that is not the worked examples' own. */
type Case = string | readonly [file: string, trust: string];
/** What each row of the page's table says, done to the worked examples. */
const ROWS: Readonly<Record<string, readonly Case[]>> = {
  nothing: [text(whole), text(part), [text(whole), trusting(signer.sign(4, rootAt(4)))], [text(part), trusting(signer.sign(3, rootAt(3)))]],
  'no line feed at its end': [text(whole).trimEnd()],
  "the header's members in another order": [text([JSON.stringify({ of: 'all', to: 10, from: 1, origin: v.origin, export: 1 }), ...rest])],
  'a further checkpoint behind any position of a whole log': [text(whole.toSpliced(7, 0, noteOf(5)))],
  "a signature of somebody else in a checkpoint, before the log's own": [changed(whole, -1, '\\n\\n', '\\n\\n— witness.example AAAA\\n')],
  "stubs and author's lines in the place of lines, `hub.key.*` too": [text(whole.with(6, v.author).with(8, v.stub).with(10, stubOf(9)))],
  'a byte order mark before the trust file': [[text(whole), `\ufeff${JSON.stringify(v.trust)}`]],
  'an empty file': [''],
  'a byte order mark before the export': [`\ufeff${text(whole)}`],
  'CR before each line feed': [text(whole).replaceAll('\n', '\r\n')],
  'a blank, an unknown member or one of them twice in the header': [
    changed(whole, 0, ',', ', '),
    changed(whole, 0, ',', ',"by":"office",'),
    changed(whole, 0, ',', ',"export":1,'),
  ],
  'a trust file of another suite, or one with a checkpoint that its key has not signed': [
    [text(whole), JSON.stringify({ ...v.trust, suite: 'std-2' })],
    [text(whole), trusting(stranger.sign(4, rootAt(4)))],
  ],
  'a part of a log that is longer than the trusted checkpoint, without consistency from there': [
    [text(part), trusting(signer.sign(4, rootAt(4)))],
    [text(part.toSpliced(11, 1)), trusting(signer.sign(3, rootAt(3)))],
  ],
  'another origin in the header': [changed(whole, 0, v.origin, 'lianhu/990102')],
  'a blank, an unknown member or one of them twice behind the header': [
    changed(whole, 5, '"claim":', '"claim": '),
    changed(whole, 5, '"claim":', '"by":"office","claim":'),
    changed(whole, 5, '"version":1', '"version":1,"version":1'),
    changed(part, 2, '"proof":', '"proof": '),
    changed(part, 2, '"position":', '"at":1,"position":'),
    changed(part, 2, '"position":1', '"position":1,"position":1'),
    changed(whole, -1, '{', '{ '),
  ],
  'an escape for a character that needs none': [changed(whole, 5, '"sex"', '"s\\u0065x"'), changed(whole, -1, 'lianhu/', 'lianhu\\/')],
  'an empty line in between or at the end': [text(whole.toSpliced(3, 0, '')), `${text(whole)}\n`],
  'no checkpoint at the end': [text(whole.slice(0, -1)), text(part.slice(0, -1))],
  'a whole log, or a part of one, that is shorter than the trusted checkpoint': [whole, part].map((lines) => [
    text(lines),
    trusting(signer.sign(11, std1.sha256('later'))),
  ]),
  'a checkpoint that the trusted key has not signed': [text(whole.with(-1, JSON.stringify({ checkpoint: stranger.sign(10, rootAt(10)) })))],
  'a proof, or a line with its proof, that is missing in a range': [
    text(part.toSpliced(8, 1)),
    text(part.toSpliced(7, 2)),
    text(part.toSpliced(9, 2)),
  ],
  "consistency to another size than the proofs'": [changed(part, 11, '"to":10', '"to":9')],
  'base64 without padding, or with unused bits': [changed(part, 8, '="', '"'), changed(part, 8, /[A-Za-z0-9+/]="/, 'B="')],
};

describe('docs/line.md, by which others write verifiers', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'lianhu-line-'))));
  afterAll(() => rmSync(folder, { recursive: true }));
  const rows = [...page.matchAll(/^\| (.+?) +\| ([012]) +\|$/gm)].map(([, what, code]) => [what as string, Number(code)] as const);

  test('no row of its verdicts is missing here, and none is here that it does not have', () => {
    expect(rows.map(([what]) => what)).toEqual(Object.keys(ROWS));
  });

  test.each(rows)('%s: %i', async (what, code) => {
    for (const one of ROWS[what] ?? []) {
      const [file, trust] = typeof one === 'string' ? [one, JSON.stringify(v.trust)] : one;
      writeFileSync(join(folder, 'export'), file);
      writeFileSync(join(folder, 'trust'), trust);
      const { exit, detail } = await verifyFiles(join(folder, 'export'), join(folder, 'trust'));
      expect({ exit, detail }).toEqual({ exit: code, detail });
    }
  });

  test('its formulas give the worked examples', () => {
    const sha = (...parts: Uint8Array[]): Buffer => Buffer.from(std1.sha256(Buffer.concat(parts)));
    const [leaf, node] = [Buffer.of(0), Buffer.of(1)];
    expect(page).toContain('SHA-256(0x00 ‖ SHA-256(claim) ‖ SHA-256(stamp) ‖ SHA-256(bound))');
    const leaves = v.positions.map(({ claim, stamp, bound }) => sha(leaf, sha(Buffer.from(claim)), sha(Buffer.from(stamp)), sha(Buffer.from(bound))));
    expect(leaves.map((one) => one.toString('base64'))).toEqual(v.positions.map(({ leafHash }) => leafHash));
    expect(page).toContain('SHA-256(0x01 ‖ left ‖ right)');
    expect(sha(node, leaves[0]!, leaves[1]!)).toEqual(rootAt(2));

    const [batch] = [...page.matchAll(/^lianhu-batch\/1\n(?:<.+>\n)+/gm)].map(([signed]) => signed);
    const { department, keyId, root } = v.batches[3]!;
    const filled = { origin: v.origin, department, 'key id': keyId, size: '2', root } as Record<string, string>;
    expect(batch?.replace(/<(.+)>/g, (_, name: string) => filled[name] ?? '')).toBe(v.batches[3]!.signedText);
    expect(v.keyRotation.signedText).toBe(`lianhu-key/1\n${v.origin}\npolice\npolice-2\n${v.keys['police-2'].publicKey}\n`);

    expect(page).toContain('first 4 bytes of SHA-256(origin ‖ 0x0A ‖ 0x01 ‖ public key)');
    const keyHash = sha(Buffer.from(v.origin), Buffer.of(0x0a, 1), bytes(v.trust.publicKey)).subarray(0, 4);
    expect(bytes(v.checkpoints[0]!.note.split(' ')[2]!).subarray(0, 4)).toEqual(keyHash);

    const { secrets = [], salt = '' } = v.positions.find((line) => line.secrets)!;
    expect(page).toContain('digest = HMAC(HMAC(salt, p), canonical value)');
    for (const { pointer, canonical, digest } of secrets) {
      const hmac = std1.hmac(std1.hmac(bytes(salt), Buffer.from(pointer)), Buffer.from(canonical));
      expect(Buffer.from(hmac).toString('base64')).toBe(digest);
    }
  });
});
