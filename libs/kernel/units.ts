/** The units that whole numbers of events are counted in, with their Chinese names. */
export const UNITS = {
  persons: '人',
  days: '天',
  'working days': '个工作日',
  'school days': '个教学日',
  weeks: '周',
  months: '个月',
  'calendar months': '个自然月',
  years: '岁',
  'calendar years': '年',
  minutes: '分钟',
  metres: '米',
  calls: '次',
  sessions: '场次',
  'rows of the access log': '条',
  points: '分',
  'tenths of a point': '0.1分',
  fen: '分',
  'fen a month': '分/月',
  'fen a school term': '分/学期',
  'fen a year': '分/年',
} as const;
/** Unit of a whole number. */
export type Unit = keyof typeof UNITS;
