import { askJson, download, queryOf } from './client';

/** A view or sum that can be replayed. */
export interface Replayable {
  readonly name: string;
  readonly version: number;
  /** minor, alert, department, or sum. */
  readonly of: string;
  readonly over?: string;
}
/** A version of a closed quarter, and the position that it is counted to. */
export interface QuarterVersion {
  readonly version: number;
  readonly position: number;
}
/** A closed quarter with its versions, in order. */
export interface ReplayableQuarter {
  readonly quarter: string;
  readonly versions: readonly QuarterVersion[];
}
/** What was asked for. */
export interface Asked {
  readonly view?: string;
  readonly subject?: string;
  readonly report?: string;
  /** Of a report. */
  readonly version?: number;
  readonly asOf?: string | number;
  readonly compareWith?: string | number;
}
/** An event that lies between two moments. */
export interface ReplayEvent {
  readonly position: number;
  readonly type: string;
  readonly time: string;
  readonly department: string;
}
/** A row of one moment, or what happened to a row between two. */
export interface ReplayRow {
  readonly key: string;
  readonly row?: Readonly<Record<string, unknown>>;
  readonly change?: 'added' | 'removed' | 'changed';
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly fields?: readonly string[];
  readonly events?: { readonly count: number; readonly newest: readonly ReplayEvent[] };
}
export type Manifest = Readonly<Record<string, unknown>>;
export interface ReplayJob {
  readonly id: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly percent: number;
  readonly asked: Asked;
  readonly error?: string;
  readonly detail?: string;
  readonly manifest?: Manifest;
  /** Whether a report is the one that was closed or restated, by the hash in the log. */
  readonly equal?: boolean;
  readonly rows?: readonly ReplayRow[];
  readonly total?: number;
}
/** A whole line of the log. */
export interface LogLine {
  readonly claim?: Readonly<Record<string, unknown>> & { readonly data?: Readonly<Record<string, unknown>> };
  readonly stamp?: { readonly position?: number; readonly recordedAt?: string; readonly level?: string };
  readonly bound?: Readonly<Record<string, unknown>>;
}

const path = (id: string): string => `/api/audit/replays/${encodeURIComponent(id)}`;

/** The routes that auditors replay by. */
export const replays = {
  list: (signal: AbortSignal) =>
    askJson<{ readonly views: readonly Replayable[]; readonly quarters: readonly ReplayableQuarter[]; readonly jobs: readonly ReplayJob[] }>(
      '/api/audit/replays',
      { signal },
    ),
  start: (asked: Asked) => askJson<ReplayJob>('/api/audit/replays', { method: 'POST', json: asked }),
  state: (id: string, signal: AbortSignal) => askJson<ReplayJob>(`${path(id)}${queryOf({ size: 0 })}`, { signal }),
  page: (id: string, page: number, size: number, signal: AbortSignal) => askJson<ReplayJob>(`${path(id)}${queryOf({ page, size })}`, { signal }),
  save: (id: string, fileName: string) => download(path(id), fileName, { headers: { Accept: 'application/x-ndjson' } }),
  /** The line at a position; reading it is recorded. */
  line: async (position: number, signal: AbortSignal): Promise<LogLine | undefined> =>
    (await askJson<{ readonly lines: readonly LogLine[] }>(`/api/log/events${queryOf({ after: position - 1, limit: 1 })}`, { signal })).lines[0],
};

/** Hands a text to the browser to keep. */
export function saveText(text: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000); // ms; long enough for the browser to begin
}
