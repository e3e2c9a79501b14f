import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent, type ReactNode } from 'react';

/** Fired after `navigate`, because the browser tells only of going back and forward. */
const MOVED = 'lianhu:moved';

const subscribe = (notify: () => void): (() => void) => {
  window.addEventListener('popstate', notify);
  window.addEventListener(MOVED, notify);
  return () => {
    window.removeEventListener('popstate', notify);
    window.removeEventListener(MOVED, notify);
  };
};

/** Where the reader is: path without trailing slash, and query. Personal data never stands here. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}
export function usePlace(): Place {
  const address = useSyncExternalStore(subscribe, () => window.location.pathname + window.location.search);
  const url = new URL(address, window.location.origin);
  return { path: url.pathname.replace(/(.)\/+$/, '$1'), query: url.searchParams };
}

/** Goes to another page of the dashboard; `replace` leaves no step to go back to. */
export function navigate(to: string, replace = false): void {
  // A link inside a row that opens as well asks twice for the same page: one step back must be enough.
  const there = to === window.location.pathname + window.location.search;
  window.history[replace || there ? 'replaceState' : 'pushState'](null, '', to);
  window.dispatchEvent(new Event(MOVED));
  if (!replace) window.scrollTo(0, 0);
}

/** Changes some members of the query and keeps the others; empty ones go. */
export function setQuery(changes: Readonly<Record<string, string | undefined>>): void {
  const url = new URL(window.location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  navigate(url.pathname + url.search, true);
}

/** A real link (new tab, copy address) that stays inside the page on a plain click. */
export function Link({ href, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }): ReactNode {
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    rest.onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(href);
  };
  return <a {...rest} href={href} onClick={follow} />;
}
