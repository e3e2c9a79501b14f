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
const open = (shelf: Shelf, secret: string, before?: string): DraftStore => new DraftStore(secret, shelf, before, webcrypto as unknown as Crypto);

test('a draft outlives a reload and a session: the same account reads it again', async () => {
  const shelf = new Shelf();
  await open(shelf, 'one account').put(draft('a', '测试甲'));
  await open(shelf, 'one account').put(draft('bb', '测试乙'));
  expect(await open(shelf, 'one account').all()).toEqual([draft('bb', '测试乙'), draft('a', '测试甲')]);
});

test('nothing of a person lies in the storage in clear', async () => {
  const shelf = new Shelf();
  await open(shelf, 'token').put(draft('a', 'zhangsan'));
  expect([...shelf.kept.values()].join('')).not.toContain('zhangsan');
  expect(Buffer.from([...shelf.kept.values()].join('').split(' ')[1]?.split('.')[1] ?? '', 'base64').toString('latin1')).not.toContain('zhangsan');
});

const DAY = 86_400_000;
const SAVED = Date.parse('2026-10-12T09:30:01.000Z');

test('another account reads nothing of it and leaves it there for ninety days; what others keep there stays', async () => {
  const shelf = new Shelf();
  shelf.setItem('elsewhere', 'x');
  await open(shelf, 'one account').put(draft('a', '测试甲'));
  expect(await open(shelf, 'another').all(SAVED + 90 * DAY)).toEqual([]);
  await open(shelf, 'another').clear();
  expect(await open(shelf, 'one account').all(SAVED + 400 * DAY)).toEqual([draft('a', '测试甲')]);
  expect(await open(shelf, 'another').all(SAVED + 90 * DAY + 1)).toEqual([]);
  expect([...shelf.kept.keys()]).toEqual(['elsewhere']);
});

test('a receipt is seen for a day; what an older version kept under a session is thrown away', async () => {
  const shelf = new Shelf();
  const store = open(shelf, 'one account');
  await store.put({ ...draft('a', '测试甲'), state: 'sent', answer: { position: 7 } });
  shelf.setItem('lianhu.draft.old', 'aXY=.c2VhbGVk');
  expect(await store.all(SAVED + DAY)).toMatchObject([{ state: 'sent', answer: { position: 7 } }]);
  expect(await store.all(SAVED + DAY + 1)).toEqual([]);
  expect(shelf.kept.size).toBe(0);
});

test('what a page before kept under the session is read in that session after an upgrade, and then under the account', async () => {
  const shelf = new Shelf();
  await open(shelf, 'the session').put(draft('a', '测试甲'));
  // It had no time before it.
  for (const [name, text] of shelf.kept) shelf.kept.set(name, text.split(' ')[1] ?? '');
  expect(await open(shelf, 'one account', 'the session').all(SAVED)).toEqual([draft('a', '测试甲')]);
  expect(await open(shelf, 'one account', 'the next session').all(SAVED)).toEqual([draft('a', '测试甲')]);
});

test('who signs out leaves nothing of his own', async () => {
  const shelf = new Shelf();
  await open(shelf, 'one account').put(draft('a', '测试甲'));
  await open(shelf, 'another').put(draft('b', '测试乙'));
  await open(shelf, 'one account').clear();
  expect(await open(shelf, 'another').all(SAVED)).toEqual([draft('b', '测试乙')]);
  expect(shelf.kept.size).toBe(1);
});

test('what was sent is gone', async () => {
  const shelf = new Shelf();
  const store = open(shelf, 'token');
  await store.put(draft('a', '测试甲'));
  store.remove('a');
  expect(await store.all()).toEqual([]);
});
