import { addDays, dateOf, momentOf, startOfDay, type PlainDate } from '@lianhu/kernel';
import type { Dice } from './dice';
import { isSchoolDay, isWeekday } from './school-days';

// Moments are milliseconds since 1970 while a county is planned; they become texts when it is pushed.

/** Milliseconds of a minute, an hour, a day. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The Shanghai day of a moment. */
export const dayOf = (ms: number): PlainDate => dateOf(momentOf(ms));
/** First moment of a day. */
export const midnight = (date: PlainDate): number => Date.parse(startOfDay(date));
/** A moment of a day between two hours. */
export const between = (dice: Dice, date: PlainDate, from: number, to: number): number =>
  midnight(date) + Math.floor((from + dice.next() * (to - from)) * HOUR);

/** The first day from this one on which offices are open. */
export function openDay(date: PlainDate): PlainDate {
  let day = date;
  while (!isWeekday(day)) day = addDays(day, 1);
  return day;
}
/** A moment in office hours on the moment's day, or on the next open one. */
export const officeMoment = (dice: Dice, ms: number): number => between(dice, openDay(dayOf(ms)), 8.6, 17.4);
/** A moment in the evening or at night, when homes are full. */
export const homeMoment = (dice: Dice, ms: number): number => between(dice, dayOf(ms), 17, 23.8);

/** School days from a day on: `count` of them if they all come within `within` days, otherwise none. */
export function schoolDays(from: PlainDate, count: number, within: number): readonly PlainDate[] {
  const days: PlainDate[] = [];
  for (let ahead = 0; ahead <= within && days.length < count; ahead++) {
    const day = addDays(from, ahead);
    if (isSchoolDay(day)) days.push(day);
  }
  return days.length === count ? days : [];
}
