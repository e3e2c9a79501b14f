import { createHash } from 'node:crypto';
import { canonical, type Json } from '@lianhu/kernel';
import { alone, entryOf, preludeOf, testLog, testTrust, type Sketch } from './contract-fixture';
import type { EventLog, Group } from './contract';
import { createSigner } from './checkpoint';
import type { ExportRequest, Sight } from './export';
import { signNextKey } from './keyring';
import { base64, leafHash } from './leaf';
import { rootOf } from './merkle';
import { std1 } from './std-1';
import { exportOf, logOf } from './verify.fixture';

/** Dice that fall the same way for the same seed, so that a failure can be repeated. */
export class Dice {
  private drawn = 0;
  constructor(readonly seed: string) {}

  /** A whole number from 0 to n − 1. */
  below(n: number): number {
    return createHash('sha256').update(`${this.seed} ${this.drawn++}`).digest().readUInt32BE() % n;
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

/** An export as lines and the text of the trust file under which it is read. */
export interface Exported {
  readonly lines: readonly string[];
  readonly trust: string;
}

const { origin, signer } = testLog();
const hub = { department: 'hub' as const, level: 'L1' as const };
const seedOf = (label: string): Uint8Array => std1.sha256(`lianhu contract test ${label}`);

/** A log of 5 to 12 lines: keys, events of several departments, at times a batch of several, a second key, a revoked one. */
async function randomLog(dice: Dice): Promise<EventLog> {
  const events: (Sketch | Group)[] = [];
  const name = dice.below(1_000_000);
  const secondKey = dice.chance(30);
  if (secondKey) {
    const next = { department: 'police', keyId: 'police-2', publicKey: base64(std1.publicKey(seedOf('police-2'))) };
    const previous = signNextKey(std1, origin, { keyId: 'police-1', seed: seedOf('police') }, next);
    events.push({ id: 'police-2', ...hub, type: 'hub.key.registered', data: { algorithm: 'Ed25519', ...next, previous: { ...previous } } });
  }
  for (let i = 0, count = 2 + dice.below(4); i < count; i++) {
    const id = `${name}-${i}`;
    const subject = dice.chance(70) ? `child-${dice.below(2)}` : undefined;
    const data = dice.chance(30) ? { text: dice.pick(['涉未', 'a"b\\c', '\u007f\u2028', '😀', '\t']), n: dice.below(2 ** 31) } : undefined;
    events.push({ id, subject, department: dice.pick(['police', 'education']), ageBand: dice.pick(['6-11', undefined]), data });
  }
  if (dice.chance(30)) {
    const entries = ['a', 'b', 'c'].map((letter) =>
      entryOf({ id: `${name}-${letter}`, prelude: dice.chance(20) ? preludeOf('child-7', 'police') : undefined }),
    );
    events.push({ entries });
  }
  if (dice.chance(20)) events.push({ id: 'gone', ...hub, type: 'hub.key.revoked', data: { department: 'education', keyId: 'education-1' } });
  return logOf(events);
}

/** A random export that holds: whole, a range or a subject's, at times with stubs, inner checkpoints, a known size (always the trusted one). */
export async function randomExport(dice: Dice): Promise<Exported> {
  const log = await randomLog(dice);
  const { position: size } = await log.head();
  const leaves = (await log.leaves(0, size)).map((leaf) => Buffer.from(leaf, 'base64'));
  const note = (at: number): string => signer.sign(at, rootOf(std1, leaves.slice(0, at)));
  const known = 1 + dice.below(size);
  const isKept = dice.chance(50);
  const trust = JSON.stringify({ ...testTrust, ...(isKept ? { checkpoint: note(known) } : {}) });
  const salt = dice.below(100);
  const sights: readonly Sight[] = dice.chance(50) ? ['whole'] : ['whole', 'author', 'stub'];
  const mayRead: ExportRequest['mayRead'] = ({ position }) => sights[(position * 7 + salt) % sights.length] as Sight;
  const of = dice.pick(['all', 'all', 'range', 'subject'] as const);
  if (of !== 'all') {
    const from = 1 + dice.below(size);
    const range = of === 'range' ? { from, to: from + dice.below(size - from + 1) } : { subject: dice.pick(['child-0', 'child-1', 'child-none']) };
    return { trust, lines: await exportOf(log, { of, mayRead, ...range, ...(isKept || dice.chance(40) ? { known } : {}) }) };
  }
  const lines = await exportOf(log, { mayRead });
  const inner = dice.chance(40) ? 1 + dice.below(size - 1) : 0;
  return { trust, lines: inner > 0 ? lines.toSpliced(inner + 1, 0, JSON.stringify({ checkpoint: note(inner) })) : lines };
}

type Spoil = (dice: Dice, good: Exported, other: Exported) => { readonly bytes: Buffer; readonly trust: string };
const spoiled = (trust: string, lines: readonly string[]): ReturnType<Spoil> => ({ trust, bytes: bytesOf(lines) });
export const bytesOf = (lines: readonly string[]): Buffer => Buffer.from(`${lines.join('\n')}\n`);
/** Changes one line by its text. */
const editing =
  (edit: (dice: Dice, text: string) => string): Spoil =>
  (dice, { lines, trust }) => {
    const index = dice.below(lines.length);
    return spoiled(trust, lines.with(index, edit(dice, lines[index] as string)));
  };
/** Replaces one random match of a pattern in the whole file. */
const replacing =
  (pattern: RegExp, by: (found: string, dice: Dice) => string): Spoil =>
  (dice, { lines, trust }) => {
    const text = lines.join('\n');
    const found = [...text.matchAll(pattern)];
    if (found.length === 0) return spoiled(trust, lines.slice(0, -1));
    const match = dice.pick(found);
    return spoiled(trust, [text.slice(0, match.index) + by(match[0], dice) + text.slice(match.index + match[0].length)]);
  };
const trusting =
  (change: (trust: Record<string, unknown>, dice: Dice) => object): Spoil =>
  (dice, { lines, trust }) =>
    spoiled(JSON.stringify(change(JSON.parse(trust) as Record<string, unknown>, dice)), lines);
const splice = (text: string, at: number, remove: number, put = ''): string => text.slice(0, at) + put + text.slice(at + remove);

/** Order of the group in which Ed25519 signs. Source: RFC 8032, 5.1. */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
/** The same signature with S + L: mathematically equal, and refused by whoever reads RFC 8032. */
function malleated(signature: string): string {
  const bytes = Buffer.from(signature, 'base64');
  const at = bytes.length - 32;
  const s = BigInt(`0x${Buffer.from(bytes.subarray(at)).reverse().toString('hex')}`) + ORDER;
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse()]).toString('base64');
}
const stranger = createSigner(origin, seedOf('stranger'));
/** Signs the sizes of an export again: with a foreign key, or with the real one over a root that is not the lines'. */
const resigned = (sign: (size: number, root: Uint8Array) => string): Spoil =>
  replacing(/\{"checkpoint":"[^"]+"\}/g, (found) => {
    const [, size, root] = (JSON.parse(found) as { checkpoint: string }).checkpoint.split('\n');
    return JSON.stringify({ checkpoint: sign(Number(size), Buffer.from(root as string, 'base64')) });
  });

/** Changes the objects that begin like this: one of them, picked at random. */
const beginning =
  (start: string, change: (text: string, dice: Dice) => string): Spoil =>
  (dice, { lines, trust }) => {
    const found = lines.flatMap((line, i) => (line.startsWith(start) ? [i] : []));
    if (found.length === 0) return spoiled(trust, lines.slice(0, -1));
    const index = dice.pick(found);
    return spoiled(trust, lines.with(index, change(lines[index] as string, dice)));
  };
/** The stub of a whole line, as anybody can make it. */
function stubOf(text: string): string {
  const { bound, claim, stamp } = JSON.parse(text) as Record<'bound' | 'claim' | 'stamp', Json>;
  const leaf = leafHash(std1, { bound: canonical(bound), claim: canonical(claim), stamp: canonical(stamp) });
  return JSON.stringify({ leafHash: base64(leaf), position: (stamp as { position: number }).position });
}
/** Deeper than Python nests calls, and deeper than JavaScript does. */
const nested = (dice: Dice): string => {
  const depth = dice.pick([300, 600, 2_000, 60_000]);
  return '['.repeat(depth) + ']'.repeat(depth);
};

/** Ways of spoiling an export or its trust, by name. Some leave it whole, e.g. the last line end; verifiers agree on those too. */
export const SPOILS: Readonly<Record<string, Spoil>> = {
  'a bit flipped': (dice, { lines, trust }) => {
    const bytes = bytesOf(lines);
    const at = dice.below(bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << dice.below(8));
    return { bytes, trust };
  },
  'a byte that is no UTF-8': (dice, { lines, trust }) => {
    const bytes = bytesOf(lines);
    const at = dice.below(bytes.length);
    const wrong = dice.pick([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe4, 0xb8], [0xf8, 0x88], [0xef, 0xbb, 0xbf]]);
    return { bytes: Buffer.concat([bytes.subarray(0, at), Buffer.from(wrong), bytes.subarray(at + dice.below(2))]), trust };
  },
  'cut short': (dice, { lines, trust }) => ({ bytes: bytesOf(lines).subarray(0, dice.below(bytesOf(lines).length)), trust }),
  'a line left out': (dice, { lines, trust }) => spoiled(trust, lines.toSpliced(dice.below(lines.length), 1)),
  'a line twice': (dice, { lines, trust }) => spoiled(trust, lines.toSpliced(dice.below(lines.length), 0, dice.pick(lines))),
  'two lines swapped': (dice, { lines, trust }) => {
    const [a, b] = [dice.below(lines.length), dice.below(lines.length)];
    return spoiled(trust, lines.with(a, lines[b] as string).with(b, lines[a] as string));
  },
  'the end left out': (dice, { lines, trust }) => spoiled(trust, lines.slice(0, dice.below(lines.length))),
  'a line of another log': (dice, { lines, trust }, other) => spoiled(trust, lines.with(dice.below(lines.length), dice.pick(other.lines))),
  'the tail of another log': (dice, { lines, trust }, other) => {
    const at = dice.below(lines.length);
    return spoiled(trust, [...lines.slice(0, at), ...other.lines.slice(at)]);
  },
  'the trust of another log': (_, { lines }, other) => spoiled(other.trust, lines),
  'a character left out': editing((dice, text) => splice(text, dice.below(text.length), 1)),
  'a character twice': editing((dice, text) => splice(text, dice.below(text.length), 0, text.charAt(dice.below(text.length)))),
  'a space': editing((dice, text) => splice(text, dice.below(text.length + 1), 0, dice.pick([' ', '\t', '\r', '\n', '\u00a0', '\ufeff']))),
  'a line put in': (dice, { lines, trust }) =>
    spoiled(
      trust,
      lines.toSpliced(
        dice.below(lines.length + 1),
        0,
        dice.pick([
          '',
          '{}',
          '[]',
          'null',
          '{"proof":{}}',
          '{"consistency":{"from":1,"hashes":[],"to":1}}',
          '{"leafHash":"","position":4}',
          '{"bound,claim,stamp":1}',
          'x',
        ]),
      ),
    ),
  'a line with its proof left out': (dice, { lines, trust }) => {
    const proofs = lines.flatMap((line, i) => (line.startsWith('{"proof"') ? [i] : []));
    return spoiled(trust, proofs.length === 0 ? lines.slice(0, -1) : lines.toSpliced(dice.pick(proofs) - 1, 2));
  },
  'a line without its content': beginning('{"bound":', stubOf),
  'the consistency proof left out': (_, { lines, trust }) =>
    spoiled(
      trust,
      lines.filter((line) => !line.startsWith('{"consistency"')),
    ),
  'a member more in a proof': replacing(
    /\{"(proof|consistency)":\{/g,
    (found, dice) => `${found}"note":${dice.pick(['"any"', '1', '{"2":1,"1":2}', nested(dice)])},`,
  ),
  'nested deep': replacing(/(?<=^\{"(proof|consistency|checkpoint)":.*):("[^"]*"|\d+|\[[^\]]*\])/gm, (_, dice) => `:${nested(dice)}`),
  'trust with a byte order mark': (dice, { lines, trust }) => spoiled('\ufeff'.repeat(1 + dice.below(2)) + trust, lines),
  renumbered: replacing(/"position":\d+/g, (found, dice) => `"position":${Number(found.slice(11)) + dice.pick([-1, 1, 2, 100])}`),
  'another number': replacing(/:\d+[,}]/g, (found, dice) =>
    splice(
      found,
      1,
      found.length - 2,
      dice.pick(['0', '1', '-1', '-0', '2.5', '1e2', '1.0', '01', '1E400', '12345678901234567890', 'null', 'true', '"1"', '[]', '{}', 'NaN']),
    ),
  ),
  'another value': replacing(
    /:"[^"\\]*"/g,
    (_, dice) => `:${dice.pick(['""', '"x"', 'null', '1', '[]', '["x"]', '{}', 'true', '"\\ud800"', '"std-2"', '"hub"', '"police-1"'])}`,
  ),
  'a value in a list': replacing(/"(keyId|type|signature|suite|department)":"[^"]*"/g, (found) => found.replace(/:(.*)$/, ':[$1]')),
  'a member left out': replacing(/"[a-zA-Z]+":("[^"\\]*"|\d+),/g, () => ''),
  'a member twice': replacing(/"[a-zA-Z]+":("[^"\\]*"|\d+)/g, (found, dice) => `${found},${dice.chance(50) ? found : found.replace(/:.*/, ':1')}`),
  'members in another order': replacing(/("[a-zA-Z]+":"[^"\\]*"),("[a-zA-Z]+":"[^"\\]*")/g, (found) => found.replace(/^(.*?),(?=")(.*)$/, '$2,$1')),
  'a character escaped': replacing(/[a-zA-Z0-9]/g, (found) => `\\u00${found.charCodeAt(0).toString(16)}`),
  'base64 with loose bits': replacing(/[A-Za-z0-9+/]=+"/g, (found, dice) => `${dice.pick([...'BCDEabc159+/'])}${found.slice(1)}`),
  'a hash changed': replacing(/[A-Za-z0-9+/]{43}=/g, (_, dice) => std1Text(`${dice.below(2 ** 31)}`)),
  'a hash left out': replacing(/"[A-Za-z0-9+/]{43}=",/g, () => ''),
  'a hash twice': replacing(/"[A-Za-z0-9+/]{43}="/g, (found) => `${found},${found}`),
  'a batch signature that is only equal by arithmetic': replacing(/(?<="signature":")[A-Za-z0-9+/]{86}==/g, malleated),
  'a checkpoint signature that is only equal by arithmetic': replacing(/(?<=— \S+ )[A-Za-z0-9+/]{91}=/g, malleated),
  'a checkpoint signed by a stranger': resigned(stranger.sign),
  'a checkpoint of another tree': resigned((size) => signer.sign(size, std1.sha256('another tree'))),
  'a checkpoint of another size': (dice, good, other) => resigned((size, root) => signer.sign(size + dice.pick([-1, 1, 5]), root))(dice, good, other),
  'signed by a stranger as well': replacing(/(?<=\\n)— \S+ [A-Za-z0-9+/]{91}=\\n/g, (found) => `— someone.else AAAA\\n${found}`),
  'another header': (dice, { lines, trust }) => {
    const header = JSON.parse(lines[0] as string) as Record<string, unknown>;
    const name = dice.pick(['from', 'to', 'of', 'origin', 'export']);
    const value = dice.pick<unknown>([0, 1, 2, 3, 7, 1_000, 'all', 'range', 'subject', 'lianhu/110000', true, null]);
    return spoiled(trust, lines.with(0, JSON.stringify({ ...header, [name]: value })));
  },
  'trust in another key': trusting((trust) => ({ ...trust, publicKey: base64(stranger.publicKey) })),
  'trust in another origin': trusting((trust) => ({ ...trust, origin: 'lianhu/110000', checkpoint: undefined })),
  'trust that is none': trusting((_, dice) =>
    dice.pick<object>([[], {}, { origin }, { ...testTrust, suite: 'std-2' }, { ...testTrust, publicKey: '' }, { ...testTrust, checkpoint: null }]),
  ),
  'trust in a longer log': trusting((trust) => ({ ...trust, checkpoint: signer.sign(100, std1.sha256('longer')) })),
  'trust in another tree of that size': trusting((trust, dice) => ({ ...trust, checkpoint: signer.sign(1 + dice.below(9), std1.sha256('other')) })),
  'trust that is no JSON': (dice, { lines, trust }) => spoiled(trust.slice(0, dice.below(trust.length)), lines),
};
const std1Text = (of: string): string => base64(std1.sha256(of));

/** A spoiled export and how it was spoiled. */
export function spoil(dice: Dice, good: Exported, other: Exported): ReturnType<Spoil> & { readonly how: string } {
  const how = dice.pick(Object.keys(SPOILS));
  return { how, ...(SPOILS[how] as Spoil)(dice, good, other) };
}

/** An event that nobody sent, as an intruder with a department's key would sign it. */
export const intruder = (id: string): Group => alone({ id });
