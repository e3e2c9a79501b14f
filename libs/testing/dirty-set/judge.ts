import type { DirtyFile } from './dirty-set';

/** Two files that something called one child. */
export interface Found {
  readonly a: number;
  readonly b: number;
}
/** What came of a matching, against the truth. */
export interface Judged {
  /** Files of one child of which a person could see it. Unit: pairs, as all the following. */
  readonly matchable: number;
  readonly right: number;
  readonly wrong: number;
  /** Right of what was found. Between 0 and 1. */
  readonly precision: number;
  /** Found of what a person could match. Between 0 and 1. */
  readonly recall: number;
  /** Numbers of the files that were missed. */
  readonly missed: readonly number[];
}

/** Counts what a matching found among the files that a person could match; what it found beyond them neither helps nor harms recall. */
export function judgeMatching(files: readonly DirtyFile[], found: Iterable<Found>): Judged {
  const wanted = new Map(files.flatMap(({ child, dirt, matchable }, file) => (dirt !== 'clean' && matchable ? [[child, file] as const] : [])));
  const hit = new Set<number>();
  let [right, wrong] = [0, 0];
  for (const { a, b } of found) {
    const child = files[a]?.child;
    if (child === undefined || child !== files[b]?.child) wrong += 1;
    else {
      right += 1;
      hit.add(child);
    }
  }
  const missed = [...wanted].filter(([child]) => !hit.has(child)).map(([, file]) => file);
  const matchable = wanted.size;
  return { matchable, right, wrong, precision: right / Math.max(1, right + wrong), recall: 1 - missed.length / Math.max(1, matchable), missed };
}
