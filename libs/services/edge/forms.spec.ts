import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Viewer } from '@lianhu/access';
import { logger } from '@lianhu/services/platform';
import { event, ids, Scene, SENDER } from './scene.fixture';

logger.level = 'silent';
const FORMS = 'urn:lianhu:source:police:forms';
const OFFICER: Viewer = { name: 'test-officer', role: 'case-officer', kind: 'person', department: 'police', area: '990101' };
const DATA_OFFICER: Viewer = { ...OFFICER, name: 'test-data-officer', role: 'data-officer' };
let folder: string;
let scene: Scene;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianhu-forms-'));
  scene = await Scene.begin(folder);
});
afterEach(async () => {
  await scene.close();
  rmSync(folder, { recursive: true, force: true });
});
const claimOf = async (id: string) => JSON.parse((await scene.hub.find('police', FORMS, id))?.claim ?? '{}') as Record<string, unknown>;
const enter = (sent: unknown, viewer = OFFICER) => scene.edge.edge.pushForm(sent, viewer, 'zh');

test('an entered event stands under the form’s own source, with the person as a digest', async () => {
  expect(await enter(event('a'))).toMatchObject({ status: 201, receipt: { source: FORMS, id: 'a' } });
  expect(await claimOf('a')).toMatchObject({ source: FORMS, operatorref: { digest: expect.any(String) as string } });
});

test('who enters is whoever is signed in, whatever the form says, and sources cannot be chosen', async () => {
  const forged = { ...event('a'), operatorref: 'somebody-else', source: SENDER.source };
  expect(await enter(forged)).toMatchObject({ status: 201, receipt: { source: FORMS } });
  expect(await enter(event('a'))).toMatchObject({ status: 200 });
});

test('the same id may stand in the system and in the form: they are two sources', async () => {
  expect((await scene.push('a')).status).toBe(201);
  expect(await enter(event('a'))).toMatchObject({ status: 201 });
});

test('sent again after a lost answer it is one event', async () => {
  const [id = ''] = ids('again', 1);
  const first = await enter(event(id));
  expect(await enter(event(id))).toEqual({ ...first, status: 200 });
});

test('what is wrong is said at the field, and what is no event is no crash', async () => {
  const refused = await enter({ ...event('a'), data: { minorRole: 'witness' } });
  expect(refused).toMatchObject({
    status: 422,
    problem: { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/data/alarmNo' })]) as object },
  });
  for (const nothing of [null, 'x', [event('a')]]) expect(await enter(nothing)).toMatchObject({ status: 422 });
});

test('what waits for the data officer and is released keeps the form’s source', async () => {
  const grown = { ...event('a'), data: { ...event('a').data, minor: { docType: '99', name: '测试丁', sex: '1', birthDate: '2000-01-01' } } };
  expect(await enter(grown)).toMatchObject({ status: 202, state: 'quarantined', reason: 'not-a-minor' });
  const [waiting] = scene.edge.quarantine.list();
  expect(await scene.edge.edge.release(waiting?.sent, DATA_OFFICER, 'zh')).toMatchObject({ status: 201, receipt: { source: FORMS } });
});
