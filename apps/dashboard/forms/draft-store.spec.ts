import { webcrypto } from 'node:crypto';
import { DraftStore, type Draft } from './draft-store';
import { NO_CHILD } from './entry';

/** A browser's storage in memory. */
class Shelf {
  readonly kept = new Map<string, string>();
  get length(): number {
    return this.kept.size;
  }
  key = (index: number): string | null => [...this.kept.keys()][index] ?? null;
  getItem = (name: string): string | null => this.kept.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.kept.set(name, value);
  removeItem = (name: string): void => void this.kept.delete(name);
}
const draft = (id: string, name: string): Draft => ({
  state: 'editing',
  savedAt: `2026-10-12T09:30:0${id.length}.000Z`,
  entry: {
    ...{ id, type: 'hub.visit.done', version: 1, title: '家访记录', target: 'hub', time: '2026-10-12T09:30', values: { at: '2026-10-12T09:30' } },
    child: { ...NO_CHILD, kind: 'new', identity: { name }, guardians: [] },
  },
});
const open = (shelf: Shelf, secret: string): DraftStore => new DraftStore(secret, shelf, webcrypto as unknown as Crypto);

test('a draft outlives a reload: the same session reads it again', async () => {
  const shelf = new Shelf();
  await open(shelf, 'token of one session').put(draft('a', '测试甲'));
  await open(shelf, 'token of one session').put(draft('bb', '测试乙'));
  expect(await open(shelf, 'token of one session').all()).toEqual([draft('bb', '测试乙'), draft('a', '测试甲')]);
});

test('nothing of a person lies in the storage in clear', async () => {
  const shelf = new Shelf();
  await open(shelf, 'token').put(draft('a', 'zhangsan'));
  expect([...shelf.kept.values()].join('')).not.toContain('zhangsan');
  expect(Buffer.from([...shelf.kept.values()].join('').split('.')[1] ?? '', 'base64').toString('latin1')).not.toContain('zhangsan');
});

test('the next session reads nothing of the one before and throws it away; what others keep there stays', async () => {
  const shelf = new Shelf();
  shelf.setItem('elsewhere', 'x');
  await open(shelf, 'token of one session').put(draft('a', '测试甲'));
  expect(await open(shelf, 'token of the next').all()).toEqual([]);
  expect([...shelf.kept.keys()]).toEqual(['elsewhere']);
});

test('what was sent is gone', async () => {
  const shelf = new Shelf();
  const store = open(shelf, 'token');
  await store.put(draft('a', '测试甲'));
  store.remove('a');
  expect(await store.all()).toEqual([]);
});
