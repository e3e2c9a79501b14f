import type { PoolClient } from 'pg';
import type { Persons, PlainDate, Position, Recorded, Suite } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import type { CompiledView, Folded } from './compiled-view';
import { FoldFailed } from './errors';
import { eventsIn, historiesOf, historyOf } from './history';
import { DAY_TURNED } from './lines';
import { personsAt } from './persons';
import type { Parking } from './parked';
import type { Differences } from './sums';
import { saveChanges, type NewFold, type StoredFold } from './view-store';

/** A page of events as every view gets it. */
export interface EventPage {
  readonly events: readonly Recorded[];
  /** Last position of the page. */
  readonly to: Position;
  /** The day after the page. */
  readonly today: PlainDate;
  /** A day has turned in it. */
  readonly turned: boolean;
  readonly log: Pick<LogReader, 'read' | 'histories'>;
  readonly suite: Suite;
  /** Where the events stand at the end of the page; as the log says, unless it is given. */
  readonly persons?: Persons;
}

/** Keys whose histories are read at a time when many must be folded anew. Reason: some thousand lines. */
const HISTORIES_AT_A_TIME = 100;

/** Folds keys anew from all their events up to a position. */
export async function refold(
  view: CompiledView,
  keys: readonly string[],
  { log, suite, to, persons }: Pick<EventPage, 'log' | 'suite' | 'to' | 'persons'>,
): Promise<Map<string, Folded>> {
  const folds = new Map<string, Folded>();
  const known = persons ?? (keys.length > 0 ? await personsAt(log, to, suite) : undefined);
  for (let from = 0; from < keys.length; from += HISTORIES_AT_A_TIME) {
    const part = keys.slice(from, from + HISTORIES_AT_A_TIME);
    const alone = part.filter((key) => known?.kinOf(key).length === 1);
    const wanted = alone.map((subject) => ({ subject, after: 0 }));
    const histories = await historiesOf(log, wanted, to, undefined, suite);
    for (const key of part) {
      const history = histories.get(key) ?? (await historyOf(log, key, to, undefined, suite, 0, known));
      folds.set(key, view.foldAll(ofKey(view, key, history)));
    }
  }
  return folds;
}

/** Those events of a history that a view makes something of. */
const ofKey = (view: CompiledView, key: string, history: readonly Recorded[]): readonly Recorded[] =>
  history.filter((event) => view.keyOf(event) === key);

/**
 * Folds files anew, as merges and splits have left them and with what their rows share: of a view of children the files themselves,
 * of one of alerts every alert in them.
 */
export async function refoldFiles(
  view: CompiledView,
  files: readonly string[],
  page: Pick<EventPage, 'log' | 'suite' | 'to' | 'persons'>,
): Promise<Map<string, Folded>> {
  const { of } = view.definition;
  if (of === 'minor') return refold(view, files, page);
  const folds = new Map<string, Folded>();
  if (of === 'department' || files.length === 0) return folds;
  const { log, suite, to } = page;
  const persons = page.persons ?? (await personsAt(log, to, suite));
  for (let from = 0; from < files.length; from += HISTORIES_AT_A_TIME) {
    const events = await eventsIn(log, files.slice(from, from + HISTORIES_AT_A_TIME), to, view.types, suite, persons);
    for (const [key, own] of eventsOfRows(view, events)) folds.set(key, view.foldAll(own));
  }
  return folds;
}

/** What each row sees among all that stands in some files, in order of position: its own events, and those that its file shares. */
function eventsOfRows(view: CompiledView, events: readonly Recorded[]): ReadonlyMap<string, readonly Recorded[]> {
  return withShared(
    eventsByKey(view, events),
    events.filter((event) => view.shares(event)),
  );
}

/** Events of rows together with those that their files share, in order of position. */
function withShared(own: ReadonlyMap<string, readonly Recorded[]>, shared: readonly Recorded[]): ReadonlyMap<string, readonly Recorded[]> {
  if (shared.length === 0) return own;
  const byFile = new Map<string | undefined, Recorded[]>();
  for (const event of shared) byFile.set(event.subject, [...(byFile.get(event.subject) ?? []), event]);
  const inOrder = (a: Recorded, b: Recorded): number => a.position - b.position;
  return new Map([...own].map(([key, all]) => [key, [...all, ...(byFile.get(all[0]?.subject) ?? [])].sort(inOrder)]));
}

/** The first events of rows, with all that their files have shared until then. */
export async function withAllShared(
  view: CompiledView,
  first: ReadonlyMap<string, readonly Recorded[]>,
  { log, suite, to, persons }: Pick<EventPage, 'log' | 'suite' | 'to' | 'persons'>,
): Promise<ReadonlyMap<string, readonly Recorded[]>> {
  if (!view.byFile || first.size === 0) return first;
  const files = [...new Set([...first.values()].flatMap(([event]) => event?.subject ?? []))];
  const known = persons ?? (await personsAt(log, to, suite));
  const shared = await eventsIn(log, files, to, view.sharedTypes, suite, known);
  return withShared(
    first,
    shared.filter((event) => view.shares(event)),
  );
}

/** Events by the keys of a view, in order of position. */
export function eventsByKey(view: CompiledView, events: readonly Recorded[]): Map<string, Recorded[]> {
  const byKey = new Map<string, Recorded[]>();
  for (const event of events) {
    const key = view.keyOf(event);
    if (key === undefined) continue;
    const list = byKey.get(key);
    if (list) list.push(event);
    else byKey.set(key, [event]);
  }
  return byKey;
}

/** A fold with its row on a day, ready to be stored. */
export function finish(view: CompiledView, key: string, fold: Folded, today: PlainDate): NewFold {
  const { state, lastTime, lastPosition } = fold;
  return { key, state, lastTime, lastPosition, ...view.row(fold, today, key) };
}

/**
 * Folds one key's events one by one as far as they can be folded, as if each had come alone; what cannot, and all behind it,
 * is left. Without events it is the key's row of the new day that may fail: it is parked at the day's turn.
 */
export async function foldAsFar(
  view: CompiledView,
  key: string,
  before: Folded | undefined,
  events: readonly Recorded[],
  page: EventPage,
): Promise<{ readonly fold?: Folded; readonly left: readonly Parking[] }> {
  let fold = before;
  const leave = (error: unknown, positions: readonly Position[]): { fold?: Folded; left: Parking[] } => {
    if (!(error instanceof FoldFailed)) throw error;
    return {
      fold: fold === before ? undefined : fold,
      left: positions.map((position, i) => ({ key, position, error: i === 0 ? error.code : undefined })),
    };
  };
  for (const [i, event] of events.entries()) {
    try {
      const next = view.fold(fold, [event]) ?? (await refold(view, [key], { ...page, to: event.position })).get(key);
      if (next) proveRow(view, key, next, page);
      fold = next;
    } catch (error) {
      return leave(
        error,
        events.slice(i).map(({ position }) => position),
      );
    }
  }
  try {
    if (fold) proveRow(view, key, fold, page);
    return { fold: fold && { ...fold }, left: [] };
  } catch (error) {
    return leave(error, [page.events.findLast(({ type }) => type === DAY_TURNED)?.position ?? page.to]);
  }
}

/** Row and sums of a fold can be made. Throws FoldFailed. */
function proveRow(view: CompiledView, key: string, fold: Folded, { today, to }: EventPage): void {
  view.addDifferences(view.noDifferences(), undefined, finish(view, key, fold, today).row, to);
}

/** The fold, if its row and sums can be made. Throws FoldFailed. */
export function provenFold(view: CompiledView, key: string, fold: Folded, page: EventPage): Folded {
  proveRow(view, key, fold, page);
  return fold;
}

/** What a page makes of keys, ready to be stored. */
export interface Made {
  readonly finished: readonly NewFold[];
  readonly differences: readonly Differences[];
  readonly changed: boolean;
}

/** Rows and differences of folds. Throws FoldFailed. */
export function make(
  view: CompiledView,
  folds: ReadonlyMap<string, Folded>,
  stored: ReadonlyMap<string, StoredFold>,
  { today, to }: Pick<EventPage, 'today' | 'to'>,
): Made {
  const differences = view.noDifferences();
  const finished = [...folds].map(([key, fold]) => finish(view, key, fold, today));
  let changed = false;
  for (const { key, row } of finished) {
    const before = stored.get(key)?.row;
    if (sameRow(before, row)) continue;
    changed = true;
    view.addDifferences(differences, before, row, to);
  }
  return { finished, differences, changed };
}

/** Whether folding anew gave what is stored. */
export const stands = (stored: StoredFold | undefined, fold: Folded): boolean =>
  stored?.lastPosition === fold.lastPosition && !fold.empty && sameRow(stored.state, fold.state);

/** Writes what was made of several views; answers the names of views and sums that changed, view by view. */
export async function storeAll(client: PoolClient, all: readonly (readonly [CompiledView, Made])[]): Promise<readonly (readonly string[])[]> {
  const sums = await saveChanges(
    client,
    all.map(([view, { finished, differences }]) => ({ view, folds: finished, differences })),
  );
  return all.map(([view, { changed }], i) => (changed ? [view.name, ...(sums[i] ?? [])] : []));
}

/** The same of one view. */
export const store = async (client: PoolClient, view: CompiledView, made: Made): Promise<readonly string[]> =>
  (await storeAll(client, [[view, made]]))[0] ?? [];

/** Whether two rows, or two states, are the same JSON; a member that is undefined is no member. */
function sameRow(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a, b] as [Record<string, unknown>, Record<string, unknown>];
  return (
    Object.keys(left).every((key) => sameRow(left[key], right[key])) && Object.keys(right).every((key) => key in left || right[key] === undefined)
  );
}
