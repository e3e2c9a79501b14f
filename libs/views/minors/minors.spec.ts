import fc from 'fast-check';
import { CareAgreementSigned, CategoryConfirmed, MinorDelisted, MinorListed } from '@lianhu/departments/civil-affairs';
import { DropoutConfirmed, DropoutSuspected, StudentReturned } from '@lianhu/departments/education';
import { AlertClosed, AlertEvidenceAdded, AlertRaised, MinorMoved, MinorReferenced, MinorRegistered } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { addDays } from '@lianhu/kernel';
import { CHILD, history, rowAfter, stateAfter, type History } from '@lianhu/testing';
import { county, minors, towns, type MinorRow } from '.';

const registered = history(MinorRegistered, '2026-03-01', { sex: '2', birthQuarter: '2014-Q2', town: '990101003' });
const row = (child: History, today = '2026-03-10'): MinorRow => rowAfter(minors, child, today) as MinorRow;

test('a child has a row from its registration on', () => {
  expect(rowAfter(minors, history(MinorReferenced, '2026-03-01'), '2026-03-10')).toBeUndefined();
  expect(row(registered)).toEqual({
    child: CHILD,
    town: '990101003',
    sex: '2',
    birthQuarter: '2014-Q2',
    ageBand: '6-11',
    active: true,
    registeredOn: '2026-03-01',
    categories: [],
    school: null,
    agreement: false,
    lastEventAt: '2026-03-01T12:00:00.000+08:00',
    openAlerts: 0,
    alertLevel: 0,
    needs: [],
  });
});

test('a child that has moved stands in the town where it lives now, under the day of its registration', () => {
  const moved = registered.then(MinorMoved, '2026-03-05', { town: '990101001' });
  expect(row(moved)).toMatchObject({ town: '990101001', sex: '2', registeredOn: '2026-03-01', lastEventAt: '2026-03-01T12:00:00.000+08:00' });
});

test('a move that was told of a time before the registration counts: a home is named by an event of before, sent after', () => {
  expect(row(registered.then(MinorMoved, '2026-02-20', { town: '990101001' })).town).toBe('990101001');
});

test('the older of two moves does not move a child back when it comes last', () => {
  const moved = registered.then(MinorMoved, '2026-03-09', { town: '990101001' });
  expect(row(moved.then(MinorMoved, '2026-03-05', { town: '990101002' })).town).toBe('990101001');
  expect(row(moved.then(MinorMoved, '2026-03-10', { town: '990101002' })).town).toBe('990101002');
});

test('the age band changes on the first day after the quarter of the birthday, and the row wakes then', () => {
  const state = stateAfter(minors, registered.events);
  expect(row(registered, '2026-06-30').ageBand).toBe('6-11');
  expect(minors.wakeOn?.(state, '2026-03-10')).toBe('2026-07-01');
  expect(row(registered, '2026-07-01').ageBand).toBe('12-14');
  expect(minors.wakeOn?.(state, '2026-07-01')).toBe('2029-07-01');
});

test('a minor is one until the end of the quarter in which it turns 18', () => {
  expect(row(registered, '2032-06-30')).toMatchObject({ active: true, ageBand: '15-17' });
  expect(row(registered, '2032-07-01')).toMatchObject({ active: false, ageBand: '15-17' });
  expect(minors.wakeOn?.(stateAfter(minors, registered.events), '2032-07-01')).toBeUndefined();
});

test('a child of unknown birth is a minor of no band, and never wakes', () => {
  const child = registered.then(MinorRegistered, '2026-03-02', { birthQuarter: 'unknown' });
  expect(row(child, '2060-01-01')).toMatchObject({ birthQuarter: 'unknown', ageBand: 'unknown', active: true });
  expect(minors.wakeOn?.(stateAfter(minors, child.events), '2026-03-10')).toBeUndefined();
});

const anyChild = fc
  .record({
    year: fc.integer({ min: 2000, max: 2026 }),
    quarter: fc.integer({ min: 1, max: 4 }),
    categories: fc.array(fc.constantFrom('03', '04', '06')),
    agreements: fc.array(fc.tuple(fc.nat(800), fc.option(fc.nat(800), { nil: undefined })), { maxLength: 4 }),
    levels: fc.array(fc.constantFrom(2 as const, 3 as const, 4 as const), { maxLength: 3 }),
  })
  .map(({ year, quarter, categories, agreements, levels }) => {
    const start = history(MinorRegistered, '2026-03-01', { birthQuarter: `${year}-Q${quarter}` });
    const listed = categories.reduce((child: History, category) => child.then(MinorListed, '2026-03-02', { category }), start);
    const raised = levels.reduce((child: History, level, n) => child.then(AlertRaised, '2026-03-03', { alert: `a${n}`, level }), listed);
    return agreements.reduce((child: History, [after, length]) => {
      const from = addDays('2026-03-01', after);
      return child.then(CareAgreementSigned, '2026-03-03', { from, to: length === undefined ? undefined : addDays(from, length) });
    }, raised);
  });

test('any child: the row stays as it is on every day before it wakes, and the state is plain JSON', () => {
  fc.assert(
    fc.property(anyChild, fc.nat(8000), fc.nat(9000), (child, begin, step) => {
      const state = stateAfter(minors, child.events);
      expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
      const today = addDays('2026-03-10', begin);
      const wakes = minors.wakeOn?.(state, today) ?? '2090-01-01';
      expect(wakes > today).toBe(true);
      for (const day of [addDays(today, step), addDays(wakes, -1)]) if (day < wakes) expect(row(child, day)).toEqual(row(child, today));
    }),
  );
});

test('any child: sums count integers, and one child at most once', () => {
  fc.assert(
    fc.property(anyChild, fc.nat(9000), (child, after) => {
      const counts = Object.values(county.count(row(child, addDays('2026-03-01', after))));
      expect(counts.every((n) => n === 1)).toBe(true);
    }),
  );
});

test('a new-born is in the youngest band, also in the quarter of its birth', () => {
  const baby = history(MinorRegistered, '2026-03-01', { birthQuarter: '2026-Q1' });
  expect(row(baby, '2026-03-01').ageBand).toBe('0-2');
  expect(row(baby, '2029-03-31').ageBand).toBe('0-2');
  expect(row(baby, '2029-04-01').ageBand).toBe('3-5');
});

test('categories come by listing and confirmation, sorted, and go by delisting', () => {
  const listed = registered
    .then(MinorListed, '2026-03-02', { category: '04' })
    .then(CategoryConfirmed, '2026-03-03', { category: '03' })
    .then(MinorListed, '2026-03-04', { category: '04' });
  expect(row(listed).categories).toEqual(['03', '04']);
  expect(row(listed.then(MinorDelisted, '2026-03-05', { category: '04' })).categories).toEqual(['03']);
});

test('a delisting that happened before a listing does not undo it, however late it arrives', () => {
  const child = registered.then(MinorListed, '2026-03-05', { category: '04' }).then(MinorDelisted, '2026-03-02', { category: '04' });
  expect(row(child).categories).toEqual(['04']);
});

test('a corrected event counts no longer', () => {
  const child = registered.then(MinorListed, '2026-03-02', { category: '04' }).then(MinorListed, '2026-03-02', { category: '06' }, { corrects: 2 });
  expect(row(child).categories).toEqual(['06']);
});

test('lists are filtered by category and by being listed at all', () => {
  const { categories, listed } = minors.columns as Record<string, { of: (row: MinorRow) => unknown }>;
  const child = row(registered.then(MinorListed, '2026-03-02', { category: '06' }).then(MinorListed, '2026-03-02', { category: '04' }));
  const one = row(registered.then(MinorListed, '2026-03-02', { category: '06' }));
  expect([categories?.of(child), listed?.of(child), listed?.of(one), listed?.of(row(registered))]).toEqual([['04', '06'], true, true, false]);
});

test('school is where the last event left it', () => {
  const suspected = registered.then(DropoutSuspected, '2026-03-02');
  const dropped = suspected.then(DropoutConfirmed, '2026-03-03');
  expect([registered, suspected, dropped, dropped.then(StudentReturned, '2026-03-04')].map((child) => row(child).school)).toEqual([
    null,
    'suspected',
    'dropped',
    'returned',
  ]);
});

test('a care agreement is in force from its first day to its last', () => {
  const child = registered.then(CareAgreementSigned, '2026-03-02', { from: '2026-04-01', to: '2026-04-30' });
  expect(['2026-03-31', '2026-04-01', '2026-04-30', '2026-05-01'].map((day) => row(child, day).agreement)).toEqual([false, true, true, false]);
  const state = stateAfter(minors, child.events);
  expect(['2026-03-31', '2026-04-01', '2026-05-01'].map((day) => minors.wakeOn?.(state, day))).toEqual(['2026-04-01', '2026-05-01', '2026-07-01']);
});

test('open alerts give number, highest level and needs; closing takes them away', () => {
  const two = registered
    .then(AlertRaised, '2026-03-02', { alert: 'a', level: 2, need: 'shelter' })
    .then(AlertRaised, '2026-03-03', { alert: 'b', level: 3, need: 'guardianship' });
  expect(row(two)).toMatchObject({ openAlerts: 2, alertLevel: 3, needs: ['guardianship', 'shelter'] });
  expect(row(two.then(AlertEvidenceAdded, '2026-03-04', { alert: 'a', level: 4 })).alertLevel).toBe(4);
  expect(row(two.then(AlertClosed, '2026-03-04', { alert: 'b' }))).toMatchObject({ openAlerts: 1, alertLevel: 2, needs: ['shelter'] });
});

test('the last event is the latest of a department, not of the hub', () => {
  const child = registered.then(DvCallReceived, '2026-03-05').then(DvCallReceived, '2026-03-03').then(AlertRaised, '2026-03-08');
  expect(row(child).lastEventAt).toBe('2026-03-05T12:00:00.000+08:00');
});

test('town and county count minors only, but arrivals whoever they are by now', () => {
  const listed = row(registered.then(MinorListed, '2026-03-02', { category: '04' }).then(AlertRaised, '2026-03-02', { level: 4 }));
  expect([towns.by(listed), county.by(listed)]).toEqual(['990101003', 'all']);
  expect(towns.count(listed)).toEqual({ minors: 1, 'category.04': 1, listed: 1, 'alertLevel.4': 1, 'new.2026-03': 1 });
  expect(county.count(row(registered))).toEqual({ minors: 1, 'new.2026-03': 1 });
  expect(towns.count({ ...listed, active: false })).toEqual({ 'new.2026-03': 1 });
});
