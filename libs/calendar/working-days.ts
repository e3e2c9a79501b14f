import { addDays, quarterDays, startOfDay, type Moment, type PlainDate, type Quarter } from '@lianhu/kernel';
import type { Calendar } from './calendar';

/** Most working days that a term may have. Unit: working days; more is a mistake of the caller. */
export const MAX_WORKING_DAYS = 1_000;

/** The n-th working day after a day (before it when negative); 0 is the day itself, worked or not. */
export function addWorkingDays(calendar: Calendar, date: PlainDate, n: number): PlainDate {
  if (!Number.isInteger(n) || Math.abs(n) > MAX_WORKING_DAYS) throw new RangeError(`not a term in working days: ${n}`);
  let day = date;
  for (let left = Math.abs(n); left > 0;) {
    day = addDays(day, Math.sign(n));
    if (calendar.isWorkingDay(day)) left -= 1;
  }
  return day;
}

/** 24:00 of the n-th working day after the quarter's end, that is, the first moment of the day that follows it. */
export function cutOff(calendar: Calendar, quarter: Quarter, workingDays: number): Moment {
  return startOfDay(addDays(addWorkingDays(calendar, quarterDays(quarter).last, workingDays), 1));
}

/** Whether a quarter's cut-off rests on a year whose notice is not loaded; asks a calendar that assumes. */
export function cutOffIsAssumed(calendar: Calendar, quarter: Quarter, workingDays: number): boolean {
  return calendar.isAssumed(addWorkingDays(calendar, quarterDays(quarter).last, workingDays));
}
