import { Alert, Button, Form, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client';
import { explainLine } from '../api/problem';
import { Brand } from '../shell/brand';
import { LoadingBanner } from './loading-banner';
import { useSession } from './session';

interface Entry {
  readonly name: string;
  readonly password: string;
}

/** The sign-in page. The session is a cookie that scripts cannot read; nothing is kept in the browser's storage. */
export function SignIn(): ReactNode {
  const { session, reload } = useSession();
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = ({ name, password }: Entry): void => {
    setBusy(true);
    setError(undefined);
    api
      .signIn(name.trim(), password)
      .then(reload, (problem: unknown) => setError(explainLine(problem)))
      .finally(() => setBusy(false));
  };
  return (
    <div className="sign-in" data-testid="sign-in">
      <LoadingBanner />
      <main className="sign-in-sheet">
        <Brand size={44} />
        <h1>{session.areaName ?? ''}未成年人保护信息共享枢纽</h1>
        <p className="sign-in-note">本系统涉及未成年人个人信息。请使用本人账号登录，每一次查阅均留有记录。</p>
        {error === undefined ? null : <Alert type="error" showIcon title={error} role="alert" className="sign-in-error" />}
        <Form<Entry> layout="vertical" onFinish={submit} requiredMark={false} disabled={busy}>
          <Form.Item label="账号" name="name" rules={[{ required: true, whitespace: true, message: '请输入账号' }]}>
            <Input autoComplete="username" autoFocus size="large" maxLength={80} data-testid="sign-in-name" />
          </Form.Item>
          <Form.Item label="口令" name="password" rules={[{ required: true, message: '请输入口令' }]}>
            <Input.Password autoComplete="current-password" size="large" maxLength={200} data-testid="sign-in-password" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={busy} data-testid="sign-in-submit">
            登录
          </Button>
        </Form>
        {session.demonstration === true ? <p className="sign-in-demo">演示数据：人员、事件均为虚构。演示账号与口令见启动本系统的终端窗口。</p> : null}
      </main>
    </div>
  );
}
