import { defineCodes } from '@lianhu/kernel';

// Code lists that several departments use. A list of one department lives beside its events. Source: domain model §8.2.

/** 性别 GB/T 2261.1. */
export const SEX = defineCodes('SEX', '性别', { '0': '未知', '1': '男', '2': '女', '9': '未说明' });
/** 证件类型. */
export const DOCTYPE = defineCodes('DOCTYPE', '证件类型', {
  '01': '居民身份证',
  '02': '出生医学证明',
  '03': '户口簿页',
  '04': '护照',
  '05': '港澳居民证件',
  '06': '台湾居民证件',
  '07': '外国人居留证件',
  '08': '救助站编号',
  '09': '医院编号',
  '99': '无证件',
});
/** 对象类别 {CAT}. 12, 15 and 16 are restricted facts: only their own types say them. */
export const CAT = defineCodes('CAT', '对象类别', {
  '01': '孤儿（集中）',
  '02': '孤儿（散居）',
  '03': '事实无人抚养',
  '04': '农村留守',
  '05': '流动',
  '06': '家庭贫困',
  '07': '重病',
  '08': '重残',
  '09': '监护缺失',
  '10': '监护不当',
  '11': '流浪',
  '12': '艾滋病毒感染',
  '13': '服刑戒毒人员子女',
  '14': '离婚家庭重点',
  '15': '未成年被害人',
  '16': '涉罪未成年人',
  '17': '心理行为重点',
  '18': '辍学',
});
/** 摸排类别: those categories of children that are no restricted fact by themselves. */
export const CENSUSCAT = defineCodes('CENSUSCAT', '摸排类别', {
  '01': '孤儿（集中）',
  '02': '孤儿（散居）',
  '03': '事实无人抚养',
  '04': '农村留守',
  '05': '流动',
  '06': '家庭贫困',
  '07': '重病',
  '08': '重残',
  '09': '监护缺失',
  '10': '监护不当',
  '11': '流浪',
  '13': '服刑戒毒人员子女',
  '14': '离婚家庭重点',
  '17': '心理行为重点',
  '18': '辍学',
});
/** 父母状况 {PSTATE}. */
export const PSTATE = defineCodes('PSTATE', '父母状况', {
  '01': '死亡',
  '02': '宣告死亡',
  '03': '失踪',
  '04': '重残',
  '05': '重病',
  '06': '服刑在押六个月以上',
  '07': '强制隔离戒毒六个月以上',
  '08': '其他限制自由六个月以上',
  '09': '失联六个月以上',
  '10': '被撤销监护资格',
  '11': '被遣送出境',
  '12': '正常',
});
/** 强制报告情形 {MR9}. */
export const MR9 = defineCodes('MR9', '强制报告情形', {
  '1': '私处非正常损伤',
  '2': '不满十四周岁女性被侵害、怀孕或流产',
  '3': '已满十四周岁女性受侵害致怀孕或流产',
  '4': '多处伤、营养不良或昏迷，疑受家暴、欺凌、虐待',
  '5': '自杀、自残、工伤、中毒等非正常伤亡',
  '6': '被遗弃或长期无人照料',
  '7': '来源不明、失踪或被拐',
  '8': '被组织乞讨',
  '9': '其他严重侵害',
});
/** 关系 {REL}. */
export const REL = defineCodes('REL', '关系', {
  father: '父',
  mother: '母',
  stepparent: '继父母',
  'adoptive-parent': '养父母',
  'paternal-grandparent': '祖父母',
  'maternal-grandparent': '外祖父母',
  sibling: '兄姐',
  relative: '其他亲属',
  neighbour: '邻居',
  teacher: '教师',
  schoolmate: '同学',
  'online-friend': '网友',
  stranger: '陌生人',
  unknown: '不明',
});
/** 伤情 {INJ}. */
export const INJ = defineCodes('INJ', '伤情', { none: '无', slight: '轻微', minor: '轻伤', serious: '重伤', death: '死亡' });
/** 家事案由 {FAMCAUSE}. */
export const FAMCAUSE = defineCodes('FAMCAUSE', '家事案由', {
  divorce: '离婚',
  support: '抚养',
  visiting: '探望',
  guardianship: '监护',
  adoption: '收养',
});
/** 申请人 {APPKIND}. */
export const APPKIND = defineCodes('APPKIND', '申请人', {
  self: '本人',
  'close-relative': '近亲属',
  guardian: '监护人',
  police: '公安',
  'womens-federation': '妇联',
  'disabled-federation': '残联',
  village: '村居',
  rescue: '救助机构',
  'civil-affairs': '民政',
});
/** 发现来源 {CLUESRC}. */
export const CLUESRC = defineCodes('CLUESRC', '发现来源', {
  school: '学校',
  medical: '医疗',
  village: '村居',
  grid: '网格',
  hotel: '旅馆',
  police: '公安',
  procuratorate: '检察',
  court: '法院',
  'civil-affairs': '民政',
  hotline: '热线',
  'social-worker': '社工',
  family: '家庭',
  self: '本人',
  matching: '数据比对',
  other: '其他',
});
/** 退出原因 {EXIT}. */
export const EXIT = defineCodes('EXIT', '退出原因', {
  adult: '满十八周岁',
  moved: '迁出',
  resolved: '情形消失',
  adopted: '被收养',
  death: '死亡',
  'listed-by-mistake': '误列',
});
/** 行业 {SECTOR}. */
export const SECTOR = defineCodes('SECTOR', '行业', {
  education: '教育',
  health: '医疗',
  'civil-affairs': '民政',
  police: '公安',
  culture: '文旅体',
  tutoring: '校外培训',
  nursery: '托育',
  hotel: '旅馆',
  village: '村居',
  other: '其他',
});
/** 需求 {NEED}: what towns and villages see instead of a cause. */
export const NEED = defineCodes('NEED', '需求', {
  guardianship: '监护支持',
  living: '生活',
  schooling: '就学',
  medical: '医疗',
  rehabilitation: '康复',
  psychology: '心理',
  legal: '法律',
  shelter: '安全庇护',
  behaviour: '行为支持',
  'household-register': '落户',
  'infant-care': '婴幼儿照护',
});
/** 用途 {PURPOSE}. */
export const PURPOSE = defineCodes('PURPOSE', '用途', {
  rescue: '救助',
  investigate: '调查',
  confer: '会商',
  assess: '评估',
  aid: '资助',
  educate: '教育',
  treat: '医疗',
  statistics: '统计',
  supervise: '监督',
  audit: '审计',
});
/** 部门 {DEPT}: the nine members that push, the other members, and the hub itself. */
export const DEPT = defineCodes(
  'DEPT',
  '部门',
  {
    court: '人民法院',
    procuratorate: '人民检察院',
    police: '公安机关',
    'civil-affairs': '民政部门',
    education: '教育部门',
    health: '卫生健康部门',
    justice: '司法行政部门',
    'disabled-federation': '残疾人联合会',
    'womens-federation': '妇女联合会',
    hub: '联护枢纽',
    league: '共青团',
    culture: '文旅部门',
    market: '市场监管部门',
    tobacco: '烟草专卖部门',
    hr: '人社部门',
    cyber: '网信部门',
    medins: '医保部门',
    city: '城管部门',
    emerg: '应急管理部门',
    finance: '财政部门',
  },
  2,
);
/** 涉警角色 {ROLE}. */
export const ROLE = defineCodes('ROLE', '涉警角色', { victim: '被害', witness: '目睹', doer: '行为人', seeker: '求助' });
/** 残疾类别 {DISKIND}. */
export const DISKIND = defineCodes('DISKIND', '残疾类别', {
  vision: '视力',
  hearing: '听力',
  speech: '言语',
  limb: '肢体',
  intellect: '智力',
  mental: '精神、孤独症',
  multiple: '多重',
});
/** 救助方式 {AIDKIND}. */
export const AIDKIND = defineCodes('AIDKIND', '救助方式', {
  funds: '资金',
  psychological: '心理',
  schooling: '就学',
  medical: '医疗',
  placement: '安置',
});
/** 办理方 {BY}. */
export const BY = defineCodes('BY', '办理方', {
  school: '学校',
  town: '乡镇',
  village: '村居',
  joint: '联合',
  police: '公安',
  'social-worker': '社工',
});
/** 来电事项 {CALL}. */
export const CALL = defineCodes('CALL', '来电事项', {
  'domestic-violence': '家暴',
  support: '抚养',
  psychological: '心理',
  bullying: '欺凌',
  schooling: '就学',
  living: '生活',
  advice: '咨询',
  infringement: '侵害',
});
/** 实际照护人 {CARER}. */
export const CARER = defineCodes('CARER', '实际照护人', {
  'other-parent': '另一方父母',
  relative: '亲属',
  foster: '寄养',
  institution: '机构',
  nobody: '无人',
});
/** 罪名类别 {CHARGE}. */
export const CHARGE = defineCodes('CHARGE', '罪名类别', {
  'sexual-assault': '性侵',
  indecency: '猥亵',
  injury: '伤害',
  abuse: '虐待',
  trafficking: '拐卖',
  abandonment: '遗弃',
  theft: '盗窃',
  robbery: '抢劫',
  affray: '聚众斗殴',
  provocation: '寻衅滋事',
  'cyber-aiding': '帮助信息网络犯罪',
  other: '其他',
});
/** 残疾等级 {DISGR}. */
export const DISGR = defineCodes('DISGR', '残疾等级', { '1': '一级', '2': '二级', '3': '三级', '4': '四级' });
/** 监护失职情形 {GCAUSE}. */
export const GCAUSE = defineCodes('GCAUSE', '监护失职情形', {
  refusal: '拒绝监护',
  neglect: '怠于监护',
  infringement: '侵害权益',
  indulgence: '放任不管',
  incapacity: '监护能力不足',
});
/** 指导形式 {GUIDEFORM}. */
export const GUIDEFORM = defineCodes('GUIDEFORM', '指导形式', { individual: '单独', family: '家庭', group: '团体', online: '线上' });
/** 关系人 {SIDE}. */
export const SIDE = defineCodes('SIDE', '关系人', { self: '本人', father: '父亲', mother: '母亲', 'other-guardian': '其他监护人' });
