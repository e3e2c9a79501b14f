import { Alert, App, Button, Modal, Radio } from 'antd';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client';
import { explainLine } from '../api/problem';
import { PURPOSE_HINTS } from '../words/titles';
import { needsPurpose, useSession } from './session';

/** Asks once a session why the reader reads; what he reads is recorded under it. */
export function PurposeDialog(): ReactNode {
  const { session, reload, purposeOpen, setPurposeOpen } = useSession();
  const { message } = App.useApp();
  const purposes = session.purposes ?? [];
  const [chosen, setChosen] = useState(session.purpose);
  const [busy, setBusy] = useState(false);
  const must = needsPurpose(session);
  const signOut = (): void => void api.signOut().finally(reload);
  const choose = (): void => {
    if (chosen === undefined) return;
    setBusy(true);
    api
      .choosePurpose(chosen)
      .then(
        () => {
          setPurposeOpen(false);
          reload();
        },
        (problem: unknown) => void message.error(explainLine(problem)),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Modal
      title="请选择本次查阅目的"
      open={purposeOpen}
      closable={!must}
      mask={{ closable: false }}
      keyboard={!must}
      onCancel={() => setPurposeOpen(false)}
      width={520}
      footer={[
        must ? (
          <Button key="leave" onClick={signOut}>
            退出登录
          </Button>
        ) : (
          <Button key="cancel" onClick={() => setPurposeOpen(false)}>
            取消
          </Button>
        ),
        <Button key="ok" type="primary" loading={busy} disabled={chosen === undefined} onClick={choose} data-testid="purpose-ok">
          确定
        </Button>,
      ]}
    >
      <div data-testid="purpose-dialog">
        {purposes.length === 0 ? <Alert type="warning" title="您的岗位没有可用的查阅目的，请联系未保办。" /> : null}
        <p className="purpose-note">查阅目的随每一次查阅一并记录，可供审计。办理其他事项时请先更换。</p>
        <Radio.Group className="purpose-list" value={chosen} onChange={(event) => setChosen(event.target.value as string)} aria-label="查阅目的">
          {purposes.map(({ code, title }) => (
            <Radio key={code} value={code} data-testid={`purpose-${code}`}>
              <b>{title}</b>
              <span>{PURPOSE_HINTS[code] ?? ''}</span>
            </Radio>
          ))}
        </Radio.Group>
      </div>
    </Modal>
  );
}
