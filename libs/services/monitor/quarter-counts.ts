import { joinsOrParts, recorded, type Position, type Quarter, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { asIfInTime, asRestated, type QuarterCount, type StatedVersion } from '@lianhu/reports';
import { giveWay, logger } from '@lianhu/services/platform';

/** What counts are fed from, and how a new one begins. */
export interface CountingParts {
  readonly log: Pick<LogReader, 'read'>;
  readonly begin: (quarter: Quarter) => QuarterCount;
  /** Whether events may still count in a quarter: such a count is always kept. */
  readonly isOpen: (quarter: Quarter) => boolean;
  /** Counts of quarters past their cut-off that stay in memory. */
  readonly most?: number;
}
/** A quarter's count as far as the log is read. */
export interface Counted {
  readonly count: QuarterCount;
  /** Whether the cut-off has passed, and its figures are final. */
  readonly done: boolean;
}
interface Kept {
  readonly count: QuarterCount;
  /** Takes an event in; false when nothing more counts. */
  readonly take: (event: Recorded) => boolean;
  fedTo: Position;
  done: boolean;
  afterTo: Position;
}

/** A page and its cells are asked for one after another: the quarter at hand and what it would be if corrected. Each holds the facts of the whole log. */
const MOST = 2;
/** Lines of a page. Reason: parsing and counting them takes some ten milliseconds, in which nobody else is answered. */
const PAGE = 500;
/** How often a count that takes long says how far it is. Unit: pages. */
const SAY_EVERY = 400;

/** Counts of quarters, made from the log when somebody asks for one. A few stay in memory, and are fed on from where they stood. */
export class QuarterCounts {
  /** Those asked for longest ago first. */
  private readonly kept = new Map<string, Kept & { readonly quarter: Quarter }>();

  constructor(private readonly parts: CountingParts) {}

  /** The count of a quarter, up to its cut-off. */
  async of(quarter: Quarter): Promise<Counted> {
    return this.feed(this.keptOr(quarter, quarter, (count) => (event) => count.add(event)));
  }

  /** The same with all that corrects it, as if it had come in time, and how far the log was read for that. */
  async corrected(quarter: Quarter): Promise<{ readonly count: QuarterCount; readonly to: Position }> {
    const kept = this.keptOr(`${quarter} corrected`, quarter, (count) => {
      const take = asIfInTime(count);
      return (event) => (take(event), true);
    });
    const { count } = await this.feed(kept);
    return { count, to: kept.fedTo };
  }

  /** The same up to a later version's position. */
  async restated(quarter: Quarter, { version, position }: StatedVersion): Promise<QuarterCount> {
    return (await this.feed(this.keptOr(`${quarter} ${version}`, quarter, (count) => asRestated(count, { position })))).count;
  }

  /** Facts behind a quarter's figures that were changed after its cut-off, and the position up to which that was looked for. */
  async changedSince(quarter: Quarter): Promise<{ readonly changed: number; readonly to: Position }> {
    const { count } = await this.of(quarter);
    const kept = this.kept.get(quarter) as Kept;
    await this.pages(Math.max(kept.afterTo, kept.fedTo), (event) => {
      count.after(event);
      kept.afterTo = event.position;
      return true;
    });
    return { changed: count.changedSince(), to: Math.max(kept.afterTo, kept.fedTo) };
  }

  /** Whether something after a position corrects an event or says whose it is, and the position up to which that was looked for. */
  async correctedAfter(position: Position): Promise<{ readonly found: boolean; readonly to: Position }> {
    let [found, to] = [false, position];
    await this.pages(position, (event) => {
      found ||= event.corrects !== undefined || joinsOrParts(event);
      to = event.position;
      return !found;
    });
    return { found, to };
  }

  private keptOr(name: string, quarter: Quarter, takes: (count: QuarterCount) => Kept['take']): Kept {
    const known = this.kept.get(name);
    this.kept.delete(name);
    // Room is made before a new one is counted, so that never more are in memory.
    if (!known) this.makeRoom();
    const count = known?.count ?? this.parts.begin(quarter);
    const one = known ?? { quarter, count, take: takes(count), fedTo: 0, done: false, afterTo: 0 };
    this.kept.set(name, one);
    return one;
  }

  private makeRoom(): void {
    const past = [...this.kept].filter(([, { quarter }]) => !this.parts.isOpen(quarter));
    for (const [name] of past.slice(0, Math.max(0, past.length - (this.parts.most ?? MOST) + 1))) this.kept.delete(name);
  }

  private async feed(one: Kept): Promise<Counted> {
    if (!one.done) {
      await this.pages(one.fedTo, (event) => {
        if (!one.take(event)) one.done = true;
        else one.fedTo = event.position;
        return !one.done;
      });
    }
    return one;
  }

  /** Hands over the events after a position until the log ends or `take` wants no more. */
  private async pages(after: Position, take: (event: Recorded) => boolean): Promise<void> {
    for (let page = 1, from = after; ; page++) {
      const { lines, head } = await this.parts.log.read(from, PAGE);
      for (const line of lines) {
        if (!take(recorded(line))) return;
        from = line.position;
      }
      if (lines.length === 0 || from >= head) return;
      await giveWay();
      if (page % SAY_EVERY === 0) logger.info({ position: from, head }, 'counting a quarter');
    }
  }
}
