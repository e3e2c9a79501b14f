import { ChartSlot, count, Figure, moment, Nothing, PageHead, Panel, When } from '@lianhu/ui';
import { Fragment, useMemo, type ReactNode } from 'react';
import { api } from '../api/client';
import type { AlertSum, Overview } from '../api/types';
import { UrgentAlerts } from '../alerts/urgent-alerts';
import { useSession, useUser } from '../session/session';
import { hasPage } from '../shell/menu';
import { AsOfNote, Loaded, useView } from '../shell/loaded';
import { Link } from '../shell/router';
import { categoryTitle, departmentTitle } from '../words/titles';
import { barOption } from '../shell/bar-option';

const sum = (open: AlertSum['open']): number => Object.values(open ?? {}).reduce((total, value) => total + value, 0);

function OpenAlerts({ alerts }: { readonly alerts: AlertSum | undefined }): ReactNode {
  const open = alerts?.open ?? {};
  const note = (
    <span className="level-counts">
      <span className="level level-red">红 {open['4'] ?? 0}</span>
      <span className="level level-orange">橙 {open['3'] ?? 0}</span>
      <span className="level level-yellow">黄 {open['2'] ?? 0}</span>
    </span>
  );
  return <Figure label="未办结预警" value={count(sum(open))} note={note} testId="figure-open" />;
}

function AlertFigures({ alerts }: { readonly alerts: AlertSum }): ReactNode {
  const { overdue = 0, oldestUnacknowledged: oldest, open } = alerts;
  return (
    <>
      {open === undefined ? null : <OpenAlerts alerts={alerts} />}
      <Figure
        label="已逾期预警"
        value={count(overdue)}
        tone={overdue > 0 ? 'bad' : 'plain'}
        note={overdue > 0 ? '须立即处置' : '没有逾期'}
        testId="figure-overdue"
      />
      {open === undefined ? null : (
        <Figure
          label="最久未签收"
          value={oldest === undefined ? '无' : <When at={oldest.raisedAt} />}
          note={oldest === undefined ? '预警均已签收' : `产生于 ${moment(oldest.raisedAt)}`}
        />
      )}
    </>
  );
}

/** What people have to look at: of departments' reports for those who see departments, and who could not be matched. */
function ToCheck({ data }: { readonly data: Overview }): ReactNode {
  const { role } = useUser();
  const { unmatched, departments = [] } = data;
  const reports = hasPage(role, 'departments') ? (data.quarantined ?? 0) : undefined;
  const silent = data.silent ?? departments.filter((row) => row.silent === true).length;
  const parts = [
    reports === undefined ? null : `报送待核 ${count(reports)}`,
    unmatched === undefined ? null : <Link href="/minors?unmatched=true">未匹配 {count(unmatched)}</Link>,
    silent > 0 ? `${count(silent)} 个部门无消息` : null,
  ].filter((part) => part !== null);
  if (reports === undefined && unmatched === undefined) return null;
  const note = parts.map((part, n) => (
    <Fragment key={n}>
      {n > 0 ? '，' : ''}
      {part}
    </Fragment>
  ));
  return <Figure label="待人工核对" value={count((reports ?? 0) + (unmatched ?? 0))} note={note} testId="figure-check" />;
}

/** The figures that this reader gets; what he may not know is not there. */
function Figures({ data }: { readonly data: Overview }): ReactNode {
  const { minors, listed, newThisMonth, newLastMonth, alerts } = data;
  const news = newThisMonth === undefined ? '' : `本月新增 ${count(newThisMonth)}，上月 ${count(newLastMonth)}`;
  const share = minors !== undefined && minors > 0 && listed !== undefined ? `占 ${((listed / minors) * 100).toFixed(1)}%` : '';
  return (
    <div className="figures" data-testid="figures">
      {alerts === undefined ? null : <AlertFigures alerts={alerts} />}
      {data.notices === undefined ? null : (
        <Figure
          label="逾期通知"
          value={count(data.notices.overdue ?? 0)}
          tone={(data.notices.overdue ?? 0) > 0 ? 'bad' : 'plain'}
          note={`未办结 ${count(data.notices.open ?? 0)}${(data.notices.unfinished ?? 0) > 0 ? `，逾期中 ${count(data.notices.unfinished)} 件在办` : ''}`}
          testId="figure-notices"
        />
      )}
      {minors === undefined ? null : <Figure label="在册未成年人" value={count(minors)} note={news} testId="figure-minors" />}
      {listed === undefined ? null : <Figure label="重点对象" value={count(listed)} note={share} />}
      <ToCheck data={data} />
    </div>
  );
}

function Categories({ categories }: { readonly categories: Overview['categories'] }): ReactNode {
  const rows = useMemo(
    () =>
      Object.entries(categories ?? {})
        .filter(([, value]) => value > 0)
        .sort(([, a], [, b]) => a - b),
    [categories],
  );
  const option = useMemo(() => barOption(rows.map(([code, value]) => [categoryTitle(code), value])), [rows]);
  if (rows.length === 0) return <Nothing text="还没有登记类别的未成年人" />;
  const label = `各类重点对象人数：${rows.map(([code, value]) => `${categoryTitle(code)} ${value}`).join('，')}`;
  return <ChartSlot option={option} label={label} height={Math.max(160, rows.length * 30 + 30)} />;
}

function DepartmentNews({ rows }: { readonly rows: NonNullable<Overview['departments']> }): ReactNode {
  if (rows.length === 0) return <Nothing text="还没有部门报送" />;
  return (
    <table className="plain-table" data-testid="department-news">
      <thead>
        <tr>
          <th scope="col">部门</th>
          <th scope="col" className="number">
            今日
          </th>
          <th scope="col" className="number">
            本月
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.department}>
            <th scope="row">
              {row.name ?? departmentTitle(row.department)}
              {row.silent === true ? <span className="silent-mark">无消息</span> : null}
            </th>
            <td className="number">{count(row.today ?? 0)}</td>
            <td className="number">{count(row.month ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** 总览: what is known, what is open, what is overdue, who reports. */
export default function OverviewPage(): ReactNode {
  const remote = useView('overview', (signal) => api.overview(signal), ['overview']);
  const { session } = useSession();
  const { role, townName } = useUser();
  return (
    <div data-testid="page-overview">
      <PageHead title={`${townName ?? session.areaName ?? ''}总览`} note={<AsOfNote asOf={remote.data?.asOf} />} />
      <Loaded remote={remote} lines={8}>
        {({ rows }) => {
          const data = rows[0];
          if (data === undefined) return <Nothing text="还没有数据：等待部门报送" />;
          return (
            <>
              <Figures data={data} />
              <div className="overview-columns">
                {hasPage(role, 'alerts') || data.categories !== undefined ? (
                  <div>
                    {hasPage(role, 'alerts') ? (
                      <Panel title="待办预警" extra={<Link href="/alerts">全部预警</Link>} testId="urgent-alerts">
                        <UrgentAlerts />
                      </Panel>
                    ) : null}
                    {data.categories === undefined ? null : (
                      <Panel title="重点对象类别" extra="一人可属多类">
                        <Categories categories={data.categories} />
                      </Panel>
                    )}
                  </div>
                ) : null}
                <Panel title="部门报送" extra={hasPage(role, 'departments') ? <Link href="/departments">详情</Link> : undefined}>
                  <DepartmentNews rows={data.departments ?? []} />
                </Panel>
              </div>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
