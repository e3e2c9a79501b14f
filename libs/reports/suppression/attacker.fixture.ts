import { INDICATORS } from '../indicators';
import type { Measure } from '../define';
import { isSuppressed, type PublishedCell } from './publish';

/** What a reader of a published report can compute: built from its cells and the printed definitions alone, apart from the code that protects them. */
export interface Knowledge {
  readonly known: ReadonlyMap<string, number>;
  /** Unknown figures. */
  readonly unknown: readonly string[];
  /** What a reader knows an unknown to be at least: one for a count of its own, zero for a figure of a share. */
  readonly least: ReadonlyMap<string, number>;
  /** A part is never more than its whole. */
  readonly shares: readonly { readonly part: string; readonly whole: string }[];
  /** Σ factor · unknown = right. */
  readonly equations: readonly { readonly terms: ReadonlyMap<string, number>; readonly right: number }[];
}

const figure = (code: string, quantity: string, breakdown: Readonly<Record<string, string>>): string =>
  `${code} ${quantity} ${Object.keys(breakdown)
    .sort()
    .map((key) => `${key}:${breakdown[key]}`)
    .join(' ')}`;

/** Every equation that the cells satisfy: wherever one place is cut up by more dimensions, the parts add up to it. */
export function knowledgeOf(cells: readonly PublishedCell[]): Knowledge {
  const known = new Map<string, number>();
  const least = new Map<string, number>();
  const shares: { part: string; whole: string }[] = [];
  const all = new Map<string, { code: string; quantity: string; breakdown: Readonly<Record<string, string>> }>();
  for (const cell of cells) {
    const measure = measureFor(cell);
    // An amount is in no equation with counts, and is hidden with its own count.
    if (measure.kind === 'amount') continue;
    const figures: readonly [string, number | undefined][] =
      measure.kind === 'count'
        ? [[measure.id, isSuppressed(cell) ? undefined : cell.value]]
        : [
            [measure.of[0], isSuppressed(cell) ? undefined : cell.numerator],
            [measure.of[1], isSuppressed(cell) ? undefined : cell.denominator],
          ];
    if (measure.kind === 'share') {
      const [part, whole] = measure.of.map((quantity) => figure(cell.indicator, quantity, cell.breakdown));
      shares.push({ part: part ?? '', whole: whole ?? '' });
    }
    for (const [quantity, value] of figures) {
      const key = figure(cell.indicator, quantity, cell.breakdown);
      least.set(key, measure.kind === 'count' ? 1 : (least.get(key) ?? 0));
      all.set(key, { code: cell.indicator, quantity, breakdown: cell.breakdown });
      if (value !== undefined) known.set(key, value);
    }
  }
  return { known, least, shares, unknown: [...all.keys()].filter((key) => !known.has(key)), equations: equationsOf([...all], known) };
}

type Place = { code: string; quantity: string; breakdown: Readonly<Record<string, string>> };

function equationsOf(places: readonly (readonly [string, Place])[], known: ReadonlyMap<string, number>): Knowledge['equations'] {
  const groups = new Map<string, { total: string; parts: string[] }>();
  for (const [total, coarse] of places) {
    for (const [part, fine] of places) {
      if (fine.code !== coarse.code || fine.quantity !== coarse.quantity || part === total) continue;
      if (!Object.entries(coarse.breakdown).every(([key, value]) => fine.breakdown[key] === value)) continue;
      const id = `${total} by ${Object.keys(fine.breakdown).sort().join()}`;
      const group = groups.get(id) ?? { total, parts: [] };
      group.parts.push(part);
      groups.set(id, group);
    }
  }
  return [...groups.values()].map(({ total, parts }) => {
    const terms = new Map<string, number>();
    let right = 0;
    for (const [key, factor] of [[total, 1] as const, ...parts.map((part) => [part, -1] as const)]) {
      const value = known.get(key);
      if (value === undefined) terms.set(key, (terms.get(key) ?? 0) + factor);
      else right -= factor * value;
    }
    return { terms, right };
  });
}

function measureFor(cell: PublishedCell): Measure {
  const id = cell.id.slice(cell.id.indexOf('.') + 1, cell.id.indexOf('|'));
  const measure = INDICATORS.find(({ code }) => code === cell.indicator)?.measures.find((each) => each.id === id);
  if (!measure) throw new Error(`no measure for ${cell.id}`);
  return measure;
}

/** A prime below 2^26: products stay exact. Over it, what elimination determines is what it determines over fractions. */
const PRIME = 67_108_859;

/** Unknowns whose value follows from the equations by Gaussian elimination. */
export function solvable({ unknown, equations }: Knowledge): readonly string[] {
  const rows = equations
    .filter(({ terms }) => terms.size > 0)
    .map(({ terms }) => unknown.map((key) => (((terms.get(key) ?? 0) % PRIME) + PRIME) % PRIME));
  let top = 0;
  for (let column = 0; column < unknown.length && top < rows.length; column += 1) {
    const found = rows.findIndex((row, i) => i >= top && row[column] !== 0);
    if (found < 0) continue;
    [rows[top], rows[found]] = [rows[found] ?? [], rows[top] ?? []];
    const pivot = rows[top] ?? [];
    const inverse = power(pivot[column] ?? 1, PRIME - 2);
    for (let j = 0; j < pivot.length; j += 1) pivot[j] = ((pivot[j] ?? 0) * inverse) % PRIME;
    rows.forEach((row, i) => {
      const factor = row[column] ?? 0;
      if (i === top || factor === 0) return;
      for (let j = 0; j < row.length; j += 1) row[j] = ((row[j] ?? 0) + (PRIME - factor) * (pivot[j] ?? 0)) % PRIME;
    });
    top += 1;
  }
  return rows
    .map((row) => row.flatMap((cell, j) => (cell === 0 ? [] : [j])))
    .filter((at) => at.length === 1)
    .map(([at]) => unknown[at ?? 0] ?? '');
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let [b, e] = [base, exponent]; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) result = (result * b) % PRIME;
    b = (b * b) % PRIME;
  }
  return result;
}

/** Unknowns that bounds alone pin down: zeros are shown, so a count is at least one; a part is at most its whole; every sum bounds its members. */
export function pinned({ known, least: leasts, shares, unknown, equations }: Knowledge): readonly string[] {
  const low = new Map(unknown.map((key) => [key, leasts.get(key) ?? 0]));
  const high = new Map(unknown.map((key) => [key, Infinity]));
  const lowOf = (key: string): number => low.get(key) ?? known.get(key) ?? 0;
  const highOf = (key: string): number => high.get(key) ?? known.get(key) ?? Infinity;
  for (let round = 0, changed = true; changed && round < 100; round += 1) {
    changed = false;
    for (const { part, whole } of shares) {
      if (low.has(whole) && lowOf(part) > lowOf(whole)) [changed] = [true, low.set(whole, lowOf(part))];
      if (high.has(part) && highOf(whole) < highOf(part)) [changed] = [true, high.set(part, highOf(whole))];
    }
    for (const { terms, right } of equations) {
      for (const [key, factor] of terms) {
        const [least, most] = boundsOf(key, factor, terms, right, low, high);
        if (least > (low.get(key) ?? 0)) [changed] = [true, low.set(key, least)];
        if (most < (high.get(key) ?? 0)) [changed] = [true, high.set(key, most)];
      }
    }
  }
  return unknown.filter((key) => low.get(key) === high.get(key));
}

function boundsOf(
  key: string,
  factor: number,
  terms: ReadonlyMap<string, number>,
  right: number,
  low: Map<string, number>,
  high: Map<string, number>,
): [number, number] {
  let [least, most] = [right, right];
  for (const [other, by] of terms) {
    if (other === key) continue;
    const [a, b] = [by * (low.get(other) ?? 0), by * (high.get(other) ?? 0)];
    least -= Math.max(a, b);
    most -= Math.min(a, b);
  }
  const [x, y] = [least / factor, most / factor];
  return [Math.ceil(Math.min(x, y)), Math.floor(Math.max(x, y))];
}
