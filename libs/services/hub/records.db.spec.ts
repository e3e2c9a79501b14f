import { viewerOf, type Role, type Viewer } from '@lianhu/access';
import { catalogue, exampleOf } from '@lianhu/catalogue';
import { ENTERED } from '@lianhu/departments/hub';
import { parseParts, type EventDefinition } from '@lianhu/kernel';
import { Records } from '@lianhu/services/monitor';
import { ProblemError, type EventOutcome } from '@lianhu/services/platform';
import { HubScene } from './hub-scene.fixture';
import type { OpenHub } from './open-hub';

let scene: HubScene;
let hub: OpenHub;
let records: Records;
/** References that the caller may see. */
const visible = new Set<string>();

beforeAll(async () => {
  scene = await HubScene.begin([]);
  ({ hub } = scene);
  const minors = { mayName: async (_viewer: Viewer, ref: string) => visible.has(ref) };
  records = new Records({ hub: hub.hub, minors, policy: scene.policy.pack, clock: { now: Date.now } });
});
afterAll(() => scene.end());

const person = (role: Role, more: Partial<Viewer> = {}): Viewer => viewerOf({ name: `test-${role}`, role, area: '990101', ...more }) as Viewer;
const town = person('town', { town: '990101001' });
const example = (type: string, id: string, more: object = {}): Record<string, unknown> => ({
  ...exampleOf(catalogue.event(type) as EventDefinition),
  id,
  ...more,
});
const enter = (viewer: Viewer, body: unknown): Promise<EventOutcome> => records.enter({ viewer, language: 'zh' }, body);
const receiptOf = (outcome: EventOutcome) => ('receipt' in outcome ? outcome.receipt : undefined);
const lineAt = async (position: number) => {
  const { lines } = await hub.log.read(position - 1, 1);
  return parseParts(lines[0] as never);
};
const refusalOf = async (work: Promise<EventOutcome>) => {
  const error = await work.then(
    (outcome) => outcome,
    (thrown: unknown) => thrown,
  );
  return error instanceof ProblemError ? [error.code, ...(error.extra.errors ?? []).map(({ pointer, rule }) => `${pointer} ${rule}`)] : error;
};

test('a visit about a new child: registered first, then the visit, under the same child; the person and the identity are digests', async () => {
  const receipt = receiptOf(await enter(town, example('hub.visit.done', 'form-a')));
  expect(receipt?.minorRef).toMatch(/^minor-/);
  visible.add(receipt?.minorRef as string);
  const position = receipt?.position as number;
  const [before, visit] = [await lineAt(position - 1), await lineAt(position)];
  expect(before.claim.type).toBe('hub.minor.registered');
  expect(visit.claim).toMatchObject({ type: 'hub.visit.done', department: 'hub', source: 'urn:lianhu:hub:forms', area: '990101001' });
  expect(visit.claim['operatorref']).toEqual({ digest: expect.any(String) as string });
  expect(visit.claim.data['minor']).toEqual({ digest: expect.any(String) as string });
  expect(visit.bound.subject).toMatch(/^child-/);
  expect(visit.bound.subject).toBe(before.bound.subject);
});

test('sent again it stands once; another content under the same id is a conflict', async () => {
  const { position } = await hub.log.head();
  expect(await enter(town, example('hub.visit.done', 'form-a'))).toMatchObject({ status: 200 });
  const other = example('hub.visit.done', 'form-a', { residencearea: '990101002' });
  expect(await enter(town, other)).toMatchObject({ status: 409 });
  expect((await hub.log.head()).position).toBe(position);
});

test('a later record names the child by reference and stands under the same child', async () => {
  const [ref] = visible;
  const { residencearea: _, data, ...rest } = example('hub.visit.planned', 'form-b') as { residencearea?: string; data: { minor?: object } };
  const { minor: _minor, ...own } = data;
  const outcome = await enter(town, { ...rest, subject: ref, data: own });
  expect(outcome).toMatchObject({ status: 201, receipt: { minorRef: ref } });
  visible.delete(ref as string);
  expect(await refusalOf(enter(town, { ...rest, id: 'form-c', subject: ref, data: own }))).toEqual(['invalid-event', '/subject subject']);
});

test('a restricted record names a case, never the child', async () => {
  const receipt = receiptOf(await enter(person('village', { town: '990101001' }), example('hub.clue.reported', 'form-d')));
  const { claim, bound, stamp } = await lineAt(receipt?.position as number);
  expect(bound.subject).toMatch(/^case-/);
  expect(stamp.level).toBe('L5');
  expect(claim['id']).toEqual({ digest: expect.any(String) as string });
});

test('a record without a child has none', async () => {
  const receipt = receiptOf(await enter(person('office'), example('hub.meeting.held', 'form-e')));
  expect(receipt).not.toHaveProperty('minorRef');
  expect((await lineAt(receipt?.position as number)).bound.subject).toBeUndefined();
});

test('the catalogue example of every type that people enter is taken', async () => {
  const refused: string[] = [];
  for (const type of ENTERED.keys()) {
    const { event, sent } = { event: example(type, `all-${type}`), sent: example(type, `all-${type}`) };
    const roles: Role[] = ['office-lead', 'case-officer', 'town', 'grid', 'sentinel', 'hotline'];
    const people = [
      ...roles.map((role) => person(role, role === 'town' ? { town: '990101001' } : {})),
      person('case-officer', { department: 'court' }),
    ];
    const outcomes = await Promise.all(people.map((one) => refusalOf(enter(one, sent))));
    if (!outcomes.some((outcome) => (outcome as { status?: number }).status === 201))
      refused.push(`${String(event['type'])} ${JSON.stringify(outcomes)}`);
  }
  expect(refused).toEqual([]);
});

describe('refused', () => {
  test.each<[string, Viewer, Record<string, unknown>, string[]]>([
    ['a type of another group', person('grid'), example('hub.visit.done', 'r1'), ['type-not-yours']],
    ["a type that only the hub's own appends", person('office-lead'), example('hub.day.turned', 'r2'), ['type-not-yours']],
    ['an event of a department', person('office-lead'), example('police.dv-call.received', 'r3'), ['type-not-yours']],
    ['a fault of a field', town, example('hub.visit.done', 'r4', { data: {} }), []],
    ['an area outside one’s own', town, example('hub.patrol.done', 'r5', { area: '990101002' }), ['invalid-event', '/area outside-duty-area']],
  ])('%s', async (_name, viewer, sent, expected) => {
    const refused = await refusalOf(enter(viewer, sent));
    if (expected.length > 0) expect(refused).toEqual(expected);
    else expect(refused).toEqual(expect.arrayContaining(['invalid-event', '/data/at required']));
  });

  test('somebody who was grown up at the time: the person who enters it has to look', async () => {
    const minor = { docType: '99', name: '测试丁', sex: '1', birthDate: '2000-01-01' };
    const { data, ...rest } = example('hub.visit.done', 'r6') as unknown as { data: object };
    expect(await refusalOf(enter(town, { ...rest, data: { ...data, minor } }))).toEqual(['invalid-event', '/data/minor/birthDate not-a-minor']);
  });
});
