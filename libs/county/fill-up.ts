import { EVERYDAY_KINDS } from './everyday-kinds';
import type { Dice } from './dice';
import { DAY } from './moments';
import type { Plan } from './plan';
import { DEPARTMENT_RATES, EVERYDAY, type EverydayKind } from './rates';
import { knownChild } from './stories/everyday';

/** Attempts for each event. */
const MOST_TRIES = 30;
/** Entries of the register are the first load, which the yearly rates leave out. */
const FIRST_LOAD = 'police.household.registered';

/** Fills every department's stories up with everyday events until its rate of the scale model is reached. */
export function fillUp(plan: Plan): void {
  const minorYears = minorYearsOf(plan);
  const told = new Map<string, number>();
  for (const { fact, again } of plan.planned) {
    if (!again && fact.type !== FIRST_LOAD) told.set(fact.department, (told.get(fact.department) ?? 0) + 1);
  }
  for (const [department, kinds] of Object.entries(EVERYDAY)) {
    const dice = plan.diceFor(`fill-up/${department}`);
    const weights = Object.fromEntries(Object.entries(kinds).map(([kind, { perMinorYear }]) => [kind, perMinorYear])) as Record<EverydayKind, number>;
    const wanted = Math.round(DEPARTMENT_RATES[department as keyof typeof EVERYDAY].perMinorYear * minorYears) - (told.get(department) ?? 0);
    for (let left = wanted, tries = wanted * MOST_TRIES; left > 0 && tries > 0; tries--) if (one(plan, dice, dice.weighted(weights))) left--;
  }
}

function one(plan: Plan, dice: Dice, name: EverydayKind): boolean {
  const kind = EVERYDAY_KINDS[name];
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const time = kind.when(dice, plan.start + Math.floor(dice.next() * (plan.end - plan.start)));
    if (time === undefined || time < plan.start || time > plan.end) continue;
    const child = knownChild(plan, dice, time, kind.least, kind.most);
    return child !== undefined && plan.add(kind.fact(plan, dice, child, time)) !== undefined;
  }
  return false;
}

/** Years that the county's children are minors in its time, all together. */
function minorYearsOf(plan: Plan): number {
  let sum = 0;
  for (const child of plan.children) {
    const born = Date.parse(`${child.birthDate}T00:00:00+08:00`);
    sum += Math.max(0, Math.min(plan.end, born + CHILDHOOD_MS) - Math.max(plan.start, born));
  }
  return sum / YEAR_MS;
}

const YEAR_MS = 365.25 * DAY;
const CHILDHOOD_MS = 18 * YEAR_MS;
