import { Facts, Icon, moment, Panel } from '@lianhu/ui';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { Sent } from './outbox';

const STATES: Readonly<Record<string, string>> = {
  stored: '已由本部门前置服务收下，枢纽恢复后自动入库；回执请稍后在前置服务查询。',
  quarantined: '已收下，有一项须由本部门数据专员核对后入库。',
};

/** What proves that an event was taken: its number in the log and its hash. It names no child. */
export function ReceiptPanel({ sent }: { readonly sent: Sent }): ReactNode {
  const { entry, answer } = sent;
  const { position, recordedAt, leafHash, state } = answer;
  return (
    <Panel
      title={state === undefined ? '已入库' : '已收下'}
      testId="receipt"
      className="receipt"
      extra={
        <Button size="small" className="no-print" icon={<Icon name="print" size={14} />} onClick={() => window.print()} data-testid="print-receipt">
          打印回执
        </Button>
      }
    >
      {state === undefined ? null : <p>{STATES[state]}</p>}
      <Facts
        items={[
          ['事件', entry.title],
          ['回执编号', position === undefined ? '—' : <b data-testid="receipt-number">{String(position)}</b>],
          ['入库时间', recordedAt === undefined ? '—' : moment(recordedAt)],
          ['事件编号', <code key="id">{entry.id}</code>],
          ['核验散列', leafHash === undefined ? '—' : <code key="hash">{leafHash}</code>],
        ]}
      />
    </Panel>
  );
}
