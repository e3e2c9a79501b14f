import { Protection, protect, type Figures } from './protect';
import { cheapest } from './simplex';
import { tablesOf, type Row } from './tables';

const TOWNS = 12;
/** Totals of towns, one small town each, that have nothing but a common sum of zero. */
function counties(n: number): Figures {
  const values = new Map<string, number>([['nothing', 0]]);
  const sums = Array.from({ length: n }, (_, i) => {
    const parts = Array.from({ length: TOWNS }, (_, town) => `c${i}t${town}`);
    parts.forEach((part, town) => values.set(part, town === 0 ? 3 : 10 + town));
    values.set(
      `c${i}`,
      parts.reduce((sum, part) => sum + (values.get(part) ?? 0), 0),
    );
    values.set(`c${i}zero`, 0);
    return { total: `c${i}`, parts: [...parts, `c${i}zero`] };
  });
  const shares = sums.map(({ total, parts: [part = ''] }) => ({ part, whole: total }));
  return { values, sums: [...sums, { total: 'nothing', parts: sums.map((_, i) => `c${i}zero`) }], shares };
}
const small = ({ values }: Figures): string[] => [...values].filter(([, value]) => value === 3).map(([key]) => key);

/** An array that counts how often something of it is read. */
const watched = <T>(array: readonly T[], read: () => void): readonly T[] =>
  new Proxy(array, { get: (target, name, self): unknown => (read(), Reflect.get(target, name, self)) });

/** Reads of figures, sums and shares, and cells of programmes, that protecting some counties takes. */
function workOf(n: number): { readonly reads: number; readonly asked: number; readonly programmes: number } {
  let [reads, asked, programmes] = [0, 0, 0];
  const read = (): void => void (reads += 1);
  const { values, sums, shares } = counties(n);
  class Watched extends Map<string, number> {
    override get(key: string): number | undefined {
      read();
      return super.get(key);
    }
    override has(key: string): boolean {
      read();
      return super.has(key);
    }
  }
  const figures = { values: new Watched(values), sums: watched(sums, read), shares: watched(shares, read) };
  protect(figures, small(figures), (programme) => {
    programmes += 1;
    asked += programme.rows.length * programme.costs.length;
    return cheapest(programme);
  });
  return { reads, asked, programmes };
}

test('ten times the figures are ten times the work, also where zeros tie everything together', () => {
  const [one, ten] = [workOf(10), workOf(100)];
  expect(one.programmes).toBeGreaterThanOrEqual(10);
  expect(ten.programmes).toBe(10 * one.programmes);
  expect(ten.asked).toBe(10 * one.asked);
  expect(ten.reads).toBeLessThan(11 * one.reads);
});

test('rows are sorted into tables with one look at each figure of a row, however long it is', () => {
  const looksAt = (length: number): number => {
    let looks = 0;
    class Watched extends Map<string, number> {
      override keys() {
        looks += this.size;
        return super.keys();
      }
    }
    const rows: Row[] = Array.from(
      { length: 50 },
      (_, i) => new Watched(Array.from({ length }, (_, j) => [j === 0 ? `total${i >> 1}` : `r${i} ${j}`, 1])),
    );
    expect(new Set(tablesOf(watched(rows, () => (looks += 1))).values()).size).toBe(25);
    return looks;
  };
  expect(looksAt(100)).toBeLessThan(11 * looksAt(10));
});

test('hiding more looks for no witness again that was found', () => {
  let programmes = 0;
  const figures = counties(20);
  const protection = new Protection(figures, (programme) => ((programmes += 1), cheapest(programme))).hide(small(figures));
  const first = programmes;
  protection.hide(['c0t7']);
  expect(protection.hidden.has('c0t7')).toBe(true);
  expect(programmes - first).toBeLessThan(first / 10);
  expect(programmes).toBeGreaterThan(first);
});
