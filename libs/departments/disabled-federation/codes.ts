import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2 † (assumption).
/** 辅具种类 {DEVICE}. */
export const DEVICE = defineCodes('DEVICE', '辅具种类', { 'hearing-aid': '助听器', orthosis: '矫形器', wheelchair: '轮椅', 'visual-aid': '助视器' });
/** 康复中断原因 {REHABSTOP}. */
export const REHABSTOP = defineCodes('REHABSTOP', '康复中断原因', {
  cost: '费用',
  travel: '交通',
  moved: '迁移',
  illness: '病情',
  parents: '家长意愿',
  institution: '机构原因',
});
/** 服务内容 {SERV}. */
export const SERV = defineCodes('SERV', '服务内容', {
  visit: '探访',
  policy: '政策宣讲',
  rehab: '康复指导',
  'home-teaching': '送教上门',
  comfort: '慰藉',
});
