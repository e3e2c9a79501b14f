import { MinorListed } from '@lianhu/departments/civil-affairs';
import { DropoutConfirmed, DropoutSuspected, StudentReturned } from '@lianhu/departments/education';
import { AlertClosed, AlertRaised } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import fc from 'fast-check';
import { publishSeries } from '../comparisons';
import { at, SpecLog } from '../log.fixture';
import type { RawReport } from '../report';
import { knowledgeOf, pinned, solvable } from './attacker.fixture';
import { isSuppressed, publish, type PublishedReport } from './publish';

const BELOW = 5;
const TOWNS = ['990101001', '990101002', '990101003'];

/** A raw report with nothing but the given B14 incidents and repeats by town. */
async function callsReport(
  towns: readonly { readonly calls: number; readonly repeated?: number; readonly late?: number }[],
  quarter = '2026-Q3',
): Promise<RawReport> {
  const log = new SpecLog();
  const [first, before] = quarter === '2026-Q3' ? ['2026-07-20', '2026-06-01'] : ['2026-04-20', '2026-03-01'];
  towns.forEach(({ calls, repeated = 0, late = 0 }, town) => {
    for (let i = 0; i < calls; i += 1)
      log.add(
        DvCallReceived,
        { time: at(first), subject: 'child-a', area: TOWNS[town], incident: `${town}-${i}` },
        { repeatIn12m: i < repeated ? 1 : 0 },
      );
    for (let i = 0; i < late; i += 1)
      log.add(
        DvCallReceived,
        { time: at(before), recordedAt: at(first, '13:00:00.000'), subject: 'child-a', area: TOWNS[town], incident: `late-${town}-${i}` },
        {},
      );
  });
  return log.report(quarter);
}

const cellOf = (report: PublishedReport, id: string) => report.cells.find((cell) => cell.id === id);
const suppressed = (report: PublishedReport, indicator: string): string[] =>
  report.cells.filter((cell) => cell.indicator === indicator && isSuppressed(cell)).map(({ id }) => id);

test('four is suppressed, five and zero are shown', async () => {
  const report = publish(await callsReport([{ calls: 4 }, { calls: 5 }, { calls: 0 }]), { below: BELOW });
  expect(cellOf(report, 'B14.incidents|town=990101001')).toEqual({
    id: 'B14.incidents|town=990101001',
    indicator: 'B14',
    area: '990101',
    breakdown: { town: '990101001' },
    suppressed: true,
  });
  expect(cellOf(report, 'B14.incidents|town=990101003')).toMatchObject({ value: 0 });
  expect(cellOf(publish(await callsReport([{ calls: 5 }, { calls: 6 }]), { below: BELOW }), 'B14.incidents|town=990101001')).toMatchObject({
    value: 5,
  });
});

test('the town that would give a suppressed one away by the total is suppressed with it', async () => {
  const report = publish(await callsReport([{ calls: 4 }, { calls: 9 }, { calls: 20 }]), { below: BELOW });
  expect(suppressed(report, 'B14').filter((id) => id.startsWith('B14.incidents'))).toEqual([
    'B14.incidents|town=990101001',
    'B14.incidents|town=990101002',
  ]);
  expect(cellOf(report, 'B14.incidents|county')).toMatchObject({ value: 33 });
});

test('a share goes with its part and with its whole', async () => {
  const report = publish(
    await callsReport([
      { calls: 20, repeated: 4 },
      { calls: 20, repeated: 10 },
      { calls: 20, repeated: 10 },
    ]),
    { below: BELOW },
  );
  expect(suppressed(report, 'B14').sort()).toEqual(['B14.repeat|town=990101001', 'B14.repeat|town=990101002']);
});

test('the late line is protected like a table of its own', async () => {
  const report = publish(
    await callsReport([
      { calls: 20, late: 3 },
      { calls: 20, late: 6 },
      { calls: 20, late: 0 },
    ]),
    { below: BELOW },
  );
  const late = (town: string): number | undefined => {
    const cell = cellOf(report, `B14.incidents|town=${town}`);
    return cell && !isSuppressed(cell) ? cell.late : -1;
  };
  expect([late('990101001'), late('990101002'), late('990101003')]).toEqual([undefined, undefined, 0]);
  expect(cellOf(report, 'B14.incidents|county')).toMatchObject({ late: 9 });
  expect(JSON.stringify(report)).not.toContain('lateEvents');
});

test('what an earlier version suppressed stays suppressed, so that the difference tells nothing', async () => {
  const earlier = publish(await callsReport([{ calls: 4 }, { calls: 9 }, { calls: 20 }]), { below: BELOW });
  const raw = await callsReport([{ calls: 6 }, { calls: 9 }, { calls: 20 }]);
  expect(suppressed(publish(raw, { below: BELOW }), 'B14')).toEqual([]);
  expect(isSuppressed(cellOf(publish(raw, { below: BELOW, earlier }), 'B14.incidents|town=990101001') ?? raw.cells[0]!)).toBe(true);
});

test('a comparison repeats only what the other report showed, and a suppressed cell has none', async () => {
  const [before, now] = publishSeries(
    [await callsReport([{ calls: 4 }, { calls: 9 }, { calls: 20 }], '2026-Q2'), await callsReport([{ calls: 30 }, { calls: 7 }, { calls: 3 }])],
    BELOW,
  );
  expect(before?.quarter).toBe('2026-Q2');
  expect(cellOf(now!, 'B14.incidents|county')).toMatchObject({ value: 40, previous: 33 });
  const first = cellOf(now!, 'B14.incidents|town=990101001');
  expect(first).toMatchObject({ value: 30 });
  expect((first as { previous?: number }).previous).toBeUndefined();
  expect(Object.keys(cellOf(now!, 'B14.incidents|town=990101003') ?? {}).sort()).toEqual(['area', 'breakdown', 'id', 'indicator', 'suppressed']);
});

test('a stock that follows from the stock before and this quarter’s flows is not left alone', async () => {
  const log = new SpecLog();
  const child = (n: number) => `child-${n}`;
  for (let n = 0; n < 30; n += 1) log.child(child(n));
  for (let n = 0; n < 10; n += 1) log.add(DropoutSuspected, { time: at('2026-05-01'), subject: child(n), area: TOWNS[0] });
  for (let n = 10; n < 16; n += 1) log.add(DropoutSuspected, { time: at('2026-07-20'), subject: child(n), area: TOWNS[0] });
  for (let n = 0; n < 13; n += 1) log.add(StudentReturned, { time: at('2026-08-20'), subject: child(n), area: TOWNS[0] });
  const [before, now] = publishSeries([await log.report('2026-Q2'), await log.report('2026-Q3')], BELOW);
  expect(cellOf(before!, 'C02.openSuspected|county')).toMatchObject({ value: 10 });
  expect(isSuppressed(cellOf(now!, 'C02.openSuspected|county')!)).toBe(true);
  const flows = ['C02.suspected|county', 'C02.returned|county'].map((id) => isSuppressed(cellOf(now!, id)!));
  expect(flows).toContain(true);
});

/** A random county: children, listings, calls, school steps, alerts, in proportions that make many small cells. */
const county = fc.record({
  children: fc.array(
    fc.record({
      town: fc.integer({ min: 0, max: 2 }),
      sex: fc.integer({ min: 1, max: 2 }),
      born: fc.integer({ min: 2009, max: 2025 }),
      listed: fc.boolean(),
      step: fc.integer({ min: 0, max: 7 }),
    }),
    { minLength: 5, maxLength: 120 },
  ),
  calls: fc.array(fc.record({ town: fc.integer({ min: 0, max: 2 }), repeated: fc.boolean() }), { maxLength: 40 }),
  alerts: fc.array(
    fc.record({
      town: fc.integer({ min: 0, max: 2 }),
      rule: fc.constantFrom('R01', 'R02'),
      closed: fc.constantFrom(undefined, 'confirmed', 'false'),
    }),
    { maxLength: 40 },
  ),
});
type County = typeof county extends fc.Arbitrary<infer C> ? C : never;

function logOf({ children, calls, alerts }: County): SpecLog {
  const log = new SpecLog();
  children.forEach(({ town, sex, born }, n) => log.child(`child-${n}`, { town: TOWNS[town], sex: String(sex), birthQuarter: `${born}-Q2` }));
  children.forEach(({ listed, step }, n) => {
    if (listed) log.add(MinorListed, { time: at('2026-02-01'), subject: `child-${n}` }, { category: '04' });
    const cls = ([DropoutSuspected, DropoutConfirmed, StudentReturned] as const)[step];
    if (cls) log.add(cls as typeof DropoutSuspected, { time: at('2026-07-20'), subject: `child-${n}` });
  });
  calls.forEach(({ town, repeated }, n) =>
    log.add(DvCallReceived, { time: at('2026-07-20'), subject: 'child-0', area: TOWNS[town], incident: `i${n}` }, { repeatIn12m: repeated ? 2 : 0 }),
  );
  alerts.forEach(({ town, rule, closed }, n) => {
    log.add(
      AlertRaised,
      { time: at('2026-07-20'), subject: 'child-0', residenceArea: TOWNS[town] },
      { alert: `a${n}`, rule, dueAt: at('2026-07-21') },
    );
    if (closed) log.add(AlertClosed, { time: at('2026-07-20'), subject: 'child-0' }, { alert: `a${n}`, verdict: closed });
  });
  return log;
}

test('property: from all shown cells together no suppressed figure can be computed, by elimination or by bounds', async () => {
  await fc.assert(
    fc.asyncProperty(county, async (drawn) => {
      const raw = await logOf(drawn).report('2026-Q3');
      const report = publish(raw, { below: BELOW });
      const knowledge = knowledgeOf(report.cells);
      const truth = knowledgeOf(raw.cells).known;
      const secrets = knowledge.unknown.filter((key) => truth.get(key) !== 0);
      expect(solvable(knowledge).filter((key) => secrets.includes(key))).toEqual([]);
      expect(pinned(knowledge).filter((key) => secrets.includes(key))).toEqual([]);
      for (const cell of report.cells)
        if (!isSuppressed(cell))
          expect(
            [cell.value ?? 0, cell.numerator ?? 0, cell.denominator ?? 0].filter((n, i) => (i > 0 || cell.unit !== 'percent') && n > 0 && n < BELOW),
          ).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test('the attacker of that property does find what primary suppression alone gives away', async () => {
  const raw = await callsReport([{ calls: 4 }, { calls: 9 }, { calls: 20 }]);
  const careless = raw.cells.map((cell) =>
    [cell.denominator ?? cell.value ?? 0].some((n) => n > 0 && n < BELOW) ? { ...cell, suppressed: true as const } : cell,
  );
  expect(solvable(knowledgeOf(careless as PublishedReport['cells']))).toContain('B14 incidents town:990101001');
  expect(pinned(knowledgeOf(careless as PublishedReport['cells']))).toContain('B14 incidents town:990101001');
});
