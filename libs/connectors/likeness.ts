import { headerCore } from './header';

/** Words of one meaning, in the form in which headers are compared. Source: † (assumption), how forms are worded. */
const FOLDS: readonly (readonly [RegExp, string])[] = [
  [/^(所在|就读|现读|所属|目前|现在|何时起|从何日起)/, ''],
  [/^(有无|有没有|是不是|能否)/, '是否'],
  [/^(.+)与否$/, '是否$1'],
  [/(时间|年月日)/, '日期'],
  [/(类型|种类|性质)/, '类别'],
  [/(级别|程度)/, '等级'],
  [/(号码|编码|流水号|单号|文号)$/, '编号'],
  [/(?<!编)号$/, '编号'],
  [/情况/, '状况'],
  [/(开始|起始|起算)/, '起始'],
  [/(照料|抚养|看护)/, '照护'],
  [/(来源|途径|渠道)/, '来源'],
  [/方式/, '形式'],
  [/日数$/, '天数'],
  [/(?<![人天月次岁周])数$/, '人数'],
  [/(补助|待遇)/, '补贴'],
  [/医院$/, '机构'],
  [/(标志|标识)$/, ''],
];

/** A header without its bracket, its words of one meaning made one. */
export const folded = (header: string): string => FOLDS.reduce((text, [words, one]) => text.replace(words, one), headerCore(header));

/** What a text that holds a whole word in the word's own order is worth, by how much of it the word is. Unit: per cent. */
const HOLDS = { least: 0.55, from: 74, to: 94 } as const;
/** What a text that ends in a word of two characters is worth: 家事案由 is some 案由; values have to say the rest. */
const ENDS_IN = 60;

/** How alike two folded header texts are, 0 … 96. */
export function likeness(a: string, b: string): number {
  if (a === b) return 96;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const share = short.length / long.length;
  const holds = share >= HOLDS.least && short.length >= 2 && inOrder(short, long) ? HOLDS.from + (HOLDS.to - HOLDS.from) * share : 0;
  const ends = short.length >= 2 && long.endsWith(short) ? ENDS_IN : 0;
  const near = dice(a, b);
  return Math.round(Math.max(holds, ends, near >= 0.5 ? near * 78 : 0));
}

function inOrder(short: string, long: string): boolean {
  let at = -1;
  return [...short].every((letter) => (at = long.indexOf(letter, at + 1)) >= 0);
}

const PAIRS = new Map<string, readonly string[]>();
function pairsOf(text: string): readonly string[] {
  const known = PAIRS.get(text);
  if (known) return known;
  const letters = [...text];
  const pairs = letters.slice(1).map((letter, i) => `${letters[i]}${letter}`);
  if (PAIRS.size < MAX_PAIRS) PAIRS.set(text, pairs);
  return pairs;
}
/** Texts whose pairs are kept. Reason: our own words, not every header ever seen. */
const MAX_PAIRS = 4_000;

/** Likeness of two texts by pairs of characters, 0 … 1. */
export function dice(a: string, b: string): number {
  if (a === b) return 1;
  const [left, right] = [pairsOf(a), pairsOf(b)];
  if (left.length === 0 || right.length === 0) return 0;
  return (2 * left.filter((pair) => right.includes(pair)).length) / (left.length + right.length);
}
