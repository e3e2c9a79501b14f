import { addDays } from '@lianhu/kernel';
import { ageAt, type Child } from '../children';
import type { Dice } from '../dice';
import { between, DAY, dayOf, officeMoment, openDay, schoolDays } from '../moments';
import type { Plan } from '../plan';
import { absence } from './everyday';

/** Pupils suspected of having dropped out, a quarter. Above a real county's share, so that a quarter's figures show. † (assumption) */
const SUSPECTED_PER_QUARTER = 26;
/** How quarters differ: most after the holidays. */
const FACTORS = [1.1, 1, 1.5, 0.8, 1, 0.9] as const;
/** Compulsory schooling. Unit: years. */
const AGES = { least: 10, most: 15 } as const;

/** Dropping out: absences that grow, suspicion, confirmation, and for most a way back. */
export function dropouts(plan: Plan): void {
  const dice = plan.diceFor('dropouts');
  for (const ms of plan.beginnings(dice, SUSPECTED_PER_QUARTER, FACTORS)) {
    const child = plan.cast(dice, ms, AGES.least, AGES.most);
    if (child) dropout(plan, dice, child, ms);
  }
}

function dropout(plan: Plan, dice: Dice, child: Child, ms: number): void {
  const away = schoolDays(dayOf(ms), 5, 9);
  const [since] = away;
  if (since !== undefined) for (const days of [1, 3, 5]) plan.add(absence(dice, child, since, away[days - 1] ?? since, days));
  const suspected = between(dice, openDay(addDays(away[4] ?? dayOf(ms), 1)), 9, 17);
  const reason = dice.weighted({ weary: 48, work: 18, guardianship: 14, economic: 8, illness: 5, other: 7 });
  const data = { since: since ?? dayOf(ms), reason };
  if (!plan.add({ department: 'education', type: 'education.dropout.suspected', time: suspected, child, data })) return;
  plan.tell(child, 'dropout', suspected);
  const confirmed = dice.chance(0.55) ? confirm(plan, dice, child, suspected, reason) : suspected;
  if (dice.chance(0.8)) comeBack(plan, dice, child, confirmed);
}

function confirm(plan: Plan, dice: Dice, child: Child, suspected: number, reason: string): number {
  const time = officeMoment(dice, suspected + dice.int(8, 24) * DAY);
  plan.add({ department: 'education', type: 'education.dropout.confirmed', time, child, data: { age: ageAt(child, dayOf(time)), reason } });
  const listed = officeMoment(dice, time + dice.int(2, 9) * DAY);
  const data = { category: '18', foundBy: 'school', since: dayOf(time) };
  if (dice.chance(0.6)) plan.add({ department: 'civil-affairs', type: 'civil-affairs.minor.listed', time: listed, child, data });
  return time;
}

function comeBack(plan: Plan, dice: Dice, child: Child, from: number): void {
  const [at] = schoolDays(addDays(dayOf(from), dice.int(4, 45)), 1, 70);
  if (at === undefined) return;
  plan.add({ department: 'education', type: 'education.student.returned', time: between(dice, at, 8, 11), child, data: { at, stable30d: false } });
  const stable = addDays(at, 32);
  const told = between(dice, openDay(stable), 9, 16);
  if (dice.chance(0.6)) plan.add({ department: 'education', type: 'education.student.returned', time: told, child, data: { at, stable30d: true } });
}
