import { askJson, download, queryOf } from './client';
import type { Access, BoardEntry, Cell, CountBoard, Frozen, LogHead, Quarter, Replay, Report, Verified } from './report-types';
import type { Evidence } from './types';

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;
/** The list in an answer that is a list or wraps one. */
function listIn<T>(answer: unknown, ...names: readonly string[]): readonly T[] {
  if (Array.isArray(answer)) return answer as T[];
  const found = isLoose(answer) ? names.map((name) => answer[name]).find(Array.isArray) : undefined;
  return (found ?? []) as T[];
}

/** One event behind a cell, as far as the reader may see it. */
export type CellEvent = Evidence & { readonly minorRef?: string; readonly name?: string };

export const reports = {
  quarters: async (signal: AbortSignal): Promise<readonly Quarter[]> =>
    listIn<Quarter>(await askJson<unknown>('/api/reports/quarterly', { signal }), 'quarters', 'rows'),
  quarter: (quarter: string, signal?: AbortSignal, version?: string) =>
    askJson<Report>(`/api/reports/quarterly/${quarter}${queryOf({ version })}`, { signal }),
  /** The cells of a version as they were closed or restated, unsuppressed; for those who replay. */
  frozen: (quarter: string, version: number) => askJson<Frozen>(`/api/reports/quarterly/${quarter}/frozen${queryOf({ version })}`),
  close: (quarter: string) => askJson<unknown>(`/api/reports/quarterly/${quarter}/close`, { method: 'POST', json: {} }),
  restate: (quarter: string, reason: string) => askJson<unknown>(`/api/reports/quarterly/${quarter}/restate`, { method: 'POST', json: { reason } }),
  events: async (quarter: string, cell: string, signal: AbortSignal, version?: number): Promise<readonly CellEvent[]> =>
    listIn<CellEvent>(
      await askJson<unknown>(`/api/reports/quarterly/${quarter}/cells/${encodeURIComponent(cell)}/events${queryOf({ version })}`, { signal }),
      'events',
      'rows',
    ),
  xlsx: (quarter: string, areaName: string, purpose?: string, version?: string) =>
    download(`/api/reports/quarterly/${quarter}${queryOf({ format: 'xlsx', purpose, version })}`, `${areaName}未成年人保护季报-${quarter}.xlsx`),
};

/** Count boards. */
export const boards = {
  list: async (signal: AbortSignal): Promise<readonly BoardEntry[]> =>
    listIn<BoardEntry>(await askJson<unknown>('/api/views/boards', { signal }), 'rows'),
  one: (board: string, quarter: string | undefined, signal: AbortSignal) =>
    askJson<CountBoard>(`/api/views/boards/${encodeURIComponent(board)}${queryOf({ quarter })}`, { signal }),
};

/** The verifier's answer in its three words; exit codes and synonyms are understood too. */
function verdictOf(answer: Loose): Verified['verdict'] {
  const word = text(answer['verdict']) ?? text(answer['exit']) ?? text(answer['code']) ?? '';
  if (['proven', 'ok', '0'].includes(word)) return 'proven';
  return ['tampered', '1'].includes(word) ? 'tampered' : 'cannot-tell';
}
function detailOf(answer: Loose): string | undefined {
  const detail = answer['detail'] ?? answer['message'];
  return isLoose(detail) ? JSON.stringify(detail) : text(detail);
}

/** What an access row was about, whatever the server calls it. */
function accessOf(row: Loose): Access {
  const user = isLoose(row['user']) ? row['user'] : row;
  const minors = [row['children'], row['minorRefs'], row['subjects'], row['minorRef'], row['subject']].find(
    (value) => value !== undefined && value !== null,
  );
  return {
    at: text(row['at']) ?? text(row['recordedAt']) ?? '',
    by: text(row['by']) ?? text(row['name']) ?? text(user['name']) ?? text(row['user']) ?? '—',
    role: text(row['roleTitle']) ?? text(row['role']) ?? text(user['role']),
    purpose: text(row['purposeTitle']) ?? text(row['purpose']),
    what: text(row['whatTitle']) ?? text(row['what']) ?? text(row['route']),
    account: text(row['account']),
    minors: Array.isArray(minors) ? minors.map(String) : minors === undefined ? [] : [String(minors)],
  };
}

export interface AccessFilters {
  readonly minorRef?: string;
  readonly by?: string;
  readonly from?: string;
  readonly to?: string;
  readonly page?: number;
}
/** Newest first; `more`: there are older ones behind it. */
export interface AccessPage {
  readonly rows: readonly Access[];
  readonly more: boolean;
}
export interface ExportRange {
  readonly from?: number;
  readonly to?: number;
  readonly subject?: string;
  /** Size of the checkpoint that the reader holds. */
  readonly known?: number;
}

/** A replay's answer: at once, as a job, or as a job's result. */
function replayOf(answer: unknown): Replay {
  const outer = isLoose(answer) ? answer : {};
  const inner = isLoose(outer['result']) ? { ...outer, ...outer['result'] } : outer;
  const report = isLoose(inner['report']) ? inner['report'] : inner;
  const equal = [inner['equal'], inner['matches'], inner['same']].find((value) => typeof value === 'boolean');
  return {
    state: text(inner['state']),
    job: text(inner['job']) ?? text(inner['id']),
    percent: typeof inner['percent'] === 'number' ? inner['percent'] : undefined,
    error: text(inner['error']),
    manifest: isLoose(inner['manifest']) ? inner['manifest'] : undefined,
    cells: Array.isArray(report['cells']) ? (report['cells'] as Cell[]) : undefined,
    equal,
  };
}

export const audit = {
  head: (signal: AbortSignal) => askJson<LogHead>('/api/log/head', { signal }),
  verify: async (file: Blob): Promise<Verified> => {
    const answer = await askJson<unknown>('/api/audit/verify', { method: 'POST', body: file, headers: { 'Content-Type': 'application/x-ndjson' } });
    if (!isLoose(answer)) return { verdict: 'cannot-tell', complete: false };
    return { verdict: verdictOf(answer), complete: answer['complete'] === true, detail: detailOf(answer) };
  },
  export: (range: ExportRange, fileName: string, format: 'ndjson' | 'zip' = 'ndjson') =>
    download(`/api/audit/exports${queryOf({ format })}`, fileName, { method: 'POST', json: range }),
  accesses: async (filters: AccessFilters, signal: AbortSignal): Promise<AccessPage> => {
    const answer = await askJson<unknown>(`/api/audit/accesses${queryOf({ ...filters })}`, { signal });
    return { rows: listIn<Loose>(answer, 'rows', 'accesses').map(accessOf), more: isLoose(answer) && answer['more'] === true };
  },
  replay: async (body: { asOf?: number; report: string; version: number; purpose?: string }): Promise<Replay> =>
    replayOf(await askJson<unknown>('/api/audit/replays', { method: 'POST', json: body })),
  job: async (job: string): Promise<Replay> => replayOf(await askJson<unknown>(`/api/audit/replays/${encodeURIComponent(job)}`)),
};
