import { makeCitizenId, readStudentNumber } from '@lianhu/standards';
import { demonstrationPolicy } from '@lianhu/testing';
import { Fixture, type Answer } from './fixture';
import type { MinorIdentity, Review } from './index';

let fixture: Fixture;
beforeAll(async () => void (fixture = await Fixture.open()));
afterAll(() => fixture.close());

const mother = (n: number) =>
  ({
    name: '溪守兰',
    rel: 'mother',
    docType: '01',
    docNo: makeCitizenId('990102', '1988-03-02', 2 * n),
    phone: `1540000${String(n).padStart(4, '0')}`,
  }) as never;
const file = (n: number, over: Partial<MinorIdentity> = {}): MinorIdentity => ({
  docType: '99',
  name: `溪若${'云雨星初文'[n % 5]}`,
  sex: '2',
  birthDate: '2015-06-01',
  guardians: [mother(n)],
  areaHousehold: '990101003201',
  ...over,
});
const withId = (n: number, over: Partial<MinorIdentity> = {}): MinorIdentity =>
  file(n, { docType: '01', docNo: makeCitizenId('990101', '2015-06-01', 500 + 2 * n), ...over });

/** An event about the child is in the log. */
async function push(minor: MinorIdentity, department = 'education', restricted = false): Promise<Answer> {
  const answer = await fixture.one({ department, minor, restricted, ...(restricted && { caseRef: `c-${minor.name}` }) });
  await fixture.vault.appended([answer.child!]);
  return answer;
}
async function queue(): Promise<readonly Review[]> {
  while ((await fixture.vault.reviews.match(demonstrationPolicy.identity)) > 0);
  return (await fixture.vault.reviews.list(['open', 'later'], 100)).reviews;
}
const between = (reviews: readonly Review[], a: Answer, b: Answer): Review | undefined =>
  reviews.find(({ child, other }) => [child, other].sort().join() === [a.child, b.child].sort().join());

test('a temporary person and the child of a later number are proposed once, the numbered file first; nothing is joined', async () => {
  const [temporary, numbered] = [await push(file(1), 'health'), await push(withId(1))];
  expect(temporary.child).not.toBe(numbered.child);
  const found = between(await queue(), temporary, numbered);
  expect(found).toMatchObject({ child: numbered.child, other: temporary.child, state: 'open', agreements: { name: 'same', guardian: 'same' } });
  expect(found!.score).toBeGreaterThanOrEqual(70);
  await push(file(1, { name: '溪若雨', areaActual: '990101003201' }), 'health');
  expect((await queue()).filter(({ id }) => id === found!.id)).toHaveLength(1);
});

test('two valid numbers (T05) and a child known only from restricted events (L5) are never proposed', async () => {
  const twins = [await push(withId(2)), await push(withId(2, { name: '溪若晴', docNo: makeCitizenId('990101', '2015-06-01', 704) }))];
  const hidden = await push(file(3), 'court', true);
  const seen = await push(withId(3));
  const reviews = await queue();
  expect(between(reviews, twins[0]!, twins[1]!)).toBeUndefined();
  expect(reviews.some(({ child, other }) => [child, other].includes(hidden.child!))).toBe(false);
  expect(seen.child).not.toBe(hidden.child);
});

test('newborn twins (T19): two temporary persons of their papers; each later number finds both, and people decide', async () => {
  const newborn = (order: number) => file(4, { docType: '02', docNo: `B99-4-${order}`, name: '溪守兰之女' });
  const born = [await push(newborn(1), 'health'), await push(newborn(2), 'health')];
  expect(born[0]!.child).not.toBe(born[1]!.child);
  const later = await push(withId(4));
  const reviews = await queue();
  for (const one of born) expect(between(reviews, one, later)).toMatchObject({ child: later.child, other: one.child });
});

test('merged, every party keeps its reference and all lead to the one file; split, everything is as before', async () => {
  const [temporary, numbered] = [await push(file(0), 'health'), await push(withId(0), 'police')];
  const { vault } = fixture;
  const answers = async () => ({
    ofHealth: await vault.references.childOf('health', temporary.minorRef!),
    ofPolice: await vault.references.childOf('police', numbered.minorRef!),
    forHealth: (await vault.references.of([numbered.child!], 'health')).get(numbered.child!),
    own: (await vault.references.of([temporary.child!], 'health')).get(temporary.child!),
    unmatched: (await vault.unmatched()).persons.some(({ child }) => child === temporary.child),
    name: (await vault.identities([numbered.child!])).get(numbered.child!)?.docType,
    listed: (await vault.references.childrenOf('health')).includes(numbered.child!),
    again: (await push(file(0, { docType: '01', docNo: withId(0).docNo }), 'civil-affairs')).child,
  });
  const before = await answers();
  expect(before).toMatchObject({ ofHealth: temporary.child, ofPolice: numbered.child, forHealth: undefined, unmatched: true, listed: false });
  await vault.setHeads(
    new Map([
      [temporary.child!, numbered.child!],
      [numbered.child!, numbered.child!],
    ]),
  );
  expect(await answers()).toMatchObject({
    ofHealth: numbered.child,
    forHealth: temporary.minorRef,
    own: temporary.minorRef,
    unmatched: false,
    listed: true,
    again: numbered.child,
  });
  await vault.setHeads(
    new Map([
      [temporary.child!, temporary.child!],
      [numbered.child!, numbered.child!],
    ]),
  );
  expect(await answers()).toEqual(before);
});

test('a corrected number (T20) is proposed; merged, the old number leads to the file that goes on', async () => {
  const old = await push(withId(6));
  const corrected = await push(withId(6, { docNo: makeCitizenId('990101', '2015-06-01', 706) }));
  expect(corrected.child).not.toBe(old.child);
  const found = between(await queue(), old, corrected);
  expect(found).toMatchObject({ agreements: { name: 'same', birthDate: 'same', guardian: 'same' } });
  await fixture.vault.setHeads(new Map([[found!.other, found!.child]]));
  const leads = [withId(6).docNo!, makeCitizenId('990101', '2015-06-01', 706)].map((docNo) => fixture.vault.childOfNumber(docNo));
  expect(await Promise.all(leads)).toEqual([found!.child, found!.child]);
});

test('a temporary student number (T21): a person of its own, until the number by ID arrives and is proposed for it', async () => {
  const number = withId(7).docNo!;
  expect(readStudentNumber('L990101201506014321')).toMatchObject({ kind: 'temporary', birthDate: file(7).birthDate });
  const temporary = await push(file(7));
  const byId = readStudentNumber(`G${number}`);
  expect(byId).toEqual({ kind: 'by-id', citizenId: number });
  const arrived = await push(withId(7, { docNo: number }));
  expect(arrived.child).not.toBe(temporary.child);
  const found = between(await queue(), temporary, arrived);
  expect(found).toMatchObject({ child: arrived.child, other: temporary.child });
  await fixture.vault.setHeads(new Map([[found!.other, found!.child]]));
  expect(await fixture.vault.childOfNumber(number)).toBe(arrived.child);
});

test('two people are needed, and of two who speak at once one is told', async () => {
  const [review] = await queue();
  const { reviews } = fixture.vault;
  const said = await Promise.all(['a', 'b'].map((by) => reviews.say(review!, by, 'same')));
  expect(said.filter(Boolean)).toHaveLength(1);
  expect((await reviews.one(review!.id))!.first).toMatchObject({ verdict: 'same' });
  await reviews.settle(review!.id, 'different');
  expect((await queue()).some(({ id }) => id === review!.id)).toBe(false);
});

test('outside of the vault and in its tables stands no name', async () => {
  const { rows } = await fixture.pool.query<{ text: string }>(
    'select row_to_json(r)::text as text from vault.review r union all select row_to_json(b)::text from vault.block b',
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.some(({ text }) => /溪|990101|19900/.test(text))).toBe(false);
});
