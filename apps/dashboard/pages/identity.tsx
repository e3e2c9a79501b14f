import { Nothing, PageHead, Panel } from '@lianhu/ui';
import { Button, Segmented } from 'antd';
import { useState, type ReactNode } from 'react';
import { identityDesk, type ReviewList, type ReviewPair, type ReviewVerdict } from '../api/identity-client';
import { CompareFiles } from '../identity/compare-files';
import { MoveDialog } from '../identity/move-dialog';
import { PairDialog } from '../identity/pair-dialog';
import { SayDialog, VERDICTS } from '../identity/say-dialog';
import { Loaded, useView } from '../shell/loaded';

const LISTS: readonly { readonly value: ReviewList; readonly label: string; readonly none: string }[] = [
  { value: 'open', label: '待核对', none: '没有待核对的档案' },
  { value: 'later', label: '暂缓', none: '没有暂缓的档案' },
  { value: 'merged', label: '已合并', none: '没有合并过的档案' },
];

interface Chosen {
  readonly pair: ReviewPair;
  readonly verdict: ReviewVerdict | 'move';
}

/** What somebody said, in words. */
const wordOf = ({ verdict, events }: NonNullable<ReviewPair['first']>): string =>
  events === undefined ? VERDICTS[verdict].title : `移动 ${events.length} 件事件`;

/** What one person has said already, and who has to speak next. */
const FirstWord = ({ first }: Pick<ReviewPair, 'first'>): ReactNode =>
  first === undefined ? null : (
    <span className="tag tag-warn" data-testid="first-word">
      {first.mine ? `您的意见：${wordOf(first)}，等待第二人` : `已有一人意见：${wordOf(first)}，请第二人核对`}
    </span>
  );

const PairCard = ({ pair, choose }: { readonly pair: ReviewPair; readonly choose: (chosen: Chosen) => void }): ReactNode => {
  const verdicts: readonly ReviewVerdict[] = pair.state === 'merged' ? ['split'] : ['same', 'different', 'later'];
  return (
    <div className="card" data-testid="review-pair">
      <div className="card-head">
        <b>相似分 {pair.score}</b>
        <FirstWord first={pair.first} />
      </div>
      <CompareFiles pair={pair} />
      <div className="desk-actions">
        {verdicts.map((verdict) => (
          <Button
            key={verdict}
            danger={verdict === 'split'}
            disabled={pair.first?.mine === true && pair.first.verdict === verdict && pair.first.events === undefined}
            onClick={() => choose({ pair, verdict })}
            data-testid={`say-${verdict}`}
          >
            {VERDICTS[verdict].title}
          </Button>
        ))}
        <Button onClick={() => choose({ pair, verdict: 'move' })} data-testid="say-move">
          移动事件
        </Button>
      </div>
    </div>
  );
};

/** 身份核对: two files that may be one child's, side by side. No machine joins them: two people say the same, each with a reason. */
export default function IdentityPage(): ReactNode {
  const [list, setList] = useState<ReviewList>('open');
  const remote = useView(`identity ${list}`, (signal) => identityDesk.list(list, signal), ['minors'], true);
  const [chosen, setChosen] = useState<Chosen>();
  const [pairing, setPairing] = useState(false);
  const done = (): void => {
    setChosen(undefined);
    setPairing(false);
    remote.reload();
  };
  const none = LISTS.find(({ value }) => value === list)?.none ?? '';
  return (
    <div data-testid="page-identity">
      <PageHead
        title="身份核对"
        note={<span className="as-of-note">分数只用于排序，系统不自动合并；合并与拆分须两人意见一致，意见和理由记入日志</span>}
      />
      <Segmented
        className="compare-lists"
        value={list}
        onChange={setList}
        options={LISTS.map(({ value, label }) => ({ value, label: <span data-testid={`list-${value}`}>{label}</span> }))}
      />
      <Button onClick={() => setPairing(true)} data-testid="pair-files">
        指定两份档案
      </Button>
      <Loaded remote={remote} lines={8}>
        {({ rows, total }) => (
          <Panel title={`共 ${total ?? rows.length} 对`}>
            {rows.length === 0 ? <Nothing text={none} /> : rows.map((pair) => <PairCard key={pair.id} pair={pair} choose={setChosen} />)}
          </Panel>
        )}
      </Loaded>
      {pairing ? <PairDialog onDone={done} onCancel={() => setPairing(false)} /> : null}
      {chosen?.verdict === 'move' ? <MoveDialog pair={chosen.pair} onDone={done} onCancel={() => setChosen(undefined)} /> : null}
      {chosen === undefined || chosen.verdict === 'move' ? null : (
        <SayDialog pair={chosen.pair} verdict={chosen.verdict} onDone={done} onCancel={() => setChosen(undefined)} />
      )}
    </div>
  );
}
