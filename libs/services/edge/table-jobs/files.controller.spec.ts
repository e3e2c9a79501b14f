import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Viewer } from '@lianhu/access';
import { createHttpApp, listen, ProblemError } from '@lianhu/services/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { scratch } from '../edge.fixture';
import { EdgeModule } from '../edge.module';
import { EdgeRegistry } from '../edge-registry';
import { Scene, SENDER } from '../scene.fixture';

const place = scratch();
let scene: Scene;
let app: NestFastifyApplication;
let url = '';
const VIEWERS: Readonly<Record<string, Viewer>> = {
  sender: SENDER,
  office: { name: 'o', role: 'office', kind: 'person', area: '990101' },
  court: { ...SENDER, department: 'court', source: 'urn:lianhu:source:court:default' },
};
beforeAll(async () => {
  scene = await Scene.begin(join(place.folder, 'edge'));
  const bearer = async (token: string): Promise<Viewer> => {
    const viewer = VIEWERS[token];
    if (!viewer) throw new ProblemError('not-signed-in');
    return viewer;
  };
  app = await createHttpApp(EdgeModule.of(new EdgeRegistry([scene.edge])), {}, { bearer } as never);
  url = await listen(app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
  await scene.close();
  place.remove();
});

const HEAD = '接警编号,接警时间,警情类别,发生乡镇,未成年人角色,是否受伤,未成年人姓名,身份证号码';
const row = (no: string, id: string): string => `${no},2026-09-03,纠纷,990101001,求助,否,测试甲,${id}`;
const form = (text: string): FormData => {
  const body = new FormData();
  body.append('file', new Blob([text]), '警情.csv');
  return body;
};
const send = (body: FormData | string, as = 'sender', query = '', headers = {}): Promise<Response> =>
  fetch(`${url}/api/departments/police/files${query}`, { method: 'POST', headers: { authorization: `Bearer ${as}`, ...headers }, body });
const get = (path: string, as = 'sender'): Promise<Response> => fetch(`${url}${path}`, { headers: { authorization: `Bearer ${as}` } });
const post = (path: string, body: object): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sender', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
async function jobOf(response: Response): Promise<{ id: string; body: Record<string, never> }> {
  expect(response.status).toBe(202);
  const { job } = (await response.json()) as { job: string };
  await scene.edge.files.settled();
  return { id: job, body: (await (await get(`/api/jobs/${job}`)).json()) as Record<string, never> };
}

test('a file goes in over HTTP, through the real edge, and its fault comes back by row and header', async () => {
  const { id, body } = await jobOf(await send(form(`${HEAD}\n${row('JQ-1', '990101201506010014')}\n${row('JQ-2', '990101150601001')}\n`)));
  expect(body).toMatchObject({
    state: 'done',
    tally: { accepted: 1, faulty: 1 },
    faults: { total: 1, rows: [{ row: 3, column: '身份证号码', rule: 'citizen-id-15' }] },
  });
  const again = await jobOf(await send(form(`${HEAD}\n${row('JQ-1', '990101201506010014')}\n`)));
  expect(again.body).toMatchObject({ tally: { accepted: 0, seen: 1 } });
  const copy = await get(`/api/jobs/${id}/corrected`);
  expect([
    copy.status,
    Buffer.from(await copy.arrayBuffer())
      .subarray(0, 2)
      .toString(),
  ]).toEqual([200, 'PK']);
  expect(await (await get('/api/departments/police/files')).json()).toMatchObject({ rows: [{ state: 'done' }, { id }] });
});

test('a table that nobody knows is confirmed over HTTP', async () => {
  const { id, body } = await jobOf(
    await send(
      form(`报警单号,报警时间,警情类别,案发乡镇,涉警角色,儿童姓名,身份证号,流水\nJQ-9,2026-9-3,纠纷,990101001,求助人,测试甲,990101201506010014,77\n`),
    ),
  );
  const { columns, types } = body as unknown as { columns: { target?: string; confidence: number }[]; types: { id: string }[] };
  expect([body['state'], types[0]?.id]).toEqual(['waiting', 'police.alarm.received']);
  const undecided = columns.map(({ target, confidence }) => (confidence >= 80 ? { target } : {}));
  const refused = await post(`/api/jobs/${id}/mapping`, { type: 'police.alarm.received', columns: undecided });
  expect([refused.status, ((await refused.json()) as { mapping: { code: string }[] }).mapping.some(({ code }) => code === 'undecided')]).toEqual([
    422,
    true,
  ]);
  const decided = columns.map(({ target, confidence }, i) => (i === 0 ? { target: 'data.alarmNo' } : { target: confidence >= 80 ? target : null }));
  expect((await post(`/api/jobs/${id}/mapping`, { type: 'police.alarm.received', columns: decided })).status).toBe(200);
  await scene.edge.files.settled();
  expect(await (await get(`/api/jobs/${id}`)).json()).toMatchObject({ state: 'done', tally: { accepted: 1 } });
});

test('a sender that breaks off leaves no job behind, and the edge goes on', async () => {
  const before = scene.edge.files.list().length;
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const start = '--a\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nabc';
  socket.write(
    `POST /api/departments/police/files HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sender\r\ncontent-type: multipart/form-data; boundary=a\r\ncontent-length: 100000\r\n\r\n${start}`,
  );
  const folder = join(place.folder, 'edge', 'files');
  const folders = (): number => readdirSync(folder).length;
  const stood = folders();
  await until(() => folders() > stood);
  socket.destroy();
  await until(() => folders() === stood);
  expect(scene.edge.files.list().length).toBe(before);
});
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

test('others get nothing, and a body that is no file is refused', async () => {
  expect((await send(form(HEAD), 'office')).status).toBe(403);
  expect((await send(form(HEAD), 'court')).status).toBe(403);
  expect((await send(form(HEAD), 'nobody')).status).toBe(401);
  expect((await get('/api/jobs/job-none')).status).toBe(404);
  expect((await send('{}', 'sender', '', { 'content-type': 'application/json' })).status).toBe(415);
  expect((await send('x', 'sender', '', { 'content-type': 'multipart/form-data' })).status).toBe(400);
  expect(
    (
      await send('--a\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nabc', 'sender', '', {
        'content-type': 'multipart/form-data; boundary=a',
      })
    ).status,
  ).toBe(400);
  const two = form(HEAD);
  two.append('second', new Blob(['x']), 'b.csv');
  expect((await send(two)).status).toBe(400);
  expect((await send(form(HEAD), 'sender', '?type=court.family-case.accepted')).status).toBe(403);
});
