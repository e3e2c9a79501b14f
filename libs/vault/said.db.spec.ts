import { Fixture, type Answer } from './fixture';
import type { MinorIdentity, ResolveRequest, Vault } from './index';

let fixture: Fixture;
let vault: Vault;
beforeAll(async () => {
  fixture = await Fixture.open();
  vault = fixture.vault;
});
afterAll(() => fixture.close());

const invent = (over: Partial<MinorIdentity> = {}): MinorIdentity => fixture.invent(over);
const ask = (over: Partial<ResolveRequest>): ResolveRequest => fixture.ask(over);
const resolve = (...requests: Partial<ResolveRequest>[]): Promise<Answer[]> => fixture.resolve(...requests);
const one = (request: Partial<ResolveRequest>): Promise<Answer> => fixture.one(request);
const on = (day: number): string => `2026-03-0${day}T09:00:00.000+08:00`;

test('a name that an event gives is kept only when it stands: what was refused leads nobody past the file', async () => {
  const minor = invent({ name: '欧阳若云' });
  const { child } = await one({ minor, restricted: true });
  await vault.appended([child!]);
  const refused = await one({ minor: { ...minor, name: '司马小满' } });
  expect(refused.child).toBe(child);
  expect((await fixture.stands({ minor, department: 'health' })).child).toBe(child);
  expect((await fixture.stands({ minor, department: 'education' })).child).toBe(child);
  expect((await one({ minor: { ...minor, name: '司马小满' } })).child).not.toBe(child);
});

test('two names for one file in one submission lead to two files, as they do one after the other', async () => {
  const minor = invent({ docType: '02', docNo: fixture.paper(), name: '溪守兰之女' });
  const { child } = await fixture.stands({ minor });
  const [first, second, again] = await resolve(...['溪若云', '溪若雨', '溪若云'].map((name) => ({ minor: { ...minor, name } })));
  expect([first!.child, again!.child]).toEqual([child, child]);
  expect(second!.child).not.toBe(child);
});

test('of a child that is known, who it is said to be is shown only when the event stands', async () => {
  const minor = invent({ name: '溪旧名' });
  const { child } = await fixture.stands({ minor, time: on(1) });
  const sent = ask({ minor: { ...minor, name: '溪新名', addressActual: '演示路2号' }, time: on(2) });
  await vault.resolve([sent]);
  expect((await vault.identities([child!])).get(child!)).toEqual(minor);
  await fixture.stands(sent);
  expect((await vault.identities([child!])).get(child!)).toEqual(sent.minor);
});

test('the same again changes nothing in what is kept', async () => {
  const asked = ask({ minor: invent(), residence: '990101002', school: '99SCHOOL', time: on(1) });
  const { child, said } = await fixture.stands(asked);
  const stored = async () => (await fixture.pool.query('select profile from vault.child where child = $1', [child])).rows;
  const before = await stored();
  await vault.settle([{ child: child!, said: said! }]);
  expect(await stored()).toEqual(before);
  expect(((await vault.resolve([asked]))[0] as Answer).said).toBeUndefined();
});
