import type { AgeBand, BatchPlace, InclusionProof, Level, Moment, Position, Receipt, StoredLine } from '@lianhu/kernel';

/** A ready claim with everything that the log needs to decide on it and store it. */
export interface Entry {
  /** Idempotency key, permanent: `source` + `id`. */
  readonly source: string;
  readonly id: string;
  /** HMAC of the event as sent; the same key with another one is a conflict. */
  readonly contentMac: Uint8Array;
  readonly type: string;
  readonly department: string;
  readonly level: Level;
  /** Canonical text of the claim, verified by the caller, and its place in its signed batch. */
  readonly claim: string;
  readonly batch: BatchPlace;
  /** `child-…`, `case-…`, `org-…`: the stream that it belongs to; none = no stream. */
  readonly subject?: string;
  readonly bound: { readonly ageBand?: AgeBand; readonly corrects?: Position; readonly incident?: string; readonly other?: string };
  /** Ciphertext of salts and values, kept beside the log; its SHA-256 goes into bound. */
  readonly beside?: Uint8Array;
  /** What must stand directly before this entry the first time its key is seen: see Prelude. */
  readonly prelude?: Prelude;
}

/**
 * One entry that stands before another one: `ifNew` when the subject's stream is still empty, else `moved` while its key is not known,
 * else `ifKnown`; nothing when the key of that one is known. `ifNew` and `ifKnown` bear the same source and id.
 */
export interface Prelude {
  readonly ifNew: Entry;
  /** What has changed of a known subject; `ifKnown` then waits for an entry of a later commit. */
  readonly moved?: Entry;
  readonly ifKnown: Entry;
}

/** Entries that are appended whole or not at all; an independent event is a group of one. */
export interface Group {
  readonly entries: readonly Entry[];
  /** In-process callers only: the version that a subject's stream must have (0 = empty). */
  readonly expected?: { readonly subject: string; readonly version: number };
  /** A mandatory report 强制报告: it waits behind nothing else, and has a reserve of the room before the log. */
  readonly mandatory?: boolean;
}

/** What became of a group. Refusals write nothing. Receipts stand in the order of the entries, without `minorRef`. */
export type Outcome =
  | { readonly kind: 'appended'; readonly receipts: readonly Receipt[] }
  /** Every key was known with the same content: the first receipts (checkpoint and proof may be newer). */
  | { readonly kind: 'replayed'; readonly receipts: readonly Receipt[] }
  /** Some key is known with other content. `index` is the first such entry. */
  | { readonly kind: 'conflict'; readonly index: number }
  /** Some, but not all keys of a group of several are known with the same content; `known` are their indexes. */
  | { readonly kind: 'partial-duplicate'; readonly known: readonly number[] }
  | { readonly kind: 'version-conflict'; readonly expected: number; readonly actual: number };

/** How far somebody's history goes. `root` is base64; position = treeSize. */
export interface Extent {
  readonly position: Position;
  readonly root: string;
  readonly recordedAt: Moment;
}
/** The newest committed state. */
export interface Head extends Extent {
  /** The signed note over this state. */
  readonly checkpoint: string;
  /** Changes when the log was restored from a backup: what lay after `restoredFrom.position` may be other lines now. Absent where the engine knows none. */
  readonly epoch?: string;
  readonly restoredFrom?: { readonly epoch: string; readonly position: Position };
}

/** Which lines a reader wants. Several conditions narrow each other. */
export interface Filter {
  readonly types?: readonly string[];
  readonly department?: string;
  readonly subject?: string;
}

/** Lines in order of position. `scannedTo` advances even when nothing matched; `head` is the newest committed position. */
export interface Page {
  readonly lines: readonly StoredLine[];
  readonly scannedTo: Position;
  readonly head: Position;
}

/** A stream, and after which of its positions it is wanted. */
export interface WantedStream {
  readonly subject: string;
  readonly after: Position;
}

/** A history that can be followed: the log itself, or a true copy of it. */
export interface LogReader {
  readonly origin: string;
  /** Lines after `after`, oldest first, no gaps. Without a filter at most `limit` lines; with one, at most `limit` matches. */
  read(after: Position, limit: number, filter?: Filter): Promise<Page>;
  head(): Promise<Extent>;
  /** Leaf hashes (base64) of positions from+1 … to. */
  leaves(from: Position, to: Position): Promise<readonly string[]>;
  /** Proof that `position` stands in the tree of `treeSize`; treeSize ≤ head. */
  inclusion(position: Position, treeSize: number): Promise<InclusionProof>;
  /** RFC 6962 consistency proof between two sizes, base64 hashes. */
  consistency(from: number, to: number): Promise<readonly string[]>;
  /** Hashes of the complete subtrees of 2^level leaves from index `first` on, `count` of them; an engine without it is read by its leaves. */
  nodes?(level: number, first: number, count: number): Promise<readonly Uint8Array[]>;
  /** As EventLog's; a copy of a log that was carried without signatures has none. */
  checkpoints?(from: number, to: number): Promise<readonly { readonly size: number; readonly note: string }[]>;
  /** Lines of these types, of all unless given, in several streams up to a position, in order of position; undefined when there are more than `limit`. An engine without it is read stream by stream. */
  histories?(
    wanted: readonly WantedStream[],
    upTo: Position,
    types: readonly string[] | undefined,
    limit: number,
  ): Promise<readonly StoredLine[] | undefined>;
  /** Last position recorded at or before a moment; 0 when there is none. */
  positionAt(moment: Moment): Promise<Position>;
  /** Current version of a subject's stream; 0 = empty. */
  version(subject: string): Promise<number>;
  /** Resolves when the head has passed `after`, or after `timeoutMs`. */
  wait(after: Position, timeoutMs: number): Promise<void>;
}

/** The log: one ordered history. One contract suite for every engine. */
export interface EventLog extends LogReader {
  /**
   * Adds each group whole or says why not, in the order given. The same source and id again answers the first receipt,
   * for ever; duplicates too are answered only by a transaction that held the head and committed. Throws LogUnavailable
   * when the outcome cannot be known: the caller retries the same groups.
   */
  append(groups: readonly Group[]): Promise<readonly Outcome[]>;
  head(): Promise<Head>;
  /** The receipt of a key with `sameContent` against the given MAC; undefined when the key is unknown. */
  find(source: string, id: string, contentMac?: Uint8Array): Promise<{ readonly receipt: Receipt; readonly sameContent?: boolean } | undefined>;
  /** Ciphertexts kept beside the given positions. */
  beside(positions: readonly Position[]): Promise<ReadonlyMap<Position, Uint8Array>>;
  /**
   * Drops ciphertexts and content MACs of the lines of these streams; lines, tree and receipts stay. A key whose MAC is gone is
   * answered with its first receipt whatever comes. Throws unless the erasure of the first one stands in the log. Again changes nothing.
   */
  forget(subjects: readonly [string, ...string[]]): Promise<void>;
  /** The kept checkpoints (multiples of 256) with from < size ≤ to, and the newest if it is in range. */
  checkpoints(from: number, to: number): Promise<readonly { readonly size: number; readonly note: string }[]>;
  close(): Promise<void>;
}

/** Signs checkpoints for one origin. */
export interface CheckpointSigner {
  readonly origin: string;
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  sign(size: number, root: Uint8Array): string;
}
