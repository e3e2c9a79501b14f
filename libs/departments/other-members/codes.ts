import { defineCodes } from '@lianhu/kernel';

// Source: domain model §8.2 † (assumption).
/** 公共设施 {FACIL}. */
export const FACIL = defineCodes('FACIL', '公共设施', {
  'tactile-path': '盲道',
  'accessible-toilet': '无障碍卫生间',
  'warning-sign': '警示标志',
  'no-smoking': '禁烟标志',
  'nursing-room': '母婴室',
  'child-toilet': '幼儿卫生设施',
});
/** 开放优惠 {FREE}. */
export const FREE = defineCodes('FREE', '开放优惠', { free: '免费', discount: '优惠', session: '专场' });
/** 经费用途 {FUND}. */
export const FUND = defineCodes('FUND', '经费用途', {
  guardianship: '监护保障',
  place: '场所建设',
  training: '培训',
  allowance: '补贴',
  purchase: '购买服务',
});
/** 违规销售物品 {GOODS}. */
export const GOODS = defineCodes('GOODS', '违规销售物品', {
  tobacco: '烟草',
  'e-cigarette': '电子烟',
  alcohol: '酒',
  lottery: '彩票',
  tattoo: '文身服务',
});
/** 网络问题 {NETKIND}. */
export const NETKIND = defineCodes('NETKIND', '网络问题', {
  pornography: '色情',
  bullying: '欺凌',
  addiction: '沉迷',
  fraud: '诈骗',
  privacy: '隐私',
});
/** 行政处理 {PEN}. */
export const PEN = defineCodes('PEN', '行政处理', { warning: '警告', fine: '罚款', closure: '停业整顿', 'licence-revoked': '吊销许可' });
/** 时段 {PERIOD}. */
export const PERIOD = defineCodes('PERIOD', '时段', {
  'winter-holiday': '寒假',
  'summer-holiday': '暑假',
  'public-holiday': '法定节假日',
  usual: '平时',
});
/** 校园类别 {SITE}. */
export const SITE = defineCodes('SITE', '校园类别', {
  primary: '小学',
  middle: '中学',
  vocational: '中等职业学校',
  kindergarten: '幼儿园',
  nursery: '托育机构',
});
/** 校外培训违规 {TUTORV}. */
export const TUTORV = defineCodes('TUTORV', '校外培训违规', { holiday: '占用假期', unlicensed: '无证', overtime: '超时', charging: '违规收费' });
