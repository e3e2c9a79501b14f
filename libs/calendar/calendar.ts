import { LianhuError, type PlainDate } from '@lianhu/kernel';
import { exceptions, FIXED_HOLIDAYS, NOTICES, type Holiday } from './notices';

/** Which days are worked. */
export interface Calendar {
  isWorkingDay(date: PlainDate): boolean;
  /** Whether the answer for this day is an assumption, because no notice is loaded for its year. */
  isAssumed(date: PlainDate): boolean;
}

/** A working day was asked of a year whose State Council notice is not loaded. */
export class CalendarYearUnknown extends LianhuError {
  readonly code = 'calendar.year-unknown';
  constructor(readonly year: string) {
    super(`The calendar holds no State Council notice for ${year}; add it to the calendar's table.`);
  }
}

/** What happens to a year without a notice: `refuse` throws; `assume` takes weekends and the fixed holidays as off, and marks it. */
export type UnknownYears = 'refuse' | 'assume';

/** Makes a calendar of yearly notices. */
export function defineCalendar(notices: Readonly<Record<string, readonly Holiday[]>>, unknownYears: UnknownYears): Calendar {
  const years = new Map(Object.entries(notices).map(([year, holidays]) => [year, exceptions(holidays)]));
  const isAssumed = (date: PlainDate): boolean => !years.has(date.slice(0, 4));
  return {
    isAssumed,
    isWorkingDay(date) {
      const known = years.get(date.slice(0, 4));
      if (!known && unknownYears === 'refuse') throw new CalendarYearUnknown(date.slice(0, 4));
      return known?.get(date) ?? (!isWeekend(date) && !(isAssumed(date) && FIXED_HOLIDAYS.has(date.slice(5))));
    },
  };
}

const isWeekend = (date: PlainDate): boolean => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

/** Mainland China; refuses years without a notice. */
export const chinaCalendar = defineCalendar(NOTICES, 'refuse');
/** Mainland China; assumes weekends and fixed holidays for years without a notice, and says so by `isAssumed`. */
export const chinaCalendarAssuming = defineCalendar(NOTICES, 'assume');
