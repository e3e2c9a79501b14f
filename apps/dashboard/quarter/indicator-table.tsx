import { Icon } from '@lianhu/ui';
import { Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Cell, Indicator } from '../api/report-types';
import { cellText, changeText, comparedText, unitTitle, type IndicatorRows, type MeasureRows, type ReportRow } from './report-rows';

export interface Shown {
  readonly row: ReportRow;
  readonly cell: Cell;
}
export interface FiguresProps {
  readonly groups: readonly IndicatorRows[];
  readonly towns: readonly { readonly code: string; readonly name: string }[];
  readonly onCell: (shown: Shown) => void;
}
type Rest = Omit<FiguresProps, 'groups'>;

/** Columns before those of the towns. */
const LEAD = 5;

/** 口径 on hover, focus and tap; in print it stands as a note. */
export const Definition = ({ indicator }: { readonly indicator: Indicator }): ReactNode =>
  indicator.definition === undefined ? null : (
    <Popover
      title={`${indicator.code} 口径`}
      content={<div className="definition">{indicator.definition}</div>}
      trigger={['hover', 'focus', 'click']}
      placement="bottomLeft"
    >
      <button
        type="button"
        className="definition-button no-print"
        aria-label={`${indicator.title}的口径`}
        data-testid={`definition-${indicator.code}`}
      >
        <Icon name="info" size={15} />
      </button>
    </Popover>
  );

/** One number; a real one opens what it is made of. */
export function CellValue({
  row,
  cell,
  onCell,
}: {
  readonly row: ReportRow;
  readonly cell: Cell | undefined;
  readonly onCell: Rest['onCell'];
}): ReactNode {
  const words = cellText(cell, row.measure.unit);
  if (cell === undefined || (cell.value === undefined && cell.suppressed !== true)) return <span className="quiet">—</span>;
  if (cell.suppressed === true) {
    return (
      <span className="suppressed" title="数量少于 5，或由其可推算，依规定不显示">
        {words}
      </span>
    );
  }
  return (
    <button type="button" className="cell-button" onClick={() => onCell({ row, cell })} data-testid="cell">
      {words}
    </button>
  );
}

const Compared = ({ row, compared }: { readonly row: ReportRow; readonly compared: Cell['previous'] }): ReactNode => (
  <td className="number compared">
    {row.total === undefined ? null : comparedText(compared, row.measure.unit)}
    <small>{changeText(row.total, compared, row.measure.unit)}</small>
  </td>
);

interface LineProps extends Rest {
  readonly row: ReportRow;
  readonly name: ReactNode;
  readonly className?: string;
}
function Line({ row, name, towns, onCell, className }: LineProps): ReactNode {
  return (
    <tr className={className}>
      <th scope="row">{name}</th>
      <td className="unit">{unitTitle(row.measure.unit)}</td>
      <td className="number total">{row.total === undefined ? null : <CellValue row={row} cell={row.total} onCell={onCell} />}</td>
      <Compared row={row} compared={row.total?.previous} />
      <Compared row={row} compared={row.total?.yearAgo} />
      {towns.map(({ code }) => (
        <td key={code} className="number town">
          {row.towns.size === 0 ? null : <CellValue row={row} cell={row.towns.get(code)} onCell={onCell} />}
        </td>
      ))}
    </tr>
  );
}

/** A measure's line and, when opened or alone, the lines of its parts; deeper parts stay off paper. */
function MeasureLines({
  rows,
  title,
  open,
  ...rest
}: { readonly rows: MeasureRows; readonly title: ReactNode; readonly open: boolean } & Rest): ReactNode {
  const { whole, parts, measure } = rows;
  return (
    <>
      {whole === undefined ? null : <Line row={whole} name={title} {...rest} />}
      {parts.map((row) => {
        const name = whole === undefined ? `${measure.title} · ${row.part}` : row.part;
        const hidden = open || whole === undefined ? '' : 'part-hidden';
        return (
          <Line
            key={row.key}
            row={row}
            name={<span className="part">{name}</span>}
            className={`part-row ${hidden} ${row.depth > 1 ? 'part-deep' : ''}`}
            {...rest}
          />
        );
      })}
    </>
  );
}

function IndicatorBody({ rows, towns, onCell }: { readonly rows: IndicatorRows } & Rest): ReactNode {
  const [open, setOpen] = useState(false);
  const { indicator, measures } = rows;
  const single = measures.length === 1 && measures[0]?.whole !== undefined;
  const parts = measures.reduce((sum, measure) => sum + (measure.whole === undefined ? 0 : measure.parts.length), 0);
  const empty = measures.every(({ whole, parts: own }) => whole === undefined && own.length === 0);
  const title = (
    <>
      <span className="code">{indicator.code}</span>
      {indicator.title}
      <Definition indicator={indicator} />
      {parts === 0 ? null : (
        <button
          type="button"
          className="parts-button no-print"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          data-testid={`parts-${indicator.code}`}
        >
          {open ? '收起分项' : '分项'}
        </button>
      )}
    </>
  );
  return (
    <tbody className="indicator" data-testid={`indicator-${indicator.code}`}>
      {single ? null : (
        <tr className="indicator-title">
          <th scope="rowgroup" colSpan={LEAD + towns.length}>
            {title}
            {empty ? <span className="quiet">　本季无数据</span> : null}
          </th>
        </tr>
      )}
      {measures.map((measure) => (
        <MeasureLines
          key={measure.measure.id}
          rows={measure}
          title={single ? title : <span className="measure">{measure.measure.title}</span>}
          open={open}
          towns={towns}
          onCell={onCell}
        />
      ))}
    </tbody>
  );
}

/** The figures of one protection: county, last quarter, the year before, and every town. */
export const IndicatorTable = ({ groups, towns, onCell }: FiguresProps): ReactNode => (
  <div className="report-scroll" tabIndex={0} role="group" aria-label="指标表，可横向滚动">
    <table className="report-table">
      <colgroup>
        <col className="col-name" />
        <col className="col-unit" />
        <col className="col-total" />
        <col className="col-compared" />
        <col className="col-compared" />
        {towns.map(({ code }) => (
          <col key={code} className="col-town" />
        ))}
      </colgroup>
      <thead>
        <tr>
          <th scope="col">指标</th>
          <th scope="col">单位</th>
          <th scope="col" className="number">
            全县
          </th>
          <th scope="col" className="number">
            上季
          </th>
          <th scope="col" className="number">
            去年同期
          </th>
          {towns.map(({ code, name }) => (
            <th scope="col" className="number" key={code}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map((rows) => (
        <IndicatorBody key={rows.indicator.code} rows={rows} towns={towns} onCell={onCell} />
      ))}
    </table>
  </div>
);
