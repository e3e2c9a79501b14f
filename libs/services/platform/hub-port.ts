import type { Review, ReviewState, ReviewVerdict } from '@lianhu/vault';
import type { EventAttributes, Level, Position, Receipt } from '@lianhu/kernel';
import { ProblemError, type Problem } from './problems';

/** One claim of a batch with what the hub needs to check, seal and link it. Byte strings are base64. */
export interface SubmittedEvent {
  readonly index: number;
  readonly path: readonly string[];
  /** Canonical text of the claim. */
  readonly claim: string;
  /** SHA-256 of the canonical event as sent. */
  readonly sentHash: string;
  readonly salt: string;
  /** The sender's own running number, from its attribute `sourceseq`; no part of the claim. */
  readonly sourceSeq?: number;
  /** Values that the claim holds as digests (and cut areas), by RFC 6901 pointer. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Claims under one signature of the department: at most 64. */
export interface SubmittedBatch {
  readonly department: string;
  readonly keyId: string;
  readonly size: number;
  readonly root: string;
  readonly signature: string;
  readonly events: readonly SubmittedEvent[];
}

/** What an edge sends. A group of `[batch, index in events]` is appended whole or not at all; everything else is independent. */
export interface Submission {
  readonly batches: readonly SubmittedBatch[];
  readonly groups?: readonly (readonly (readonly [number, number])[])[];
}

/** What became of one event. */
export type EventOutcome = { readonly status: 200 | 201; readonly receipt: Receipt } | { readonly status: number; readonly problem: Problem };

/** The first receipt of a key, with the claim as stored; `same` says whether the content asked about is the stored one, `superseded` that a later correction, or a withdrawal, counts instead. */
export interface FoundReceipt {
  readonly receipt: Receipt;
  readonly claim: string;
  readonly same?: boolean;
  readonly superseded?: true;
}

/** A department takes an event of its own back. `reason` is a CORR code; `approver` goes to the vault. */
export interface Withdrawal {
  readonly source: string;
  readonly id: string;
  readonly reason: string;
  readonly approver?: string;
}

/** The hub as an edge sees it: in the same process, or over HTTP. Throws HubAway when it cannot be reached or is in doubt. */
export interface HubPort {
  /** Outcomes by batch, then by event. Sending the same again changes nothing and answers the same receipts. */
  submit(department: string, submission: Submission): Promise<readonly (readonly EventOutcome[])[]>;
  find(department: string, source: string, id: string, sentHash?: string): Promise<FoundReceipt | undefined>;
  /** Rejected and quarantined events of a day, absolute counts, as the edge has counted them. */
  count(department: string, counters: EdgeCounters): Promise<void>;
  /** Withdraws an event for ever; it stays in the log and counts no more. Throws ProblemError `not-found`, `invalid-input`, `refused`. */
  withdraw(department: string, withdrawal: Withdrawal): Promise<{ readonly position: number }>;
}

/** A department's key as the log has it. `publicKey` is base64. */
export interface RegisteredKey {
  readonly keyId: string;
  readonly publicKey: string;
  /** Revoked: its signatures count no longer. */
  readonly revoked: boolean;
}

/** What a log says of itself to an edge: its newest signed note, and the keys of the edge's department. */
export interface LogState {
  readonly origin: string;
  /** Base64 of the raw key that signs the notes. Believed at first contact only. */
  readonly publicKey: string;
  readonly checkpoint: string;
  readonly keys: readonly RegisteredKey[];
  /** Another one when the department's list of erased events is another; absent while it is empty. */
  readonly erased?: string;
}

/** A signing key and its handing over: `previous` is needed from a department's second key on. Byte strings are base64. */
export interface KeyHandover {
  readonly keyId: string;
  readonly publicKey: string;
  readonly previous?: { readonly keyId: string; readonly signature: string };
}

/** The hub's log as an edge watches it, in the same process or over HTTP. Throws HubAway when it cannot be reached. */
export interface LogPort {
  state(department: string): Promise<LogState>;
  /** RFC 6962 consistency proof between two sizes (1 ≤ from ≤ to); undefined when the log is shorter than `to`. */
  consistency(from: number, to: number): Promise<readonly string[] | undefined>;
  /** Leaves of the department's own events whose child was erased, sorted, after one of them: a page; none at the end. */
  erased(department: string, after?: string): Promise<readonly string[]>;
  /** Registers the department's next key, signed by its present one. The same again changes nothing. Throws ProblemError. */
  registerKey(department: string, key: KeyHandover): Promise<void>;
  /** Revokes a key of the department. The same again changes nothing. Throws ProblemError. */
  revokeKey(department: string, keyId: string): Promise<void>;
}

/** An edge's own counters since it began; they never enter the log. Unit: events. */
export interface EdgeCounters {
  readonly rejected: number;
  readonly quarantined: number;
}

/** An event that the hub appends itself, or that a monitor's reactor or command decided. */
export interface OwnEvent {
  readonly type: string;
  /** Deterministic for what was decided, so that a repeated decision stands once. */
  readonly id: string;
  readonly time: string;
  /** `child-…`, `case-…`, `org-…`; stands in bound only. */
  readonly subject?: string;
  readonly residencearea?: string;
  readonly corrects?: number;
  /** The second child of a merge or split, `child-…`. */
  readonly other?: string;
  /** Of what it speaks of, where that is more than its own type's. */
  readonly level?: Level;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A record that a person entered, checked: the hub makes the claim and links the child. */
export interface EnteredRecord {
  /** The party under whose references a child is named. */
  readonly party: string;
  /** The event with defaults filled in and normalised. */
  readonly event: EventAttributes;
  /** The event as entered: the same again is answered with the same receipt. */
  readonly sent: Readonly<Record<string, unknown>>;
}

/** What became of own events: as the log's outcome, `kind` and the positions. */
export interface OwnOutcome {
  readonly kind: 'appended' | 'replayed' | 'conflict' | 'partial-duplicate' | 'version-conflict';
  readonly positions: readonly number[];
}

/** A child's identity as its holder may open it. */
export interface OpenedIdentity {
  readonly name: string;
  readonly sex: string;
  readonly birthDate: string;
  readonly docType?: string;
  readonly docNo?: string;
  readonly guardians?: readonly unknown[];
  /** 12 digits, where the child's home is known as precisely. */
  readonly village?: string;
}

/** What a person says of two files. */
export interface ReviewOpinion {
  readonly id: string;
  readonly verdict: ReviewVerdict;
  /** The person, by name in the access log. */
  readonly by: string;
  readonly reason?: string;
  /** Of a split: positions of the events that belong to the other child. */
  readonly events?: readonly number[];
}
/** What came of it: `second` = another person has to say the same. */
export interface ReviewDone {
  readonly state: ReviewState | 'second';
  /** Of the last event about it. */
  readonly position: number;
}

/** Temporary persons: how many, and the first of them. */
export interface Unmatched {
  readonly count: number;
  readonly persons: readonly { readonly child: string; readonly department: string }[];
}

/** What a system's assertion is worth. */
export interface TradedToken {
  readonly token: string;
  /** How long it lives. Unit: seconds. */
  readonly expiresIn: number;
}

/** The hub as a monitor sees it: it appends what was decided and opens names. Throws HubAway. */
export interface HubForMonitor {
  /** Each event for itself; with `expected` all together at that version of the subject's stream. */
  own(events: readonly OwnEvent[], expected?: { readonly subject: string; readonly version: number }): Promise<readonly OwnOutcome[]>;
  /** Newest position of the log itself, which a copy may not show yet. */
  head(): Promise<Position>;
  /** Appends a record that a person entered, as department `hub`. */
  record(record: EnteredRecord): Promise<EventOutcome>;
  /** The child of a valid ID number; undefined when nobody knows it. The caller decides whether it may be shown. */
  childOfNumber(docNo: string): Promise<string | undefined>;
  /** 未匹配: children who could not be matched by a valid ID number, each a temporary person of its sender; at most so many are named. */
  unmatched(most?: number): Promise<Unmatched>;
  /** Pairs of files that may be one child's, or that were merged; the best first. */
  reviews(states: readonly string[]): Promise<{ readonly reviews: readonly Review[]; readonly total: number }>;
  /** The pair of two files that a person puts side by side. Throws ProblemError `not-found`, `refused`. */
  pair(files: readonly [string, string]): Promise<{ readonly id: string }>;
  /** What a person says of a pair. Throws ProblemError `not-found`, `refused`. */
  review(opinion: ReviewOpinion): Promise<ReviewDone>;
  /** Key of alert ids (32 bytes): it opens nothing, and is kept in memory only. */
  alertKey(): Promise<Uint8Array>;
  /** Carries out the erasure that was ordered at a position: keys, identity and references of the child go. Throws ProblemError `not-found`. */
  erase(order: number): Promise<{ readonly position: number }>;
  /** Identities of children; the caller has recorded the reading before. */
  open(children: readonly string[]): Promise<ReadonlyMap<string, OpenedIdentity>>;
  /** Villages (12 digits) of children whose homes are known as precisely: by them a village's own children are told, and nobody's name is opened. */
  villages(children: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** The hub cannot be reached, or its answer did not come: whether it stored the events is not known. */
export class HubAway extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'HubAway';
  }
}

/** The hub is there and has no room: nothing was taken. `own-share`: the department has too much in hand; `whole`: everybody together. */
export class HubBusy extends HubAway {
  constructor(
    readonly scope: 'own-share' | 'whole',
    /** Unit: seconds. */
    readonly retryAfter: number,
  ) {
    super('hub has no room');
  }
}

/** The problem that a caller gets for want of room: 429 for his own share, 503 for everybody's. */
export const problemOfBusy = ({ scope, retryAfter }: HubBusy): ProblemError =>
  new ProblemError(scope === 'own-share' ? 'too-many-requests' : 'busy', { retryAfter });

/** The hub is there, but refuses a submission as a whole, or trips over it: nothing is said about its events, and another may pass. */
export class HubRefuses extends HubAway {
  constructor(readonly status: number) {
    super(`hub refuses the submission: ${status}`);
    this.name = 'HubRefuses';
  }
}
