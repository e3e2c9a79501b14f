import type { PlainDate, Position } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { DAY_TURNED } from './lines';

/** Turns of days read at a time. */
const PAGE = 1_000;

/** Which day it was at a position. Turns are few and never change, so each is read once. */
export class DayTurns {
  private readonly turns: { readonly position: Position; readonly date: PlainDate }[] = [];
  private scannedTo: Position = 0;
  private reading: Promise<void> = Promise.resolve();

  constructor(private readonly log: Pick<LogReader, 'read'>) {}

  /** The last day that had turned at a position; undefined when none had. */
  async at(position: Position): Promise<PlainDate | undefined> {
    if (position > this.scannedTo) await this.readOn(position);
    return this.turns.findLast((turn) => turn.position <= position)?.date;
  }

  private readOn(position: Position): Promise<void> {
    const read = async (): Promise<void> => {
      while (this.scannedTo < position) {
        const page = await this.log.read(this.scannedTo, PAGE, { types: [DAY_TURNED] });
        for (const { position: at, claim } of page.lines)
          this.turns.push({ position: at, date: (JSON.parse(claim) as { data: { date: PlainDate } }).data.date });
        if (page.scannedTo <= this.scannedTo) return;
        this.scannedTo = page.scannedTo;
      }
    };
    // One reading at a time, also after one that failed.
    return (this.reading = this.reading.then(read, read));
  }
}
