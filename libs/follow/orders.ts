import type { Position, Recorded, Suite } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import type { CompiledView } from './compiled-view';
import { readLine } from './lines';

/** An operator leaves one event out of one view, for ever and by name; a view obeys when it comes to that place of the log. */
export const PARKED_DROPPED = 'hub.parked.dropped';
/** An operator has told a follower something; of these a view obeys `retry` when it comes to that place of the log. */
export const FOLLOWER_ORDERED = 'hub.follower.ordered';

/** What a page orders a view to do with what is parked. */
export interface Orders {
  /** Positions that it leaves out from now on. */
  readonly drop: readonly Position[];
  /** It tries everything that is parked again. */
  readonly retry: boolean;
}

const isFor = (view: Pick<CompiledView, 'name'>, { data }: Recorded): boolean => (data as { readonly follower?: unknown }).follower === view.name;
const dropsOf = (view: Pick<CompiledView, 'name'>, events: readonly Recorded[]): Position[] =>
  events
    .filter((event) => event.type === PARKED_DROPPED && isFor(view, event))
    .map(({ data }) => (data as unknown as { readonly position: Position }).position);

/** The orders among events that concern a view. */
export function ordersOf(view: CompiledView, events: readonly Recorded[]): Orders {
  const retry = events.some(
    (event) => event.type === FOLLOWER_ORDERED && isFor(view, event) && (event.data as { order?: unknown }).order === 'retry',
  );
  return { drop: dropsOf(view, events), retry };
}

/** From now on a view leaves out what events have ordered it to. */
export function noteDropped(view: CompiledView, events: readonly Recorded[]): void {
  for (const position of dropsOf(view, events)) view.dropped.add(position);
}

/** Drops read at a time. */
const PAGE = 1_000;

/** A view learns everything that was ever ordered to be left out, up to a position. */
export async function learnDropped(view: CompiledView, log: Pick<LogReader, 'read'>, upTo: Position, suite: Suite): Promise<void> {
  for (let after = 0; after < upTo;) {
    const page = await log.read(after, PAGE, { types: [PARKED_DROPPED] });
    const lines = page.lines.filter(({ position }) => position <= upTo);
    noteDropped(
      view,
      lines.map((line) => readLine(suite, line).event),
    );
    if (page.scannedTo <= after || page.scannedTo >= page.head) return;
    after = page.scannedTo;
  }
}
