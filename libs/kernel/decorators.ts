import type { Level } from './line';
import type { SecretValue } from './secret';
import type { Unit } from './units';
import { rememberUpcasts, type Upcast } from './upcasts';

/** A value that only the sender's own edge and the vault see in clear; in the log it is a salted digest. */
export type Secret<T> = SecretValue<T>;

/** Need-to-know categories K01 … K27: a row of the disclosure matrix. */
export type Category = `K${number}`;
/** The six protections: family, school, society, network, government, justice 家校社网政司. */
export type Protection = 'family' | 'school' | 'society' | 'network' | 'government' | 'justice';

/** What an event class declares about itself. */
export interface EventOptions {
  /** `police.dv-call.received` */
  readonly type: string;
  readonly version: number;
  /** Chinese title. */
  readonly title: string;
  /** L5 and above: names no child, everything is secret unless countable. */
  readonly level: Level;
  /** May be sealed later (L5→L6); it then feeds nothing under a child. */
  readonly sealable?: boolean;
  /** Without a category only the sender may read it. */
  readonly category?: Category;
  readonly protection: readonly Protection[];
  /** Statute or standard that it rests on. */
  readonly basis: string;
  /** Whether the event is about a child; default true. */
  readonly child?: boolean;
  /** The purpose that goes with it by default. */
  readonly purpose?: string;
  /** A mandatory report 强制报告: on its way it waits behind nothing else, and is refused for want of room last. */
  readonly mandatory?: boolean;
  /** Who is told how fast, as text for the catalogue. */
  readonly told?: string;
  /** How stored data of the versions before this one are read: `{ 1: (data) => … }` makes version 2 of version 1. Clear data only. */
  readonly upcasts?: Readonly<Record<number, Upcast>>;
  /** `data` of an example that validates; without `minor` and `subject`. */
  readonly example: Readonly<Record<string, unknown>>;
}

/** How a field stands in the stored claim. */
export type FieldKind = 'clear' | 'secret' | 'case' | 'countable';
export interface FieldDefinition {
  readonly name: string;
  readonly kind: FieldKind;
  /** Chinese title. */
  readonly title?: string;
  /** What a whole number counts. */
  readonly unit?: Unit;
}
/** An event type as the rest of the system sees it. */
export interface EventDefinition extends EventOptions {
  readonly cls: EventClass;
  readonly fields: ReadonlyMap<string, FieldDefinition>;
  /** L5 and L6 are restricted: no child in the log, own batches. */
  readonly restricted: boolean;
}
export type EventClass<D extends object = object> = new () => D;

const FIELDS = new WeakMap<object, Map<string, FieldDefinition>>();
const EVENTS = new WeakMap<object, EventDefinition>();

/** Declares an event class; the class is the contract. */
export function Event(options: EventOptions): (cls: EventClass) => void {
  return (cls) => {
    rememberUpcasts(options);
    const fields = FIELDS.get(cls.prototype) ?? new Map<string, FieldDefinition>();
    EVENTS.set(cls, { child: true, ...options, cls, fields, restricted: options.level === 'L5' || options.level === 'L6' });
  };
}

type SecretKey<T, K extends keyof T> = NonNullable<T[K]> extends SecretValue<unknown> ? K : never;
type OpenKey<T, K extends keyof T> = NonNullable<T[K]> extends SecretValue<unknown> ? never : K;

/** A field that is a digest in the log; its type must be `Secret<…>`, a plain one does not compile. */
export const Secret =
  () =>
  <T extends object, K extends keyof T>(target: T, key: SecretKey<T, K>): void =>
    note(target, String(key), { kind: 'secret' });
/** The secret number that makes the case token of a restricted event. */
export const CaseRef =
  () =>
  <T extends object, K extends keyof T>(target: T, key: SecretKey<T, K>): void =>
    note(target, String(key), { kind: 'case' });
/** A field that stays clear in a restricted event so that it can be counted. */
export const Countable =
  () =>
  <T extends object, K extends keyof T>(target: T, key: OpenKey<T, K>): void =>
    note(target, String(key), { kind: 'countable' });
/** Chinese title of a field, as forms, the catalogue and error messages show it, and what its number counts. */
export const Label =
  (title: string, unit?: Unit) =>
  (target: object, key: string): void =>
    note(target, key, { title, ...(unit && { unit }) });

function note(target: object, name: string, part: Partial<FieldDefinition>): void {
  const fields = FIELDS.get(target) ?? new Map<string, FieldDefinition>();
  FIELDS.set(target, fields);
  fields.set(name, { name, kind: 'clear', ...fields.get(name), ...part });
}

/** The definition that @Event gave a class; throws on a class without one. */
export function definitionOf(cls: EventClass): EventDefinition {
  const definition = EVENTS.get(cls);
  if (!definition)
    throw new TypeError(
      `${cls.name} is no event class: @Event is missing (a file of events/ exports event classes only; code lists stand in codes.ts)`,
    );
  return definition;
}
/** Declared fields of a class that is no event of its own, such as the identity block. */
export const fieldsOf = (cls: EventClass): ReadonlyMap<string, FieldDefinition> => FIELDS.get(cls.prototype) ?? new Map();
