import { ACCENT, ChartSlot, count, PageHead, Panel, Records, tenths, When } from '@lianhu/ui';
import type { TableColumnsType } from 'antd';
import { useMemo, type ReactNode } from 'react';
import { api } from '../api/client';
import type { DepartmentRow } from '../api/types';
import { columnOption } from '../shell/bar-option';
import { AsOfNote, Loaded, useView } from '../shell/loaded';
import { departmentTitle } from '../words/titles';

/** From this share on lateness is worth a call. Unit: tenths of a percent. */
const MUCH_LATE = 100;

const nameOf = (row: DepartmentRow): string => row.name ?? departmentTitle(row.department);
const number = (value: number | undefined): ReactNode =>
  value === undefined || value === 0 ? <span className="quiet">{value === undefined ? '—' : 0}</span> : count(value);
const News = ({ row }: { readonly row: DepartmentRow }): ReactNode =>
  row.silent === true ? <span className="silent-mark">无消息</span> : <span className="good">正常报送</span>;
const Late = ({ row }: { readonly row: DepartmentRow }): ReactNode => (
  <span className={(row.lateShare ?? 0) >= MUCH_LATE ? 'bad' : ''} title={`迟报 ${count(row.late)} 件`}>
    {tenths(row.lateShare)}
  </span>
);

/** Late ones; those that somebody has in hand are said apart, for they need another call than those that nobody has answered. */
const Notices = ({ row: { notices: { open = 0, overdue = 0, unfinished = 0 } = {} } }: { readonly row: DepartmentRow }): ReactNode => (
  <span
    className={overdue > 0 ? 'bad' : ''}
    title={`未办结 ${count(open)} 件，其中逾期未答复 ${count(overdue - unfinished)} 件、接收后逾期未办结 ${count(unfinished)} 件`}
  >
    {count(overdue)}
    {unfinished > 0 ? <small>（在办 {count(unfinished)}）</small> : null}
  </span>
);

const COLUMNS: TableColumnsType<DepartmentRow> = [
  { title: '部门', key: 'name', fixed: 'left', render: (_, row) => <b className="row-name">{nameOf(row)}</b> },
  { title: '状态', key: 'state', render: (_, row) => <News row={row} /> },
  { title: '最近报送', key: 'last', render: (_, row) => <When at={row.lastEventAt} fallback="从未" /> },
  { title: '今日', key: 'today', align: 'right', render: (_, row) => number(row.today) },
  { title: '本月', key: 'month', align: 'right', render: (_, row) => number(row.month) },
  { title: '上月', key: 'lastMonth', align: 'right', render: (_, row) => number(row.lastMonth) },
  { title: '累计', key: 'events', align: 'right', render: (_, row) => number(row.events) },
  { title: '迟报率', key: 'late', align: 'right', render: (_, row) => <Late row={row} /> },
  { title: '更正', key: 'corrections', align: 'right', render: (_, row) => number(row.corrections) },
  { title: '退回', key: 'rejected', align: 'right', render: (_, row) => number(row.rejected) },
  { title: '逾期通知', key: 'notices', align: 'right', render: (_, row) => <Notices row={row} /> },
  { title: '待核对', key: 'quarantined', align: 'right', render: (_, row) => number(row.quarantined) },
];

const card = (row: DepartmentRow): ReactNode => (
  <div className="card">
    <div className="card-head">
      <b>{nameOf(row)}</b>
      <News row={row} />
    </div>
    <div className="card-figures">
      <span>
        今日 <b>{count(row.today)}</b>
      </span>
      <span>
        本月 <b>{count(row.month)}</b>
      </span>
      <span>
        上月 <b>{count(row.lastMonth)}</b>
      </span>
    </div>
    <div className="quiet">
      最近报送 <When at={row.lastEventAt} fallback="从未" /> · 迟报率 <Late row={row} /> · 更正 {count(row.corrections)} · 退回 {count(row.rejected)}{' '}
      · 逾期通知 <Notices row={row} /> · 待核对 {count(row.quarantined)}
    </div>
  </div>
);

function MonthChart({ rows }: { readonly rows: readonly DepartmentRow[] }): ReactNode {
  const option = useMemo(
    () =>
      columnOption(rows.map(nameOf), [
        { name: '上月', color: '#b9c6d6', values: rows.map((row) => row.lastMonth ?? 0) },
        { name: '本月', color: ACCENT, values: rows.map((row) => row.month ?? 0) },
      ]),
    [rows],
  );
  return (
    <ChartSlot
      option={option}
      height={250}
      label={`各部门报送件数：${rows.map((row) => `${nameOf(row)} 本月 ${row.month ?? 0} 上月 ${row.lastMonth ?? 0}`).join('，')}`}
    />
  );
}

/** 部门: who reports, how fresh, how late, how often corrected. No news is said as no news, never as no cases. */
export default function DepartmentsPage(): ReactNode {
  const remote = useView('departments', (signal) => api.departments(signal), ['departments']);
  return (
    <div data-testid="page-departments">
      <PageHead title="部门报送" note={<AsOfNote asOf={remote.data?.asOf} />} />
      <Loaded remote={remote} lines={8}>
        {({ rows }) => (
          <>
            <Panel title="报送质量" extra="“无消息”不等于没有情况：超过约定时间未收到任何报送">
              <Records rows={rows} columns={COLUMNS} rowKey={(row) => row.department} card={card} empty="还没有部门报送" testId="departments-table" />
            </Panel>
            {rows.length > 0 ? (
              <Panel title="本月与上月" extra="件">
                <MonthChart rows={rows} />
              </Panel>
            ) : null}
          </>
        )}
      </Loaded>
    </div>
  );
}
