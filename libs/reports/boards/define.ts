import type { Indicator, Measure } from '../define';
import { DEPARTMENT, TOWN, type Dimension } from '../dimensions';
import { isSuppressed, type PublishedCell, type PublishedReport } from '../suppression/publish';
import { measureOf } from '../report';

/** A column: one figure of an indicator, as the report defines, suppresses and proves it. */
export interface BoardColumn {
  readonly indicator: Indicator;
  readonly measure: Measure;
}

/** A count board 看板: figures of one field side by side, by town or by department. ONE FILE = ONE BOARD. */
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
}
/** Declares a board. */
export const defineBoard = (board: Omit<Board, 'by'> & { readonly by?: 'town' | 'department' }): Board => ({
  ...board,
  by: board.by === 'department' ? DEPARTMENT : TOWN,
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

/** Key of a column: `B14.incidents`. */
export const columnKey = ({ indicator, measure }: BoardColumn): string => `${indicator.code}.${measure.id}`;

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
    const key = `${cell.indicator}.${measureOf(cell.id)}`;
    const dimensions = Object.keys(cell.breakdown);
    if (!wanted.has(key) || dimensions.length > 1 || (dimensions.length === 1 && dimensions[0] !== board.by.id)) continue;
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

/** Whether a board has anything to show: a figure that is hidden or not zero. */
export const hasFigures = (rows: readonly BoardRow[]): boolean =>
  rows.some(({ cells }) => Object.values(cells).some((cell) => isSuppressed(cell) || (cell.value ?? 0) > 0));
