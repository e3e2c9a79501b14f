import type { Moment, PolicyPack, Position } from '@lianhu/kernel';
import { DIMENSIONS, INDICATORS, isSuppressed, measureOf, PROTECTIONS, UNIT_PARTS, UNIT_TITLES } from '@lianhu/reports';
import type { Indicator, Measure, PublishedCell, PublishedReport, Restatement, ShownCell } from '@lianhu/reports';
import type { Cell, Workbook, Worksheet } from 'exceljs';
import type { Origin } from './quarter-figures';

/** What an office hands in: a quarter as published, and what proves where it comes from. */
export interface HandedIn {
  readonly report: PublishedReport;
  readonly policy: PolicyPack;
  /** The version of the report; from 2 on it was restated. */
  readonly version?: number;
  /** Position and root (base64) that the version stands on; absent while the quarter is not closed. */
  readonly closing?: { readonly position: Position; readonly root: string; readonly closedOn: string };
  /** The signed checkpoint that covers the closing's position. */
  readonly checkpoint?: string;
  /** Closed: `differs`: the bytes that were closed are lost, and these figures are others. */
  readonly origin?: Origin;
  /** Closed: facts behind its figures that were corrected or withdrawn since; the figures stay. */
  readonly changedSince?: number;
  readonly restatement?: Restatement;
  /** Running: these figures hold what was recorded until then, and newer events were still being counted. */
  readonly updating?: { readonly asOf: Moment };
  /** Whether the log holds demonstration data. */
  readonly demonstration: boolean;
  /** Chinese titles of warning rules, by id. */
  readonly ruleTitles?: Readonly<Record<string, string>>;
}

/** What stands in place of a suppressed figure: `‹5` where counts below five are suppressed. */
export const suppressedMark = (policy: PolicyPack): string => `‹${policy.report.suppressBelow}`;
/** What stands in place of a share of nothing. */
const NOTHING_TO_SHARE = '—';
/** What a sheet says about figures that no hash in the closing proves. */
const ORIGIN_TEXTS: Readonly<Record<Exclude<Origin, 'frozen'>, (then: string) => string>> = {
  recounted: (then) => `${then}未留存数字摘要，本表由日志重新计算`,
  differs: (then) => `${then}的数字已遗失，本表由日志重新计算，与${then}不一致`,
};
const DEMONSTRATION = '演示数据';
const LEAD = ['代码', '指标', '分组', '单位', '全县', '上季度', '环比增减', '上年同期', '同比增减', '迟报补记'] as const;
const LEAD_WIDTHS = [6, 24, 22, 6, 9, 9, 12, 9, 12, 9] as const;
/** Width of a town's column. Unit: characters. */
const TOWN_WIDTH = 9;
/** A4 in exceljs's numbering. */
const PAPER_A4 = 9;
const FORMATS = {
  count: '#,##0',
  decimal: '#,##0.0#',
  decimalChange: '+#,##0.0#;-#,##0.0#;0',
  percent: '0.0%',
  countChange: '+#,##0;-#,##0;0',
  percentChange: '+0.0"个百分点";-0.0"个百分点";0.0"个百分点"',
} as const;

/** One line of a table: a measure in one group, its county cell and its cells by town. */
interface Line {
  readonly indicator: Indicator;
  readonly measure: Measure;
  readonly group: string;
  readonly dimensions: number;
  county?: PublishedCell;
  readonly towns: Map<string, PublishedCell>;
}

/** Writes the quarter as an XLSX workbook: the table with towns as columns, the detail, the definitions. */
export async function quarterWorkbook(handed: HandedIn): Promise<Uint8Array> {
  const { default: ExcelJS } = await import('exceljs');
  const workbook: Workbook = new ExcelJS.Workbook();
  workbook.creator = '联护';
  workbook.created = workbook.modified = new Date(handed.report.cutOff);
  const lines = linesOf(handed);
  addTable(
    workbook,
    '季报',
    lines.filter(({ dimensions }) => dimensions <= 1),
    handed,
  );
  addTable(
    workbook,
    '分乡镇明细',
    lines.filter(({ dimensions }) => dimensions > 1),
    handed,
  );
  addDefinitions(workbook, handed);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

function linesOf(handed: HandedIn): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const cell of handed.report.cells) {
    const indicator = INDICATORS.find(({ code }) => code === cell.indicator);
    const measure = indicator?.measures.find(({ id }) => id === measureOf(cell.id));
    if (!indicator || !measure) continue;
    const { town, ...others } = cell.breakdown;
    const key = JSON.stringify([cell.indicator, measure.id, others]);
    const line = lines.get(key) ?? {
      indicator,
      measure,
      group: groupName(others, handed),
      dimensions: Object.keys(others).length,
      towns: new Map<string, PublishedCell>(),
    };
    lines.set(key, line);
    if (town === undefined) line.county = cell;
    else line.towns.set(town, cell);
  }
  return [...lines.values()];
}

function groupName(breakdown: Readonly<Record<string, string>>, { policy, ruleTitles = {} }: HandedIn): string {
  const names = Object.entries(breakdown).map(([id, value]) => {
    const title = DIMENSIONS.find((dimension) => dimension.id === id)?.nameOf(value, policy) ?? value;
    return id === 'rule' && ruleTitles[value] ? `${value} ${ruleTitles[value]}` : title;
  });
  return names.join('、') || '合计';
}

function addTable(workbook: Workbook, name: string, lines: readonly Line[], handed: HandedIn): void {
  const sheet = workbook.addWorksheet(name);
  const towns = townsOf(lines, handed.policy);
  const width = LEAD.length + towns.length;
  const head = addHead(sheet, width, handed);
  const townNames = towns.map((town) => DIMENSIONS.find(({ id }) => id === 'town')?.nameOf(town, handed.policy) ?? town);
  const header = sheet.addRow([...LEAD, ...townNames]);
  header.eachCell((cell) => {
    cell.font = { bold: true };
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EEF4' } };
  });
  for (const [protection, title] of PROTECTIONS) {
    const own = lines.filter(({ indicator }) => indicator.protection[0] === protection);
    if (own.length > 0) addSection(sheet, title, width);
    for (const line of own) addLine(sheet, line, towns, suppressedMark(handed.policy));
  }
  sheet.columns.forEach((column, index) => (column.width = LEAD_WIDTHS[index] ?? TOWN_WIDTH));
  frame(sheet, header.number, width);
  sheet.views = [{ state: 'frozen', xSplit: 4, ySplit: header.number }];
  print(sheet, `${head}:${header.number}`, handed);
}

/** The policy pack's towns in its order, then what else occurs (未知). */
function townsOf(lines: readonly Line[], policy: PolicyPack): readonly string[] {
  const known = Object.keys(policy.towns).sort();
  const others = new Set(lines.flatMap(({ towns }) => [...towns.keys()]).filter((town) => !known.includes(town)));
  return [...known, ...[...others].sort()];
}

/** Title, area, quarter and source; answers the first row of the part that every printed page repeats. */
function addHead(sheet: Worksheet, width: number, handed: HandedIn): number {
  const { report, policy, demonstration } = handed;
  const title = `${policy.areaName}未成年人保护工作季度统计表${demonstration ? `（${DEMONSTRATION}）` : ''}`;
  const rows = [
    title,
    `地区：${policy.areaName}（${policy.area}）　　统计期间：${quarterName(report.quarter)}　　截止时刻：${momentName(report.cutOff)}`,
    sourceLine(handed),
  ];
  rows.forEach((text, index) => {
    const row = sheet.addRow([text]);
    sheet.mergeCells(row.number, 1, row.number, width);
    row.getCell(1).alignment = { horizontal: index === 0 ? 'center' : 'left', vertical: 'middle', wrapText: true };
    row.getCell(1).font = index === 0 ? { bold: true, size: 16, ...(demonstration ? { color: { argb: 'FFC00000' } } : {}) } : { size: 10 };
    if (index === 0) row.height = 28;
  });
  return 1;
}

function sourceLine({ report, closing, version = 1, origin, changedSince = 0, restatement, updating }: HandedIn): string {
  const until = updating ? `（截至 ${momentName(updating.asOf)}，之后的事件尚未计入）` : '';
  if (!closing) return `数据来源：事件日志序号 1–${report.position}${until}　　本季度尚未关账，数字可能变化`;
  const again = version > 1 ? `第${version}版（重报，原表保留）　　` : '';
  const since = [
    ...(origin && origin !== 'frozen' ? [ORIGIN_TEXTS[origin](version > 1 ? '重报时' : '关账时')] : []),
    ...(changedSince > 0 ? [`截止后更正或撤回 ${changedSince} 件，本表不变`] : []),
    ...(restatement ? [`按规定需重报（${restatement.indicators.join('、')}）`] : []),
  ].join('；');
  return `${again}数据来源：事件日志序号 1–${closing.position}　　日志树根：${closing.root}　　关账日期：${closing.closedOn}${since && `　　${since}`}`;
}
const quarterName = (quarter: string): string => `${quarter.slice(0, 4)}年第${'一二三四'[Number(quarter.slice(6)) - 1] ?? ''}季度`;
const momentName = (moment: Moment): string => `${moment.slice(0, 10)} ${moment.slice(11, 16)}`;

function addLine(sheet: Worksheet, line: Line, towns: readonly string[], mark: string): void {
  const { indicator, measure, group, county } = line;
  const row = sheet.addRow([indicator.code, `${indicator.title}·${measure.title}`, group, UNIT_TITLES[measure.unit]]);
  if (group === '合计') row.getCell(2).note = `口径：${indicator.definition}`;
  if (group === '合计') row.font = { bold: true };
  setFigure(row.getCell(5), county, measure, mark);
  if (county && !isSuppressed(county)) {
    setComparison(row.getCell(6), row.getCell(7), county.value, county.previous, measure);
    setComparison(row.getCell(8), row.getCell(9), county.value, county.yearAgo, measure);
    setLate(row.getCell(10), county, measure, mark);
  }
  towns.forEach((town, index) => setFigure(row.getCell(LEAD.length + 1 + index), line.towns.get(town), measure, mark));
}

/** The head of one protection. */
function addSection(sheet: Worksheet, title: string, width: number): void {
  const row = sheet.addRow([title]);
  sheet.mergeCells(row.number, 1, row.number, width);
  row.getCell(1).font = { bold: true, size: 12 };
  row.getCell(1).fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF3F6F9' } };
}

function setFigure(cell: Cell, figure: PublishedCell | undefined, measure: Measure, mark: string): void {
  cell.alignment = { horizontal: 'right' };
  if (!figure) return;
  if (isSuppressed(figure)) cell.value = mark;
  else if (figure.value === undefined) cell.value = NOTHING_TO_SHARE;
  else setNumber(cell, figure.value, measure);
}

/** A count as it is; an amount in its unit; a share from tenths of a percent to the fraction that a percent format shows. */
function setNumber(cell: Cell, value: number, measure: Measure): void {
  cell.value = measure.kind === 'share' ? value / 1000 : value / UNIT_PARTS[measure.unit];
  cell.numFmt = measure.kind === 'share' ? FORMATS.percent : FORMATS[UNIT_PARTS[measure.unit] === 1 ? 'count' : 'decimal'];
  cell.alignment = { horizontal: 'right' };
}

function setComparison(cell: Cell, difference: Cell, now: number | undefined, then: number | undefined, measure: Measure): void {
  if (then === undefined) return;
  setNumber(cell, then, measure);
  if (now === undefined) return;
  const parts = UNIT_PARTS[measure.unit];
  difference.value = (now - then) / parts;
  difference.numFmt = measure.kind === 'share' ? FORMATS.percentChange : FORMATS[parts === 1 ? 'countChange' : 'decimalChange'];
  difference.alignment = { horizontal: 'right' };
}

/** The late line of a count; one that may not be shown is absent from the published cell. */
function setLate(cell: Cell, { late }: ShownCell, measure: Measure, mark: string): void {
  if (measure.kind === 'share') return;
  if (late !== undefined) return setNumber(cell, late, measure);
  cell.value = mark;
  cell.alignment = { horizontal: 'right' };
}

/** 口径: what every indicator counts, and how to read the table. */
function addDefinitions(workbook: Workbook, handed: HandedIn): void {
  const sheet = workbook.addWorksheet('口径说明');
  const shown = new Set(handed.report.indicators.map(({ code }) => code));
  sheet.addRow(['代码', '指标', '单位', '口径', '版本']).font = { bold: true };
  for (const { code, title, definition, measures, version } of INDICATORS.filter((indicator) => shown.has(indicator.code))) {
    sheet.addRow([code, title, [...new Set(measures.map(({ unit }) => UNIT_TITLES[unit]))].join('、'), definition, version]);
  }
  sheet.addRow([]);
  for (const note of notesOf(handed)) sheet.addRow(['说明', '', '', note]);
  sheet.columns.forEach((column, index) => (column.width = [8, 26, 10, 100, 6][index] ?? TOWN_WIDTH));
  sheet.eachRow((row) => row.eachCell((cell) => (cell.alignment = { vertical: 'top', wrapText: true })));
  frame(sheet, 1, 5);
  print(sheet, '1:1', handed);
}

const notesOf = ({ policy, demonstration, closing, checkpoint }: HandedIn): readonly string[] => [
  `“${suppressedMark(policy)}”：人数或件数小于${policy.report.suppressBelow}（零除外），或显示后可推算出前者的数，不予显示。“${NOTHING_TO_SHARE}”：无分母。`,
  '“迟报补记”：发生在以前季度、在其截止时刻之后才收到的数，不计入本季度。',
  '“环比增减”与上季度比，“同比增减”与上年同期比；对方未显示或口径已变的不比较。',
  ...(closing ? [`核验依据：日志序号 ${closing.position}，日志树根 ${closing.root}。`] : []),
  ...(checkpoint === undefined ? [] : [`签名检查点（与另行取得的公钥核对）：\n${checkpoint.trimEnd()}`]),
  ...(demonstration ? [`${DEMONSTRATION}：本表由虚构数据生成，不是真实统计。`] : []),
];

function frame(sheet: Worksheet, from: number, width: number): void {
  const line = { style: 'thin', color: { argb: 'FFB0B8C0' } } as const;
  for (let row = from; row <= sheet.rowCount; row += 1) {
    for (let column = 1; column <= width; column += 1) sheet.getCell(row, column).border = { top: line, left: line, bottom: line, right: line };
  }
}

/** A4 landscape, as wide as one page, the head on every page. */
function print(sheet: Worksheet, repeat: string, { report, demonstration, closing }: HandedIn): void {
  sheet.pageSetup = {
    paperSize: PAPER_A4,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    printTitlesRow: repeat,
    margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
  };
  sheet.headerFooter.oddFooter = `&L${demonstration ? DEMONSTRATION : '联护'} ${report.quarter}&C第 &P 页，共 &N 页&R序号 ${closing?.position ?? report.position}`;
}
