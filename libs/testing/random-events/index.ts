import { createHash } from 'node:crypto';
import { civilAffairs } from '@lianhu/departments/civil-affairs';
import { court } from '@lianhu/departments/court';
import { disabledFederation } from '@lianhu/departments/disabled-federation';
import { education } from '@lianhu/departments/education';
import { health } from '@lianhu/departments/health';
import { hub, MinorRegistered } from '@lianhu/departments/hub';
import { justice } from '@lianhu/departments/justice';
import * as others from '@lianhu/departments/other-members';
import { police } from '@lianhu/departments/police';
import { procuratorate } from '@lianhu/departments/procuratorate';
import { womensFederation } from '@lianhu/departments/womens-federation';
import { addDays, definitionOf, momentOf, type EventClass, type EventDefinition, type Moment, type Recorded } from '@lianhu/kernel';
import { getMetadataStorage } from 'class-validator';
import { Dice } from '@lianhu/county';

/** What a log of chance events is made of. */
export interface RandomEvents {
  readonly seed: string;
  readonly children: number;
  readonly events: number;
  /** Nine digits each. */
  readonly towns: readonly string[];
  /** Moments between which everything happens. */
  readonly from: Moment;
  readonly to: Moment;
  /** Put before every key, so that two logs have no child, case, incident or organisation in common. */
  readonly prefix?: string;
  /** Longest time from happening to recording. Unit: milliseconds. */
  readonly delay?: number;
}

const OTHERS = [others.culture, others.market, others.tobacco, others.hr, others.cyber, others.medins, others.finance];
/** Every type that departments send, however rarely in life. */
const TYPES: readonly EventDefinition[] = [
  ...[civilAffairs, court, disabledFederation, education, health, justice, police, procuratorate, womensFederation, ...OTHERS].flatMap(
    ({ events }) => events,
  ),
].map(definitionOf);

/** How often an event corrects an earlier one of its type and subject, shares its incident with another, and arrives late. */
const CHANCES = { corrects: 0.03, shares: 0.1, late: 0.1 } as const;

/** Recorded events of every type with their clear fields only, in order of position: children first, then what happened to them. */
export function randomEvents({ seed, children, events, towns, from, to, prefix = '', delay = 40 * 86_400_000 }: RandomEvents): Recorded[] {
  const dice = new Dice(seed);
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const raw: Omit<Recorded, 'position'>[] = [];
  for (let child = 0; child < children; child++) {
    const time = momentOf(first - 86_400_000 + child);
    const data = { sex: dice.pick(['1', '2']), birthQuarter: `${dice.int(2008, 2025)}-Q${dice.int(1, 4)}`, town: dice.pick(towns) };
    raw.push(event(definitionOf(MinorRegistered), time, 0, { subject: `child-${prefix}${child}`, data }));
  }
  for (let n = 0; n < events; n++) {
    const type = dice.pick(TYPES);
    const time = momentOf(first + Math.floor(((last - first) * (n + dice.next())) / events));
    const wait = dice.chance(CHANCES.late) ? dice.int(0, delay) : dice.int(0, 3_600_000);
    const subject = type.restricted ? `case-${prefix}${dice.int(0, children)}` : `child-${prefix}${dice.int(0, children - 1)}`;
    const incident = `incident-${prefix}${dice.chance(CHANCES.shares) ? Math.max(0, n - dice.int(1, 20)) : n}`;
    const about = type.restricted || type.child !== false ? { subject } : {};
    raw.push(event(type, time, wait, { ...about, incident, area: dice.pick(towns), data: dataOf(type, time, dice, prefix) }));
  }
  return positioned(raw, dice);
}

/** Gives events their positions in the order in which they were recorded, and makes some of them correct an earlier one. */
function positioned(raw: readonly Omit<Recorded, 'position'>[], dice: Dice): Recorded[] {
  const newest = new Map<string, number>();
  return [...raw]
    .sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0))
    .map((one, i) => {
      const key = `${one.type} ${one.subject ?? ''}`;
      const before = newest.get(key);
      newest.set(key, i + 1);
      const corrects = before !== undefined && one.subject !== undefined && dice.chance(CHANCES.corrects) ? before : undefined;
      return { ...one, position: i + 1, ...(corrects !== undefined && { corrects }) };
    });
}

function event(type: EventDefinition, time: Moment, wait: number, more: Partial<Recorded>): Omit<Recorded, 'position'> {
  const recordedAt = momentOf(Date.parse(time) + wait);
  const department = type.type.split('.')[0] ?? hub.id;
  const said = { type: type.type, time, recordedAt, receivedAt: recordedAt, department, level: type.level, data: {}, ...more };
  return { ...said, leafHash: createHash('sha256').update(JSON.stringify(said)).digest('base64') };
}

/** The choices of each field of a class that is one of a list. */
const choicesOf = memo((cls: EventClass): ReadonlyMap<string, readonly unknown[]> => {
  const rules = getMetadataStorage().getTargetValidationMetadatas(cls, '', false, false);
  return new Map(
    rules.filter(({ name }) => name === 'isIn').map(({ propertyName, constraints }) => [propertyName, constraints[0] as readonly unknown[]]),
  );
});

function memo<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => known.get(key) ?? (known.set(key, make(key)).get(key) as V);
}

/** The example's clear fields, each drawn anew within its kind. */
function dataOf({ cls, example, fields }: EventDefinition, time: Moment, dice: Dice, prefix: string): Recorded['data'] {
  const choices = choicesOf(cls);
  const data: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(example)) {
    const kind = fields.get(name)?.kind;
    if (kind !== 'secret' && kind !== 'case') data[name] = drawn(value, choices.get(name), time, dice, prefix);
  }
  return data;
}

function drawn(value: unknown, choices: readonly unknown[] | undefined, time: Moment, dice: Dice, prefix: string): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => drawn(one, choices, time, dice, prefix));
  if (choices?.length) return dice.pick(choices);
  if (typeof value === 'boolean') return dice.chance(0.7);
  if (typeof value === 'number') return value >= 2_000 && value < 2_100 ? value : dice.int(0, 30);
  if (typeof value !== 'string') return value;
  if (value.startsWith('org-')) return `org-${prefix}${dice.int(1, 40)}`;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return addDays(time.slice(0, 10), dice.int(-30, 200));
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return time;
  return value;
}
