import { diceOf, shuffled } from './dice';

/** One stroke of a run: which fault, and how long the load runs undisturbed before it. */
export interface Stroke {
  readonly round: number;
  readonly fault: string;
  /** Unit: milliseconds. */
  readonly afterMs: number;
}

/** The load runs at least and at most so long between two strokes. Unit: milliseconds. */
const BETWEEN = { least: 40, most: 900 } as const;

/**
 * What happens in a run: the same seed gives the same strokes. Faults are dealt from a shuffled deck, each as often as its
 * weight says, so that no run leaves one out for long.
 */
export function scheduleOf(seed: number, rounds: number, faults: readonly { readonly name: string; readonly weight: number }[]): readonly Stroke[] {
  const dice = diceOf(seed);
  const cards = faults.flatMap(({ name, weight }) => Array.from({ length: weight }, () => name));
  let deck: string[] = [];
  return Array.from({ length: cards.length === 0 ? 0 : rounds }, (_, n) => {
    if (deck.length === 0) deck = shuffled(cards, dice);
    const afterMs = Math.round(BETWEEN.least + dice() * (BETWEEN.most - BETWEEN.least));
    return { round: n + 1, fault: deck.pop() as string, afterMs };
  });
}
