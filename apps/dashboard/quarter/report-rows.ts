import { count, tenths } from '@lianhu/ui';
import { MR9 } from '@lianhu/standards';
import type { Cell, Compared, Indicator, Measure, Report } from '../api/report-types';
import { departmentTitle, PROTECTIONS, sexTitle } from '../words/titles';

/** One line of the report: a measure, or one part of it, for the county and for each town. */
export interface ReportRow {
  readonly key: string;
  readonly indicator: Indicator;
  readonly measure: Measure;
  /** Empty for the whole, else what part it is (男, 3–5 岁, R01). */
  readonly part: string;
  /** In how many ways the part is divided; two and more are too much for paper. */
  readonly depth: number;
  readonly total?: Cell;
  readonly towns: ReadonlyMap<string, Cell>;
}
/** A measure's own line, if the report has one, and the lines of its parts. */
export interface MeasureRows {
  readonly measure: Measure;
  readonly whole?: ReportRow;
  readonly parts: readonly ReportRow[];
}
export interface IndicatorRows {
  readonly indicator: Indicator;
  readonly measures: readonly MeasureRows[];
}
export interface ProtectionGroup {
  readonly protection: string;
  readonly indicators: readonly IndicatorRows[];
}

const UNITS: Readonly<Record<string, string>> = {
  person: '人',
  case: '件',
  event: '条',
  times: '次',
  percent: '%',
  yuan: '元',
  minute: '分钟',
  workday: '工作日',
  place: '个',
};
/** How many of what a cell holds make one of its unit: money stands in fen, working days in tenths. */
const PARTS: Readonly<Record<string, number>> = { yuan: 100, workday: 10 };
const amount = (value: number, unit: string | undefined): string =>
  (value / (PARTS[unit ?? ''] ?? 1)).toLocaleString('en-US', { maximumFractionDigits: 2 });
/** A unit as an officer reads it. */
export const unitTitle = (unit: string | undefined): string => (unit === undefined ? '' : (UNITS[unit] ?? unit));
/** Percents are tenths of a percent. */
export const isShare = (unit: string | undefined): boolean => unit === 'percent';

const valueText = (value: number | undefined, unit: string | undefined): string => {
  if (isShare(unit)) return tenths(value);
  return value === undefined ? count(value) : amount(value, unit);
};
/** What a cell shows: a suppressed one shows nothing but that it is. */
export const cellText = (cell: Cell | undefined, unit?: string): string => {
  if (cell === undefined) return '—';
  return cell.suppressed === true ? '‹5' : valueText(cell.value, cell.unit ?? unit);
};
/** A compared quarter's figure, suppressed like any other. */
export function comparedText(compared: Compared | undefined, unit: string | undefined): string {
  if (typeof compared === 'object') return compared.suppressed === true ? '‹5' : valueText(compared.value, unit);
  return valueText(compared, unit);
}

/** Difference to another quarter: `+12`, `−3`, `+1.5 个百分点`; empty where either is unknown. */
export function changeText(cell: Cell | undefined, compared: Compared | undefined, unit: string | undefined): string {
  const before = typeof compared === 'object' ? compared.value : compared;
  if (cell?.value === undefined || before === undefined) return '';
  const change = cell.value - before;
  if (change === 0) return '持平';
  const size = Math.abs(change);
  return `${change > 0 ? '+' : '−'}${isShare(cell.unit ?? unit) ? `${(size / 10).toFixed(1)} 个百分点` : amount(size, cell.unit ?? unit)}`;
}

const NAMES: Readonly<Record<string, (value: string) => string>> = {
  sex: sexTitle,
  department: departmentTitle,
  situation: (value) => (MR9.titles as Readonly<Record<string, string>>)[value] ?? value,
  ageBand: (value) => (/^\d/.test(value) ? `${value.replace('-', '–')} 岁` : '其他年龄'),
};
/** A breakdown without its town, in words: as the report names its values, else as this page knows them. */
export const partsText = (breakdown: Cell['breakdown'], names: Report['names'] = {}): string =>
  Object.entries(breakdown ?? {})
    .filter(([name]) => name !== 'town')
    .map(([name, value]) => NAMES[name]?.(String(value)) ?? names[name]?.[String(value)] ?? String(value))
    .join(' · ');

/** The measure in a cell's id (`B14.incidents|county`): a suppressed cell has no other trace of it. */
const measureIn = ({ id, measure }: Cell): string => measure ?? /\.([^|]*)\|/.exec(id)?.[1] ?? '';

function linesOf(indicator: Indicator, measure: Measure, cells: readonly Cell[], names: Report['names']): MeasureRows {
  const rows = new Map<string, ReportRow & { readonly towns: Map<string, Cell> }>();
  for (const cell of cells) {
    const { town, ...others } = cell.breakdown ?? {};
    const key = `${measure.id} ${JSON.stringify(others)}`;
    const row = rows.get(key) ?? {
      key,
      indicator,
      measure,
      part: partsText(others, names),
      depth: Object.keys(others).length,
      towns: new Map<string, Cell>(),
    };
    if (town !== undefined) row.towns.set(String(town), cell);
    rows.set(key, town === undefined ? { ...row, total: cell } : row);
  }
  const all = [...rows.values()];
  return { measure, whole: all.find(({ depth }) => depth === 0), parts: all.filter(({ depth }) => depth > 0) };
}

function rowsOf(indicator: Indicator, cells: readonly Cell[], names: Report['names']): IndicatorRows {
  const seen = [...new Set(cells.map(measureIn))];
  const declared = indicator.measures ?? [];
  const others = seen
    .filter((id) => !declared.some((measure) => measure.id === id))
    .map((id) => ({
      id,
      title: indicator.title,
      unit: cells.find((cell) => measureIn(cell) === id && cell.unit !== undefined)?.unit ?? indicator.unit,
    }));
  return {
    indicator,
    measures: [...declared, ...others].map((measure) =>
      linesOf(
        indicator,
        measure,
        cells.filter((cell) => measureIn(cell) === measure.id),
        names,
      ),
    ),
  };
}

const protectionOf = ({ protection }: Indicator): string => {
  const first = typeof protection === 'string' ? protection : protection?.[0];
  return PROTECTIONS.find((known) => known === first) ?? 'other';
};

/** The report's cells as lines, grouped by the six protections in their usual order. */
export function groupReport(report: Report): readonly ProtectionGroup[] {
  const known = new Set(report.indicators.map(({ code }) => code));
  const unknown = [...new Set(report.cells.map(({ indicator }) => indicator))]
    .filter((code) => !known.has(code))
    .map((code) => ({ code, title: code }));
  const byCode = new Map<string, Cell[]>();
  for (const cell of report.cells) {
    const list = byCode.get(cell.indicator);
    if (list === undefined) byCode.set(cell.indicator, [cell]);
    else list.push(cell);
  }
  const indicators = [...report.indicators, ...unknown].map((indicator) => rowsOf(indicator, byCode.get(indicator.code) ?? [], report.names));
  return [...PROTECTIONS, 'other']
    .map((protection) => ({ protection, indicators: indicators.filter((rows) => protectionOf(rows.indicator) === protection) }))
    .filter((group) => group.indicators.length > 0);
}

/** Towns of the report, in order of their codes; a town that stands in cells only is 未知. */
export function townsOf({ towns, cells }: Report): readonly { readonly code: string; readonly name: string }[] {
  const names = new Map(Object.entries(towns ?? {}));
  for (const { breakdown } of cells) {
    const town = breakdown?.['town'];
    if (town !== undefined && !names.has(String(town))) names.set(String(town), String(town).endsWith('000') ? '未知' : String(town));
  }
  return [...names]
    .map(([code, name]) => ({ code, name }))
    .sort((a, b) => Number(a.name === '未知') - Number(b.name === '未知') || a.code.localeCompare(b.code));
}
