import { useRemote, type Remote } from '@lianhu/ui';
import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';
import { api, attachSession } from '../api/client';
import type { Session, SessionUser } from '../api/types';
import { useLiveStream } from '../api/live';

/** Unit: milliseconds; progress of the loading county moves visibly at this pace. */
const LOADING_POLL = 1_500;

interface SessionState {
  readonly session: Session;
  readonly reload: () => void;
  /** Whether the stream of hints stands. */
  readonly live: boolean;
  readonly purposeOpen: boolean;
  readonly setPurposeOpen: (open: boolean) => void;
  /** Rises with every change of purpose, so that pages read anew. */
  readonly epoch: number;
}
const SessionContext = createContext<SessionState | undefined>(undefined);

/** Who is signed in and why he reads. */
export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (state === undefined) throw new Error('useSession() outside of <SessionProvider>');
  return state;
}
/** The signed-in person; pages are only mounted when there is one. */
export const useUser = (): SessionUser => useSession().session.user ?? { name: '', role: '' };

/** True when reading has to wait until a purpose is chosen. */
export const needsPurpose = (session: Session): boolean => session.signedIn && session.purpose === undefined && (session.purposes?.length ?? 0) > 0;

/** Fetches the session, keeps it fresh while data load, and tells the client of its token and purpose. */
export function SessionProvider({
  children,
  splash,
}: {
  readonly children: ReactNode;
  readonly splash: (remote: Remote<Session>) => ReactNode;
}): ReactNode {
  const remote = useRemote('session', (signal) => api.session(signal));
  const { data: session, reload } = remote;
  const [asked, setAsked] = useState(false);
  const loading = session?.loading?.state === 'loading';
  const [attached, setAttached] = useState<Session>();

  const refused = useCallback(
    ({ status, code }: { status: number; code: string }) => {
      if (status === 401 && code !== 'sign-in-failed') reload();
      if (code === 'csrf-token-missing' || code === 'password-change-required') reload();
      if (code === 'purpose-required') setAsked(true);
    },
    [reload],
  );
  useEffect(() => {
    if (session === undefined) return;
    attachSession(session, refused);
    setAttached(session);
  }, [session, refused]);
  useEffect(() => {
    if (!loading) return undefined;
    const timer = setTimeout(reload, LOADING_POLL);
    return () => clearTimeout(timer);
  }, [loading, session, reload]);

  const reading = attached?.signedIn === true && attached.oneTimePassword !== true && !needsPurpose(attached);
  const live = useLiveStream(reading, attached?.purpose, reload);
  if (attached === undefined) return splash(remote);
  const state = { session: attached, reload, live, purposeOpen: asked || needsPurpose(attached), setPurposeOpen: setAsked };
  return <Epoch state={state}>{children}</Epoch>;
}

function Epoch({ state, children }: { readonly state: Omit<SessionState, 'epoch'>; readonly children: ReactNode }): ReactNode {
  const [held, setHeld] = useState({ purpose: state.session.purpose, epoch: 0 });
  if (held.purpose !== state.session.purpose) setHeld({ purpose: state.session.purpose, epoch: held.epoch + 1 });
  return <SessionContext value={{ ...state, epoch: held.epoch }}>{children}</SessionContext>;
}
