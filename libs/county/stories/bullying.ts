import { ageAt, schoolOf, type Child } from '../children';
import type { Dice } from '../dice';
import { between, DAY, dayOf, officeMoment, openDay, schoolDays } from '../moments';
import type { Plan } from '../plan';
import { absence, alarmNumber } from './everyday';

/** Bullying that is reported, a quarter. Above a real county's share, so that it shows. † (assumption) */
const PER_QUARTER = 3;

/** Bullying at a school: reported, when severe to the police too; decided upon; the victim stays away, is screened and seen by a doctor. */
export function bullying(plan: Plan): void {
  const dice = plan.diceFor('bullying');
  for (const ms of plan.beginnings(dice, PER_QUARTER, [0.6, 1.2, 1, 1.3, 0.7, 1.2])) {
    const [day] = schoolDays(dayOf(ms), 1, 60);
    const child = day === undefined ? undefined : plan.cast(dice, ms, 8, 16);
    if (child && day !== undefined) bully(plan, dice, child, between(dice, day, 8.5, 16.5));
  }
}

function bully(plan: Plan, dice: Dice, child: Child, time: number): void {
  const { year, n } = plan.number('bullying', time);
  const incidentRef = `演欺报〔${year}〕${n}号`;
  const severe = dice.chance(0.25);
  const school = schoolOf(child, ageAt(child, dayOf(time)), plan.options.schoolsPerTown);
  const channel = dice.weighted({ teacher: 34, parent: 28, self: 16, schoolmate: 16, survey: 6 });
  const data = { incidentRef, school, role: 'victim', channel, parties: dice.int(2, 5), online: dice.chance(0.3), severe, policeTold: severe };
  if (!plan.add({ department: 'education', type: 'education.bullying.reported', time, child, incident: incidentRef, data })) return;
  plan.tell(child, 'bullying', time, [], severe);
  if (severe) callPolice(plan, dice, child, time + dice.int(1, 20) * 3_600_000);
  const [since, last] = schoolDays(dayOf(time + DAY), 2, 6);
  if (since !== undefined && last !== undefined) plan.add(absence(dice, child, since, last, 2));
  const decided = officeMoment(dice, time + dice.int(3, 9) * DAY);
  const measures = severe ? ['discipline', 'apology'] : ['apology'];
  const decision = { incidentRef, isBullying: dice.chance(0.85), measures, parentsTold: true, startedOn: dayOf(time), days: dice.int(2, 10) };
  plan.add({ department: 'education', type: 'education.bullying.decided', time: decided, child, incident: incidentRef, data: decision });
  if (dice.chance(0.5)) care(plan, dice, child, decided, school);
}

function callPolice(plan: Plan, dice: Dice, child: Child, time: number): void {
  const alarmNo = alarmNumber(time, plan.number('alarm', time).n);
  const data = { alarmNo, kind: 'bullying', town: child.town, minorRole: 'victim', injured: dice.chance(0.3) };
  plan.add({ department: 'police', type: 'police.alarm.received', time, child, data });
}

function care(plan: Plan, dice: Dice, child: Child, from: number, school: string): void {
  const screened = between(dice, openDay(dayOf(from + 4 * DAY)), 9, 16);
  const flag = { grade: dice.pick(['2', '3']), tool: '演示量表', followUp: true };
  plan.add({ department: 'education', type: 'education.psych-screen.flagged', time: screened, child, data: flag });
  const waitDays = dice.int(2, 20);
  const seen = officeMoment(dice, screened + waitDays * DAY);
  plan.add({ department: 'health', type: 'health.psych-referral.accepted', time: seen, child, data: { fromOrg: school, waitDays } });
}
