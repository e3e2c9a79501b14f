import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2 † (assumption).
/** 矫正违规情形 {BREACH}. */
export const BREACH = defineCodes('BREACH', '矫正违规情形', { 'out-of-supervision': '脱管', prohibition: '违反禁令', reoffending: '再犯' });
/** 解矫情形 {CORREND}. */
export const CORREND = defineCodes('CORREND', '解矫情形', { completed: '期满', imprisoned: '收监', revoked: '撤销' });
/** 教育帮扶方式 {EDUSUP}. */
export const EDUSUP = defineCodes('EDUSUP', '教育帮扶方式', {
  'family-empowerment': '家庭增能',
  'school-return': '校园复归',
  'peer-help': '同伴互助',
  study: '学业帮扶',
  skills: '技能培训',
  psychological: '心理支持',
});
/** 损害修复方式 {REPAIR}. */
export const REPAIR = defineCodes('REPAIR', '损害修复方式', {
  apology: '赔礼',
  compensation: '赔偿',
  'community-work': '公益劳动',
  reconciliation: '修复关系',
});
