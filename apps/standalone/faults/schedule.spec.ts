import fc from 'fast-check';
import { scheduleOf } from './schedule';

const FAULTS = [
  { name: 'kill-hub', weight: 3 },
  { name: 'disk-full', weight: 1 },
];

test('the same seed gives the same strokes, another one others', () => {
  expect(scheduleOf(7, 50, FAULTS)).toEqual(scheduleOf(7, 50, FAULTS));
  expect(scheduleOf(7, 50, FAULTS)).not.toEqual(scheduleOf(8, 50, FAULTS));
  expect(scheduleOf(7, 20, FAULTS)).toEqual(scheduleOf(7, 50, FAULTS).slice(0, 20));
});

test('every deck deals each fault as often as it weighs, and the load always runs for a while', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 30 }), (seed, decks) => {
      const strokes = scheduleOf(seed, decks * 4, FAULTS);
      for (let from = 0; from < strokes.length; from += 4)
        expect(strokes.slice(from, from + 4).filter(({ fault }) => fault === 'disk-full')).toHaveLength(1);
      expect(strokes.every(({ afterMs }) => afterMs >= 40 && afterMs <= 900)).toBe(true);
      expect(strokes.map(({ round }) => round)).toEqual(strokes.map((_, i) => i + 1));
    }),
  );
});

test('without a fault that is possible here there is no stroke', () => expect(scheduleOf(1, 9, [])).toEqual([]));
