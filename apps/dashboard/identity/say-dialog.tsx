import { FormError } from '@lianhu/ui';
import { Form, Input, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { identityDesk, type ReviewPair, type ReviewVerdict } from '../api/identity-client';
import { explainLine } from '../api/problem';

/** Unit: characters; the limit of the event's own field. */
export const MAX_REASON = 500;

/** What each verdict is called, and what it does. */
export const VERDICTS: Readonly<Record<ReviewVerdict, { readonly title: string; readonly hint: string }>> = {
  same: { title: '同一人', hint: '两人意见一致后合并：两份档案的事件合为一份，预警重新研判；原始记录不变，可以拆分。' },
  different: { title: '不同人', hint: '两人意见一致后不再提示这两份档案。' },
  later: { title: '暂缓', hint: '移到“暂缓”，核实后再定。' },
  split: { title: '拆分', hint: '两人意见一致后拆回两份档案：各自的事件回到各自名下，因合并产生的预警撤销。' },
};

interface Props {
  readonly pair: ReviewPair;
  readonly verdict: ReviewVerdict;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Asks for the reason; it goes into the log with the name of who says it. */
export function SayDialog({ pair, verdict, onDone, onCancel }: Props): ReactNode {
  const [form] = Form.useForm<{ readonly reason: string }>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const { title, hint } = VERDICTS[verdict];
  const submit = ({ reason }: { readonly reason: string }): void => {
    setBusy(true);
    setError(undefined);
    identityDesk
      .say(pair.id, verdict, reason.trim())
      .then(onDone, (problem: unknown) => setError(explainLine(problem)))
      .finally(() => setBusy(false));
  };
  return (
    <Modal
      open
      title={`${title}：${pair.files.map(({ name }) => name ?? '—').join(' / ')}`}
      okText={`确认：${title}`}
      cancelText="取消"
      onOk={form.submit}
      onCancel={onCancel}
      confirmLoading={busy}
      okButtonProps={{ 'data-testid': 'say-ok', danger: verdict === 'split' }}
    >
      <p className="quiet" data-testid="say-dialog">
        {hint}
      </p>
      <Form form={form} layout="vertical" onFinish={submit} disabled={busy}>
        <Form.Item label="理由" name="reason" rules={[{ required: true, whitespace: true, message: '请写明理由' }]}>
          <Input.TextArea rows={2} maxLength={MAX_REASON} showCount data-testid="reason" />
        </Form.Item>
      </Form>
      <FormError error={error} />
    </Modal>
  );
}
