import { momentOf, type Clock, type InclusionProof, type Moment, type Position, type Receipt, type StoredLine, type Suite } from '@lianhu/kernel';
import { keyName, outcomesOf, planAppend, sameContent, type KnownKey } from './append-plan';
import { CHECKPOINT_EVERY } from './checkpoint';
import type { CheckpointSigner, EventLog, Filter, Group, Head, Outcome, Page } from './contract';
import { NotErased, OutOfRange } from './errors';
import { base64 } from './leaf';
import { receiptOf, withProof } from './receipt';
import { Tree } from './tree';

/** What every engine is made from. A clock given = simulated or test time; none = the engine's own. */
export interface LogOptions {
  readonly origin: string;
  readonly suite: Suite;
  readonly signer: CheckpointSigner;
  readonly clock?: Clock;
}

/** The moment of a log without events. */
export const BEFORE_ALL: Moment = momentOf(0);

/** A log in memory: for tests and for replays on the side. Same contract as the others. */
export function memoryLog(options: LogOptions): EventLog {
  return new MemoryLog(options);
}

/** The event that says that a child was erased. */
const ERASED = 'hub.minor.erased';

class MemoryLog implements EventLog {
  readonly origin: string;
  private readonly lines: StoredLine[] = [];
  private readonly times: Moment[] = [];
  private readonly tree: Tree;
  private readonly known = new Map<string, KnownKey>();
  private readonly versions = new Map<string, number>();
  private readonly blobs = new Map<Position, Uint8Array>();
  private readonly kept: { size: number; note: string }[] = [];
  private readonly waiting = new Set<() => void>();
  private newest: Head;

  constructor(private readonly options: LogOptions) {
    this.origin = options.origin;
    this.tree = new Tree(options.suite);
    this.newest = this.headAt(BEFORE_ALL);
  }

  async append(groups: readonly Group[]): Promise<readonly Outcome[]> {
    await Promise.resolve();
    const { suite, clock } = this.options;
    const now = momentOf(clock?.now() ?? Date.now());
    const recordedAt = now > this.newest.recordedAt ? now : this.newest.recordedAt;
    const plan = planAppend({ suite, position: this.lines.length, recordedAt, known: this.known, versions: this.versions }, groups);
    if (plan.lines.length > 0) this.grow(plan.lines, recordedAt);
    plan.versions.forEach((version, subject) => this.versions.set(subject, version));
    return outcomesOf(suite, plan, {
      checkpoint: this.newest.checkpoint,
      line: (position) => this.line(position),
      proof: (position) => this.prove(position, this.lines.length),
    });
  }

  private grow(lines: ReturnType<typeof planAppend>['lines'], recordedAt: Moment): void {
    for (const { entry, leaf, position, claim, stamp, bound, leafHash } of lines) {
      this.lines.push({ position, claim, stamp, bound, leafHash });
      this.times.push(recordedAt);
      this.tree.push(leaf);
      this.known.set(keyName(entry), { position, contentMac: entry.contentMac });
      if (entry.beside) this.blobs.set(position, entry.beside);
      if (position % CHECKPOINT_EVERY === 0) this.kept.push({ size: position, note: this.options.signer.sign(position, this.tree.root()) });
    }
    this.newest = this.headAt(recordedAt);
    this.waiting.forEach((wake) => wake());
  }

  private headAt(recordedAt: Moment): Head {
    const root = this.tree.root();
    return { position: this.tree.size, root: base64(root), recordedAt, checkpoint: this.options.signer.sign(this.tree.size, root) };
  }

  async read(after: Position, limit: number, filter?: Filter): Promise<Page> {
    const head = this.lines.length;
    const lines: StoredLine[] = [];
    for (let i = Math.max(0, after); i < head && lines.length < limit; i++) {
      const line = this.lines[i] as StoredLine;
      if (matches(line, filter)) lines.push(line);
    }
    const scannedTo = lines.length === limit && limit > 0 ? (lines.at(-1) as StoredLine).position : Math.max(after, limit > 0 ? head : 0);
    return Promise.resolve({ lines, scannedTo, head });
  }

  async head(): Promise<Head> {
    return Promise.resolve(this.newest);
  }

  async find(source: string, id: string, contentMac?: Uint8Array): Promise<{ receipt: Receipt; sameContent?: boolean } | undefined> {
    const known = this.known.get(keyName({ source, id }));
    if (!known) return Promise.resolve(undefined);
    const line = this.line(known.position);
    const { type } = JSON.parse(line.claim) as { type: string };
    const receipt = withProof(
      receiptOf(this.options.suite, { source, id, type }, line),
      this.newest.checkpoint,
      this.prove(known.position, this.lines.length),
    );
    return { receipt, ...(contentMac && { sameContent: sameContent(known.contentMac, contentMac) }) };
  }

  async beside(positions: readonly Position[]): Promise<ReadonlyMap<Position, Uint8Array>> {
    return Promise.resolve(
      new Map(positions.flatMap((position) => (this.blobs.has(position) ? [[position, this.blobs.get(position) as Uint8Array]] : []))),
    );
  }

  async forget(subjects: readonly [string, ...string[]]): Promise<void> {
    const { lines } = await this.read(0, 1, { subject: subjects[0], types: [ERASED] });
    if (lines.length === 0) throw new NotErased();
    const theirs = ({ position }: { readonly position: Position }): boolean => {
      const { subject } = JSON.parse(this.line(position).bound) as { subject?: string };
      return subject !== undefined && subjects.includes(subject);
    };
    for (const { position } of this.lines.filter(theirs)) this.blobs.delete(position);
    // By position: a restricted line hides its id.
    for (const [name, { position }] of [...this.known].filter(([, key]) => theirs(key)))
      this.known.set(name, { position, contentMac: new Uint8Array() });
  }

  async leaves(from: Position, to: Position): Promise<readonly string[]> {
    return Promise.resolve(this.lines.slice(from, to).map((line) => line.leafHash));
  }

  async inclusion(position: Position, treeSize: number): Promise<InclusionProof> {
    if (treeSize > this.lines.length || position < 1 || position > treeSize)
      throw new OutOfRange(`position ${position} in ${treeSize}`, this.lines.length);
    return Promise.resolve(this.prove(position, treeSize));
  }

  async consistency(from: number, to: number): Promise<readonly string[]> {
    if (from < 0 || from > to || to > this.lines.length) throw new OutOfRange(`consistency ${from} to ${to}`, this.lines.length);
    return Promise.resolve(this.tree.consistency(from, to).map(base64));
  }

  async nodes(level: number, first: number, count: number): Promise<readonly Uint8Array[]> {
    return Promise.resolve(Array.from({ length: count }, (_, i) => this.tree.node({ level, index: first + i })));
  }

  async checkpoints(from: number, to: number): Promise<readonly { size: number; note: string }[]> {
    const newest = { size: this.newest.position, note: this.newest.checkpoint };
    const all = newest.size % CHECKPOINT_EVERY === 0 ? this.kept : [...this.kept, newest];
    return Promise.resolve(all.filter(({ size }) => from < size && size <= to));
  }

  async positionAt(moment: Moment): Promise<Position> {
    const after = this.times.findIndex((time) => time > moment);
    return Promise.resolve(after < 0 ? this.times.length : after);
  }

  async version(subject: string): Promise<number> {
    return Promise.resolve(this.versions.get(subject) ?? 0);
  }

  async wait(after: Position, timeoutMs: number): Promise<void> {
    if (this.lines.length > after) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const wake = (): void => (this.lines.length > after ? done() : undefined);
      // Whoever waits has something else to live for: a process that is done does not stay for this.
      const timer = setTimeout(done, timeoutMs).unref();
      this.waiting.add(wake);
    });
  }

  async close(): Promise<void> {
    return Promise.resolve();
  }

  private line(position: Position): StoredLine {
    return this.lines[position - 1] as StoredLine;
  }

  private prove(position: Position, treeSize: number): InclusionProof {
    return { index: position - 1, treeSize, hashes: this.tree.inclusion(position - 1, treeSize).map(base64) };
  }
}

function matches(line: StoredLine, filter?: Filter): boolean {
  if (!filter) return true;
  const claim = JSON.parse(line.claim) as { type: string; department: string };
  if (filter.types && !filter.types.includes(claim.type)) return false;
  if (filter.department !== undefined && filter.department !== claim.department) return false;
  return filter.subject === undefined || (JSON.parse(line.bound) as { subject?: string }).subject === filter.subject;
}
