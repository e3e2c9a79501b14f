import { momentOf } from '@lianhu/kernel';
import { logger } from '@lianhu/services/platform';
import { makeCitizenId } from '@lianhu/standards';
import { openHttpStack, type HttpStack } from './testing/http-stack';
import { call } from './testing/running';

logger.level = 'silent';
let stack: HttpStack;
beforeAll(async () => {
  stack = await openHttpStack({ departments: ['police', 'education'] });
});
afterAll(() => stack.close());

const ask = async (role: 'sender' | 'data-officer', path: string, body?: unknown, department = 'police') =>
  call<Record<string, unknown>>(stack.edgeUrl, `/api/departments/police/${path}`, { token: await stack.token(role, department), body });
const event = (id: string, more: object = {}, sex = '1') => ({
  type: 'police.dv-call.received',
  id,
  time: momentOf(Date.now() - 60_000),
  data: {
    alarmNo: `J-${id}`,
    minorRole: 'witness',
    minor: { docType: '01', docNo: makeCitizenId('990101', '2015-06-01', 11), name: '测试甲', sex, birthDate: '2015-06-01' },
  },
  ...more,
});

test('over HTTP: a correction is accepted, a foreign target is refused at its pointer, a withdrawal stands once', async () => {
  expect((await ask('sender', 'events', event('h-1'))).status).toBe(201);
  expect((await ask('sender', 'events', event('h-2', { corrects: 'h-1' }))).status).toBe(201);
  const refused = await ask('sender', 'events', event('h-3', { corrects: 'h-0' }));
  expect([refused.status, refused.body]).toMatchObject([422, { errors: [{ pointer: '/corrects' }] }]);
  const body = { id: 'h-1', reason: 'duplicate', why: '重复录入' };
  expect((await ask('sender', 'withdrawals', body)).status).toBe(403);
  expect((await ask('data-officer', 'withdrawals', body, 'education')).status).toBe(403);
  expect((await ask('data-officer', 'withdrawals', { ...body, why: '' })).status).toBe(422);
  expect((await ask('data-officer', 'withdrawals', { ...body, id: 'h-0' })).status).toBe(404);
  expect(await ask('data-officer', 'withdrawals', body)).toMatchObject({ status: 200, body: { withdrawn: true } });
  expect(await ask('data-officer', 'withdrawals', body)).toMatchObject({ status: 409, body: { code: 'record.withdrawn' } });
});

test('over HTTP: the desk shows what waits in Chinese, and what was decided with its reason; the receipt notes what was normalised', async () => {
  expect((await ask('sender', 'events', event('q-1', {}, '2'))).body).toMatchObject({ state: 'quarantined', reason: 'identity-mismatch' });
  const desk = (await ask('data-officer', 'quarantine')).body as { rows: { id: string }[] };
  expect(desk.rows).toMatchObject([
    { title: '家暴警情', titles: { '/data/alarmNo': expect.any(String) as string }, texts: { '/data/minorRole': '目睹' } },
  ]);
  const [{ id } = { id: '' }] = desk.rows;
  expect((await ask('data-officer', `quarantine/${id}/release`, {})).status).toBe(422);
  const corrected = { ...event('q-1'), data: { ...event('q-1').data, alarmNo: 'Ｊ-q-1' } };
  const done = await ask('data-officer', `quarantine/${id}/correct`, { event: corrected, why: '性别录错' });
  expect(done.body).toMatchObject({ status: 201, notes: [{ pointer: '/data/alarmNo', rule: 'normalised' }] });
  const after = (await ask('data-officer', 'quarantine')).body as { rows: object[]; decisions: object[] };
  expect(after.rows).toEqual([]);
  expect(after.decisions[0]).toMatchObject({ action: 'correct', by: 'data-officer-police', why: '性别录错', reason: 'identity-mismatch' });
});
