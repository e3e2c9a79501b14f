import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2, court lists † (assumption).

/** 保护令措施 {PROTMEAS}. */
export const PROTMEAS = defineCodes('PROTMEAS', '保护令措施', {
  'no-violence': '禁止家庭暴力',
  'no-contact': '禁止骚扰、跟踪、接触',
  'move-out': '责令迁出',
  other: '其他措施',
});
/** 驳回原因 {REFUSE}. */
export const REFUSE = defineCodes('REFUSE', '驳回原因', { evidence: '证据不足', conditions: '不符合条件', withdrawn: '撤回申请' });
/** 保护令终止方式 {ORDEREND}. */
export const ORDEREND = defineCodes('ORDEREND', '保护令终止方式', { expired: '届满', lifted: '撤销', changed: '变更', extended: '延长' });
/** 监护人指定方 {GUARDKIND}. */
export const GUARDKIND = defineCodes('GUARDKIND', '监护人指定方', { court: '法院', village: '村居委会', 'civil-affairs': '民政' });
/** 宣告类别 {MISSDEAD}. */
export const MISSDEAD = defineCodes('MISSDEAD', '宣告类别', { missing: '宣告失踪', dead: '宣告死亡' });
/** 监护资格裁判 {REVOKE}. */
export const REVOKE = defineCodes('REVOKE', '监护资格裁判', { revoked: '撤销', restored: '恢复', dismissed: '驳回' });
/** 刑罚 {SENT}. */
export const SENT = defineCodes('SENT', '刑罚', {
  exempt: '免予刑事处罚',
  control: '管制',
  detention: '拘役',
  imprisonment: '有期徒刑',
  suspended: '缓刑',
});
