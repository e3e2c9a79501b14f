import { useEffect, useEffectEvent, useState } from 'react';
import { queryOf } from './client';

/** Several hints in a row are one refetch. Unit: milliseconds. */
const GATHER = 400;
/** While the stream is broken the pages ask by themselves. Unit: milliseconds. */
const POLL = 30_000;
/** A stream that the server refused is opened again after this, if the session still stands then. Unit: milliseconds. */
const REOPEN = 10_000;

type Listener = (view: string) => void;
const listeners = new Set<Listener>();
const tell = (view: string): void => listeners.forEach((listener) => listener(view));

/** The view that a hint names; anything unreadable counts as "all". */
function viewOf(data: string): string {
  try {
    const hint: unknown = JSON.parse(data);
    return typeof hint === 'object' && hint !== null && 'view' in hint && typeof hint.view === 'string' ? hint.view : '*';
  } catch {
    return '*';
  }
}

/**
 * Keeps one stream of hints open as long as somebody reads with a purpose; says whether it stands. The server ends it when the session
 * has ended and refuses the next one: then `onRefused` looks whether anybody is still signed in.
 */
export function useLiveStream(active: boolean, purpose: string | undefined, onRefused: () => void): boolean {
  const [open, setOpen] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const refused = useEffectEvent(onRefused);
  useEffect(() => {
    if (!active) return undefined;
    let missed = attempt > 0;
    const source = new EventSource(`/api/views/live${queryOf({ purpose })}`);
    const hint = (event: MessageEvent<string>): void => tell(viewOf(event.data));
    let reopen: ReturnType<typeof setTimeout> | undefined;
    source.onopen = () => {
      setOpen(true);
      // What changed while there was no stream was hinted to nobody.
      if (missed) tell('*');
      missed = false;
    };
    source.onmessage = hint;
    source.addEventListener('hint', hint);
    source.onerror = () => {
      setOpen(false);
      missed = true;
      if (source.readyState !== EventSource.CLOSED) return;
      reopen = setTimeout(() => setAttempt((value) => value + 1), REOPEN);
      refused();
    };
    const poll = setInterval(() => source.readyState !== EventSource.OPEN && tell('*'), POLL);
    return () => {
      source.close();
      clearInterval(poll);
      clearTimeout(reopen);
      setOpen(false);
    };
  }, [active, purpose, attempt]);
  return active && open;
}

/** Calls `refetch` soon after a hint about one of `views`, at once for many hints; waits while the page is hidden. */
export function useLive(views: readonly string[], refetch: () => void): void {
  const run = useEffectEvent(refetch);
  const concerned = useEffectEvent((view: string) => view === '*' || views.includes(view));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let missed = false;
    const fire = (): void => {
      timer = undefined;
      missed = document.hidden;
      if (!missed) run();
    };
    const listener: Listener = (view) => {
      if (concerned(view)) timer ??= setTimeout(fire, GATHER);
    };
    const shown = (): void => {
      if (!document.hidden && missed) fire();
    };
    listeners.add(listener);
    document.addEventListener('visibilitychange', shown);
    return () => {
      clearTimeout(timer);
      listeners.delete(listener);
      document.removeEventListener('visibilitychange', shown);
    };
  }, []);
}
