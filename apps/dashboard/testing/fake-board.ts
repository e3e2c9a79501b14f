import type { Alert, DepartmentRow, Overview, Town } from '../api/types';
import { at, CODES, day, MINORS, TOWNS } from './fake-county';

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
    notices: { open: 9 + index * 4, overdue: index === 2 ? 0 : index, unfinished: index > 2 ? 1 : 0 },
  }));

export const overview = (alerts: readonly Alert[]): Overview => ({
  today: day(0),
  notices: { open: 74, overdue: 6, unfinished: 2 },
  minors: 2_014,
  listed: 463,
  categories: { '04': 214, '06': 131, '05': 88, '03': 41, '08': 27, '02': 12, '09': 9 },
  newThisMonth: 31,
  newLastMonth: 44,
  alerts: alertSum(alerts),
  departments: departments().map(({ department, name, today, month, silent }) => ({ department, name, today, month, silent })),
  silent: 1,
  quarantined: 3,
  unmatched: 2,
});
