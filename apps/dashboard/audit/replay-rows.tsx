import { moment, Records, type Paging } from '@lianhu/ui';
import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import type { ReplayRow } from '../api/replay-client';
import { useTypeTitles } from '../catalogue/use-type-titles';
import { departmentTitle } from '../words/titles';
import { OpenEvent } from './open-event';
import { columnsOf, fieldTitle, keyText, toldFields, valueText } from './replay-words';

type Named = (town: string) => string;
interface Props {
  readonly rows: readonly ReplayRow[];
  readonly view: string | undefined;
  /** What is said of a change that no event has made. */
  readonly uncaused: string;
  readonly townName: Named;
  readonly paging: Paging;
  readonly busy: boolean;
}

const Key = ({ of, townName }: { readonly of: ReplayRow; readonly townName: Named }): ReactNode => (
  <b className="row-name" title={of.key}>
    {keyText(of.key, townName)}
  </b>
);

function Value({ name, row, townName }: { readonly name: string; readonly row: ReplayRow['row']; readonly townName: Named }): ReactNode {
  const value = row?.[name];
  if (name === 'evidence' && Array.isArray(value)) return value.map((position) => <OpenEvent key={String(position)} position={Number(position)} />);
  return valueText(name, value, townName);
}

/** Every member of a row with its name. */
const Members = ({ row = {}, townName }: { readonly row?: ReplayRow['row']; readonly townName: Named }): ReactNode => (
  <span className="members">
    {toldFields(row).map((name) => (
      <span key={name}>
        <span className="quiet">{fieldTitle(name)}</span> <Value name={name} row={row} townName={townName} />
      </span>
    ))}
  </span>
);

/** The rows of one moment. */
export function ReplayRows({ rows, view, townName, paging, busy }: Props): ReactNode {
  const known = columnsOf(view);
  const first: TableColumnsType<ReplayRow>[number] = {
    title: '编号',
    key: 'key',
    fixed: 'left',
    render: (_, row) => <Key of={row} townName={townName} />,
  };
  const rest: TableColumnsType<ReplayRow> = known
    ? known.map((name) => ({ title: fieldTitle(name), key: name, render: (_, { row }) => <Value name={name} row={row} townName={townName} /> }))
    : [{ title: '内容', key: 'row', render: (_, { row }) => <Members row={row} townName={townName} /> }];
  return (
    <Records
      rows={rows}
      columns={[first, ...rest]}
      rowKey={({ key }) => key}
      card={(row) => (
        <div className="card">
          <div className="card-head">
            <Key of={row} townName={townName} />
          </div>
          <Members row={row.row} townName={townName} />
        </div>
      )}
      empty="这一时点还没有任何行"
      paging={paging}
      busy={busy}
      testId="replay-rows"
    />
  );
}

const CHANGES = { added: '新增', removed: '消失', changed: '变化' } as const;
const Change = ({ change = 'changed' }: Pick<ReplayRow, 'change'>): ReactNode => <span className={`tag change-${change}`}>{CHANGES[change]}</span>;

/** What became of a row: members old → new, or the whole row that is new or gone. */
function Difference({ of, townName }: { readonly of: ReplayRow; readonly townName: Named }): ReactNode {
  const { change, before, after, fields = [] } = of;
  if (change !== 'changed') return <Members row={after ?? before} townName={townName} />;
  return (
    <span className="members" data-testid="difference">
      {fields.map((name) => (
        <span key={name}>
          <span className="quiet">{fieldTitle(name)}</span> <s>{valueText(name, before?.[name], townName)}</s> →{' '}
          <b>{valueText(name, after?.[name], townName)}</b>
        </span>
      ))}
    </span>
  );
}

/** The events that made it, newest first. */
function Events({
  events,
  typeTitle,
  uncaused,
}: Pick<ReplayRow, 'events'> & Pick<Props, 'uncaused'> & { readonly typeTitle: (type: string) => string }): ReactNode {
  if (events === undefined || events.count === 0) return <span className="quiet">{uncaused}</span>;
  return (
    <ul className="causes">
      {events.newest.map(({ position, type, time, department }) => (
        <li key={position}>
          <OpenEvent position={position}>第 {position} 条</OpenEvent> <span title={type}>{typeTitle(type)}</span>{' '}
          <span className="quiet">
            {departmentTitle(department)} {moment(time)}
          </span>
        </li>
      ))}
      {events.count > events.newest.length ? (
        <li className="quiet">
          共 {events.count} 条，以上为最新的 {events.newest.length} 条
        </li>
      ) : null}
    </ul>
  );
}

/** What differs between two moments. */
export function ReplayChanges({ rows, uncaused, townName, paging, busy }: Props): ReactNode {
  const typeTitle = useTypeTitles();
  const columns: TableColumnsType<ReplayRow> = [
    { title: '编号', key: 'key', render: (_, row) => <Key of={row} townName={townName} /> },
    { title: '变化', key: 'change', render: (_, { change }) => <Change change={change} /> },
    { title: '内容（旧 → 新）', key: 'difference', className: 'wrapping', render: (_, row) => <Difference of={row} townName={townName} /> },
    { title: '两个时点之间的事件', key: 'events', render: (_, { events }) => <Events {...{ events, typeTitle, uncaused }} /> },
  ];
  return (
    <Records
      rows={rows}
      columns={columns}
      rowKey={({ key }) => key}
      card={(row) => (
        <div className="card">
          <div className="card-head">
            <Key of={row} townName={townName} />
            <Change change={row.change} />
          </div>
          <Difference of={row} townName={townName} />
          <Events {...{ events: row.events, typeTitle, uncaused }} />
        </div>
      )}
      empty="两个时点之间没有任何变化"
      paging={paging}
      busy={busy}
      testId="replay-changes"
    />
  );
}
