import { addDays, addMonths } from '@lianhu/kernel';
import type { Child } from '../children';
import type { Dice } from '../dice';
import { DAY, dayOf, officeMoment } from '../moments';
import type { Plan } from '../plan';
import { knownChild } from './everyday';
import { protect } from './violence';

/** Beginnings a quarter. Above a real county's share, so that a quarter's figures show. † (assumption) */
const PER_QUARTER = {
  familyCases: 19,
  guardianshipOrders: 10,
  educationOrders: 6,
  supportSuits: 6,
  protectionOrders: 6,
  nonprosecutions: 2.6,
} as const;

/** Family cases, orders to guardians, suits that the procuratorate supports, probation of young offenders. */
export function justice(plan: Plan): void {
  const dice = plan.diceFor('justice');
  each(plan, dice, PER_QUARTER.familyCases, [1, 0.9, 1.2, 1.05, 1.1, 1], 0, 17, familyCase);
  each(plan, dice, PER_QUARTER.guardianshipOrders, [0.8, 0.9, 1, 1.1, 1.3, 1.2], 6, 16, guardianshipOrder);
  each(plan, dice, PER_QUARTER.educationOrders, [1, 1, 0.8, 1.2, 1.2, 1], 3, 16, educationOrder);
  each(plan, dice, PER_QUARTER.supportSuits, [1.2, 1, 0.8, 1, 1.3, 1], 0, 16, supportSuit);
  each(plan, dice, PER_QUARTER.protectionOrders, [0.9, 1, 1.3, 1, 1, 1.1], 1, 16, protect);
  each(plan, dice, PER_QUARTER.nonprosecutions, [1], 14, 16, nonprosecution);
}

type Begin = (plan: Plan, dice: Dice, child: Child, time: number) => void;

function each(plan: Plan, dice: Dice, perQuarter: number, factors: readonly number[], least: number, most: number, begin: Begin): void {
  for (const ms of plan.beginnings(dice, perQuarter, factors)) {
    const time = officeMoment(dice, ms);
    const child = knownChild(plan, dice, time, least, most);
    if (child) begin(plan, dice, child, time);
  }
}

function familyCase(plan: Plan, dice: Dice, child: Child, time: number): void {
  const siblings = (plan.homes[child.household] ?? [child]).filter((one) => plan.isKnown(one, time));
  const { year, n } = plan.number('family', time);
  const caseRef = `（${year}）演0101民初${n}号`;
  const cause = dice.weighted({ divorce: 58, support: 24, visiting: 10, guardianship: 6, adoption: 2 });
  for (const one of siblings) {
    const data = { caseRef, cause, children: siblings.length };
    if (plan.add({ department: 'court', type: 'court.family-case.accepted', time, child: one, incident: caseRef, data }))
      plan.tell(one, 'family-case', time);
  }
}

function guardianshipOrder(plan: Plan, dice: Dice, child: Child, time: number): void {
  const { year, n } = plan.number('guardianship', time);
  const cause = dice.weighted({ neglect: 48, absent: 30, indulgence: 22 });
  const data = { orderNo: `演检督监〔${year}〕${n}号`, guardian: guardianOf(child), cause, to: addMonths(dayOf(time), 6) };
  if (plan.add({ department: 'procuratorate', type: 'procuratorate.guardianship-order.issued', time, child, data }))
    plan.tell(child, 'guardianship', time);
  if (dice.chance(0.3)) educationOrder(plan, dice, child, officeMoment(dice, time + dice.int(4, 25) * DAY));
}

function educationOrder(plan: Plan, dice: Dice, child: Child, time: number): void {
  const { year, n } = plan.number('education', time);
  const from = addDays(dayOf(time), 3);
  const data = {
    orderNo: `（${year}）演0101家教令${n}号`,
    guardian: guardianOf(child),
    from,
    to: addMonths(from, 3),
    times: dice.int(2, 8),
    agency: `org-family-station-00${dice.int(1, 8)}`,
  };
  if (plan.add({ department: 'court', type: 'court.education-order.issued', time, child, data })) plan.tell(child, 'guardianship', time);
}

function supportSuit(plan: Plan, dice: Dice, child: Child, time: number): void {
  const { year, n } = plan.number('suit', time);
  const cause = dice.weighted({ support: 68, guardianship: 20, visiting: 12 });
  const data = {
    caseRef: `演检民支〔${year}〕${n}号`,
    plaintiffKind: dice.weighted({ self: 40, 'close-relative': 40, village: 12, 'civil-affairs': 8 }),
    cause,
  };
  if (plan.add({ department: 'procuratorate', type: 'procuratorate.support-suit.filed', time, child, data })) plan.tell(child, 'support-suit', time);
}

function nonprosecution(plan: Plan, dice: Dice, child: Child, time: number): void {
  const { year, n } = plan.number('nonprosecution', time);
  const data = {
    caseRef: `演检未附不诉〔${year}〕${n}号`,
    from: dayOf(time),
    months: dice.int(6, 12),
    tasks: dice.chance(0.5) ? ['report', 'study'] : ['report', 'community-service'],
    supervisorOrg: 'org-social-work-001',
  };
  const type = 'procuratorate.conditional-nonprosecution.decided';
  if (plan.add({ department: 'procuratorate', type, time, child, data })) plan.tell(child, 'offence', time);
}

const guardianOf = (child: Child): string => child.guardians[0]?.name ?? '监护人';
