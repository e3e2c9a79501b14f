import { addDays, type PlainDate } from '@lianhu/kernel';

/**
 * When an age is reached. Civil: on the birthday; in the criminal-law sense: on the day after it. Who was born on 29 February
 * has his birthday in other years on 1 March, or on the last of February. Data of a region †.
 */
export interface AgeRule {
  readonly reached: 'birthday' | 'day-after';
  readonly leapDay: '03-01' | '02-28';
}
/** The usual reckoning. Source: civil code, § 13 and § 18; the leap day's is † (assumption). */
export const CIVIL_AGE: AgeRule = { reached: 'birthday', leapDay: '03-01' };
/** 周岁 of the criminal law: from the day after the birthday. */
export const CRIMINAL_AGE: AgeRule = { reached: 'day-after', leapDay: '03-01' };

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** First day on which somebody has an age. */
export function reachedOn(birthDate: PlainDate, age: number, { reached, leapDay }: AgeRule): PlainDate {
  const year = Number(birthDate.slice(0, 4)) + age;
  const monthDay = birthDate.slice(5);
  const birthday = `${String(year).padStart(4, '0')}-${monthDay === '02-29' && !isLeap(year) ? leapDay : monthDay}`;
  return reached === 'birthday' ? birthday : addDays(birthday, 1);
}

/** Completed years on a day under a rule; negative before birth. */
export function ageUnder(birthDate: PlainDate, date: PlainDate, rule: AgeRule): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return date < reachedOn(birthDate, years, rule) ? years - 1 : years;
}
