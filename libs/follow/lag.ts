import { recorded, type Clock, type Position } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';

/** How far somebody is behind. */
export interface Lag {
  /** Unit: events. */
  readonly events: number;
  /** Age of the next event that is not followed yet. Unit: seconds. */
  readonly seconds: number;
  /** The log's newest position when it was asked. */
  readonly head: Position;
}

/** Asks the log itself how far a position is behind, and since when. */
export async function measure(log: Pick<LogReader, 'read'>, position: Position, clock: Clock = { now: Date.now }): Promise<Lag> {
  const { lines, head } = await log.read(position, 1);
  const [next] = lines;
  const seconds = next ? Math.max(0, (clock.now() - Date.parse(recorded(next).recordedAt)) / 1_000) : 0;
  return { events: Math.max(0, head - position), seconds, head };
}
