import { BullyingSurveyCompleted, SchoolDutyChecked } from '@lianhu/departments/education';
import { dateOf } from '@lianhu/kernel';
import { count, from, share, type Indicator } from '../define';
import { SENTINEL, TOWN } from '../dimensions';
import { ofRegister, one, PLACES, STAFF, yearBefore, type Entry } from '../registers';

/** 学校 of a register: where there is a head whom others stand beside. Kindergartens are none. */
const SCHOOLS: ReadonlySet<string> = new Set(['primary-school', 'middle-school', 'high-school', 'vocational-school', 'special-school']);
/** 学校 as definitions name them. */
const WHICH = '登记的学校（小学、初中、高中、中职、特教）';
const SOURCES = '来源：机构场所登记与注销、任职与离任。';

interface Posted {
  readonly code: string;
  readonly title: string;
  readonly post: string;
  readonly postTitle: string;
  /** Only who does nothing else. */
  readonly fullTime?: boolean;
}
/** Schools in which a post is filled. */
const schoolsWith = ({ code, title, post, postTitle, fullTime = false }: Posted): Indicator =>
  ofRegister({
    code,
    version: 1,
    title,
    definition: `季末24时：${title}＝有${postTitle}在岗的学校数÷${WHICH}数；按学校所在乡镇分列。${SOURCES}`,
    protection: ['school'],
    sources: [...PLACES, ...STAFF],
    measures: [count('schools', '学校', 'place'), count('filled', `有${postTitle}`, 'place'), share('rate', title, 'filled', 'schools')],
    breakdowns: [[], [TOWN]],
    tally(register) {
      const seats = register.filled(new Set([post])).filter((seat) => !fullTime || seat.fullTime);
      return register.places(SCHOOLS).map(({ org, facts }) => {
        const own = seats.filter(({ unit }) => unit === org);
        return one(['schools', own.length > 0 && 'filled'], { town: register.townOf(org) }, [...facts, ...own.flatMap((seat) => seat.facts)]);
      });
    },
  });

/** 心理教师配备率. Which of the variants X10 counts: one who does nothing else. */
export const C08 = schoolsWith({ code: 'C08', title: '心理教师配备率', post: 'psychology-teacher', postTitle: '专职心理教师', fullTime: true });
/** 驻校社工覆盖率. */
export const C09 = schoolsWith({ code: 'C09', title: '驻校社工覆盖率', post: 'school-social-worker', postTitle: '驻校社工' });
/** 法治副校长覆盖率. */
export const C10 = schoolsWith({ code: 'C10', title: '法治副校长覆盖率', post: 'law-vice-head', postTitle: '法治副校长' });
/** 法治辅导员覆盖率. */
export const C15 = schoolsWith({ code: 'C15', title: '法治辅导员覆盖率', post: 'law-counsellor', postTitle: '法治辅导员' });

/** 欺凌专项调查完成率: of C17, the schools of the register. */
export const C17B = ofRegister({
  code: 'C17B',
  version: 1,
  title: '欺凌专项调查完成率',
  definition: `完成率＝至季末近12个月完成过全体学生欺凌专项调查的学校数÷${WHICH}数；按学校所在乡镇分列。来源：机构场所登记与注销、全体学生欺凌专项调查。`,
  protection: ['school'],
  sources: [
    ...PLACES,
    from(BullyingSurveyCompleted, ({ data, time }): Entry => ({ is: 'did', org: data.school, what: 'survey', on: dateOf(time), well: true })),
  ],
  measures: [share('rate', '完成率', 'surveyed', 'schools')],
  breakdowns: [[], [TOWN]],
  tally: (register) => {
    const surveys = register.of('did').filter(({ data }) => data.on >= yearBefore(register.last) && data.on <= register.last);
    return register.places(SCHOOLS).map(({ org, facts }) => {
      const own = surveys.filter(({ data }) => data.org === org);
      return one(['schools', own.length > 0 && 'surveyed'], { town: register.townOf(org) }, [...facts, ...own]);
    });
  },
});

/** 手机统一保管学校率. */
export const E04 = ofRegister({
  code: 'E04',
  version: 1,
  title: '手机统一保管学校率',
  definition: `季末24时：手机统一保管学校率＝最近一次自查已落实手机统一保管的学校数÷${WHICH}数；按学校所在乡镇分列。来源：机构场所登记与注销、学校保护制度自查。`,
  protection: ['network', 'school'],
  sources: [
    ...PLACES,
    from(SchoolDutyChecked, ({ data, time }): Entry => ({ is: 'did', org: data.school, what: data.duty, on: dateOf(time), well: data.met })),
  ],
  measures: [count('schools', '学校', 'place'), share('rate', '手机统一保管学校率', 'kept', 'schools')],
  breakdowns: [[], [TOWN]],
  tally: (register) => {
    const checks = register.of('did').filter(({ data }) => data.what === 'phone-keeping' && data.on <= register.last);
    return register.places(SCHOOLS).map(({ org, facts }) => {
      const last = checks.findLast(({ data }) => data.org === org);
      return one(['schools', last?.data.well === true && 'kept'], { town: register.townOf(org) }, last ? [...facts, last] : facts);
    });
  },
});

const MONITOR: ReadonlySet<string> = new Set(['sentinel-monitor']);

/** 监测哨点设岗率: of D13, what the registers say. */
export const D13 = ofRegister({
  code: 'D13',
  version: 1,
  title: '监测哨点设岗率',
  definition: `季末24时：设岗率＝有健康监测管理员在岗的哨点场所数÷登记为哨点的场所数；按哨点类别、所在乡镇分列。${SOURCES}`,
  protection: ['society'],
  sources: [...PLACES, ...STAFF],
  measures: [count('posts', '哨点场所', 'place'), share('rate', '设岗率', 'filled', 'posts')],
  breakdowns: [[], [TOWN], [SENTINEL]],
  tally(register) {
    const seats = register.filled(MONITOR);
    return register.places().flatMap(({ org, sentinel, facts }) => {
      if (sentinel === undefined) return [];
      const own = seats.filter(({ unit }) => unit === org);
      const at = { town: register.townOf(org), sentinel };
      return [one(['posts', own.length > 0 && 'filled'], at, [...facts, ...own.flatMap((seat) => seat.facts)])];
    });
  },
});
