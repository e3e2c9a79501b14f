import { viewerOf, type Viewer } from '@lianhu/access';
import { LogUnavailable, type EventLog } from '@lianhu/log';
import { Records } from '@lianhu/services/monitor';
import { makeCitizenId } from '@lianhu/standards';
import { HubScene } from './hub-scene.fixture';

const time = new Date(Date.now() - 60_000).toISOString();
const minor = { docType: '01', docNo: makeCitizenId('990101', '2010-06-01', 1), name: '测试甲', sex: '1', birthDate: '2010-06-01' };
let scene: HubScene;
beforeAll(async () => void (scene = await HubScene.begin(['court'])));
afterAll(() => scene.end());
afterEach(() => jest.restoreAllMocks());

const judgment = (id: string, caseRef: string) =>
  scene.push('court', { type: 'court.juvenile-judgment.effective', id, time, data: { caseRef, sentence: 'exempt', months: 1, seal: true, minor } });
/** The court's order to seal a case. */
async function order(id: string, caseRef: string): Promise<void> {
  const viewer = viewerOf({ name: 'court-officer', role: 'case-officer', department: 'court', area: '990101' }) as Viewer;
  const records = new Records({ hub: scene.hub.hub, minors: { mayName: async () => true }, policy: scene.policy.pack, clock: { now: Date.now } });
  const data = { caseRef, kind: 'seal', authority: 'org-example-001', minor };
  expect(await records.enter({ viewer, language: 'zh' }, { type: 'hub.case-order.issued', id, time, data })).toMatchObject({ status: 201 });
}
const alarms = async (): Promise<number> => {
  await scene.hub.hub.watched();
  return scene.hub.seals.alarms();
};
/** The next append commits, and its answer is lost. */
function loseAnswer(log: EventLog): void {
  const append = log.append.bind(log);
  jest.spyOn(log, 'append').mockImplementationOnce(async (groups) => {
    await append(groups);
    throw new LogUnavailable('the answer is lost');
  });
}

test('what came about a sealed case is alarmed once, also when its commit was in doubt; what came before it was sealed never', async () => {
  const [before, other] = [await judgment('j-1', '（2026）测刑1号'), await judgment('j-2', '（2026）测刑2号')];
  expect([before.status, other.status]).toEqual([201, 201]);
  await order('o-1', '（2026）测刑1号');
  expect((await judgment('j-1', '（2026）测刑1号')).status).toBe(200);
  expect((await judgment('j-3', '（2026）测刑2号')).status).toBe(201);
  expect(await alarms()).toBe(0);
  loseAnswer(scene.hub.log);
  expect((await judgment('j-4', '（2026）测刑1号')).status).toBe(202);
  await scene.edge('court').outbox.forward();
  expect((await judgment('j-4', '（2026）测刑1号')).status).toBe(200);
  expect(await alarms()).toBe(1);
});

test('a look that failed is made up for by the next one, and by the next start', async () => {
  const before = await alarms();
  await order('o-2', '（2026）测刑2号');
  for (const [id, restart] of [
    ['j-5', false],
    ['j-6', true],
  ] as const) {
    await alarms();
    jest.spyOn(scene.hub.seals, 'since').mockRejectedValueOnce(new Error('no database'));
    expect((await judgment(id, '（2026）测刑2号')).status).toBe(201);
    await scene.hub.hub.watched();
    if (restart) await scene.restart();
    else expect((await judgment('j-1', '（2026）测刑1号')).status).toBe(200);
  }
  expect((await alarms()) - before).toBe(2);
});

test('many submissions during a look are looked at together after it, and nothing in them is missed', async () => {
  await order('o-4', '（2026）测刑4号');
  const before = await alarms();
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const { seals } = scene.hub;
  const since = seals.since.bind(seals);
  const looks = jest.spyOn(seals, 'since').mockImplementation(() => gate.then(since));
  for (const n of [1, 2, 3, 4, 5, 6]) expect((await judgment(`b-${n}`, '（2026）测刑4号')).status).toBe(201);
  open();
  expect((await alarms()) - before).toBe(6);
  expect(looks.mock.calls.length).toBeLessThanOrEqual(2);
});
