/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export type PlainDate = string;
/** A moment in +08:00 with milliseconds, `2026-10-12T09:30:00.000+08:00`. Such texts sort as the moments do. */
export type Moment = string;
/** `2026-Q3` */
export type Quarter = string;

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** The moment `ms` milliseconds after 1970, written in +08:00. */
export function momentOf(ms: number): Moment {
  return `${new Date(ms + SHANGHAI_OFFSET_MS).toISOString().slice(0, 23)}+08:00`;
}

/** Milliseconds since 1970 of an RFC 3339 text with offset; undefined when it is none. */
export function msOf(text: string): number | undefined {
  if (!RFC3339.test(text) || !realDate(text.slice(0, 10))) return undefined;
  const ms = Date.parse(text.toUpperCase());
  return Number.isNaN(ms) ? undefined : ms;
}

/** Whether `YYYY-MM-DD` names a day that exists. */
export function realDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (month === 2 && leap ? 29 : (MONTH_DAYS[month - 1] ?? 0));
}
/** Days of each month; February has one more in leap years. */
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The Shanghai day of a moment already in +08:00. */
export const dateOf = (moment: Moment): PlainDate => moment.slice(0, 10);
/** `2026-10` of a day or moment in +08:00. */
export const monthOf = (day: string): string => day.slice(0, 7);
/** First moment of a day. */
export const startOfDay = (date: PlainDate): Moment => `${date}T00:00:00.000+08:00`;

const dayNumber = (date: PlainDate): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
/** The day `days` later (earlier when negative). */
export const addDays = (date: PlainDate, days: number): PlainDate => new Date((dayNumber(date) + days) * DAY_MS).toISOString().slice(0, 10);
/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number => dayNumber(to) - dayNumber(from);
/** The moment `ms` later. */
export const addMs = (moment: Moment, ms: number): Moment => momentOf(Date.parse(moment) + ms);

/** The same day `months` later; a day that does not exist becomes the month's last day (month-end rule). */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const total = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(total / 12);
  const month = (total % 12) + 1;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = Math.min(Number(date.slice(8, 10)), last);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** The quarter of a day. */
export const quarterOf = (date: PlainDate): Quarter => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
/** First and last day of a quarter. */
export function quarterDays(quarter: Quarter): { readonly first: PlainDate; readonly last: PlainDate } {
  const first = `${quarter.slice(0, 4)}-${pad(Number(quarter.slice(6)) * 3 - 2, 2)}-01`;
  return { first, last: addDays(addMonths(first, 3), -1) };
}
/** The quarter `n` quarters later (earlier when negative). */
export const addQuarters = (quarter: Quarter, n: number): Quarter => quarterOf(addMonths(quarterDays(quarter).first, 3 * n));
/** Whether a text is a quarter's name. */
export const isQuarter = (text: string): boolean => /^\d{4}-Q[1-4]$/.test(text);

/** Age in completed years on a day, in the civil sense: N is reached on the birthday (29 February: on 1 March). */
export function ageOn(birthDate: PlainDate, date: PlainDate): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** Age bands of the stored line. Source: line format, `ageBand`. */
export type AgeBand = '<3' | '3-5' | '6-11' | '12-13' | '14-15' | '16-17' | '18+';
/** The line's band of an age in years. */
export function ageBandOf(age: number): AgeBand {
  if (age < 3) return '<3';
  if (age < 6) return '3-5';
  if (age < 12) return '6-11';
  if (age < 14) return '12-13';
  if (age < 16) return '14-15';
  return age < 18 ? '16-17' : '18+';
}

/** Milliseconds in `n` hours. */
export const hours = (n: number): number => n * 3_600_000;
/** Milliseconds in `n` days. */
export const days = (n: number): number => n * DAY_MS;

const pad = (n: number, width: number): string => String(n).padStart(width, '0');
