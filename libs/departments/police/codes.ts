import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2, police lists † (assumption).

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
/** 同住人 {COMPANION}. */
export const COMPANION = defineCodes('COMPANION', '同住人', {
  alone: '独自',
  parents: '父母',
  relative: '亲属',
  peer: '同龄人',
  'unrelated-adult': '无亲属关系的成年人',
});
/** 矫治措施 {CORRECT}. */
export const CORRECT = defineCodes('CORRECT', '矫治措施', {
  admonition: '训诫',
  undertaking: '责令具结悔过',
  'community-correction': '社区矫治',
  'special-school': '专门学校',
  'special-correction': '专门矫治教育',
});
/** 羁押情形 {DETAIN}. */
export const DETAIN = defineCodes('DETAIN', '羁押情形', {
  detention: '刑事拘留',
  arrest: '逮捕',
  sentence: '服刑',
  detox: '强制隔离戒毒',
  released: '解除',
});
/** 找到时状况 {FOUND}. */
export const FOUND = defineCodes('FOUND', '找到时状况', { safe: '安全', injured: '受伤', dead: '死亡' });
/** 处理决定 {MEASURE}. */
export const MEASURE = defineCodes('MEASURE', '处理决定', {
  none: '不予处罚',
  warning: '警告',
  fine: '罚款',
  detention: '拘留',
  'detention-not-executed': '拘留不执行',
  transfer: '移送起诉',
});
/** 失踪风险类别 {MISS}. */
export const MISS = defineCodes('MISS', '失踪风险类别', { 'ran-away': '出走', lost: '走失', abduction: '疑被拐', 'online-meeting': '网络邀约' });
/** 带离原因 {REMOVE}. */
export const REMOVE = defineCodes('REMOVE', '带离原因', { violence: '暴力', sexual: '性侵', unattended: '无人照料', other: '其他' });
