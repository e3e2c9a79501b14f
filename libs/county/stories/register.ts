import { addDays } from '@lianhu/kernel';
import type { Child } from '../children';
import { between, DAY, dayOf, midnight, officeMoment, openDay } from '../moments';
import type { Plan } from '../plan';

/** Open days over which the register of those already born is handed over. */
const BASELINE_DAYS = 4;
/** Babies who are first known by their birth certificate only. † (assumption) */
const CERTIFICATE_SHARE = 0.08;
/** Children found without an entry in the register, a quarter. */
const UNREGISTERED_PER_QUARTER = 1.6;
/** Oldest of them. Unit: years. */
const UNREGISTERED_AGE_DAYS = 7 * 365;

/** The household register: everyone already born in the first days, then every birth; a few were missed and are entered late. */
export function register(plan: Plan): void {
  const dice = plan.diceFor('register');
  const missed = new Map<number, number>();
  for (const ms of plan.beginnings(dice, UNREGISTERED_PER_QUARTER)) {
    const child = dice.pick(plan.children);
    const age = (ms - midnight(child.birthDate)) / DAY;
    if (age > 120 && age < UNREGISTERED_AGE_DAYS && child.birthDate < plan.options.from) missed.set(child.index, ms);
  }
  for (const child of plan.children) {
    const found = missed.get(child.index);
    if (found !== undefined) enterLate(plan, child, officeMoment(dice, found));
    else if (child.birthDate >= plan.options.from) recordBirth(plan, child);
    else enterBaseline(plan, child);
  }
}

function enterBaseline(plan: Plan, child: Child): void {
  const dice = plan.diceFor(`baseline/${child.index}`);
  const day = openDay(addDays(plan.options.from, dice.int(0, BASELINE_DAYS - 1)));
  const kind = dice.weighted({ birth: 84, 'move-in': 15, adoption: 0.6, 'late-entry': 0.4 });
  const time = between(dice, day, 8.6, 17.4);
  plan.register(child, time);
  plan.add({ department: 'police', type: 'police.household.registered', time, child, data: { kind } });
}

function recordBirth(plan: Plan, child: Child): void {
  const dice = plan.diceFor(`birth/${child.index}`);
  const born = midnight(child.birthDate) + dice.int(6, 23) * 3_600_000;
  const { n } = plan.number('birth', born);
  const byCertificate = dice.chance(CERTIFICATE_SHARE);
  const data = { certNo: `Z99${String(n).padStart(7, '0')}`, fatherKnown: dice.chance(0.96), hospital: `org-hospital-00${dice.int(1, 2)}` };
  plan.add({ department: 'health', type: 'health.birth.recorded', time: born, child, named: byCertificate ? 'certificate' : 'by-id', data });
  const entered = officeMoment(dice, born + (dice.chance(0.86) ? dice.int(4, 29) : dice.int(35, 130)) * DAY);
  plan.add({ department: 'police', type: 'police.household.registered', time: entered, child, data: { kind: 'birth' } });
  plan.register(child, byCertificate ? entered : born);
  plan.tell(child, 'birth', born);
}

function enterLate(plan: Plan, child: Child, found: number): void {
  const dice = plan.diceFor(`missed/${child.index}`);
  const data = { kind: 'unregistered', waitingSince: child.birthDate };
  plan.add({ department: 'police', type: 'police.household.registered', time: found, child, named: 'no-paper', data });
  const entered = officeMoment(dice, found + dice.int(25, 120) * DAY);
  plan.add({ department: 'police', type: 'police.household.registered', time: entered, child, data: { kind: 'late-entry' } });
  plan.register(child, entered);
  if (dayOf(found) >= plan.options.from) plan.tell(child, 'unregistered', found);
}
