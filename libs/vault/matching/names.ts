/// <reference path="./opencc.d.ts" />
import { Converter } from 'opencc-js/t2cn';
import { nameKey } from '@lianhu/standards';

/** How two names stand to each other. `placeholder`: one is no name yet (某某之女), which speaks neither for nor against. */
export type NameAgreement = 'same' | 'near' | 'placeholder' | 'other' | 'unknown';

/** Traditional characters as simplified ones; everything else keeps its code point. */
const simplified = Converter({ from: 't', to: 'cn' });

/**
 * Syllables of names from other languages that offices write in several ways; the first stands for all. Source: † (assumption),
 * usual transliterations; the list grows with what a county meets.
 */
const TRANSLITERATIONS: readonly (readonly string[])[] = [
  ['扎西', '札西', '扎喜'],
  ['卓玛', '卓嘎玛', '拽玛', '卓麻'],
  ['次仁', '才仁', '泽仁', '才让', '次楞'],
  ['多吉', '多杰', '道吉'],
  ['旦增', '丹增', '登增'],
  ['平措', '彭措', '朋措'],
  ['买买提', '麦麦提', '穆罕默德', '买麦提'],
  ['古丽', '姑丽', '古力', '古莉'],
  ['阿卜杜', '阿布都', '阿不都', '阿卜都'],
  ['巴特尔', '巴特儿', '巴图尔'],
  ['其其格', '琪琪格', '齐齐格'],
];
const FORMS = TRANSLITERATIONS.flatMap(([first = '', ...others]) => others.map((other) => [other, first] as const)).sort(
  ([a], [b]) => b.length - a.length,
);

/** A child that has no name yet: 溪某之女, 溪某长子, 溪某之大宝, 无名氏. */
const PLACEHOLDER = /(之?(长|次|三|大|二|小|幺)?(子|女|男婴|女婴|婴儿|婴|宝))$|^(无名氏|未取名|不详|无名|弃婴)/u;
/** A name of fewer characters than this is too short for one of them to be a slip. Unit: characters. */
const SHORTEST_NEAR = 2;
/** Unit: names remembered; the same ones come again and again. */
const MAX_REMEMBERED = 200_000;

const remembered = new Map<string, string>();

/** The form that names are compared in: separators away, traditional as simplified, one spelling of a transliteration. Pinyin is none. */
export function comparable(name: string): string {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  let form = simplified(nameKey(name)).toLowerCase();
  for (const [other, first] of FORMS) if (form.includes(other)) form = form.replaceAll(other, first);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(name, form);
  return form;
}

/** Whether a text stands where a name is not given yet. */
export const isPlaceholder = (name: string): boolean => name.length > 2 && PLACEHOLDER.test(name.normalize('NFKC'));

/** Latin letters: pinyin, or a foreigner's name. Beside characters it says nothing for or against. */
export const isLatin = (name: string): boolean => LATIN.test(name);
const LATIN = /^[\p{Script=Latin}\d.'-]+$/u;

/** How two names in comparable form stand to each other. */
export function compareNames(a: string, b: string): NameAgreement {
  if (a === '' || b === '' || isLatin(a) !== isLatin(b)) return 'unknown';
  if (isPlaceholder(a) || isPlaceholder(b)) return a === b ? 'same' : 'placeholder';
  if (a === b) return 'same';
  return isNear([...a], [...b]) ? 'near' : 'other';
}

/** One character other, missing or exchanged with its neighbour; or one of a two-part name's parts. */
function isNear(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < SHORTEST_NEAR) return false;
  if (short.length === long.length) {
    const at = short.flatMap((character, i) => (character === long[i] ? [] : [i]));
    const [i = 0, j = 0] = at;
    // Of two characters one must stay: 云宁 and 云溪 are near, and a person looks; 云宁 and 星溪 are not.
    return at.length === 1 || (at.length === 2 && j === i + 1 && short[i] === long[j] && short[j] === long[i]);
  }
  if (long.length - short.length === 1) {
    const gap = short.findIndex((character, i) => character !== long[i]);
    return gap === -1 || short.slice(gap).join('') === long.slice(gap + 1).join('');
  }
  // Name and father's name, or a two-part name of which one system knows a half.
  const [whole, part] = [long.join(''), short.join('')];
  return long.length >= 4 && (whole.startsWith(part) || whole.endsWith(part));
}
