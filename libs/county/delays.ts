import type { Dice } from './dice';
import { DAY, HOUR, MINUTE } from './moments';
import type { DepartmentId } from './options';

interface Habit {
  /** Usual longest way from the fact to the push. Unit: hours. */
  readonly usualHours: number;
  /** Share that comes more than a day late, at the beginning and at the end: departments get better. */
  readonly late: readonly [number, number];
}

/** How departments report. † (assumption); the figures of timeliness come from it. */
const HABITS: Readonly<Record<DepartmentId, Habit>> = {
  court: { usualHours: 20, late: [0.16, 0.08] },
  procuratorate: { usualHours: 20, late: [0.14, 0.06] },
  police: { usualHours: 3, late: [0.04, 0.015] },
  'civil-affairs': { usualHours: 18, late: [0.11, 0.05] },
  education: { usualHours: 6, late: [0.07, 0.025] },
  health: { usualHours: 16, late: [0.12, 0.07] },
  justice: { usualHours: 20, late: [0.14, 0.08] },
  'disabled-federation': { usualHours: 20, late: [0.12, 0.06] },
  'womens-federation': { usualHours: 18, late: [0.12, 0.06] },
};
/** Of the late ones, those that come weeks late. */
const VERY_LATE_SHARE = 0.07;
/** Events that are pushed again, word for word. */
const AGAIN_SHARE = 0.012;

/** Milliseconds from the fact to the push; `progress` runs from 0 at the beginning to 1 at the end. */
export function delay(dice: Dice, department: DepartmentId, progress: number): number {
  const habit = HABITS[department];
  const late = habit.late[0] + (habit.late[1] - habit.late[0]) * progress;
  if (!dice.chance(late)) return MINUTE + Math.floor(dice.next() ** 2 * habit.usualHours * HOUR);
  if (dice.chance(VERY_LATE_SHARE)) return dice.int(12 * DAY, 45 * DAY);
  return dice.int(25 * HOUR, 5 * DAY);
}

/** When an event is pushed a second time, after its first push; undefined when it is not. */
export const again = (dice: Dice): number | undefined => (dice.chance(AGAIN_SHARE) ? dice.int(MINUTE, 2 * DAY) : undefined);
