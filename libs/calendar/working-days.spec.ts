import { addDays, addMonths } from '@lianhu/kernel';
import chineseDays from 'chinese-days';
import fc from 'fast-check';
import { addWorkingDays, CalendarYearUnknown, chinaCalendar, chinaCalendarAssuming, cutOff, cutOffIsAssumed, MAX_WORKING_DAYS, NOTICES } from '.';

const every = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
};

test('every day of the loaded years is worked or off as in an independent table', () => {
  const years = Object.keys(NOTICES).sort();
  const wrong = every(`${years[0]}-01-01`, `${years.at(-1)}-12-31`).filter((day) => chinaCalendar.isWorkingDay(day) !== chineseDays.isWorkday(day));
  expect(wrong).toEqual([]);
});

test('every make-up day is a weekend day, and every notice stays in its year', () => {
  for (const [year, holidays] of Object.entries(NOTICES)) {
    for (const { from, to, worked } of holidays) {
      expect([from, to, ...worked].every((day) => day.startsWith(year))).toBe(true);
      expect(worked.every((day) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))).toBe(true);
    }
  }
});

test.each([
  ['国庆节 2025, eight days off, Saturday 11 October worked', '2025-09-30', 1, '2025-10-09'],
  ['国庆节 2025, the third working day is the make-up Saturday', '2025-09-30', 3, '2025-10-11'],
  ['国庆节 2025, the fourth skips the Sunday after it', '2025-09-30', 4, '2025-10-13'],
  ['国庆节 2026, Saturday 10 October worked', '2026-09-30', 3, '2026-10-10'],
  ['春节 2026, nine days off between two make-up Saturdays', '2026-02-13', 2, '2026-02-24'],
  ['春节 2026, Saturday 14 February worked', '2026-02-13', 1, '2026-02-14'],
  ['春节 2025, Sunday 26 January worked', '2025-01-24', 1, '2025-01-26'],
  ['春节 2025, first day back', '2025-01-27', 1, '2025-02-05'],
  ['劳动节 2025, Sunday 27 April worked', '2025-04-25', 1, '2025-04-27'],
  ['元旦 2026, Sunday 4 January worked', '2025-12-31', 1, '2026-01-04'],
  ['backwards over the same holiday', '2026-01-04', -1, '2025-12-31'],
  ['zero days is the day itself, also on a holiday', '2026-10-01', 0, '2026-10-01'],
])('%s', (_, from, n, day) => {
  expect(addWorkingDays(chinaCalendar, from, n)).toBe(day);
});

test.each([
  ['2025-Q3', 5, '2025-10-15T00:00:00.000+08:00'],
  ['2025-Q4', 5, '2026-01-09T00:00:00.000+08:00'],
  ['2026-Q1', 5, '2026-04-09T00:00:00.000+08:00'],
  ['2026-Q2', 5, '2026-07-08T00:00:00.000+08:00'],
  ['2026-Q3', 5, '2026-10-14T00:00:00.000+08:00'],
  ['2026-Q3', 1, '2026-10-09T00:00:00.000+08:00'],
  ['2024-Q3', 5, '2024-10-13T00:00:00.000+08:00'],
])('the cut-off of %s after %i working days is 24:00, the first moment of the following day', (quarter, n, at) => {
  expect(cutOff(chinaCalendar, quarter, n)).toBe(at);
});

test('a year without a notice is refused, or assumed and marked', () => {
  expect(() => chinaCalendar.isWorkingDay('2027-01-04')).toThrow(CalendarYearUnknown);
  expect(() => cutOff(chinaCalendar, '2026-Q4', 5)).toThrow('2027');
  expect(chinaCalendar.isAssumed('2026-12-31')).toBe(false);
  expect(chinaCalendarAssuming.isAssumed('2027-01-01')).toBe(true);
  expect(cutOff(chinaCalendarAssuming, '2026-Q4', 5)).toBe('2027-01-09T00:00:00.000+08:00');
  expect(cutOffIsAssumed(chinaCalendarAssuming, '2026-Q4', 5)).toBe(true);
  expect(cutOffIsAssumed(chinaCalendarAssuming, '2026-Q3', 5)).toBe(false);
});

test('both calendars agree where a notice is loaded', () => {
  for (const day of every('2024-01-01', '2026-12-31')) expect(chinaCalendarAssuming.isWorkingDay(day)).toBe(chinaCalendar.isWorkingDay(day));
});

test('adding and taking away working days come back to the same working day', () => {
  const day = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2024-02-01', n));
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 60 }), (date, n) => {
      const start = addWorkingDays(chinaCalendar, date, 1);
      expect(addWorkingDays(chinaCalendar, addWorkingDays(chinaCalendar, start, n), -n)).toBe(start);
    }),
  );
});

test('a term beyond the limit is refused, at the limit it is not', () => {
  expect(addWorkingDays(chinaCalendarAssuming, '2026-01-01', MAX_WORKING_DAYS) > '2029-01-01').toBe(true);
  expect(() => addWorkingDays(chinaCalendarAssuming, '2026-01-01', MAX_WORKING_DAYS + 1)).toThrow(RangeError);
  expect(() => addWorkingDays(chinaCalendarAssuming, '2026-01-01', 1.5)).toThrow(RangeError);
});

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2024-01-31', 1, '2024-02-29'],
  ['2026-08-31', 1, '2026-09-30'],
  ['2026-03-31', -1, '2026-02-28'],
  ['2026-02-28', 1, '2026-03-28'],
])('month-end rule: %s and %i month(s) is %s', (from, months, day) => {
  expect(addMonths(from, months)).toBe(day);
});
