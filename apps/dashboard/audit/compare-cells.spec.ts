import { compareCells } from './compare-cells';

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
