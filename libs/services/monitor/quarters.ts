import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Calendar } from '@lianhu/calendar';
import { addQuarters, dateOf, momentOf, quarterOf, recorded, type Clock, type Moment, type Position, type Quarter, type Suite } from '@lianhu/kernel';
import { coveringCheckpoint, rootAt, type LogReader } from '@lianhu/log';
import {
  countQuarter,
  cutOffOf,
  decideClose,
  isSuppressed,
  newestVersion,
  quarterState,
  type CloseRefusal,
  type Closing,
  type Counting,
  type QuarterState,
  type Restated,
} from '@lianhu/reports';
import { inTurns, parsePolicy, type HubForMonitor, type LoadedPolicy } from '@lianhu/services/platform';
import { ClosingsReader } from './closings-reader';
import type { KeptFigures } from './kept-figures';
import { LastFigures, type FiguresThen } from './last-figures';
import { QuarterFigures, type Raw } from './quarter-figures';
import type { QuarterOnList, ShownQuarter } from './shown-quarter';

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
  readonly kept: KeptFigures;
  /** Positions of all followers, with what is parked there. */
  readonly followers: () => Promise<readonly { readonly position: Position; readonly parked: number }[]>;
  /** Counts of quarters past their cut-off that are kept; the usual unless given. */
  readonly countsInMemory?: number;
  /** How long a reader waits for a running quarter's newest figures, where there are earlier ones; the usual unless given. Unit: milliseconds. */
  readonly patienceMs?: number;
}

/** 季报: quarters counted from the log, frozen at their cut-off position, published with suppression. */
export class Quarters {
  private readonly closings: ClosingsReader;
  private readonly figures: QuarterFigures;
  private readonly last: LastFigures;
  /** Running quarters that are to be shown, and have not begun to be counted for that. */
  private readonly queued = new Map<Quarter, Promise<ShownQuarter | undefined>>();
  private busy: Promise<unknown> = Promise.resolve();
  private keepingUp: Promise<void> | undefined;

  constructor(private readonly parts: QuarterParts) {
    mkdirSync(parts.policyFolder, { recursive: true, mode: 0o700 });
    writeFileSync(join(parts.policyFolder, fileOf(parts.policy.hash)), parts.policy.text);
    this.closings = new ClosingsReader(parts.log);
    this.figures = new QuarterFigures({
      log: parts.log,
      begin: (quarter) => countQuarter(this.counting(quarter)),
      isOpen: (quarter) => this.standing(quarter).state === 'running',
      most: parts.countsInMemory,
      policy: parts.policy.pack.report,
      isKnown: (quarter) => this.closings.first !== undefined && quarter >= this.closings.first,
      closing: (quarter) => this.closings.of(quarter),
      kept: parts.kept,
      suite: parts.suite,
      rootAt: (position) => this.rootAt(position),
    });
    const { kept, policy, patienceMs } = parts;
    this.last = new LastFigures({ kept, policy: policy.hash, rootAt: (position) => this.rootAt(position), patienceMs });
  }

  /** Every quarter since the first event, newest first. Waits for no count. */
  async list(): Promise<QuarterOnList[]> {
    await this.closings.refresh();
    return this.quarters()
      .reverse()
      .map((quarter) => ({ quarter, ...this.standing(quarter) }));
  }

  /** Takes into the running quarters' counts what has come since, so that whoever asks for their figures need not wait for that. */
  keepUp(): Promise<void> {
    const work = async (): Promise<void> => {
      await this.closings.refresh();
      for (const quarter of this.quarters()) if (this.standing(quarter).state === 'running') await this.figures.keepUp(quarter);
    };
    return (this.keepingUp ??= this.oneByOne(work).finally(() => (this.keepingUp = undefined)));
  }

  /**
   * A quarter's published figures, the newest version's unless one is named; undefined when the log has no such quarter or version.
   * Where a running quarter's take long to make: the last ones, which say until when they count.
   */
  async show(quarter: Quarter, version?: number): Promise<ShownQuarter | undefined> {
    if (version !== undefined) return this.shown(quarter, version);
    await this.closings.refresh();
    const { state, cutOff } = this.standing(quarter);
    if (state !== 'running' || !this.quarters().includes(quarter)) return this.shown(quarter);
    const figures = await this.last.within(quarter, this.queue(quarter), (made) => this.then(made));
    if ('fresh' in figures) return figures.fresh;
    const { report, root, asOf } = figures.last;
    return { report, root, state, cutOff, version: 0, position: report.position, updating: { asOf } };
  }

  /** Those who ask for a running quarter's figures before they begin to be made are served together, so that none waits for all before him. */
  private queue(quarter: Quarter): Promise<ShownQuarter | undefined> {
    const queued =
      this.queued.get(quarter) ??
      this.oneByOne(() => {
        this.queued.delete(quarter);
        return this.make(quarter);
      });
    this.queued.set(quarter, queued);
    return queued;
  }

  private async then(shown: ShownQuarter | undefined): Promise<FiguresThen | undefined> {
    if (shown?.state !== 'running' || shown.position === 0) return undefined;
    const { report, root, position } = shown;
    const { lines } = await this.parts.log.read(position - 1, 1);
    return lines[0] && { report, root, asOf: recorded(lines[0]).recordedAt };
  }

  private shown(quarter: Quarter, version?: number): Promise<ShownQuarter | undefined> {
    return this.oneByOne(() => this.make(quarter, version));
  }

  private async make(quarter: Quarter, version?: number): Promise<ShownQuarter | undefined> {
    await this.closings.refresh();
    if (!this.quarters().includes(quarter)) return undefined;
    const { state, cutOff } = this.standing(quarter);
    const closing = this.closings.of(quarter);
    const wanted = version ?? (closing ? newestVersion(closing) : 0);
    const restated = closing?.restated.find((one) => one.version === wanted);
    if (closing && restated) return this.showLater(quarter, restated, { state, cutOff, closing });
    if (version !== undefined && version !== closing?.version) return undefined;
    const report = await this.figures.published(quarter);
    const position = closing?.position ?? report.position;
    const root = closing?.root ?? (await this.rootAt(position));
    const checkpoint = closing && (await coveringCheckpoint(this.parts.log, position));
    const since = closing && (await this.figures.since(quarter, closing));
    const restatement = closing && newestVersion(closing) === closing.version ? since?.restatement : undefined;
    return {
      report,
      state,
      cutOff,
      closing,
      version: closing?.version ?? 0,
      position,
      root,
      checkpoint,
      origin: closing && this.figures.originOf(quarter, closing),
      changedSince: since?.changedSince,
      restatement,
    };
  }

  private async showLater(
    quarter: Quarter,
    stated: Restated,
    standing: Pick<ShownQuarter, 'state' | 'cutOff'> & { readonly closing: Closing },
  ): Promise<ShownQuarter> {
    const { version, position } = stated;
    const report = await this.figures.later(quarter, standing.closing, stated);
    const origin = this.figures.originOf(quarter, stated);
    const [root, checkpoint] = await Promise.all([this.rootAt(position), coveringCheckpoint(this.parts.log, position)]);
    const isNewest = version === newestVersion(standing.closing);
    const restatement = isNewest ? (await this.figures.since(quarter, standing.closing)).restatement : undefined;
    return { ...standing, report, version, position, root, checkpoint, origin, restatement };
  }

  /** States a closed quarter again 重报: version n + 1, counted from the log as it stands, beside the earlier ones. */
  restate(quarter: Quarter, by: string, reason: string): Promise<{ readonly version: number } | { readonly refused: RestateRefusal }> {
    return this.oneByOne(async () => {
      await this.closings.refresh();
      const closing = this.closings.of(quarter);
      if (!closing) return { refused: 'quarter-not-closed' };
      if ((await this.figures.since(quarter, closing)).restatement === undefined) return { refused: 'quarter-not-to-restate' };
      const version = newestVersion(closing) + 1;
      const time = momentOf(this.parts.clock.now());
      const { report, position } = await this.figures.corrected(quarter);
      const stated = { version, position, root: await this.rootAt(position), report: this.figures.hashOf(report) };
      this.figures.freeze(quarter, closing, stated, report);
      const data = { quarter, ...stated, reason, approver: by };
      await this.parts.hub.own([{ type: 'hub.report.restated', id: `report-restated-${quarter}-${version}`, time, data }]);
      await this.closings.refresh();
      return { version };
    });
  }

  /** The raw figures of a version: the frozen bytes, for those who replay. Throws NotRestated. */
  raw(quarter: Quarter, version = 1): Promise<Raw> {
    return this.oneByOne(async () => {
      await this.closings.refresh();
      return this.figures.raw(quarter, version);
    });
  }

  /** Positions of the events behind a shown cell; undefined for a cell that is suppressed or not there. */
  async sources(quarter: Quarter, cell: string, version?: number): Promise<readonly Position[] | undefined> {
    // By the newest figures: what is suppressed now has no sources, whatever an earlier reading shows.
    const shown = await this.shown(quarter, version);
    const found = shown?.report.cells.find(({ id }) => id === cell);
    if (!shown || !found || isSuppressed(found)) return undefined;
    return this.oneByOne(async () => (await this.figures.count(quarter, shown.version)).sources(cell));
  }

  /** Closes a quarter: the event, or why not. */
  close(quarter: Quarter): Promise<{ readonly closed: true } | { readonly refused: CloseRefusal }> {
    return this.oneByOne(async () => {
      await this.closings.refresh();
      const { clock, policy, followers, hub, log } = this.parts;
      const { cutOff } = this.standing(quarter);
      const { recordedAt: readUntil } = await log.head();
      const position = await log.positionAt(cutOff);
      const decision = decideClose(this.closings.all, {
        quarter,
        now: clock.now(),
        cutOff,
        readUntil,
        position,
        root: await this.rootAt(position),
        policy: policy.hash,
        followers: await followers(),
      });
      if ('refused' in decision) return decision;
      const report = await inTurns((await this.figures.count(quarter, 1)).reportSteps());
      const data = { ...decision.emit.data, report: this.figures.hashOf(report) };
      this.figures.freeze(quarter, data, data, report);
      await hub.own([{ type: 'hub.report.closed', id: `report-closed-${quarter}-1`, time: momentOf(clock.now()), data }]);
      await this.closings.refresh();
      return { closed: true };
    });
  }

  /** 24:00 of the last working day on which events still count. */
  cutOff(quarter: Quarter): Moment {
    return cutOffOf({ quarter, policy: this.parts.policy.pack, calendar: this.parts.calendar, closings: this.closings.all });
  }

  private standing(quarter: Quarter): { state: QuarterState; cutOff: Moment; closedOn?: string } {
    const closing = this.closings.of(quarter);
    const cutOff = this.cutOff(quarter);
    return { state: quarterState(momentOf(this.parts.clock.now()), cutOff, closing), cutOff, closedOn: closing?.closedOn };
  }

  private quarters(): Quarter[] {
    const now = quarterOf(dateOf(momentOf(this.parts.clock.now())));
    const all: Quarter[] = [];
    for (let quarter = this.closings.first ?? now; quarter <= now; quarter = addQuarters(quarter, 1)) all.push(quarter);
    return all;
  }

  private counting(quarter: Quarter): Counting {
    const { suite, calendar } = this.parts;
    return { quarter, policy: this.policyOf(quarter), calendar, closings: this.closings.all, sha256: (...data) => suite.sha256(...data) };
  }

  /** A closed quarter is counted by the pack that its closing names. */
  private policyOf(quarter: Quarter) {
    const hash = this.closings.of(quarter)?.policy ?? this.parts.policy.hash;
    return hash === this.parts.policy.hash ? this.parts.policy.pack : parsePolicy(readFileSync(join(this.parts.policyFolder, fileOf(hash)), 'utf8'));
  }

  private rootAt(position: Position): Promise<string> {
    return rootAt(this.parts.log, this.parts.suite, position);
  }

  /** Counts are fed by one request at a time. */
  private oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const next = this.busy.then(work, work);
    this.busy = next.catch(() => undefined);
    return next;
  }
}

/** Why a quarter is not stated again. */
export type RestateRefusal = 'quarter-not-closed' | 'quarter-not-to-restate';

/** File of a policy pack: its hash in hexadecimal. */
const fileOf = (hash: string): string => `${Buffer.from(hash, 'base64').toString('hex')}.json`;
