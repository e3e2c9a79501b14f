import { AlertClosed, AlertRaised, ClockMissed, hub } from '@lianhu/departments/hub';
import { days, msOf, type Moment, type Recorded } from '@lianhu/kernel';
import { count, defineIndicator, from, oneOfFew, share, type Fact, type Tally } from '../define';
import { DEPARTMENT, RULE, TOWN } from '../dimensions';
import { alert, once, tallyOf } from '../flows';
import { knownTown, type Scope } from '../scope';

interface AlertFact {
  readonly step: 'raised' | 'closed' | 'missed';
  readonly rule?: string;
  readonly town?: string;
  readonly dueAt?: Moment;
  readonly confirmed?: boolean;
}

/** 预警产生、确认率、超时率. */
export const H01 = defineIndicator<AlertFact>({
  code: 'H01',
  version: 2,
  title: '预警产生、确认率、超时率',
  definition:
    '本季度产生、办结的预警件数；确认率＝本季度办结中结论为“确认”的件数÷本季度办结件数；超时率＝办结时限在本季度内的预警中超时的件数÷办结时限在本季度内的件数（超时：过了时限才办结，或者过了时限仍未办结）。按儿童居住地分乡镇，按预警规则分列。',
  protection: ['government'],
  sources: [
    from(AlertRaised, ({ data, residenceArea }) => ({ step: 'raised', rule: data.rule, dueAt: data.dueAt, town: residenceArea })),
    from(AlertClosed, ({ data }) => ({ step: 'closed', confirmed: data.verdict === 'confirmed' })),
    from(ClockMissed, ({ data }) => ({ step: 'missed', dueAt: data.dueAt })),
  ],
  of: alert,
  measures: [
    count('raised', '产生预警', 'case'),
    count('closed', '办结预警', 'case'),
    share('confirmed', '确认率', 'closedConfirmed', 'closed'),
    share('overdue', '超时率', 'missed', 'due'),
  ],
  breakdowns: [[], [TOWN], [RULE], [TOWN, RULE]],
  tally(facts, scope) {
    const raised = facts.find((fact) => fact.data.step === 'raised');
    if (!raised) return [];
    const town = knownTown(raised.data.town ?? scope.child(raised.subject)?.town, scope.policy);
    const at = { town, rule: raised.data.rule ?? '' };
    return [...raisedOf(facts, at), ...closedOf(facts, at), ...dueOf(raised, facts, at, scope)];
  },
});

type Where = Readonly<Record<string, string>>;

function raisedOf(facts: readonly Fact<AlertFact>[], at: Where): readonly Tally[] {
  const flow = once(facts.filter((fact) => fact.data.step === 'raised'));
  return flow ? [tallyOf(flow, ['raised'], at)] : [];
}

function closedOf(facts: readonly Fact<AlertFact>[], at: Where): readonly Tally[] {
  const flow = once(facts.filter((fact) => fact.data.step === 'closed'));
  return flow ? [tallyOf(flow, flow.first.data.confirmed ? ['closed', 'closedConfirmed'] : ['closed'], at)] : [];
}

/** Once it is closed, its closing says whether it was in time: older versions recorded misses of alerts that were closed by then. */
function dueOf(raised: Fact<AlertFact>, facts: readonly Fact<AlertFact>[], at: Where, scope: Scope): readonly Tally[] {
  const { dueAt } = raised.data;
  if (!dueAt || dueAt < scope.start || dueAt >= scope.end) return [];
  const [closed, missed] = ['closed', 'missed'].map((step) => facts.find((fact) => fact.data.step === step));
  const overdue = closed ? closed.time > dueAt : missed !== undefined;
  return [{ quantities: overdue ? ['due', 'missed'] : ['due'], at, facts: [raised, closed ?? missed].flatMap((fact) => fact ?? []) }];
}

/** Data are in time when the edge has them this soon after it happened. Unit: milliseconds. Source: domain model, H04. */
const IN_TIME = days(1);

const timeliness = oneOfFew<{ readonly department: string; readonly inTime: boolean }>();

/** 部门数据及时率. */
export const H04 = defineIndicator({
  code: 'H04',
  version: 1,
  title: '部门数据及时率',
  definition: '及时率＝本季度发生、24小时内报到本部门接入端的事件数÷本季度发生的事件数（接收时间减发生时间），按部门分列；联护枢纽自身的事件不计。',
  protection: ['government'],
  sources: [{ read: (event) => timeliness({ department: event.department, inTime: isInTime(event) }) }],
  measures: [count('events', '报送事件', 'event'), share('inTime', '24小时及时率', 'timely', 'events')],
  breakdowns: [[], [DEPARTMENT]],
  tally([fact]) {
    const phase = fact?.phase;
    if (!fact || fact.data.department === hub.id || (phase !== 'now' && phase !== 'late')) return [];
    const { department, inTime } = fact.data;
    return [{ quantities: inTime ? ['events', 'timely'] : ['events'], at: { department }, facts: [fact], late: phase === 'late' }];
  },
});

const isInTime = (event: Recorded): boolean => (msOf(event.receivedAt) ?? 0) - (msOf(event.time) ?? 0) <= IN_TIME;
