import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2, police lists † (assumption).

/** 涉警角色 {ROLE}. */
export const ROLE = defineCodes('ROLE', '涉警角色', { victim: '被害', witness: '目睹', doer: '行为人', seeker: '求助' });
/** 警情类别 {ALARM}. `sexual` is a restricted fact: only police.sexual-alarm.received says it. */
export const ALARM = defineCodes('ALARM', '警情类别', {
  injury: '伤害',
  bullying: '欺凌',
  missing: '失踪',
  suicide: '自杀',
  robbery: '盗抢',
  dispute: '纠纷',
  sexual: '性侵',
});
/** 户口事项 {HUKOU}. */
export const HUKOU = defineCodes('HUKOU', '户口事项', {
  birth: '出生登记',
  'late-entry': '补登',
  adoption: '收养',
  'move-in': '迁入',
  'move-out': '迁出',
  death: '死亡注销',
  unregistered: '发现未落户',
});
