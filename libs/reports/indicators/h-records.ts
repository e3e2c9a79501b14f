import { AccessBreachFound, hub } from '@lianhu/departments/hub';
import { departmentOf } from '@lianhu/kernel';
import { BudgetApproved, FundSpent } from '@lianhu/departments/other-members';
import { eachEvent } from '../counted';
import { amount, count, defineIndicator, from, oneOfFew, share } from '../define';
import { DEPARTMENT } from '../dimensions';

const mending = oneOfFew<{ readonly department: string; readonly mends: boolean }>();

/** 数据退回与更正率. */
export const H05 = defineIndicator({
  code: 'H05',
  version: 1,
  title: '数据更正、撤回率',
  definition: '更正率＝本季度部门报送的事件中，更正或撤回此前事件的件数÷本季度部门报送的事件数，按部门分列；联护枢纽自身的事件不计。来源：每一事件。',
  protection: ['government'],
  sources: [{ read: (event) => mending({ department: departmentOf(event), mends: event.corrects !== undefined }) }],
  measures: [count('mended', '更正、撤回', 'event'), share('rate', '更正率', 'mended', 'events')],
  breakdowns: [[], [DEPARTMENT]],
  tally([fact]) {
    if (!fact || fact.data.department === hub.id || (fact.phase !== 'now' && fact.phase !== 'late')) return [];
    const { department, mends } = fact.data;
    return [{ quantities: mends ? ['events', 'mended'] : ['events'], at: { department }, facts: [fact], late: fact.phase === 'late' }];
  },
});

interface Money {
  readonly year: number;
  readonly approved?: number;
  readonly spent?: number;
}

/** 未保经费. */
export const H11 = defineIndicator<Money>({
  code: 'H11',
  version: 1,
  title: '未保经费（预算、执行）',
  definition: '本年度截至季末已批准的未保经费预算、已支出数；执行率＝已支出÷已批准；只计全县数。来源：未保经费预算、未保经费支出。',
  protection: ['government'],
  sources: [
    from(BudgetApproved, ({ data }) => ({ year: data.year, approved: data.amount })),
    from(FundSpent, ({ data }) => ({ year: data.year, spent: data.amount })),
  ],
  of: eachEvent,
  measures: [amount('approved', '预算', 'yuan'), amount('spent', '支出', 'yuan'), share('rate', '执行率', 'spent', 'approved')],
  breakdowns: [[]],
  tally([fact], scope) {
    if (!fact || fact.time >= scope.end || fact.data.year !== Number(scope.quarter.slice(0, 4))) return [];
    const { approved, spent } = fact.data;
    return [
      { quantities: [], amounts: { ...(approved !== undefined && { approved }), ...(spent !== undefined && { spent }) }, at: {}, facts: [fact] },
    ];
  },
});

/** 封存及越权违规调阅: must be 0; a closed quarter in which it turns out not to be is stated again. */
export const H13 = defineIndicator({
  code: 'H13',
  version: 1,
  title: '封存及越权违规调阅',
  definition: '本季度认定的违反封存、越权、无目的调阅及外传的件数，应为0；只计全县数。来源：违规调阅认定。',
  protection: ['government'],
  sources: [from(AccessBreachFound, () => ({}))],
  of: eachEvent,
  measures: [count('breaches', '违规调阅', 'case')],
  breakdowns: [[]],
  tally([fact]) {
    if (!fact || (fact.phase !== 'now' && fact.phase !== 'late')) return [];
    return [{ quantities: ['breaches'], at: {}, facts: [fact], late: fact.phase === 'late' }];
  },
});
