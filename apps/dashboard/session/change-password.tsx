import { App, Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { api } from '../api/client';
import { Brand } from '../shell/brand';
import { PasswordForm } from './password-form';
import { useSession } from './session';

const DONE = '口令已修改，本账号在其他地方的登录均已退出。';

/** After a sign-in with a one-time password: nothing is shown before it is changed. */
export function FirstPassword(): ReactNode {
  const { reload } = useSession();
  const { message } = App.useApp();
  const signOut = (): void => void api.signOut().finally(reload);
  const done = (): void => {
    void message.success(DONE);
    reload();
  };
  return (
    <div className="sign-in" data-testid="first-password">
      <main className="sign-in-sheet">
        <Brand size={44} />
        <h1>请先修改一次性口令</h1>
        <p className="sign-in-note">一次性口令由他人交给您，只能用来设置您自己的口令。修改后请勿告诉任何人，包括系统管理员。</p>
        <PasswordForm
          current="一次性口令"
          onDone={done}
          leave={
            <Button onClick={signOut} data-testid="password-leave">
              退出登录
            </Button>
          }
        />
      </main>
    </div>
  );
}

/** 修改口令, whenever the signed-in person likes to. */
export function PasswordDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  const { message } = App.useApp();
  const done = (): void => {
    void message.success(DONE);
    onClose();
  };
  return (
    <Modal title="修改口令" open={open} onCancel={onClose} footer={null} width={420} mask={{ closable: false }} destroyOnHidden>
      <PasswordForm current="当前口令" onDone={done} leave={<Button onClick={onClose}>取消</Button>} />
    </Modal>
  );
}
