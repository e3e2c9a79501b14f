import { compareCells, redefinedSince } from './compare-cells';

const cell = (id: string, value: number, hash = 'h') => ({ id, indicator: 'A01', value, events: { count: 1, hash } });

test('equal reports differ nowhere, whatever their order', () => {
  expect(compareCells([cell('a', 1), cell('b', 2)], [cell('b', 2), cell('a', 1)])).toEqual([]);
  expect(compareCells([{ id: 'a', indicator: 'A01', suppressed: true }], [{ id: 'a', indicator: 'A01', suppressed: true }])).toEqual([]);
});

test('another value, other events behind the same value, a missing and an added cell are each a difference', () => {
  expect(compareCells([cell('a', 1)], [cell('a', 2)]).map(({ id }) => id)).toEqual(['a']);
  expect(compareCells([cell('a', 1)], [cell('a', 1, 'other')]).map(({ id }) => id)).toEqual(['a']);
  expect(compareCells([cell('a', 1)], []).map(({ id }) => id)).toEqual(['a']);
  expect(compareCells([], [cell('a', 1)]).map(({ id }) => id)).toEqual(['a']);
});

test('an indicator of another version is named, one that is gone too; without a list of definitions nothing is said', () => {
  const closed = ['B14', 'B15', 'B16'].map((code) => ({ code, version: 1 }));
  expect(redefinedSince(closed, 'B14@1 B15@2')).toEqual(['B15', 'B16']);
  expect([redefinedSince(closed, undefined), redefinedSince(undefined, 'B14@1')]).toEqual([[], []]);
});
