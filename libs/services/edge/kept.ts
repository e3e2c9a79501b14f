import type { Submission } from '@lianhu/services/platform';

/** Key of an event in its department: source and id. */
export type EventKey = string;
/** Makes the key; a tab can stand in neither part. */
export const eventKey = (source: string, id: string): EventKey => `${source}\t${id}`;

/** What the outbox keeps of a submission: the submission itself and each event's key, by batch and event. */
export interface Kept {
  readonly submission: Submission;
  readonly keys: readonly (readonly EventKey[])[];
}

/** Several submissions as one, batches one after another; those of several have no groups. */
export function joined(submissions: readonly Submission[]): Submission {
  const [first, ...more] = submissions;
  return first && more.length === 0 ? first : { batches: submissions.flatMap(({ batches }) => batches) };
}

/** The first and the second half of what is kept, event by event; undefined where it is one event, or an array that stands or falls as a whole. */
export function halved(kept: Kept): readonly [Kept, Kept] | undefined {
  const count = kept.keys.flat().length;
  if (kept.submission.groups !== undefined || count < 2) return undefined;
  const middle = Math.ceil(count / 2);
  return [between(kept, 0, middle), between(kept, middle, count)];
}

/** The first and the second half of a list. */
export function halvesOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}

/** The events from one number to another, counted through all batches. Each keeps its own place under its batch's signature. */
function between({ submission, keys }: Kept, from: number, to: number): Kept {
  let start = 0;
  const parts = submission.batches.flatMap((batch, b) => {
    const [first, last] = [Math.max(0, from - start), Math.max(0, to - start)];
    start += batch.events.length;
    const events = batch.events.slice(first, last);
    return events.length === 0 ? [] : [{ batch: { ...batch, events }, keys: (keys[b] ?? []).slice(first, last) }];
  });
  return { submission: { batches: parts.map(({ batch }) => batch) }, keys: parts.map((part) => part.keys) };
}
