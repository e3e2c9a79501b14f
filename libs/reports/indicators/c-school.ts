import { DropoutConfirmed, DropoutSuspected, StudentReturned } from '@lianhu/departments/education';
import { count, defineIndicator, from, type Fact, type Tally } from '../define';
import { AGE_BAND, BY_SEX, TOWN } from '../dimensions';
import { inQuarter, person, tallyOf } from '../flows';
import { dutyTown, isUnder, residence, type Scope } from '../scope';

type Step = 'suspected' | 'dropped' | 'returned';
interface Schooling {
  readonly step: Step;
  readonly areas: readonly (string | undefined)[];
}
const STEPS: readonly Step[] = ['suspected', 'dropped', 'returned'];
const STOCKS: Readonly<Partial<Record<Step, string>>> = { suspected: 'openSuspected', dropped: 'openDropped' };

/** 疑似辍学、辍学、复学. */
export const C02 = defineIndicator<Schooling>({
  code: 'C02',
  version: 1,
  title: '疑似辍学、辍学、复学',
  definition:
    '本季度新列疑似辍学、确认辍学、复学的人数，同一人同一情形计一次，按上报辖区分乡镇（未写明乡镇的按居住地）；季末24时仍为疑似辍学、辍学的人数（未满18周岁），按居住地分乡镇。',
  protection: ['school'],
  sources: [
    from(DropoutSuspected, ({ area, residenceArea }) => ({ step: 'suspected', areas: [area, residenceArea] })),
    from(DropoutConfirmed, ({ area, residenceArea }) => ({ step: 'dropped', areas: [area, residenceArea] })),
    from(StudentReturned, ({ area, residenceArea }) => ({ step: 'returned', areas: [area, residenceArea] })),
  ],
  of: person,
  measures: [
    count('suspected', '新列疑似辍学', 'person'),
    count('dropped', '确认辍学', 'person'),
    count('returned', '复学', 'person'),
    count('openSuspected', '季末疑似辍学', 'person'),
    count('openDropped', '季末辍学', 'person'),
  ],
  breakdowns: [[], [TOWN], [BY_SEX], [AGE_BAND], [TOWN, BY_SEX, AGE_BAND]],
  balance: { stocks: ['openSuspected', 'openDropped'], flows: ['suspected', 'dropped', 'returned'] },
  tally: (facts, scope) => [...STEPS.flatMap((step) => flowsOf(step, facts, scope)), ...stockOf(facts, scope)],
});

function flowsOf(step: Step, facts: readonly Fact<Schooling>[], scope: Scope): readonly Tally[] {
  const profile = scope.child(facts[0]?.subject);
  return inQuarter(facts.filter((fact) => fact.data.step === step)).map((flow) =>
    tallyOf(flow, [step], { ...residence(profile, scope), town: dutyTown(flow.first.data.areas, profile, scope.policy) }),
  );
}

function stockOf(facts: readonly Fact<Schooling>[], scope: Scope): readonly Tally[] {
  const before = facts.filter((fact) => fact.time < scope.end);
  const last = before.at(-1);
  const profile = scope.child(last?.subject);
  const stock = last && STOCKS[last.data.step];
  if (!stock || (profile && !isUnder(profile, scope.quarter))) return [];
  return [{ quantities: [stock], at: residence(profile, scope), facts: before }];
}
