import fc from 'fast-check';
import { FairQueue, type Waiting } from './fair-queue';

const limits = { entries: 1_000, bytes: 1_000_000, reservePercent: 10, sharePercent: 50 };
const job = (department: string, more: Partial<Waiting> = {}): Waiting => ({ department, entries: 1, bytes: 100, mandatory: false, ...more });
const fill = (queue: FairQueue<Waiting>, times: number, one: Waiting): void => {
  for (let i = 0; i < times; i++) queue.push(one);
};
const COMMIT = { entries: 1_000, bytes: 4_000_000 };
const shares = (taken: readonly Waiting[]): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const { department, entries } of taken) found[department] = (found[department] ?? 0) + entries;
  return found;
};

describe('fairness', () => {
  const large = { entries: 1_000_000, bytes: 1e12, reservePercent: 5, sharePercent: 50 };

  test('a flooded queue, and one entry of another department: it leaves with the next commit', () => {
    const queue = new FairQueue<Waiting>(large);
    fill(queue, 20_000, job('police'));
    queue.take(COMMIT);
    queue.push(job('education'));
    expect(shares(queue.take(COMMIT))).toEqual({ police: 999, education: 1 });
  });

  /**
   * Simulated time: in each round every other department brings what it needs, then one commit is taken. What the others got
   * in 200 commits with a flood beside them, against without one.
   */
  test.each([
    ['light traffic', 20],
    ['their whole fair share', 166],
  ])('a flooding department costs the others at most 10 %% of what is committed: %s', (_name, each) => {
    const others = ['court', 'procuratorate', 'civil-affairs', 'education', 'health'];
    const committed = (flood: boolean): Record<string, number> => {
      const queue = new FairQueue<Waiting>(large);
      if (flood) fill(queue, 60_000, job('police'));
      const taken: Waiting[] = [];
      for (let commit = 0; commit < 200; commit++) {
        for (const other of others) fill(queue, each, job(other));
        if (flood) fill(queue, 1_000, job('police'));
        taken.push(...queue.take(COMMIT));
      }
      return shares(taken);
    };
    const [alone, flooded] = [committed(false), committed(true)];
    for (const other of others) expect(flooded[other]).toBeGreaterThanOrEqual((alone[other] ?? 0) * 0.9);
    expect(flooded['police']).toBeGreaterThan(0);
  });

  test('two that want more than there is get equal parts, whether they bring single events, arrays or large events', () => {
    const kinds = [job('a'), job('b', { entries: 50, bytes: 5_000 }), job('c', { bytes: 40_960 })];
    const queue = new FairQueue<Waiting>(large);
    for (const kind of kinds) fill(queue, 40_000, kind);
    const cost = { a: 0, b: 0, c: 0 };
    for (let commit = 0; commit < 50; commit++) {
      for (const { department, entries, bytes } of queue.take(COMMIT)) cost[department as 'a'] += Math.max(entries, bytes / 4_096);
    }
    const [least, most] = [Math.min(...Object.values(cost)), Math.max(...Object.values(cost))];
    expect(most / least).toBeLessThan(1.1);
  });

  test('whatever comes and goes: all leaves once, in order within a department, and a commit keeps its size unless one job is larger', () => {
    const arrival = fc.record({ department: fc.constantFrom('a', 'b', 'c'), entries: fc.integer({ min: 1, max: 40 }), mandatory: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.oneof(arrival, fc.constant('take' as const)), { maxLength: 120 }), (steps) => {
        const queue = new FairQueue<Waiting & { n: number }>(large);
        const [pushed, taken]: (Waiting & { n: number })[][] = [[], []];
        const most = { entries: 60, bytes: 1e9 };
        const take = (): void => {
          const part = queue.take(most);
          const entries = part.reduce((sum, one) => sum + one.entries, 0);
          expect(part.length === 1 || entries <= most.entries).toBe(true);
          expect(part.length > 0 || queue.isEmpty).toBe(true);
          taken?.push(...part);
        };
        for (const step of steps) {
          if (step === 'take') take();
          else {
            const one = { ...step, bytes: 1, n: pushed?.length ?? 0 };
            pushed?.push(one);
            queue.push(one);
          }
        }
        while (!queue.isEmpty) take();
        expect(queue.size).toBe(0);
        const numbers = (jobs = taken): number[] => (jobs ?? []).map(({ n }) => n);
        expect(numbers().sort((a, b) => a - b)).toEqual(numbers(pushed));
        for (const department of ['a', 'b', 'c'])
          for (const mandatory of [true, false]) {
            const lane = numbers(taken?.filter((one) => one.department === department && one.mandatory === mandatory));
            expect(lane).toEqual([...lane].sort((a, b) => a - b));
          }
      }),
    );
  });
});

describe('bounds', () => {
  test('one department fills its share to the entry, then it is its own; another still gets in', () => {
    const queue = new FairQueue<Waiting>(limits);
    fill(queue, 449, job('police'));
    expect(queue.refusal(job('police'))).toBeUndefined();
    queue.push(job('police'));
    expect(queue.refusal(job('police'))).toBe('own-share');
    expect(queue.refusal(job('education'))).toBeUndefined();
  });

  test('all together fill what is open to all to the entry, then it is the whole; mandatory reports have the reserve, to the entry', () => {
    const queue = new FairQueue<Waiting>(limits);
    for (const department of ['a', 'b', 'c']) fill(queue, department === 'c' ? 299 : 300, job(department));
    expect(queue.refusal(job('d'))).toBeUndefined();
    queue.push(job('d'));
    expect(queue.refusal(job('d'))).toBe('whole');
    const report = job('d', { mandatory: true });
    for (let n = 0; n < 100; n++) {
      expect(queue.refusal(report)).toBeUndefined();
      queue.push(report);
    }
    expect(queue.refusal(report)).toBe('whole');
    expect(shares(queue.take({ entries: 200, bytes: 1e9 }).slice(0, 100))).toEqual({ d: 100 });
    expect(queue.refusal(report)).toBeUndefined();
  });

  test('mandatory reports leave first, but while others wait a flood of them takes half of a commit and no more', () => {
    const queue = new FairQueue<Waiting>(limits);
    queue.push(job('a'));
    fill(queue, 300, job('a', { mandatory: true }));
    expect(queue.take({ entries: 100, bytes: 1e9 }).map(({ mandatory }) => mandatory)).toEqual([
      ...Array.from({ length: 50 }, () => true),
      false,
      ...Array.from({ length: 49 }, () => true),
    ]);
    fill(queue, 200, job('b'));
    expect(queue.take({ entries: 100, bytes: 1e9 }).filter(({ mandatory }) => mandatory)).toHaveLength(50);
  });

  test('bytes count as entries do, and one job larger than everything is taken when nothing waits', () => {
    const queue = new FairQueue<Waiting>(limits);
    expect(queue.refusal(job('a', { entries: 5_000, bytes: 5_000_000 }))).toBeUndefined();
    queue.push(job('a', { bytes: 449_000 }));
    expect(queue.refusal(job('a', { bytes: 1_000 }))).toBeUndefined();
    expect(queue.refusal(job('a', { bytes: 1_001 }))).toBe('own-share');
    expect(queue.refusal(job('b', { bytes: 450_001 }))).toBeUndefined();
    queue.push(job('b', { bytes: 450_000 }));
    expect(queue.refusal(job('c', { bytes: 1_001 }))).toBe('whole');
    queue.take(COMMIT);
    expect(queue.refusal(job('a', { bytes: 2_000_000 }))).toBeUndefined();
  });
});
