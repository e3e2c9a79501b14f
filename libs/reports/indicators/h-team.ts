import { addMonths, type PlainDate } from '@lianhu/kernel';
import { amount, count, share, type Tally } from '../define';
import { PLACE_KIND, STAFF_POST, TOWN } from '../dimensions';
import { ofRegister, one, OPENINGS, PLACES, STAFF, TRAINING, yearBefore, type Register, type Tenure } from '../registers';

const STATION: ReadonlySet<string> = new Set(['station']);
const VILLAGE: ReadonlySet<string> = new Set(['village']);
const SUPERVISOR: ReadonlySet<string> = new Set(['supervisor']);
const DIRECTOR: ReadonlySet<string> = new Set(['child-director']);
/** 关爱服务场所: where children of a community are looked after. */
const CARE: ReadonlySet<string> = new Set(['child-home', 'companion-home']);

const inTown = (register: Register, tenures: readonly Tenure[], town: string): readonly Tenure[] =>
  tenures.filter(({ unit, area }) => register.townOf(unit, area) === town);

/** 未保站、督导员、儿童主任配备率. */
export const H07 = ofRegister({
  code: 'H07',
  version: 1,
  title: '未保站、督导员、儿童主任配备率',
  definition:
    '季末24时：未保站设立率＝登记有未保站的乡镇数÷乡镇数；督导员配备率＝有儿童督导员在岗的乡镇数÷乡镇数；儿童主任配备率＝有儿童主任在岗的村（社区）数÷登记的村（社区）数；一肩挑率＝任妇联执委的在岗儿童主任数÷在岗儿童主任数。按任职单位所在乡镇分列，单位未登记的按任职记录所写乡镇。来源：机构场所登记与注销、任职与离任。',
  protection: ['government'],
  sources: [...PLACES, ...STAFF],
  measures: [
    share('stationed', '未保站设立率', 'stations', 'towns'),
    share('supervised', '儿童督导员配备率', 'supervised', 'towns'),
    count('villages', '村（社区）', 'place'),
    share('directed', '儿童主任配备率', 'directed', 'villages'),
    share('committee', '儿童主任“一肩挑”率', 'committee', 'directors'),
  ],
  breakdowns: [[], [TOWN]],
  tally(register) {
    const supervisors = register.filled(SUPERVISOR);
    const directors = register.filled(DIRECTOR);
    const stations = register.places(STATION);
    const towns = Object.keys(register.scope.policy.towns).map((town) => {
      const [own, seats] = [stations.filter(({ org }) => register.townOf(org) === town), inTown(register, supervisors, town)];
      return one(
        ['towns', own.length > 0 && 'stations', seats.length > 0 && 'supervised'],
        { town },
        [...own, ...seats].flatMap(({ facts }) => facts),
      );
    });
    const villages = register.places(VILLAGE).map(({ org, facts }) => {
      const seats = directors.filter(({ unit }) => unit === org);
      return one(['villages', seats.length > 0 && 'directed'], { town: register.townOf(org) }, [...facts, ...seats.flatMap((seat) => seat.facts)]);
    });
    const people = directors.map(({ unit, area, committee, facts }) =>
      one(['directors', committee && 'committee'], { town: register.townOf(unit, area) }, facts),
    );
    return [...towns, ...villages, ...people];
  },
});

/** 各岗位在岗人数: H07 by post. */
export const H07B = ofRegister({
  code: 'H07B',
  version: 1,
  title: '各岗位在岗人数',
  definition:
    '季末24时在岗的席位数，其中专职、持证的；按岗位、按任职单位所在乡镇分列（单位未登记的按任职记录所写乡镇）。来源：任职与离任、机构场所登记。',
  protection: ['government'],
  sources: [...PLACES, ...STAFF],
  measures: [count('filled', '在岗', 'person'), count('fullTime', '专职', 'person'), count('licensed', '持证', 'person')],
  breakdowns: [[], [TOWN], [STAFF_POST], [TOWN, STAFF_POST]],
  tally: (register) =>
    register
      .filled()
      .map(({ unit, area, post, fullTime, licensed, facts }) =>
        one(['filled', fullTime && 'fullTime', licensed && 'licensed'], { town: register.townOf(unit, area), post }, facts),
      ),
});

interface Course {
  readonly posts: ReadonlySet<string>;
  readonly entry: string;
  readonly yearly: string;
  /** What its quantities begin with. */
  readonly as: string;
}
const WORKERS: Course = {
  posts: new Set([...SUPERVISOR, ...DIRECTOR]),
  entry: 'entry-child-workers',
  yearly: 'yearly-child-workers',
  as: 'worker',
};
const REPORTERS: Course = {
  posts: new Set(['mandatory-reporter']),
  entry: 'entry-mandatory-report',
  yearly: 'yearly-mandatory-report',
  as: 'reporter',
};
/** Months in which who has come is trained. Source: standards 75, 76. */
const ENTRY_MONTHS = 3;

/** 入职3个月培训率、年度轮训率、儿童社工课程达标率. */
export const H08 = ofRegister({
  code: 'H08',
  version: 1,
  title: '入职培训、年度轮训、儿童社工课程',
  definition:
    '儿童督导员、儿童主任：入职培训率＝任职满3个月之日在本季度内且仍在岗的席位中，任职3个月内完成入职培训的席位数÷该席位数；年度轮训率＝季末在岗席位中近12个月参加过入职培训或轮训的席位数÷季末在岗席位数。强制报告责任人同口径。课程达标率＝本季度举办的督导员主任培训中，儿童社工课时不少于一半且材料存档的期数÷期数。按单位所在乡镇分列。来源：任职与离任、个人培训完成、培训举办、机构场所登记。',
  protection: ['government'],
  sources: [...PLACES, ...STAFF, ...TRAINING],
  measures: [
    share('entry', '入职3个月培训率', 'workerEntry', 'workerDue'),
    share('yearly', '年度轮训率', 'workerYearly', 'workerFilled'),
    count('held', '举办培训', 'times'),
    share('compliant', '课程达标率', 'compliant', 'heldNow'),
    share('lessons', '儿童社工课时占比', 'childLessons', 'lessons'),
    share('kept', '材料存档率', 'kept', 'heldNow'),
    share('reporterEntry', '强制报告责任人入职培训率', 'reporterEntry', 'reporterDue'),
    share('reporterYearly', '强制报告责任人年度轮训率', 'reporterYearly', 'reporterFilled'),
  ],
  breakdowns: [[], [TOWN]],
  tally: (register) => [...trainedOf(register, WORKERS), ...trainedOf(register, REPORTERS), ...heldOf(register)],
});

function trainedOf(register: Register, { posts, entry, yearly, as }: Course): readonly Tally[] {
  const trainings = register.of('trained');
  const trained = (tenure: Tenure, from: PlainDate, to: PlainDate, kinds: readonly string[]) =>
    trainings.find(({ data }) => data.seat === tenure.seat && kinds.includes(data.kind) && data.on >= from && data.on <= to);
  const tallyOf = (tenure: Tenure, whole: string, part: string, done: ReturnType<typeof trained>): Tally =>
    one([whole, done !== undefined && part], { town: register.townOf(tenure.unit, tenure.area) }, done ? [...tenure.facts, done] : tenure.facts);
  const due = register.tenures.filter(({ post, since, until }) => {
    const dueOn = addMonths(since, ENTRY_MONTHS);
    return posts.has(post) && dueOn >= register.first && dueOn <= register.last && (until === undefined || until > dueOn);
  });
  return [
    ...due.map((tenure) => {
      const done = trained(tenure, tenure.since, addMonths(tenure.since, ENTRY_MONTHS), [entry]);
      return tallyOf(tenure, `${as}Due`, `${as}Entry`, done);
    }),
    ...register.filled(posts).map((tenure) => {
      const from = yearBefore(register.last) > tenure.since ? yearBefore(register.last) : tenure.since;
      return tallyOf(tenure, `${as}Filled`, `${as}Yearly`, trained(tenure, from, register.last, [entry, yearly]));
    }),
  ];
}

const heldOf = (register: Register): readonly Tally[] =>
  register.of('held').flatMap((fact): Tally[] => {
    const { unit, area, held } = fact.data;
    const { kind, lessons, childWorkLessons, materialKept } = held;
    if (![WORKERS.entry, WORKERS.yearly].includes(kind) || (fact.phase !== 'now' && fact.phase !== 'late')) return [];
    const now = fact.phase === 'now';
    const whole = 2 * childWorkLessons >= lessons && materialKept;
    return [
      {
        ...one(['held', now && 'heldNow', now && whole && 'compliant', now && materialKept && 'kept'], { town: register.townOf(unit, area) }, [fact]),
        amounts: now ? { lessons, childLessons: Math.min(childWorkLessons, lessons) } : {},
        late: !now,
      },
    ];
  });

/** 关爱服务场所达标开放率. */
export const H09 = ofRegister({
  code: 'H09',
  version: 1,
  title: '关爱服务场所、达标开放率',
  definition:
    '关爱服务场所＝季末24时登记的儿童之家、童伴之家数；达标开放率＝其中本季度有开放记录、且各月每周开放不少于5天、每个假期时段开放、每次不少于3小时的场所数÷关爱服务场所数；另列开放满5天的周、开放的假期时段、开放时长。按场所所在乡镇分列。村（社区）覆盖率不计：场所登记到乡镇，未写明村（社区）。来源：机构场所登记与注销、场所开放记录。',
  protection: ['government'],
  sources: [...PLACES, ...OPENINGS],
  measures: [
    count('places', '关爱服务场所', 'place'),
    share('compliant', '达标开放率', 'compliant', 'places'),
    share('weeks', '每周开放满5天', 'weeksOpen', 'weeks'),
    share('holidays', '假期时段开放', 'holidaysOpen', 'holidays'),
    amount('minutes', '开放时长', 'minute'),
  ],
  breakdowns: [[], [TOWN]],
  tally: (register) => {
    const months = register.of('open').filter(({ data }) => isIn(register, data.month.month));
    return register.places(CARE).map(({ org, facts }): Tally => {
      const own = months.filter(({ data }) => data.org === org);
      const sum = (of: (month: (typeof own)[number]['data']['month']) => number): number => own.reduce((all, { data }) => all + of(data.month), 0);
      const isCompliant = own.length > 0 && own.every(({ data: { month } }) => isOpenEnough(month));
      return {
        ...one(['places', isCompliant && 'compliant'], { town: register.townOf(org) }, [...facts, ...own]),
        amounts: {
          weeks: sum(({ weeks }) => weeks),
          weeksOpen: sum(({ weeks, weeksWith5Days }) => Math.min(weeks, weeksWith5Days)),
          holidays: sum(({ holidayPeriods }) => holidayPeriods),
          holidaysOpen: sum(({ holidayPeriods, holidayPeriodsOpen }) => Math.min(holidayPeriods, holidayPeriodsOpen)),
          minutes: sum(({ minutes }) => minutes),
        },
      };
    });
  },
});

const isIn = ({ first, last }: Register, month: string): boolean => {
  const day = `${month.slice(0, 4)}-${month.slice(4)}-01`;
  return day >= first && day <= last;
};
const isOpenEnough = (month: {
  weeks: number;
  weeksWith5Days: number;
  holidayPeriods: number;
  holidayPeriodsOpen: number;
  openingsUnder3h: number;
}): boolean => month.weeksWith5Days >= month.weeks && month.holidayPeriodsOpen >= month.holidayPeriods && month.openingsUnder3h === 0;

/** 各类机构场所: H09 by kind. */
export const H09B = ofRegister({
  code: 'H09B',
  version: 1,
  title: '各类机构场所',
  definition: '季末24时登记而未注销的机构场所数，按种类、按所在乡镇分列。来源：机构场所登记与注销。',
  protection: ['government'],
  sources: PLACES,
  measures: [count('places', '机构场所', 'place')],
  breakdowns: [[], [TOWN], [PLACE_KIND], [TOWN, PLACE_KIND]],
  tally: (register) => register.places().map(({ org, kind, facts }) => one(['places'], { town: register.townOf(org), kind }, facts)),
});
