import { canonical, type Json } from '@lianhu/kernel';
import type { Causes } from './causes';
import type { Keyed } from './row-file';

/** A row of something that is replayed. */
export interface ReplayedRow extends Keyed {
  readonly row: unknown;
}
/** What happened to one row between two moments, the earlier first. */
export interface Change extends Keyed {
  readonly change: 'added' | 'removed' | 'changed';
  readonly before?: unknown;
  readonly after?: unknown;
  /** Members that differ, sorted; of a changed row. */
  readonly fields?: readonly string[];
  readonly events: Causes;
}

/** Goes through two lists of rows, each in order of key, and tells what differs, in order of key. Holds two rows. */
export function* differences(before: Iterable<ReplayedRow>, after: Iterable<ReplayedRow>): Generator<Omit<Change, 'events'>> {
  const [old, young] = [before[Symbol.iterator](), after[Symbol.iterator]()];
  let [a, b] = [next(old), next(young)];
  while (a || b) {
    if (!b || (a && a.key < b.key)) {
      if (a) yield { key: a.key, change: 'removed', before: a.row };
      a = next(old);
    } else if (!a || b.key < a.key) {
      yield { key: b.key, change: 'added', after: b.row };
      b = next(young);
    } else {
      const fields = differing(a.row, b.row);
      if (fields.length > 0) yield { key: a.key, change: 'changed', before: a.row, after: b.row, fields };
      [a, b] = [next(old), next(young)];
    }
  }
}

const next = (rows: Iterator<ReplayedRow>): ReplayedRow | undefined => {
  const { value, done } = rows.next();
  return done === true ? undefined : value;
};

/** The members in which two rows differ, by their canonical JSON. */
function differing(before: unknown, after: unknown): string[] {
  const [a, b] = [before as Record<string, Json>, after as Record<string, Json>];
  const text = (value: Json | undefined): string => (value === undefined ? '' : canonical(value));
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => text(a[name]) !== text(b[name])).sort();
}
