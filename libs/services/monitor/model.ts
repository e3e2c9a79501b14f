import type { Moment, PlainDate, Position } from '@lianhu/kernel';
import type { Follower, RowQuery, ViewReader } from '@lianhu/follow';
import type { LogReader } from '@lianhu/log';

/** The views as pages read them: rows as folded, without names; how far they are. */
export class ReadModel {
  constructor(
    private readonly reader: ViewReader,
    private readonly follower: Follower,
    private readonly log: LogReader,
  ) {}

  list<R>(view: string, query: RowQuery): Promise<{ readonly rows: readonly R[]; readonly total: number }> {
    return this.reader.list<R>(view, query);
  }
  one<R>(view: string, key: string): Promise<R | undefined> {
    return this.reader.one<R>(view, key);
  }
  /** All keys of a sum with their counts. */
  sums(sum: string): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
    return this.reader.sumsOf(sum);
  }
  /** A child's row as it was at a position. */
  asOf<R>(view: string, subject: string, position: Position): Promise<R | undefined> {
    return this.reader.asOf<R>(view, subject, position);
  }
  /** The date of the last day that has turned, or as of a position. */
  async today(position?: Position): Promise<PlainDate | undefined> {
    return position === undefined ? this.follower.today : this.reader.dayAt(position);
  }
  /** The position up to which all views are folded, and when it was recorded. */
  async position(): Promise<{ readonly position: Position; readonly recordedAt?: Moment }> {
    const { position } = this.follower;
    const { lines } = position === 0 ? { lines: [] } : await this.log.read(position - 1, 1);
    return { position, recordedAt: lines[0] && (JSON.parse(lines[0].stamp) as { recordedAt: Moment }).recordedAt };
  }
  /** Whether all views have reached a position within `ms`. */
  waitFor(position: Position, ms: number): Promise<boolean> {
    return this.follower.waitFor(position, ms);
  }
}
