import { dateOf, momentOf, type EventAttributes, type EventDefinition, type FieldFault, type PlainDate } from '@lianhu/kernel';
import type { CheckContext } from './attributes';
import { fault } from './messages';
import { timesOf } from './schema';

const CACHE = new WeakMap<EventDefinition, readonly string[]>();

/** The days and moments of a type that say what has happened: they may not lie ahead. */
export function pastTimes(definition: EventDefinition): readonly string[] {
  const known = CACHE.get(definition) ?? timesOf(definition.cls).flatMap(([field, reach]) => ('ahead' in reach ? [] : [field]));
  CACHE.set(definition, known);
  return known;
}

/**
 * What is told as having happened, but lies after today; of data in normal form, by the day, Asia/Shanghai. `time` itself may be
 * minutes ahead of the clock, and on the other side of midnight. Source: domain model VR8, order of the days in a case.
 */
export function reachFaults({ time, data }: EventAttributes, definition: EventDefinition, { now, language }: CheckContext): FieldFault[] {
  const [own, today] = [dateOf(time), dateOf(momentOf(now))];
  const last = own > today ? own : today;
  return pastTimes(definition)
    .filter((field) => dayOf((data as Readonly<Record<string, unknown>>)[field]) > last)
    .map((field) => fault(`/data/${field}`, 'future', language));
}

/** The day of a day or moment in normal form; none of a field that is not there. */
const dayOf = (value: unknown): PlainDate => (typeof value === 'string' ? dateOf(value) : '');
