import { Facts, moment, Nothing, Panel, Records, useRemote, When } from '@lianhu/ui';
import { Button, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { useTypeTitles } from '../catalogue/use-type-titles';
import { useUser } from '../session/session';
import { Loaded, useView } from '../shell/loaded';
import { hasPage } from '../shell/menu';
import { Link, setQuery, usePlace } from '../shell/router';
import { pushes, type Pushed } from './pushes-client';

type Titled = Pushed & { readonly title: string };

const ReceiptLink = ({ position }: Pushed): ReactNode => (
  <Link href={`/home?receipt=${position}`} data-testid="push-receipt">
    № {position}
  </Link>
);
const COLUMNS: TableColumnsType<Titled> = [
  { title: '事件', key: 'title', render: (_, { title }) => title },
  { title: '状态', key: 'state', render: () => <span className="good">已入日志</span> },
  { title: '回执', key: 'receipt', render: (_, push) => <ReceiptLink {...push} /> },
  { title: '入库', key: 'at', render: (_, { recordedAt }) => <When at={recordedAt} /> },
];
const card = (push: Titled): ReactNode => (
  <div className="card">
    <div className="card-head">
      <b>{push.title}</b>
      <span className="good">已入日志</span>
    </div>
    <div className="quiet">
      <ReceiptLink {...push} /> <When at={push.recordedAt} />
    </div>
  </div>
);

/** 最近报送: the department's newest events with their receipts; what waits for a person has its own list. */
export function LatestPushes({ department, waiting }: { readonly department: string; readonly waiting: number }): ReactNode {
  const { role } = useUser();
  const titleOf = useTypeTitles();
  const receipt = Number(usePlace().query.get('receipt') ?? 0);
  const remote = useView(`home-latest ${department}`, (signal) => pushes.latest(department, signal), ['departments']);
  return (
    <>
      <Panel title="最近报送" testId="home-latest">
        {waiting === 0 || !hasPage(role, 'quarantine') ? null : (
          <p>
            <Link href="/quarantine">{waiting} 件待核对</Link>，核对后入日志
          </p>
        )}
        <Loaded remote={remote} lines={5}>
          {(rows) => (
            <Records
              rows={rows.map((push) => ({ ...push, title: titleOf(push.type) }))}
              columns={COLUMNS}
              rowKey={({ position }) => String(position)}
              card={card}
              empty="近期没有报送"
              testId="latest"
            />
          )}
        </Loaded>
      </Panel>
      {receipt > 0 ? <OneReceipt key={receipt} department={department} position={receipt} /> : null}
    </>
  );
}

/** One receipt: where the event stands, and the proof that it does. It names no child. */
function OneReceipt({ department, position }: { readonly department: string; readonly position: number }): ReactNode {
  const titleOf = useTypeTitles();
  const remote = useRemote(`receipt ${department} ${position}`, (signal) => pushes.one(department, position, signal).then((found) => ({ found })));
  return (
    <Panel
      title={`回执 № ${position}`}
      testId="home-receipt"
      extra={
        <Button size="small" onClick={() => setQuery({ receipt: undefined })} data-testid="receipt-close">
          收起
        </Button>
      }
    >
      <Loaded remote={remote} lines={4}>
        {({ found }) =>
          found === undefined ? (
            <Nothing text="没有这份回执，或不是本单位的" />
          ) : (
            <Facts
              items={[
                ['事件', titleOf(found.type)],
                ['事件编号', found.id === undefined ? '限制知悉，不显示' : <code key="id">{found.id}</code>],
                ['来源系统', <code key="source">{found.source}</code>],
                ['发生时间', moment(found.time)],
                ['入库时间', moment(found.recordedAt)],
                [
                  '存在证明',
                  <a key="proof" href={`/api/log/proofs/inclusion?position=${position}`} download={`receipt-${position}.json`}>
                    下载（JSON）
                  </a>,
                ],
              ]}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}
