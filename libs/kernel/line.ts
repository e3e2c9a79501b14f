import type { AgeBand, Moment } from './dates';

/** A position in the log: 1, 2, 3 … without gaps. */
export type Position = number;

/** Sensitivity classes L1 (public) … L6 (sealed). */
export type Level = 'L1' | 'L2' | 'L3' | 'L4' | 'L5' | 'L6';

/** A secret as it stands in a claim. */
export interface Digest {
  readonly digest: string;
}
/** Whether a member of a claim is a secret's digest. */
export const isDigest = (value: unknown): value is Digest =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof (value as Digest).digest === 'string';

/** What the department signed: the event with secrets as digests and three attributes of the edge. Parsed from its canonical text. */
export interface Claim {
  readonly type: string;
  readonly source: string;
  readonly time: Moment;
  readonly department: string;
  readonly receivedat: Moment;
  readonly nonce: string;
  readonly specversion: string;
  readonly datacontenttype: string;
  readonly dataschema: string;
  readonly id: string | Digest;
  readonly area?: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

/** Where a claim stands in its signed batch. */
export interface BatchPlace {
  readonly index: number;
  readonly keyId: string;
  readonly path: readonly string[];
  readonly signature: string;
  readonly size: number;
}

/** What the hub adds and the sender may see. */
export interface Stamp {
  readonly batch: BatchPlace;
  readonly level: Level;
  readonly position: Position;
  readonly recordedAt: Moment;
  readonly suite: string;
}

/** What only whole lines show. Absent where there is none. */
export interface Bound {
  readonly ageBand?: AgeBand;
  readonly corrects?: Position;
  readonly incident?: string;
  readonly other?: string;
  readonly secrets?: string;
  readonly subject?: string;
  readonly version?: number;
}

/** The three parts exactly as stored, hashed and exported: canonical texts. */
export interface LineParts {
  readonly claim: string;
  readonly stamp: string;
  readonly bound: string;
}

/** A stored line with its leaf hash (base64). */
export interface StoredLine extends LineParts {
  readonly position: Position;
  readonly leafHash: string;
}

/** The line's text; it is canonical as it stands and is never re-serialised. */
export const lineText = (parts: LineParts): string => `{"bound":${parts.bound},"claim":${parts.claim},"stamp":${parts.stamp}}`;

/** Proof that a leaf stands under a tree of `treeSize` leaves (RFC 6962). */
export interface InclusionProof {
  readonly index: number;
  readonly treeSize: number;
  readonly hashes: readonly string[];
}

/** What the sender gets back: with its own claim it recomputes leaf, root and signature off-line. */
export interface Receipt {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly position: Position;
  readonly recordedAt: Moment;
  readonly leafHash: string;
  readonly claimHash: string;
  readonly boundHash: string;
  readonly stamp: Stamp;
  readonly minorRef?: string;
  readonly checkpoint?: string;
  readonly proof?: InclusionProof;
}
