import type { Child } from '../children';
import type { Dice } from '../dice';
import { DAY, homeMoment, officeMoment } from '../moments';
import type { Plan } from '../plan';

/** Families that call the federation's hotline, or whose visit finds a risk, a quarter. Above a real county's share. † (assumption) */
const PER_QUARTER = 8;
/** Of the calls for violence at home, those after which the family asks for a protection order. † (assumption) */
const ORDER_SHARE = 0.3;

/** The women's federation: a call on the hotline, a visit to the family, the risk that it finds, guidance; after violence support and an order. */
export function families(plan: Plan): void {
  const dice = plan.diceFor('families');
  for (const ms of plan.beginnings(dice, PER_QUARTER)) {
    const time = homeMoment(dice, ms);
    const child = plan.cast(dice, time, 1, 16);
    if (child) call(plan, dice, child, time);
  }
}

const department = 'womens-federation';

function call(plan: Plan, dice: Dice, child: Child, time: number): void {
  const kind = dice.weighted({ 'domestic-violence': 30, support: 25, psychological: 15, schooling: 10, living: 20 });
  const data = { kind, minorInvolved: true };
  if (!plan.add({ department, type: 'womens-federation.complaint.received', time, child, data })) return;
  const violent = kind === 'domestic-violence';
  const visited = officeMoment(dice, time + dice.int(1, 5) * DAY);
  const found = violent ? 'violence' : dice.weighted({ neglect: 45, absence: 40, addiction: 15 });
  plan.tell(child, 'family-risk', time, [], violent);
  plan.add({ department, type: 'womens-federation.family-risk.found', time: visited, child, data: { kind: found } });
  if (violent) support(plan, dice, child, visited);
  for (let n = 1; n <= dice.int(1, 3); n++) {
    const at = officeMoment(dice, visited + n * dice.int(8, 20) * DAY);
    const session = { form: dice.weighted({ family: 50, individual: 35, group: 15 }), minutes: dice.int(2, 6) * 15 };
    plan.add({ department, type: 'womens-federation.guidance.delivered', time: at, child, data: session });
  }
}

function support(plan: Plan, dice: Dice, child: Child, from: number): void {
  const { year, n } = plan.number('dv-support', from);
  const data = { fileNo: `演妇助〔${year}〕${n}号`, kinds: dice.pick([['shelter'], ['psychology', 'legal'], ['legal']]) };
  plan.add({ department, type: 'womens-federation.dv-support.given', time: from, child, data });
  if (!dice.chance(ORDER_SHARE)) return;
  const time = officeMoment(dice, from + dice.int(1, 4) * DAY);
  const caseRef = `演妇保申〔${year}〕${n}号`;
  plan.add({ department, type: 'womens-federation.protection-order.requested', time, child, data: { caseRef } });
}
