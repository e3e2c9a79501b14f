import { identityFaults, identityMismatch, normalizeIdentity } from '@lianhu/standards';
import { demonstrationPolicy } from '@lianhu/testing';
import { Fixture } from './fixture';
import { NO_NUMBERS } from './hard-cases-unnumbered.fixture';
import { NAMES, NUMBERS } from './hard-cases.fixture';
import { Home, SCHOOL, type Sent } from './hard-home.fixture';

const TODAY = '2026-10-12';
let fixture: Fixture;
beforeAll(async () => void (fixture = await Fixture.open()));
afterAll(() => fixture.close());

async function compared(): Promise<void> {
  while ((await fixture.vault.reviews.match(demonstrationPolicy.identity)) > 0);
}

/** Sends as an edge would: what it refuses or holds for a person never comes to the vault. */
async function send({ minor: given, from = 'education', restricted = false, school, later }: Sent): Promise<string> {
  if (later) await compared();
  const minor = normalizeIdentity(given);
  if (identityFaults(minor, TODAY).length > 0) return 'refused';
  if (identityMismatch(minor)) return 'held';
  const { child = '' } = await fixture.stands({ department: from, minor, restricted, school, ...(restricted && { caseRef: 'c-1' }) });
  return child;
}

/** The pairs that the desk shows of some files, by their numbers. */
async function shown(files: readonly string[]): Promise<string> {
  await compared();
  const { reviews } = await fixture.vault.reviews.list(['open', 'later'], 10_000);
  const own = reviews.filter(({ child, other }) => files.includes(child) && files.includes(other));
  const number = (file: string): number => files.indexOf(file) + 1;
  return own
    .map(({ child, other }) => [number(child), number(other)].sort().join('-'))
    .sort()
    .join(' ');
}

test('a school is learned from an event only when it stands', async () => {
  const home = new Home(80);
  const girl = await send({ minor: home.girl(), school: SCHOOL });
  const sent = fixture.ask({ department: 'health', minor: home.bare({ name: 'xi ruoyun' }) });
  const { child = '' } = await fixture.stands(sent);
  const atSchool = { ...sent, minor: home.bare({ name: 'xi ruoyun', addressActual: '演示路1号' }), school: SCHOOL };
  await fixture.vault.resolve([atSchool]);
  expect(await shown([girl, child])).toBe('');
  await fixture.stands(atSchool);
  expect(await shown([girl, child])).toBe('1-2');
});

const cases = [...NUMBERS, ...NAMES, ...NO_NUMBERS].map(([title, ...rest], n) => [title, n, ...rest] as const);

test.each(cases)('%s', async (_title, n, sent, files, queue) => {
  const stood: string[] = [];
  for (const one of sent(new Home(n))) stood.push(await send(one));
  const children = [...new Set(stood.filter((file) => file.startsWith('child-')))];
  const standing = stood.map((file) => (file.startsWith('child-') ? children.indexOf(file) + 1 : file)).join(' ');
  expect({ files: standing, queue: await shown(children) }).toEqual({ files, queue });
});
