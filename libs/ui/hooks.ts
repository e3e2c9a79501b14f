import { useCallback, useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';

/** Below this the pages show cards and a bottom bar. Unit: CSS pixels; Ant Design's `md`. */
const NARROW = '(max-width: 767px)';
/** Relative times need no finer grain. Unit: milliseconds. */
const TICK = 20_000;

const subscribeNarrow = (notify: () => void): (() => void) => {
  const query = window.matchMedia(NARROW);
  query.addEventListener('change', notify);
  return () => query.removeEventListener('change', notify);
};

/** True on a telephone: cards instead of wide tables. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribeNarrow, () => window.matchMedia(NARROW).matches);

/** The present moment, renewed often enough for relative times. Unit: milliseconds since 1970. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** What is known of something that has to be fetched. `data` stays while it is fetched again. */
export interface Remote<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
}

interface Held<T> {
  readonly key?: string;
  readonly data?: T;
  readonly error?: unknown;
}

/** Fetches when `key` changes and on `reload`. With `keep` the old data stay in sight until those of the new key are here (paging). */
export function useRemote<T>(key: string, load: (signal: AbortSignal) => Promise<T>, keep = false): Remote<T> {
  const [held, setHeld] = useState<Held<T>>({});
  const [round, setRound] = useState(0);
  const fetchNow = useEffectEvent(load);
  useEffect(() => {
    const abort = new AbortController();
    fetchNow(abort.signal).then(
      (data) => {
        if (!abort.signal.aborted) setHeld({ key, data });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setHeld((old) => (old.key === key ? { ...old, error } : { key, error }));
      },
    );
    return () => abort.abort();
  }, [key, round]);
  const reload = useCallback(() => setRound((value) => value + 1), []);
  const current = held.key === key;
  return { data: current || keep ? held.data : undefined, error: current ? held.error : undefined, loading: !current, reload };
}
