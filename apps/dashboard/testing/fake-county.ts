import type { Alert, DepartmentRow, Minor, MinorFile, Overview, TimelineEvent, Town } from '../api/types';

/** Invented towns of the invented county 990101. */
export const TOWNS: Readonly<Record<string, string>> = {
  '990101001': '东溪镇',
  '990101002': '西岭镇',
  '990101003': '南塘镇',
  '990101004': '北坪镇',
  '990101005': '青石乡',
  '990101006': '白桥乡',
  '990101007': '柳湾镇',
  '990101008': '云台镇',
};
const CODES = Object.keys(TOWNS);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STEMS = '甲乙丙丁戊己庚辛壬癸';
const NUMBERS = '一二三四五六七八九';
const CATEGORIES = ['04', '04', '06', '03', '08', '05', '09', '02'];
const BANDS: readonly (readonly [limit: number, band: string])[] = [
  [2, '0-2'],
  [5, '3-5'],
  [11, '6-11'],
  [14, '12-14'],
  [17, '15-17'],
];

/** A moment `hours` from now, in Shanghai's offset. */
export const at = (hours: number): string => `${new Date(Date.now() + hours * HOUR + 8 * HOUR).toISOString().slice(0, 23)}+08:00`;
const day = (days: number): string => new Date(Date.now() + days * DAY + 8 * HOUR).toISOString().slice(0, 10);
const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** Opaque references of the right length; they mean nothing. */
export const refOf = (index: number, kind: 'minor' | 'child' = 'minor'): string =>
  `${kind}-${`${index}`.padStart(4, '0')}aZq7Lm2Xv9Kp4Rt6Yw`.slice(0, kind.length + 23);

function minor(index: number): Minor {
  const age = (index * 7) % 18;
  const town = pick(CODES, index * 3);
  const listed = index % 3 !== 0;
  const level = index % 9 === 1 ? 4 : index % 11 === 2 ? 3 : index % 13 === 3 ? 2 : 0;
  return {
    minorRef: refOf(index),
    name: `测试${pick([...STEMS], index)}${pick([...NUMBERS], Math.floor(index / 10))}`,
    sex: index % 2 === 0 ? '1' : '2',
    age,
    ageBand: BANDS.find(([limit]) => age <= limit)?.[1],
    town,
    townName: TOWNS[town],
    village: `${pick(['上', '中', '下', '新'], index)}${pick(['河', '坪', '湾'], index)}村`,
    categories: listed ? [...new Set([pick(CATEGORIES, index), pick(CATEGORIES, index * 5 + 2)])].sort() : [],
    school: age >= 6 && index % 10 === 4 ? 'suspected' : index % 17 === 5 ? 'returned' : null,
    agreement: listed && index % 4 === 1,
    alertLevel: level,
    openAlerts: level === 0 ? 0 : (index % 2) + 1,
    registeredOn: day(-30 - index * 5),
    lastEventAt: at(-3 - index * 9),
    needs: level === 0 ? [] : ['guardianship'],
  };
}
export const MINORS: readonly Minor[] = Array.from({ length: 64 }, (_, index) => minor(index));

interface Draft {
  readonly rule: 'R01' | 'R02';
  readonly level: number;
  readonly raised: number;
  readonly due: number;
  readonly state: Alert['state'];
}
const DRAFTS: readonly Draft[] = [
  { rule: 'R01', level: 4, raised: -0.1, due: 23.9, state: 'open' },
  { rule: 'R02', level: 4, raised: -21, due: 3, state: 'open' },
  { rule: 'R01', level: 4, raised: -27, due: -3, state: 'open' },
  { rule: 'R02', level: 4, raised: -16, due: 8, state: 'acknowledged' },
  { rule: 'R01', level: 3, raised: -10, due: 38, state: 'acknowledged' },
  { rule: 'R02', level: 3, raised: -5, due: 43, state: 'open' },
  { rule: 'R01', level: 2, raised: -30, due: 90, state: 'open' },
  { rule: 'R02', level: 4, raised: -60, due: -36, state: 'acknowledged' },
  { rule: 'R01', level: 4, raised: -90, due: -66, state: 'closed' },
  { rule: 'R02', level: 4, raised: -200, due: -176, state: 'closed' },
];
const TITLES = { R01: '缺勤且家中有家暴警情', R02: '重复家暴警情' };
const TEXTS = { R01: '近14天内缺勤≥2天且家中有家暴警情，请24小时内见到孩子', R02: '90天内家暴警情≥2次（或致伤），建议会商并评估保护令' };

function evidence(index: number, draft: Draft): NonNullable<Alert['evidence']> {
  const call = { handle: `h${index}b`, type: 'police.dv-call.received', title: '家暴警情', time: at(draft.raised - 0.5), department: 'police' };
  if (draft.rule === 'R02') return [{ ...call, handle: `h${index}a`, time: at(draft.raised - 700) }, call];
  return [{ handle: `h${index}a`, type: 'education.absence.flagged', title: '缺勤预警', time: at(draft.raised - 50), department: 'education' }, call];
}
function alert(draft: Draft, index: number): Alert {
  const child = pick(MINORS, index * 9 + 1);
  return {
    alert: `alert-${index}`,
    minorRef: child.minorRef,
    name: child.name,
    town: child.town,
    townName: child.townName,
    rule: draft.rule,
    title: TITLES[draft.rule],
    text: TEXTS[draft.rule],
    level: draft.level,
    raisedAt: at(draft.raised),
    dueAt: at(draft.due),
    again: index === 3,
    evidence: evidence(index, draft),
    state: draft.state,
    overdue: draft.state !== 'closed' && draft.due < 0,
    ...(draft.state === 'open' ? {} : { acknowledgedAt: at(draft.raised + 1) }),
    ...(draft.state === 'closed' ? { closedAt: at(draft.due - 2), verdict: 'confirmed', seenOn: day(-4) } : {}),
    version: draft.state === 'open' ? 1 : 2,
  };
}
/** Fresh alerts, because the tests change them. */
export const makeAlerts = (): Alert[] => DRAFTS.map(alert);

/** What a town sees: the need and the deadline. */
export const forTown = ({ alert, minorRef, name, dueAt, state, overdue }: Alert): Alert => ({
  alert,
  minorRef,
  name,
  need: 'guardianship',
  needTitle: '监护支持',
  text: '请24小时内见到孩子，并反馈监护支持需求',
  dueAt,
  state,
  overdue,
});

const tally = (codes: readonly string[]): Record<string, number> =>
  codes.reduce<Record<string, number>>((sum, code) => ({ ...sum, [code]: (sum[code] ?? 0) + 1 }), {});
function alertSum(alerts: readonly Alert[]): NonNullable<Town['alerts']> {
  const open = alerts.filter(({ state }) => state !== 'closed');
  const oldest = open.filter(({ state }) => state === 'open').sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0];
  return {
    open: tally(open.map(({ level }) => String(level))),
    overdue: open.filter(({ overdue }) => overdue).length,
    ...(oldest?.raisedAt === undefined ? {} : { oldestUnacknowledged: { alert: oldest.alert, raisedAt: oldest.raisedAt, dueAt: oldest.dueAt } }),
  };
}

export const towns = (alerts: readonly Alert[]): readonly Town[] =>
  CODES.map((town, index) => {
    const here = MINORS.filter((child) => child.town === town);
    return {
      town,
      name: TOWNS[town],
      minors: here.length * 29 + index,
      listed: here.filter(({ categories }) => (categories?.length ?? 0) > 0).length * 7 + index,
      categories: tally(here.flatMap(({ categories }) => categories ?? [])),
      newThisMonth: (index * 5) % 9,
      newLastMonth: (index * 7) % 11,
      alerts: alertSum(alerts.filter((alert) => alert.town === town)),
    };
  });

const DEPARTMENTS = [
  ['court', '人民法院', 412, 1, 34, 41, 12],
  ['procuratorate', '人民检察院', 188, 0, 12, 19, 31],
  ['police', '公安机关', 6_204, 14, 402, 431, 8],
  ['civil-affairs', '民政部门', 4_811, 6, 288, 305, 57],
  ['education', '教育部门', 7_390, 21, 611, 640, 143],
  ['health', '卫生健康部门', 1_108, 0, 0, 96, 22],
] as const;
export const departments = (): readonly DepartmentRow[] =>
  DEPARTMENTS.map(([department, name, events, today, month, lastMonth, lateShare], index) => ({
    department,
    name,
    events,
    today,
    month,
    lastMonth,
    lateShare,
    lastEventAt: department === 'health' ? at(-25 * 24) : at(-0.4 - index * 1.7),
    late: Math.round((events * lateShare) / 1_000),
    corrections: index * 3,
    rejected: index * 2,
    quarantined: department === 'civil-affairs' ? 3 : 0,
    silent: department === 'health',
  }));

export const overview = (alerts: readonly Alert[]): Overview => ({
  today: day(0),
  minors: 2_014,
  listed: 463,
  categories: { '04': 214, '06': 131, '05': 88, '03': 41, '08': 27, '02': 12, '09': 9 },
  newThisMonth: 31,
  newLastMonth: 44,
  alerts: alertSum(alerts),
  departments: departments().map(({ department, name, today, month, silent }) => ({ department, name, today, month, silent })),
  silent: 1,
  quarantined: 3,
});

const field = (name: string, title: string, value: unknown, text: string): NonNullable<TimelineEvent['fields']>[number] => ({
  name,
  title,
  value,
  text,
});
const TIMELINE: readonly TimelineEvent[] = [
  {
    handle: 't1',
    type: 'hub.alert.raised',
    title: '预警产生',
    time: at(-21),
    recordedAt: at(-21),
    department: 'hub',
    departmentName: '联护枢纽',
    level: 'L4',
    category: 'K18',
    fields: [field('rule', '规则', 'R01', 'R01'), field('level', '等级', 4, '红色')],
  },
  {
    handle: 't2',
    type: 'police.dv-call.received',
    title: '家暴警情',
    time: at(-21.5),
    recordedAt: at(-21),
    department: 'police',
    departmentName: '公安机关',
    level: 'L4',
    category: 'K09',
    fields: [
      field('minorRole', '未成年人角色', 'witness', '目睹'),
      field('repeatIn12m', '12个月内重复次数', 1, '1'),
      field('weapon', '是否使用器械', false, '否'),
    ],
  },
  {
    handle: 't3',
    type: 'education.absence.flagged',
    title: '缺勤预警',
    time: at(-70),
    recordedAt: at(-30),
    department: 'education',
    departmentName: '教育部门',
    level: 'L4',
    category: 'K04',
    fields: [
      field('days', '缺勤天数', 3, '3 天'),
      field('since', '起始日期', day(-4), day(-4)),
      field('school', '学校', '演示中心小学', '演示中心小学'),
    ],
  },
  {
    handle: 't4',
    title: '健康服务',
    time: at(-900),
    recordedAt: at(-899),
    department: 'health',
    departmentName: '卫生健康部门',
    level: 'L4',
    task: { need: 'medical', needTitle: '医疗', dueAt: at(-400) },
  },
  {
    handle: 't5',
    type: 'civil-affairs.care-agreement.signed',
    title: '委托照护协议签订',
    time: at(-3_000),
    recordedAt: at(-2_990),
    department: 'civil-affairs',
    departmentName: '民政部门',
    level: 'L4',
    category: 'K03',
    fields: [field('from', '生效日期', day(-125), day(-125)), field('carerRel', '照护人关系', 'grandparent', '祖父母')],
  },
  {
    handle: 't6',
    type: 'civil-affairs.minor.listed',
    title: '列入重点对象',
    time: at(-9_000),
    recordedAt: at(-8_998),
    department: 'civil-affairs',
    departmentName: '民政部门',
    level: 'L4',
    category: 'K02',
    fields: [field('category', '对象类别', '04', '农村留守')],
  },
  {
    handle: 't7',
    type: 'hub.minor.registered',
    title: '未成年人登记',
    time: at(-9_000),
    recordedAt: at(-8_998),
    department: 'hub',
    departmentName: '联护枢纽',
    level: 'L4',
    category: 'K01',
    fields: [],
  },
];

/** One child's file; auditors get no name, and an older moment shows less. */
export function minorFile(minorRef: string, pseudonymous: boolean, asOf: string | null): MinorFile | undefined {
  const child = MINORS.find((row) => row.minorRef.slice(6) === minorRef.replace(/^(minor|child)-/, ''));
  if (child === undefined) return undefined;
  const { name, village, ...rest } = child;
  const shown: Minor = pseudonymous ? { ...rest, minorRef } : { ...rest, name, village };
  return {
    minor: {
      ...shown,
      ...(pseudonymous
        ? {}
        : {
            birthDate: '2015-03-14',
            guardians: [
              { rel: 'father', name: '测试家长甲' },
              { rel: 'paternal-grandparent', name: '测试家长乙' },
            ],
          }),
    },
    timeline: asOf === null ? TIMELINE : TIMELINE.slice(3),
    asOf: asOf === null ? { position: 20_113, recordedAt: at(-0.02) } : { position: 12_000, recordedAt: at(-880) },
  };
}
