import { exampleOf, catalogue } from '@lianhu/catalogue';
import { historyOf } from '@lianhu/follow';
import { momentOf, type EventDefinition } from '@lianhu/kernel';
import { createPool } from '@lianhu/postgres';
import type { PushResult } from '@lianhu/services/edge';
import { makeCitizenId } from '@lianhu/standards';
import { Vault } from '@lianhu/vault';
import { HubScene } from './hub-scene.fixture';

const YESTERDAY = momentOf(Date.now() - 86_400_000);
let scene: HubScene;
beforeAll(async () => void (scene = await HubScene.begin(['police', 'education', 'procuratorate'])));
afterAll(() => scene.end());

let family = 0;
let sent = 0;
/** Files of one child without a number each, alike enough to be proposed: a family of its own. */
class Family {
  private readonly n = ++family;
  private readonly guardian = { name: '溪守兰', rel: 'mother', docType: '01', docNo: makeCitizenId('990102', '1988-03-02', 100 + 2 * this.n) };

  /** A file of its own; with a number if one is given. */
  minor = (number?: number): object => ({
    ...(number === undefined ? { docType: '99' } : { docType: '01', docNo: makeCitizenId('990101', '2015-06-01', number) }),
    name: '溪若云',
    sex: '2',
    birthDate: '2015-06-01',
    guardians: [this.guardian],
    areaHousehold: `990101003${200 + this.n}`,
  });
}
const call = (who: object, more: object = {}): Record<string, unknown> => ({
  type: 'police.dv-call.received',
  id: `e-${++sent}`,
  time: YESTERDAY,
  ...('docType' in who ? {} : who),
  data: { alarmNo: `J-${sent}`, minorRole: 'witness', ...('docType' in who && { minor: who }) },
  ...more,
});
interface Stored {
  readonly ref: string;
  readonly position: number;
  readonly child: string;
}
async function push(who: object, more: object = {}): Promise<Stored> {
  const result: PushResult = await scene.push('police', call(who, more));
  if (!('receipt' in result)) throw new Error(JSON.stringify(result));
  const { position, minorRef = '' } = result.receipt;
  const [line] = (await scene.hub.log.read(position - 1, 1)).lines;
  return { position, ref: minorRef, child: (JSON.parse(line!.bound) as { subject: string }).subject };
}
const desk = () => scene.hub.hub;
const pair = async (a: Stored, b: Stored): Promise<string> => (await desk().pair([a.child, b.child])).id;
/** Two people say the same. */
async function decide(id: string, verdict: 'same' | 'split' | 'different', events?: readonly number[]): Promise<string> {
  const opinion = { id, verdict, reason: '核对', ...(events && { events }) };
  expect(await desk().review({ ...opinion, by: 'wang' })).toMatchObject({ state: 'second' });
  return (await desk().review({ ...opinion, by: 'li' })).state;
}
const standing = async ({ child }: Stored): Promise<number[]> =>
  (await historyOf(scene.hub.log, child, (await scene.hub.log.head()).position))
    .filter(({ type }) => type === 'police.dv-call.received')
    .map(({ position }) => position);
const stateOf = async (id: string): Promise<string> => {
  for (const state of ['open', 'later', 'merged', 'different'])
    if ((await desk().reviews([state])).reviews.some((review) => review.id === id)) return state;
  return 'not shown';
};
const code = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: { code?: string; extra?: { members?: { code?: string } } }) => error.extra?.members?.code ?? error.code,
  );

test.each([
  ['the first with the second, then the second with the third', [0, 1] as const],
  ['the second with the third, then the first with the second', [1, 0] as const],
])('a chain of three files, %s: one child; split in either order, each is as before', async (_order, order) => {
  const home = new Family();
  const files = [await push(home.minor()), await push(home.minor()), await push(home.minor())] as const;
  const [a, b, c] = files;
  const pairs = [await pair(a, b), await pair(b, c)] as const;
  const [outer] = [await pair(a, c)];
  for (const n of order) expect(await decide(pairs[n], 'same')).toBe('merged');
  const whole = files.map(({ position }) => position);
  const heads = await Promise.all(files.map(standing));
  expect(heads.filter((events) => events.length > 0)).toEqual([whole]);
  // The third pair asks nothing any more: its files are one.
  expect(await stateOf(outer)).toBe('not shown');

  // The middle one goes with whom it was found to be one with, in whatever order that was.
  const groups = async (): Promise<number[][]> => (await Promise.all(files.map(standing))).filter((events) => events.length > 0);
  expect(await decide(pairs[0], 'split')).toBe('different');
  expect(await groups()).toEqual(expect.arrayContaining([[a.position], [b.position, c.position]]));
  expect(await stateOf(pairs[1])).toBe('merged');
  expect(await decide(pairs[1], 'split')).toBe('different');
  expect(await groups()).toEqual([[a.position], [b.position], [c.position]]);
  expect(await stateOf(outer)).toBe('open');
  expect(await decide(outer, 'same')).toBe('merged');
  expect(await groups()).toEqual(expect.arrayContaining([[a.position, c.position], [b.position]]));
});

test('what two people called two children is not asked again when one of them was found to be a third file’s', async () => {
  const home = new Family();
  const [a, b, c] = [await push(home.minor()), await push(home.minor()), await push(home.minor())] as const;
  expect(await decide(await pair(b, c), 'different')).toBe('different');
  expect(await decide(await pair(a, b), 'same')).toBe('merged');
  const asked = async (...files: readonly Stored[]): Promise<number> => {
    const own = files.map(({ child }) => child);
    return (await desk().reviews(['open', 'later'])).reviews.filter(({ child, other }) => own.includes(child) && own.includes(other)).length;
  };
  expect(await asked(a, b, c)).toBe(0);
  // A file like all three is compared with both children: with the merged one once.
  const d = await push(home.minor());
  expect(await asked(a, b, c, d)).toBe(2);
});

test('files are merged while events for both come in: every one stands in the one file', async () => {
  const home = new Family();
  const [a, b] = [await push(home.minor(502)), await push(home.minor())];
  const id = await pair(a, b);
  const flood = Array.from({ length: 12 }, (_, i) => push({ subject: i % 2 ? a.ref : b.ref }));
  const [, ...more] = await Promise.all([decide(id, 'same'), ...flood]);
  const all = [a, b, ...(more as Stored[])].map(({ position }) => position).sort((x, y) => x - y);
  expect(await standing(a)).toEqual(all);
  expect(await standing(b)).toEqual([]);
});

test('merged, and one of them is erased: both files go, the third of the chain stays, and the numbers lead to nobody', async () => {
  const home = new Family();
  const [a, b, c] = [await push(home.minor(602)), await push(home.minor()), await push(home.minor())] as const;
  await pair(b, c);
  expect(await decide(await pair(a, b), 'same')).toBe('merged');
  const ordered = { type: 'hub.minor.erasure-ordered', id: 'erase-b', time: YESTERDAY, subject: b.child };
  const definition = catalogue.event(ordered.type) as EventDefinition;
  const [outcome] = await desk().own([{ ...ordered, data: exampleOf(definition)['data'] as Record<string, unknown> }]);
  await desk().erase(outcome!.positions![0]!);
  expect(await code(pair(a, b))).toBe('review.one-file');
  expect(await code(pair(a, c))).toBe('not-found');
  const again = await push(home.minor(602));
  expect(again.child).not.toBe(a.child);
  expect(await standing(c)).toEqual([c.position]);
});

describe('events that were sent about the wrong child', () => {
  test('two people move them with their corrections, and no other; who sent them goes on as before', async () => {
    const [one, two] = [new Family(), new Family()];
    const [wrong, right] = [await push(one.minor(702)), await push(two.minor(704))];
    const mistaken = await push({ subject: wrong.ref }, { id: 'wrong-1' });
    const corrected = await push({ subject: wrong.ref }, { corrects: 'wrong-1' });
    const kept = await push({ subject: wrong.ref });
    const id = await pair(wrong, right);
    const events = [corrected.position];
    await desk().review({ id, verdict: 'split', by: 'wang', reason: '派出所选错人', events });
    expect((await desk().reviews(['open'])).reviews.find((review) => review.id === id)?.first).toMatchObject({ verdict: 'split', events });
    expect(await code(desk().review({ id, verdict: 'split', by: 'wang', reason: '核对', events }))).toBe('review.second-person');
    // Somebody who names other events does not agree: now the first has to.
    expect(await desk().review({ id, verdict: 'split', by: 'li', reason: '核对', events: [kept.position] })).toMatchObject({ state: 'second' });
    expect(await desk().review({ id, verdict: 'split', by: 'zhao', reason: '核对', events })).toMatchObject({ state: 'second' });
    expect(await standing(wrong)).toHaveLength(4);
    expect(await desk().review({ id, verdict: 'split', by: 'wang', reason: '核对', events })).toMatchObject({ state: 'different' });

    expect(await standing(wrong)).toEqual([wrong.position, kept.position]);
    expect(await standing(right)).toEqual([right.position, mistaken.position, corrected.position]);
    const after = await push({ subject: wrong.ref }, { corrects: 'wrong-1' });
    expect(await standing(right)).toContain(after.position);
    // And back again, by the same way.
    expect(await decide(id, 'split', [mistaken.position])).toBe('different');
    expect(await standing(right)).toEqual([right.position]);
    expect(await standing(wrong)).toHaveLength(5);
  });

  test('of a merged pair, a split names what else belongs to the other child', async () => {
    const home = new Family();
    const [a, b] = [await push(home.minor(802)), await push(home.minor())];
    const id = await pair(a, b);
    expect(await decide(id, 'same')).toBe('merged');
    const later = await push({ subject: a.ref });
    expect(await decide(id, 'split', [later.position])).toBe('different');
    expect([await standing(a), await standing(b)]).toEqual([[a.position], [b.position, later.position]]);
  });

  test('refused: what is no fact of one of the two, too many, and files that may not be shown', async () => {
    const [one, two, three] = [new Family(), new Family(), new Family()];
    const [a, b, c] = [await push(one.minor(902)), await push(two.minor(904)), await push(three.minor(906))] as const;
    const id = await pair(a, b);
    const move = (...events: number[]) => code(desk().review({ id, verdict: 'split', by: 'wang', reason: '核对', events }));
    const registered = a.position - 1;
    for (const events of [[c.position], [a.position, b.position], [registered], [999_999], [a.position, c.position]])
      expect([events, await move(...events)]).toEqual([events, 'review.events']);
    expect(await code(desk().review({ id, verdict: 'split', by: 'wang', reason: '核对' }))).toBe('review.settled');
    expect(await code(pair(a, a))).toBe('review.one-file');

    const restricted = catalogue.event('procuratorate.victim-minor.listed') as EventDefinition;
    const example = exampleOf(restricted) as { data: object };
    const secret = { ...example, id: 'l5-1', time: YESTERDAY, data: { ...example.data, minor: three.minor(908) } };
    expect(await scene.push('procuratorate', secret)).toMatchObject({ status: 201 });
    const hidden = await desk().childOfNumber(makeCitizenId('990101', '2015-06-01', 908));
    expect(hidden).toBeUndefined();
  });
});

test.each(['same', 'split'] as const)(
  'the database fails between the event and the vault (%s): the next look at the files mends it',
  async (verdict) => {
    const home = new Family();
    const [a, b] = [await push(home.minor()), await push(home.minor())];
    const id = await pair(a, b);
    if (verdict === 'split') await decide(id, 'same');
    const vault = createPool(scene.database.urls.hub, { max: 1 });
    const apart = async () => (await vault.query('select 1 from vault.merged where child = any($1)', [[a.child, b.child]])).rowCount === 0;
    // Also for the look that comes by itself every few seconds.
    const failing = jest.spyOn(Vault.prototype, 'setHeads').mockRejectedValue(new Error('Connection terminated unexpectedly'));
    await desk().review({ id, verdict, reason: '核对', by: 'wang' });
    await expect(desk().review({ id, verdict, reason: '核对', by: 'li' })).rejects.toThrow();
    expect(await apart()).toBe(verdict === 'same');
    failing.mockRestore();
    await desk().identities.match();
    expect(await apart()).toBe(verdict === 'split');
    await vault.end();
  },
);
