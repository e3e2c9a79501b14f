import { count, PageHead } from '@lianhu/ui';
import { Pagination } from 'antd';
import type { ReactNode } from 'react';
import { api } from '../api/client';
import { Cards, RedCards } from '../inbox/cards';
import { isWaiting } from '../inbox/notice-card';
import { useUser } from '../session/session';
import { AsOfNote, Loaded, useView } from '../shell/loaded';
import { setQuery, usePlace } from '../shell/router';

/** Unit: notices. */
const PAGE = 20;
const TABS = [
  { key: 'open', title: '未办结', filters: { state: 'open' }, empty: '没有未办结的通知' },
  { key: 'overdue', title: '已逾期', filters: { overdue: true }, empty: '没有逾期的通知' },
  { key: 'all', title: '全部', filters: {}, empty: '还没有通知' },
] as const;

/** 我的通知: what this unit has been told, by when it has to answer, and its answers. */
export default function InboxPage(): ReactNode {
  const { department } = useUser();
  const { query } = usePlace();
  const tab = TABS.find(({ key }) => key === query.get('tab')) ?? TABS[0];
  const page = Math.max(1, Number(query.get('page')) || 1);
  const remote = useView(
    `inbox ${tab.key} ${page}`,
    (signal) => api.inbox(department, { ...tab.filters, page, size: PAGE }, signal),
    ['inbox'],
    true,
  );
  return (
    <div data-testid="page-inbox">
      <PageHead title="我的通知" note={<AsOfNote asOf={remote.data?.asOf} />} />
      <RedCards />
      <div className="tab-row no-print" role="tablist" aria-label="通知状态">
        {TABS.map(({ key, title }) => (
          <button
            key={key}
            type="button"
            role="tab"
            aria-selected={tab.key === key}
            className="tab"
            onClick={() => setQuery({ tab: key === 'open' ? undefined : key, page: undefined })}
            data-testid={`tab-${key}`}
          >
            {title} {tab.key === key && remote.data?.total !== undefined ? <span className="tab-count">{count(remote.data.total)}</span> : null}
          </button>
        ))}
      </div>
      <Loaded remote={remote} lines={6}>
        {({ rows, total = rows.length }) => (
          <>
            <Cards notices={rows.filter((notice) => notice.urgent !== true || !isWaiting(notice))} empty={tab.empty} reload={remote.reload} />
            {total <= PAGE ? null : (
              <Pagination
                className="ui-pager"
                current={page}
                pageSize={PAGE}
                total={total}
                showSizeChanger={false}
                onChange={(to) => setQuery({ page: String(to) })}
              />
            )}
          </>
        )}
      </Loaded>
    </div>
  );
}
