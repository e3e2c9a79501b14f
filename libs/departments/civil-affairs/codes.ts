import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2, civil lists † (assumption).

/** 联系频次 {FREQ}. */
export const FREQ = defineCodes('FREQ', '联系频次', { daily: '每日', weekly: '每周', monthly: '每月' });

/** Categories that are restricted facts: the type that lists such a child instead. */
export const LISTED_INSTEAD = {
  '12': 'civil-affairs.hiv-minor.listed',
  '15': 'procuratorate.victim-minor.listed',
  '16': 'procuratorate.offending-minor.listed',
} as const;
/** The same when a child leaves the list. */
export const DELISTED_INSTEAD = {
  '12': 'civil-affairs.hiv-minor.delisted',
  '15': 'procuratorate.victim-minor.delisted',
  '16': 'procuratorate.offending-minor.delisted',
} as const;
/** 收养事项 {ADOPT}. */
export const ADOPT = defineCodes('ADOPT', '收养事项', { registered: '登记', dissolved: '解除' });
/** 补贴种类 {ALLOW}. */
export const ALLOW = defineCodes('ALLOW', '补贴种类', {
  'orphan-institution': '集中供养孤儿',
  'orphan-family': '散居孤儿',
  unattended: '事实无人抚养',
  nursing: '护理补贴',
  living: '生活补助',
  education: '助学补贴',
});
/** 评估方式 {ASSMETH}. */
export const ASSMETH = defineCodes('ASSMETH', '评估方式', { own: '自行评估', 'third-party': '第三方评估' });
/** 监护评估等级 {GGRADE}. */
export const GGRADE = defineCodes('GGRADE', '监护评估等级', { '1': '正常', '2': '不足', '3': '失当', '4': '缺失' });
/** 健康状况 {HSTATE}. */
export const HSTATE = defineCodes('HSTATE', '健康状况', { good: '良好', ill: '患病', injured: '受伤', mental: '精神异常' });
/** 长期监护情形 {LG}. */
export const LG = defineCodes('LG', '长期监护情形', {
  '1': '查找不到监护人',
  '2': '监护人死亡且无人可任',
  '3': '丧失监护能力且无人可任',
  '4': '撤销资格并指定民政',
  '5': '法定其他情形',
});
/** 不予认定原因 {NOTCAT}. */
export const NOTCAT = defineCodes('NOTCAT', '不予认定原因', {
  untrue: '材料不实',
  'not-eligible': '不符合条件',
  'already-covered': '已有保障',
  'not-local': '非本地',
});
/** 临时监护安置 {PLACE}. */
export const PLACE = defineCodes('PLACE', '临时监护安置', { relative: '亲属照料', foster: '家庭寄养', rescue: '救助机构', welfare: '福利机构' });
/** 离站去向 {RESCUEEND}. */
export const RESCUEEND = defineCodes('RESCUEEND', '离站去向', {
  relative: '亲属领回',
  escorted: '护送返回',
  welfare: '转福利机构',
  left: '自行离站',
});
/** 社会救助种类 {SAID}. */
export const SAID = defineCodes('SAID', '社会救助种类', { subsistence: '低保', 'extreme-poverty': '特困', temporary: '临时救助' });
/** 临时监护情形 {TG7}. */
export const TG7 = defineCodes('TG7', '临时监护情形', {
  '1': '流浪乞讨或身份不明',
  '2': '监护人下落不明且无人可任',
  '3': '监护人因客观原因或突发事件不能履行',
  '4': '监护人拒绝或怠于履行',
  '5': '监护人教唆利用违法需带离安置',
  '6': '监护人严重伤害或面临人身安全威胁',
  '7': '法律规定的其他情形',
});
/** 监护终止去向 {TGEND}. */
export const TGEND = defineCodes('TGEND', '监护终止去向', { returned: '送回监护人', 'long-term': '转长期监护', adopted: '被收养', adult: '成年' });
