const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** China has one zone and no summer time. Unit: milliseconds. */
const SHANGHAI_OFFSET = 8 * HOUR;
/** From here on a deadline reads better in days than in hours. Unit: milliseconds. */
const DAYS_FROM = 48 * HOUR;
/** Older than this a date says more than a number of days. Unit: milliseconds. */
const DATE_FROM = 30 * DAY;

/** A deadline in words, and whether it has passed. */
export interface Remaining {
  readonly text: string;
  readonly passed: boolean;
  /** Unit: milliseconds; negative once passed. */
  readonly left: number;
}

const span = (length: number): string => {
  if (length >= DAYS_FROM) return `${Math.floor(length / DAY)} 天`;
  if (length >= HOUR) return `${Math.floor(length / HOUR)} 小时`;
  return `${Math.max(1, Math.floor(length / MINUTE))} 分钟`;
};

/** How long until `dueAt`, as an officer says it: 还剩 3 小时, 已逾期 2 天. */
export function remaining(dueAt: string, now: number): Remaining {
  const left = Date.parse(dueAt) - now;
  if (Number.isNaN(left)) return { text: '期限不明', passed: false, left: Number.POSITIVE_INFINITY };
  return left > 0 ? { text: `还剩 ${span(left)}`, passed: false, left } : { text: `已逾期 ${span(-left)}`, passed: true, left };
}

/** A day without a time: readers who may not know the time get no more. */
const PLAIN_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** How long ago `at` was: 刚刚, 5 分钟前, 3 天前; of a plain date 今天, 昨天, 3 天前; the date when it is older than a month. */
export function ago(at: string, now: number): string {
  if (PLAIN_DATE.test(at)) return daysAgo(at, Math.round((Date.parse(dateOf(now)) - Date.parse(at)) / DAY));
  const length = now - Date.parse(at);
  if (Number.isNaN(length)) return '—';
  if (length < MINUTE) return '刚刚';
  return length >= DATE_FROM ? shortDate(at) : `${span(length)}前`;
}

function daysAgo(date: string, days: number): string {
  if (days === 0) return '今天';
  if (days === 1) return '昨天';
  return days > 0 && days * DAY < DATE_FROM ? `${days} 天前` : date;
}

const shanghai = (at: string): string => {
  const time = Date.parse(at);
  return Number.isNaN(time) ? '' : new Date(time + SHANGHAI_OFFSET).toISOString();
};

/** `2026-11-24 09:30` in Shanghai time; a plain date stays itself; a dash for what is no time. */
export const moment = (at: string | undefined): string => {
  if (at !== undefined && PLAIN_DATE.test(at)) return at;
  const text = at === undefined ? '' : shanghai(at);
  return text === '' ? '—' : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
};

/** `2026-11-24` in Shanghai time; a plain date stays itself. */
export function shortDate(at: string | undefined): string {
  if (at === undefined || at === '') return '—';
  return PLAIN_DATE.test(at) ? at : shanghai(at).slice(0, 10) || '—';
}

/** Today's date in Shanghai, for fields that take no later day. */
export const dateOf = (now: number): string => new Date(now + SHANGHAI_OFFSET).toISOString().slice(0, 10);

/** `2026-Q3` as an officer writes it: 2026年第3季度. */
export function quarterName(quarter: string): string {
  const match = /^(\d{4})-Q([1-4])$/.exec(quarter);
  return match ? `${match[1]}年第${match[2]}季度` : quarter;
}

/** A count with thousands separators; a dash for what is not known. */
export const count = (value: number | undefined): string => (value === undefined ? '—' : value.toLocaleString('en-US'));
/** Tenths of a percent as a percentage: 873 → 87.3%. */
export const tenths = (value: number | undefined): string => (value === undefined ? '—' : `${(value / 10).toFixed(1)}%`);
