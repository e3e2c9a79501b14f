import type { Problem, SubmittedEvent } from '@lianhu/services/platform';
import { keyOf, scratch } from './edge.fixture';
import { Refusals } from './refusals';

const place = scratch();
afterAll(() => place.remove());
const problem = { type: '/problems/invalid-event', title: '', status: 422 } as Problem;
const refusal = (id: string, sentHash = id) => ({ key: keyOf(id), problem, event: { sentHash } as SubmittedEvent });
const ids = (refusals: Refusals): string[] => refusals.list().map(({ eventId }) => eventId);

test('of what was decided only the hash stays, also after a start, and when the process was killed between the decision and the end of the refusal', () => {
  const spool = place.spool('decided');
  const refusals = new Refusals(spool);
  for (const id of ['a', 'b']) refusals.add(refusal(id));
  const [row] = refusals.list();
  const drop = jest.spyOn(spool, 'drop').mockImplementation(() => undefined);
  expect([refusals.decide(row?.id ?? ''), refusals.isDecided(keyOf('a'), 'a'), ids(refusals)]).toEqual([true, true, ['b']]);
  drop.mockRestore();
  const again = new Refusals(place.spool('decided'));
  const of = (key: string, hash: string): boolean => again.isDecided(keyOf(key), hash);
  expect([ids(again), of('a', 'a'), of('a', 'other'), of('b', 'b'), again.problemOf(keyOf('a'))]).toEqual([['b'], true, false, false, undefined]);
  expect(place.spool('decided').names()).toHaveLength(2);
});

test('a decision ends when the event stands, and when the same was sent all the same and is refused once more', () => {
  const refusals = new Refusals(place.spool('ends'));
  for (const id of ['a', 'b']) refusals.add(refusal(id));
  for (const { id } of refusals.list()) refusals.decide(id);
  refusals.stands(keyOf('a'));
  refusals.add(refusal('b'));
  const again = new Refusals(place.spool('ends'));
  expect([ids(again), again.isDecided(keyOf('a'), 'a'), again.isDecided(keyOf('b'), 'b'), place.spool('ends').names().length]).toEqual([
    ['b'],
    false,
    false,
    1,
  ]);
});

test('what an older version kept without the event is forgotten by its id', () => {
  const refusals = new Refusals(place.spool('older'));
  refusals.add({ key: keyOf('a'), problem });
  expect([refusals.decide('refused-0'), refusals.decide(refusals.list()[0]?.id ?? ''), refusals.size, place.spool('older').names()]).toEqual([
    false,
    true,
    0,
    [],
  ]);
});
