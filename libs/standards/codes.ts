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
/** 部门 {DEPT}: the nine members that push, and the hub itself. */
export const DEPT = defineCodes('DEPT', '部门', {
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
});
/** 依据: what a type rests on. Article numbers come with the departments' own review. */
export const BASIS = defineCodes('BASIS', '依据', {
  'minors-protection-law': '未成年人保护法',
  'crime-prevention-law': '预防未成年人犯罪法',
  'anti-dv-law': '反家庭暴力法',
  'family-education-law': '家庭教育促进法',
  'civil-code': '民法典',
  'criminal-procedure-law': '刑事诉讼法',
  'mandatory-report': '侵害未成年人案件强制报告制度',
  'compulsory-education-law': '义务教育法',
  'household-register-rules': '户口登记条例',
  'child-welfare-rules': '困境儿童保障政策',
  'left-behind-rules': '农村留守儿童关爱保护政策',
  'disability-screening': '残疾儿童筛查制度',
  'birth-certificate-rules': '出生医学证明管理规定',
  'child-health-rules': '儿童健康管理规范',
  'hub-operation': '平台运行',
});
