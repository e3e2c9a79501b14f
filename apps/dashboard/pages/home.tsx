import { count, Facts, Figure, Nothing, PageHead, Panel, quarterName, tenths, When } from '@lianhu/ui';
import type { ReactNode } from 'react';
import { reports } from '../api/audit-client';
import { api } from '../api/client';
import type { Report } from '../api/report-types';
import type { DepartmentRow } from '../api/types';
import { Cards, RedCards } from '../inbox/cards';
import { isWaiting } from '../inbox/notice-card';
import { LatestPushes } from '../pushes/latest-pushes';
import { cellText, changeText } from '../quarter/report-rows';
import { ownMeasures } from '../quarter/own-measures';
import { useUser } from '../session/session';
import { hasPage } from '../shell/menu';
import { AsOfNote, Loaded, useView } from '../shell/loaded';
import { Link } from '../shell/router';
import { departmentTitle, quarterStateTitle } from '../words/titles';

/** Notices shown here; the others are one click away. Unit: notices. */
const FIRST = 5;

/** Figures shown here; the quarterly report has them all. */
const FIGURES = 12;

/** What waits, most urgent first, and how much more there is. */
function Notices(): ReactNode {
  const { department } = useUser();
  const remote = useView('home-notices', (signal) => api.inbox(department, { state: 'open', size: FIRST }, signal), ['inbox'], true);
  return (
    <Panel title="我的通知" extra={<Link href="/inbox">全部通知</Link>} testId="home-notices">
      <Loaded remote={remote} lines={4}>
        {({ rows, total = rows.length }) => (
          <>
            <Cards notices={rows.filter((notice) => notice.urgent !== true || !isWaiting(notice))} empty="没有未办结的通知" reload={remote.reload} />
            {total > rows.length ? (
              <p className="quiet">
                共 {count(total)} 件未办结，以上按时限先后列出前 {rows.length} 件
              </p>
            ) : null}
          </>
        )}
      </Loaded>
    </Panel>
  );
}

/** How this department's pushes stand: what the log holds has its receipt; what was refused or set aside is said. */
function Pushes({ row }: { readonly row: DepartmentRow }): ReactNode {
  return (
    <Panel title="我的报送与回执" testId="home-pushes">
      <div className="figures figures-pair">
        <Figure label="今日" value={count(row.today ?? 0)} />
        <Figure label="本月" value={count(row.month ?? 0)} note={`上月 ${count(row.lastMonth ?? 0)}`} />
        <Figure label="已入日志" value={count(row.events ?? 0)} note="每件均有回执" testId="home-receipts" />
        <Figure
          label="未收"
          value={count(row.rejected ?? 0)}
          tone={(row.rejected ?? 0) > 0 ? 'bad' : 'plain'}
          note={(row.missing ?? 0) > 0 ? `途中缺号 ${count(row.missing)}` : '不合格式，已说明原因'}
        />
      </div>
      <Facts
        items={[
          ['迟报', `${count(row.late ?? 0)} 件，占 ${tenths(row.lateShare)}`],
          ['更正', `${count(row.corrections ?? 0)} 件`],
        ]}
      />
    </Panel>
  );
}

/** Fresh or silent, and what waits for a decision before it goes into the log. */
function Standing({ row }: { readonly row: DepartmentRow }): ReactNode {
  const { role } = useUser();
  const { quarantined = 0 } = row;
  return (
    <>
      <Panel title="数据新鲜度" testId="home-freshness">
        <Facts
          items={[
            ['状态', row.silent === true ? <span className="silent-mark">无消息</span> : <span className="good">正常报送</span>],
            ['最近报送', <When key="last" at={row.lastEventAt} fallback="从未" />],
          ]}
        />
      </Panel>
      <Panel title="隔离区" extra={hasPage(role, 'quarantine') ? <Link href="/quarantine">去处理</Link> : undefined} testId="home-quarantine">
        {quarantined === 0 ? (
          <p className="quiet">没有待核对的报送</p>
        ) : (
          <p>
            <b className="bad">{count(quarantined)}</b> 件待核对{hasPage(role, 'quarantine') ? '' : '，由本单位数据专员处理'}
          </p>
        )}
      </Panel>
    </>
  );
}

/** 本季指标: the cells of the newest quarter that this department's events feed. */
function Cells({ report, department }: { readonly report: Report; readonly department: string }): ReactNode {
  const all = ownMeasures(report, department);
  const rows = all.slice(0, FIGURES);
  if (rows.length === 0) return <Nothing text="本季还没有由本单位报送产生的指标" />;
  return (
    <table className="plain-table">
      <caption className="sr-only">本单位的季度指标</caption>
      <thead>
        <tr>
          <th scope="col">指标</th>
          <th scope="col" className="number">
            本季
          </th>
          <th scope="col" className="number">
            环比
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, title, measure, cell }) => (
          <tr key={key}>
            <th scope="row">{title}</th>
            <td className="number">{cellText(cell, measure.unit)}</td>
            <td className="number quiet">{changeText(cell, cell.previous, measure.unit) || '—'}</td>
          </tr>
        ))}
      </tbody>
      {all.length > rows.length ? (
        <tfoot>
          <tr>
            <td className="quiet" colSpan={3}>
              共 {count(all.length)} 项，其余见季报
            </td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}

function Quarter({ department }: { readonly department: string }): ReactNode {
  const remote = useView('home-quarter', async (signal) => {
    const newest = (await reports.quarters(signal))
      .map(({ quarter }) => quarter)
      .sort()
      .at(-1);
    return newest === undefined ? null : reports.quarter(newest, signal);
  });
  return (
    <Panel
      title="我的季报指标"
      extra={
        !remote.data ? undefined : <Link href="/quarter">{`${quarterName(remote.data.quarter)} · ${quarterStateTitle(remote.data.state)}`}</Link>
      }
      testId="home-quarter"
    >
      <Loaded remote={remote} lines={5}>
        {(report) => (report === null ? <Nothing text="还没有季报" /> : <Cells report={report} department={department} />)}
      </Loaded>
    </Panel>
  );
}

const Own = ({ row }: { readonly row: DepartmentRow }): ReactNode => (
  <>
    <Pushes row={row} />
    {row.department === undefined ? null : <LatestPushes department={row.department} waiting={row.quarantined ?? 0} />}
    <Standing row={row} />
  </>
);

/** 首页 of a department: what it was told and by when, what it sent and what became of it, its figures. */
export default function HomePage(): ReactNode {
  const { department } = useUser();
  const remote = useView('departments', (signal) => api.departments(signal), ['departments']);
  return (
    <div data-testid="page-home">
      <PageHead title={department === undefined ? '首页' : departmentTitle(department)} note={<AsOfNote asOf={remote.data?.asOf} />} />
      <RedCards />
      <div className="overview-columns">
        <div>
          <Notices />
          {department === undefined ? null : <Quarter department={department} />}
        </div>
        {department === undefined ? null : (
          <div>
            <Loaded remote={remote} lines={6}>
              {({ rows }) => <Own row={rows.find((one) => one.department === department) ?? { department }} />}
            </Loaded>
          </div>
        )}
      </div>
    </div>
  );
}
