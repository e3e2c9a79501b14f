import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from './edge.fixture';
import { Quarantine, type Quarantined } from './quarantine';

const place = scratch();
afterAll(() => place.remove());
const entry = (id: string): Quarantined => ({ sent: { id, data: { name: '测试甲' } }, reason: 'area-unknown', faults: [] });
const put = (desk: Quarantine, id: string): { readonly id: string; readonly added: boolean } => {
  const kept = desk.put(entry(id));
  if (kept === 'decided') throw new Error('decided before');
  return kept;
};

test('the same event set aside again is one entry, also after a start', () => {
  const desk = new Quarantine(place.spool('same'));
  const { id, added } = put(desk, 'a');
  expect([added, desk.put(entry('a')), desk.size]).toEqual([true, { id, added: false }, 1]);
  const again = new Quarantine(place.spool('same'));
  expect([again.put(entry('a')), again.list(), again.get(id)]).toEqual([{ id, added: false }, [{ ...entry('a'), id }], entry('a')]);
});

test('an entry that was kept twice, because the process was killed between, is one after a start', () => {
  const spool = place.spool('twice');
  for (let times = 0; times < 2; times++) spool.put(entry('a'));
  const desk = new Quarantine(place.spool('twice'));
  expect([desk.size, desk.list().length]).toEqual([1, 1]);
});

test('what is dropped is gone for good; an unknown id is nothing', () => {
  const desk = new Quarantine(place.spool('drop'));
  const { id } = put(desk, 'a');
  desk.put(entry('b'));
  expect([desk.drop('x'), desk.drop(id), desk.drop(id), desk.get(id), desk.get('../key')]).toEqual([false, true, false, undefined, undefined]);
  expect(new Quarantine(place.spool('drop')).list().map(({ sent }) => (sent as { id: string }).id)).toEqual(['b']);
});

test('what was decided is never set aside again, also after a start, and when the process was killed between the decision and the end of the entry', () => {
  const spool = place.spool('decided');
  const desk = new Quarantine(spool);
  const { id } = put(desk, 'a');
  put(desk, 'b');
  const drop = jest.spyOn(spool, 'drop').mockImplementation(() => undefined);
  expect([desk.decide('x'), desk.decide(id), desk.size, desk.put(entry('a'))]).toEqual([false, true, 1, 'decided']);
  drop.mockRestore();
  const again = new Quarantine(place.spool('decided'));
  expect([again.size, again.put(entry('a')), again.get(id), again.list().map(({ sent }) => (sent as { id: string }).id)]).toEqual([
    1,
    'decided',
    undefined,
    ['b'],
  ]);
});

test('what was decided is not read again each time somebody looks at what waits', () => {
  const spool = place.spool('many-decided');
  const desk = new Quarantine(spool);
  for (const id of ['a', 'b', 'c', 'd']) put(desk, id);
  for (const { id } of desk.list().slice(0, 2)) desk.decide(id);
  const read = jest.spyOn(spool, 'read');
  expect([desk.list().map(({ sent }) => (sent as { id: string }).id), read.mock.calls.length]).toEqual([['c', 'd'], 2]);
});

test('a damaged entry does not keep the edge from starting', () => {
  const spool = place.spool('damaged');
  new Quarantine(spool).put(entry('a'));
  truncateSync(join(place.folder, 'damaged', spool.names()[0] ?? ''), 20);
  expect(new Quarantine(place.spool('damaged')).list()).toEqual([]);
});
