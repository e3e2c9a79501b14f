import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2 † (assumption).
/** 家庭风险 {FRISK}. */
export const FRISK = defineCodes('FRISK', '家庭风险', { neglect: '忽视', violence: '暴力', absence: '监护缺失', addiction: '酗酒赌毒' });
/** 指导令执行 {ORDST}. */
export const ORDST = defineCodes('ORDST', '指导令执行', { running: '进行中', completed: '完成', refused: '拒绝' });
