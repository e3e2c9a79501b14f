import { App } from 'antd';
import { createContext, useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { useSession } from '../session/session';
import { DraftStore } from './draft-store';
import { Outbox } from './outbox';

/** What waits is tried again this often even when the browser says nothing. Unit: milliseconds. */
const RETRY_EVERY = 10_000;

const OutboxContext = createContext<Outbox | undefined>(undefined);

/** Keeps drafts under the account's key and sends what is queued as soon as the connection is back, whichever page is open. */
export function OutboxProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { draftKey = '', csrf } = useSession().session;
  const outbox = useMemo(() => new Outbox(new DraftStore(draftKey, window.localStorage, csrf)), [draftKey, csrf]);
  const { notification } = App.useApp();
  useEffect(() => {
    const send = async (): Promise<void> => {
      const refused = await outbox.sendQueued();
      if (refused > 0)
        notification.error({
          key: 'entries-refused',
          title: `${refused} 件填报未被接受，尚未送出`,
          description: '已转为草稿。请打开“填报”，修改后重新提交。',
          duration: 0,
        });
    };
    void outbox.load().then(send);
    const again = (): void => void send();
    const timer = setInterval(again, RETRY_EVERY);
    window.addEventListener('online', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [outbox, notification]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}

/** The outbox with its present drafts and receipts. */
export function useOutbox(): { readonly outbox: Outbox } & ReturnType<Outbox['snapshot']> {
  const outbox = useContext(OutboxContext);
  if (outbox === undefined) throw new Error('useOutbox() outside of <OutboxProvider>');
  return { outbox, ...useSyncExternalStore(outbox.subscribe, outbox.snapshot) };
}
