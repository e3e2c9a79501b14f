import { ProtectionOrderApplied, ProtectionOrderIssued } from '@lianhu/departments/court';
import { DvCallReceived } from '@lianhu/departments/police';
import { CaseGuardianshipOrderIssued, GuardianshipOrderIssued } from '@lianhu/departments/procuratorate';
import { addMs, hours } from '@lianhu/kernel';
import { count, defineIndicator, from, share } from '../define';
import { TOWN } from '../dimensions';
import { incident, once, person, tallyOf } from '../flows';
import { dutyTown } from '../scope';

/** 督促监护令. */
export const B04 = defineIndicator({
  code: 'B04',
  version: 1,
  title: '督促监护令',
  definition: '本季度发出的督促监护令件数，同一件涉及几名未成年人的计一件；涉案（未成年人为嫌疑人或被害人）的另列，只计全县数。',
  protection: ['family', 'justice'],
  sources: [from(GuardianshipOrderIssued, () => 'orders'), from(CaseGuardianshipOrderIssued, () => 'caseOrders')],
  of: incident,
  measures: [count('orders', '督促监护令（非涉案）', 'case'), count('caseOrders', '督促监护令（涉案）', 'case')],
  breakdowns: [[]],
  tally(facts) {
    const order = once(facts);
    return order ? [tallyOf(order, [order.first.data], {})] : [];
  },
});

/** 家暴警情涉未成年人. */
export const B14 = defineIndicator({
  code: 'B14',
  version: 1,
  title: '家暴警情涉未成年人',
  definition:
    '本季度家中有未成年人的家暴警情件数，同一警情涉及几名未成年人的计一件，按警情辖区分乡镇（警情未写明乡镇的按居住地）；重复率＝近12个月同户曾有警情的件数÷警情件数。',
  protection: ['family'],
  sources: [from(DvCallReceived, ({ data, area, residenceArea }) => ({ repeated: (data.repeatIn12m ?? 0) >= 1, areas: [area, residenceArea] }))],
  of: incident,
  measures: [count('incidents', '涉未家暴警情', 'case'), share('repeat', '重复警情率', 'repeated', 'incidents')],
  breakdowns: [[], [TOWN]],
  tally(facts, scope) {
    const call = once(facts);
    if (!call) return [];
    const repeated = call.facts.some((fact) => fact.data.repeated);
    const town = dutyTown(call.first.data.areas, scope.child(call.first.subject), scope.policy);
    return [tallyOf(call, repeated ? ['incidents', 'repeated'] : ['incidents'], { town })];
  },
});

/** Hours within which a court decides on a protection order. Unit: milliseconds. Source: 反家庭暴力法第二十八条. */
const DECIDE_WITHIN = { urgent: hours(24), normal: hours(72) } as const;

/** An application says whether it is urgent; an order does not. */
interface CourtFact {
  readonly step: 'applied' | 'issued';
  readonly urgent?: boolean;
}

/** 涉未人身安全保护令. */
export const B16 = defineIndicator<CourtFact>({
  code: 'B16',
  version: 1,
  title: '涉未人身安全保护令',
  definition:
    '本季度受理申请的案件数、作出保护令的案件数；72小时作出率＝本季度受理的案件中，受理后72小时内（紧急的24小时内）作出保护令的案件数÷受理案件数。按案件代号计，只计全县数。',
  protection: ['family', 'justice'],
  sources: [
    from(ProtectionOrderApplied, ({ data }) => ({ step: 'applied', urgent: data.urgent })),
    from(ProtectionOrderIssued, () => ({ step: 'issued' })),
  ],
  of: person,
  measures: [
    count('applied', '受理申请', 'case'),
    count('issued', '作出保护令', 'case'),
    share('inTime', '72小时作出率', 'decidedInTime', 'applied'),
  ],
  breakdowns: [[]],
  tally(facts) {
    const applications = facts.filter((fact) => fact.data.step === 'applied');
    const orders = facts.filter((fact) => fact.data.step === 'issued');
    const [applied, issued] = [once(applications), once(orders)];
    const tallies = issued ? [tallyOf(issued, ['issued'], {})] : [];
    if (!applied) return tallies;
    const { time, data } = applied.first;
    const due = addMs(time, data.urgent ? DECIDE_WITHIN.urgent : DECIDE_WITHIN.normal);
    const inTime = orders.filter((order) => order.time >= time && order.time <= due).slice(0, 1);
    if (!inTime.length) return [...tallies, tallyOf(applied, ['applied'], {})];
    return [...tallies, tallyOf(applied, ['applied'], {}), { ...tallyOf(applied, ['decidedInTime'], {}), facts: [...applied.facts, ...inTime] }];
  },
});
