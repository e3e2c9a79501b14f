import { lineText, type StoredLine } from '@lianhu/kernel';
import { makeLine } from './append-plan';
import { allLines, entryOf, testLog, testTrust } from './contract-fixture';
import { leafHash } from './leaf';
import { rootOf } from './merkle';
import { std1 } from './std-1';
import { Dice } from './tampering.fixture';
import { each, logOf, some } from './verify.fixture';
import { verifyExport } from './verify';

/** Random tamperings to find. */
const COUNT = Number(process.env['LIANHU_TAMPERINGS'] ?? 1_000);
const SEED = process.env['LIANHU_SEED'] ?? 'tampering';
/** Lines of the log, and between kept checkpoints. */
const [SIZE, KEPT] = [24, 8];
const { origin, signer } = testLog();

/** Lines as a superuser left them, and the first position that is not what it was. */
interface Tampered {
  readonly lines: readonly StoredLine[];
  readonly first: number;
}
type Tampering = (dice: Dice, lines: readonly StoredLine[]) => Tampered;

/** A position, or a stamp's other member, written over; the intruder keeps the text canonical. */
const withPosition = (line: StoredLine, position: number): StoredLine => ({
  ...line,
  position,
  stamp: line.stamp.replace(/"position":\d+/, `"position":${position}`),
});
const renumbered = (lines: readonly StoredLine[]): StoredLine[] => lines.map((line, i) => withPosition(line, i + 1));
const flipped = (text: string, dice: Dice): string => {
  const bytes = Buffer.from(text);
  const at = dice.below(bytes.length);
  bytes[at] = (bytes[at] as number) ^ (1 << dice.below(7));
  return bytes.toString('latin1').replace('\n', ' ');
};
/** A line of an event that nobody sent, signed with the real key of a department. */
const forged = (position: number, dice: Dice): StoredLine =>
  makeLine(std1, entryOf({ id: `forged-${dice.below(2 ** 31)}`, subject: 'child-1' }), { position, recordedAt: '2027-01-15T16:00:00.000+08:00' });
const anyOf = (dice: Dice, lines: readonly StoredLine[]): number => dice.below(lines.length);

/** What somebody with the database, and with every key but the past, can do to a log. */
const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'a bit of a part flipped': (dice, lines) => {
    const i = anyOf(dice, lines);
    const line = lines[i] as StoredLine;
    const part = dice.pick(['claim', 'stamp', 'bound'] as const);
    return { first: i + 1, lines: lines.with(i, { ...line, [part]: flipped(line[part], dice) }) };
  },
  'a line deleted': (dice, lines) => {
    const i = anyOf(dice, lines);
    const left = lines.toSpliced(i, 1);
    return { first: i + 1, lines: dice.chance(50) ? renumbered(left) : left };
  },
  'a line inserted': (dice, lines) => {
    const i = anyOf(dice, lines);
    const more = lines.toSpliced(i, 0, dice.chance(50) ? forged(i + 1, dice) : (lines[anyOf(dice, lines)] as StoredLine));
    return { first: i + 1, lines: dice.chance(80) ? renumbered(more) : more };
  },
  'two lines swapped': (dice, lines) => {
    const [a, b] = [1 + dice.below(SIZE / 2), SIZE / 2 + 1 + dice.below(SIZE / 2 - 1)];
    const swapped = lines.with(a, lines[b] as StoredLine).with(b, lines[a] as StoredLine);
    return { first: a + 1, lines: dice.chance(50) ? renumbered(swapped) : swapped };
  },
  'the end cut off': (dice, lines) => {
    const size = 1 + dice.below(SIZE - 1);
    return { first: size + 1, lines: lines.slice(0, size) };
  },
  'a claim replaced and signed again': (dice, lines) => {
    const i = 3 + dice.below(SIZE - 3);
    return { first: i + 1, lines: lines.with(i, forged(i + 1, dice)) };
  },
  'another history from a point on': (dice, lines) => {
    const i = 3 + dice.below(SIZE - 3);
    return { first: i + 1, lines: [...lines.slice(0, i), ...Array.from({ length: SIZE - i + dice.below(5) }, (_, n) => forged(i + n + 1, dice))] };
  },
  'an old backup brought back and used on': (dice, lines) => {
    const i = 3 + dice.below(SIZE - 3);
    return { first: i + 1, lines: [...lines.slice(0, i), ...Array.from({ length: 1 + dice.below(SIZE) }, (_, n) => forged(i + n + 1, dice))] };
  },
  'a stamp changed': (dice, lines) => {
    const i = anyOf(dice, lines);
    const line = lines[i] as StoredLine;
    const change = dice.pick([
      (stamp: string) => stamp.replace(/"level":"L\d"/, (level) => (level === '"level":"L2"' ? '"level":"L3"' : '"level":"L2"')),
      (stamp: string) => stamp.replace(/"recordedAt":"\d{4}/, '"recordedAt":"2026'),
      (stamp: string) => stamp.replace(/"recordedAt":"\d{4}/, '"recordedAt":"2030'),
    ]);
    return { first: i + 1, lines: lines.with(i, { ...line, stamp: change(line.stamp) }) };
  },
  'another subject in bound': (dice, lines) => {
    const i = 3 + dice.below(SIZE - 3);
    const line = lines[i] as StoredLine;
    return { first: i + 1, lines: lines.with(i, { ...line, bound: line.bound.replace(/child-\d/, `child-${5 + dice.below(4)}`) }) };
  },
};

const note = (lines: readonly StoredLine[], size = lines.length): string =>
  JSON.stringify({
    checkpoint: signer.sign(
      size,
      rootOf(
        std1,
        lines.slice(0, size).map((line) => leafHash(std1, line)),
      ),
    ),
  });
const headerOf = (lines: readonly StoredLine[]): string => JSON.stringify({ export: 1, origin, from: 1, to: lines.length, of: 'all' });

/** What he hands to the auditor with the log's own key: the tree hashed again, one new checkpoint. */
const signedAgain = (lines: readonly StoredLine[]): string[] => [headerOf(lines), ...lines.map(lineText), note(lines)];
/** And without it: under the checkpoints that were signed at the time. */
const underTheOld = (lines: readonly StoredLine[], notes: ReadonlyMap<number, string>): string[] => [
  headerOf(lines),
  ...lines.flatMap((line, i) => [lineText(line), ...(notes.has(i + 1) ? [notes.get(i + 1) as string] : [])]),
];

test(
  `${COUNT} random tamperings by somebody with database and keys are found by who holds the key and the last checkpoint`,
  async () => {
    const log = await logOf(some(SIZE - 3));
    const trust = { ...testTrust, checkpoint: (await log.head()).checkpoint };
    const lines = await allLines(log);
    const notes = new Map(Array.from({ length: SIZE / KEPT }, (_, i) => [(i + 1) * KEPT, note(lines, (i + 1) * KEPT)]));
    for (const truth of [signedAgain(lines), underTheOld(lines, notes)]) expect((await verifyExport(each(truth), trust)).verdict).toBe('proven');
    const seen = new Set<string>();
    for (let i = 0; i < COUNT; i++) {
      const dice = new Dice(`${SEED} ${i}`);
      const how = dice.pick(Object.keys(TAMPERINGS));
      const { lines: changed, first } = (TAMPERINGS[how] as Tampering)(dice, lines);
      const same = changed.length >= SIZE && lines.every((line, at) => lineText(line) === lineText(changed[at] as StoredLine));
      if (same) continue; // e.g. a line put in front of itself at the end
      seen.add(how);
      const hasKey = dice.chance(50);
      const { verdict, position, range } = await verifyExport(each(hasKey ? signedAgain(changed) : underTheOld(changed, notes)), trust);
      const [from, to] = [position ?? range?.from ?? Infinity, position ?? range?.to ?? 0];
      // A line received "later" shows where the next one is received earlier; a shorter log by what it lacks.
      const named = (from <= first + 1 && to >= first) || (from === changed.length + 1 && changed.length < SIZE);
      const found = { i, how, hasKey, first, from, to };
      expect({ ...found, verdict, named }).toEqual({ ...found, verdict: 'tampered', named: true });
      if (!hasKey && changed.length === SIZE) expect({ ...found, narrow: to - from < KEPT }).toEqual({ ...found, narrow: true });
    }
    expect(seen.size).toBe(COUNT >= 200 ? Object.keys(TAMPERINGS).length : seen.size);
  },
  60_000 + COUNT * 60,
);

test('without a checkpoint of before, whoever has every key can rewrite history: that is what keeping one is for', async () => {
  const lines = await allLines(await logOf(some(SIZE - 3)));
  const dice = new Dice('rewrite');
  const { lines: changed } = (TAMPERINGS['another history from a point on'] as Tampering)(dice, lines);
  expect((await verifyExport(each(signedAgain(changed)), testTrust)).verdict).toBe('proven');
});
