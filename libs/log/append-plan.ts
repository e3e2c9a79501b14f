import { canonical, type InclusionProof, type Moment, type Position, type Receipt, type Stamp, type StoredLine, type Suite } from '@lianhu/kernel';
import type { Entry, Group, Outcome } from './contract';
import { base64, leafOfHashes } from './leaf';
import { sameBytes } from './merkle';
import { receiptFrom, receiptOf, withProof } from './receipt';

/** What the log knows of an idempotency key. */
export interface KnownKey {
  readonly position: Position;
  readonly contentMac: Uint8Array;
}

/** What a decision rests on, read while the head was held. */
export interface PlanState {
  readonly suite: Suite;
  readonly position: Position;
  readonly recordedAt: Moment;
  /** By `keyName`, for all of `keysOf(groups)`. */
  readonly known: ReadonlyMap<string, KnownKey>;
  /** By subject, for all of `subjectsOf(groups)`; absent = 0. */
  readonly versions: ReadonlyMap<string, number>;
}

/** A line to be written. */
export interface PlannedLine extends StoredLine {
  readonly entry: Entry;
  readonly version?: number;
  readonly leaf: Uint8Array;
  readonly receipt: Receipt;
}

type Refusal = Exclude<Outcome, { kind: 'appended' } | { kind: 'replayed' }>;
/** A group's outcome before checkpoint and proofs are known. */
export type Decision =
  | { readonly kind: 'appended'; readonly lines: readonly PlannedLine[] }
  | { readonly kind: 'replayed'; readonly entries: readonly { readonly entry: Entry; readonly position: Position }[] }
  | Refusal;

/** Everything that one commit writes and answers. */
export interface AppendPlan {
  readonly lines: readonly PlannedLine[];
  /** Subjects whose version changed, with the new one. */
  readonly versions: ReadonlyMap<string, number>;
  readonly decisions: readonly Decision[];
}

/** One text for a key; neither part holds a NUL. */
export const keyName = (key: { readonly source: string; readonly id: string }): string => `${key.source}\u0000${key.id}`;

/** Every entry that the groups may write, preludes included. */
export function* entriesOf(groups: readonly Group[]): Generator<Entry> {
  for (const group of groups) {
    for (const entry of group.entries) {
      if (entry.prelude) yield entry.prelude.ifNew;
      if (entry.prelude?.moved) yield entry.prelude.moved;
      yield entry;
    }
  }
}

/** Subjects whose versions the decision needs. */
export function subjectsOf(groups: readonly Group[]): string[] {
  const subjects = new Set<string>();
  for (const { subject } of entriesOf(groups)) if (subject !== undefined) subjects.add(subject);
  for (const { expected } of groups) if (expected) subjects.add(expected.subject);
  return [...subjects];
}

/** Decides the groups in the order given, each against what the ones before it leave. Pure but for hashing. */
export function planAppend(state: PlanState, groups: readonly Group[]): AppendPlan {
  const planner = new Planner(state);
  const decisions = groups.map((group) => planner.decide(group));
  return { lines: planner.lines, versions: planner.changed, decisions };
}

/** Whether a stored MAC is of this content; one that went with its child is taken for the same. */
export const sameContent = (stored: Uint8Array, asked: Uint8Array): boolean => stored.length === 0 || sameBytes(stored, asked);

class Planner {
  readonly lines: PlannedLine[] = [];
  readonly changed = new Map<string, number>();
  private readonly added = new Map<string, KnownKey>();

  constructor(private readonly state: PlanState) {}

  decide(group: Group): Decision {
    const found = group.entries.map((entry) => this.known(entry));
    const conflict = group.entries.findIndex((entry, i) => {
      const known = found[i];
      return known ? !sameContent(known.contentMac, entry.contentMac) : group.entries.slice(0, i).some((other) => keyName(other) === keyName(entry));
    });
    if (conflict >= 0) return { kind: 'conflict', index: conflict };
    const known = found.flatMap((key, i) => (key ? [{ entry: group.entries[i] as Entry, position: key.position, index: i }] : []));
    if (known.length > 0 && known.length === group.entries.length) return { kind: 'replayed', entries: known };
    if (known.length > 0) return { kind: 'partial-duplicate', known: known.map(({ index }) => index) };
    if (group.expected) {
      const actual = this.version(group.expected.subject);
      if (actual !== group.expected.version) return { kind: 'version-conflict', expected: group.expected.version, actual };
    }
    return { kind: 'appended', lines: group.entries.map((entry) => this.add(entry)) };
  }

  private add(entry: Entry): PlannedLine {
    if (entry.prelude) {
      const { ifNew, moved, ifKnown } = entry.prelude;
      const isNew = entry.subject !== undefined && this.version(entry.subject) === 0;
      const prelude = isNew ? ifNew : moved && !this.known(moved) ? moved : ifKnown;
      if (!this.known(prelude)) this.write(prelude);
      // Within a commit it stands for the first sight too: a gap between two events of a sender would tell it that others know more.
      if (prelude === moved) this.added.set(keyName(ifKnown), { position: this.state.position + this.lines.length, contentMac: ifKnown.contentMac });
    }
    return this.write(entry);
  }

  private write(entry: Entry): PlannedLine {
    const position = this.state.position + this.lines.length + 1;
    const version = entry.subject === undefined ? undefined : this.version(entry.subject) + 1;
    if (entry.subject !== undefined && version !== undefined) this.changed.set(entry.subject, version);
    const line = makeLine(this.state.suite, entry, { position, recordedAt: this.state.recordedAt, version });
    this.lines.push(line);
    this.added.set(keyName(entry), { position, contentMac: entry.contentMac });
    return line;
  }

  private known(entry: Entry): KnownKey | undefined {
    const name = keyName(entry);
    return this.added.get(name) ?? this.state.known.get(name);
  }

  private version(subject: string): number {
    return this.changed.get(subject) ?? this.state.versions.get(subject) ?? 0;
  }
}

/** The line of an entry at its place: stamp and bound as canonical texts, leaf and receipt. */
export function makeLine(suite: Suite, entry: Entry, at: { position: Position; recordedAt: Moment; version?: number }): PlannedLine {
  const { index, keyId, path, signature, size } = entry.batch;
  const stamp: Stamp = {
    batch: { index, keyId, path, signature, size },
    level: entry.level,
    position: at.position,
    recordedAt: at.recordedAt,
    suite: suite.name,
  };
  const stampText = JSON.stringify(stamp);
  const boundText = canonical({
    ...entry.bound,
    secrets: entry.beside && base64(suite.sha256(entry.beside)),
    subject: entry.subject,
    version: at.version,
  });
  const claimHash = suite.sha256(entry.claim);
  const boundHash = suite.sha256(boundText);
  const leaf = leafOfHashes(suite, claimHash, suite.sha256(stampText), boundHash);
  const leafHash = base64(leaf);
  const receipt = receiptFrom(entry, stamp, { claimHash: base64(claimHash), boundHash: base64(boundHash) }, leafHash);
  return { position: at.position, claim: entry.claim, stamp: stampText, bound: boundText, leafHash, leaf, entry, version: at.version, receipt };
}

/** What receipts of a commit need besides the plan. */
export interface Proving {
  readonly checkpoint: string;
  /** A line that stood before this commit, for replays. */
  line(position: Position): StoredLine;
  proof(position: Position): InclusionProof;
}

/** The outcomes of a plan that was committed. */
export function outcomesOf(suite: Suite, plan: AppendPlan, proving: Proving): Outcome[] {
  const first = plan.lines[0]?.position ?? Infinity;
  const replay = (entry: Entry, position: Position): Receipt =>
    position >= first ? (plan.lines[position - first] as PlannedLine).receipt : receiptOf(suite, entry, proving.line(position));
  const prove = (receipt: Receipt): Receipt => withProof(receipt, proving.checkpoint, proving.proof(receipt.position));
  return plan.decisions.map((decision) => {
    if (decision.kind === 'appended') return { kind: 'appended', receipts: decision.lines.map((line) => prove(line.receipt)) };
    if (decision.kind === 'replayed')
      return { kind: 'replayed', receipts: decision.entries.map(({ entry, position }) => prove(replay(entry, position))) };
    return decision;
  });
}
