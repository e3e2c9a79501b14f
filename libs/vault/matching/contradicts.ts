import { compareNames, isLatin, isPlaceholder } from './names';

/** Names of fewer characters differ as a whole when one character differs: 王伟 and 王芳 are no slip. Unit: characters. */
const SHORTEST_SLIP = 3;
/** From so many characters on, names that share half of them in order may be two transliterations. Unit: characters. Source: † (assumption). */
const TRANSLITERATED = 4;

/**
 * Whether a name, in comparable form, speaks against belonging to a file of that name, although the number leads there: twins'
 * numbers exchanged, a number that another child had by mistake. Slips, transliterations, pinyin and names not given yet do not.
 */
export function contradicts(known: string, said: string): boolean {
  const agreement = compareNames(known, said);
  const [a, b] = [[...known], [...said]];
  if (agreement === 'near') return a.length === b.length && a.length < SHORTEST_SLIP;
  if (agreement !== 'other') return false;
  if (isLatin(known)) return sorted(a) !== sorted(b);
  const longest = Math.max(a.length, b.length);
  return Math.min(a.length, b.length) < TRANSLITERATED || 2 * inOrder(a, b) < longest;
}

/** As `contradicts`, for papers that may be a mother's or a whole family's: nothing but the same name or none yet belongs together. */
export function contradictsStrictly(known: string, said: string): boolean {
  if (known === said || isLatin(known) !== isLatin(said)) return false;
  return isPlaceholder(known) === isPlaceholder(said);
}

/** The same name in another order of its parts has the same letters. */
const sorted = (letters: readonly string[]): string => letters.toSorted().join('');

/** Most characters that two names have in common in one order. */
function inOrder(a: readonly string[], b: readonly string[]): number {
  let row: readonly number[] = Array.from({ length: b.length + 1 }, () => 0);
  for (const one of a) {
    const next = [0];
    for (let j = 0; j < b.length; j++) next.push(one === b[j] ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}
