import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Calendar } from '@lianhu/calendar';
import {
  addQuarters,
  dateOf,
  momentOf,
  quarterOf,
  recorded,
  toBase64,
  type Clock,
  type Moment,
  type Position,
  type Quarter,
  type Recorded,
  type Suite,
} from '@lianhu/kernel';
import { coveringCheckpoint, decodeHashes, rootFromPath, type LogReader } from '@lianhu/log';
import {
  countQuarter,
  cutOffOf,
  decideClose,
  foldClosings,
  isSuppressed,
  publish,
  restatementOf,
  quarterState,
  withComparisons,
  type CloseRefusal,
  type Closing,
  type Closings,
  type PublishedReport,
  type QuarterCount,
  type QuarterState,
  type RawReport,
  type Restatement,
} from '@lianhu/reports';
import { parsePolicy, type HubForMonitor, type LoadedPolicy } from '@lianhu/services/platform';
import { QuarterCounts } from './quarter-counts';

/** What quarters are counted from. */
export interface QuarterParts {
  readonly log: LogReader;
  readonly hub: HubForMonitor;
  readonly suite: Suite;
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly policy: LoadedPolicy;
  /** Folder that keeps every policy pack that a closing may name. */
  readonly policyFolder: string;
  /** Positions of all followers, with what is parked there. */
  readonly followers: () => Promise<readonly { readonly position: Position; readonly parked: number }[]>;
  /** Counts of quarters past their cut-off that are kept; the usual unless given. */
  readonly countsInMemory?: number;
}

/** A quarter on the list. */
export interface QuarterOnList {
  readonly quarter: Quarter;
  readonly state: QuarterState;
  readonly cutOff: Moment;
  readonly closedOn?: string;
}
/** A quarter's figures as people may see them, with how it stands. */
export interface ShownQuarter {
  readonly report: PublishedReport;
  readonly state: QuarterState;
  readonly cutOff: Moment;
  readonly closing?: Closing;
  /** Closed: of the closing; otherwise the newest position that counts. */
  readonly position: Position;
  readonly root: string;
  /** Closed: a signed note that covers the closing's position; what an outsider keeps. */
  readonly checkpoint?: string;
  /** Closed: facts behind its figures that were corrected or withdrawn since; the figures stay. */
  readonly changedSince?: number;
  /** Closed: what of it has to be stated again 重报, by the policy's measure. */
  readonly restatement?: Restatement;
}
/** What was found of a closed quarter when it was looked for corrections last. */
interface Since {
  /** Up to here nothing else corrects it. */
  readonly to: Position;
  readonly changedSince: number;
  readonly restatement?: Restatement;
}

const PAGE = 2_000;

/** 季报: quarters counted from the log, frozen at their cut-off position, published with suppression. */
export class Quarters {
  private closings: Closings = new Map();
  private scannedTo: Position = 0;
  private first: Quarter | undefined;
  private readonly counts: QuarterCounts;
  private readonly published = new Map<Quarter, { readonly position: Position; readonly done: boolean; readonly report: PublishedReport }>();
  private readonly since = new Map<Quarter, Since>();
  private busy: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: QuarterParts) {
    mkdirSync(parts.policyFolder, { recursive: true, mode: 0o700 });
    writeFileSync(join(parts.policyFolder, fileOf(parts.policy.hash)), parts.policy.text);
    this.counts = new QuarterCounts({
      log: parts.log,
      begin: (quarter) => this.countOf(quarter),
      isOpen: (quarter) => this.standing(quarter).state === 'running',
      most: parts.countsInMemory,
    });
  }

  /** Every quarter since the first event, newest first. */
  list(): Promise<QuarterOnList[]> {
    return this.oneByOne(async () => {
      await this.refresh();
      return this.quarters()
        .reverse()
        .map((quarter) => ({ quarter, ...this.standing(quarter) }));
    });
  }

  /** A quarter's published figures; undefined when the log has none of that quarter. */
  show(quarter: Quarter): Promise<ShownQuarter | undefined> {
    return this.oneByOne(async () => {
      await this.refresh();
      if (!this.quarters().includes(quarter)) return undefined;
      const { state, cutOff } = this.standing(quarter);
      const closing = this.closings.get(quarter);
      const report = await this.publishedOf(quarter);
      const position = closing?.position ?? report.position;
      const root = closing?.root ?? (await this.rootAt(position));
      const checkpoint = closing && (await coveringCheckpoint(this.parts.log, position));
      const { changedSince, restatement } = closing ? await this.sinceOf(quarter, closing) : {};
      return { report, state, cutOff, closing, position, root, checkpoint, changedSince, restatement };
    });
  }

  /** The raw figures: for the frozen bytes and for those who replay. */
  raw(quarter: Quarter): Promise<RawReport> {
    return this.oneByOne(async () => (await this.counts.of(quarter)).count.report());
  }

  /** Positions of the events behind a shown cell; undefined for a cell that is suppressed or not there. */
  async sources(quarter: Quarter, cell: string): Promise<readonly Position[] | undefined> {
    const shown = await this.show(quarter);
    const found = shown?.report.cells.find(({ id }) => id === cell);
    if (!found || isSuppressed(found)) return undefined;
    return this.oneByOne(async () => (await this.counts.of(quarter)).count.sources(cell));
  }

  /** Closes a quarter: the event, or why not. */
  close(quarter: Quarter): Promise<{ readonly closed: true } | { readonly refused: CloseRefusal }> {
    return this.oneByOne(async () => {
      await this.refresh();
      const { clock, policy, followers, hub, log } = this.parts;
      const { cutOff } = this.standing(quarter);
      const position = await log.positionAt(cutOff);
      const decision = decideClose(this.closings, {
        quarter,
        now: clock.now(),
        cutOff,
        position,
        root: await this.rootAt(position),
        policy: policy.hash,
        followers: await followers(),
      });
      if ('refused' in decision) return decision;
      const time = momentOf(clock.now());
      await hub.own([{ type: 'hub.report.closed', id: `report-closed-${quarter}-1`, time, data: { ...decision.emit.data } }]);
      await this.refresh();
      return { closed: true };
    });
  }

  /** 24:00 of the last working day on which events still count. */
  cutOff(quarter: Quarter): Moment {
    return cutOffOf({ quarter, policy: this.parts.policy.pack, calendar: this.parts.calendar });
  }

  private standing(quarter: Quarter): { state: QuarterState; cutOff: Moment; closedOn?: string } {
    const closing = this.closings.get(quarter);
    const cutOff = this.cutOff(quarter);
    return { state: quarterState(momentOf(this.parts.clock.now()), cutOff, closing), cutOff, closedOn: closing?.closedOn };
  }

  private quarters(): Quarter[] {
    const now = quarterOf(dateOf(momentOf(this.parts.clock.now())));
    const all: Quarter[] = [];
    for (let quarter = this.first ?? now; quarter <= now; quarter = addQuarters(quarter, 1)) all.push(quarter);
    return all;
  }

  private async refresh(): Promise<void> {
    const { log } = this.parts;
    if (this.first === undefined) {
      const { lines } = await log.read(0, 1);
      this.first = lines[0] && quarterOf(dateOf(recorded(lines[0]).recordedAt));
    }
    for (;;) {
      const page = await log.read(this.scannedTo, PAGE, { types: ['hub.report.closed'] });
      for (const line of page.lines) this.closings = foldClosings(this.closings, recorded(line));
      this.scannedTo = Math.max(this.scannedTo, page.scannedTo);
      if (page.scannedTo >= page.head) return;
    }
  }

  /** The figures of a quarter past its cut-off are made once, and then need no count. The one before first: no count waits for another. */
  private async publishedOf(quarter: Quarter): Promise<PublishedReport> {
    const known = this.published.get(quarter);
    if (known?.done) return known.report;
    const before = addQuarters(quarter, -1);
    const previous = this.first !== undefined && before >= this.first ? await this.publishedOf(before) : undefined;
    const { count, done } = await this.counts.of(quarter);
    const raw = count.report();
    const { position } = raw;
    if (known?.position === position && !done) return known.report;
    const yearAgo = this.published.get(addQuarters(quarter, -4))?.report;
    const report = withComparisons(publish(raw, { below: this.parts.policy.pack.report.suppressBelow, previous }), previous, yearAgo);
    this.published.set(quarter, { position, done, report });
    return report;
  }

  /** What of a closed quarter was corrected since. It is counted again only when something was that has not been looked at. */
  private async sinceOf(quarter: Quarter, closing: Closing): Promise<Since> {
    const known = this.since.get(quarter) ?? { to: closing.position, changedSince: 0 };
    const { found, to } = await this.counts.correctedAfter(known.to);
    const since = found ? await this.countedSince(quarter) : { ...known, to };
    this.since.set(quarter, since);
    return since;
  }

  private async countedSince(quarter: Quarter): Promise<Since> {
    const { position: to } = await this.parts.log.head();
    const changedSince = await this.counts.changedSince(quarter);
    if (changedSince === 0) return { to, changedSince };
    const closed = (await this.counts.of(quarter)).count.report();
    const corrected = (await this.counts.corrected(quarter)).report();
    return { to, changedSince, restatement: restatementOf(closed, corrected, this.parts.policy.pack.report.restate) };
  }

  private countOf(quarter: Quarter): QuarterCount {
    const { suite, calendar } = this.parts;
    return countQuarter({ quarter, policy: this.policyOf(quarter), calendar, sha256: (...data) => suite.sha256(...data) });
  }

  /** A closed quarter is counted by the pack that its closing names. */
  private policyOf(quarter: Quarter) {
    const hash = this.closings.get(quarter)?.policy ?? this.parts.policy.hash;
    return hash === this.parts.policy.hash ? this.parts.policy.pack : parsePolicy(readFileSync(join(this.parts.policyFolder, fileOf(hash)), 'utf8'));
  }

  /** The tree's root at a size: what the last leaf's inclusion proof leads to. */
  private async rootAt(position: Position): Promise<string> {
    if (position === 0) return '';
    const { log, suite } = this.parts;
    const [{ hashes }, [leaf]] = await Promise.all([log.inclusion(position, position), log.leaves(position - 1, position)]);
    const path = decodeHashes(hashes);
    const root = leaf === undefined || !path ? undefined : rootFromPath(suite, position - 1, position, Buffer.from(leaf, 'base64'), path);
    if (!root) throw new Error('the log has no proof of its own leaf');
    return toBase64(root);
  }

  /** Counts are fed by one request at a time. */
  private oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const next = this.busy.then(work, work);
    this.busy = next.catch(() => undefined);
    return next;
  }
}

/** File of a policy pack: its hash in hexadecimal. */
const fileOf = (hash: string): string => `${Buffer.from(hash, 'base64').toString('hex')}.json`;
