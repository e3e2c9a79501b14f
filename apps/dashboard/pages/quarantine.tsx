import { moment, Nothing, PageHead, Panel } from '@lianhu/ui';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { desk, type DeskDecision, type DeskEntry, type DeskRefusal } from '../api/desk-client';
import { DecideDialog, type Deed } from '../quarantine/decide-dialog';
import { fieldsOf, textOf, type Readable } from '../quarantine/sent-fields';
import { WithdrawForm } from '../quarantine/withdraw-form';
import { useUser } from '../session/session';
import { Loaded, useView } from '../shell/loaded';

const REASONS: Readonly<Record<string, string>> = {
  'not-a-minor': '事件发生时已满18周岁',
  'not-yet-born': '出生日期晚于事件时间',
  'identity-mismatch': '与身份证号不一致',
  'outside-duty-area': '不在本单位辖区内',
  'withdrawn-area': '区划代码已撤销',
};
const reasonTitle = (reason: string | undefined): string => (reason === undefined ? '' : (REASONS[reason] ?? reason));
const DEEDS = { release: '放行', correct: '更正', discard: '丢弃', withdraw: '撤回' } as const;

/** What is decided on, and how. */
interface Chosen {
  readonly entry: Pick<DeskEntry, 'id' | 'title'> & Partial<DeskEntry>;
  readonly deed: Deed;
}
type Choose = (chosen: Chosen) => void;

const Sent = ({ entry }: { readonly entry: Readable }): ReactNode => (
  <dl className="desk-sent">
    {fieldsOf(entry).map(({ pointer, title, value, meaning, fault }) => (
      <div key={pointer} className={fault === undefined ? '' : 'desk-fault'}>
        <dt>{title}</dt>
        <dd>
          {textOf(value) || '—'}
          {meaning === undefined ? null : <span className="quiet"> {meaning}</span>}
          {fault === undefined ? null : <small>{fault}</small>}
        </dd>
      </div>
    ))}
  </dl>
);

const EntryCard = ({ entry, choose }: { readonly entry: DeskEntry; readonly choose: Choose }): ReactNode => (
  <div className="card" data-testid="desk-entry">
    <div className="card-head">
      <b>{entry.title ?? '事项'}</b>
      <span className="tag tag-warn">{reasonTitle(entry.reason)}</span>
    </div>
    <Sent entry={entry} />
    <div className="desk-actions">
      <Button type="primary" onClick={() => choose({ entry, deed: 'correct' })} data-testid="correct">
        更正后报送
      </Button>
      <Button onClick={() => choose({ entry, deed: 'release' })} data-testid="release">
        放行
      </Button>
      <Button danger onClick={() => choose({ entry, deed: 'discard' })} data-testid="discard">
        丢弃
      </Button>
    </div>
  </div>
);

const RefusalCard = ({ refusal, choose }: { readonly refusal: DeskRefusal; readonly choose: Choose }): ReactNode => {
  const { id, eventId, problem, sent, title = eventId, titles, texts } = refusal;
  const faults = problem.errors ?? [];
  const entry = sent && { id, title, sent, faults, ...(titles && { titles }), ...(texts && { texts }) };
  return (
    <div className="card" data-testid="desk-refusal">
      <div className="card-head">
        <b>{title}</b>
        <span className="tag tag-warn">{problem.title}</span>
      </div>
      <p className="quiet">{faults.map(({ pointer, message }) => `${pointer} ${message}`).join('；') || problem.detail}</p>
      {entry === undefined ? null : <Sent entry={entry} />}
      <div className="desk-actions">
        {entry === undefined ? null : (
          <Button type="primary" onClick={() => choose({ entry, deed: 'correct' })} data-testid="correct-refused">
            更正后报送
          </Button>
        )}
        <Button onClick={() => choose({ entry: { id, title }, deed: 'discard' })}>已处理，移除</Button>
      </div>
    </div>
  );
};

const Decisions = ({ decisions }: { readonly decisions: readonly DeskDecision[] }): ReactNode => (
  <ol className="timeline" data-testid="desk-decisions">
    {decisions.map(({ at, by, action, why, reason, outcome, about }, index) => (
      <li className="event" key={`${at} ${about} ${index}`}>
        <time className="event-time" dateTime={at}>
          {moment(at).slice(5)}
        </time>
        <div className="event-body">
          <div className="event-head">
            <b>{DEEDS[action]}</b>
            <span className="event-from">{by}</span>
            {outcome === 'refused' ? <span className="tag tag-warn">未成功</span> : null}
          </div>
          <div>{why}</div>
          <div className="event-note">{action === 'withdraw' ? `事件 ${about}` : reasonTitle(reason)}</div>
        </div>
      </li>
    ))}
  </ol>
);

/** 隔离区: what a machine must not decide. A data officer corrects, lets pass or discards it, each with a reason that is kept. */
export default function QuarantinePage(): ReactNode {
  const { department = '' } = useUser();
  const remote = useView(`desk ${department}`, (signal) => desk.show(department, signal));
  const [chosen, setChosen] = useState<Chosen>();
  const done = (): void => {
    setChosen(undefined);
    remote.reload();
  };
  return (
    <div data-testid="page-quarantine">
      <PageHead title="隔离区" note={<span className="as-of-note">内容只保存在本部门接入端，加密存放；未保办只看到件数</span>} />
      <Loaded remote={remote} lines={8}>
        {({ rows, refused, refusedCount, decisions, decided }) => (
          <>
            <Panel title={`待人工核对 ${rows.length} 件`}>
              {rows.length === 0 ? (
                <Nothing text="没有待核对的事件" />
              ) : (
                rows.map((entry) => <EntryCard key={entry.id} entry={entry} choose={setChosen} />)
              )}
            </Panel>
            {refused.length === 0 ? null : (
              <Panel
                title={`枢纽退回 ${refusedCount} 件`}
                extra={`曾在本接入端暂存，转发时被退回；更正后重新报送${refusedCount > refused.length ? `；先列最早的 ${refused.length} 件` : ''}`}
              >
                {refused.map((refusal) => (
                  <RefusalCard key={refusal.id} refusal={refusal} choose={setChosen} />
                ))}
              </Panel>
            )}
            <Panel title="撤回已报送的事件">
              <WithdrawForm department={department} onDone={remote.reload} />
            </Panel>
            <Panel title="处理记录" extra={`共 ${decided} 条，只增不改`}>
              {decisions.length === 0 ? <Nothing text="还没有处理记录" /> : <Decisions decisions={decisions} />}
            </Panel>
          </>
        )}
      </Loaded>
      {chosen === undefined ? null : (
        <DecideDialog department={department} entry={chosen.entry} deed={chosen.deed} onDone={done} onCancel={() => setChosen(undefined)} />
      )}
    </div>
  );
}
