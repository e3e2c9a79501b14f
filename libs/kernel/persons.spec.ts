import fc from 'fast-check';
import { Persons, RECORD_MERGED, RECORD_SPLIT, joinsOrParts } from './persons';

const event = (type: string, position: number, subject: string, other?: string, events?: number[]) => ({
  type,
  position,
  subject,
  other,
  data: { events },
});
const merged = (position: number, subject: string, other: string) => event(RECORD_MERGED, position, subject, other);
const split = (position: number, subject: string, other: string, events: number[] = []) => event(RECORD_SPLIT, position, subject, other, events);

test('a file taken in stands in the other one, through any number of steps, until it is split off again', () => {
  const persons = new Persons();
  expect(persons.untouched).toBe(true);
  expect(persons.add(merged(1, 'child-a', 'child-b'))).toEqual(['child-a', 'child-b']);
  expect(new Set(persons.add(merged(2, 'child-c', 'child-a')))).toEqual(new Set(['child-a', 'child-b', 'child-c']));
  expect(persons.place(event('x', 3, 'child-b')).subject).toBe('child-c');
  persons.add(split(4, 'child-a', 'child-b'));
  expect(persons.place(event('x', 3, 'child-b')).subject).toBe('child-b');
  expect(persons.place(event('x', 3, 'child-a')).subject).toBe('child-c');
});

test('a split moves the events that it names, and what corrects them goes with them', () => {
  const persons = new Persons();
  persons.add(split(9, 'child-a', 'child-b', [3]));
  expect(persons.place(event('x', 3, 'child-a')).subject).toBe('child-b');
  expect(persons.place({ ...event('x', 12, 'child-a'), corrects: 3 }).subject).toBe('child-b');
  expect(persons.place(event('x', 4, 'child-a')).subject).toBe('child-a');
});

test('a split that names an event of somebody else moves nothing there, and takes no earlier move back; later kin are heard', () => {
  const persons = new Persons();
  persons.add(split(5, 'child-a', 'child-b', [3]));
  expect(persons.add(split(6, 'child-c', 'child-d', [3]))).toEqual(['child-c', 'child-d']);
  expect(persons.place(event('x', 3, 'child-a')).subject).toBe('child-b');
  expect(new Set(persons.add(merged(7, 'child-d', 'child-a')))).toEqual(new Set(['child-a', 'child-b', 'child-c', 'child-d']));
  expect(persons.place(event('x', 3, 'child-a')).subject).toBe('child-d');
});

test('a file that is taken in already, or into itself by a ring, is taken in by nothing more', () => {
  const persons = new Persons();
  persons.add(merged(1, 'child-a', 'child-b'));
  for (const again of [merged(2, 'child-c', 'child-b'), merged(3, 'child-b', 'child-a'), merged(4, 'child-a', 'child-a')])
    expect(persons.add(again)).toEqual([]);
  expect(persons.headOf('child-b')).toBe('child-a');
});

test('merges undone in any order leave every event where it stood', () => {
  const file = fc.constantFrom('child-a', 'child-b', 'child-c', 'child-d');
  fc.assert(
    fc.property(fc.array(fc.tuple(file, file), { maxLength: 6 }), fc.nat(), (pairs, seed) => {
      const persons = new Persons();
      const done = pairs.filter(([subject, other], i) => persons.add(merged(i + 1, subject, other)).length > 0);
      const order = done.map((pair, i) => ({ pair, rank: (seed * (i + 7)) % 11 })).sort((a, b) => a.rank - b.rank);
      for (const {
        pair: [subject, other],
      } of order)
        persons.add(split(50, subject, other));
      for (const subject of ['child-a', 'child-b', 'child-c', 'child-d']) expect(persons.place(event('x', 60, subject)).subject).toBe(subject);
    }),
  );
  expect(joinsOrParts({ type: RECORD_SPLIT })).toBe(true);
});
