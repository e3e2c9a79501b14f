import { Nothing, Panel } from '@lianhu/ui';
import { App } from 'antd';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client';
import { explainLine } from '../api/problem';
import type { Notice, NoticeCommand } from '../api/types';
import { useUser } from '../session/session';
import { Loaded, useView } from '../shell/loaded';
import { isWaiting, NoticeCard } from './notice-card';
import { ReturnDialog } from './return-dialog';

/** More red cards at a time than any county should ever have. Unit: notices. */
const RED_CARDS = 50;
const DONE: Readonly<Record<NoticeCommand, string>> = { receipt: '已签收', accept: '已接收', return: '已退回', complete: '已办结' };

interface CardsProps {
  readonly notices: readonly Notice[];
  readonly empty: string;
  readonly reload: () => void;
}

/** Notices as cards, with what can be done about them. */
export function Cards({ notices, empty, reload }: CardsProps): ReactNode {
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
export function RedCards(): ReactNode {
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
