import type { Cell, Indicator, Report } from '../api/report-types';
import { cellText, changeText, comparedText, groupReport, partsText, townsOf } from './report-rows';

const cell = (id: string, breakdown: Cell['breakdown'], rest: Partial<Cell>): Cell => ({
  id,
  indicator: id.slice(0, 3),
  area: '990101',
  breakdown,
  ...rest,
});
const B14: Indicator = {
  code: 'B14',
  title: '家暴警情涉未成年人',
  protection: ['family'],
  measures: [
    { id: 'incidents', title: '警情起数', unit: 'case' },
    { id: 'repeated', title: '重复率', unit: 'percent' },
  ],
};
const report = (cells: readonly Cell[], indicators: Report['indicators'] = [B14]): Report => ({
  quarter: '2026-Q3',
  state: 'closed',
  indicators,
  cells,
  towns: { '990101002': '西岭镇', '990101001': '东溪镇' },
});
const measuresOf = (cells: readonly Cell[], indicators?: Report['indicators']) =>
  groupReport(report(cells, indicators))[0]?.indicators[0]?.measures ?? [];

test('a measure is a line with its county and its towns; a part is a line of its own', () => {
  const [incidents, repeated] = measuresOf([
    cell('B14.incidents|county', {}, { measure: 'incidents', value: 57, unit: 'case' }),
    cell('B14.incidents|town=990101001', { town: '990101001' }, { measure: 'incidents', value: 7, unit: 'case' }),
    cell('B14.incidents|sex=1', { sex: '1' }, { measure: 'incidents', value: 30, unit: 'case' }),
    cell('B14.repeated|county', {}, { measure: 'repeated', value: 246, unit: 'percent' }),
  ]);
  expect(cellText(incidents?.whole?.total)).toBe('57');
  expect(cellText(incidents?.whole?.towns.get('990101001'))).toBe('7');
  expect(incidents?.parts).toMatchObject([{ part: '男', depth: 1, total: { value: 30 } }]);
  expect(cellText(repeated?.whole?.total)).toBe('24.6%');
});

test('a suppressed cell finds its line by its id alone', () => {
  const [incidents, repeated] = measuresOf([
    cell('B14.repeated|town=990101002', { town: '990101002' }, { suppressed: true }),
    cell('B14.incidents|town=990101001', { town: '990101001' }, { measure: 'incidents', value: 7, unit: 'case' }),
  ]);
  expect(cellText(repeated?.whole?.towns.get('990101002'))).toBe('‹5');
  expect(incidents?.whole?.towns.get('990101002')).toBeUndefined();
});

test('two dimensions make one deeper part', () => {
  const [incidents] = measuresOf([
    cell('B14.incidents|town=990101001,sex=2,ageBand=6-11', { town: '990101001', sex: '2', ageBand: '6-11' }, { measure: 'incidents', value: 9 }),
  ]);
  expect(incidents?.parts).toMatchObject([{ part: '女 · 6–11 岁', depth: 2 }]);
});

test('protections stand in their order; an unknown one and an unnamed indicator come last', () => {
  const indicators = [
    { code: 'B16', title: '', protection: ['justice'] },
    { code: 'C02', title: '', protection: 'school' },
    { code: 'H01', title: '' },
  ];
  const groups = groupReport(report([cell('H99.x|county', {}, { value: 1 })], indicators));
  expect(groups.map(({ protection }) => protection)).toEqual(['school', 'justice', 'other']);
  expect(groups[2]?.indicators.map(({ indicator }) => indicator.code)).toEqual(['H01', 'H99']);
});

test('a suppressed cell shows nothing but that; so does a suppressed comparison', () => {
  expect(cellText(cell('A01', {}, { suppressed: true, value: 3 }))).toBe('‹5');
  expect(comparedText({ suppressed: true, value: 3 }, 'person')).toBe('‹5');
  expect(changeText(cell('A01', {}, { suppressed: true }), 7, 'person')).toBe('');
});

test('changes are told in counts, and in points for shares', () => {
  expect(changeText(cell('A01', {}, { value: 1200, unit: 'person' }), 1000, undefined)).toBe('+200');
  expect(changeText(cell('A01', {}, { value: 7 }), 7, 'person')).toBe('持平');
  expect(changeText(cell('B16', {}, { value: 873, unit: 'percent' }), { value: 900 }, undefined)).toBe('−2.7 个百分点');
});

test('towns come by code, the unknown one last', () => {
  expect(townsOf(report([])).map(({ name }) => name)).toEqual(['东溪镇', '西岭镇']);
  expect(townsOf(report([cell('A01', { town: '990101000' }, { value: 1 })])).map(({ name }) => name)).toEqual(['东溪镇', '西岭镇', '未知']);
});

test('a breakdown is told in words, its town left out', () => {
  expect(partsText({ town: '990101001', sex: '2', ageBand: '6-11' })).toBe('女 · 6–11 岁');
  expect(partsText({ department: 'police' })).toBe('公安机关');
  expect(partsText({ ageBand: 'other' })).toBe('其他年龄');
});
