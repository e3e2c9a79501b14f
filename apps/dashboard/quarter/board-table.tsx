import { Nothing, useNarrow } from '@lianhu/ui';
import type { ReactNode } from 'react';
import type { Cell, CountBoard } from '../api/report-types';
import { CellValue, Definition, type Shown } from './indicator-table';
import { isShare, unitTitle, type ReportRow } from './report-rows';

type Column = CountBoard['columns'][number];
type Row = CountBoard['rows'][number];

/** A board's cell as the report's drawer knows it. */
const rowOf = ({ key, code, title, definition, measure }: Column, cell: Cell): ReportRow => ({
  key,
  indicator: { code, title, definition },
  measure,
  part: '',
  depth: 0,
  total: cell,
  towns: new Map(),
});

interface Props {
  readonly board: CountBoard;
  /** Place whose rows are shown beside the county's; all without one. */
  readonly place: string | undefined;
  readonly onCell: (shown: Shown, place: string) => void;
}

/** Figures down, places across where there are few; what divides no further than the county stands once. */
export function BoardTable({ board, place, onCell }: Props): ReactNode {
  const narrow = useNarrow();
  const [county, ...others] = board.rows;
  const places = place === undefined ? others : others.filter((row) => row.place === place);
  if (county === undefined) return <Nothing text="这个季度还没有数据" />;
  const divided = board.columns.some(({ key }) => places.some(({ cells }) => cells[key] !== undefined));
  const shown: readonly Row[] = narrow && place !== undefined ? [county, ...places] : narrow || !divided ? [county] : [county, ...places];
  return (
    <div className="report-scroll" tabIndex={0} role="group" aria-label="看板，可横向滚动" data-testid="board-table">
      <table className="report-table">
        <colgroup>
          <col className="col-name" />
          <col className="col-unit" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">指标</th>
            <th scope="col">单位</th>
            {shown.map(({ name }) => (
              <th scope="col" className="number" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.columns.map((column, i) => (
            <Line key={column.key} column={column} first={board.columns[i - 1]?.code !== column.code} rows={shown} onCell={onCell} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line({
  column,
  first,
  rows,
  onCell,
}: {
  readonly column: Column;
  readonly first: boolean;
  readonly rows: readonly Row[];
  readonly onCell: Props['onCell'];
}): ReactNode {
  const { code, title, definition, measure, key } = column;
  return (
    <tr>
      <th scope="row">
        <span className="code">{first ? code : ''}</span>
        {measure.title}
        {first ? <Definition indicator={{ code, title, definition }} /> : null}
      </th>
      <td className="unit">{isShare(measure.unit) ? '%' : unitTitle(measure.unit)}</td>
      {rows.map(({ name, cells }) => {
        const cell = cells[key];
        return (
          <td key={name} className="number">
            {cell === undefined ? null : <CellValue row={rowOf(column, cell)} cell={cell} onCell={(shown) => onCell(shown, name)} />}
          </td>
        );
      })}
    </tr>
  );
}
