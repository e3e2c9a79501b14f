import type { Dice } from '@lianhu/county';

/** Common surnames and characters of given names: names repeat as they do in a county. All persons are invented, with numbers of the area 99. */
const SURNAMES = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖覃洪武莫孔',
];
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅鹏宇浩然轩梓涵诗琪欣怡子墨雨桐一诺晨阳思远嘉懿俊熙佳琳可馨若曦安宁乐天博文泽楷依辰瑞霖',
];
const TIBETAN = ['扎西', '卓玛', '次仁', '多吉', '旦增', '平措', '央金', '拉姆', '格桑', '尼玛', '达瓦', '白玛', '德吉', '顿珠'];
const UYGHUR = ['买买提', '古丽', '阿卜杜拉', '艾力', '阿依古丽', '吐尔逊', '帕提古丽', '依明', '玉素甫', '热孜万'];

/** How a family names its children. */
export type Naming = 'han' | 'tibetan' | 'uyghur';

export const surname = (dice: Dice): string => dice.pick(SURNAMES);

/** A child's name: the family's surname and one or two characters; two parts without a surname; name and father's name. */
export function childName(dice: Dice, naming: Naming, family: string): string {
  if (naming === 'tibetan') return dice.pick(TIBETAN) + dice.pick(TIBETAN);
  if (naming === 'uyghur') return `${dice.pick(UYGHUR)}·${family}`;
  return family + dice.pick(GIVEN) + (dice.chance(0.8) ? dice.pick(GIVEN) : '');
}

/** What stands for the surname: in names of name and father's name, the father's. */
export const familyName = (dice: Dice, naming: Naming): string => (naming === 'uyghur' ? dice.pick(UYGHUR) : surname(dice));

export const adultName = (dice: Dice, naming: Naming, family: string): string =>
  naming === 'han' ? family + dice.pick(GIVEN) + dice.pick(GIVEN) : childName(dice, naming, family);

const TRADITIONAL: Readonly<Record<string, string>> = {
  张: '張',
  刘: '劉',
  陈: '陳',
  杨: '楊',
  黄: '黃',
  赵: '趙',
  吴: '吳',
  孙: '孫',
  马: '馬',
  罗: '羅',
  郑: '鄭',
  谢: '謝',
  许: '許',
  邓: '鄧',
  冯: '馮',
  韩: '韓',
  萧: '蕭',
  卢: '盧',
  钟: '鍾',
};
const SPELLINGS: Readonly<Record<string, string>> = {
  扎西: '札西',
  次仁: '才让',
  多吉: '多杰',
  旦增: '丹增',
  平措: '彭措',
  买买提: '麦麦提',
  古丽: '姑丽',
  阿卜杜: '阿布都',
};

/** The same name as another office writes it: traditional, another spelling, another separator, blanks. */
export function variant(dice: Dice, name: string): string {
  const first = TRADITIONAL[name[0] ?? ''];
  if (first !== undefined && dice.chance(0.7)) return first + name.slice(1);
  for (const [spelling, other] of Object.entries(SPELLINGS)) if (name.includes(spelling)) return name.replace(spelling, other);
  if (name.includes('·')) return name.replace('·', dice.pick(['•', ' ', '・', '']));
  if (name.length === 4 && TIBETAN.includes(name.slice(0, 2))) return `${name.slice(0, 2)}·${name.slice(2)}`;
  return ` ${name}　`;
}

/** A slip of the pen: one character of the given name is another one. */
export function slip(dice: Dice, name: string): string {
  const at = dice.int(1, name.length - 1);
  return name[at] === '·' ? name : name.slice(0, at) + dice.pick(GIVEN.filter((character) => character !== name[at])) + name.slice(at + 1);
}
