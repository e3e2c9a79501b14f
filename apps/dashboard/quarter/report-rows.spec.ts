import type { Cell, Report } from '../api/report-types';
import { cellText, changeText, comparedText, groupReport, partsText, townsOf } from './report-rows';

const cell = (indicator: string, breakdown: Cell['breakdown'], rest: Partial<Cell>): Cell => ({
  id: `${indicator} ${JSON.stringify(breakdown)} ${rest.unit ?? ''}`,
  indicator,
  area: '990101',
  breakdown,
  ...rest,
});
const report = (cells: readonly Cell[], indicators: Report['indicators']): Report => ({
  quarter: '2026-Q3',
  state: 'closed',
  indicators,
  cells,
  towns: { '990101002': '西岭镇', '990101001': '东溪镇' },
});

test('a cell of a town stands in the line of its county, a part in a line of its own', () => {
  const [group] = groupReport(
    report(
      [
        cell('A01', {}, { value: 100, unit: 'person' }),
        cell('A01', { town: '990101001' }, { value: 60, unit: 'person' }),
        cell('A01', { sex: '1' }, { value: 52, unit: 'person' }),
      ],
      [{ code: 'A01', title: '未成年人总数', protection: 'government' }],
    ),
  );
  expect(group?.protection).toBe('government');
  expect(group?.indicators[0]?.main).toMatchObject([{ part: '', unit: 'person', total: { value: 100 } }]);
  expect(group?.indicators[0]?.main[0]?.towns.get('990101001')?.value).toBe(60);
  expect(group?.indicators[0]?.parts).toMatchObject([{ part: '男', total: { value: 52 } }]);
});

test('a suppressed cell, which has no unit, joins the line of its towns whichever comes first', () => {
  const suppressed = cell('B14', { town: '990101002' }, { suppressed: true });
  const shown = cell('B14', { town: '990101001' }, { value: 7, unit: 'case' });
  for (const cells of [
    [suppressed, shown],
    [shown, suppressed],
  ]) {
    const lines = groupReport(report(cells, [{ code: 'B14', title: '家暴警情', protection: ['family'] }]))[0]?.indicators[0]?.main ?? [];
    expect(lines).toHaveLength(1);
    expect([...(lines[0]?.towns.values() ?? [])].map((each) => cellText(each)).sort()).toEqual(['7', '‹5']);
    expect(lines[0]?.unit).toBe('case');
  }
});

test('two units of one indicator are two lines', () => {
  const lines = groupReport(
    report([cell('B14', {}, { value: 7, unit: 'case' }), cell('B14', {}, { value: 143, unit: 'percent' })], [{ code: 'B14', title: '家暴警情' }]),
  );
  expect(lines[0]?.indicators[0]?.main.map((row) => cellText(row.total))).toEqual(['7', '14.3%']);
});

test('protections stand in their order; an unknown one and an unnamed indicator come last', () => {
  const groups = groupReport(
    report(
      [cell('H99', {}, { value: 1 })],
      [
        { code: 'B16', title: '', protection: 'justice' },
        { code: 'C02', title: '', protection: 'school' },
        { code: 'H01', title: '' },
      ],
    ),
  );
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

test('towns come by code, named by the report, and from the cells where it names none', () => {
  expect(townsOf(report([], []))).toEqual([
    { code: '990101001', name: '东溪镇' },
    { code: '990101002', name: '西岭镇' },
  ]);
  expect(
    townsOf({ ...report([cell('A01', { town: '990101003' }, { value: 1 })], []), towns: [{ code: '990101001', name: '东溪镇' }] }).map(
      ({ name }) => name,
    ),
  ).toEqual(['东溪镇', '990101003']);
});

test('a breakdown is told in words, its town left out', () => {
  expect(partsText({ town: '990101001', sex: '2', ageBand: '6-11' })).toBe('女 · 6–11 岁');
  expect(partsText({ department: 'police', kind: 'x' }, { kind: { x: '甲类' } })).toBe('公安机关 · 甲类');
});
