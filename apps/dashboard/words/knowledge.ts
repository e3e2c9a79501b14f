/** What each row of the need-to-know matrix is about, in the words of the catalogue page. Source: `libs/access/matrix.ts`. */
const KNOWLEDGE: Readonly<Record<string, string>> = {
  K01: '身份、住址、户籍',
  K02: '类别与补贴',
  K03: '监护状况',
  K04: '在校与辍学',
  K05: '欺凌',
  K06: '心理与自伤',
  K07: '健康、残疾、筛查',
  K08: '怀孕、早婚早育',
  K09: '家暴与保护令',
  K10: '侵害未成年人',
  K11: '涉罪与矫正',
  K12: '封存记录',
  K13: '报告人身份',
  K14: '线索时限、任务、通知',
  K15: '从业查询',
  K16: '场所、检查、设施',
  K17: '汇总与报告',
  K18: '预警',
  K19: '风险等级与评估',
  K20: '家访、摸排、服务、会商',
  K21: '警情、走失、旅馆、童工',
  K22: '家事案件与监护裁判',
  K23: '热线、哨点报告、转介',
  K24: '需求',
  K25: '不良行为与专门教育',
  K26: '未保办工作（不涉及儿童）',
  K27: '系统记录',
};

/** `K22 家事案件与监护裁判`; without a category only the department that sends may know. */
export const knowledgeTitle = (category: string | undefined): string =>
  category === undefined ? '仅报送部门' : [category, KNOWLEDGE[category]].filter((part) => part !== undefined).join(' ');
