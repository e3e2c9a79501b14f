import { count, Nothing, PageHead, useNow } from '@lianhu/ui';
import { Pagination, Select } from 'antd';
import type { ReactNode } from 'react';
import { AlertDesk } from '../alerts/alert-desk';
import { isOverdue } from '../alerts/due';
import { api, UNCLOSED } from '../api/client';
import type { Alert, Rows } from '../api/types';
import { useUser } from '../session/session';
import { AsOfNote, Loaded, useView } from '../shell/loaded';
import { setQuery, usePlace } from '../shell/router';
import { useTowns } from '../shell/use-towns';
import { LEVELS, levelTitle } from '../words/titles';

/** The server's largest page; by deadline, so what is beyond it is what can wait longest. Unit: alerts. */
const UNCLOSED_SHOWN = 200;
/** Unit: alerts. */
const CLOSED_PAGE = 20;

const OPEN_TABS = [
  { key: 'todo', title: '待办', empty: '没有待办预警' },
  { key: 'overdue', title: '已逾期', empty: '没有逾期预警' },
  { key: 'open', title: '未签收', empty: '预警均已签收' },
] as const;
type OpenTab = (typeof OPEN_TABS)[number];

const inTab = (tab: OpenTab['key'], alert: Alert, now: number): boolean => {
  if (tab === 'overdue') return isOverdue(alert, now);
  return tab === 'open' ? alert.state === 'open' : true;
};

interface TabProps {
  readonly id: string;
  readonly title: string;
  readonly current: boolean;
  readonly number?: number;
  readonly bad?: boolean;
}
const Tab = ({ id, title, current, number, bad = false }: TabProps): ReactNode => (
  <button
    type="button"
    role="tab"
    aria-selected={current}
    className="tab"
    onClick={() => setQuery({ tab: id === 'todo' ? undefined : id, alert: undefined, page: undefined })}
    data-testid={`tab-${id}`}
  >
    {title} {number === undefined ? null : <span className={bad && number > 0 ? 'tab-count bad' : 'tab-count'}>{number}</span>}
  </button>
);

type Filters = Readonly<{ level?: string; town?: string }>;

function Unclosed({ answer, tab, reload }: { readonly answer: Rows<Alert>; readonly tab: OpenTab; readonly reload: () => void }): ReactNode {
  const now = useNow();
  const { query } = usePlace();
  const beyond = (answer.total ?? 0) - answer.rows.length;
  const alerts = answer.rows.filter((alert) => alert.state !== 'closed' && inTab(tab.key, alert, now));
  return (
    <>
      <AlertDesk alerts={alerts} marked={query.get('alert')} empty={tab.empty} reload={reload} />
      {beyond > 0 ? <p className="quiet">另有 {count(beyond)} 条时限更晚的预警，办理后依次显示。</p> : null}
    </>
  );
}

function Closed({ filters }: { readonly filters: Filters }): ReactNode {
  const { query } = usePlace();
  const page = Math.max(1, Number(query.get('page')) || 1);
  const wanted = { ...filters, state: 'closed', page, size: CLOSED_PAGE };
  const remote = useView(`closed ${JSON.stringify(wanted)}`, (signal) => api.alerts(wanted, signal), ['alerts'], true);
  return (
    <Loaded remote={remote}>
      {({ rows, total = rows.length }) => (
        <>
          <AlertDesk alerts={rows.filter(({ state }) => state === 'closed')} marked={null} empty="没有已办结的预警" reload={remote.reload} />
          {total <= CLOSED_PAGE ? null : (
            <Pagination
              className="ui-pager"
              current={page}
              pageSize={CLOSED_PAGE}
              total={total}
              showSizeChanger={false}
              onChange={(to) => setQuery({ page: String(to) })}
            />
          )}
        </>
      )}
    </Loaded>
  );
}

function FilterSelects({ filters }: { readonly filters: Filters }): ReactNode {
  const towns = useTowns();
  const { town } = useUser();
  if (town !== undefined) return null; // a town sees its own, and no levels
  return (
    <div className="filters head-filters no-print">
      <Select
        aria-label="等级"
        placeholder="全部等级"
        allowClear
        value={filters.level}
        onChange={(level: string | undefined) => setQuery({ level })}
        options={LEVELS.map((level) => ({ value: String(level), label: `${levelTitle(level)}预警` }))}
      />
      {towns.length < 2 ? null : (
        <Select
          aria-label="乡镇"
          placeholder="全部乡镇"
          allowClear
          value={filters.town}
          onChange={(chosen: string | undefined) => setQuery({ town: chosen })}
          options={[...towns]}
        />
      )}
    </div>
  );
}

/** 预警台: who needs what by when; take it on, close it with a verdict. */
export default function AlertsPage(): ReactNode {
  const { query } = usePlace();
  const now = useNow();
  const filters: Filters = { level: query.get('level') ?? undefined, town: query.get('town') ?? undefined };
  const remote = useView(
    `alerts ${JSON.stringify(filters)}`,
    (signal) => api.alerts({ ...filters, state: UNCLOSED, size: UNCLOSED_SHOWN }, signal),
    ['alerts'],
    true,
  );
  const closed = query.get('tab') === 'closed';
  const tab = OPEN_TABS.find(({ key }) => key === query.get('tab')) ?? OPEN_TABS[0];
  const numberIn = (key: OpenTab['key']): number | undefined =>
    remote.data?.rows.filter((alert) => alert.state !== 'closed' && inTab(key, alert, now)).length;
  const note = (
    <>
      <span>按时限先后排列</span>
      <AsOfNote asOf={remote.data?.asOf} />
    </>
  );
  return (
    <div data-testid="page-alerts">
      <PageHead title="预警台" note={note} actions={<FilterSelects filters={filters} />} />
      <div className="tab-row no-print" role="tablist" aria-label="预警状态">
        {OPEN_TABS.map(({ key, title }) => (
          <Tab key={key} id={key} title={title} current={!closed && tab.key === key} number={numberIn(key)} bad={key === 'overdue'} />
        ))}
        <Tab id="closed" title="已办结" current={closed} />
      </div>
      {closed ? (
        <Closed filters={filters} />
      ) : (
        <Loaded remote={remote} lines={8}>
          {(answer) =>
            answer.rows.length === 0 && tab.key === 'todo' ? (
              <Nothing text={tab.empty} />
            ) : (
              <Unclosed answer={answer} tab={tab} reload={remote.reload} />
            )
          }
        </Loaded>
      )}
    </div>
  );
}
