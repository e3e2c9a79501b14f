import { daysBetween, type PlainDate } from '@lianhu/kernel';

/** First and last day of each term and the holidays in it, month-day. † An invented county's calendar; make-up days are left out. */
const TERMS = [
  { first: '02-24', last: '07-03' },
  { first: '09-01', last: '12-31' },
  { first: '01-01', last: '01-20' },
] as const;
const HOLIDAYS = [
  { first: '01-01', last: '01-03' },
  { first: '04-04', last: '04-06' },
  { first: '05-01', last: '05-05' },
  { first: '10-01', last: '10-07' },
] as const;

const within = (day: string, span: { readonly first: string; readonly last: string }): boolean => day >= span.first && day <= span.last;
/** A Monday that the weekday is counted from. */
const MONDAY = '2024-01-01';

/** Whether offices are open: Monday to Friday outside the holidays. */
export function isWeekday(date: PlainDate): boolean {
  const weekday = ((daysBetween(MONDAY, date) % 7) + 7) % 7;
  return weekday < 5 && !HOLIDAYS.some((span) => within(date.slice(5), span));
}

/** Whether the county's schools teach on a day. */
export const isSchoolDay = (date: PlainDate): boolean => isWeekday(date) && TERMS.some((span) => within(date.slice(5), span));
