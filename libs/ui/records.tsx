import { Pagination, Table, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { useNarrow } from './hooks';
import { Nothing } from './remote-panel';

/** Where in a long list the reader is. */
export interface Paging {
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly onChange: (page: number) => void;
}

interface Props<R> {
  readonly rows: readonly R[];
  readonly columns: TableColumnsType<R>;
  readonly rowKey: (row: R) => string;
  /** The same row as a card for a telephone. */
  readonly card: (row: R) => ReactNode;
  readonly empty: string;
  readonly paging?: Paging;
  readonly busy?: boolean;
  readonly testId: string;
  readonly onOpen?: (row: R) => void;
}

/** Rows as a table where there is room and as cards on a telephone. */
export function Records<R extends object>(props: Props<R>): ReactNode {
  const { rows, rowKey, card, empty, paging, testId } = props;
  const narrow = useNarrow();
  const pager =
    paging === undefined || paging.total <= paging.size ? null : (
      <Pagination
        className="ui-pager"
        current={paging.page}
        pageSize={paging.size}
        total={paging.total}
        onChange={paging.onChange}
        showSizeChanger={false}
        simple={narrow}
        showTotal={narrow ? undefined : (total) => `共 ${total.toLocaleString('en-US')} 条`}
      />
    );
  if (rows.length === 0) return <Nothing text={empty} />;
  if (!narrow) return <Wide {...props} pager={pager} />;
  return (
    <div data-testid={testId}>
      <ul className="ui-cards">
        {rows.map((row) => (
          <li key={rowKey(row)}>{card(row)}</li>
        ))}
      </ul>
      {pager}
    </div>
  );
}

function Wide<R extends object>({ rows, columns, rowKey, busy, testId, onOpen, pager }: Props<R> & { readonly pager: ReactNode }): ReactNode {
  return (
    <div data-testid={testId}>
      <Table<R>
        size="middle"
        dataSource={[...rows]}
        columns={columns}
        rowKey={rowKey}
        pagination={false}
        loading={busy ?? false}
        scroll={{ x: 'max-content' }}
        rowClassName={onOpen === undefined ? '' : 'ui-row-open'}
        onRow={(row) => (onOpen === undefined ? {} : { onClick: () => onOpen(row) })}
      />
      {pager}
    </div>
  );
}
