import {
  BullyingDecided,
  BullyingReported,
  BullyingSurveyCompleted,
  DropoutConfirmed,
  HealthCheckCounted,
  IllnessReported,
  LawLessonHeld,
  MisconductRecorded,
  PsychCrisisRaised,
  PsychScreenFlagged,
  PupilExpulsionFound,
  ResourceRoomEquipped,
  SchoolInjuryOccurred,
  SeriousMisconductRecorded,
  SpecialPlacementDecided,
  SpecialPlacementEnded,
  StudentEnrolled,
  StudentMoved,
  StudentReturned,
  TeacherMisconductFound,
} from '@lianhu/departments/education';
import { LawLessonHeld as LawLessonByJustice } from '@lianhu/departments/justice';
import { LicenceRenewed, OutletClosed, OutletNearSchoolFound } from '@lianhu/departments/other-members';
import { addDays, type Recorded } from '@lianhu/kernel';
import { counted, each, eachEvent, organisation, says, someone } from '../counted';
import { count, defineIndicator, from, share } from '../define';
import { ACCIDENT, AGE_BAND, BY_SEX, LAW_GIVER, SCHOOL_STAGE, TOWN } from '../dimensions';
import { person } from '../flows';
import { dutyTown } from '../scope';

const COMPULSORY: ReadonlySet<string> = new Set(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'j1', 'j2', 'j3']);

/** 义务教育在校学生数. */
export const C01 = counted({
  code: 'C01',
  version: 1,
  title: '义务教育在校学生数',
  definition:
    '季末24时学籍在小学、初中年级，且其后没有休学、毕业、离校的未满18周岁学生数（转学的仍计）；按居住地分乡镇。来源：入学与学籍建立、学籍异动。',
  protection: ['school'],
  of: person,
  sources: [
    says(StudentEnrolled, ({ grade }) => (COMPULSORY.has(grade) ? { opens: 'pupils' } : { closes: 'pupils' })),
    says(StudentMoved, ({ kind }) => (kind === 'transfer' ? {} : { closes: 'pupils' })),
  ],
  measures: [count('pupils', '义务教育在校学生', 'person')],
  breakdowns: [[], [TOWN], [BY_SEX], [AGE_BAND], [TOWN, BY_SEX, AGE_BAND]],
});

/** 劝返复学率. */
export const C03 = counted({
  code: 'C03',
  version: 1,
  title: '劝返复学率',
  definition:
    '劝返复学率＝本季度确认辍学的学生中，确认后至截止时刻已复学的人数÷本季度确认辍学人数；按上报辖区分乡镇（未写明的按居住地）。来源：辍学确认、复学。',
  protection: ['school'],
  of: person,
  often: 'in-every-quarter',
  sources: [says(DropoutConfirmed, () => ({ starts: true, due: '9999' })), says(StudentReturned, () => ({ answers: true }))],
  answering: { whole: 'confirmed', part: 'returned', counted: 'started' },
  measures: [share('rate', '劝返复学率', 'returned', 'confirmed')],
  breakdowns: [[], [TOWN]],
});

/** Days from the start of an inquiry to its decision. Unit: days. Source: domain model, C05. */
const DECIDE_WITHIN_DAYS = 10;

/** 欺凌报告、认定、10日办结率. */
export const C05 = counted({
  code: 'C05',
  version: 1,
  title: '学生欺凌报告、认定、10日办结率',
  definition:
    '本季度报告、认定为欺凌的事件件数，同一事件涉及几名学生的计一件；10日办结率＝本季度报告的事件中，自启动调查10日内作出认定的件数÷本季度报告的件数；只计全县数。来源：欺凌报告、欺凌认定处置。',
  protection: ['school'],
  of: each,
  sources: [
    says(BullyingReported, () => ({ counts: 'reported', starts: true, due: '9999' })),
    says(BullyingDecided, ({ isBullying, startedOn }, { time }) => ({
      counts: isBullying ? 'found' : 'dismissed',
      answers: time.slice(0, 10) <= addDays(startedOn, DECIDE_WITHIN_DAYS),
    })),
  ],
  answering: { whole: 'incidents', part: 'decidedInTime', counted: 'started' },
  measures: [count('reported', '报告', 'case'), count('found', '认定为欺凌', 'case'), share('inTime', '10日办结率', 'decidedInTime', 'incidents')],
  breakdowns: [[]],
});

/** 严重欺凌报公安率. */
export const C06 = counted({
  code: 'C06',
  version: 1,
  title: '严重欺凌报公安率',
  definition: '报公安率＝本季度报告的严重欺凌事件中已报公安的件数÷本季度报告的严重欺凌事件件数；只计全县数。来源：欺凌报告。',
  protection: ['school'],
  of: each,
  sources: [says(BullyingReported, ({ severe, policeTold }) => (severe ? { counts: 'severe', also: [policeTold && 'told'] } : {}))],
  measures: [count('severe', '严重欺凌', 'case'), share('told', '报公安率', 'told', 'severe')],
  breakdowns: [[]],
});

/** 心理预警、危机. */
export const C07 = counted({
  code: 'C07',
  version: 1,
  title: '心理预警、危机',
  definition:
    '本季度心理测评预警、心理危机的人数，同一人同一情形计一次；只计全县数。24小时转介率待转介流程建成后统计。来源：心理测评预警、心理危机。',
  protection: ['school'],
  of: person,
  often: 'in-every-quarter',
  sources: [says(PsychScreenFlagged, () => ({ counts: 'flagged' })), says(PsychCrisisRaised, () => ({ counts: 'crises' }))],
  measures: [count('flagged', '测评预警', 'person'), count('crises', '心理危机', 'person')],
  breakdowns: [[]],
});

/** 校园伤害、实习事故. */
export const C11 = counted({
  code: 'C11',
  version: 1,
  title: '校园伤害、实习事故',
  definition: '本季度校园伤害事故件数，同一事故涉及几名学生的计一件，其中实习期间的；按事故类别分列，只计全县数。来源：校园伤害事故、实习事故。',
  protection: ['school'],
  of: each,
  sources: [
    says(SchoolInjuryOccurred, ({ kind, internship }) => ({ counts: 'accidents', also: [internship && 'internship'], at: { accident: kind } })),
  ],
  measures: [count('accidents', '校园伤害事故', 'case'), count('internship', '其中实习事故', 'case')],
  breakdowns: [[], [ACCIDENT]],
});

/** 校园周边200米烟草网点. */
export const C12 = counted({
  code: 'C12',
  version: 1,
  title: '校园周边200米烟草网点',
  definition:
    '季末仍在的校园周边烟草网点数（已发现、未清退，按商户）；本季度发现的新设网点数（目标0）；本季度清退数；按上报辖区分乡镇。来源：校园周边烟草网点、烟草许可延续、校园周边网点清退。',
  protection: ['school', 'society'],
  of: organisation('shop'),
  sources: [
    says(OutletNearSchoolFound, ({ newOutlet }) => ({ counts: newOutlet ? 'new' : 'known', opens: 'outlets' })),
    says(LicenceRenewed, () => ({})),
    says(OutletClosed, () => ({ counts: 'closed', closes: 'outlets' })),
  ],
  measures: [count('outlets', '季末网点', 'case'), count('new', '新设网点', 'case'), count('closed', '清退', 'case')],
  breakdowns: [[], [TOWN]],
});

/** 违规开除事件. */
export const C13 = counted({
  code: 'C13',
  version: 1,
  title: '违规开除、变相开除',
  definition: '本季度发现的违规开除、变相开除件数（目标0）；只计全县数。来源：违规开除、变相开除。',
  protection: ['school'],
  of: each,
  sources: [says(PupilExpulsionFound, () => ({ counts: 'expulsions' }))],
  measures: [count('expulsions', '违规开除', 'case')],
  breakdowns: [[]],
});

interface Placement {
  readonly child?: string;
  readonly placed?: boolean;
  readonly equipped?: boolean;
  readonly areas: readonly (string | undefined)[];
}
/** Placed pupils from which a school has to have a room. Unit: persons. Source: standard 48. */
const ROOM_FROM = 5;

/** 特教资源教室设立率. */
export const C14 = defineIndicator<Placement>({
  code: 'C14',
  version: 1,
  title: '特教资源教室设立率',
  definition:
    '设立率＝季末随班就读学生达5人且资源教室已配备的学校数÷季末随班就读学生达5人的学校数；按学校上报辖区分乡镇。来源：残疾学生安置、残疾学生安置结束、特教资源教室设立。',
  protection: ['school', 'government'],
  sources: [
    from(SpecialPlacementDecided, ({ data, subject, area, residenceArea }) => ({
      child: subject,
      placed: data.form === 'inclusive',
      areas: [area, residenceArea],
    })),
    from(SpecialPlacementEnded, ({ subject, area, residenceArea }) => ({ child: subject, placed: false, areas: [area, residenceArea] })),
    from(ResourceRoomEquipped, ({ data, area }) => ({ equipped: data.equipped, areas: [area] })),
  ],
  of: organisation('school'),
  measures: [count('schools', '应设学校', 'case'), share('rate', '设立率', 'equipped', 'schools')],
  breakdowns: [[], [TOWN]],
  tally: (facts, scope) => {
    const before = facts.filter(({ time }) => time < scope.end);
    const pupils = new Map(before.filter(({ data }) => data.child !== undefined).map(({ data }) => [data.child, data.placed === true]));
    if ([...pupils.values()].filter(Boolean).length < ROOM_FROM) return [];
    const equipped = before.findLast(({ data }) => data.equipped !== undefined)?.data.equipped === true;
    const areas = (before.find(({ data }) => data.equipped !== undefined) ?? before[0])?.data.areas ?? [];
    return [{ quantities: equipped ? ['schools', 'equipped'] : ['schools'], at: { town: dutyTown(areas, undefined, scope.policy) }, facts: before }];
  },
});

/** 法治教育场次. */
export const C16 = counted({
  code: 'C16',
  version: 1,
  title: '法治教育场次',
  definition:
    '本季度校内法治教育、法治宣传的场次，按普法主体分列，按上报辖区分乡镇。每学期达标率待学期起止日期确定后统计。来源：校内法治教育、法治宣传。',
  protection: ['school', 'justice'],
  of: eachEvent,
  sources: [
    says(LawLessonHeld, ({ by, attendees }) => ({ counts: 'lessons', at: { giver: by }, amounts: { attendees } })),
    says(LawLessonByJustice, ({ attendees }) => ({ counts: 'lessons', at: { giver: 'justice' }, amounts: { attendees } })),
  ],
  measures: [count('lessons', '法治教育', 'times'), count('attendees', '参加人次', 'times')],
  breakdowns: [[], [TOWN], [LAW_GIVER]],
});

/** 欺凌专项调查. */
export const C17 = counted({
  code: 'C17',
  version: 1,
  title: '学生欺凌专项调查',
  definition: '本季度完成欺凌专项调查的学校次；答卷率＝答卷人数÷学生人数；按上报辖区分乡镇。年度完成率见C17B。来源：全体学生欺凌专项调查。',
  protection: ['school'],
  of: each,
  sources: [
    says(BullyingSurveyCompleted, ({ pupils, answered }) => ({ counts: 'surveys', amounts: { pupils, answered: Math.min(answered, pupils) } })),
  ],
  measures: [count('surveys', '完成调查', 'times'), share('answered', '答卷率', 'answered', 'pupils')],
  breakdowns: [[], [TOWN]],
});

/** Days in which parents are told of a grave illness. Unit: days. Source: domain model, C18 † (assumption). */
const TOLD_WITHIN_DAYS = 3;

/** 重大生理心理疾病告知家长率. */
export const C18 = counted({
  code: 'C18',
  version: 1,
  title: '重大生理心理疾病告知家长率',
  definition:
    '告知率＝本季度报告的学生中，知悉后3日内（†可配置前为假定值）告知监护人的人数÷本季度报告人数；只计全县数。来源：学生重大生理心理疾病报告。',
  protection: ['school'],
  of: person,
  often: 'in-every-quarter',
  sources: [
    says(IllnessReported, ({ guardianTold, knownOn, toldOn }) => ({
      counts: 'known',
      also: [guardianTold && toldOn !== undefined && toldOn <= addDays(knownOn, TOLD_WITHIN_DAYS) && 'told'],
    })),
  ],
  measures: [count('known', '报告重大疾病', 'person'), share('told', '告知家长率', 'told', 'known')],
  breakdowns: [[]],
});

/** 师德失范查处与通报. */
export const C19 = counted({
  code: 'C19',
  version: 1,
  title: '师德失范查处与通报',
  definition: '本季度查处的师德失范件数，其中已通报的；只计全县数。来源：师德失范查处通报。',
  protection: ['school'],
  of: each,
  sources: [says(TeacherMisconductFound, ({ circulatedOn }) => ({ counts: 'found', also: [circulatedOn !== undefined && 'circulated'] }))],
  measures: [count('found', '查处', 'case'), count('circulated', '其中通报', 'case')],
  breakdowns: [[]],
});

const checked = says(HealthCheckCounted, (data) => ({
  counts: 'sheets',
  at: { stage: data.stage },
  // A part is never more than its whole, whatever the sheet says: suppression rests on it.
  amounts: {
    enrolled: data.enrolled,
    checked: Math.min(data.checked, data.enrolled),
    myopic: Math.min(data.myopic, data.checked, data.enrolled),
    obese: Math.min(data.obese, data.checked, data.enrolled),
    scoliosis: Math.min(data.scoliosis, data.checked, data.enrolled),
    flatFoot: Math.min(data.flatFoot, data.checked, data.enrolled),
    age12Checked: data.age12Checked ?? 0,
    age12Caries: Math.min(data.age12Caries ?? 0, data.age12Checked ?? 0),
    referred: data.referred,
    told: Math.min(data.parentsTold, data.referred),
  },
}));
/** A school's sheet of one year: a newer one counts beside it, a correction in its place. */
const sheet = (event: Recorded): string => `position-${event.position}`;

/** 学生近视率. */
export const C20 = counted({
  code: 'C20',
  version: 1,
  title: '学生近视率',
  definition:
    '近视率＝本季度上报的体检汇总中近视人数÷受检人数；受检率＝受检人数÷在校人数；按学段分列，只计全县数；年变化见同比（目标：每年下降不少于0.5个百分点，以2018年为基数）。来源：学生体质健康监测汇总。',
  protection: ['school'],
  of: sheet,
  sources: [checked],
  measures: [
    count('checked', '受检学生', 'person'),
    share('myopia', '近视率', 'myopic', 'checked'),
    share('coverage', '受检率', 'checked', 'enrolled'),
  ],
  breakdowns: [[], [SCHOOL_STAGE]],
});

/** 肥胖、脊柱侧弯、扁平足、12岁患龋率. */
export const C21 = counted({
  code: 'C21',
  version: 1,
  title: '肥胖、脊柱侧弯、扁平足、12岁患龋率',
  definition:
    '各率＝本季度上报的体检汇总中该项人数÷受检人数（患龋率÷12岁受检人数）；告知率＝告知家长人数÷转诊人数（超出部分不计）；按学段分列，只计全县数。来源：学生体质健康监测汇总。',
  protection: ['school'],
  of: sheet,
  sources: [checked],
  measures: [
    share('obesity', '肥胖率', 'obese', 'checked'),
    share('scoliosisRate', '脊柱侧弯率', 'scoliosis', 'checked'),
    share('flatFootRate', '扁平足率', 'flatFoot', 'checked'),
    share('caries', '12岁患龋率', 'age12Caries', 'age12Checked'),
    share('toldRate', '转诊告知家长率', 'told', 'referred'),
  ],
  breakdowns: [[], [SCHOOL_STAGE]],
});

/** 不良行为记录与管教. */
export const C22 = counted({
  code: 'C22',
  version: 1,
  title: '不良行为记录与管教',
  definition: '本季度不良行为记录的件次、人数；只计全县数。来源：不良行为记录与管教。',
  protection: ['school'],
  of: person,
  often: 'in-every-quarter',
  sources: [says(MisconductRecorded, () => ({ counts: 'pupils', amounts: { records: 1 } }))],
  measures: [count('records', '不良行为记录', 'times'), count('pupils', '涉及学生', 'person')],
  breakdowns: [[]],
});
/** 严重不良行为: of C22, what is restricted. */
export const C22L5 = counted({
  code: 'C22L5',
  version: 1,
  title: '严重不良行为记录',
  definition: '本季度严重不良行为记录涉及的人数，按案件代号计，其中已报公安的；只计全县数并从严隐去。来源：严重不良行为记录。',
  protection: ['school', 'justice'],
  of: someone,
  often: 'in-every-quarter',
  sources: [says(SeriousMisconductRecorded, ({ policeTold }) => ({ counts: 'serious', also: [policeTold && 'told'] }))],
  measures: [count('serious', '严重不良行为', 'person'), share('told', '报公安率', 'told', 'serious')],
  breakdowns: [[]],
});
