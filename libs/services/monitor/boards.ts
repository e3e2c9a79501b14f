import type { Viewer } from '@lianhu/access';
import { isQuarter, type Moment, type PolicyPack, type Quarter } from '@lianhu/kernel';
import { BOARDS, boardRows, columnKey, columnsIn, hasFigures, type Board, type PublishedCell } from '@lianhu/reports';
import { ProblemError } from '@lianhu/services/platform';
import type { Quarters } from './quarters';
import type { QuarterOnList } from './shown-quarter';

/** A board on the list. */
export interface BoardOnList {
  readonly board: string;
  readonly view: string;
  readonly title: string;
}
/** A board's figures of one quarter, as far as the report shows them. */
export interface ShownBoard extends BoardOnList {
  readonly quarter: Quarter;
  readonly quarters: readonly QuarterOnList[];
  readonly position: number;
  /** Newer events are still being counted; these figures hold everything recorded until then. */
  readonly updating?: { readonly asOf: Moment };
  readonly by: string;
  readonly columns: readonly object[];
  readonly rows: readonly { readonly place?: string; readonly name: string; readonly cells: Readonly<Record<string, PublishedCell>> }[];
  readonly total: number;
  /** What of its field has no source. */
  readonly note?: string;
  /** Nothing has happened in any column. */
  readonly empty: boolean;
}

/** Who sees every board: those who see the whole report and answer for it. */
const EVERYBODY: ReadonlySet<string> = new Set(['inspector', 'auditor', 'leader']);
const OFFICE: ReadonlySet<string> = new Set(['office', 'office-lead']);

/** Whether a viewer is among a board's users. The data officer of any department answers for data quality. */
export function seesBoard({ role, department }: Viewer, board: Board): boolean {
  if (EVERYBODY.has(role) || (board.office && OFFICE.has(role))) return true;
  if (department === undefined) return false;
  return board.units.includes(department) || (role === 'data-officer' && board.by.id === 'department');
}

const listed = ({ id, view, title }: Board): BoardOnList => ({ board: id, view, title });

/** 看板: the report's figures side by side, by field; counted, suppressed and proven where the report is. */
export class Boards {
  constructor(
    private readonly quarters: Quarters,
    private readonly policy: PolicyPack,
  ) {}

  /** The boards of a viewer. */
  list(viewer: Viewer): readonly BoardOnList[] {
    return BOARDS.filter((board) => seesBoard(viewer, board)).map(listed);
  }

  /** A board; of the running quarter unless told otherwise. A board that is not the viewer's is not found. */
  async show(viewer: Viewer, id: string, asked?: string): Promise<ShownBoard> {
    const board = BOARDS.find((one) => one.id === id && seesBoard(viewer, one));
    if (!board || (asked !== undefined && !isQuarter(asked))) throw new ProblemError('not-found');
    const quarters = await this.quarters.list();
    const quarter = asked ?? quarters[0]?.quarter;
    const shown = quarter === undefined ? undefined : await this.quarters.show(quarter);
    if (!shown || quarter === undefined) throw new ProblemError('not-found');
    const all = boardRows(board, shown.report);
    const rows = all.map(({ place, cells }) => ({ place, name: place === undefined ? '全县' : board.by.nameOf(place, this.policy), cells }));
    return {
      ...listed(board),
      quarter,
      quarters,
      position: shown.position,
      updating: shown.updating,
      by: board.by.id,
      columns: columnsIn(board, all).map((column) => {
        const { indicator, measure } = column;
        return { key: columnKey(column), code: indicator.code, title: indicator.title, definition: indicator.definition, measure };
      }),
      rows,
      total: rows.length,
      ...(board.note !== undefined && { note: board.note }),
      empty: !hasFigures(all),
    };
  }
}
