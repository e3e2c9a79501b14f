import { Icon } from '@lianhu/ui';
import { Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Cell, Indicator } from '../api/report-types';
import { cellText, changeText, comparedText, unitTitle, type IndicatorRows, type ReportRow } from './report-rows';

export interface Shown {
  readonly row: ReportRow;
  readonly cell: Cell;
}
interface Props {
  readonly groups: readonly IndicatorRows[];
  readonly towns: readonly { readonly code: string; readonly name: string }[];
  readonly onCell: (shown: Shown) => void;
}

/** 口径 on hover, focus and tap; in print it stands as a note. */
export const Definition = ({ indicator }: { readonly indicator: Indicator }): ReactNode =>
  indicator.definition === undefined ? null : (
    <Popover
      title={`${indicator.code} 口径`}
      content={<div className="definition">{indicator.definition}</div>}
      trigger={['hover', 'focus', 'click']}
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
  readonly onCell: (shown: Shown) => void;
}): ReactNode {
  const words = cellText(cell, row.unit);
  if (cell === undefined) return <span className="quiet">{words}</span>;
  if (cell.suppressed === true)
    return (
      <span className="suppressed" title="数量少于 5，或由其可推算，依规定不显示">
        {words}
      </span>
    );
  return (
    <button type="button" className="cell-button" onClick={() => onCell({ row, cell })} data-testid="cell">
      {words}
    </button>
  );
}

interface RowProps {
  readonly row: ReportRow;
  readonly name: ReactNode;
  readonly towns: Props['towns'];
  readonly onCell: Props['onCell'];
  readonly className?: string;
}
function Line({ row, name, towns, onCell, className }: RowProps): ReactNode {
  return (
    <tr className={className}>
      <th scope="row">{name}</th>
      <td className="unit">{unitTitle(row.unit)}</td>
      <td className="number total">
        <CellValue row={row} cell={row.total} onCell={onCell} />
      </td>
      <td className="number compared">
        {comparedText(row.total?.previous, row.unit)}
        <small>{changeText(row.total, row.total?.previous, row.unit)}</small>
      </td>
      <td className="number compared">
        {comparedText(row.total?.yearAgo, row.unit)}
        <small>{changeText(row.total, row.total?.yearAgo, row.unit)}</small>
      </td>
      {towns.map(({ code }) => (
        <td key={code} className="number town">
          <CellValue row={row} cell={row.towns.get(code)} onCell={onCell} />
        </td>
      ))}
    </tr>
  );
}

function IndicatorBody({ rows, towns, onCell }: { readonly rows: IndicatorRows } & Omit<Props, 'groups'>): ReactNode {
  const [open, setOpen] = useState(false);
  const { indicator, main, parts } = rows;
  const title = (
    <>
      <span className="code">{indicator.code}</span>
      {indicator.title}
      <Definition indicator={indicator} />
      {parts.length === 0 ? null : (
        <button
          type="button"
          className="parts-button no-print"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          data-testid={`parts-${indicator.code}`}
        >
          {open ? '收起' : `分项 ${parts.length}`}
        </button>
      )}
    </>
  );
  const [first, ...others] = main;
  return (
    <tbody className="indicator" data-testid={`indicator-${indicator.code}`}>
      {first === undefined ? (
        <tr>
          <th scope="rowgroup" colSpan={5 + towns.length}>
            {title}
            {parts.length === 0 ? <span className="quiet">　本季无数据</span> : null}
          </th>
        </tr>
      ) : (
        <Line row={first} name={title} towns={towns} onCell={onCell} />
      )}
      {others.map((row) => (
        <Line key={row.key} row={row} name={<span className="part">其中（{unitTitle(row.unit)}）</span>} towns={towns} onCell={onCell} />
      ))}
      {parts.map((row) => (
        <Line
          key={row.key}
          row={row}
          name={<span className="part">{row.part}</span>}
          towns={towns}
          onCell={onCell}
          className={open || first === undefined ? 'part-row' : 'part-row part-hidden'}
        />
      ))}
    </tbody>
  );
}

/** The figures of one protection: county, last quarter, the year before, and every town. */
export const IndicatorTable = ({ groups, towns, onCell }: Props): ReactNode => (
  <div className="report-scroll" tabIndex={0} role="group" aria-label="指标表，可横向滚动">
    <table className="report-table">
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
