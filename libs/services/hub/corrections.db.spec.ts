import type { Viewer } from '@lianhu/access';
import { departmentOf, momentOf, recorded, type Recorded } from '@lianhu/kernel';
import { LogBusy } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import type { PushResult } from '@lianhu/services/edge';
import { makeCitizenId } from '@lianhu/standards';
import { HubScene, senderOf } from './hub-scene.fixture';
import type { OpenHub } from './open-hub';

const YESTERDAY = momentOf(Date.now() - 86_400_000);
const viewer = (department: string, role: Viewer['role'] = 'sender', source?: string): Viewer => ({
  ...senderOf(department, source),
  role,
  kind: role === 'sender' ? 'system' : 'person',
});

let scene: HubScene;
let hub: OpenHub;

beforeAll(async () => {
  scene = await HubScene.begin(['police', 'education', 'procuratorate', 'culture']);
  ({ hub } = scene);
});
afterAll(() => scene.end());

const push = (sent: object, by = viewer('police')): Promise<PushResult> => scene.push(by.department as string, sent, by);
const positionOf = (result: PushResult): number => ('receipt' in result ? result.receipt.position : NaN);
const child = (n: number) => ({
  docType: '01',
  docNo: makeCitizenId('990101', '2015-06-01', n),
  name: '测试甲',
  sex: n % 2 === 1 ? '1' : '2',
  birthDate: '2015-06-01',
});
const call = (id: string, n: number, more: object = {}, data: object = {}) => ({
  type: 'police.dv-call.received',
  id,
  time: YESTERDAY,
  data: { alarmNo: `J-${id}`, minorRole: 'witness', minor: child(n), ...data },
  ...more,
});
async function lineAt(position: number): Promise<Recorded> {
  const [line] = (await hub.log.read(position - 1, 1)).lines;
  if (!line) throw new Error(`no line at ${position}`);
  return recorded(line);
}
const NO_TARGET = { status: 422, problem: { errors: [{ pointer: '/corrects', rule: 'corrects' }] } };

test('a department corrects its own event by id or receipt, and a correction as well; the log keeps all', async () => {
  const first = positionOf(await push(call('c-1', 201)));
  const second = positionOf(await push(call('c-2', 201, { corrects: 'c-1' }, { minorRole: 'victim' })));
  const third = positionOf(await push(call('c-3', 201, { corrects: `receipt:${second}` })));
  const [original, correction, again] = await Promise.all([lineAt(first), lineAt(second), lineAt(third)]);
  expect([original.corrects, correction.corrects, again.corrects]).toEqual([undefined, first, second]);
  expect(new Set([original.subject, correction.subject, again.subject]).size).toBe(1);
  expect(JSON.stringify(correction)).not.toContain('c-1');
});

test('nothing unknown, foreign, of another child, type or source, withdrawn or circular is corrected: one and the same answer, and nothing is written', async () => {
  await push(call('f-1', 202));
  await push(call('f-2', 203));
  const elsewhere = viewer('police', 'sender', 'urn:lianhu:source:police:other');
  await push(call('f-3', 202), elsewhere);
  const absence = {
    type: 'education.absence.flagged',
    id: 'f-4',
    time: YESTERDAY,
    data: { minor: child(202), days: 2, contacted: false, since: YESTERDAY.slice(0, 10) },
  };
  const foreign = positionOf(await push(absence, viewer('education')));
  await push(call('f-5', 202));
  await hub.hub.withdraw('police', { source: 'urn:lianhu:source:police:default', id: 'f-5', reason: 'duplicate' });
  const { position } = await hub.log.head();
  const named = ['none', 'f-2', 'f-3', 'f-4', `receipt:${foreign}`, 'receipt:999999', 'f-5', 'f-6'];
  const answers = await Promise.all(named.map((corrects) => push(call('f-6', 202, { corrects }))));
  for (const answer of answers) expect(answer).toMatchObject(NO_TARGET);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect((await hub.log.head()).position).toBe(position);
  expect(await push(call('f-6', 202, { corrects: 'f-1' }))).toMatchObject({ status: 201 });
});

test('what is pushed together may correct each other, in whatever order; two that correct each other are refused', async () => {
  const events = [call('t-3', 204, { corrects: 't-2' }), call('t-2', 204, { corrects: 't-1' }), call('t-1', 204)];
  const results = await scene.edge('police').edge.pushIndependent(events, viewer('police'), 'zh');
  expect(results.map(({ status }) => status)).toEqual([201, 201, 201]);
  const [third, second, first] = results.map(positionOf) as [number, number, number];
  expect([(await lineAt(third)).corrects, (await lineAt(second)).corrects]).toEqual([second, first]);
  const circle = [call('o-1', 204, { corrects: 'o-2' }), call('o-2', 204, { corrects: 'o-1' })];
  for (const answer of await scene.edge('police').edge.pushIndependent(circle, viewer('police'), 'zh')) expect(answer).toMatchObject(NO_TARGET);
});

test('where there is room for the corrected event and not for its correction, the sender hears that all is kept, and it comes once', async () => {
  const events = [call('b-2', 206, { corrects: 'b-1' }), call('b-1', 206)];
  const together = () => scene.edge('police').edge.pushIndependent(events, viewer('police'), 'zh');
  const append = hub.log.append.bind(hub.log);
  jest.spyOn(hub.log, 'append').mockImplementationOnce(append).mockRejectedValueOnce(new LogBusy(1, 'own-share'));
  expect((await together()).map(({ status }) => status)).toEqual([202, 202]);
  await scene.edge('police').outbox.forward();
  const [correction, corrected] = (await together()).map(positionOf) as [number, number];
  expect((await lineAt(correction)).corrects).toBe(corrected);
});

test('a correction pushed again is answered with its first receipt, also when its target has been withdrawn since', async () => {
  await push(call('r-1', 205));
  const correction = call('r-2', 205, { corrects: 'r-1' });
  const position = positionOf(await push(correction));
  const source = 'urn:lianhu:source:police:default';
  const { position: withdrawn } = await hub.hub.withdraw('police', { source, id: 'r-1', reason: 'identity-mismatch', approver: '测试员' });
  expect(await push(correction)).toMatchObject({ status: 200, receipt: { position } });
  const line = await lineAt(withdrawn);
  const target = await lineAt(position);
  expect(line).toMatchObject({ type: 'hub.record.withdrawn', subject: target.subject, corrects: target.corrects, level: target.level });
  expect(JSON.stringify((await hub.log.read(withdrawn - 1, 1)).lines)).not.toContain('测试员');
  // The correction belongs to the same fact: with it all is withdrawn.
  await expect(hub.hub.withdraw('police', { source, id: 'r-2', reason: 'duplicate' })).rejects.toMatchObject({ code: 'refused' });
  expect(await push(call('r-3', 205, { corrects: 'r-2' }))).toMatchObject(NO_TARGET);
});

test('only its own department withdraws an event, with a reason of the list, once, however many ask at a time', async () => {
  await push(call('w-1', 206));
  const source = 'urn:lianhu:source:police:default';
  const withdraw = (department: string, id: string, reason = 'duplicate') => hub.hub.withdraw(department, { source, id, reason });
  await expect(withdraw('education', 'w-1')).rejects.toMatchObject({ code: 'not-found' });
  await expect(withdraw('police', 'w-0')).rejects.toMatchObject({ code: 'not-found' });
  for (const reason of ['because', 'merged', 'not-stated'])
    await expect(withdraw('police', 'w-1', reason)).rejects.toMatchObject({ code: 'invalid-input' });
  const asked = await Promise.allSettled([1, 2, 3].map(() => withdraw('police', 'w-1')));
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('what another member takes back counts as its own, no less than a department’s', async () => {
  const by = viewer('culture');
  const data = { on: YESTERDAY.slice(0, 10), period: 'usual', venues: 4, violations: 1 };
  positionOf(await push({ type: 'culture.netcafe-check.done', id: 'o-1', time: YESTERDAY, data }, by));
  const { position } = await hub.hub.withdraw('culture', { source: by.source as string, id: 'o-1', reason: 'entry-error' });
  expect(departmentOf(await lineAt(position))).toBe('culture');
});

test('the desk lets pass with a signed mark, which a sender cannot set himself, and notes who decided and why before it acts', async () => {
  const desk = scene.edge('police').desk;
  const officer = { viewer: viewer('police', 'data-officer'), language: 'zh' as const };
  const grown = { ...child(0), docNo: makeCitizenId('990101', '1990-06-01', 207), birthDate: '1990-06-01', sex: '1' };
  const sent = { ...call('d-1', 0), data: { alarmNo: 'J-d-1', minorRole: 'witness', minor: grown } };
  expect(await push({ ...sent, released: true })).toMatchObject({ status: 422, problem: { errors: [{ pointer: '/released' }] } });
  const set = await push(sent);
  const id = 'quarantineId' in set ? set.quarantineId : '';
  expect(() => desk.discard(id, { ...officer, why: ' ' })).toThrow('invalid-input');
  await expect(desk.release(id, { ...officer, why: undefined })).rejects.toMatchObject({ code: 'invalid-input' });
  const released = await desk.release(id, { ...officer, why: '核对户籍' });
  expect(released).toMatchObject({ status: 201 });
  const [line] = (await hub.log.read(positionOf(released) - 1, 1)).lines;
  expect(JSON.parse(line?.claim ?? '{}')).toMatchObject({ released: true });
  expect(desk.show()).toMatchObject({
    rows: [],
    decided: 1,
    decisions: [{ by: 'police', action: 'release', why: '核对户籍', reason: 'not-a-minor', outcome: 'decided' }],
  });
  await expect(desk.withdraw({ id: 'd-0', reason: 'duplicate' }, { ...officer, why: '录错' })).rejects.toMatchObject({ code: 'not-found' });
  expect(
    desk
      .show()
      .decisions.slice(0, 2)
      .map(({ action, outcome }) => [action, outcome]),
  ).toEqual([
    ['withdraw', 'refused'],
    ['withdraw', 'decided'],
  ]);
  await desk.withdraw({ id: 'd-1', reason: 'entry-error' }, { ...officer, why: '录错' });
});

test('the hub’s own sources are claimed from the start: nobody pushes with them', async () => {
  for (const source of ['urn:lianhu:hub', 'urn:lianhu:hub:files', 'urn:lianhu:hub:forms'])
    await expect(push(call(`s-${source}`, 211), viewer('police', 'sender', source))).resolves.toMatchObject({
      status: 403,
      problem: { type: '/problems/source-not-yours' },
    });
  const pool = createPool(scene.database.urls.owner, { max: 1 });
  const { rows } = await pool.query(`SELECT source, department FROM log.source WHERE source LIKE 'urn:lianhu:hub%' ORDER BY source`);
  await pool.end();
  expect(rows).toEqual([
    { source: 'urn:lianhu:hub', department: 'hub' },
    { source: 'urn:lianhu:hub:files', department: 'hub' },
    { source: 'urn:lianhu:hub:forms', department: 'hub' },
  ]);
});

test('what is decided later goes on as its sender’s: of its source and duty area, whoever decides', async () => {
  const by = { ...viewer('police', 'sender', 'urn:lianhu:source:police:town'), area: '990101003' };
  const { area: _area, ...sent } = { ...call('a-1', 210), area: undefined };
  const set = await push({ ...sent, area: '990101004' }, by);
  const officer = { viewer: viewer('police', 'data-officer'), language: 'zh' as const, why: '核对' };
  const id = 'quarantineId' in set ? set.quarantineId : '';
  const result = await scene.edge('police').desk.correct(id, sent, officer);
  const [line] = (await hub.log.read(positionOf(result) - 1, 1)).lines;
  expect(JSON.parse(line?.claim ?? '{}')).toMatchObject({ source: by.source, area: '990101003' });
});

test('a restricted event that is a case of its own is corrected in the same case', async () => {
  const by = viewer('procuratorate');
  const listed = (id: string, n: number, more: object = {}) => ({
    type: 'procuratorate.victim-minor.listed',
    id,
    time: YESTERDAY,
    data: { caseRef: `示检未〔2026〕${id}号`, since: YESTERDAY.slice(0, 10), minor: child(n) },
    ...more,
  });
  const first = positionOf(await push(listed('v-1', 208), by));
  const second = positionOf(await push(listed('v-2', 208, { corrects: 'v-1' }), by));
  const [a, b] = [await lineAt(first), await lineAt(second)];
  expect([b.corrects, b.subject, a.subject?.startsWith('case-')]).toEqual([first, a.subject, true]);
  expect(await push(listed('v-3', 209, { corrects: 'v-1' }), by)).toMatchObject(NO_TARGET);
});
