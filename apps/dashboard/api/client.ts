import { ApiProblem, problemFrom } from './problem';
import type { Alert, CloseAlert, DepartmentRow, Minor, MinorFile, MinorPart, Notice, NoticeCommand, Overview, Rows, Session, Town } from './types';

/** A file of a real export stays far below; beyond this the browser should not hold it. Unit: bytes. */
export const MAX_UPLOAD_BYTES = 512 * 1024 * 1024;

/** What goes with every request of this session; the session itself is a cookie that scripts cannot read. */
const standing: { csrf?: string; purpose?: string; edgesApart?: boolean; user?: string; onRefused?: (problem: ApiProblem) => void } = {};

/** Tells the client what the session says, and whom to tell when it has ended or lacks a purpose. */
export function attachSession(session: Session, onRefused: (problem: ApiProblem) => void): void {
  standing.csrf = session.csrf;
  standing.purpose = session.purpose;
  standing.edgesApart = session.edgesApart;
  if (standing.user !== session.user?.name) ticket = undefined;
  standing.user = session.user?.name;
  standing.onRefused = onRefused;
}

interface Ask {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly json?: unknown;
  readonly body?: Blob | FormData;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

function headersOf({ method = 'GET', json, headers }: Ask): Record<string, string> {
  return {
    'Accept-Language': 'zh-CN',
    ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(standing.purpose === undefined ? {} : { Purpose: standing.purpose }),
    ...(method === 'GET' || standing.csrf === undefined ? {} : { 'X-CSRF-Token': standing.csrf }),
    ...headers,
  };
}

/** What the session is worth at the edge of the own department, where edges run apart from the monitor. */
let ticket: { readonly token: Promise<string>; readonly until: number } | undefined;
/** A ticket is renewed so long before it ends. Unit: milliseconds. */
const RENEW_BEFORE = 60_000;
/** Notices to departments are a view, and the office's tables go to its own desk: the monitor answers them itself. */
const atEdge = (path: string): boolean =>
  /^\/api\/(departments|jobs)\//.test(path) && !/^\/api\/(departments\/([a-z-]+\/inbox|hub\/)|jobs\/job-hub-)/.test(path);

async function ticketFor(path: string): Promise<Record<string, string>> {
  if (standing.edgesApart !== true || !atEdge(path)) return {};
  if (ticket === undefined || ticket.until < Date.now()) {
    const got = askJson<{ readonly token: string; readonly expiresIn: number }>('/api/session/token', { method: 'POST' });
    const mine = { token: got.then(({ token }) => token), until: Date.now() + RENEW_BEFORE };
    ticket = mine;
    got.then(
      ({ expiresIn }) => ticket === mine && (ticket = { ...mine, until: Date.now() + expiresIn * 1000 - RENEW_BEFORE }),
      () => ticket === mine && (ticket = undefined),
    );
  }
  return { Authorization: `Bearer ${await ticket.token}` };
}

/** One request; throws an ApiProblem for everything but 2xx. */
export async function ask(path: string, request: Ask = {}): Promise<Response> {
  const { method = 'GET', json, body, signal } = request;
  const proof = await ticketFor(path);
  const response = await fetch(path, {
    method,
    headers: { ...headersOf(request), ...proof },
    body: json === undefined ? body : JSON.stringify(json),
    credentials: 'same-origin',
    cache: 'no-store',
    signal,
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new ApiProblem(0, 'unreachable', '无法连接服务器');
  });
  if (response.ok) return response;
  if (response.status === 401) ticket = undefined;
  const problem = await problemFrom(response);
  standing.onRefused?.(problem);
  throw problem;
}

/** One request whose answer is JSON; an empty answer is `undefined`. */
export async function askJson<T>(path: string, request: Ask = {}): Promise<T> {
  const response = await ask(path, { ...request, headers: { Accept: 'application/json', ...request.headers } });
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** A query string without empty members. */
export function queryOf(filters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value !== undefined && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** The rows of a view; an answer that is a bare list is understood too. */
async function rowsOf<R>(path: string, signal: AbortSignal): Promise<Rows<R>> {
  const answer = await askJson<Rows<R> | readonly R[]>(path, { signal });
  return 'rows' in answer ? answer : { rows: answer };
}

export type MinorFilters = Readonly<{ town?: string; category?: string; alertLevel?: string; unmatched?: string; page: number; size: number }>;
/** State filter: open or acknowledged. */
export const UNCLOSED = 'unclosed';
export type AlertFilters = Readonly<{ state?: string; level?: string; town?: string; overdue?: boolean; page?: number; size?: number }>;

export type InboxFilters = Readonly<{ state?: string; urgent?: boolean; overdue?: boolean; page?: number; size?: number }>;
/** A department's inbox, or that of the office, a town or a village. */
const inboxOf = (department: string | undefined): string =>
  department === undefined ? '/api/views/inbox' : `/api/departments/${encodeURIComponent(department)}/inbox`;

/** The routes that the everyday pages use. */
export const api = {
  session: (signal?: AbortSignal) => askJson<Session>('/api/session', { signal }),
  signIn: (name: string, password: string) => askJson<unknown>('/api/session', { method: 'POST', json: { name, password } }),
  changePassword: (current: string, next: string) => askJson<unknown>('/api/session/password', { method: 'POST', json: { current, next } }),
  choosePurpose: (purpose: string) => askJson<unknown>('/api/session/purpose', { method: 'POST', json: { purpose } }),
  signOut: () => askJson<unknown>('/api/session', { method: 'DELETE' }),
  overview: (signal: AbortSignal) => rowsOf<Overview>('/api/views/overview', signal),
  towns: (signal: AbortSignal) => rowsOf<Town>('/api/views/towns', signal),
  departments: (signal: AbortSignal) => rowsOf<DepartmentRow>('/api/views/departments', signal),
  minors: (filters: MinorFilters, signal: AbortSignal) => rowsOf<Minor>(`/api/views/minors${queryOf(filters)}`, signal),
  minor: (minorRef: string, part: MinorPart, signal: AbortSignal) =>
    askJson<MinorFile>(`/api/views/minors/${encodeURIComponent(minorRef)}${queryOf({ ...part })}`, { signal }),
  alerts: (filters: AlertFilters, signal: AbortSignal) => rowsOf<Alert>(`/api/views/alerts${queryOf(filters)}`, signal),
  acknowledgeAlert: (alert: string, version?: number) => command('alert', 'acknowledge', { alert }, version),
  inbox: (department: string | undefined, filters: InboxFilters, signal: AbortSignal) =>
    rowsOf<Notice>(`${inboxOf(department)}${queryOf(filters)}`, signal),
  answerNotice: (department: string | undefined, notice: string, name: NoticeCommand, reason?: string) =>
    askJson<unknown>(`${inboxOf(department)}/${encodeURIComponent(notice)}/${name}`, {
      method: 'POST',
      json: reason === undefined ? {} : { reason },
    }),
  closeAlert: (close: CloseAlert, version?: number) => command('alert', 'close', close, version),
};

/** Sends a command; the version seen goes along so that nobody overwrites what he has not read. */
const command = (process: string, name: string, json: object, version?: number): Promise<unknown> =>
  askJson<unknown>(`/api/processes/${process}/commands/${name}`, {
    method: 'POST',
    json,
    headers: version === undefined ? {} : { 'If-Match': String(version) },
  });

/** Fetches a file and hands it to the browser to keep; refusals are errors, never a saved error page. */
export async function download(path: string, fileName: string, request: Ask = {}): Promise<void> {
  const blob = await (await ask(path, request)).blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000); // ms; long enough for the browser to begin
}
