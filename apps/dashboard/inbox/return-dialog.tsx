import { Modal, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { RETURNS } from '../words/titles';

interface Props {
  readonly onReturn: (reason: string) => void;
  readonly onCancel: () => void;
}

/** 退回: only with a reason. */
export function ReturnDialog({ onReturn, onCancel }: Props): ReactNode {
  const [reason, setReason] = useState<string>();
  return (
    <Modal
      open
      title="退回通知"
      okText="确认退回"
      cancelText="取消"
      onOk={() => reason !== undefined && onReturn(reason)}
      onCancel={onCancel}
      okButtonProps={{ disabled: reason === undefined, 'data-testid': 'return-ok' }}
    >
      <Radio.Group className="verdict-list" value={reason} onChange={({ target }) => setReason(String(target.value))} data-testid="return-reason">
        {RETURNS.map(([code, title]) => (
          <Radio key={code} value={code} data-testid={`reason-${code}`}>
            {title}
          </Radio>
        ))}
      </Radio.Group>
    </Modal>
  );
}
