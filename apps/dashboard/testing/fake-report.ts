import type { Cell, Indicator, Measure, Quarter, Report } from '../api/report-types';
import { departments } from './fake-board';
import { TOWNS } from './fake-county';

export const QUARTERS: readonly Quarter[] = [
  { quarter: '2025-Q3', state: 'closed', closedOn: '2025-10-15', cutOff: '2025-10-15T00:00:00.000+08:00' },
  { quarter: '2025-Q4', state: 'closed', closedOn: '2026-01-09', cutOff: '2026-01-09T00:00:00.000+08:00' },
  { quarter: '2026-Q1', state: 'closed', closedOn: '2026-04-09', cutOff: '2026-04-09T00:00:00.000+08:00' },
  { quarter: '2026-Q2', state: 'closed', closedOn: '2026-07-08', cutOff: '2026-07-08T00:00:00.000+08:00' },
  { quarter: '2026-Q3', state: 'due', cutOff: '2026-10-15T00:00:00.000+08:00' },
  { quarter: '2026-Q4', state: 'running', cutOff: '2027-01-09T00:00:00.000+08:00' },
];

const measure = (id: string, title: string, unit: string): Measure => ({ id, title, unit });
type Draft = readonly [code: string, title: string, protection: readonly string[], measures: readonly Measure[], definition: string];
const DRAFTS: readonly Draft[] = [
  ['A01', '未成年人总数', ['government'], [measure('minors', '未成年人', 'person')], '季末24时已登记、未满18周岁的未成年人数；按居住地分乡镇。'],
  [
    'A04',
    '农村留守儿童数',
    ['government', 'family'],
    [measure('leftBehind', '农村留守儿童', 'person')],
    '季末24时在册且未满16周岁的农村留守儿童数；按居住地分乡镇。',
  ],
  ['B04', '督促监护令', ['family'], [measure('orders', '督促监护令', 'case')], '本季度检察机关发出的督促监护令件数，只计全县数。'],
  [
    'B14',
    '家暴警情涉未成年人',
    ['family'],
    [measure('incidents', '警情起数', 'case'), measure('repeated', '重复率', 'percent')],
    '本季度公安机关受理、家中有未成年人的家暴警情起数，同一起涉及几名未成年人的计一起；重复率＝12个月内有过警情的起数÷总起数。',
  ],
  [
    'B16',
    '涉未人身安全保护令',
    ['family', 'justice'],
    [measure('applied', '受理申请', 'case'), measure('inTime', '72小时作出率', 'percent')],
    '本季度受理申请的案件数；72小时作出率＝受理后72小时内（紧急的24小时内）作出保护令的案件数÷受理案件数。',
  ],
  [
    'C02',
    '疑似辍学、辍学、复学',
    ['school'],
    [measure('suspected', '新列疑似辍学', 'person'), measure('dropped', '确认辍学', 'person'), measure('returned', '复学', 'person')],
    '本季度新列疑似辍学、确认辍学、复学的人数，按上报辖区分乡镇。',
  ],
  [
    'D01',
    '强制报告线索数',
    ['society', 'school'],
    [measure('clues', '强制报告线索', 'case')],
    '本季度学校、医疗机构发现的疑似侵害线索件数；按强制报告情形、按行业分列，只计全县数。',
  ],
  [
    'H01',
    '预警产生、确认率、超时率',
    ['government'],
    [measure('raised', '产生预警', 'case'), measure('confirmed', '确认率', 'percent')],
    '本季度产生的预警件数；确认率＝确认÷办结。',
  ],
  [
    'H04',
    '部门数据及时率',
    ['government'],
    [measure('events', '报送事件', 'event'), measure('inTime', '24小时及时率', 'percent')],
    '事件发生后24小时内报送到枢纽的占比，按部门。',
  ],
];
/** Departments that feed an indicator. */
const FED: Readonly<Record<string, readonly string[]>> = {
  B04: ['procuratorate'],
  B14: ['police'],
  B16: ['court'],
  C02: ['education'],
  D01: ['education', 'health'],
};
const INDICATORS: readonly Indicator[] = DRAFTS.map(([code, title, protection, measures, definition]) => ({
  code,
  departments: FED[code] ?? [],
  title,
  protection,
  measures,
  definition,
}));

const HASH = '9mZx1jvQd0i8vVgX3lGmC7c3y5p0l8aT2nJkB6wR4sE=';
/** Counts below this are suppressed. */
const BELOW = 5;
type Breakdown = Readonly<Record<string, string>>;

function cell(code: string, id: string, breakdown: Breakdown, value: number, unit = 'person', rest: Partial<Cell> = {}): Cell {
  const at = Object.entries(breakdown).map(([name, each]) => `${name}=${each}`);
  const place = { id: `${code}.${id}|${at.join(',') || 'county'}`, indicator: code, area: '990101', breakdown };
  if (unit !== 'percent' && value > 0 && value < BELOW) return { ...place, suppressed: true };
  return {
    ...place,
    measure: id,
    value,
    unit,
    previous: Math.max(0, value - 3 + (value % 7)),
    yearAgo: Math.round(value * 0.9),
    events: { count: value % 400, hash: HASH },
    ...rest,
  };
}
const byTown = (code: string, id: string, base: number, unit = 'person', others: Breakdown = {}): readonly Cell[] =>
  Object.keys(TOWNS).map((town, index) => cell(code, id, { town, ...others }, Math.round((base / 8) * (0.6 + ((index * 37) % 80) / 100)), unit));
const BANDS: readonly (readonly [ageBand: string, share: number])[] = [
  ['0-2', 0.1],
  ['3-5', 0.14],
  ['6-11', 0.35],
  ['12-14', 0.21],
  ['15-17', 0.2],
];
const byChild = (code: string, id: string, base: number): readonly Cell[] => [
  cell(code, id, {}, base),
  ...byTown(code, id, base),
  ...['1', '2'].map((sex) => cell(code, id, { sex }, Math.round(base * (sex === '1' ? 0.53 : 0.47)))),
  ...BANDS.map(([ageBand, share]) => cell(code, id, { ageBand }, Math.round(base * share))),
  ...['1', '2'].flatMap((sex) => BANDS.flatMap(([ageBand, share]) => byTown(code, id, base * share * 0.5, 'person', { sex, ageBand }))),
];
const shares = (numerator: number, denominator: number): Partial<Cell> => ({ numerator, denominator });

const cells = (): readonly Cell[] => [
  ...byChild('A01', 'minors', 2_014),
  ...byChild('A04', 'leftBehind', 214),
  cell('B04', 'orders', {}, 12, 'case', { late: 1 }),
  cell('B14', 'incidents', {}, 57, 'case', { late: 2 }),
  ...byTown('B14', 'incidents', 57, 'case'),
  cell('B14', 'repeated', {}, 246, 'percent', { ...shares(14, 57), previous: 210, yearAgo: 262 }),
  cell('B16', 'applied', {}, 8, 'case'),
  cell('B16', 'inTime', {}, 875, 'percent', { ...shares(7, 8), previous: 833, yearAgo: undefined }),
  ...[
    ['suspected', 96],
    ['dropped', 9],
    ['returned', 57],
  ].flatMap(([id, base]) => byChild('C02', String(id), Number(base))),
  cell('D01', 'clues', {}, 11, 'case'),
  cell('D01', 'clues', { situation: '4' }, 7, 'case'),
  cell('D01', 'clues', { situation: '6' }, 4, 'case'),
  cell('D01', 'clues', { department: 'education' }, 8, 'case'),
  cell('D01', 'clues', { department: 'health' }, 3, 'case'),
  cell('H01', 'raised', {}, 38, 'case'),
  ...byTown('H01', 'raised', 60, 'case'),
  cell('H01', 'raised', { rule: 'R01' }, 21, 'case'),
  cell('H01', 'raised', { rule: 'R02' }, 17, 'case'),
  cell('H01', 'confirmed', {}, 714, 'percent', shares(20, 28)),
  cell('H04', 'events', {}, 20_113, 'event'),
  cell('H04', 'inTime', {}, 941, 'percent', { ...shares(18_926, 20_113), previous: 935, yearAgo: 902 }),
  ...departments().map(({ department }, index) =>
    cell('H04', 'inTime', { department }, 1_000 - index * 23, 'percent', { previous: 990 - index * 20, yearAgo: undefined }),
  ),
];

export const fakeReport = (quarter: Quarter): Report => ({
  ...quarter,
  version: quarter.state === 'closed' ? 1 : 0,
  position: 18_402,
  root: 'kB0v1n8m2Jx5c7Qz4Rt6Yw3Lp9Ks0Hd1Gf2Ae5Ui8Oo=',
  ...(quarter.state === 'closed' ? { checkpoint: 'lianhu/990101\n18432\nROOT=\n\n— lianhu/990101 SIGNATURE=\n' } : {}),
  area: '990101',
  areaName: '演示县',
  towns: TOWNS,
  demonstration: true,
  indicators: INDICATORS,
  cells: quarter.state === 'running' ? [...cells().slice(0, 12), ...cells().filter(({ indicator }) => indicator === 'B14')] : cells(),
});

/** What the hub's verifier would say of a file. */
export function fakeVerdict(body: string): { readonly verdict: string; readonly complete?: boolean; readonly detail: string } {
  if (!body.startsWith('{"export":1')) return { verdict: 'cannot-tell', detail: '首行不是导出文件头' };
  return body.includes('tampered')
    ? { verdict: 'tampered', detail: '序号 1018：声明与叶子不符' }
    : { verdict: 'proven', complete: !body.includes('leafHash'), detail: '20,113 行，检查点 20,113' };
}
