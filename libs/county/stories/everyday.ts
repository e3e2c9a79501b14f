import type { PlainDate } from '@lianhu/kernel';
import { ageAt, type Child } from '../children';
import type { Dice } from '../dice';
import { between, DAY, dayOf, MINUTE, midnight, officeMoment, schoolDays } from '../moments';
import type { Fact } from '../fact';
import type { Plan } from '../plan';
import { isSchoolDay } from '../school-days';

/** An unexplained absence that began on `since` and is flagged on a later or the same school day. */
export function absence(dice: Dice, child: Child, since: PlainDate, flaggedOn: PlainDate, days: number): Fact {
  const data = { days, contacted: dice.chance(0.78), since };
  return { department: 'education', type: 'education.absence.flagged', time: between(dice, flaggedOn, 8.2, 10.8), child, data };
}

/** A health check or vaccination that was missed. */
export function overdueCheck(dice: Dice, child: Child, time: number): Fact {
  const small = ageAt(child, dayOf(time)) < 7;
  const item = small
    ? dice.weighted({ examination: 46, vaccination: 44, dental: 4, vision: 6 })
    : dice.weighted({ examination: 8, vaccination: 12, dental: 38, vision: 42 });
  const since = Math.max(1, Math.min(120, Math.floor((time - midnight(child.birthDate)) / DAY)));
  return { department: 'health', type: 'health.child-check.overdue', time, child, data: { item, overdueDays: dice.int(1, since) } };
}

/** A call to the police about a child that is neither domestic violence nor sexual harm. */
export function alarm(dice: Dice, child: Child, time: number, n: number): Fact {
  const kind = dice.weighted({ dispute: 44, injury: 20, robbery: 14, missing: 12, bullying: 8, suicide: 2 });
  const minorRole = dice.weighted({ victim: 50, seeker: 28, witness: 22 });
  const data = { alarmNo: alarmNumber(time, n), kind, town: child.town, minorRole, injured: kind === 'injury' && dice.chance(0.6) };
  return { department: 'police', type: 'police.alarm.received', time, child, data };
}

/** The number on a call sheet. */
export const alarmNumber = (time: number, n: number): string => `JQ${dayOf(time).replaceAll('-', '')}-${String(n).padStart(5, '0')}`;

/** Of the events that fill the county up, those that are absences; the others are missed checks. */
const ABSENCE_SHARE = 0.66;
/** Calls about children a quarter. † (assumption) */
const ALARMS_PER_QUARTER = 46;
/** Pupils who stay away often, and how much oftener. † (assumption) */
const OFTEN = { share: 0.07, times: 7 } as const;
/** Ages at which children go to school. Unit: years. */
const PUPILS = { least: 6, most: 16 } as const;

/** Calls to the police about children. */
export function alarms(plan: Plan): void {
  const dice = plan.diceFor('alarms');
  for (const ms of plan.beginnings(dice, ALARMS_PER_QUARTER, [1.1, 0.9, 0.8, 1, 1.25, 1.05])) {
    const child = knownChild(plan, dice, ms, 1, 17);
    if (child) plan.add(alarm(dice, child, ms, plan.number('alarm', ms).n));
  }
}

/** What makes up most of a county's events: absences on school days and missed checks, until `events` are planned. */
export function everyday(plan: Plan, events: number): void {
  const dice = plan.diceFor('everyday');
  const pupils = plan.children.flatMap((child) => Array<Child>(dice.chance(OFTEN.share) ? OFTEN.times : 1).fill(child));
  for (let tries = 0; plan.size < events && tries < events * MOST_TRIES; tries++) {
    const ms = plan.start + Math.floor(dice.next() * (plan.end - plan.start));
    if (dice.chance(ABSENCE_SHARE)) oneAbsence(plan, dice, dice.pick(pupils), ms);
    else oneCheck(plan, dice, ms);
  }
}

/** Attempts for each event before the county stays smaller. */
const MOST_TRIES = 20;

function oneAbsence(plan: Plan, dice: Dice, child: Child, ms: number): void {
  const age = ageAt(child, dayOf(ms));
  if (age < PUPILS.least || age > PUPILS.most || !plan.isKnown(child, ms)) return;
  let since = dayOf(ms);
  for (let back = 0; !isSchoolDay(since); back++) {
    if (back > LONGEST_WEEKEND_DAYS) return;
    since = dayOf(midnight(since) - DAY);
  }
  const days = Number(dice.weighted({ '1': 82, '2': 12, '3': 4, '5': 2 }));
  const last = schoolDays(since, days, 12).at(-1);
  if (days > 2) plan.add(absence(dice, child, since, since, 1));
  if (last !== undefined) plan.add(absence(dice, child, since, last, days));
}

/** Days that are looked back for the last school day: a weekend, not the holidays between terms. */
const LONGEST_WEEKEND_DAYS = 4;

function oneCheck(plan: Plan, dice: Dice, ms: number): void {
  const child = knownChild(plan, dice, ms, 0, dice.chance(0.7) ? 7 : 17);
  if (child) plan.add(overdueCheck(dice, child, officeMoment(dice, ms) - dice.int(0, 30) * MINUTE));
}

/** Any registered child of an age; unlike a cast one it may play in other stories too. */
export function knownChild(plan: Plan, dice: Dice, ms: number, least: number, most: number): Child | undefined {
  for (let tries = 0; tries < 40; tries++) {
    const child = dice.pick(plan.children);
    const age = ageAt(child, dayOf(ms));
    if (age >= least && age <= most && plan.isKnown(child, ms)) return child;
  }
  return undefined;
}
