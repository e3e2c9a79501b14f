import { historiesOf } from '@lianhu/follow';
import { ALERT_RETRACTED, Corrections, RECORD_WITHDRAWN, recorded, type Position, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';

const WITHDRAWING = [RECORD_WITHDRAWN, ALERT_RETRACTED];
const PAGE = 500;
/** Longest chain of corrections of one event without a stream that is followed back. */
const CHAIN = 20;

/** Tells of events whether their facts have been withdrawn since: as the log says it now, whatever was read before. */
export class Withdrawals {
  /** What was withdrawn without a stream of its own, as far as the log has been looked through. */
  private readonly loose = new Corrections();
  private scannedTo: Position = 0;

  constructor(private readonly log: LogReader) {}

  /** The positions of those that are withdrawn; a withdrawal itself is not. */
  async among(events: readonly Recorded[]): Promise<ReadonlySet<Position>> {
    const facts = events.filter(({ type }) => !WITHDRAWING.includes(type));
    const own = facts.filter(({ subject }) => subject !== undefined);
    const other = facts.filter(({ subject }) => subject === undefined);
    return new Set([...(own.length > 0 ? await this.ofStreams(own) : []), ...(other.length > 0 ? await this.ofNoStream(other) : [])]);
  }

  /** A correction has the type and the stream of what it corrects, a withdrawal the stream: one question for a page of notices. */
  private async ofStreams(events: readonly Recorded[]): Promise<readonly Position[]> {
    const wanted = [...new Set(events.map(({ subject }) => subject as string))].map((subject) => ({ subject, after: 0 }));
    const types = [...new Set([...WITHDRAWING, ...events.map(({ type }) => type)])];
    const histories = await historiesOf(this.log, wanted, Number.MAX_SAFE_INTEGER, types);
    const corrections = new Corrections();
    for (const event of [...histories.values()].flat()) corrections.add(event);
    return events.map(({ position }) => position).filter((position) => corrections.withdrawn(position));
  }

  private async ofNoStream(events: readonly Recorded[]): Promise<readonly Position[]> {
    for (;;) {
      const page = await this.log.read(this.scannedTo, PAGE, { types: WITHDRAWING });
      for (const event of page.lines.map(recorded)) if (event.subject === undefined) await this.take(event);
      const done = page.scannedTo <= this.scannedTo || page.scannedTo >= page.head;
      this.scannedTo = Math.max(this.scannedTo, page.scannedTo);
      if (done) break;
    }
    for (const event of events) await this.take(event);
    return events.map(({ position }) => position).filter((position) => this.loose.withdrawn(position));
  }

  /** An event after all that it corrects, directly or one over the other. */
  private async take(event: Recorded): Promise<void> {
    const chain = [event];
    for (let at = event.corrects; at !== undefined && chain.length < CHAIN; at = chain[0]?.corrects) {
      const [line] = (await this.log.read(at - 1, 1)).lines;
      if (!line) break;
      chain.unshift(recorded(line));
    }
    for (const one of chain) this.loose.add(one);
  }
}
