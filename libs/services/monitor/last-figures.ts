import type { Moment, Position, Quarter } from '@lianhu/kernel';
import type { PublishedReport } from '@lianhu/reports';
import type { KeptFigures, KeptName } from './kept-figures';

/** The figures of a running quarter as they stood at a position. */
export interface FiguresThen {
  readonly report: PublishedReport;
  /** Root of the log's tree at the report's position. */
  readonly root: string;
  /** When the event at that position was recorded: until then everything is counted. */
  readonly asOf: Moment;
}
/** What is asked of the log. */
export interface LastFiguresParts {
  readonly kept: KeptFigures;
  /** Hash of the policy pack in force. */
  readonly policy: string;
  readonly rootAt: (position: Position) => Promise<string>;
  /** How long a reader waits for figures that hold everything, where there are earlier ones. Unit: milliseconds. */
  readonly patienceMs?: number;
}
/** New figures, or the last ones with their moment. */
export type Figures<T> = { readonly fresh: T } | { readonly last: FiguresThen };

/** Source of the bound: a report is to be read within five seconds. */
const PATIENCE_MS = 3_000;
/** Figures are kept for the next start at most so often, unless they took long. Unit: milliseconds. */
const KEEP_EVERY_MS = 600_000;

/**
 * The figures that were made last of quarters that run. Whoever reads a report waits a few seconds for one that holds
 * everything; where making it takes longer, he gets the last one, which says until when it counts. A file keeps it, so that
 * nobody waits after a start either, when the whole log has to be counted first.
 */
export class LastFigures {
  private readonly last = new Map<Quarter, FiguresThen>();
  private readonly keptAt = new Map<Quarter, number>();

  constructor(private readonly parts: LastFiguresParts) {}

  /** `make` goes on when nobody waits for it any more; `then` tells what of it is to be shown later. */
  async within<T>(quarter: Quarter, make: Promise<T>, then: (made: T) => Promise<FiguresThen | undefined>): Promise<Figures<T>> {
    const began = performance.now();
    const noted = make.then(async (fresh) => {
      const figures = await then(fresh);
      if (figures) this.note(quarter, figures, performance.now() - began > this.patienceMs);
      return { fresh };
    });
    noted.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), this.patienceMs)));
    const made = await Promise.race([noted, tooLong]).finally(() => clearTimeout(timer));
    if (made) return made;
    const last = this.last.get(quarter) ?? (await this.keptBefore(quarter));
    return last ? { last } : noted;
  }

  private get patienceMs(): number {
    return this.parts.patienceMs ?? PATIENCE_MS;
  }

  private note(quarter: Quarter, figures: FiguresThen, tookLong: boolean): void {
    const before = this.last.get(quarter);
    const isNews = before?.report !== figures.report;
    const last = isNews ? figures : before;
    this.last.set(quarter, last);
    const isDue = performance.now() - (this.keptAt.get(quarter) ?? -Infinity) > KEEP_EVERY_MS;
    if (!isNews || !(tookLong || isDue)) return;
    this.parts.kept.put(this.nameOf(quarter), last);
    this.keptAt.set(quarter, performance.now());
  }

  /** What was kept before this start, if the log still is the one that it was made from. */
  private async keptBefore(quarter: Quarter): Promise<FiguresThen | undefined> {
    const kept = this.parts.kept.get<FiguresThen>(this.nameOf(quarter));
    if (!kept || (await this.parts.rootAt(kept.report.position).catch(() => undefined)) !== kept.root) return undefined;
    // New ones may have come meanwhile.
    const last = this.last.get(quarter) ?? kept;
    this.last.set(quarter, last);
    return last;
  }

  private nameOf(quarter: Quarter): KeptName {
    return { what: 'running', quarter, version: 0, position: 0, root: '', policy: this.parts.policy };
  }
}
