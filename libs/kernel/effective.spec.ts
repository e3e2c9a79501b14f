import fc from 'fast-check';
import { Corrections, departmentOf, effective, RECORD_WITHDRAWN, type Correctable } from './effective';

const event = (position: number, more: Partial<Correctable> = {}): Correctable => ({ type: 'a.b.c', position, time: 't1', ...more });
const positions = (...events: readonly Correctable[]): number[] => effective(events).map(({ position }) => position);

test('a correction counts in the place of what it corrects, also over another correction', () => {
  expect(positions(event(1), event(2), event(3, { corrects: 1 }))).toEqual([3, 2]);
  expect(positions(event(1), event(2), event(3, { corrects: 1 }), event(4, { corrects: 3 }))).toEqual([4, 2]);
  expect(positions(event(1), event(2), event(3, { corrects: 1 }), event(4, { corrects: 1 }))).toEqual([4, 2]);
});
test('a withdrawal is of the department that had sent, where it names it; of no other event the data decide whose it is', () => {
  const by = (type: string, data: object) => departmentOf({ type, department: 'hub', data });
  expect(by(RECORD_WITHDRAWN, { department: 'police' })).toBe('police');
  expect(by(RECORD_WITHDRAWN, { target: 1 })).toBe('hub');
  expect(by('hub.notice.sent', { department: 'police' })).toBe('hub');
});
test('a correction may say another time; then it stands there', () => {
  expect(positions(event(1), event(2, { time: 't2' }), event(3, { corrects: 1, time: 't3' }))).toEqual([2, 3]);
});
test('a withdrawal ends the whole fact, whichever of its events it names, and nothing brings it back', () => {
  const withdrawal = (position: number, corrects: number) => event(position, { type: RECORD_WITHDRAWN, corrects });
  expect(positions(event(1), event(2), withdrawal(3, 1))).toEqual([2]);
  expect(positions(event(1), event(2, { corrects: 1 }), withdrawal(3, 1))).toEqual([]);
  expect(positions(event(1), event(2, { corrects: 1 }), withdrawal(3, 2))).toEqual([]);
  expect(positions(event(1), withdrawal(2, 1), event(3, { corrects: 1 }), withdrawal(4, 3))).toEqual([]);
});
test('a note on a correction replaces nothing', () => {
  const note = event(3, { corrects: 1, type: 'hub.record.corrected' });
  expect(positions(event(1), event(2, { corrects: 1 }), note, event(4))).toEqual([2, 3, 4]);
});
test('nothing corrects itself or what comes after it', () => {
  expect(positions(event(1, { corrects: 1 }), event(2, { corrects: 3 }), event(3))).toEqual([1, 2, 3]);
});
test('taking an event in tells what counts no more', () => {
  const corrections = new Corrections();
  expect([
    corrections.add(event(1)),
    corrections.add(event(2, { corrects: 1 })),
    corrections.add(event(3, { corrects: 1 })),
    corrections.add(event(4, { corrects: 2, type: RECORD_WITHDRAWN })),
    corrections.add(event(5, { corrects: 4 })),
  ]).toEqual([undefined, 1, 2, 3, undefined]);
  expect([1, 2, 3, 4, 5, 6].map((position) => corrections.counts(position))).toEqual([false, false, false, false, false, true]);
  expect([5, 6].map((position) => corrections.withdrawn(position))).toEqual([true, false]);
});

interface FactPlan {
  readonly time: number;
  readonly said: readonly number[];
  readonly withdrawn: boolean;
}
const plans = fc.array(fc.record({ time: fc.nat(3), said: fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }), withdrawn: fc.boolean() }), {
  minLength: 1,
  maxLength: 8,
});

/** Writes each fact's first event in order of the facts, everything that corrects or withdraws shuffled behind. */
function logOf(facts: readonly FactPlan[], order: readonly number[]) {
  const log: (Correctable & { said?: number })[] = facts.map(({ time, said }, n) => ({ ...event(n + 1, { time: `t${time}` }), said: said[0] }));
  const wanted = facts.flatMap(({ said, withdrawn }, fact) => [
    ...said.slice(1).map((value, k) => ({ fact, k, value })),
    ...(withdrawn ? [{ fact, k: -1, value: -1 }] : []),
  ]);
  const shuffled = wanted.map((one, n) => [order[n % order.length] ?? 0, n, one] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const last = new Map<number, number>();
  for (const [, , { fact, k, value }] of shuffled) {
    const corrects = last.get(fact) ?? fact + 1;
    const position = log.length + 1;
    log.push({
      ...event(position, { time: `t${facts[fact]?.time}`, corrects, ...(k < 0 && { type: RECORD_WITHDRAWN }) }),
      ...(k >= 0 && { said: value }),
    });
    last.set(fact, position);
  }
  return log;
}

test('whatever is corrected or withdrawn, in whatever order: what counts is what a log says into which the final facts were sent', () => {
  fc.assert(
    fc.property(plans, fc.array(fc.nat(99), { minLength: 1, maxLength: 30 }), (facts, order) => {
      const log = logOf(facts, order);
      const withdrawn = new Set(facts.flatMap((fact, n) => (fact.withdrawn ? [n] : [])));
      const finalOf = (fact: number): number | undefined => {
        const own = log.filter(({ corrects, position }) => position === fact + 1 || belongs(log, corrects, fact + 1));
        return own.findLast(({ said }) => said !== undefined)?.said;
      };
      const direct = facts
        .map(({ time }, n) => ({ time: `t${time}`, place: n, said: finalOf(n) }))
        .filter(({ place }) => !withdrawn.has(place))
        .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.place - b.place));
      expect(effective(log).map(({ time, said }) => [time, said])).toEqual(direct.map(({ time, said }) => [time, said]));
    }),
  );
});

function belongs(log: readonly Correctable[], corrects: number | undefined, first: number): boolean {
  for (let at = corrects; at !== undefined; at = log[at - 1]?.corrects) if (at === first) return true;
  return false;
}
