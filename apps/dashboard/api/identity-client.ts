import { askJson } from './client';
import type { Rows } from './types';

/** How a feature of two files agrees. */
export type Agreement = 'same' | 'near' | 'placeholder' | 'conflict' | 'unknown';
export type ReviewVerdict = 'same' | 'different' | 'later' | 'split';
export type ReviewList = 'open' | 'later' | 'merged';
/** One of two files as far as it is needed to compare. */
export interface ReviewFile {
  readonly minorRef?: string;
  readonly name?: string;
  readonly sex?: string;
  readonly birthDate?: string;
  readonly docType?: string;
  /** The last four characters. */
  readonly docNo?: string;
  readonly guardians: readonly { readonly name?: string; readonly rel?: string; readonly docNo?: string; readonly phone?: string }[];
  readonly addressHousehold?: string;
  readonly addressActual?: string;
  readonly areaHousehold?: string;
  readonly areaHouseholdName?: string;
  readonly areaActual?: string;
  readonly areaActualName?: string;
  readonly townName?: string;
  readonly registeredOn?: string;
  readonly lastEventAt?: string;
}
/** Two files that may be one child's. */
export interface ReviewPair {
  readonly id: string;
  /** Points, of 100. */
  readonly score: number;
  readonly agreements: Readonly<Record<string, Agreement>>;
  readonly state: ReviewList;
  /** Of a split also the handles of the events that go to the other file. */
  readonly first?: { readonly verdict: ReviewVerdict; readonly mine: boolean; readonly events?: readonly string[] };
  readonly files: readonly [ReviewFile, ReviewFile];
}

/** The desk of identities. */
export const identityDesk = {
  list: (state: ReviewList, signal: AbortSignal) => askJson<Rows<ReviewPair>>(`/api/identity/reviews?state=${state}`, { signal }),
  pair: (files: readonly string[]) => askJson<{ readonly id: string }>('/api/identity/reviews', { method: 'POST', json: { files } }),
  say: (id: string, verdict: ReviewVerdict, reason: string, moved: { readonly file?: string; readonly events?: readonly string[] } = {}) =>
    askJson<{ readonly state: string }>(`/api/identity/reviews/${encodeURIComponent(id)}/${verdict}`, { method: 'POST', json: { reason, ...moved } }),
};
