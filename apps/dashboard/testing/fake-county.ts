import type { Alert, Minor } from '../api/types';

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
export const CODES = Object.keys(TOWNS);
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
export const day = (days: number): string => new Date(Date.now() + days * DAY + 8 * HOUR).toISOString().slice(0, 10);
export const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

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
    village: `${town}2${String((index % 6) + 1).padStart(2, '0')}`,
    villageName: `${pick(['上', '中', '下', '新'], index)}${pick(['河', '坪', '湾'], index)}村`,
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
