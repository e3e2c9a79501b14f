import { addDays, momentOf } from '@lianhu/kernel';
import { ageAt, schoolOf, type Child } from './children';
import type { Dice } from './dice';
import { between, dayOf, homeMoment, officeMoment, openDay } from './moments';
import type { Fact } from './fact';
import type { Plan } from './plan';
import type { EverydayKind } from './rates';
import { isSchoolDay } from './school-days';
import { absence, alarm, overdueCheck } from './stories/everyday';

/** What one kind of everyday event is: about whom, and when in the county's time. */
export interface Everyday {
  /** Ages, both included. Unit: years. */
  readonly least: number;
  readonly most: number;
  /** The moment that a random one becomes; undefined when there is none near. */
  readonly when: (dice: Dice, ms: number) => number | undefined;
  readonly fact: (plan: Plan, dice: Dice, child: Child, time: number) => Fact;
}

type DataOf = (dice: Dice, child: Child, time: number, plan: Plan) => Fact['data'];
const says = (type: string, data: DataOf): Pick<Everyday, 'fact'> => {
  const department = type.split('.')[0] as Fact['department'];
  return { fact: (plan, dice, child, time) => ({ department, type, time, child, data: data(dice, child, time, plan) }) };
};

const onSchoolDay = (dice: Dice, ms: number): number | undefined => {
  const day = dayOf(ms);
  return isSchoolDay(day) ? between(dice, day, 8.2, 16.5) : undefined;
};
const dayInYear = (dice: Dice, ms: number, month: string, first: number, last: number): number =>
  between(dice, openDay(`${dayOf(ms).slice(0, 4)}-${month}-${String(dice.int(first, last)).padStart(2, '0')}`), 8.5, 16.5);
/** Enrolment is the county's burst: the first open days of September. */
const inSeptember = (dice: Dice, ms: number): number => dayInYear(dice, ms, '09', 1, 9);
/** Screenings of psychology come in weeks of their own: in March and in October. */
const inScreening = (dice: Dice, ms: number): number => dayInYear(dice, ms, dice.pick(['03', '10']), 9, 27);

const office = { least: 0, most: 17, when: officeMoment };
const school = (plan: Plan, child: Child, time: number): string => schoolOf(child, ageAt(child, dayOf(time)), plan.options.schoolsPerTown);

const misconduct: DataOf = (dice) => ({
  kind: dice.weighted({ truancy: 40, 'network-addiction': 30, 'smoking-drinking': 20, 'night-out': 10 }),
  measures: ['education'],
  parentsTold: dice.chance(0.8),
});
const hotel: DataOf = (dice, _, time) => ({
  hotel: `org-hotel-00${dice.int(1, 9)}`,
  at: momentOf(time),
  with: dice.weighted({ parents: 30, relative: 20, peer: 30, alone: 17, 'unrelated-adult': 3 }),
  fiveMust: Array.from({ length: 5 }, () => dice.chance(0.9)),
  parentCalled: dice.chance(0.85),
});
const assessment: DataOf = (dice, _, time) => ({
  method: 'own',
  grade: dice.weighted({ '1': 60, '2': 30, '3': 8, '4': 2 }),
  score: dice.int(500, 1_000),
  assessors: 2,
  nextDue: addDays(dayOf(time), 180),
});
const rehab: DataOf = (dice, _, time) => ({
  org: 'org-rehab-001',
  month: dayOf(time).slice(0, 7).replace('-', ''),
  minutes: dice.int(12, 40) * 45,
});

/** Every kind of event that fills a department's rate up. */
export const EVERYDAY_KINDS: Readonly<Record<EverydayKind, Everyday>> = {
  absence: { least: 6, most: 16, when: onSchoolDay, fact: (_, dice, child, time) => dayAway(dice, child, time) },
  enrolment: { least: 3, most: 17, when: inSeptember, ...says('education.student.enrolled', enrolment) },
  move: {
    ...office,
    least: 6,
    ...says('education.student.moved', (dice) => ({ kind: dice.weighted({ transfer: 75, suspension: 15, graduation: 10 }) })),
  },
  psychology: {
    least: 10,
    most: 17,
    when: inScreening,
    ...says('education.psych-screen.flagged', (dice) => ({ grade: dice.weighted({ '1': 80, '2': 16, '3': 4 }), followUp: dice.chance(0.6) })),
  },
  misconduct: { least: 9, most: 17, when: onSchoolDay, ...says('education.misconduct.recorded', misconduct) },
  check: { least: 0, most: 6, when: officeMoment, fact: (_, dice, child, time) => overdueCheck(dice, child, time) },
  referral: {
    ...office,
    least: 8,
    ...says('health.psych-referral.accepted', (dice, child, time, plan) => ({ fromOrg: school(plan, child, time), waitDays: dice.int(1, 30) })),
  },
  hotel: { least: 12, most: 17, when: homeMoment, ...says('police.hotel-checkin.flagged', hotel) },
  alarm: { least: 1, most: 17, when: (_, ms) => ms, fact: (plan, dice, child, time) => alarm(dice, child, time, plan.number('alarm', time).n) },
  aid: {
    ...office,
    ...says('civil-affairs.aid.granted', (dice) => ({
      kind: dice.weighted({ subsistence: 70, temporary: 25, 'extreme-poverty': 5 }),
      amount: dice.int(20, 90) * 1_000,
      children: dice.int(1, 3),
    })),
  },
  assessment: { ...office, ...says('civil-affairs.guardianship.assessed', assessment) },
  rehab: { ...office, ...says('disabled-federation.rehab.delivered', rehab) },
  'home-visit': { ...office, ...says('disabled-federation.home-visit.done', (dice) => ({ services: [dice.pick(['visit', 'rehab', 'policy'])] })) },
  guidance: {
    ...office,
    ...says('womens-federation.guidance.delivered', (dice) => ({ form: dice.pick(['individual', 'family', 'group']), minutes: dice.int(2, 6) * 15 })),
  },
  complaint: {
    ...office,
    ...says('womens-federation.complaint.received', (dice) => ({
      kind: dice.weighted({ advice: 40, support: 25, schooling: 20, psychological: 15 }),
      minorInvolved: true,
    })),
  },
  risk: { ...office, ...says('womens-federation.family-risk.found', (dice) => ({ kind: dice.weighted({ neglect: 60, absence: 40 }) })) },
};

function dayAway(dice: Dice, child: Child, time: number): Fact {
  const since = dayOf(time);
  return { ...absence(dice, child, since, since, Number(dice.weighted({ '1': 92, '2': 8 }))), time };
}

function enrolment(dice: Dice, child: Child, time: number, plan: Plan): Fact['data'] {
  const age = ageAt(child, dayOf(time));
  const boarding = age > 11 && dice.chance(0.3);
  return { studentNo: `G${child.docNo}`, school: school(plan, child, time), grade: gradeAt(age), boarding, migrantChild: dice.chance(0.05) };
}

/** School years begin in September; within a year or so the age says the grade. */
function gradeAt(age: number): string {
  if (age < 6) return 'nursery';
  if (age < 12) return `p${age - 5}`;
  return age < 15 ? `j${age - 11}` : `s${Math.min(3, age - 14)}`;
}
