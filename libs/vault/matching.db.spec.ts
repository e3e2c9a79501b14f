import fc from 'fast-check';
import { createPool } from '@lianhu/postgres';
import { DEPARTMENTS, Fixture, type Answer } from './fixture';
import type { MinorIdentity, Resolved, ResolveRequest, Vault } from './index';

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
/** Answers without when a child was made, which only whoever made it is told. */
const lasting = (answers: readonly Resolved[]): object[] => (answers as Answer[]).map(({ born: _born, ...answer }) => answer);

test('a valid ID number is one child for every department, under a reference of its own for each', async () => {
  const minor = invent();
  const answers = await resolve(...DEPARTMENTS.map((department) => ({ department, minor })));
  expect(new Set(answers.map((a) => a.child)).size).toBe(1);
  expect(new Set(answers.map((a) => a.minorRef)).size).toBe(DEPARTMENTS.length);
  expect(answers[0]).toMatchObject({ subject: answers[0]!.child, known: false, ageAtTime: 11, ageBand: '6-11' });
  expect(answers[0]!.profile).toEqual({ sex: minor.sex, birthDate: '2015-06-01', birthQuarter: '2015-Q2' });
});

test('six departments that push one unknown child at the same instant make one child', async () => {
  for (let round = 0; round < 10; round++) {
    const children = [invent(), invent(), invent()];
    const answers = await Promise.all(DEPARTMENTS.map((department, i) => resolve(...rotate(children, i).map((minor) => ({ department, minor })))));
    const byName = answers.map((batch, i) => rotate(batch, -i).map((a) => a.child));
    expect(new Set(byName.map((names) => names.join())).size).toBe(1);
    expect(new Set(byName[0]).size).toBe(3);
  }
});

test('batches in opposite orders wait for each other and never in a ring, however slow the inserts are', async () => {
  const owner = createPool(fixture.database.urls.owner, { max: 1 });
  await owner.query(`create function vault.slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.003); return new; end $$`);
  await owner.query('create trigger slow before insert on vault.lookup for each row execute function vault.slow()');
  const children = Array.from({ length: 60 }, () => invent());
  const orders = DEPARTMENTS.map((_, i) => (i % 2 === 0 ? children : children.toReversed()));
  const answers = await Promise.all(DEPARTMENTS.map((department, i) => resolve(...orders[i]!.map((minor) => ({ department, minor })))));
  const names = answers.map((batch, i) => (i % 2 === 0 ? batch : batch.toReversed()).map((a) => a.child).join());
  expect(new Set(names).size).toBe(1);
  await owner.query('drop function vault.slow cascade');
  await owner.end();
});

test('connections that break at any moment leave one child, whoever retries', async () => {
  const admin = createPool(fixture.database.urls.admin, { max: 1 });
  const children = Array.from({ length: 5 }, () => invent());
  const request = DEPARTMENTS.map((department) => children.map((minor) => ask({ department, minor })));
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'lianhu_hub' and random() < 0.5`;
  const stubborn = async (requests: readonly ResolveRequest[]): Promise<readonly Resolved[]> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await vault.resolve(requests);
      } catch (error) {
        if (attempt === 50) throw error;
      }
    }
  };
  const pushes = Promise.all(request.map(stubborn));
  for (let round = 0; round < 8; round++) await admin.query(kill);
  const answers = (await pushes) as Answer[][];
  await admin.end();
  expect(new Set(answers.map((batch) => batch.map((a) => a.child).join())).size).toBe(1);
  expect((await Promise.all(request.map(stubborn))).map(lasting)).toEqual(answers.map(lasting));
});

test('small letters and full-width digits of an ID number are the same number', async () => {
  const docNo = '99010120160815019X';
  const minor: MinorIdentity = { docType: '01', docNo, name: '测试', sex: '1', birthDate: '2016-08-15' };
  const answers = await resolve(
    { minor },
    { minor: { ...minor, docNo: '99010120160815019x' } },
    { minor: { ...minor, docNo: '９９0101 20160815019X' } },
  );
  expect(new Set(answers.map((a) => a.child)).size).toBe(1);
});

test.each<[string, (minor: MinorIdentity) => Partial<MinorIdentity>]>([
  ['another birth date', () => ({ birthDate: '2015-06-02' })],
  ['the other sex', ({ sex }) => ({ sex: sex === '1' ? '2' : '1' })],
  ['a wrong check digit', () => ({ docNo: '990101201506010015' })],
])('an ID number with %s is a temporary person, never the child of that number', async (_name, over) => {
  const minor = invent();
  const other = { ...minor, ...over(minor) };
  const [right, wrong, again] = await resolve({ minor }, { minor: other }, { minor: other });
  expect(new Set([right!.child, wrong!.child, again!.child]).size).toBe(3);
  await vault.appended([right!.child!, wrong!.child!]);
  const listed = (await vault.unmatched()).persons.map((p) => p.child);
  expect(listed).toContain(wrong!.child);
  expect(listed).not.toContain(right!.child);
  expect(listed).not.toContain(again!.child);
});

test('an unstated sex contradicts nothing; the number tells it', async () => {
  const minor = invent();
  const [first, second] = await resolve({ minor }, { minor: { ...minor, sex: '9' } });
  expect(second!.child).toBe(first!.child);
  expect(second!.profile!.sex).toBe(minor.sex);
});

test('another paper is found again by the same department only, and not with another birth date', async () => {
  const minor = invent({ docType: '02', docNo: fixture.paper() });
  const [first, again, other, later] = await resolve(
    { minor },
    { minor },
    { department: 'health', minor },
    { minor: { ...minor, birthDate: '2015-06-02' } },
  );
  expect(again!.child).toBe(first!.child);
  expect(new Set([first!.child, other!.child, later!.child]).size).toBe(3);
});

test('twins on one household page stay two persons', async () => {
  const minor = invent({ docType: '03', docNo: fixture.paper() });
  const [first, twin, again] = await resolve({ minor }, { minor: { ...minor, name: '测试乙' } }, { minor });
  expect(twin!.child).not.toBe(first!.child);
  expect(again!.child).toBe(first!.child);
});

test('without a paper each event is a new person, but the same event again is the same one', async () => {
  const minor = invent({ docType: '99', docNo: undefined });
  const request = ask({ minor });
  const [first] = (await vault.resolve([request])) as Answer[];
  const [again, other] = (await vault.resolve([request, ask({ minor })])) as Answer[];
  expect(lasting([again!])).toEqual(lasting([first!]));
  expect(other!.child).not.toBe(first!.child);
});

test('any mix of requests, retried whole, gives the same answers', async () => {
  const people = [invent(), invent(), invent({ docType: '02', docNo: 'M1' }), invent({ docType: '99', docNo: undefined })];
  const request = fc.record({
    department: fc.constantFrom(...DEPARTMENTS),
    minor: fc.constantFrom(...people),
    restricted: fc.boolean(),
    caseRef: fc.option(fc.constantFrom('A1', 'A2'), { nil: undefined }),
    correlationid: fc.option(fc.constantFrom('I1', 'I2'), { nil: undefined }),
  });
  const property = fc.asyncProperty(fc.array(request, { maxLength: 12 }), async (parts) => {
    const requests = parts.map(ask);
    const first = await vault.resolve(requests);
    expect(lasting(await vault.resolve(requests))).toEqual(lasting(first));
  });
  await fc.assert(property, { numRuns: 25 });
});

test('of very many who are not matched every one is listed, and nobody where only their number is asked for', async () => {
  const owner = createPool(fixture.database.urls.owner, { max: 1 });
  const before = (await vault.unmatched()).count;
  await owner.query(`insert into vault.child (child, temporary_of, pending, restricted, profile)
    select 'child-many-' || n, 'police', false, false, '' from generate_series(1, 1500) n`);
  const all = await vault.unmatched();
  expect([all.count, all.persons.length]).toEqual([before + 1500, before + 1500]);
  expect(await vault.unmatched(0)).toEqual({ count: before + 1500, persons: [] });
  await owner.query("delete from vault.child where child like 'child-many-%'");
  await owner.end();
});

const rotate = <T>(items: readonly T[], by: number): T[] =>
  items.map((_, i) => items[(((i + by) % items.length) + items.length) % items.length] as T);
