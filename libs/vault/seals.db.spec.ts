import { Fixture } from './fixture';

let fixture: Fixture;
beforeAll(async () => void (fixture = await Fixture.open()));
afterAll(() => fixture.close());

test('the newest order about a case holds, whenever it is kept; other cases and children are never sealed by it', async () => {
  const { seals } = fixture.vault;
  expect([await seals.all(), await seals.newest(), await seals.alarms()]).toEqual([[], 0, 0]);
  await seals.add([
    { position: 7, token: 'case-a', sealed: true },
    { position: 9, token: 'case-b', sealed: true },
  ]);
  expect(await seals.among(['case-a', 'child-a', 'case-none', undefined, 'case-a'])).toEqual(new Set(['case-a']));
  expect([await seals.all(), await seals.newest()]).toEqual([['case-a', 'case-b'], 9]);
  await seals.add([{ position: 12, token: 'case-a', sealed: false }]);
  await seals.add([
    { position: 7, token: 'case-a', sealed: true },
    { position: 8, token: 'case-a', sealed: true },
  ]);
  expect([await seals.all(), await seals.among(['case-a'])]).toEqual([['case-b'], new Set()]);
  await seals.add([
    { position: 13, token: 'case-c', sealed: true },
    { position: 13, token: 'case-d', sealed: true },
  ]);
  expect(await seals.all()).toEqual(['case-b', 'case-c', 'case-d']);
  await seals.add([{ position: 14, token: 'case-c', sealed: false }]);
  expect(await seals.all()).toEqual(['case-b', 'case-d']);
  await seals.add([{ position: 14, token: 'case-c', sealed: true }]);
  expect(await seals.all()).toEqual(['case-b', 'case-c', 'case-d']);
  expect(await seals.since()).toEqual(new Map(Object.entries({ 'case-b': 9, 'case-c': 14, 'case-d': 13 })));
  expect([await seals.alarm([20, 21]), await seals.alarm([21, 22])]).toEqual([[20, 21], [22]]);
  expect(await seals.alarms()).toBe(3);
});
