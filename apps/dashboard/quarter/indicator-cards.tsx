import { useState, type ReactNode } from 'react';
import { CellValue, Definition, type Shown } from './indicator-table';
import { changeText, comparedText, unitTitle, type IndicatorRows, type ReportRow } from './report-rows';

interface Props {
  readonly groups: readonly IndicatorRows[];
  readonly towns: readonly { readonly code: string; readonly name: string }[];
  readonly onCell: (shown: Shown) => void;
}

const Compared = ({
  label,
  row,
  compared,
}: {
  readonly label: string;
  readonly row: ReportRow;
  readonly compared: NonNullable<ReportRow['total']>['previous'];
}): ReactNode => (
  <span>
    {label} {comparedText(compared, row.unit)} <small>{changeText(row.total, compared, row.unit)}</small>
  </span>
);

const Main = ({ row, onCell }: { readonly row: ReportRow; readonly onCell: Props['onCell'] }): ReactNode => (
  <div className="indicator-main">
    <span className="indicator-value">
      <CellValue row={row} cell={row.total} onCell={onCell} />
      <small>{unitTitle(row.unit) === '%' ? '' : unitTitle(row.unit)}</small>
    </span>
    <span className="indicator-compared">
      <Compared label="上季" row={row} compared={row.total?.previous} />
      <Compared label="去年同期" row={row} compared={row.total?.yearAgo} />
    </span>
  </div>
);

function IndicatorCard({ rows, towns, onCell }: { readonly rows: IndicatorRows } & Omit<Props, 'groups'>): ReactNode {
  const { indicator, main, parts } = rows;
  const [open, setOpen] = useState(main.length === 0);
  const byTown = main.flatMap((row) =>
    towns.filter(({ code }) => row.towns.has(code)).map(({ code, name }) => ({ key: `${row.key} ${code}`, name, row, cell: row.towns.get(code) })),
  );
  const byPart = parts.map((row) => ({ key: row.key, name: row.part, row, cell: row.total }));
  const details = [...byPart, ...byTown];
  return (
    <div className="card" data-testid={`indicator-${indicator.code}`}>
      <div className="card-head">
        <b>
          <span className="code">{indicator.code}</span>
          {indicator.title}
        </b>
        <Definition indicator={indicator} />
      </div>
      {main.map((row) => (
        <Main key={row.key} row={row} onCell={onCell} />
      ))}
      {details.length === 0 && main.length === 0 ? <span className="quiet">本季无数据</span> : null}
      {details.length === 0 ? null : (
        <button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '收起' : '分项与乡镇'}
        </button>
      )}
      {open ? (
        <ul className="indicator-details">
          {details.map(({ key, name, row, cell }) => (
            <li key={key}>
              <span>{name}</span>
              <CellValue row={row} cell={cell} onCell={onCell} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

/** The same figures for a telephone: one card an indicator, parts and towns on demand. */
export const IndicatorCards = ({ groups, towns, onCell }: Props): ReactNode => (
  <div className="ui-cards">
    {groups.map((rows) => (
      <IndicatorCard key={rows.indicator.code} rows={rows} towns={towns} onCell={onCell} />
    ))}
  </div>
);
