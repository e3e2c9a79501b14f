import type { Dice } from './dice';

/** Words of the landscape that nobody bears as a surname, so that every name on a page is recognisably invented. */
const SURNAMES = ['溪', '岭', '塘', '坪', '荷', '枫', '桥', '湾', '岚', '禾', '舟', '苇', '霞', '篱', '渡', '陌', '汀', '榆', '杉', '泉'] as const;
const FIRST = ['知', '若', '云', '子', '小', '一', '安', '思', '晨', '佳', '明', '雨', '星', '初', '嘉', '文'] as const;
const SECOND: Readonly<Record<'1' | '2', readonly string[]>> = {
  '1': ['远', '航', '峰', '宇', '轩', '林', '川', '阳', '博', '泽', '野', '诚', '岩', '杰'],
  '2': ['宁', '萱', '溪', '琪', '月', '彤', '雪', '瑶', '然', '雯', '禾', '棠', '欣', '婷'],
};
const GROWN = ['守田', '春山', '长河', '桂枝', '玉兰', '满仓', '秋收', '来福', '冬梅', '建桥', '望江', '素芬', '月英', '富贵'] as const;

/** A surname for a household. */
export const surname = (dice: Dice): string => dice.pick(SURNAMES);
/** A given name of two characters. */
export const givenName = (dice: Dice, sex: '1' | '2'): string => dice.pick(FIRST) + dice.pick(SECOND[sex]);
/** An adult of a household. */
export const adultName = (dice: Dice, family: string): string => family + dice.pick(GROWN);
