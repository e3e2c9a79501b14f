import { dateOf, daysBetween, momentOf } from '@lianhu/kernel';
import type { Child } from '../children';
import type { Dice } from '../dice';
import { DAY, dayOf, officeMoment } from '../moments';
import type { Plan } from '../plan';

/** Screenings that lead on to rehabilitation, a quarter. Above a real county's share, so that it shows. † (assumption) */
const PER_QUARTER = 5;
/** A year's support. Unit: fen. † (assumption) */
const AMOUNT_FEN = 1_500_000;
const ORG = 'org-rehab-001';

/** A small child screens positive, is diagnosed, applies at the federation, is treated month by month; some stop, some were well. */
export function rehabilitation(plan: Plan): void {
  const dice = plan.diceFor('rehabilitation');
  for (const ms of plan.beginnings(dice, PER_QUARTER)) {
    const time = officeMoment(dice, ms);
    const child = plan.cast(dice, time, 0, 5);
    if (child) screened(plan, dice, child, time);
  }
}

const monthsOld = (child: Child, time: number): number => Math.floor(daysBetween(child.birthDate, dayOf(time)) / 30.44);

function screened(plan: Plan, dice: Dice, child: Child, time: number): void {
  const kind = dice.weighted({ hearing: 26, vision: 18, speech: 22, intellect: 16, limb: 8, mental: 10 });
  const data = { kind, ageMonths: monthsOld(child, time) };
  if (!plan.add({ department: 'health', type: 'health.screening.suspected', time, child, data })) return;
  plan.tell(child, 'screening', time);
  const seen = officeMoment(dice, time + dice.int(10, 60) * DAY);
  if (dice.chance(0.3)) {
    plan.add({ department: 'health', type: 'health.screening.cleared', time: seen, child, data: { kind } });
    return;
  }
  const grade = dice.weighted({ '1': 15, '2': 25, '3': 30, '4': 30 });
  const diagnosis = { kind, grade, ageMonths: monthsOld(child, seen) };
  plan.add({ department: 'health', type: 'health.disability.diagnosed', time: seen, child, data: diagnosis });
  rehabilitate(plan, dice, child, seen, { kind, grade });
}

function rehabilitate(plan: Plan, dice: Dice, child: Child, diagnosed: number, { kind, grade }: { kind: string; grade: string }): void {
  const department = 'disabled-federation';
  const applied = officeMoment(dice, diagnosed + dice.int(3, 30) * DAY);
  plan.add({ department, type: 'disabled-federation.rehab.applied', time: applied, child, data: { ageMonths: monthsOld(child, applied), kind } });
  const approved = officeMoment(dice, applied + dice.int(3, 18) * DAY);
  const approval = { org: ORG, amount: AMOUNT_FEN, from: dayOf(approved) };
  plan.add({ department, type: 'disabled-federation.rehab.approved', time: approved, child, data: approval });
  if (dice.chance(0.4)) {
    const data = { holder: 'self', kind, grade };
    plan.add({ department, type: 'disabled-federation.certificate.issued', time: officeMoment(dice, approved + 20 * DAY), child, data });
  }
  if (kind === 'hearing') {
    const fitted = officeMoment(dice, approved + 15 * DAY);
    plan.add({ department, type: 'disabled-federation.device.fitted', time: fitted, child, data: { kind: 'hearing-aid' } });
  }
  treat(plan, dice, child, approved);
}

function treat(plan: Plan, dice: Dice, child: Child, from: number): void {
  const months = dice.int(3, 12);
  for (let n = 1; n <= months; n++) {
    const time = officeMoment(dice, from + n * 30 * DAY);
    const month = dateOf(momentOf(time)).slice(0, 7).replace('-', '');
    const data = { org: ORG, month, minutes: dice.int(12, 40) * 45 };
    plan.add({ department: 'disabled-federation', type: 'disabled-federation.rehab.delivered', time, child, data });
  }
  if (months > 9) return;
  const time = officeMoment(dice, from + (months * 30 + 12) * DAY);
  const reason = dice.weighted({ travel: 30, cost: 20, parents: 25, moved: 15, illness: 10 });
  plan.add({ department: 'disabled-federation', type: 'disabled-federation.rehab.stopped', time, child, data: { reason } });
}
