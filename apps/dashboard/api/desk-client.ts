import { askJson } from './client';

/** One thing wrong with a field of an event that waits. */
export interface DeskFault {
  readonly pointer: string;
  readonly rule: string;
  readonly message: string;
}
/** An event as a department's system sent it. */
export type SentEvent = Readonly<Record<string, unknown>>;
/** An event that a person must look at. */
export interface DeskEntry {
  readonly id: string;
  readonly sent: SentEvent;
  readonly reason: string;
  readonly faults: readonly DeskFault[];
  readonly title?: string;
  /** Titles of the members of `data`, by pointer. */
  readonly titles?: Readonly<Record<string, string>>;
  /** Titles of the codes in `data`, by pointer. */
  readonly texts?: Readonly<Record<string, string>>;
}
/** What the hub refused after the edge had stored it; an older edge kept the problem only. */
export interface DeskRefusal extends Partial<Pick<DeskEntry, 'sent' | 'title' | 'titles' | 'texts'>> {
  readonly id: string;
  readonly source: string;
  readonly eventId: string;
  readonly problem: { readonly title: string; readonly detail?: string; readonly errors?: readonly DeskFault[] };
}
export interface DeskDecision {
  readonly at: string;
  readonly by: string;
  readonly action: 'release' | 'correct' | 'discard' | 'withdraw';
  readonly why: string;
  readonly about: string;
  readonly reason?: string;
  readonly outcome: 'decided' | 'refused';
}
export interface DeskState {
  readonly rows: readonly DeskEntry[];
  /** The oldest. */
  readonly refused: readonly DeskRefusal[];
  readonly refusedCount: number;
  readonly decisions: readonly DeskDecision[];
  readonly decided: number;
}
/** What a push from the desk came to: a receipt, kept at the edge, or set aside once more. */
export interface DeskResult {
  readonly receipt?: unknown;
  readonly state?: 'stored' | 'quarantined';
  readonly problem?: { readonly title: string; readonly errors?: readonly DeskFault[] };
}

const at = (department: string): string => `/api/departments/${encodeURIComponent(department)}`;
const post = <T>(path: string, json: unknown): Promise<T> => askJson<T>(path, { method: 'POST', json });

/** The data officer's desk of one department. */
export const desk = {
  show: (department: string, signal: AbortSignal) => askJson<DeskState>(`${at(department)}/quarantine`, { signal }),
  release: (department: string, id: string, why: string) => post<DeskResult>(`${at(department)}/quarantine/${id}/release`, { why }),
  correct: (department: string, id: string, event: SentEvent, why: string) =>
    post<DeskResult>(`${at(department)}/quarantine/${id}/correct`, { event, why }),
  discard: (department: string, id: string, why: string) => post<unknown>(`${at(department)}/quarantine/${id}/discard`, { why }),
  withdraw: (department: string, withdrawal: { readonly id: string; readonly reason: string; readonly why: string }) =>
    post<unknown>(`${at(department)}/withdrawals`, withdrawal),
};
