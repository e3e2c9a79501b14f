import { useState, type ReactNode } from 'react';
import { CellValue, Definition, type FiguresProps } from './indicator-table';
import { changeText, comparedText, isShare, unitTitle, type IndicatorRows, type MeasureRows, type ReportRow } from './report-rows';

type Rest = Omit<FiguresProps, 'groups'>;

const Compared = ({
  label,
  row,
  compared,
}: {
  readonly label: string;
  readonly row: ReportRow;
  readonly compared: NonNullable<ReportRow['total']>['previous'];
}): ReactNode =>
  compared === undefined ? null : (
    <span>
      {label} {comparedText(compared, row.measure.unit)} <small>{changeText(row.total, compared, row.measure.unit)}</small>
    </span>
  );

const Whole = ({
  row,
  title,
  onCell,
}: {
  readonly row: ReportRow;
  readonly title: string | undefined;
  readonly onCell: Rest['onCell'];
}): ReactNode => (
  <div className="indicator-main">
    <span>
      {title === undefined ? null : <span className="quiet">{title}</span>}
      <span className="indicator-value">
        <CellValue row={row} cell={row.total} onCell={onCell} />
        <small>{isShare(row.measure.unit) ? '' : unitTitle(row.measure.unit)}</small>
      </span>
    </span>
    <span className="indicator-compared">
      <Compared label="上季" row={row} compared={row.total?.previous} />
      <Compared label="去年同期" row={row} compared={row.total?.yearAgo} />
    </span>
  </div>
);

/** Parts of one dimension, and towns; deeper parts are on the sheet and on a larger screen. */
function detailsOf(
  { whole, parts }: MeasureRows,
  towns: Rest['towns'],
): readonly { readonly key: string; readonly name: string; readonly row: ReportRow; readonly cell: ReportRow['total'] }[] {
  const byPart = parts
    .filter(({ depth, total }) => depth === 1 && total !== undefined)
    .map((row) => ({ key: row.key, name: row.part, row, cell: row.total }));
  if (whole === undefined) return byPart;
  return [
    ...byPart,
    ...towns
      .filter(({ code }) => whole.towns.has(code))
      .map(({ code, name }) => ({ key: `${whole.key} ${code}`, name, row: whole, cell: whole.towns.get(code) })),
  ];
}

function IndicatorCard({ rows, towns, onCell }: { readonly rows: IndicatorRows } & Rest): ReactNode {
  const { indicator, measures } = rows;
  const details = measures.map((measure) => ({ measure, list: detailsOf(measure, towns) })).filter(({ list }) => list.length > 0);
  const wholes = measures.flatMap(({ whole }) => whole ?? []);
  const [open, setOpen] = useState(wholes.length === 0);
  return (
    <div className="card" data-testid={`indicator-${indicator.code}`}>
      <div className="card-head">
        <b>
          <span className="code">{indicator.code}</span>
          {indicator.title}
        </b>
        <Definition indicator={indicator} />
      </div>
      {wholes.map((row) => (
        <Whole key={row.key} row={row} title={measures.length > 1 ? row.measure.title : undefined} onCell={onCell} />
      ))}
      {details.length === 0 && wholes.length === 0 ? <span className="quiet">本季无数据</span> : null}
      {details.length === 0 || wholes.length === 0 ? null : (
        <button type="button" className="link-button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? '收起' : '分项与乡镇'}
        </button>
      )}
      {open
        ? details.map(({ measure: { measure }, list }) => (
            <ul className="indicator-details" key={measure.id}>
              {measures.length > 1 ? <li className="quiet">{measure.title}</li> : null}
              {list.map(({ key, name, row, cell }) => (
                <li key={key}>
                  <span>{name}</span>
                  <CellValue row={row} cell={cell} onCell={onCell} />
                </li>
              ))}
            </ul>
          ))
        : null}
    </div>
  );
}

/** The same figures for a telephone: one card an indicator, parts and towns on demand. */
export const IndicatorCards = ({ groups, towns, onCell }: FiguresProps): ReactNode => (
  <div className="ui-cards">
    {groups.map((rows) => (
      <IndicatorCard key={rows.indicator.code} rows={rows} towns={towns} onCell={onCell} />
    ))}
  </div>
);
