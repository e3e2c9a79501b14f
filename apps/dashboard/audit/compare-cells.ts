import type { Cell, Frozen } from '../api/report-types';

/** A cell that a replay and the closed report do not agree on. */
export interface Difference {
  readonly id: string;
  readonly indicator: string;
  readonly closed?: Cell;
  readonly replayed?: Cell;
}

/** What must be equal: the figure, its parts and the events behind it. */
const essence = (cell: Cell | undefined): string =>
  cell === undefined
    ? ''
    : cell.suppressed === true
      ? 'suppressed'
      : JSON.stringify([cell.value, cell.numerator, cell.denominator, cell.events?.count, cell.events?.hash]);

/** Cell by cell, both ways. */
export function compareCells(closed: readonly Cell[], replayed: readonly Cell[]): readonly Difference[] {
  const before = new Map(closed.map((cell) => [cell.id, cell]));
  const after = new Map(replayed.map((cell) => [cell.id, cell]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((id) => essence(before.get(id)) !== essence(after.get(id)))
    .map((id) => ({ id, indicator: (before.get(id) ?? after.get(id))?.indicator ?? '', closed: before.get(id), replayed: after.get(id) }));
}

/** Codes of indicators that were defined otherwise when a quarter was closed than in a replay's manifest, `B14@1 B15@2`. */
export function redefinedSince(closed: Frozen['indicators'], definitions: unknown): readonly string[] {
  if (typeof definitions !== 'string') return [];
  const now = new Set(definitions.split(' '));
  return (closed ?? []).filter(({ code, version }) => !now.has(`${code}@${version}`)).map(({ code }) => code);
}
