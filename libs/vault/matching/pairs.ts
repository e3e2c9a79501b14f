import type { IdentityPolicy } from '@lianhu/kernel';
import { blockKeys } from './blocks';
import type { Features } from './features';
import { compare, type Comparison } from './score';

/** A person in a set that is matched at once. */
export interface Person {
  readonly features: Features;
  /** Known only from restricted events: never proposed. */
  readonly restricted?: boolean;
  /** Has a valid ID number of its own. Two of those are compared only when name and day are the same. */
  readonly identified: boolean;
}
/** Two persons of a set, by their places in it, and what comparing them came to. */
export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly comparison: Comparison;
}

/** Persons under one block key; beyond, the key says too little to be worth comparing. Unit: persons. */
export const MAX_BLOCK = 60;

/** Every pair that is the same by its ID number or that a person should look at, the best first. Blocks keep it near linear. */
export function findPairs(persons: readonly Person[], policy: IdentityPolicy): readonly Pair[] {
  const blocks = new Map<string, number[]>();
  persons.forEach(({ features, restricted }, i) => {
    if (restricted) return;
    for (const key of blockKeys(features)) {
      const block = blocks.get(key);
      if (block) block.push(i);
      else blocks.set(key, [i]);
    }
  });
  const seen = new Set<number>();
  const pairs: Pair[] = [];
  for (const [key, block] of blocks) {
    if (block.length < 2 || (block.length > MAX_BLOCK && !key.startsWith('paper|'))) continue;
    for (let x = 0; x < block.length; x++) {
      for (let y = x + 1; y < block.length; y++) {
        const [a, b] = [block[x] as number, block[y] as number];
        const [one, other] = [persons[a] as Person, persons[b] as Person];
        const bothIdentified = one.identified && other.identified && !key.startsWith('paper|') && !key.startsWith('name-day|');
        const number = a * persons.length + b;
        if (bothIdentified || seen.has(number)) continue;
        seen.add(number);
        const comparison = compare(one.features, other.features, policy);
        if (comparison.outcome !== 'different') pairs.push({ a, b, comparison });
      }
    }
  }
  return pairs.sort((p, q) => q.comparison.score - p.comparison.score || p.a - q.a || p.b - q.b);
}
