import fc from 'fast-check';
import { protect, type Figures } from './protect';

const figures = (values: Record<string, number>, sums: Figures['sums'], shares: Figures['shares'] = []): Figures => ({
  values: new Map(Object.entries(values)),
  sums,
  shares,
});

/** A total over towns. */
const row = (towns: readonly number[]): Figures =>
  figures({ total: towns.reduce((sum, value) => sum + value, 0), ...Object.fromEntries(towns.map((value, i) => [`t${i}`, value])) }, [
    { total: 'total', parts: towns.map((_, i) => `t${i}`) },
  ]);

const small = ({ values }: Figures, below = 5): string[] => [...values].filter(([, value]) => value > 0 && value < below).map(([key]) => key);

/** The attacker: every table of integers that shows what is shown. Hidden figures are at least one, for zeros are shown. */
function possible(of: Figures, hidden: ReadonlySet<string>, key: string, most: number): Set<number> {
  const unknown = [...hidden];
  const values = new Map(of.values);
  const found = new Set<number>();
  const fits = (): boolean =>
    of.sums.every(({ total, parts }) => values.get(total) === parts.reduce((sum, part) => sum + (values.get(part) ?? 0), 0)) &&
    of.shares.every(({ part, whole }) => (values.get(part) ?? 0) <= (values.get(whole) ?? 0));
  const guess = (index: number): void => {
    const name = unknown[index];
    if (name === undefined) return void (fits() && found.add(values.get(key) ?? -1));
    for (let value = 1; value <= most; value += 1) {
      values.set(name, value);
      guess(index + 1);
    }
  };
  guess(0);
  return found;
}

test('a single small town would be total minus the others: the next smallest is hidden too', () => {
  const table = row([3, 9, 7, 20]);
  expect([...protect(table, small(table))].sort()).toEqual(['t0', 't2']);
});

test('nothing small, nothing hidden; zeros stay shown', () => {
  expect(protect(row([5, 9, 7]), small(row([5, 9, 7]))).size).toBe(0);
  expect(protect(row([0, 0, 12]), small(row([0, 0, 12]))).size).toBe(0);
  const table = row([3, 0, 7, 8]);
  expect([...protect(table, small(table))].sort()).toEqual(['t0', 't2']);
});

test('a small town beside nothing but zeros takes the total with it', () => {
  const table = row([3, 0, 0]);
  expect([...protect(table, small(table))].sort()).toEqual(['t0', 'total']);
});

test('five towns of one each: the total of five would tell them all, so it goes', () => {
  const table = row([1, 1, 1, 1, 1]);
  expect(protect(table, small(table)).has('total')).toBe(true);
});

test('a hidden whole does not follow from a shown part', () => {
  const table = figures({ closed: 4, confirmed: 4 }, [], [{ part: 'confirmed', whole: 'closed' }]);
  expect([...possible(table, protect(table, ['closed', 'confirmed']), 'closed', 8)].length).toBeGreaterThan(2);
});

test('property: over one dimension no hidden figure can be computed by trying every table', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 2, maxLength: 4 }), (towns) => {
      const table = row(towns);
      const hidden = protect(table, small(table));
      for (const key of hidden) expect(possible(table, hidden, key, 12).size).toBeGreaterThan(1);
    }),
    { numRuns: 150 },
  );
});

test('property: with two breakdowns of one total, and with shares, likewise', () => {
  const cell = fc.integer({ min: 0, max: 6 });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 4, maxLength: 4 }), fc.integer({ min: 0, max: 100 }), ([a = 0, b = 0, c = 0, d = 0], percent) => {
      const total = a + b + c + d;
      const part = Math.floor((total * percent) / 100);
      const table = figures(
        { ab: a + b, cd: c + d, ac: a + c, bd: b + d, total, part },
        [
          { total: 'total', parts: ['ab', 'cd'] },
          { total: 'total', parts: ['ac', 'bd'] },
        ],
        [{ part: 'part', whole: 'total' }],
      );
      const hidden = protect(table, small(table));
      for (const key of hidden) expect(possible(table, hidden, key, 14).size).toBeGreaterThan(1);
    }),
    { numRuns: 60 },
  );
});
