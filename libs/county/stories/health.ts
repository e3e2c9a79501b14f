import { daysBetween } from '@lianhu/kernel';
import type { Child } from '../children';
import type { Dice } from '../dice';
import { between, DAY, dayOf, officeMoment } from '../moments';
import type { Plan } from '../plan';
import { isSchoolDay } from '../school-days';
import { knownChild } from './everyday';

/** Beginnings a quarter. † (assumption) */
const PER_QUARTER = { screenings: 13, injuries: 9, harms: 7, unreported: 1.7 } as const;

/** First screenings that were positive, and signs of harm that doctors and teachers must report. */
export function healthAndHarm(plan: Plan): void {
  const dice = plan.diceFor('health');
  for (const ms of plan.beginnings(dice, PER_QUARTER.screenings, [1, 0.9, 1.1, 1.3, 1, 1])) {
    const time = officeMoment(dice, ms);
    const child = knownChild(plan, dice, time, 0, 6);
    if (child) screening(plan, dice, child, time);
  }
  for (const ms of plan.beginnings(dice, PER_QUARTER.injuries, [0.9, 1, 1.1, 0.8, 1.2, 1])) {
    const child = knownChild(plan, dice, ms, 0, 17);
    if (child) injury(plan, dice, child, ms);
  }
  for (const ms of plan.beginnings(dice, PER_QUARTER.harms, [0.6, 1.1, 1, 1.3, 0.7, 1.2])) {
    const child = knownChild(plan, dice, ms, 4, 15);
    if (child) harm(plan, dice, child, ms);
  }
  for (const ms of plan.beginnings(dice, PER_QUARTER.unreported)) unreported(plan, dice, officeMoment(dice, ms));
}

function screening(plan: Plan, dice: Dice, child: Child, time: number): void {
  const kind = dice.weighted({ hearing: 26, vision: 22, speech: 20, intellect: 14, limb: 8, mental: 8, multiple: 2 });
  const ageMonths = Math.floor(daysBetween(child.birthDate, dayOf(time)) / 30.44);
  if (plan.add({ department: 'health', type: 'health.screening.suspected', time, child, data: { kind, ageMonths } }))
    plan.tell(child, 'screening', time);
}

function injury(plan: Plan, dice: Dice, child: Child, time: number): void {
  const { year, n } = plan.number('health-clue', time);
  const data = {
    clueRef: `演卫线〔${year}〕${n}号`,
    situation: dice.weighted({ '4': 62, '5': 18, '6': 12, '9': 8 }),
    injury: dice.weighted({ slight: 56, minor: 34, serious: 10 }),
    level: dice.weighted({ orange: 50, yellow: 35, red: 15 }),
  };
  if (plan.add({ department: 'health', type: 'health.suspicious-injury.found', time, child, data })) plan.tell(child, 'harm', time);
}

function harm(plan: Plan, dice: Dice, child: Child, ms: number): void {
  const day = dayOf(ms);
  const time = isSchoolDay(day) ? between(dice, day, 8, 16.5) : officeMoment(dice, ms + DAY);
  const { year, n } = plan.number('education-clue', time);
  const data = { clueRef: `演教线〔${year}〕${n}号`, situation: dice.weighted({ '4': 48, '6': 30, '5': 10, '9': 12 }) };
  if (plan.add({ department: 'education', type: 'education.harm.suspected', time, child, data })) plan.tell(child, 'harm', time);
}

function unreported(plan: Plan, dice: Dice, time: number): void {
  const { year, n } = plan.number('unreported', time);
  const sector = dice.weighted({ education: 40, health: 24, hotel: 16, village: 20 });
  const data = {
    clueRef: `演检未检线〔${year}〕${n}号`,
    org: `org-${sector}-00${dice.int(1, 9)}`,
    sector,
    nature: dice.weighted({ late: 60, unaware: 32, concealed: 8 }),
  };
  plan.add({ department: 'procuratorate', type: 'procuratorate.unreported-case.found', time, data });
}
