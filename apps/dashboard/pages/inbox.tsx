import { count, Nothing, PageHead, Panel } from '@lianhu/ui';
import { App, Pagination } from 'antd';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client';
import { explainLine } from '../api/problem';
import type { Notice, NoticeCommand } from '../api/types';
import { isWaiting, NoticeCard } from '../inbox/notice-card';
import { ReturnDialog } from '../inbox/return-dialog';
import { useUser } from '../session/session';
import { AsOfNote, Loaded, useView } from '../shell/loaded';
import { setQuery, usePlace } from '../shell/router';

/** Unit: notices. */
const PAGE = 20;
/** More red cards at a time than any county should ever have. Unit: notices. */
const RED_CARDS = 50;
const TABS = [
  { key: 'open', title: '未办结', filters: { state: 'open' }, empty: '没有未办结的通知' },
  { key: 'overdue', title: '已逾期', filters: { overdue: true }, empty: '没有逾期的通知' },
  { key: 'all', title: '全部', filters: {}, empty: '还没有通知' },
] as const;

const DONE: Readonly<Record<NoticeCommand, string>> = { receipt: '已签收', accept: '已接收', return: '已退回', complete: '已办结' };

interface CardsProps {
  readonly notices: readonly Notice[];
  readonly empty: string;
  readonly reload: () => void;
}

/** Notices as cards, with what can be done about them. */
function Cards({ notices, empty, reload }: CardsProps): ReactNode {
  const { department } = useUser();
  const { message } = App.useApp();
  const [busy, setBusy] = useState<string>();
  const [returning, setReturning] = useState<Notice>();
  const answer = ({ notice }: Notice, command: NoticeCommand, reason?: string): void => {
    setReturning(undefined);
    setBusy(notice);
    api
      .answerNotice(department, notice, command, reason)
      .then(
        () => void message.success(DONE[command]),
        (problem: unknown) => void message.error(explainLine(problem)),
      )
      .finally(() => {
        setBusy(undefined);
        reload();
      });
  };
  return (
    <>
      <div className="alert-list">
        {notices.length === 0 ? <Nothing text={empty} /> : null}
        {notices.map((notice) => (
          <NoticeCard
            key={notice.notice}
            notice={notice}
            busy={busy === notice.notice}
            onAnswer={(command) => (command === 'return' ? setReturning(notice) : answer(notice, command))}
          />
        ))}
      </div>
      {returning === undefined ? null : (
        <ReturnDialog onReturn={(reason) => answer(returning, 'return', reason)} onCancel={() => setReturning(undefined)} />
      )}
    </>
  );
}

/** 紧急报告: red cards that nobody has accepted, before everything else; they come by themselves. */
function RedCards(): ReactNode {
  const { department } = useUser();
  const remote = useView('red-cards', (signal) => api.inbox(department, { urgent: true, state: 'open', size: RED_CARDS }, signal), ['inbox'], true);
  return (
    <Loaded remote={remote} lines={2}>
      {({ rows }) => {
        const waiting = rows.filter(isWaiting);
        if (waiting.length === 0) return null;
        return (
          <Panel title="紧急报告" extra={`${waiting.length} 件待受理`} testId="red-cards">
            <div className="sr-only" role="alert">{`有 ${waiting.length} 件紧急报告待受理`}</div>
            <Cards notices={waiting} empty="" reload={remote.reload} />
          </Panel>
        );
      }}
    </Loaded>
  );
}

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
