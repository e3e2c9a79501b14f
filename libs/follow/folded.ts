import { byTime, type PlainDate, type Position, type Recorded, type ViewDefinition } from '@lianhu/kernel';
import { FoldFailed } from './errors';
import { foldsByTime } from './keys';

/** A fold so far: its state, and the last event that it contains in the order of folding. */
export interface Folded<S = unknown> {
  readonly state: S;
  readonly lastTime: string;
  readonly lastPosition: Position;
}

/** A fold of nothing. */
export const emptyFold = <S>(view: ViewDefinition<S>): Folded<S> => ({ state: view.start, lastTime: '', lastPosition: 0 });

/** Whether a view folds events of this type at all. */
export function folds<S>(view: ViewDefinition<S>, type: string): boolean {
  return view.every !== undefined || view.any !== undefined || handlersOf(view).has(type);
}

/** Folds events in order onto a fold; undefined when one of them comes late and the fold must begin from zero. */
export function foldOnto<S>(view: ViewDefinition<S>, before: Folded<S>, events: readonly Recorded[]): Folded<S> | undefined {
  const ordered = foldsByTime(view.of) ? [...events].sort(byTime) : events;
  const [first] = ordered;
  if (first && foldsByTime(view.of) && isBefore(first, before)) return undefined;
  return ordered.reduce((folded, event) => foldOne(view, folded, event), before);
}

/** Folds a subject's whole history. */
export function foldAll<S>(view: ViewDefinition<S>, events: readonly Recorded[]): Folded<S> {
  return foldOnto(view, emptyFold(view), events.filter(({ type }) => folds(view, type))) as Folded<S>;
}

/** The row that people see of a fold on a day. */
export function rowOf(view: ViewDefinition, { state, lastPosition }: Folded, today: PlainDate, key: string): unknown {
  try {
    return view.row(state, today, key);
  } catch (error) {
    throw new FoldFailed(view.name, lastPosition, (error as Error).name);
  }
}

const isBefore = (event: Recorded, { lastTime, lastPosition }: Folded): boolean =>
  event.time < lastTime || (event.time === lastTime && event.position < lastPosition);

function foldOne<S>(view: ViewDefinition<S>, { state }: Folded<S>, event: Recorded): Folded<S> {
  try {
    const any = view.any ? view.any(state, event) : state;
    const after = view.every ? view.every(any, event) : any;
    const handler = handlersOf(view).get(event.type);
    return { state: handler ? handler(after, event) : after, lastTime: event.time, lastPosition: event.position };
  } catch (error) {
    throw new FoldFailed(view.name, event.position, (error as Error).name);
  }
}

type Fold<S> = (state: S, event: Recorded) => S;
const HANDLERS = new WeakMap<object, unknown>();

function handlersOf<S>(view: Pick<ViewDefinition<S>, 'handlers'>): ReadonlyMap<string, Fold<S>> {
  const known = HANDLERS.get(view) as ReadonlyMap<string, Fold<S>> | undefined;
  if (known) return known;
  const handlers = new Map(view.handlers.map(({ type, fold }) => [type, fold]));
  HANDLERS.set(view, handlers);
  return handlers;
}
