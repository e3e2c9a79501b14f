import { addMonths } from '@lianhu/kernel';
import { ageAt, type Child } from '../children';
import type { Dice } from '../dice';
import { DAY, dayOf, officeMoment } from '../moments';
import type { Plan } from '../plan';

/** Young offenders whose case goes to court, and children who get legal aid, a quarter. Above a real county's share. † (assumption) */
const PER_QUARTER = { cases: 1.5, aid: 3 } as const;
const CHARGES = { theft: 40, injury: 22, provocation: 16, affray: 12, robbery: 10 } as const;

/** A young offender's case until the sentence that is sealed, and the community correction after it; legal aid for children who sue. */
export function corrections(plan: Plan): void {
  const dice = plan.diceFor('corrections');
  for (const ms of plan.beginnings(dice, PER_QUARTER.cases)) {
    const time = officeMoment(dice, ms);
    const child = plan.cast(dice, time, 15, 16);
    if (child) prosecute(plan, dice, child, time);
  }
  for (const ms of plan.beginnings(dice, PER_QUARTER.aid)) {
    const time = officeMoment(dice, ms);
    const child = plan.cast(dice, time, 3, 17);
    const { year, n } = plan.number('legal-aid', time);
    const data = { caseRef: `演援〔${year}〕${n}号`, days: dice.int(1, 7) };
    if (child) plan.add({ department: 'justice', type: 'justice.legal-aid.granted', time, child, data });
  }
}

function prosecute(plan: Plan, dice: Dice, child: Child, time: number): void {
  const { year, n } = plan.number('prosecution', time);
  const caseRef = `演检未诉〔${year}〕${n}号`;
  const charge = dice.weighted(CHARGES);
  const ageAtAct = Math.max(14, ageAt(child, dayOf(time)));
  const received = { caseRef, stage: 'prosecution', charge, ageAtAct, sex: child.sex };
  if (!plan.add({ department: 'procuratorate', type: 'procuratorate.suspect-case.received', time, child, data: received })) return;
  plan.tell(child, 'correction', time);
  const surveyed = officeMoment(dice, time + dice.int(5, 20) * DAY);
  const survey = { caseRef, org: 'org-social-work-001', days: dice.int(3, 15) };
  plan.add({ department: 'justice', type: 'justice.social-survey.completed', time: surveyed, child, data: survey });
  const prosecuted = officeMoment(dice, time + dice.int(22, 30) * DAY);
  const suit = { caseRef, charge, prosecutedOn: dayOf(prosecuted) };
  plan.add({ department: 'procuratorate', type: 'procuratorate.suspect-case.prosecuted', time: prosecuted, child, data: suit });
  judge(plan, dice, child, { charge, ageAtAct }, prosecuted);
}

/** Sentences up to five years are sealed: all of this county's are. Source: Criminal Procedure Law art. 286. */
function judge(plan: Plan, dice: Dice, child: Child, { charge, ageAtAct }: { charge: string; ageAtAct: number }, from: number): void {
  const accepted = officeMoment(dice, from + dice.int(2, 7) * DAY);
  const { year, n } = plan.number('juvenile', accepted);
  const caseRef = `（${year}）演0101刑初${n}号`;
  const data = { caseRef, charge, ageAtAct, sex: child.sex };
  plan.add({ department: 'court', type: 'court.juvenile-case.accepted', time: accepted, child, data });
  const effective = officeMoment(dice, accepted + dice.int(25, 60) * DAY);
  const months = dice.int(6, 18);
  const judgment = { caseRef, sentence: 'suspended', months, seal: true };
  if (!plan.add({ department: 'court', type: 'court.juvenile-judgment.effective', time: effective, child, data: judgment })) return;
  correct(plan, dice, child, officeMoment(dice, effective + dice.int(3, 10) * DAY), months);
}

function correct(plan: Plan, dice: Dice, child: Child, time: number, months: number): void {
  const { year, n } = plan.number('correction', time);
  const caseRef = `演矫〔${year}〕${n}号`;
  const from = dayOf(time);
  const to = addMonths(from, months);
  const start = { caseRef, from, to, guardianActive: dice.chance(0.7) };
  plan.add({ department: 'justice', type: 'justice.correction.started', time, child, data: start });
  const helped = { caseRef, kind: dice.weighted({ 'family-empowerment': 40, 'school-return': 30, skills: 30 }) };
  plan.add({ department: 'justice', type: 'justice.education-support.done', time: officeMoment(dice, time + 30 * DAY), child, data: helped });
  const ended = officeMoment(dice, Date.parse(`${to}T09:00:00+08:00`));
  plan.add({ department: 'justice', type: 'justice.correction.ended', time: ended, child, data: { caseRef, outcome: 'completed' } });
}
