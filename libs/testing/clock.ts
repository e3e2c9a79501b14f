import { momentOf, startOfDay, type Clock, type Moment } from '@lianhu/kernel';

/** A clock that stands still until it is told. */
export interface FixedClock extends Clock {
  moment(): Moment;
  set(moment: Moment): void;
  advance(ms: number): void;
}

/** A clock that stands at a day (its first moment) or a moment. */
export function fixedClock(at: string): FixedClock {
  let ms = msOfDayOr(at);
  return {
    now: () => ms,
    moment: () => momentOf(ms),
    set: (moment) => void (ms = msOfDayOr(moment)),
    advance: (by) => void (ms += by),
  };
}

const msOfDayOr = (at: string): number => Date.parse(at.length === 10 ? startOfDay(at) : at);
