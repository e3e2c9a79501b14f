import { isA, type Moment, type Recorded } from '@lianhu/kernel';
import { MinorMoved, MinorRegistered } from './events';

/** The events that tell where a child lives. */
export const HOME_EVENTS = [MinorRegistered, MinorMoved] as const;

/** Where a child lives, and of which time the last move was told. */
export interface Home {
  readonly town: string;
  readonly movedAt: Moment;
}

type Told = Pick<Recorded, 'type' | 'time' | 'data'>;

/** Where a child lives after one more of its events, in order of position. Of two moves that were told of one time the older may come last: it moves nobody back. */
export function homeAfter(home: Home | undefined, event: Told): Home | undefined {
  const told = event as Recorded;
  if (isA(told, MinorRegistered)) return { town: told.data.town, movedAt: home?.movedAt ?? '' };
  if (!isA(told, MinorMoved) || (home && told.time < home.movedAt)) return home;
  return { town: told.data.town, movedAt: told.time };
}
