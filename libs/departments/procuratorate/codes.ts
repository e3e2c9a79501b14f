import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2, procuratorate lists † (assumption).

/** 督促监护原因 {GORDER}. The last two are restricted facts: only the type for cases says them. */
export const GORDER = defineCodes('GORDER', '督促监护原因', {
  absent: '监护缺位',
  neglect: '怠于管教',
  indulgence: '放任',
  'child-suspect': '子女涉罪',
  'child-victim': '子女受害',
});
/** Causes that are restricted facts: the type that says them instead. */
export const GUARDIANSHIP_INSTEAD = {
  'child-suspect': 'procuratorate.case-guardianship-order.issued',
  'child-victim': 'procuratorate.case-guardianship-order.issued',
} as const;
/** 督促监护原因（涉案） {GORDERCASE}. */
export const GORDERCASE = defineCodes('GORDERCASE', '督促监护原因（涉案）', { 'child-suspect': '子女涉罪', 'child-victim': '子女受害' });
/** 应报未报情形 {NONREP}. */
export const NONREP = defineCodes('NONREP', '应报未报情形', { unaware: '不知应报', late: '迟报', concealed: '瞒报' });
/** 考验期任务 {PROBTASK}. */
export const PROBTASK = defineCodes('PROBTASK', '考验期任务', {
  report: '定期报告',
  'community-service': '社区服务',
  treatment: '戒瘾治疗',
  'no-entry': '禁止进入特定场所',
  'no-contact': '禁止接触特定人员',
  study: '接受教育',
});
/** 考验期结果 {CNPEND}. */
export const CNPEND = defineCodes('CNPEND', '考验期结果', { nonprosecution: '不起诉', prosecution: '起诉' });
/** 不起诉种类 {NPKIND}. */
export const NPKIND = defineCodes('NPKIND', '不起诉种类', {
  statutory: '法定不起诉',
  discretionary: '酌定不起诉',
  doubt: '存疑不起诉',
  probation: '考验期满不起诉',
});
/** 公益诉讼领域 {PIFIELD}. */
export const PIFIELD = defineCodes('PIFIELD', '公益诉讼领域', {
  network: '网络',
  'food-and-drug': '食品药品',
  'tobacco-and-alcohol': '烟酒',
  tattoo: '文身',
  lodging: '住宿',
  'personal-data': '个人信息',
  accessibility: '无障碍',
});
/** 审查阶段 {PSTAGE}. */
export const PSTAGE = defineCodes('PSTAGE', '审查阶段', { arrest: '审查逮捕', prosecution: '审查起诉' });
