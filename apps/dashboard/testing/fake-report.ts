import type { Cell, Indicator, Quarter, Report } from '../api/report-types';
import { departments, TOWNS } from './fake-county';

export const QUARTERS: readonly Quarter[] = [
  { quarter: '2025-Q3', state: 'closed', closedOn: '2025-10-15', cutOff: '2025-10-14' },
  { quarter: '2025-Q4', state: 'closed', closedOn: '2026-01-09', cutOff: '2026-01-08' },
  { quarter: '2026-Q1', state: 'closed', closedOn: '2026-04-09', cutOff: '2026-04-08' },
  { quarter: '2026-Q2', state: 'closed', closedOn: '2026-07-08', cutOff: '2026-07-07' },
  { quarter: '2026-Q3', state: 'due', cutOff: '2026-10-14' },
  { quarter: '2026-Q4', state: 'running', cutOff: '2027-01-08' },
];

const INDICATORS: readonly Indicator[] = [
  {
    code: 'A01',
    title: '未成年人总数',
    unit: 'person',
    protection: 'government',
    definition: '季末24时在册、未满18周岁的未成年人，按居住乡镇计；年龄按出生季度。',
  },
  {
    code: 'A04',
    title: '农村留守儿童数',
    unit: 'person',
    protection: 'government',
    definition: '季末在册、民政部门列入农村留守、未满16周岁的儿童。',
  },
  { code: 'B04', title: '督促监护令', unit: 'case', protection: 'family', definition: '季内检察机关发出的督促监护令件数，按县统计。' },
  {
    code: 'B14',
    title: '家暴警情涉未成年人',
    unit: 'case',
    protection: 'family',
    definition: '季内公安机关受理、家中有未成年人的家暴警情起数（同一起涉及多名未成年人计一起）；重复率＝12个月内有过警情的起数／总起数。',
  },
  {
    code: 'B16',
    title: '涉未保护令72小时作出率',
    unit: 'percent',
    protection: ['family', 'justice'],
    definition: '季内受理的申请中，72小时（情况紧急24小时）内作出保护令的案件占比。',
  },
  {
    code: 'C02',
    title: '疑似辍学、辍学、复学',
    unit: 'person',
    protection: 'school',
    definition: '季内报告的疑似辍学、确认辍学、复学人数，按居住乡镇计。',
  },
  {
    code: 'D01',
    title: '强制报告线索数',
    unit: 'case',
    protection: 'society',
    definition: '季内学校、医疗机构报告的疑似侵害线索；同一案件代号计一件。',
  },
  {
    code: 'H01',
    title: '预警产生、确认率、超时率',
    unit: 'case',
    protection: 'government',
    definition: '季内产生的预警件数；确认率＝确认／已办结；超时率＝超过时限／产生。',
  },
  { code: 'H04', title: '部门数据及时率', unit: 'percent', protection: 'government', definition: '事件发生后24小时内报送到枢纽的占比，按部门。' },
];

const HASH = '9mZx1jvQd0i8vVgX3lGmC7c3y5p0l8aT2nJkB6wR4sE=';
let serial = 0;
const cell = (indicator: string, breakdown: Cell['breakdown'], value: number, unit: string, rest: Partial<Cell> = {}): Cell => ({
  id: `${indicator}-${(serial += 1)}`,
  indicator,
  area: '990101',
  breakdown,
  value,
  unit,
  previous: Math.max(0, value - 3 + (value % 7)),
  yearAgo: Math.round(value * 0.9),
  events: { count: Math.max(1, value % 400), hash: HASH },
  ...rest,
});
const hidden = (indicator: string, breakdown: Cell['breakdown']): Cell => ({
  id: `${indicator}-${(serial += 1)}`,
  indicator,
  area: '990101',
  breakdown,
  suppressed: true,
});
const byTown = (indicator: string, base: number, unit: string, others: Cell['breakdown'] = {}): readonly Cell[] =>
  Object.keys(TOWNS).map((town, index) => {
    const value = Math.round((base / 8) * (0.6 + ((index * 37) % 80) / 100));
    return value < 5 ? hidden(indicator, { ...others, town }) : cell(indicator, { ...others, town }, value, unit);
  });
const shares = (value: number, numerator: number, denominator: number): Partial<Cell> => ({ value, numerator, denominator });

function cells(): readonly Cell[] {
  serial = 0;
  return [
    cell('A01', {}, 2_014, 'person'),
    ...byTown('A01', 2_014, 'person'),
    cell('A01', { sex: '1' }, 1_061, 'person'),
    cell('A01', { sex: '2' }, 953, 'person'),
    ...['0-2', '3-5', '6-11', '12-14', '15-17'].map((ageBand, index) => cell('A01', { ageBand }, [201, 288, 702, 421, 402][index] ?? 0, 'person')),
    cell('A04', {}, 214, 'person'),
    ...byTown('A04', 214, 'person'),
    cell('A04', { sex: '1' }, 118, 'person'),
    cell('A04', { sex: '2' }, 96, 'person'),
    cell('B04', {}, 12, 'case', { late: 1 }),
    cell('B14', {}, 57, 'case', { late: 2 }),
    cell('B14', {}, 246, 'percent', { ...shares(246, 14, 57), previous: 210, yearAgo: 262 }),
    ...byTown('B14', 57, 'case'),
    cell('B16', {}, 875, 'percent', { ...shares(875, 7, 8), previous: 833, yearAgo: { suppressed: true } }),
    ...[
      ['suspected', 26],
      ['confirmed', 9],
      ['returned', 17],
    ].flatMap(([kind, value]) => [
      cell('C02', { kind: String(kind) }, Number(value), 'person'),
      ...byTown('C02', Number(value), 'person', { kind: String(kind) }),
    ]),
    cell('D01', {}, 11, 'case'),
    hidden('D01', { sector: 'education' }),
    hidden('D01', { sector: 'health' }),
    cell('H01', {}, 38, 'case'),
    cell('H01', { rule: 'R01' }, 21, 'case'),
    cell('H01', { rule: 'R02' }, 17, 'case'),
    ...departments().map(({ department }, index) =>
      cell('H04', { department }, 1_000 - index * 23, 'percent', { previous: 990 - index * 20, yearAgo: undefined }),
    ),
  ];
}

export const fakeReport = (quarter: Quarter): Report => ({
  ...quarter,
  version: 1,
  position: 18_402,
  root: 'kB0v1n8m2Jx5c7Qz4Rt6Yw3Lp9Ks0Hd1Gf2Ae5Ui8Oo=',
  area: '990101',
  areaName: '演示县',
  towns: TOWNS,
  demonstration: true,
  indicators: INDICATORS,
  cells: quarter.state === 'running' ? cells().slice(0, 12) : cells(),
  titles: { kind: { suspected: '疑似辍学', confirmed: '确认辍学', returned: '复学' }, sector: { education: '教育', health: '医疗' } },
});

/** What the hub's verifier would say of a file. */
export function fakeVerdict(body: string): { readonly verdict: string; readonly detail: string } {
  if (!body.startsWith('{"export":1')) return { verdict: 'cannot-tell', detail: '首行不是导出文件头' };
  return body.includes('tampered')
    ? { verdict: 'tampered', detail: '序号 1018：声明与叶子不符' }
    : { verdict: 'proven', detail: '20,113 行，检查点 20,113' };
}
