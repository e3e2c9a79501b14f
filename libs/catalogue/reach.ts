import { dateOf, momentOf, type EventAttributes, type EventDefinition, type FieldFault, type PlainDate } from '@lianhu/kernel';
import type { Reach } from '@lianhu/standards';
import type { CheckContext } from './attributes';
import { fault } from './messages';
import { timesOf } from './schema';

/** The rule that a day or moment breaks when it lies too far ahead. */
type ReachRule = 'after-event' | 'future';
/** The fields that may not lie ahead, with the rule of each. */
type Bounded = readonly (readonly [field: string, rule: ReachRule])[];

const CACHE = new WeakMap<EventDefinition, Bounded>();

/** The days and moments of a type that say what has happened. */
export function boundedTimes(definition: EventDefinition): Bounded {
  const known = CACHE.get(definition);
  if (known) return known;
  const bounded = timesOf(definition.cls).flatMap(([field, reach]) => {
    const rule = ruleOf(reach);
    return rule ? [[field, rule] as const] : [];
  });
  CACHE.set(definition, bounded);
  return bounded;
}

function ruleOf(reach: Reach): ReachRule | undefined {
  if ('ahead' in reach) return undefined;
  return 'later' in reach ? 'future' : 'after-event';
}

/**
 * What is told as having happened, but lies after the event's own day, or after today where it may follow the event; of data in
 * normal form, by the day, Asia/Shanghai. Source: domain model VR8, order of the days in a case.
 */
export function reachFaults({ time, data }: EventAttributes, definition: EventDefinition, { now, language }: CheckContext): FieldFault[] {
  const last = { 'after-event': dateOf(time), future: later(dateOf(time), dateOf(momentOf(now))) } as const;
  return boundedTimes(definition)
    .filter(([field, rule]) => dayOf((data as Readonly<Record<string, unknown>>)[field]) > last[rule])
    .map(([field, rule]) => fault(`/data/${field}`, rule, language));
}

/** `time` itself may be minutes ahead of the clock, and on the other side of midnight. */
const later = (one: PlainDate, other: PlainDate): PlainDate => (one > other ? one : other);

/** The day of a day or moment in normal form; none of a field that is not there. */
const dayOf = (value: unknown): PlainDate => (typeof value === 'string' ? dateOf(value) : '');
