import { addQuarters, isQuarter, quarterDays, quarterOf, type PlainDate, type Quarter } from '@lianhu/kernel';

/** Bands of the board, as in the report; `unknown` where the quarter of birth is. */
export type AgeBand = '0-2' | '3-5' | '6-11' | '12-14' | '15-17' | 'unknown';
const BANDS: readonly AgeBand[] = ['0-2', '3-5', '6-11', '12-14', '15-17'];
/** First ages of the bands after the youngest. Unit: years. */
const STARTS = [3, 6, 12, 15];
/** First age that is no longer a minor's. Unit: years. Source: 未成年人保护法第二条. */
const ADULT_AGE = 18;

const number = (quarter: Quarter): number => Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(6));
/** Only the quarter of birth is known here: a year is completed when the quarter of the birthday has ended. */
const ageOn = (birthQuarter: Quarter, today: PlainDate): number => Math.floor((number(quarterOf(today)) - number(birthQuarter) - 1) / 4);

/** Whether a child is a minor: until the end of the quarter in which it turns 18; one of unknown birth is. */
export const isMinor = (birthQuarter: Quarter, today: PlainDate): boolean => !isQuarter(birthQuarter) || ageOn(birthQuarter, today) < ADULT_AGE;

/** The band of a child; whoever has come of age stays in the last one. */
export function ageBandOn(birthQuarter: Quarter, today: PlainDate): AgeBand {
  if (!isQuarter(birthQuarter)) return 'unknown';
  const age = ageOn(birthQuarter, today);
  return BANDS[STARTS.filter((start) => age >= start).length] as AgeBand;
}

/** The next day on which band or majority change; never for one of unknown birth. */
export function nextAgeDay(birthQuarter: Quarter, today: PlainDate): PlainDate | undefined {
  if (!isQuarter(birthQuarter)) return undefined;
  const next = [...STARTS, ADULT_AGE].find((age) => age > ageOn(birthQuarter, today));
  return next === undefined ? undefined : quarterDays(addQuarters(birthQuarter, next * 4 + 1)).first;
}
