import type { CodeList } from '@lianhu/kernel';
import type { Indicator, Measure } from '../define';
import { DEPARTMENT, LINE_OF_WORK, TOWN, type Dimension } from '../dimensions';
import { isSuppressed, type PublishedCell, type PublishedReport } from '../suppression/publish';
import { measureOf } from '../report';

/** A column: one figure of an indicator, as the report defines, suppresses and proves it. */
export interface BoardColumn {
  readonly indicator: Indicator;
  readonly measure: Measure;
  /** The one code of another breakdown that it shows: a post, a kind of place. */
  readonly where?: { readonly dimension: string; readonly code: string };
}

/** A count board 看板: figures of one field side by side, by town, department or line of work. ONE FILE = ONE BOARD. */
export interface Board {
  readonly id: string;
  /** `V12` of the domain model. */
  readonly view: string;
  readonly title: string;
  /** Departments whose people see it. */
  readonly units: readonly string[];
  /** Whether the protection office does. */
  readonly office: boolean;
  /** What its rows are, beside the county's. */
  readonly by: Dimension;
  readonly columns: readonly BoardColumn[];
  /** What of its field has no source and is therefore not on it, for who reads it. */
  readonly note?: string;
}
const ROWS = { town: TOWN, department: DEPARTMENT, sector: LINE_OF_WORK } as const;
/** Declares a board. */
export const defineBoard = (board: Omit<Board, 'by'> & { readonly by?: keyof typeof ROWS }): Board => ({
  ...board,
  by: ROWS[board.by ?? 'town'],
});

/** Columns of an indicator: all its figures, or the named ones in this order. Throws TypeError on a figure that it does not have. */
export function columns(indicator: Indicator, ...ids: readonly string[]): readonly BoardColumn[] {
  if (ids.length === 0) return indicator.measures.map((measure) => ({ indicator, measure }));
  return ids.map((id) => {
    const measure = indicator.measures.find((one) => one.id === id);
    if (!measure) throw new TypeError(`${indicator.code} has no figure ${id}`);
    return { indicator, measure };
  });
}

/** A column for each code of a list: the figure at that code alone, under the code's title. */
export const columnsByCode = (indicator: Indicator, id: string, dimension: string, { titles }: CodeList): readonly BoardColumn[] =>
  columns(indicator, id).flatMap(({ measure }) =>
    Object.entries(titles).map(([code, title]) => ({
      indicator,
      measure: { ...measure, title: `${measure.title}·${title}` },
      where: { dimension, code },
    })),
  );

/** Key of a column: `B14.incidents`, `H07B.filled post=supervisor`. */
export const columnKey = ({ indicator, measure, where }: BoardColumn): string =>
  keyOf(indicator.code, measure.id, where ? [[where.dimension, where.code]] : []);
const keyOf = (code: string, measure: string, rest: readonly (readonly [dimension: string, value: string])[]): string =>
  [`${code}.${measure}`, ...rest.map(([dimension, value]) => `${dimension}=${value}`)].join(' ');

/** One row of a board: the county (no place), a town or a department, with a cell for each column that divides so far. */
export interface BoardRow {
  readonly place?: string;
  readonly cells: Readonly<Record<string, PublishedCell>>;
}

/** A board's rows from a published report: nothing is counted anew, and nothing shows that the report does not show. */
export function boardRows(board: Board, report: PublishedReport): readonly BoardRow[] {
  const wanted = new Set(board.columns.map(columnKey));
  const rows = new Map<string | undefined, Record<string, PublishedCell>>([[undefined, {}]]);
  for (const cell of report.cells) {
    const rest = Object.entries(cell.breakdown).filter(([dimension]) => dimension !== board.by.id);
    const key = keyOf(cell.indicator, measureOf(cell.id), rest);
    if (!wanted.has(key)) continue;
    const place = cell.breakdown[board.by.id];
    const row = rows.get(place) ?? {};
    row[key] = cell;
    rows.set(place, row);
  }
  const order = (place: string | undefined): string => place ?? '';
  return [...rows]
    .map(([place, cells]) => ({ ...(place !== undefined && { place }), cells }))
    .sort((a, b) => (order(a.place) < order(b.place) ? -1 : 1));
}

/** The columns of a board that stand in a report: of codes those that occurred. */
export const columnsIn = ({ columns: all }: Board, rows: readonly BoardRow[]): readonly BoardColumn[] =>
  all.filter((column) => column.where === undefined || rows.some(({ cells }) => cells[columnKey(column)] !== undefined));

/** Whether a board has anything to show: a figure that is hidden or not zero. */
export const hasFigures = (rows: readonly BoardRow[]): boolean =>
  rows.some(({ cells }) => Object.values(cells).some((cell) => isSuppressed(cell) || (cell.value ?? 0) > 0));
