import { addWorkingDays } from '@lianhu/calendar';
import { StaffCheckAnswered, StaffCheckRequested, StaffHitFound, StaffHitHandled } from '@lianhu/departments/hub';
import { dateOf, quarterDays, type PlainDate, type Recorded } from '@lianhu/kernel';
import { count, defineIndicator, from, share, type Fact, type Tally } from '../define';
import { LINE_OF_WORK } from '../dimensions';
import { yearBefore } from '../registers';
import type { Scope } from '../scope';

type Step =
  | { readonly is: 'asked'; readonly sector: string; readonly persons: number; readonly staff?: number; readonly periodic: boolean }
  | { readonly is: 'answered'; readonly persons: number }
  | { readonly is: 'hit'; readonly sector: string; readonly onStaff: boolean; readonly on: PlainDate }
  | { readonly is: 'handled'; readonly action: string; readonly on: PlainDate };
type StepFact = Fact<Step>;

const ASKED = from(StaffCheckRequested, ({ data: { sector, persons, staff, kind } }): Step => {
  return { is: 'asked', sector, persons, periodic: kind === 'periodic', ...(staff !== undefined && { staff }) };
});
/** The case of a hit, or the employer who asks. */
const checked = ({ subject, data }: Recorded): string => (subject?.startsWith('case-') ? subject : `employer ${String(data['employer'])}`);
const isFlow = ({ phase }: StepFact): boolean => phase === 'now' || phase === 'late';

/** Working days from the day on which a hit is received until who is on the staff is dismissed. Source: standard 21. */
const DISMISSED_WITHIN = 30;

/** 从业查询人次、命中、30个工作日解除率. */
export const D06 = defineIndicator<Step>({
  code: 'D06',
  version: 1,
  title: '从业查询人次、命中、30个工作日解除率',
  definition:
    '本季度答复的查询人次；本季度查询有记录的人数，其中在职的；30个工作日解除率＝自收到结果次日起满30个工作日之日在本季度内的在职人员中，期限内解除的人数÷该人数；逾期未解除＝季末24时期限已过而未解除的在职人数。按行业分列（答复按用人单位最近一次申请所报行业）。来源：从业查询申请与答复、查询有记录、处理有记录人员。',
  protection: ['society'],
  of: checked,
  sources: [
    ASKED,
    from(StaffCheckAnswered, ({ data }): Step => ({ is: 'answered', persons: data.persons })),
    from(StaffHitFound, ({ data }): Step => ({ is: 'hit', sector: data.sector, onStaff: data.onStaff, on: data.receivedOn })),
    from(StaffHitHandled, ({ data }): Step => ({ is: 'handled', action: data.action, on: data.handledOn })),
  ],
  measures: [
    count('persons', '查询', 'times'),
    count('hits', '有记录', 'person'),
    count('onStaff', '其中在职', 'person'),
    share('dismissed', '30个工作日解除率', 'dismissed', 'due'),
    count('overdue', '逾期未解除', 'person'),
  ],
  breakdowns: [[], [LINE_OF_WORK]],
  tally: (facts, scope) => [...answersOf(facts), ...hitsOf(facts, scope)],
});

function answersOf(facts: readonly StepFact[]): readonly Tally[] {
  return facts.flatMap((fact, i): Tally[] => {
    if (fact.data.is !== 'answered' || !isFlow(fact)) return [];
    const asked = facts.slice(0, i).findLast(({ data }) => data.is === 'asked') ?? facts.find(({ data }) => data.is === 'asked');
    const sector = asked?.data.is === 'asked' ? asked.data.sector : 'other';
    return [{ quantities: [], amounts: { persons: fact.data.persons }, at: { sector }, facts: [fact], late: fact.phase === 'late' }];
  });
}

/** Each hit is one person; what is done about several of one check is taken in turn. */
function hitsOf(facts: readonly StepFact[], scope: Scope): readonly Tally[] {
  const handled = facts.filter(({ data }) => data.is === 'handled');
  return facts
    .filter(({ data }) => data.is === 'hit')
    .flatMap((hit, i): readonly Tally[] => {
      const { data } = hit;
      if (data.is !== 'hit') return [];
      const { sector, onStaff } = data;
      const flow: Tally = { quantities: onStaff ? ['hits', 'onStaff'] : ['hits'], at: { sector }, facts: [hit], late: hit.phase === 'late' };
      return [...(isFlow(hit) ? [flow] : []), ...(onStaff ? dismissalOf(hit, data, handled[i], scope) : [])];
    });
}

function dismissalOf(hit: StepFact, { sector, on }: Extract<Step, { is: 'hit' }>, handled: StepFact | undefined, scope: Scope): readonly Tally[] {
  const { first, last } = quarterDays(scope.quarter);
  const dueOn = addWorkingDays(scope.calendar, on, DISMISSED_WITHIN);
  if (dueOn > last) return [];
  const done = handled?.data.is === 'handled' && handled.data.action === 'dismiss' && handled.data.on <= last ? handled.data.on : undefined;
  const facts = handled && done !== undefined ? [hit, handled] : [hit];
  const due: Tally = { quantities: done !== undefined && done <= dueOn ? ['due', 'dismissed'] : ['due'], at: { sector }, facts };
  return [...(dueOn >= first ? [due] : []), ...(done === undefined ? [{ quantities: ['overdue'], at: { sector }, facts }] : [])];
}

/** 年度复查率. */
export const D07 = defineIndicator<Step>({
  code: 'D07',
  version: 1,
  title: '从业人员年度复查率',
  definition:
    '用人单位＝至季末报过从业查询申请的单位数；在职人数＝各单位最近一次申请所报在职人数之和；年度复查率＝近12个月定期查询人次（每一单位不超过其在职人数）÷报过在职人数的单位的在职人数。按行业分列（以最近一次申请为准）。来源：从业查询申请。',
  protection: ['society'],
  of: checked,
  sources: [ASKED],
  measures: [count('employers', '用人单位', 'place'), count('staff', '在职人数', 'person'), share('rate', '年度复查率', 'rechecked', 'staff')],
  breakdowns: [[], [LINE_OF_WORK]],
  tally: (facts, scope) => {
    const { last } = quarterDays(scope.quarter);
    const asked = facts.flatMap((fact) => (fact.data.is === 'asked' && fact.time < scope.end ? [{ ...fact, data: fact.data }] : []));
    const newest = asked.at(-1);
    if (!newest) return [];
    const staff = asked.findLast(({ data }) => data.staff !== undefined)?.data.staff ?? 0;
    const year = asked.filter(({ data, time }) => data.periodic && dateOf(time) >= yearBefore(last));
    const rechecked = Math.min(
      staff,
      year.reduce((sum, { data }) => sum + data.persons, 0),
    );
    return [{ quantities: ['employers'], amounts: { staff, rechecked }, at: { sector: newest.data.sector }, facts: asked }];
  },
});
