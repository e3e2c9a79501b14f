import { createContext, useContext, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react';
import { useSession } from '../session/session';
import { DraftStore } from './draft-store';
import { Outbox } from './outbox';

/** What waits is tried again this often even when the browser says nothing. Unit: milliseconds. */
const RETRY_EVERY = 10_000;

const OutboxContext = createContext<Outbox | undefined>(undefined);

/** Keeps drafts under the account's key and sends what is queued as soon as the connection is back, whichever page is open. */
export function OutboxProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { draftKey = '' } = useSession().session;
  const outbox = useMemo(() => new Outbox(new DraftStore(draftKey, window.localStorage)), [draftKey]);
  useEffect(() => {
    const send = (): void => void outbox.sendQueued();
    void outbox.load().then(send);
    const timer = setInterval(send, RETRY_EVERY);
    window.addEventListener('online', send);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', send);
    };
  }, [outbox]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}

/** The outbox with its present drafts and receipts. */
export function useOutbox(): { readonly outbox: Outbox } & ReturnType<Outbox['snapshot']> {
  const outbox = useContext(OutboxContext);
  if (outbox === undefined) throw new Error('useOutbox() outside of <OutboxProvider>');
  return { outbox, ...useSyncExternalStore(outbox.subscribe, outbox.snapshot) };
}
