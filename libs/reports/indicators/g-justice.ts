import {
  GuardianshipRevocationDecided,
  JuvenileCaseAccepted,
  JuvenileJudgmentEffective,
  ReliefGranted as ReliefByCourt,
  VictimReliefGranted,
} from '@lianhu/departments/court';
import { SpecialSchoolAssessed, SpecialSchoolLeft, SpecialSchoolPlaced } from '@lianhu/departments/education';
import {
  CorrectionEnded,
  CorrectionStarted,
  CriminalLegalAidGranted,
  EducationSupportDone,
  RepairWorkDone,
  SocialSurveyCompleted,
} from '@lianhu/departments/justice';
import { CorrectionDecided, CrimeAgainstMinorFiled, MinorOffenderHandled, OneStopInterviewCompleted } from '@lianhu/departments/police';
import {
  ArrestReviewDecided,
  ConditionalNonprosecutionDecided,
  NonprosecutionDecided,
  OffenceAgainstMinorProsecuted,
  PublicInterestCaseFiled,
  ReliefGranted as ReliefByProcuratorate,
  SupportSuitFiled,
  SuspectCaseProsecuted,
  SuspectCaseReceived,
  VictimSupportArranged,
} from '@lianhu/departments/procuratorate';
import { counted, each, eachEvent, says, someone, type Said } from '../counted';
import { amount, count, defineIndicator, from, share } from '../define';
import { BY_SEX, OFFENCE } from '../dimensions';
import { inQuarter, once, tallyOf } from '../flows';

/** 侵害未成年人案件立案、起诉. */
export const G01 = counted({
  code: 'G01',
  version: 1,
  title: '侵害未成年人案件立案、起诉',
  definition:
    '本季度公安立案、检察起诉的侵害未成年人案件数，起诉案件的被害人数；按案件代号计，按罪名类别分列，只计全县数。来源：侵害未成年人案件立案、起诉侵害未成年人犯罪。',
  protection: ['justice'],
  of: someone,
  sources: [
    says(CrimeAgainstMinorFiled, ({ charge }) => ({ counts: 'filed', at: { charge } })),
    says(OffenceAgainstMinorProsecuted, ({ charge, victims }) => ({ counts: 'prosecuted', at: { charge }, amounts: { victims } })),
  ],
  measures: [count('filed', '立案', 'case'), count('prosecuted', '起诉', 'case'), count('victims', '起诉案件被害人', 'person')],
  breakdowns: [[], [OFFENCE]],
});

interface Interview {
  /** A filed case that asks for a one-stop interview; absent: an interview. */
  readonly filed?: boolean;
  readonly times?: number;
  readonly recorded?: boolean;
}

/** 一站式取证率、一次询问率、录像率. */
export const G02 = defineIndicator<Interview>({
  code: 'G02',
  version: 1,
  title: '一站式取证率、一次询问率、录像率',
  definition:
    '以本季度公安立案的性侵或暴力侵害未成年人案件数为分母：截止时刻前完成一站式取证的、询问次数为一次的、录音录像的案件数所占比率；按案件代号计，只计全县数。来源：侵害未成年人案件立案、一站式取证完成。',
  protection: ['justice'],
  sources: [
    from(CrimeAgainstMinorFiled, ({ data }) => ({ filed: data.sexual || data.violent })),
    from(OneStopInterviewCompleted, ({ data }) => ({ times: data.times, recorded: data.recorded })),
  ],
  of: someone,
  measures: [
    count('cases', '性侵、暴力案件', 'case'),
    share('interviewed', '一站式取证率', 'withInterview', 'cases'),
    share('single', '一次询问率', 'once', 'cases'),
    share('recorded', '录像率', 'taped', 'cases'),
  ],
  breakdowns: [[]],
  tally: (facts) => {
    const filed = once(facts.filter(({ data }) => data.filed === true));
    if (!filed) return [];
    const interviews = facts.filter(({ data }) => data.filed === undefined);
    const all = { times: interviews.reduce((sum, { data }) => sum + (data.times ?? 0), 0), taped: interviews.every(({ data }) => data.recorded) };
    const quantities = interviews.length
      ? ['cases', 'withInterview', ...(all.times === 1 ? ['once'] : []), ...(all.taped ? ['taped'] : [])]
      : ['cases'];
    return [{ ...tallyOf(filed, quantities, {}), facts: [...filed.facts, ...interviews] }];
  },
});

interface Suspect {
  readonly step: string;
  readonly sex?: string;
}
const SUSPECT_STEPS = ['received', 'arrested', 'prosecuted', 'notProsecuted'];

/** 未成年人犯罪受理、批捕、起诉、不起诉. */
export const G03 = defineIndicator<Suspect>({
  code: 'G03',
  version: 1,
  title: '未成年人犯罪受理、批捕、起诉、不起诉',
  definition:
    '本季度检察机关受理、批准逮捕、起诉、不起诉的未成年人数，按案件代号计；按受理时的性别分列，只计全县数。来源：受理未成年嫌疑人案件、审查逮捕决定、起诉未成年人、不起诉决定。',
  protection: ['justice'],
  sources: [
    from(SuspectCaseReceived, ({ data }) => ({ step: 'received', sex: data.sex })),
    from(ArrestReviewDecided, ({ data }) => ({ step: data.arrested ? 'arrested' : 'not-arrested' })),
    from(SuspectCaseProsecuted, () => ({ step: 'prosecuted' })),
    from(NonprosecutionDecided, () => ({ step: 'notProsecuted' })),
  ],
  of: someone,
  measures: [
    count('received', '受理', 'person'),
    count('arrested', '批准逮捕', 'person'),
    count('prosecuted', '起诉', 'person'),
    count('notProsecuted', '不起诉', 'person'),
  ],
  breakdowns: [[], [BY_SEX]],
  tally: (facts) => {
    const sex = facts.find(({ data }) => data.sex !== undefined)?.data.sex ?? '0';
    return SUSPECT_STEPS.flatMap((step) => inQuarter(facts.filter(({ data }) => data.step === step)).map((flow) => tallyOf(flow, [step], { sex })));
  },
});

/** 附条件不起诉率. */
export const G04 = counted({
  code: 'G04',
  version: 1,
  title: '附条件不起诉率',
  definition:
    '附条件不起诉率＝本季度首次作出处理决定的未成年人中，附条件不起诉人数÷附条件不起诉、起诉、不起诉人数之和；按案件代号计，附条件不起诉考验期满后的决定不再计；只计全县数。来源：附条件不起诉决定、起诉未成年人、不起诉决定。',
  protection: ['justice'],
  of: someone,
  sources: [
    says(ConditionalNonprosecutionDecided, () => ({ counts: 'decided', also: ['conditional'] })),
    says(SuspectCaseProsecuted, () => ({ counts: 'decided' })),
    says(NonprosecutionDecided, () => ({ counts: 'decided' })),
  ],
  measures: [count('decided', '作出处理决定', 'person'), share('rate', '附条件不起诉率', 'conditional', 'decided')],
  breakdowns: [[]],
});

/** 社会调查、法律援助. */
export const G05 = counted({
  code: 'G05',
  version: 1,
  title: '社会调查、刑事法律援助',
  definition:
    '本季度法院受理的未成年人刑事案件数、司法行政完成的社会调查数、给予的刑事法律援助数，按案件代号计，只计全县数。两机关案号不同、代号不相通，比率待案件关联后统计。来源：未成年人刑事案件受理、社会调查、法律援助（刑事）。',
  protection: ['justice'],
  of: someone,
  often: 'in-every-quarter',
  sources: [
    says(JuvenileCaseAccepted, () => ({ counts: 'cases' })),
    says(SocialSurveyCompleted, () => ({ counts: 'surveys' })),
    says(CriminalLegalAidGranted, () => ({ counts: 'aided' })),
  ],
  measures: [count('cases', '法院受理', 'person'), count('surveys', '社会调查', 'person'), count('aided', '法律援助', 'person')],
  breakdowns: [[]],
});

/** 封存. */
export const G06 = counted({
  code: 'G06',
  version: 1,
  title: '应封存犯罪记录',
  definition:
    '本季度生效、写明应封存的未成年人刑事判决与不起诉决定件数，按案件代号计，只计全县数。3日内执行率由检察机关自其台账填报。来源：未成年人刑事判决生效、不起诉决定。',
  protection: ['justice'],
  of: someone,
  sources: [says(JuvenileJudgmentEffective, ({ seal }) => (seal ? { counts: 'due' } : {})), says(NonprosecutionDecided, () => ({ counts: 'due' }))],
  measures: [count('due', '应封存', 'case')],
  breakdowns: [[]],
});

/** 社区矫正. */
export const G07 = defineIndicator<'started' | 'ended' | 'repair' | 'education'>({
  code: 'G07',
  version: 1,
  title: '社区矫正在矫、损害修复参与率、教育帮扶率',
  definition:
    '季末24时在矫的未成年人数，按案件代号计；其中入矫以来至少参加一次损害修复、至少接受一次教育帮扶的比率（目标均为100％）；只计全县数。来源：社区矫正入矫、解矫与收监、损害修复、教育帮扶。',
  protection: ['justice'],
  sources: [
    from(CorrectionStarted, () => 'started'),
    from(CorrectionEnded, () => 'ended'),
    from(RepairWorkDone, () => 'repair'),
    from(EducationSupportDone, () => 'education'),
  ],
  of: someone,
  measures: [
    count('inCorrection', '季末在矫', 'person'),
    share('repair', '损害修复参与率', 'repaired', 'inCorrection'),
    share('education', '教育帮扶率', 'supported', 'inCorrection'),
  ],
  breakdowns: [[]],
  tally: (facts, scope) => {
    const before = facts.filter(({ time }) => time < scope.end);
    const start = before.findLastIndex(({ data }) => data === 'started');
    if (start < 0 || before.slice(start).some(({ data }) => data === 'ended')) return [];
    const done = before.slice(start);
    const has = (what: string): boolean => done.some(({ data }) => data === what);
    return [
      { quantities: ['inCorrection', ...(has('repair') ? ['repaired'] : []), ...(has('education') ? ['supported'] : [])], at: {}, facts: done },
    ];
  },
});

/** 公益诉讼、支持起诉. */
export const G09 = counted({
  code: 'G09',
  version: 1,
  title: '公益诉讼、支持起诉',
  definition:
    '本季度涉未公益诉讼立案、支持起诉与督促起诉的件数，同一案件涉及几名未成年人的计一件；只计全县数。来源：涉未公益诉讼立案，支持起诉、督促起诉。',
  protection: ['justice'],
  of: each,
  sources: [says(PublicInterestCaseFiled, () => ({ counts: 'publicInterest' })), says(SupportSuitFiled, () => ({ counts: 'supported' }))],
  measures: [count('publicInterest', '公益诉讼', 'case'), count('supported', '支持、督促起诉', 'case')],
  breakdowns: [[]],
});

/** 监护权撤销、恢复. */
export const G10 = counted({
  code: 'G10',
  version: 1,
  title: '监护人资格撤销、恢复',
  definition: '本季度生效的撤销、恢复、驳回监护人资格裁判件数，同一案件涉及几名未成年人的计一件；只计全县数。来源：撤销、恢复监护人资格裁判。',
  protection: ['justice', 'family'],
  of: each,
  sources: [says(GuardianshipRevocationDecided, ({ outcome }) => ({ counts: outcome }))],
  measures: [count('revoked', '撤销', 'case'), count('restored', '恢复', 'case'), count('dismissed', '驳回', 'case')],
  breakdowns: [[]],
});

const relief = (fen: number | undefined): Said => ({ counts: 'relieved', amounts: { fen: fen ?? 0 } });

/** 司法救助、多元救助. */
export const G11 = counted({
  code: 'G11',
  version: 1,
  title: '司法救助、多元救助',
  definition:
    '本季度法院、检察机关司法救助的人次及金额，被害人多元救助的人次；只计全县数。来源：司法救助（家事民事）、被害未成年人司法救助、国家司法救助、被害人多元救助。',
  protection: ['justice'],
  of: eachEvent,
  sources: [
    says(ReliefByCourt, ({ amount: fen }) => relief(fen)),
    says(VictimReliefGranted, ({ amount: fen }) => relief(fen)),
    says(ReliefByProcuratorate, ({ amount: fen }) => relief(fen)),
    says(VictimSupportArranged, () => ({ counts: 'supported' })),
  ],
  measures: [count('relieved', '司法救助', 'times'), amount('fen', '救助金额', 'yuan', 'relieved'), count('supported', '多元救助', 'times')],
  breakdowns: [[]],
});

/** 未成年重新违法率. */
export const G12 = counted({
  code: 'G12',
  version: 1,
  title: '未成年重新违法率（12个月）',
  definition: '重新违法率＝本季度处理的未成年违法行为人中，近12个月曾被处理的人数÷本季度处理人数；按案件代号计，只计全县数。来源：未成年人违法处理。',
  protection: ['justice'],
  of: someone,
  often: 'in-every-quarter',
  sources: [says(MinorOffenderHandled, ({ repeatIn12m }) => ({ counts: 'handled', also: [repeatIn12m >= 1 && 'repeated'] }))],
  measures: [count('handled', '处理', 'person'), share('rate', '重新违法率', 'repeated', 'handled')],
  breakdowns: [[]],
});

/** 专门教育、矫治教育. */
export const G13 = counted({
  code: 'G13',
  version: 1,
  title: '专门教育（评估、送入、离开）、矫治教育',
  definition:
    '本季度专门教育评估、送入专门学校、离开专门学校、决定矫治教育的人数；季末24时在专门学校的人数；按案件代号计，只计全县数并从严隐去。来源：专门教育评估、送入专门学校、离开专门学校、矫治教育与专门教育。',
  protection: ['justice', 'school'],
  of: someone,
  often: 'in-every-quarter',
  sources: [
    says(SpecialSchoolAssessed, () => ({ counts: 'assessed' })),
    says(SpecialSchoolPlaced, () => ({ counts: 'placed', opens: 'inSchool' })),
    says(SpecialSchoolLeft, ({ outcome }) => (outcome === 'extended' ? {} : { counts: 'left', closes: 'inSchool' })),
    says(CorrectionDecided, () => ({ counts: 'corrected' })),
  ],
  measures: [
    count('assessed', '评估', 'person'),
    count('placed', '送入', 'person'),
    count('left', '离开', 'person'),
    count('inSchool', '季末在专门学校', 'person'),
    count('corrected', '矫治教育', 'person'),
  ],
  breakdowns: [[]],
  balance: { stocks: ['inSchool'], flows: ['placed', 'left'] },
});
