import { publish, withComparisons, type PublishedReport, type RawCell, type RawReport } from '@lianhu/reports';
import type { PolicyPack } from '@lianhu/kernel';
import ExcelJS, { type Worksheet } from 'exceljs';
import policyPack from '../../../infra/policy/demonstration.json';
import { quarterWorkbook, type HandedIn } from './workbook';

const policy: PolicyPack = policyPack;
const SUPPRESSED = '‹5';
const TOWNS = Object.keys(policy.towns);
const events = { count: 1, hash: 'h' };

const calls = (value: number, town?: string, late = 0): RawCell => ({
  id: town ? `B14.incidents|town=${town}` : 'B14.incidents|county',
  indicator: 'B14',
  measure: 'incidents',
  area: policy.area,
  breakdown: town ? { town } : {},
  unit: 'case',
  value,
  late,
  events,
});
const repeat = (part: number, whole: number): RawCell => {
  const { late: _, ...cell } = calls(0);
  return {
    ...cell,
    id: 'B14.repeat|county',
    measure: 'repeat',
    unit: 'percent',
    value: whole ? Math.round((part / whole) * 1000) : undefined,
    numerator: part,
    denominator: whole,
  };
};
const detail = (value: number, town: string): RawCell => ({
  ...calls(value),
  id: `A01.minors|town=${town},sex=1,ageBand=0-2`,
  indicator: 'A01',
  measure: 'minors',
  unit: 'person',
  breakdown: { town, sex: '1', ageBand: '0-2' },
});

function raw(byTown: readonly number[], quarter = '2026-Q3'): RawReport {
  const total = byTown.reduce((sum, value) => sum + value, 0);
  const cells = [
    calls(total, undefined, 7),
    ...byTown.map((value, i) => calls(value, TOWNS[i], i === 0 ? 7 : 0)),
    repeat(6, total),
    ...byTown.map((value, i) => detail(value, TOWNS[i] ?? '')),
  ];
  return {
    quarter,
    area: policy.area,
    policy: { name: policy.name, version: 1 },
    cutOff: '2026-10-14T00:00:00.000+08:00',
    position: 900,
    indicators: [
      { code: 'A01', version: 1 },
      { code: 'B14', version: 1 },
    ],
    cells,
  };
}

const NOW = [4, 9, 20, 0, 30, 12, 15, 1_210];
const BEFORE = [10, 10, 10, 10, 10, 10, 10, 1_000];
const report: PublishedReport = withComparisons(publish(raw(NOW), { below: 5 }), publish(raw(BEFORE, '2026-Q2'), { below: 5 }));

async function open(changes: Partial<HandedIn> = {}): Promise<ExcelJS.Workbook> {
  const bytes = await quarterWorkbook({
    report,
    policy,
    demonstration: true,
    closing: { position: 1234, root: 'ROOT', closedOn: '2026-10-15' },
    ...changes,
  });
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
  return workbook;
}

const sheetOf = (workbook: ExcelJS.Workbook, name: string): Worksheet => {
  const sheet = workbook.getWorksheet(name);
  if (!sheet) throw new Error(`no sheet ${name}`);
  return sheet;
};
const rowsOf = (sheet: Worksheet): unknown[][] => (sheet.getSheetValues() as unknown[][]).filter(Boolean).map((row) => row.slice(1));
const rowOf = (sheet: Worksheet, title: string): number => rowsOf(sheet).findIndex((row) => row[1] === title) + 1;

test('title, area, quarter, position, root and the mark of demonstration data stand above the table', async () => {
  const head = rowsOf(sheetOf(await open(), '季报'))
    .slice(0, 3)
    .map((row) => String(row[0]))
    .join('\n');
  for (const text of ['演示县未成年人保护工作季度统计表', '演示数据', '990101', '2026年第三季度', '2026-10-14 00:00', '1–1234', 'ROOT', '2026-10-15'])
    expect(head).toContain(text);
});

test('the definitions end with what a closed quarter is verified by: position, root and signed checkpoint', async () => {
  const checkpoint = 'lianhu/990101\n1280\nROOT\n\n— lianhu/990101 SIGNATURE\n';
  const textOf = async (changes: Partial<HandedIn>) => JSON.stringify(rowsOf(sheetOf(await open(changes), '口径说明')));
  const closed = await textOf({ checkpoint });
  expect(closed).toContain('日志序号 1234，日志树根 ROOT');
  expect(closed).toContain(JSON.stringify(checkpoint.trimEnd()).slice(1, -1));
  expect(await textOf({ closing: undefined })).not.toMatch(/核验依据|检查点/);
});

test('a closed quarter of which something was corrected or withdrawn since says how much, and that its figures stay', async () => {
  const headOf = async (changes: Partial<HandedIn>) => JSON.stringify(rowsOf(sheetOf(await open(changes), '季报')).slice(0, 3));
  expect(await headOf({ changedSince: 2 })).toContain('截止后更正或撤回 2 件，本表不变');
  const restatement = { indicators: ['B14', 'H13'], cells: 3 };
  expect(await headOf({ changedSince: 2, restatement })).toContain('截止后更正或撤回 2 件，本表不变；按规定需重报（B14、H13）');
  expect(await headOf({ changedSince: 2 })).not.toContain('重报');
  expect(await headOf({ changedSince: 0 })).not.toContain('截止后');
  expect(await headOf({ changedSince: 2, closing: undefined })).not.toContain('截止后');
  const updating = { asOf: '2026-06-01T08:15:00.000+08:00' };
  expect(await headOf({ closing: undefined, updating })).toContain('（截至 2026-06-01 08:15，之后的事件尚未计入）');
  expect(await headOf({ closing: undefined })).not.toContain('尚未计入');
});

test('real data carry no mark; a quarter that is not closed says so', async () => {
  const workbook = await open({ demonstration: false, closing: undefined });
  const all = workbook.worksheets.map((sheet) => JSON.stringify(rowsOf(sheet)) + JSON.stringify(sheet.headerFooter)).join('');
  expect(all).not.toContain('演示数据');
  expect(all).toContain('尚未关账');
});

test('towns are columns in the order of the policy pack, under their Chinese names', async () => {
  const sheet = sheetOf(await open(), '季报');
  expect(rowsOf(sheet)[3]).toEqual([
    '代码',
    '指标',
    '分组',
    '单位',
    '全县',
    '上季度',
    '环比增减',
    '上年同期',
    '同比增减',
    '迟报补记',
    ...Object.values(policy.towns),
  ]);
});

test('figures are numbers, suppressed ones ‹5, zeros zeros', async () => {
  const sheet = sheetOf(await open(), '季报');
  const row = sheet.getRow(rowOf(sheet, '家暴警情涉未成年人·涉未家暴警情'));
  expect(row.getCell(5).value).toBe(1_300);
  expect(row.getCell(5).numFmt).toBe('#,##0');
  expect([11, 12, 13, 14, 18].map((at) => row.getCell(at).value)).toEqual([SUPPRESSED, SUPPRESSED, 20, 0, 1_210]);
  expect(row.getCell(4).value).toBe('件');
});

test('comparisons and the late line are numbers with their signs', async () => {
  const sheet = sheetOf(await open(), '季报');
  const row = sheet.getRow(rowOf(sheet, '家暴警情涉未成年人·涉未家暴警情'));
  expect([6, 7, 8, 9, 10].map((at) => row.getCell(at).value)).toEqual([1_070, 230, null, null, 7]);
  expect(row.getCell(7).numFmt).toBe('+#,##0;-#,##0;0');
});

test('a share is a fraction in percent format; a share of nothing is a dash', async () => {
  const sheet = sheetOf(await open(), '季报');
  const cell = sheet.getRow(rowOf(sheet, '家暴警情涉未成年人·重复警情率')).getCell(5);
  expect(cell.value).toBe(0.005);
  expect(cell.numFmt).toBe('0.0%');
  const nothing = { ...raw(NOW), cells: [repeat(0, 0)] };
  const empty = sheetOf(await open({ report: publish(nothing, { below: 5 }) }), '季报');
  expect(empty.getRow(6).getCell(5).value).toBe('—');
});

test('a suppressed late line is ‹5, a suppressed figure shows nothing beside it', async () => {
  const late = { ...raw(NOW), cells: [calls(20, undefined, 3)] };
  const sheet = sheetOf(await open({ report: publish(late, { below: 5 }) }), '季报');
  expect(sheet.getRow(6).getCell(10).value).toBe(SUPPRESSED);
  const small = sheetOf(await open({ report: publish({ ...raw(NOW), cells: [calls(4, undefined, 30)] }, { below: 5 }) }), '季报');
  expect([5, 6, 7, 8, 9, 10].map((at) => small.getRow(6).getCell(at).value)).toEqual([SUPPRESSED, null, null, null, null, null]);
});

test('the definition is a note on the indicator and a row of the second part', async () => {
  const workbook = await open();
  const sheet = sheetOf(workbook, '季报');
  expect(JSON.stringify(sheet.getRow(rowOf(sheet, '家暴警情涉未成年人·涉未家暴警情')).getCell(2).note)).toContain('同一警情');
  const definitions = JSON.stringify(rowsOf(sheetOf(workbook, '口径说明')));
  for (const text of ['B14', '近12个月同户', SUPPRESSED, '迟报补记']) expect(definitions).toContain(text);
});

test('lines stand under the heads of the six protections, in their order', async () => {
  const sheet = sheetOf(await open(), '季报');
  const rows = Array.from({ length: sheet.rowCount }, (_, i) => String(sheet.getRow(i + 1).getCell(1).value ?? ''));
  expect(rows.filter((text) => text.endsWith('保护'))).toEqual(['家庭保护']);
  expect(rows.indexOf('B14')).toBe(rows.indexOf('家庭保护') + 1);
});

test('town by sex and age stands on a sheet of its own', async () => {
  const sheet = sheetOf(await open(), '分乡镇明细');
  const row = sheet.getRow(6);
  expect([row.getCell(1).value, row.getCell(3).value, row.getCell(13).value]).toEqual(['A01', '男、0–2岁', 20]);
});

test('every sheet prints on A4 landscape, one page wide, with its head on every page', async () => {
  for (const sheet of (await open()).worksheets) {
    expect(sheet.pageSetup).toMatchObject({ paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 });
    expect(sheet.pageSetup.printTitlesRow).toMatch(/^1:[14]$/);
    expect(sheet.headerFooter.oddFooter).toContain('1234');
  }
});
