import { CORR, NOTICE, POST, RETURN, VERDICT, WITHDRAWAL_REASONS } from '@lianhu/departments/hub';
import { BASIS, CAT, DEPT, DOCTYPE, NEED, PURPOSE, REL, SEX } from '@lianhu/standards';

/** Chinese title of a code; an unknown code shows itself, so that a newer server never breaks a page. */
const titleIn =
  (titles: Readonly<Record<string, string>>) =>
  (code: string | number | undefined): string =>
    code === undefined || code === '' ? '—' : (titles[String(code)] ?? String(code));

export const categoryTitle = titleIn(CAT.titles);
export const docTypeTitle = titleIn(DOCTYPE.titles);
export const sexTitle = titleIn(SEX.titles);
export const needTitle = titleIn(NEED.titles);
export const relationTitle = titleIn(REL.titles);
export const purposeTitle = titleIn(PURPOSE.titles);
export const basisTitle = titleIn(BASIS.titles);
export const departmentTitle = titleIn(DEPT.titles);
export const verdictTitle = titleIn(VERDICT.titles);
export const postTitle = titleIn(POST.titles);
export const correctionReason = titleIn(CORR.titles);
/** Why a person withdraws an event; merging and splitting of files are decided elsewhere. */
export const CORRECTION_REASONS = WITHDRAWAL_REASONS;

/** Categories that a list may be filtered by; restricted facts stand under no child and are left out. */
export const CATEGORIES: readonly string[] = Object.keys(CAT.titles)
  .filter((code) => !['12', '15', '16'].includes(code))
  .sort();
export const VERDICTS: readonly string[] = Object.keys(VERDICT.titles);
/** Who may have seen a child, by post. */
export const POSTS: readonly string[] = Object.keys(POST.titles);

/** Alert levels, most urgent first. */
export const LEVELS = [4, 3, 2] as const;
export const levelTitle = titleIn({ '4': '红色', '3': '橙色', '2': '黄色', '1': '绿色' });
/** Class name suffix of a level's colours. */
export const levelTone = (level: number | undefined): string => ({ 4: 'red', 3: 'orange', 2: 'yellow', 1: 'green' })[level ?? 0] ?? 'plain';

/** Sensitivity of an event 敏感级别: what it holds, and who may read it, as an officer would say. Source: domain model §0.5. */
const SENSITIVITIES: Readonly<Record<string, readonly [holds: string, readers: string]>> = {
  L1: ['公开信息', '可公开或已汇总'],
  L2: ['内部工作信息', '不涉及个人，成员单位可见'],
  L3: ['个人信息', '与职责有关的人员可见'],
  L4: ['敏感个人信息', '未满14周岁，或涉及健康、贫困、监护、心理等；按规定须知悉的人员可见'],
  L5: ['司法受限信息', '被害人、涉案未成年人、保护令、报告人等；只有办案机关和指定的个案专员可见'],
  L6: ['已封存', '只有原办案机关可查'],
};
export const SENSITIVITY_LEVELS: readonly string[] = Object.keys(SENSITIVITIES).filter((level) => level !== 'L6');
/** `L4` → `4级·敏感个人信息`. */
export const sensitivityTitle = titleIn(
  Object.fromEntries(Object.entries(SENSITIVITIES).map(([level, [holds]]) => [level, `${level.slice(1)}级·${holds}`])),
);
/** The same with who may read it, for whoever asks what the level means. */
export const sensitivityNote = (level: string | undefined): string => {
  const [, readers] = SENSITIVITIES[level ?? ''] ?? [];
  return `敏感级别 ${sensitivityTitle(level)}${readers === undefined ? '' : `：${readers}`}`;
};

/** The six protections 六大保护, in their usual order. */
export const PROTECTIONS = ['family', 'school', 'society', 'network', 'government', 'justice'] as const;
export const protectionTitle = titleIn({
  family: '家庭保护',
  school: '学校保护',
  society: '社会保护',
  network: '网络保护',
  government: '政府保护',
  justice: '司法保护',
  other: '工作机制',
});

export const schoolTitle = titleIn({ suspected: '疑似辍学', dropped: '辍学', returned: '已复学' });
export const alertStateTitle = titleIn({ open: '未签收', acknowledged: '已签收', closed: '已办结' });
export const noticeStateTitle = titleIn({ sent: '未签收', receipted: '已签收', accepted: '已接收', returned: '已退回', completed: '已办结' });
export const noticeKindTitle = titleIn(NOTICE.titles);
/** Whom a notice went to: a department, or those who have no code of their own. */
export const addresseeTitle = titleIn({ ...DEPT.titles, office: '未保办', town: '乡镇', village: '村（居）' });
/** {RETURN} as forms offer it. */
export const RETURNS: readonly (readonly [code: string, title: string])[] = Object.entries(RETURN.titles);
export const quarterStateTitle = titleIn({ running: '进行中', due: '待办结', closed: '已办结' });

/** Ages as an officer says them. */
export const ageText = (age: number | undefined, ageBand: string | undefined): string => {
  if (age !== undefined) return `${age} 岁`;
  return ageBand === undefined ? '—' : `${ageBand.replace('-', '–')} 岁`;
};

const ROLE_TITLES: Readonly<Record<string, string>> = {
  office: '未保办',
  'office-lead': '未保办负责人',
  'case-officer': '个案专员',
  'department-lead': '部门负责人',
  'data-officer': '部门数据专员',
  inspector: '督查专员',
  town: '乡镇未保站',
  village: '村儿童主任',
  leader: '领导小组',
  auditor: '审计监督',
  'security-officer': '数据安全员',
  admin: '系统管理员',
};
export const roleTitle = titleIn(ROLE_TITLES);

/** What a purpose is chosen for, in one line. */
export const PURPOSE_HINTS: Readonly<Record<string, string>> = {
  rescue: '处置预警、上门核查、紧急救助',
  investigate: '核实线索和情况',
  confer: '个案会商、部门协同',
  assess: '风险与监护评估',
  aid: '办理补贴、资助和帮扶',
  educate: '就学、劝返与家庭教育',
  treat: '就医、康复与心理服务',
  statistics: '汇总统计、编制季报',
  supervise: '督查督办、检查落实',
  audit: '审计复核、回放核对',
};
