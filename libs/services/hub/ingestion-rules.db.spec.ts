import { canonical, momentOf, type Claim, type Json, type StoredLine } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import type { PushResult } from '@lianhu/services/edge';
import type { SubmittedEvent } from '@lianhu/services/platform';
import { makeCitizenId } from '@lianhu/standards';
import { catalogue } from '@lianhu/catalogue';
import { examine } from './examine';
import { HubScene } from './hub-scene.fixture';
import type { OpenHub } from './open-hub';

const TODAY = momentOf(Date.now()).slice(0, 10);
let scene: HubScene;
let hub: OpenHub;
beforeAll(async () => {
  scene = await HubScene.begin(['police', 'education']);
  ({ hub } = scene);
});
afterAll(() => scene.end());

const push = (department: string, sent: object): Promise<PushResult> => scene.push(department, sent);
const receiptOf = (result: PushResult) => ('receipt' in result ? result.receipt : undefined);
async function lineOf(result: PushResult): Promise<StoredLine> {
  const [line] = (await hub.log.read((receiptOf(result)?.position ?? 0) - 1, 1)).lines;
  if (!line) throw new Error('no such line');
  return line;
}
const childBorn = (birthDate: string, n: number) => ({
  docType: '01',
  docNo: makeCitizenId('990101', birthDate, 2 * n + 1),
  name: '测试甲',
  sex: '1',
  birthDate,
});
/** Born so that the birthday of an age is today, or tomorrow. */
const born = (age: number, tomorrow: boolean): string => {
  const day = new Date(Date.parse(`${TODAY}T00:00:00Z`) + (tomorrow ? 86_400_000 : 0)).toISOString().slice(0, 10);
  return `${Number(day.slice(0, 4)) - age}${day.slice(4)}`.replace('-02-29', '-03-01');
};
const call = (id: string, more: object) => ({
  type: 'police.dv-call.received',
  id,
  time: momentOf(Date.now()),
  data: { alarmNo: `J-${id}`, minorRole: 'witness', ...more },
});

test.each([
  { age: 13, tomorrow: true, level: 'L4' },
  { age: 14, tomorrow: false, level: 'L3' },
])('VR6: an event of a lower type about a child of $age is recorded at $level', async ({ tomorrow, level }) => {
  const data = { days: 1, contacted: false, since: TODAY, minor: childBorn(born(14, tomorrow), 301) };
  const sent = { type: 'education.absence.flagged', id: `l-${level}`, time: momentOf(Date.now()), data };
  expect(JSON.parse((await lineOf(await push('education', sent))).stamp)).toMatchObject({ level });
});

test('VR11: a batch that leaves a declared secret in clear, or opens it to something else, is refused', async () => {
  const line = await lineOf(await push('police', call('s-1', { minor: childBorn('2015-06-01', 302) })));
  const claim = JSON.parse(line.claim) as Claim;
  const event = (over: object, values: object = {}): SubmittedEvent =>
    ({
      index: 0,
      path: [],
      claim: canonical({ ...claim, data: over } as unknown as Json),
      sentHash: Buffer.alloc(32).toString('base64'),
      salt: Buffer.alloc(16).toString('base64'),
      values,
    }) as SubmittedEvent;
  const judge = (one: SubmittedEvent) => () => examine(std1, 'police', one, (type) => catalogue.event(type));
  expect(judge(event({ alarmNo: 'J-s-1' }))).toThrow('secret-in-clear');
  expect(judge(event({ minor: { name: '测试甲' } }))).toThrow('secret-in-clear');
  expect(judge(event({ alarmNo: claim.data['alarmNo'] }))).toThrow('digest-mismatch');
  expect(judge(event({ alarmNo: claim.data['alarmNo'] }, { '/data/alarmNo': 'J-s-2' }))).toThrow('digest-mismatch');
});

test('VR13: an unknown reference and another department’s get one and the same answer', async () => {
  const own = receiptOf(await push('police', call('u-1', { minor: childBorn('2015-06-01', 303) })))?.minorRef;
  const absence = { type: 'education.absence.flagged', id: 'u-2', time: momentOf(Date.now()), data: { days: 1, contacted: false, since: TODAY } };
  const foreign = await push('education', { ...absence, subject: own });
  const unknown = await push('education', { ...absence, subject: `minor-${'A'.repeat(22)}` });
  expect(foreign).toMatchObject({ status: 422, problem: { errors: [{ pointer: '/subject', rule: 'subject' }] } });
  expect(JSON.stringify(foreign)).toBe(JSON.stringify(unknown));
});

test('VR14: when the edge received it stands in the signed claim, beside when it happened', async () => {
  const before = momentOf(Date.now());
  const claim = JSON.parse(
    (await lineOf(await push('police', { ...call('k-1', { minor: childBorn('2015-06-01', 304) }), time: '2026-01-05T09:30:00+08:00' }))).claim,
  ) as Claim;
  expect(claim.time).toBe('2026-01-05T09:30:00.000+08:00');
  expect(claim.receivedat >= before && claim.receivedat <= momentOf(Date.now())).toBe(true);
});
