import { definitionOf, type EventClass, type EventDefinition } from './decorators';
import type { PlainDate } from './dates';
import type { PolicyPack, RuleId } from './policy';
import type { Recorded } from './recorded';
import type { Clear } from './secret';

/** One department: what it may push. ONE FOLDER = ONE DEPARTMENT. */
export interface Department {
  readonly id: string;
  /** Chinese name. */
  readonly name: string;
  readonly events: readonly EventClass[];
  /** Beyond this the board says "no news", never "no cases". Unit: milliseconds. */
  readonly silentAfter?: number;
  /** Sends seldom: its silence says nothing, and the board names it once it has sent something. */
  readonly occasional?: boolean;
  /** Tables of its own that it sends as files. */
  readonly connectors?: readonly Connector[];
}
const DEPARTMENTS = new Map<string, Department>();
/** Declares a department once; `departmentNamed` finds it again. */
export function defineDepartment(department: Department): Department {
  DEPARTMENTS.set(department.id, department);
  return department;
}
/** The declared department of an id, as far as its folder has been loaded (the catalogue loads all). */
export const departmentNamed = (id: string): Department | undefined => DEPARTMENTS.get(id);

/** Unit in which a column's numbers are written: 元, 万元, 分, or 小时 where the field counts minutes. */
export type ColumnUnit = 'yuan' | 'wan-yuan' | 'fen' | 'hours';
/** Where a column's values go: a target such as `time`, `minor.name`, `guardian1.phone`, `data.alarmNo`; with a unit where numbers need one. */
export type ColumnTarget = string | { readonly target: string; readonly unit: ColumnUnit };

/** A table that a department keeps, as it comes out of its own system: one row, one event. ONE FILE = ONE CONNECTOR. */
export interface Connector {
  /** Kebab case, unique in its department; part of what makes an event's id. */
  readonly name: string;
  /** Chinese name of the table. */
  readonly title: string;
  readonly type: string;
  /** The department's own header texts → targets. */
  readonly columns: Readonly<Record<string, ColumnTarget>>;
  /** Headers that are known and not sent. */
  readonly ignore?: readonly string[];
  /** Values that no column holds, as they would be written in a cell. */
  readonly constants?: Readonly<Record<string, string>>;
  /** Name of the sheet that is the table, in workbooks that have it; else the likeliest is read. */
  readonly sheet?: string;
  /** Targets that together name a row. Without them the row's whole content does. */
  readonly key?: readonly string[];
  /** What a row of a known key with other content is: an event of its own, or one that corrects the first. */
  readonly changed?: 'event' | 'corrects';
  /** Whether rows may come as 补录: what was so before the hub began, which raises no alert. */
  readonly baseline?: boolean;
}
export const defineConnector = (connector: Connector): Connector => connector;

/** What a base view is a fold of: a child, a department, an alert, or a notice. */
export type ViewOf = 'minor' | 'department' | 'alert' | 'notice';

/** One step of a fold. Made by `on`. */
export interface Handler<S> {
  readonly type: string;
  readonly fold: (state: S, event: Recorded) => S;
}
/** `on(DvCallReceived, (child, { data }) => …)`: secrets are absent from `data`, so a fold that touches one does not compile. */
export const on = <S, D extends object>(cls: EventClass<D>, fold: (state: S, event: Recorded<Clear<D>>) => S): Handler<S> => ({
  type: definitionOf(cls).type,
  fold: fold as (state: S, event: Recorded) => S,
});

/** A value that lists are filtered by. */
export type ColumnValue = string | number | boolean | undefined;
/** A declared filter column: a plain function gives a text, the others say their kind. A filter over `texts` asks for rows that have the text among theirs. */
export type Column<R> =
  | ((row: R) => string | undefined)
  | { readonly kind: 'integer'; readonly of: (row: R) => number | undefined }
  | { readonly kind: 'boolean'; readonly of: (row: R) => boolean | undefined }
  | { readonly kind: 'texts'; readonly of: (row: R) => readonly string[] | undefined };

/**
 * A base view: a pure fold of one subject's events in order of (`time`, position) — of one department's or alert's in
 * order of position. `row` may depend on `today`, the date of the last `hub.day.turned`; it must stay the same on every
 * day before `wakeOn`. ONE FOLDER = ONE BASE VIEW.
 */
export interface ViewDefinition<S = unknown, R = unknown> {
  readonly name: string;
  /** Raise it and the view is rebuilt beside the old one. */
  readonly version: number;
  readonly of: ViewOf;
  readonly start: S;
  readonly handlers: readonly Handler<S>[];
  /** Folded for every event of the subject, before its handler. */
  readonly every?: (state: S, event: Recorded) => S;
  /**
   * Of a view of alerts or notices: types that tell of the child itself. Every row of the child sees them, in order of position with
   * its own events, also those that stood before its first.
   */
  readonly shared?: readonly EventClass[];
  /** As `every`, for what comes out the same in any order (a count, the latest time): a late event then costs no refold. */
  readonly any?: (state: S, event: Recorded) => S;
  /** The row that people see; undefined = no row (yet). */
  readonly row: (state: S, today: PlainDate, key: string) => R | undefined;
  /** The next day on which `row` may change by itself. */
  readonly wakeOn?: (state: S, today: PlainDate) => PlainDate | undefined;
  /**
   * What an event that cannot be folded stops: `park-key` (unless told otherwise) only its own key, whose later events wait
   * behind it; `halt` the whole view, where a row that is out of date would let a legal deadline pass unseen.
   */
  readonly poison?: 'park-key' | 'halt';
  /** Columns that lists filter and sort by. */
  readonly columns: Readonly<Record<string, Column<R>>>;
}
export const defineView = <S, R>(view: ViewDefinition<S, R>): ViewDefinition<S, R> => view;

/** A sum over the rows of a base view, kept as differences (old row → new row). Integers only. */
export interface SumDefinition<R = unknown> {
  readonly name: string;
  readonly over: string;
  readonly by: (row: R) => string | undefined;
  readonly count: (row: R) => Readonly<Record<string, number>>;
}
/**
 * Once each of these. With a member for every combination of names, objects of the usual kind would get a shape of their own for each
 * combination; at millions of rows making shapes was two fifths of a follower's work.
 */
export function onceEach(names: Iterable<string>): Readonly<Record<string, number>> {
  const counts = Object.create(null) as Record<string, number>;
  for (const name of names) counts[name] = 1;
  return counts;
}
export const defineSum = <S, R>(sum: Omit<SumDefinition<R>, 'over'> & { readonly over: ViewDefinition<S, R> }): SumDefinition<R> => ({
  ...sum,
  over: sum.over.name,
});

/** Ordinal of alerts and risk: 4 red 红, 3 orange 橙, 2 yellow 黄, 1 green 绿. */
export type AlertLevel = 1 | 2 | 3 | 4;

/** What a rule sees: the child's events of its own types up to and with the deciding one, in order of (`time`, position). */
export interface Seen {
  readonly events: readonly Recorded[];
  readonly deciding: Recorded;
}
/** A warning rule as its folder writes it; `N` is what it reads its numbers from. */
interface Warning<N> {
  /** `R01` */
  readonly id: RuleId;
  readonly version: number;
  readonly title: string;
  /** Whose histories it judges; a child's unless told otherwise. */
  readonly about?: 'child' | 'case';
  /** Late evidence raises its own level too. */
  readonly evenLate?: boolean;
  readonly on: readonly EventClass[];
  /** The events that make the condition true, the deciding one among them; empty when it is not. */
  readonly evidence: (seen: Seen, from: N) => readonly Recorded[];
  readonly raises: {
    readonly level: AlertLevel;
    /** Need code that town and village see. */
    readonly need: string;
    /** Hours until it is due. */
    readonly dueHours: (from: N) => number;
    /** For the office: rule, cause and what to do. */
    readonly office: (from: N) => string;
    /** For town and village: the need and the deadline, never the cause. */
    readonly town: (from: N) => string;
  };
}
/** A warning rule. Pure; its numbers come from the policy pack; one text per audience. ONE FOLDER = ONE RULE. */
export interface WarningDefinition extends Warning<PolicyPack> {
  /** Its numbers, which a pack has to have under the rule's id: positive integers, whose unit their name says. */
  readonly thresholds: readonly string[];
}
/** A rule that reads these numbers, which every policy pack has under the rule's id with their sources, or keeps the program from starting. */
export function defineWarning<const T extends string>(
  warning: Warning<Readonly<Record<T, number>>> & { readonly thresholds: readonly T[] },
): WarningDefinition {
  const { id, evidence, raises } = warning;
  const from = (policy: PolicyPack): Readonly<Record<T, number>> => policy[id] as Readonly<Record<T, number>>;
  return {
    ...warning,
    evidence: (seen, policy) => evidence(seen, from(policy)),
    raises: {
      ...raises,
      dueHours: (policy) => raises.dueHours(from(policy)),
      office: (policy) => raises.office(from(policy)),
      town: (policy) => raises.town(from(policy)),
    },
  };
}

/** Every event type by name; refuses a type declared twice. */
export function eventIndex(classes: readonly EventClass[]): ReadonlyMap<string, EventDefinition> {
  const index = new Map<string, EventDefinition>();
  for (const definition of classes.map(definitionOf)) {
    if (index.has(definition.type)) throw new TypeError(`event type declared twice: ${definition.type}`);
    index.set(definition.type, definition);
  }
  return index;
}
