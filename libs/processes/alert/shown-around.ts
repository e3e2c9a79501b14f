import type { Recorded } from '@lianhu/kernel';

/** Events of each type on each side of the deciding one, in order of time, that a rule is shown. Reason: a system that repeats itself writes thousands into a child's file. */
export const SHOWN_EACH_SIDE = 250;

/** What a rule is shown of events in order of time: of each type the nearest on both sides, so that none hides another. */
export function shownAround(deciding: Recorded, events: readonly Recorded[]): readonly Recorded[] {
  if (events.length <= SHOWN_EACH_SIDE) return events;
  const at = events.lastIndexOf(deciding);
  return [...nearest(events, at, -1).reverse(), deciding, ...nearest(events, at, 1)];
}

/** Events from a place on in one direction, nearest first, as many of each type as are shown. */
function nearest(events: readonly Recorded[], at: number, step: 1 | -1): Recorded[] {
  const shown: Recorded[] = [];
  const left = new Map<string, number>();
  for (let i = at + step; i >= 0 && i < events.length; i += step) {
    const event = events[i] as Recorded;
    const more = left.get(event.type) ?? SHOWN_EACH_SIDE;
    if (more === 0) continue;
    left.set(event.type, more - 1);
    shown.push(event);
  }
  return shown;
}
