import { NoticeSent } from '@lianhu/departments/hub';
import { Corrections, isA, type Position, type Recorded } from '@lianhu/kernel';

/** Who was told of a fact before, by `org-…`, and the kind of the last notice. */
export type ToldBefore = ReadonlyMap<string, string>;

/** Which positions belong to the fact of an event, for all that stands under its subject before it. */
function factOf(event: Recorded, history: readonly Recorded[]): (position: Position) => boolean {
  const corrections = new Corrections();
  for (const one of [...history, event]) corrections.add(one);
  const fact = corrections.place(event.position);
  return (position) => corrections.place(position) === fact;
}

/** The events of the fact that an event corrects or withdraws, among all that stands under its subject before it, in order of position. */
export function factBefore(event: Recorded, history: readonly Recorded[]): readonly Recorded[] {
  const isOfFact = factOf(event, history);
  return history.filter(({ position }) => isOfFact(position));
}

/** Who was told of that fact, as the same history says. */
export function toldBefore(event: Recorded, history: readonly Recorded[]): ToldBefore {
  const isOfFact = factOf(event, history);
  const told = new Map<string, string>();
  for (const one of history as readonly Recorded<unknown>[])
    if (isA(one, NoticeSent) && isOfFact(one.data.about ?? 0)) told.set(one.data.to, one.data.kind);
  return told;
}
