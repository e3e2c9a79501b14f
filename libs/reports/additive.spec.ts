import { chinaCalendar } from '@lianhu/calendar';
import { ENTERED } from '@lianhu/departments/hub';
import { momentOf, type Recorded } from '@lianhu/kernel';
import { randomEvents } from '@lianhu/testing/random-events';
import fc from 'fast-check';
import { computeQuarter, countQuarter } from './compute';
import { INDICATORS } from './indicators';
import { at, POLICY, sha256 } from './log.fixture';
import { measureOf, type RawCell, type RawReport } from './report';

const counting = { quarter: '2026-Q3', policy: POLICY, calendar: chinaCalendar, sha256 };
const TOWNS = Object.keys(POLICY.towns);
const RUNS = { numRuns: 8 };

const some = (seed: string, prefix = '', delay?: number): Recorded[] =>
  randomEvents({ seed, prefix, children: 60, events: 2_500, towns: TOWNS, from: at('2026-03-01'), to: at('2026-10-06'), delay });
const count = (events: readonly Recorded[]): Promise<RawReport> => computeQuarter(events, counting);
/** Positions as they come. */
const numbered = (events: readonly Recorded[]): Recorded[] => {
  const place = new Map(events.map(({ position }, i) => [position, i + 1]));
  return events.map((event) => ({
    ...event,
    position: place.get(event.position) ?? 0,
    ...(event.corrects !== undefined && { corrects: place.get(event.corrects) }),
  }));
};
const isSum = (cell: RawCell): boolean => {
  const measure = INDICATORS.find(({ code }) => code === cell.indicator)?.measures.find(({ id }) => id === measureOf(cell.id));
  return measure?.kind !== 'amount' || measure.way === 'sum';
};
/** What adds up in a cell: the value of a count or sum, both figures of a share. */
const figuresOf = (report: RawReport): Map<string, readonly number[]> =>
  new Map(
    report.cells
      .filter(isSum)
      .map((cell) => [cell.id, cell.denominator === undefined ? [cell.value ?? 0, cell.late ?? 0] : [cell.numerator ?? 0, cell.denominator]]),
  );
const seeds = fc.integer({ min: 0, max: 1_000_000 }).map(String);

test('every indicator has cells in logs of all types, and none of them is always empty', async () => {
  const few = { events: 8_000, towns: TOWNS, from: at('2026-03-01'), to: at('2026-10-06'), delay: 86_400_000 };
  const reports = await Promise.all([20, 21, 200].map((children) => count(randomEvents({ ...few, children, seed: String(children) }))));
  const filled = new Set(reports.flatMap(({ cells }) => cells.filter(({ events }) => events.count > 0).map(({ indicator }) => indicator)));
  // A log of departments' events has neither alerts nor five placed pupils in one school; what people enter by hand has specs of its own.
  const byHand = INDICATORS.filter(({ sources }) => sources.some(({ type = '' }) => ENTERED.has(type))).map(({ code }) => code);
  const without = new Set([...byHand, 'H01', 'C14']);
  expect(INDICATORS.map(({ code }) => code).filter((code) => !filled.has(code) && !without.has(code))).toEqual([]);
});

test('two logs that share nothing add up cell by cell', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      // Positions follow the order of recording over both, as in one log of both.
      const [mine, theirs] = [some(`${seed}a`, 'a'), some(`${seed}b`, 'b')];
      const shifted = theirs.map((event) => ({
        ...event,
        position: event.position + mine.length,
        ...(event.corrects !== undefined && { corrects: event.corrects + mine.length }),
      }));
      const both = numbered([...mine, ...shifted].sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : 0)));
      const [a, b, whole] = [figuresOf(await count(mine)), figuresOf(await count(theirs)), figuresOf(await count(both))];
      const added = [...whole].map(([id, figures]) => [id, figures.map((_, i) => (a.get(id)?.[i] ?? 0) + (b.get(id)?.[i] ?? 0))] as const);
      expect([...whole]).toEqual(added);
    }),
    RUNS,
  );
});

test('the order of arrival changes nothing, as long as the same was known at both cut-offs', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, fc.integer(), async (seed, shuffle) => {
      // Every moment once: what happened at the same moment is told apart by its position.
      const known = some(seed)
        .filter(({ corrects }) => corrects === undefined)
        .map((event, i) => ({ ...event, time: momentOf(Date.parse(event.time) + (i % 1_000)), recordedAt: at('2026-10-08') }));
      const [children, others] = [known.filter(({ type }) => type.startsWith('hub.')), known.filter(({ type }) => !type.startsWith('hub.'))];
      const order = others.map((event, i) => ({ event, key: Math.imul(i + 1, shuffle | 1) >>> 0 })).sort((x, y) => x.key - y.key);
      const [plain, shuffled] = [await count(numbered(known)), await count(numbered([...children, ...order.map(({ event }) => event)]))];
      const facts = ({ cells }: RawReport) =>
        cells.map(({ events, lateEvents, ...cell }) => ({ ...cell, behind: events.count, late: lateEvents?.count }));
      expect(facts(shuffled)).toEqual(facts(plain));
    }),
    RUNS,
  );
});

test('a count that is asked on the way and goes on is the count from zero', async () => {
  const events = some('goes on');
  const running = countQuarter(counting);
  for (const [i, event] of events.entries()) {
    if (i % 500 === 0) running.report();
    if (!running.add(event)) break;
  }
  expect(running.report()).toEqual(await count(events));
});

test('places of a breakdown add up to the place that they divide, for every indicator', async () => {
  const figures = figuresOf(await count(some('parts')));
  for (const { code, measures, breakdowns } of INDICATORS) {
    for (const { id } of measures) {
      const whole = figures.get(`${code}.${id}|county`);
      if (!whole || !breakdowns.some((dimensions) => dimensions.length === 0)) continue;
      for (const dimensions of breakdowns.filter(({ length }) => length > 0)) {
        const parts = [...figures].filter(([cell]) => {
          if (!cell.startsWith(`${code}.${id}|`) || cell.endsWith('|county')) return false;
          const keys = cell
            .slice(cell.indexOf('|') + 1)
            .split(',')
            .map((part) => part.split('=')[0]);
          return keys.length === dimensions.length && dimensions.every((dimension) => keys.includes(dimension.id));
        });
        const sum = parts.reduce((total, [, [value = 0]]) => total + value, 0);
        expect([code, id, dimensions.map((dimension) => dimension.id), sum]).toEqual([
          code,
          id,
          dimensions.map((dimension) => dimension.id),
          whole[0],
        ]);
      }
    }
  }
});

test('an amount hangs on a count of its own indicator, and a code names one indicator', () => {
  for (const { code, measures } of INDICATORS)
    for (const measure of measures)
      if (measure.kind === 'amount' && measure.per !== undefined)
        expect([code, measures.some(({ kind, id }) => kind === 'count' && id === measure.per)]).toEqual([code, true]);
  expect(new Set(INDICATORS.map(({ code }) => code)).size).toBe(INDICATORS.length);
});
