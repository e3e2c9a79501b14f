import {
  CareAgreementSigned,
  CategoryConfirmed,
  CategoryEnded,
  DivorceRegistered,
  GuardianDutyConfirmed,
  GuardianshipAssessed,
  MarriageRegistered,
  MinorDelisted,
  MinorListed,
} from '@lianhu/departments/civil-affairs';
import { EducationOrderIssued, FamilyCaseAccepted, FamilyGuidanceGiven, GuardianAdmonished as AdmonishedByCourt } from '@lianhu/departments/court';
import { CertificateIssued, HomeVisitDone } from '@lianhu/departments/disabled-federation';
import { SeriousIllnessDiagnosed } from '@lianhu/departments/health';
import { GuardianUrged } from '@lianhu/departments/justice';
import { DvWarningIssued, GuardianAdmonished as AdmonishedByPolice } from '@lianhu/departments/police';
import { GuardianAdmonished as AdmonishedByProcuratorate } from '@lianhu/departments/procuratorate';
import { OrderExecutionReported } from '@lianhu/departments/womens-federation';
import type { PlainDate } from '@lianhu/kernel';
import { counted, each, endOf, says, type Said } from '../counted';
import { count, defineIndicator, from, share, type Fact } from '../define';
import { DEPARTMENT, GRADE, TOWN } from '../dimensions';
import { incident, person } from '../flows';
import { isUnder, residence } from '../scope';

/** 离婚登记家教指导率. */
export const B01 = counted({
  code: 'B01',
  version: 1,
  title: '离婚登记家教指导率',
  definition:
    '指导率＝本季度已作家庭教育指导的离婚登记件数÷本季度有未成年子女的离婚登记件数，同一登记涉及几名子女的计一件；按登记辖区分乡镇。来源：离婚登记（有未成年子女）。',
  protection: ['family'],
  of: each,
  sources: [says(DivorceRegistered, ({ guidanceGiven }) => ({ counts: 'divorces', also: [guidanceGiven && 'guided'] }))],
  measures: [count('divorces', '离婚登记（有未成年子女）', 'case'), share('rate', '指导率', 'guided', 'divorces')],
  breakdowns: [[], [TOWN]],
});

/** 家事案件家教指导率. */
export const B02 = counted({
  code: 'B02',
  version: 1,
  title: '家事案件家教指导率',
  definition:
    '指导率＝本季度立案的涉未成年子女家事案件中，截止时刻前已作家庭教育指导的件数÷本季度立案件数；按法院案号计件，只计全县数。来源：家事案件立案、家事案件家庭教育指导。',
  protection: ['family', 'justice'],
  of: each,
  sources: [says(FamilyCaseAccepted, () => ({ counts: 'cases', starts: true, due: '9999' })), says(FamilyGuidanceGiven, () => ({ answers: true }))],
  answering: { whole: 'accepted', part: 'guided', counted: 'started' },
  measures: [count('cases', '家事案件立案', 'case'), share('rate', '指导率', 'guided', 'accepted')],
  breakdowns: [[]],
});

/** 家庭教育指导令. */
export const B03 = counted({
  code: 'B03',
  version: 1,
  title: '家庭教育指导令',
  definition:
    '本季度发出的家庭教育指导令，一名未成年人计一件；按期执行率＝截止日期在本季度内的指导令中，截止日期前反馈“完成”的件数÷截止日期在本季度内的件数；按未成年人对应，只计全县数。来源：家庭教育指导令、指导令执行反馈。',
  protection: ['family', 'justice'],
  of: person,
  often: 'in-every-quarter',
  sources: [
    says(EducationOrderIssued, ({ to }) => ({ counts: 'orders', starts: true, due: endOf(to) })),
    says(OrderExecutionReported, ({ state }) => ({ answers: state === 'completed' })),
  ],
  answering: { whole: 'due', part: 'executed', counted: 'due' },
  measures: [count('orders', '发出指导令', 'case'), share('executed', '按期执行率', 'executed', 'due')],
  breakdowns: [[]],
});

const admonished = (department: string, guidanceOrdered: boolean): Said => ({
  counts: 'admonitions',
  also: [guidanceOrdered && 'guided'],
  at: { department },
});

/** 训诫督促监护人. */
export const B05 = counted({
  code: 'B05',
  version: 1,
  title: '训诫、督促监护人',
  definition:
    '本季度公安、检察、法院训诫监护人的件次，其中责令接受家庭教育指导的；按作出机关分列，按作出地辖区分乡镇（未写明的按居住地）。社区矫正机构督促监护人的件次另列，只计全县数并从严隐去。来源：公安、检察院、法院训诫监护人，社区矫正机构督促监护人。',
  protection: ['family', 'justice'],
  of: each,
  sources: [
    says(AdmonishedByPolice, ({ guidanceOrdered }) => admonished('police', guidanceOrdered)),
    says(AdmonishedByProcuratorate, ({ guidanceOrdered }) => admonished('procuratorate', guidanceOrdered)),
    says(AdmonishedByCourt, ({ guidanceOrdered }) => admonished('court', guidanceOrdered)),
  ],
  measures: [count('admonitions', '训诫监护人', 'times'), count('guided', '责令接受指导', 'times')],
  breakdowns: [[], [TOWN], [DEPARTMENT]],
});
/** 社区矫正机构督促监护人: of B05, what is restricted. */
export const B05L5 = counted({
  code: 'B05L5',
  version: 1,
  title: '社区矫正机构督促监护人',
  definition: '本季度社区矫正机构督促监护人的件次，只计全县数。来源：社区矫正机构督促监护人。',
  protection: ['family', 'justice'],
  of: each,
  sources: [says(GuardianUrged, ({ heeded }) => ({ counts: 'urged', also: [heeded && 'heeded'] }))],
  measures: [count('urged', '督促监护人', 'times')],
  breakdowns: [[]],
});

interface Agreement {
  readonly kind: 'listed' | 'delisted' | 'signed';
  readonly from?: PlainDate;
  readonly to?: PlainDate;
}
const LEFT_BEHIND = '04';
const IN_FAMILIES = '02';

/** A stock of children and the papers in force for them on the quarter's last day. */
const covered = (facts: readonly Fact<Agreement>[], lastDay: PlainDate): Fact<Agreement> | undefined =>
  facts.find(({ data }) => data.kind === 'signed' && (data.from ?? '') <= lastDay && (data.to === undefined || lastDay <= data.to));
const lastDayOf = (end: string): PlainDate => new Date(Date.parse(end) - 1 + 8 * 3_600_000).toISOString().slice(0, 10);

interface Papers {
  readonly whole: string;
  readonly part: string;
  /** Age under which a child is in the stock. Unit: years. */
  readonly under: number;
}
const papers =
  ({ whole, part, under }: Papers) =>
  (facts: readonly Fact<Agreement>[], scope: Parameters<typeof residence>[1]) => {
    const before = facts.filter((fact) => fact.time < scope.end);
    const listings = before.filter(({ data }) => data.kind !== 'signed');
    const profile = scope.child(facts[0]?.subject);
    if (listings.at(-1)?.data.kind !== 'listed' || (profile && !isUnder(profile, scope.quarter, under))) return [];
    const paper = covered(before, lastDayOf(scope.end));
    return [{ quantities: paper ? [whole, part] : [whole], at: residence(profile, scope), facts: paper ? [...listings, paper] : listings }];
  };

/** 委托照护协议签订率. */
export const B07 = defineIndicator<Agreement>({
  code: 'B07',
  version: 1,
  title: '委托照护协议签订率',
  definition:
    '签订率＝季末有委托照护协议生效的农村留守儿童数÷季末在册、未满16周岁的农村留守儿童数（对象类别04）；按居住地分乡镇。来源：委托照护协议签订、纳入与退出重点对象。',
  protection: ['family'],
  sources: [
    from(MinorListed, ({ data }) => ({ kind: data.category === LEFT_BEHIND ? 'listed' : 'signed', to: '' })),
    from(MinorDelisted, ({ data }) => ({ kind: data.category === LEFT_BEHIND ? 'delisted' : 'signed', to: '' })),
    from(CareAgreementSigned, ({ data }) => ({ kind: 'signed', from: data.from, to: data.to })),
  ],
  of: person,
  measures: [count('leftBehind', '农村留守儿童', 'person'), share('rate', '协议签订率', 'agreed', 'leftBehind')],
  breakdowns: [[], [TOWN]],
  tally: papers({ whole: 'leftBehind', part: 'agreed', under: 16 }),
});

/** 监护评估数及等级. */
export const B08 = counted({
  code: 'B08',
  version: 1,
  title: '监护评估数及等级',
  definition: '本季度完成的监护评估件数，按评估等级（正常、不足、失当、缺失）分列，按上报辖区分乡镇（未写明的按居住地）。来源：监护评估完成。',
  protection: ['family', 'government'],
  of: each,
  sources: [says(GuardianshipAssessed, ({ grade }) => ({ counts: 'assessed', at: { grade } }))],
  measures: [count('assessed', '监护评估', 'case')],
  breakdowns: [[], [TOWN], [GRADE], [TOWN, GRADE]],
});

/** 评估及时率. */
export const B09 = defineIndicator<{ readonly nextDue: PlainDate }>({
  code: 'B09',
  version: 1,
  title: '监护评估及时率',
  definition:
    '及时率＝下次评估日期在本季度内的未成年人中，在该日24时前再次评估的人数÷下次评估日期在本季度内的人数；按居住地分乡镇。来源：监护评估完成。',
  protection: ['family', 'government'],
  sources: [from(GuardianshipAssessed, ({ data }) => ({ nextDue: data.nextDue }))],
  of: person,
  measures: [count('due', '到期应评估', 'person'), share('rate', '评估及时率', 'inTime', 'due')],
  breakdowns: [[], [TOWN]],
  tally: (facts, scope) => {
    const due = facts.findLast(({ data, time }) => {
      const end = endOf(data.nextDue);
      return end > scope.start && end < scope.end && time <= end;
    });
    if (!due) return [];
    const next = facts.find(({ time, position }) => position !== due.position && time > due.time && time <= endOf(due.data.nextDue));
    const at = residence(scope.child(due.subject), scope);
    return [{ quantities: next ? ['due', 'inTime'] : ['due'], at, facts: next ? [due, next] : [due] }];
  },
});

/** 残疾大病儿童探访率. */
export const B13 = defineIndicator<'stock' | 'visit' | 'other'>({
  code: 'B13',
  version: 1,
  title: '残疾、大病儿童探访率',
  definition:
    '探访率＝季末残疾（本人持证）或大病未成年人中，本季度内入户探访过的人数÷季末残疾或大病未成年人数（未满18周岁）；按居住地分乡镇。来源：残疾人证核发、儿童重病、残疾儿童入户探访。',
  protection: ['family', 'government'],
  sources: [
    from(CertificateIssued, ({ data }) => (data.holder === 'self' ? 'stock' : 'other')),
    from(SeriousIllnessDiagnosed, () => 'stock'),
    from(HomeVisitDone, () => 'visit'),
  ],
  of: person,
  measures: [count('children', '残疾、大病儿童', 'person'), share('visited', '探访率', 'visitedChildren', 'children')],
  breakdowns: [[], [TOWN]],
  tally: (facts, scope) => {
    const stock = facts.filter(({ data, time }) => data === 'stock' && time < scope.end);
    const profile = scope.child(facts[0]?.subject);
    if (!stock.length || (profile && !isUnder(profile, scope.quarter))) return [];
    const visits = facts.filter(({ data, phase }) => data === 'visit' && phase === 'now');
    const at = residence(profile, scope);
    return [{ quantities: visits.length ? ['children', 'visitedChildren'] : ['children'], at, facts: [...stock, ...visits] }];
  },
});

/** 告诫书. */
export const B15 = counted({
  code: 'B15',
  version: 1,
  title: '家庭暴力告诫书',
  definition:
    '本季度送达的涉未成年人家庭告诫书件数，同一告诫书涉及几名未成年人的计一件；其中未成年人在场的；只计全县数。首次查访7日率待家访流程建成后统计。来源：家庭暴力告诫书。',
  protection: ['family'],
  of: incident,
  sources: [says(DvWarningIssued, ({ minorPresent }) => ({ counts: 'warnings', also: [minorPresent && 'present'] }))],
  measures: [count('warnings', '告诫书', 'case'), share('present', '未成年人在场', 'present', 'warnings')],
  breakdowns: [[]],
});

/** 散居孤儿监护责任确认书签订率. */
export const B17 = defineIndicator<Agreement>({
  code: 'B17',
  version: 1,
  title: '散居孤儿监护责任确认书签订率',
  definition:
    '签订率＝季末有监护责任确认书生效的散居孤儿数÷季末散居孤儿数（对象类别02，未满18周岁）；按居住地分乡镇。来源：散居孤儿监护责任确认书签订、困境类别认定与资格终止。',
  protection: ['family', 'government'],
  sources: [
    from(CategoryConfirmed, ({ data }) => ({ kind: data.category === IN_FAMILIES ? 'listed' : 'signed', to: '' })),
    from(CategoryEnded, ({ data }) => ({ kind: data.category === IN_FAMILIES ? 'delisted' : 'signed', to: '' })),
    from(GuardianDutyConfirmed, ({ data }) => ({ kind: 'signed', from: data.signedOn, to: data.validTo })),
  ],
  of: person,
  measures: [count('orphans', '散居孤儿', 'person'), share('rate', '确认书签订率', 'signed', 'orphans')],
  breakdowns: [[], [TOWN]],
  tally: papers({ whole: 'orphans', part: 'signed', under: 18 }),
});

/** 结婚登记家教指导率. */
export const B20 = counted({
  code: 'B20',
  version: 1,
  title: '结婚登记家教指导率',
  definition: '指导率＝本季度已作家庭教育指导的结婚登记件数÷本季度结婚登记件数，只计全县数；目标100％。来源：结婚登记。',
  protection: ['family'],
  of: each,
  sources: [says(MarriageRegistered, ({ guidanceGiven }) => ({ counts: 'marriages', also: [guidanceGiven && 'guided'] }))],
  measures: [count('marriages', '结婚登记', 'case'), share('rate', '指导率', 'guided', 'marriages')],
  breakdowns: [[]],
});
