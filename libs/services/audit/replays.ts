import type { Seals } from '@lianhu/access';
import type { Calendar } from '@lianhu/calendar';
import { baseViews, catalogue, sums } from '@lianhu/catalogue';
import { CompiledView, replay, SubjectTarget, SumTarget, ViewTarget, HistoryDiverged } from '@lianhu/follow';
import { recorded, type Position, type Quarter, type Suite } from '@lianhu/kernel';
import type { EventLog } from '@lianhu/log';
import { CLOSING_TYPES, foldClosings, versionsOf, type Closings } from '@lianhu/reports';
import { ProblemError, type LoadedPolicy } from '@lianhu/services/platform';
import { manifestOf } from './manifest';
import { QuarterTarget, type Proof } from './quarter-target';
import type { Outcome, Running } from './replay-jobs';

/** The name of no case. */
export const NO_CASE = 'case-none';
/** Lines read at a time. Reason: while a page is folded, the process answers nobody. */
const PAGE = 1_000;
/** Folds in memory; what is beyond is put aside. Reason: replays run beside everything else. Unit: folds, about a kilobyte each. */
const FOLDS_IN_MEMORY = 20_000;

/** What may be counted again: one of these. */
export type Wanted = { readonly view: string } | { readonly subject: string } | WantedReport;
/** A version of a quarter's report: 1 as it was closed, or stands while it is not; a later one as it was restated. */
export interface WantedReport {
  readonly report: Quarter;
  readonly version: number;
}
/** A replay as it will be done: up to one position, or to two, which are compared. */
export interface Plan {
  readonly wanted: Wanted;
  readonly positions: readonly Position[];
  /** Of a quarter: how it and others were closed. */
  readonly closings?: Closings;
}

/** A closed quarter that can be replayed. */
export interface QuarterOffered {
  readonly quarter: Quarter;
  readonly versions: readonly { readonly version: number; readonly position: Position }[];
}

/** Every base view and sum that can be replayed, with what its rows are of. */
export const REPLAYABLE = baseViews.flatMap(({ name, version, of }) => [
  { name, version, of, over: undefined },
  ...sums.filter(({ over }) => over === name).map((sum) => ({ name: sum.name, version, of: 'sum', over: name })),
]);
const compiled = baseViews.map((view) => new CompiledView(view, sums));

/** What a view, sum or subject is replayed by; undefined when there is none of that name. */
export function targetOf(wanted: Exclude<Wanted, WantedReport>, log: Pick<EventLog, 'read'>, suite: Suite, stopped?: () => boolean) {
  const parts = { log, suite, stopped, foldsInMemory: FOLDS_IN_MEMORY };
  if ('subject' in wanted) return new SubjectTarget(wanted.subject, compiled, parts);
  const view = compiled.find(({ name }) => name === wanted.view);
  if (view) return new ViewTarget(view, parts);
  for (const base of compiled) {
    const sum = base.sums.find(({ name }) => name === wanted.view);
    if (sum) return new SumTarget(base, sum, parts);
  }
  return undefined;
}

/** Whether somebody declares an event type. */
export const isKnownType = (type: string): boolean => catalogue.event(type) !== undefined;

/** Counts views, subjects and quarters again from the log as the auditors' role reads it: no keys, no views, no frozen copy. */
export class Replays {
  constructor(
    readonly log: EventLog,
    private readonly suite: Suite,
    private readonly calendar: Calendar,
    private readonly policy: LoadedPolicy,
    private readonly seals: Pick<Seals, 'among'>,
  ) {}

  /** Every closed quarter, newest first, with its versions and the positions that they are counted to. */
  async quarters(): Promise<readonly QuarterOffered[]> {
    const closed = [...(await this.closings())].sort(([a], [b]) => (a < b ? 1 : -1));
    return closed.map(([quarter, closing]) => ({ quarter, versions: versionsOf(closing).map(({ version, position }) => ({ version, position })) }));
  }

  /** What fixed quarters that are closed. Throws ProblemError when this one was with a policy pack that is not here. */
  async closingsFor(quarter: Quarter): Promise<Closings> {
    const closings = await this.closings();
    const closing = closings.get(quarter);
    if (closing && closing.policy !== this.policy.hash)
      throw new ProblemError('refused', {
        detail: 'closed with another policy pack: replay it from an export with that pack',
        members: { code: 'quarter-other-pack' },
      });
    return closings;
  }

  /** Does it. Throws HistoryDiverged where the lines do not give the root that a closing or restatement names. */
  async run(plan: Plan, { stopped, progress }: Running): Promise<Outcome> {
    const { log, suite } = this;
    const { wanted, positions } = plan;
    const target = 'report' in wanted ? this.quarterTarget(wanted, plan) : targetOf(await this.found(wanted), log, suite, stopped);
    if (!target) throw new ProblemError('not-found');
    const last = Math.max(1, ...positions);
    const replayed = await replay(target, positions, {
      log,
      suite,
      known: isKnownType,
      pageSize: PAGE,
      stopped,
      // The last percent is for the rows.
      progress: (position) => progress(Math.floor((99 * position) / last)),
    });
    const manifest = manifestOf(target, replayed, 'subject' in wanted ? wanted : {});
    if (!(target instanceof QuarterTarget)) return { replayed, manifest };
    return { replayed, manifest, report: target.report, equal: isProven(target.proofs(replayed.moments)) };
  }

  private quarterTarget({ report: quarter, version }: WantedReport, { positions, closings = new Map() }: Plan): QuarterTarget {
    const { log, suite, calendar, policy } = this;
    const compares = positions.length > 1;
    return new QuarterTarget({ quarter, version, policy: policy.pack, policyHash: policy.hash, calendar, closings, suite, log, compares });
  }

  /** A sealed case is counted as one that is nowhere. */
  private async found<T extends Wanted>(wanted: T): Promise<T | { readonly subject: string }> {
    return 'subject' in wanted && (await this.seals.among([wanted.subject])).size > 0 ? { subject: NO_CASE } : wanted;
  }

  private async closings(): Promise<Closings> {
    let closings: Closings = new Map();
    for (let after = 0; ;) {
      const page = await this.log.read(after, PAGE, { types: CLOSING_TYPES });
      for (const line of page.lines) closings = foldClosings(closings, recorded(line));
      after = page.scannedTo;
      if (after >= page.head) return closings;
    }
  }
}

/** Whether every report has the hash that the log names of it; undefined where it names none. Throws HistoryDiverged of a root. */
function isProven(proofs: readonly Proof[]): boolean | undefined {
  for (const { stated, found } of proofs)
    if (found.root !== undefined && stated.root !== undefined && found.root !== stated.root) throw new HistoryDiverged(stated.position);
  const named = proofs.filter(({ stated }) => stated.report !== undefined);
  return named.length === 0 ? undefined : named.every(({ stated, found }) => stated.report === found.report);
}
