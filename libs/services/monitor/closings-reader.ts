import { dateOf, quarterOf, recorded, type Position, type Quarter } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { CLOSING_TYPES, foldClosings, type Closing, type Closings } from '@lianhu/reports';

/** Lines read at a time. */
const PAGE = 2_000;

/** Which quarters were closed and stated again, read from the log as far as it went at the last `refresh`. */
export class ClosingsReader {
  private closings: Closings = new Map();
  private began: Quarter | undefined;
  private scannedTo: Position = 0;
  private scanning: Promise<unknown> = Promise.resolve();

  constructor(private readonly log: LogReader) {}

  get all(): Closings {
    return this.closings;
  }
  /** The quarter in which the first event was recorded; undefined while there is none. */
  get first(): Quarter | undefined {
    return this.began;
  }
  of(quarter: Quarter): Closing | undefined {
    return this.closings.get(quarter);
  }

  /** Learns what has come since it looked last. */
  refresh(): Promise<void> {
    const next = this.scanning.then(() => this.scan());
    this.scanning = next.catch(() => undefined);
    return next;
  }

  private async scan(): Promise<void> {
    if (this.began === undefined) {
      const { lines } = await this.log.read(0, 1);
      this.began = lines[0] && quarterOf(dateOf(recorded(lines[0]).recordedAt));
    }
    for (;;) {
      const page = await this.log.read(this.scannedTo, PAGE, { types: CLOSING_TYPES });
      for (const line of page.lines) this.closings = foldClosings(this.closings, recorded(line));
      this.scannedTo = Math.max(this.scannedTo, page.scannedTo);
      if (page.scannedTo >= page.head) return;
    }
  }
}
