import { Icon, moment, remaining, useNow } from '@lianhu/ui';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Notice, NoticeCommand } from '../api/types';
import { placeOf } from '../minor/minor-rows';
import { Link } from '../shell/router';
import { noticeStateTitle } from '../words/titles';

/** Waits for an answer: a task until it is accepted, information until its receipt. */
export const isWaiting = ({ state, kind }: Notice): boolean => state === 'sent' || (state === 'receipted' && kind === 'task');

const BUTTONS: Readonly<Record<NoticeCommand, string>> = { receipt: '签收', accept: '接收', return: '退回', complete: '办结' };

/** What can be done with a notice as it stands; the most useful first. */
export function actionsOf({ state, kind, urgent }: Notice): readonly NoticeCommand[] {
  if (urgent === true && (state === 'sent' || state === 'receipted')) return ['accept'];
  if (state === 'accepted') return ['complete'];
  if (kind !== 'task') return state === 'sent' ? ['receipt', 'accept', 'return'] : [];
  if (state === 'sent') return ['receipt', 'accept', 'return'];
  return state === 'receipted' ? ['accept', 'return'] : [];
}

function Due({ notice }: { readonly notice: Notice }): ReactNode {
  const now = useNow();
  if (!isWaiting(notice)) return null;
  const left = remaining(notice.dueAt, now);
  const overdue = notice.overdue === true || left.passed;
  return (
    <span className={`due ${overdue ? 'due-passed' : ''}`} title={`时限 ${moment(notice.dueAt)}`}>
      <Icon name="clock" size={15} />
      {overdue && !left.passed ? '已逾期' : left.text}
    </span>
  );
}

/** A red card names nobody, so it says where the name is to be had. */
const WhoIsIt = ({ from = '报送单位' }: { readonly from?: string }): ReactNode => (
  <p className="alert-text" data-testid="who-is-it">
    本系统不载明是谁、在哪里：受理后请立即与{from}值班人员联系，问清姓名、地点和联系人。
  </p>
);

/** What was taken on keeps its deadline in sight until it is done. A report of harm has its clocks elsewhere. */
function StillDue({ dueAt }: { readonly dueAt: string }): ReactNode {
  const passed = remaining(dueAt, useNow()).passed;
  return (
    <span className={passed ? 'due-passed' : undefined} data-testid="still-due">
      时限 {moment(dueAt)}
      {passed ? '，已过，尚未办结' : ''}
    </span>
  );
}

/** Whom it is about, as far as this unit may know; a link where the unit has a file. */
const Child = ({ notice: { minorRef, name, townName, villageName } }: { readonly notice: Notice }): ReactNode => {
  const words = name ?? (minorRef === undefined ? undefined : `编号 …${minorRef.slice(-6)}`);
  if (words === undefined && townName === undefined) return null;
  return (
    <span className="alert-child">
      {words === undefined ? null : minorRef === undefined ? words : <Link href={`/minors/${encodeURIComponent(minorRef)}`}>{words}</Link>}
      {townName === undefined ? null : <span className="quiet">{placeOf({ townName, villageName })}</span>}
    </span>
  );
};

const headOf = ({ title, needTitle, kindTitle }: Notice): string => title ?? (needTitle === undefined ? (kindTitle ?? '通知') : `需求：${needTitle}`);

interface Props {
  readonly notice: Notice;
  readonly busy: boolean;
  readonly onAnswer: (command: NoticeCommand) => void;
}

/** One notice: what, from whom, by when, and what can be done. A red card says nothing of whom it is about. */
export function NoticeCard({ notice, busy, onAnswer }: Props): ReactNode {
  const { urgent, kindTitle, from, since, state, late, place, withdrawn, reasonTitle, answeredAt } = notice;
  const red = urgent === true && isWaiting(notice);
  const [first] = actionsOf(notice);
  return (
    <article
      className={`alert-card alert-${red ? 'red' : notice.overdue === true ? 'orange' : 'plain'}`}
      data-testid={red ? 'red-card' : 'notice'}
      data-state={state}
      data-withdrawn={withdrawn}
    >
      <div className="alert-main">
        <div className="alert-head">
          <span className={red ? 'level level-red' : 'tag'}>{kindTitle ?? '通知'}</span>
          <Child notice={notice} />
          {withdrawn === true ? <span className="tag tag-gone">已撤回</span> : null}
          {late === true ? <span className="tag tag-warn">迟报补录</span> : null}
        </div>
        <h3>{withdrawn === true ? <s>{headOf(notice)}</s> : headOf(notice)}</h3>
        <p className="alert-text">
          {[place, from === undefined ? undefined : `${from}报送`, moment(since)].filter((word) => word !== undefined).join(' · ')}
        </p>
        {urgent === true && notice.open === true ? <WhoIsIt from={from} /> : null}
        <div className="alert-progress">
          <span>{noticeStateTitle(state)}</span>
          {answeredAt === undefined ? null : <span>{moment(answeredAt)}</span>}
          {state === 'accepted' && urgent !== true ? <StillDue dueAt={notice.dueAt} /> : null}
          {reasonTitle === undefined ? null : <span>原因：{reasonTitle}</span>}
        </div>
      </div>
      <div className="alert-side">
        <Due notice={notice} />
        <div className="alert-actions no-print">
          {actionsOf(notice).map((command) => (
            <Button
              key={command}
              type={command === first ? 'primary' : 'default'}
              danger={red}
              loading={busy && command === first}
              disabled={busy}
              onClick={() => onAnswer(command)}
              data-testid={`notice-${command}`}
            >
              {red && command === 'accept' ? '立即受理' : BUTTONS[command]}
            </Button>
          ))}
        </div>
      </div>
    </article>
  );
}
