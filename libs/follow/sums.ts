import type { SumDefinition } from '@lianhu/kernel';

/** Differences of a sum by key and count. */
export type Differences = Map<string, Map<string, number>>;

/** Adds what a row's change makes: the old row's counts out, the new row's in. Throws on what is no integer. */
export function addDifferences(differences: Differences, sum: SumDefinition, before: unknown, after: unknown): void {
  addRow(differences, sum, before, -1);
  addRow(differences, sum, after, 1);
}

function addRow(differences: Differences, sum: SumDefinition, row: unknown, sign: 1 | -1): void {
  const key = row === undefined ? undefined : sum.by(row);
  if (key === undefined) return;
  let counts = differences.get(key);
  if (!counts) differences.set(key, (counts = new Map()));
  for (const [name, n] of Object.entries(sum.count(row))) {
    if (!Number.isSafeInteger(n)) throw new TypeError(`sum ${sum.name}: ${name} is no integer`);
    counts.set(name, (counts.get(name) ?? 0) + sign * n);
  }
}

/** Counts with differences added; what comes to nothing is left out, so that a rebuild has the same bytes. */
export function added(counts: Readonly<Record<string, number>>, differences: ReadonlyMap<string, number>): Record<string, number> {
  const result = new Map(Object.entries(counts));
  for (const [name, n] of differences) result.set(name, (result.get(name) ?? 0) + n);
  return Object.fromEntries([...result].filter(([, n]) => n !== 0));
}
