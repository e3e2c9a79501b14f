import {
  AdoptionRegistered,
  AidGranted,
  AllowancePaid,
  CategoryApplied,
  CategoryConfirmed,
  CategoryRefused,
  LongGuardianshipEnded,
  LongGuardianshipStarted,
  RescueAdmitted,
  RescueLeft,
  TempGuardianshipEnded,
  TempGuardianshipStarted,
} from '@lianhu/departments/civil-affairs';
import { RehabApproved, RehabDelivered, RehabStopped, UnplacedChildFound } from '@lianhu/departments/disabled-federation';
import { AidGranted as SchoolAidGranted, SpecialPlacementDecided, SpecialPlacementEnded } from '@lianhu/departments/education';
import {
  BirthRecorded,
  DisabilityDiagnosed,
  MinorDeliveryRecorded,
  MinorPregnancyFound,
  NewbornScreeningCounted,
  PrenatalScreeningCounted,
  ScreeningCleared,
  ScreeningSuspected,
} from '@lianhu/departments/health';
import { AidSettled } from '@lianhu/departments/other-members';
import { HouseholdRegistered } from '@lianhu/departments/police';
import { addDays, dateOf, days, msOf, type PlainDate, type Recorded } from '@lianhu/kernel';
import { counted, each, eachEvent, says, someone } from '../counted';
import { amount, count, defineIndicator, from, share } from '../define';
import { ALLOWANCE, DISABILITY, NEWBORN_ITEM, TEMPORARY, TOWN, UNDER_14 } from '../dimensions';
import { person } from '../flows';
import { dutyTown, type Scope } from '../scope';

/** One child in one kind of thing. */
const of =
  (field: string) =>
  ({ subject, data }: Recorded): string | undefined =>
    subject && `${subject} ${String(data[field])}`;

/** 困境儿童补贴. */
export const F01 = counted({
  code: 'F01',
  version: 1,
  title: '孤儿、事实无人抚养儿童等补贴',
  definition: '本季度领到补贴的人数（同一人计一次）、发放金额；按发放辖区分乡镇（未写明的按居住地）。来源：补贴发放。',
  protection: ['government'],
  of: person,
  often: 'in-every-quarter',
  sources: [says(AllowancePaid, ({ amount: fen }) => ({ counts: 'paid', amounts: { fen } }))],
  measures: [count('paid', '领取人数', 'person'), amount('fen', '发放金额', 'yuan', 'paid')],
  breakdowns: [[], [TOWN]],
});
/** 各类补贴: F01 by kind. */
export const F01B = counted({
  code: 'F01B',
  version: 1,
  title: '各类补贴',
  definition: '本季度各类补贴的领取人次（同一人同一类计一次）、发放金额。来源：补贴发放。',
  protection: ['government'],
  of: of('kind'),
  often: 'in-every-quarter',
  sources: [says(AllowancePaid, ({ kind, amount: fen }) => ({ counts: 'paid', at: { allowance: kind }, amounts: { fen } }))],
  measures: [count('paid', '领取人次', 'times'), amount('fen', '发放金额', 'yuan', 'paid')],
  breakdowns: [[], [ALLOWANCE]],
});

interface Application {
  readonly step: 'applied' | 'decided';
  readonly dueAt?: PlainDate;
  readonly areas: readonly (string | undefined)[];
}
const workingDays = (from_: PlainDate, to: PlainDate, { calendar }: Scope): number => {
  let passed = 0;
  for (let day = addDays(from_, 1); day <= to; day = addDays(day, 1)) if (calendar.isWorkingDay(day)) passed += 1;
  return passed;
};

/** 认定平均时长、超时数. */
export const F03 = defineIndicator<Application>({
  code: 'F03',
  version: 1,
  title: '困境类别认定平均时长、超时数',
  definition:
    '本季度作出认定或不予认定的申请件数；平均时长＝自申请受理次日起至决定日的工作日平均数；超时数＝决定日晚于受理时写明的期限的件数；按申请辖区分乡镇。来源：困境类别申请受理、认定、不予认定。',
  protection: ['government'],
  sources: [
    from(CategoryApplied, ({ data, area, residenceArea }) => ({ step: 'applied', dueAt: data.dueAt, areas: [area, residenceArea] })),
    from(CategoryConfirmed, ({ area, residenceArea }) => ({ step: 'decided', areas: [area, residenceArea] })),
    from(CategoryRefused, ({ area, residenceArea }) => ({ step: 'decided', areas: [area, residenceArea] })),
  ],
  of: of('category'),
  measures: [count('decided', '办结申请', 'case'), amount('time', '平均时长', 'workday', 'decided', 'mean'), count('overdue', '超时', 'case')],
  breakdowns: [[], [TOWN]],
  tally: (facts, scope) =>
    facts.flatMap((application, i) => {
      if (application.data.step !== 'applied') return [];
      const decision = facts.slice(i + 1).find(({ data }) => data.step === 'decided');
      const again = facts.slice(i + 1).find(({ data }) => data.step === 'applied');
      if (!decision || (again && again.time <= decision.time) || (decision.phase !== 'now' && decision.phase !== 'late')) return [];
      const late = dateOf(decision.time) > (application.data.dueAt ?? '9999');
      const town = dutyTown(application.data.areas, scope.child(application.subject), scope.policy);
      const time = 10 * workingDays(dateOf(application.time), dateOf(decision.time), scope);
      const quantities = late ? ['decided', 'overdue'] : ['decided'];
      return [{ quantities, amounts: { time }, at: { town }, facts: [application, decision], late: decision.phase === 'late' }];
    }),
});

/** Days of temporary guardianship after which its year is nearly over. Unit: days. Source: domain model, F04. */
const LONG_DAYS = 300;

/** 临时监护. */
export const F04 = counted({
  code: 'F04',
  version: 1,
  title: '临时监护（新增、在监护、超300天）',
  definition: '本季度新增临时监护人数；季末24时仍在临时监护的人数，其中已满300天的；按情形分列，只计全县数。来源：临时监护开始、终止。',
  protection: ['government', 'family'],
  of: person,
  often: 'in-every-quarter',
  sources: [
    says(TempGuardianshipStarted, ({ situation }) => ({ counts: 'started', opens: 'open', at: { temporary: situation } })),
    says(TempGuardianshipEnded, () => ({ closes: 'open' })),
  ],
  stock: { since: (opened, { end }) => ((msOf(end) ?? 0) - (msOf(opened) ?? 0) > days(LONG_DAYS) ? ['long'] : []) },
  measures: [count('started', '新增', 'person'), count('open', '季末在监护', 'person'), count('long', '其中超300天', 'person')],
  breakdowns: [[], [TEMPORARY]],
});

/** 长期监护. */
export const F05 = counted({
  code: 'F05',
  version: 1,
  title: '长期监护',
  definition: '季末24时由民政长期监护的未满18周岁人数；只计全县数。来源：长期监护、长期监护结束。',
  protection: ['government'],
  of: person,
  sources: [says(LongGuardianshipStarted, () => ({ opens: 'open' })), says(LongGuardianshipEnded, () => ({ closes: 'open' }))],
  measures: [count('open', '季末在监护', 'person')],
  breakdowns: [[]],
});

/** 流浪未成年人救助. */
export const F06 = counted({
  code: 'F06',
  version: 1,
  title: '流浪未成年人救助',
  definition: '本季度流浪未成年人入站、离站的人次；只计全县数。来源：流浪未成年人入站，离站、护送返乡。',
  protection: ['government'],
  of: eachEvent,
  sources: [says(RescueAdmitted, () => ({ counts: 'admitted' })), says(RescueLeft, () => ({ counts: 'left' }))],
  measures: [count('admitted', '入站', 'times'), count('left', '离站', 'times')],
  breakdowns: [[]],
});

/** 收养登记. */
export const F07 = counted({
  code: 'F07',
  version: 1,
  title: '收养登记',
  definition: '本季度收养登记、解除的件数，按案件代号计；只计全县数。来源：收养登记、解除。',
  protection: ['government', 'family'],
  of: someone,
  sources: [says(AdoptionRegistered, ({ kind }) => ({ counts: kind }))],
  measures: [count('registered', '收养登记', 'case'), count('dissolved', '解除收养', 'case')],
  breakdowns: [[]],
});

/** Days from a suspicion to its diagnosis. Unit: days. Source: domain model, F08. */
const DIAGNOSED_WITHIN = days(90);

/** 0–6岁筛查疑似、确诊、90日确诊率. */
export const F08 = counted({
  code: 'F08',
  version: 1,
  title: '0–6岁残疾筛查疑似、确诊、90日确诊率',
  definition:
    '本季度初筛疑似、确诊、排除的人次（同一人同一残疾类别计一次）；90日确诊率＝疑似满90日之日在本季度内的人次中，90日内确诊或排除的÷疑似满90日之日在本季度内的；按残疾类别分列，按辖区分乡镇（未写明的按居住地）。来源：儿童残疾初筛疑似、初筛疑似排除、残疾诊断。',
  protection: ['government'],
  of: of('kind'),
  often: 'in-every-quarter',
  sources: [
    says(ScreeningSuspected, ({ kind }) => ({ counts: 'suspected', starts: true, at: { disability: kind } })),
    says(ScreeningCleared, ({ kind }) => ({ counts: 'cleared', answers: true, at: { disability: kind } })),
    says(DisabilityDiagnosed, ({ kind }) => ({ counts: 'diagnosed', answers: true, at: { disability: kind } })),
  ],
  answering: { whole: 'due', part: 'settled', within: DIAGNOSED_WITHIN, counted: 'due' },
  measures: [
    count('suspected', '初筛疑似', 'times'),
    count('diagnosed', '确诊', 'times'),
    count('cleared', '排除', 'times'),
    share('inTime', '90日确诊率', 'settled', 'due'),
  ],
  breakdowns: [[], [TOWN], [DISABILITY], [TOWN, DISABILITY]],
});

/** 康复救助. */
export const F09 = counted({
  code: 'F09',
  version: 1,
  title: '康复救助（在训、时长、中断）',
  definition:
    '季末24时在训（已审核、未中断、未满18周岁）人数；本季度接受康复训练的人数及训练时长；本季度中断人数；在训按居住地、其余按辖区分乡镇。来源：康复救助审核、康复训练、康复中断。',
  protection: ['government'],
  of: person,
  often: 'in-every-quarter',
  sources: [
    says(RehabApproved, () => ({ opens: 'inTraining' })),
    says(RehabDelivered, ({ minutes }) => ({ counts: 'trained', amounts: { minutes } })),
    says(RehabStopped, () => ({ counts: 'stopped', closes: 'inTraining' })),
  ],
  measures: [
    count('inTraining', '季末在训', 'person'),
    count('trained', '本季受训', 'person'),
    amount('minutes', '训练时长', 'minute', 'trained'),
    count('stopped', '中断', 'person'),
  ],
  breakdowns: [[], [TOWN]],
});

/** 残疾儿童义务教育安置率. */
export const F10 = counted({
  code: 'F10',
  version: 1,
  title: '残疾儿童义务教育安置率',
  definition:
    '安置率＝季末已安置（随班就读、特殊教育学校、送教上门）人数÷季末已安置与查明未入学人数之和（未满18周岁）；按居住地分乡镇。来源：残疾学生安置、安置结束、适龄残疾儿童未入学。',
  protection: ['government', 'school'],
  of: person,
  sources: [
    says(SpecialPlacementDecided, () => ({ opens: 'placed', closes: 'unplaced' })),
    says(SpecialPlacementEnded, () => ({ closes: 'placed' })),
    says(UnplacedChildFound, () => ({ opens: 'unplaced', closes: 'placed' })),
  ],
  stock: { total: 'children' },
  measures: [count('children', '适龄残疾儿童（已知）', 'person'), share('rate', '安置率', 'placed', 'children')],
  breakdowns: [[], [TOWN]],
});

/** 教育资助、医疗救助. */
export const F11 = counted({
  code: 'F11',
  version: 1,
  title: '教育资助、医疗救助',
  definition: '本季度教育资助、医疗救助的人次及金额；按辖区分乡镇（未写明的按居住地）。来源：教育资助、医疗救助结算。',
  protection: ['government'],
  of: eachEvent,
  sources: [
    says(SchoolAidGranted, ({ amount: schoolFen }) => ({ counts: 'school', amounts: { schoolFen } })),
    says(AidSettled, ({ amount: medicalFen }) => ({ counts: 'medical', amounts: { medicalFen } })),
  ],
  measures: [
    count('school', '教育资助', 'times'),
    amount('schoolFen', '教育资助金额', 'yuan', 'school'),
    count('medical', '医疗救助', 'times'),
    amount('medicalFen', '医疗救助金额', 'yuan', 'medical'),
  ],
  breakdowns: [[], [TOWN]],
});

/** Days from birth to the household register. Unit: days. Source: 户口登记条例第七条 (one month), domain model F12. */
const REGISTERED_WITHIN = days(30);

/** 出生落户及时率. */
export const F12 = counted({
  code: 'F12',
  version: 1,
  title: '出生落户及时率',
  definition:
    '及时率＝出生满30日之日在本季度内的新生儿中，30日内办理出生登记或补登落户的人数÷出生满30日之日在本季度内的人数；按辖区分乡镇（未写明的按居住地）。来源：出生登记（卫健）、户口登记。',
  protection: ['government'],
  of: person,
  sources: [
    says(BirthRecorded, () => ({ starts: true })),
    says(HouseholdRegistered, ({ kind }) => ({ answers: kind === 'birth' || kind === 'late-entry' })),
  ],
  answering: { whole: 'births', part: 'registered', within: REGISTERED_WITHIN, counted: 'due' },
  measures: [share('rate', '出生落户及时率', 'registered', 'births')],
  breakdowns: [[], [TOWN]],
});

/** First age at which a pregnancy is not by itself a crime against the girl. Unit: years. Source: 刑法第二百三十六条. */
const AGE_14 = 14;
const age14 = (age: number): Readonly<Record<string, string>> => ({ age14: age < AGE_14 ? 'under' : 'over' });

/** 未成年人怀孕分娩. */
export const F13 = counted({
  code: 'F13',
  version: 1,
  title: '未成年人怀孕、分娩',
  definition:
    '本季度发现的未成年怀孕、未成年分娩与终止妊娠人数，按案件代号计；按事发时不满14周岁、14–17周岁分列，只计全县数并从严隐去。来源：未成年怀孕，未成年分娩、终止妊娠。',
  protection: ['government', 'society'],
  of: someone,
  often: 'in-every-quarter',
  sources: [
    says(MinorPregnancyFound, ({ age }) => ({ counts: 'pregnancies', at: age14(age) })),
    says(MinorDeliveryRecorded, ({ age }) => ({ counts: 'deliveries', at: age14(age) })),
  ],
  measures: [count('pregnancies', '怀孕', 'person'), count('deliveries', '分娩、终止妊娠', 'person')],
  breakdowns: [[], [UNDER_14]],
});

/** 困境儿童社会救助. */
export const F14 = counted({
  code: 'F14',
  version: 1,
  title: '困境儿童社会救助',
  definition: '本季度低保、特困、临时救助决定件数，同一决定涉及几名未成年人的计一件；按辖区分乡镇（未写明的按居住地）。来源：低保、特困、临时救助。',
  protection: ['government'],
  of: each,
  sources: [says(AidGranted, ({ amount: fen }) => ({ counts: 'granted', amounts: { fen: fen ?? 0 } }))],
  measures: [count('granted', '社会救助', 'case'), amount('fen', '救助金额', 'yuan', 'granted')],
  breakdowns: [[], [TOWN]],
});

const screening = ({ eligible, screened }: { readonly eligible: number; readonly screened: number }): Readonly<Record<string, number>> => ({
  eligible,
  screened: Math.min(screened, eligible),
});

/** 产前筛查率. */
export const F15 = counted({
  code: 'F15',
  version: 1,
  title: '产前筛查率',
  definition: '筛查率＝本季度上报的产前筛查人数÷应检人数，只计全县数。来源：产前筛查汇总。',
  protection: ['government'],
  of: eachEvent,
  sources: [says(PrenatalScreeningCounted, (data) => ({ counts: 'sheets', amounts: screening(data) }))],
  measures: [count('eligible', '应检', 'person'), share('rate', '产前筛查率', 'screened', 'eligible')],
  breakdowns: [[]],
});

/** 新生儿疾病筛查率. */
export const F16 = counted({
  code: 'F16',
  version: 1,
  title: '新生儿疾病筛查率',
  definition: '筛查率＝本季度上报的新生儿疾病筛查人数÷应检人数，按筛查项目分列，只计全县数（各项目人次相加）。来源：新生儿疾病筛查汇总。',
  protection: ['government'],
  of: eachEvent,
  sources: [says(NewbornScreeningCounted, (data) => ({ counts: 'sheets', at: { item: data.item }, amounts: screening(data) }))],
  measures: [count('eligible', '应检', 'times'), share('rate', '新生儿筛查率', 'screened', 'eligible')],
  breakdowns: [[], [NEWBORN_ITEM]],
});
