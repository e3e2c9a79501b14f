import { App, Button, Form, Input, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { desk } from '../api/desk-client';
import { explainLine } from '../api/problem';
import { CORRECTION_REASONS, correctionReason } from '../words/titles';

interface Values {
  readonly id: string;
  readonly reason: string;
  readonly why: string;
}

/** Takes an event back that the department has sent: by the id that its own system gave it. */
export function WithdrawForm({ department, onDone }: { readonly department: string; readonly onDone: () => void }): ReactNode {
  const [form] = Form.useForm<Values>();
  const [busy, setBusy] = useState(false);
  const { message } = App.useApp();
  const submit = (values: Values): void => {
    setBusy(true);
    desk
      .withdraw(department, values)
      .then(
        () => {
          void message.success('已撤回，原事件保留在日志中，不再计入');
          form.resetFields();
          onDone();
        },
        (problem: unknown) => void message.error(explainLine(problem)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Form<Values> form={form} layout="vertical" onFinish={submit} disabled={busy} data-testid="withdraw">
      <p className="quiet">撤回后不能恢复；内容有误但事项属实的，请由本部门业务系统报送更正件（corrects 填原事件编号）。</p>
      <div className="form-pair">
        <Form.Item label="事件编号" name="id" rules={[{ required: true, whitespace: true, message: '请填写本部门系统的事件编号' }]}>
          <Input maxLength={128} data-testid="withdraw-id" />
        </Form.Item>
        <Form.Item label="更正原因" name="reason" rules={[{ required: true, message: '请选择原因' }]}>
          <Select options={CORRECTION_REASONS.map((value) => ({ value, label: correctionReason(value) }))} data-testid="withdraw-reason" />
        </Form.Item>
      </div>
      <Form.Item label="说明" name="why" rules={[{ required: true, whitespace: true, message: '请写明原因' }]}>
        <Input maxLength={500} data-testid="withdraw-why" />
      </Form.Item>
      <Button htmlType="submit" danger loading={busy} data-testid="withdraw-ok">
        撤回
      </Button>
    </Form>
  );
}
