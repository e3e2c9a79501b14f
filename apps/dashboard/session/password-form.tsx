import { FormError } from '@lianhu/ui';
import { Button, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client';
import { explainLine } from '../api/problem';
import { useUser } from './session';

/** As the server asks. Unit: characters. */
const MIN_PASSWORD = 12;
const MAX_PASSWORD = 200;

interface Entry {
  readonly current: string;
  readonly next: string;
  readonly again: string;
}
interface PasswordFormProps {
  /** What the password in force is called here. */
  readonly current: string;
  readonly onDone: () => void;
  /** The way out without a change. */
  readonly leave: ReactNode;
}

/** Changes the own password. What was typed stays in this form and goes nowhere but to the server. */
export function PasswordForm({ current: title, onDone, leave }: PasswordFormProps): ReactNode {
  const { name } = useUser();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = ({ current, next }: Entry): void => {
    setBusy(true);
    setError(undefined);
    api
      .changePassword(current, next)
      .then(onDone, (problem: unknown) => setError(explainLine(problem)))
      .finally(() => setBusy(false));
  };
  return (
    <Form<Entry> layout="vertical" onFinish={submit} requiredMark={false} disabled={busy} data-testid="password-form">
      <input type="text" name="username" autoComplete="username" value={name} readOnly hidden />
      <Form.Item label={title} name="current" rules={[{ required: true, message: `请输入${title}` }]}>
        <Input.Password autoComplete="current-password" autoFocus size="large" maxLength={MAX_PASSWORD} data-testid="password-current" />
      </Form.Item>
      <Form.Item
        label="新口令"
        name="next"
        extra={`至少 ${MIN_PASSWORD} 个字符，不能与账号或原口令相同。`}
        rules={[
          { required: true, message: '请输入新口令' },
          { min: MIN_PASSWORD, message: `新口令至少 ${MIN_PASSWORD} 个字符` },
        ]}
      >
        <Input.Password autoComplete="new-password" size="large" maxLength={MAX_PASSWORD} data-testid="password-next" />
      </Form.Item>
      <Form.Item
        label="再输入一次新口令"
        name="again"
        dependencies={['next']}
        rules={[
          { required: true, message: '请再输入一次新口令' },
          ({ getFieldValue }) => ({
            validator: (_, again: string) =>
              !again || again === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error('两次输入不一致')),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" size="large" maxLength={MAX_PASSWORD} data-testid="password-again" />
      </Form.Item>
      <FormError error={error} />
      <div className="password-buttons">
        {leave}
        <Button type="primary" htmlType="submit" loading={busy} data-testid="password-submit">
          修改口令
        </Button>
      </div>
    </Form>
  );
}
