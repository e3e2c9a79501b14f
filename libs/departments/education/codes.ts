import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2, education lists † (assumption).

/** 辍学原因 {DROPWHY}. `union` and `pregnancy` are restricted facts: the event is sent without them. */
export const DROPWHY = defineCodes('DROPWHY', '辍学原因', {
  weary: '厌学',
  economic: '经济',
  illness: '疾病',
  work: '务工',
  guardianship: '监护',
  other: '其他',
  union: '早婚同居',
  pregnancy: '怀孕',
});
/** Reasons that are restricted facts: the type that says them instead, beside the plain event with another reason. */
export const DROPWHY_INSTEAD = { union: 'hub.early-union.found', pregnancy: 'health.minor-pregnancy.found' } as const;
/** 校园伤害事故 {ACCID}. */
export const ACCID = defineCodes('ACCID', '校园伤害事故', {
  sport: '体育活动',
  play: '打闹',
  facility: '设施',
  food: '食品',
  'school-bus': '校车',
  internship: '实习',
});
/** 欺凌处置 {BULLYM}. */
export const BULLYM = defineCodes('BULLYM', '欺凌处置', {
  apology: '赔礼道歉',
  discipline: '惩戒',
  admonition: '训导',
  'class-change': '转班',
  'special-education': '专门教育',
  transfer: '移送',
});
/** 发现渠道 {CHANNEL}. */
export const CHANNEL = defineCodes('CHANNEL', '发现渠道', {
  self: '本人',
  schoolmate: '同学',
  parent: '家长',
  teacher: '教师',
  patrol: '巡查',
  survey: '调查',
  hotline: '热线',
  network: '网络',
});
/** 学校保护职责 {DUTY}. */
export const DUTY = defineCodes('DUTY', '学校保护职责', {
  'phone-keeping': '手机保管',
  'conduct-rules': '师生交往准则',
  'smoke-free': '无烟校园',
  'bullying-and-sexual-harm': '欺凌性侵专项制度',
  'mandatory-report': '强制报告制度',
  safety: '安全防控',
  meals: '陪餐公开',
  sleep: '睡眠作息',
  'network-literacy': '网络素养',
  drill: '应急演练',
  'school-bus': '校车管理',
  'after-school': '课后服务',
});
/** 教育资助 {EAID}. */
export const EAID = defineCodes('EAID', '教育资助', { 'fee-waiver': '免费项', subsidy: '补助项', boarding: '寄宿生补助', grant: '助学金' });
/** 违规处理方式 {EXPEL}. */
export const EXPEL = defineCodes('EXPEL', '违规处理方式', { 'persuaded-out': '劝退', suspended: '停课', refused: '拒收', expelled: '除名' });
/** 年级 {GRADE}. */
export const GRADE = defineCodes('GRADE', '年级', {
  nursery: '托幼',
  p1: '小学一年级',
  p2: '小学二年级',
  p3: '小学三年级',
  p4: '小学四年级',
  p5: '小学五年级',
  p6: '小学六年级',
  j1: '初中一年级',
  j2: '初中二年级',
  j3: '初中三年级',
  s1: '高中一年级',
  s2: '高中二年级',
  s3: '高中三年级',
  vocational: '中等职业学校',
});
/** 健康问题类别 {ILLSIDE}. */
export const ILLSIDE = defineCodes('ILLSIDE', '健康问题类别', { physical: '生理', psychological: '心理' });
/** 普法主体 {LAWBY}. */
export const LAWBY = defineCodes('LAWBY', '普法主体', {
  court: '法院',
  procuratorate: '检察',
  police: '公安',
  justice: '司法行政',
  'vice-principal': '法治副校长',
  counsellor: '法治辅导员',
  school: '学校',
  'social-organisation': '社会组织',
});
/** 不良行为 {MISCON}. */
export const MISCON = defineCodes('MISCON', '不良行为', {
  truancy: '旷课逃学',
  'night-out': '夜不归宿',
  'smoking-drinking': '吸烟饮酒',
  'network-addiction': '沉迷网络',
  'bad-company': '结交不良人员',
  'unfit-places': '进入不适宜场所',
  gambling: '赌博',
  'bad-reading': '不良读物',
  other: '其他',
});
/** 不良行为处置 {MISMEAS}. */
export const MISMEAS = defineCodes('MISMEAS', '不良行为处置', {
  education: '教育',
  discipline: '惩戒',
  'parent-talk': '约谈家长',
  counselling: '心理辅导',
  'social-worker': '社工介入',
  observation: '观护',
});
/** 劝返结果 {PERSUADE}. */
export const PERSUADE = defineCodes('PERSUADE', '劝返结果', { agreed: '同意返校', refused: '拒绝', 'not-seen': '未见到' });
/** 家校社活动 {PSACT}. */
export const PSACT = defineCodes('PSACT', '家校社活动', { guidance: '指导服务', practice: '实践活动' });
/** 心理风险等级 {PSYLV}. */
export const PSYLV = defineCodes('PSYLV', '心理风险等级', { '1': '一般', '2': '中度', '3': '高度', '4': '危机' });
/** 严重不良行为 {SERMIS}. */
export const SERMIS = defineCodes('SERMIS', '严重不良行为', {
  gang: '结伙滋事',
  knife: '携带管制刀具',
  violence: '殴打恐吓强索',
  damage: '毁坏财物',
  obscene: '传播淫秽',
  drugs: '涉毒',
  gambling: '赌博',
  other: '其他',
});
/** 特殊教育安置 {SPED}. */
export const SPED = defineCodes('SPED', '特殊教育安置', { inclusive: '随班就读', 'special-school': '特殊教育学校', 'home-teaching': '送教上门' });
/** 离开专门学校去向 {SSEND}. */
export const SSEND = defineCodes('SSEND', '离开专门学校去向', {
  school: '返校',
  graduated: '毕业',
  employed: '就业',
  transferred: '转出',
  extended: '延长',
});
/** 专门教育评估结论 {SSRES}. */
export const SSRES = defineCodes('SSRES', '专门教育评估结论', { needed: '需要', 'not-needed': '不需要', 'other-measure': '改用其他措施' });
/** 学段 {STAGE}. */
export const STAGE = defineCodes('STAGE', '学段', {
  kindergarten: '幼儿园',
  primary: '小学',
  junior: '初中',
  senior: '高中',
  vocational: '中等职业学校',
});
/** 学籍异动 {STUMOVE}. */
export const STUMOVE = defineCodes('STUMOVE', '学籍异动', { transfer: '转学', suspension: '休学', graduation: '毕业', left: '离校' });
/** 教师违规 {TEACHMIS}. */
export const TEACHMIS = defineCodes('TEACHMIS', '教师违规', {
  'corporal-punishment': '体罚',
  humiliation: '言语羞辱',
  'sexual-harassment': '性骚扰',
  'paid-tutoring': '有偿补课',
  gifts: '收受礼品',
  other: '其他',
});
