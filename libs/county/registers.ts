import { catalogue } from '@lianhu/catalogue';
import { dateOf } from '@lianhu/kernel';
import { Dice } from './dice';
import { openDay } from './moments';
import type { CountyOptions, SentEvent } from './options';
import { checksOf } from './registers/checks';
import type { Registering } from './registers/making';
import { placesOf } from './registers/places';
import { staffOf } from './registers/staff';
import { tagOf } from './tag';

/** A record as people enter it. */
export interface EnteredEvent extends SentEvent {
  /** Of what was so before the hub began: 补录. */
  readonly basis?: string;
}

/**
 * What an invented county's office keeps of places, posts, training and staff checks, in order of time; the same for the same
 * options. It has dice of its own: the county's children and their events are what they are without it.
 */
export function registers(options: CountyOptions): readonly EnteredEvent[] {
  const making: Registering = {
    options,
    first: openDay(options.from),
    last: dateOf(options.to),
    dice: (purpose) => new Dice(`${options.seed}/registers/${purpose}`),
  };
  const places = placesOf(making);
  const tag = tagOf(options.seed);
  return [...places.flatMap(({ entered }) => entered), ...staffOf(making, places), ...checksOf(making, places)]
    .map(({ day, type, data, baseline }, n): EnteredEvent => {
      const id = `demo-${tag}-office-${n.toString(36).padStart(5, '0')}`;
      // One after the other on a morning, so that what leaves a seat comes before what fills it.
      const time = `${day}T09:00:00.000+08:00`;
      return { type, id, time, data, ...(baseline && { basis: `${catalogue.event(type)?.basis}.baseline` }) };
    })
    .filter(({ time }) => time <= options.to)
    .sort((a, b) => (a.time === b.time ? (a.id < b.id ? -1 : 1) : a.time < b.time ? -1 : 1));
}
