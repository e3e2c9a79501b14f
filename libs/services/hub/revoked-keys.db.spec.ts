import { exportLines, verifyExport } from '@lianhu/log';
import { makeCitizenId } from '@lianhu/standards';
import { HubScene, senderOf } from './hub-scene.fixture';
import type { OpenHub } from './open-hub';

let scene: HubScene;
let hub: OpenHub;
beforeAll(async () => {
  scene = await HubScene.begin(['police']);
  ({ hub } = scene);
});
afterAll(() => scene.end());

const minor = { docType: '01', docNo: makeCitizenId('990101', '2015-06-01', 1), name: '测试甲', sex: '1', birthDate: '2015-06-01' };
const push = (id: string) => {
  const data = { alarmNo: 'J-1', minorRole: 'witness', minor };
  return scene.push('police', { type: 'police.dv-call.received', id, time: '2026-11-20T10:00:00+08:00', residencearea: '990101001', data });
};
const verdict = async () => {
  const { origin, publicKey } = await hub.logDesk.state('police');
  return verifyExport(exportLines(hub.log, { of: 'all', mayRead: () => 'whole' }), { suite: 'std-1', origin, publicKey });
};

/** Holds the next append back, and tells when it has come. */
function heldAppend() {
  const append = hub.log.append.bind(hub.log);
  let [arrive, letGo] = [(): void => undefined, (): void => undefined];
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  jest.spyOn(hub.log, 'append').mockImplementationOnce(async (groups) => {
    arrive();
    await gate;
    return append(groups);
  });
  return { arrived, letGo };
}

test('a revocation stands behind all that its key has signed: it waits for what is on its way, and lets nothing more in', async () => {
  expect(await push('before')).toMatchObject({ status: 201 });
  const held = heldAppend();
  const late = push('late');
  await held.arrived;
  const [key] = (await hub.logDesk.state('police')).keys;
  let done = false;
  const revoking = hub.keys.revoke('police', key!.keyId, true).finally(() => (done = true));
  while (hub.keys.valid('police', key!.keyId)) await new Promise(setImmediate);
  const meanwhile = await push('meanwhile');
  expect([done, 'receipt' in meanwhile]).toEqual([false, false]);
  held.letGo();
  const outcome = await late;
  await revoking;
  expect(outcome).toMatchObject({ status: 201 });
  const { lines } = await hub.log.read(0, 10, { types: ['hub.key.revoked'] });
  expect(lines.map(({ position }) => position)).toEqual([(await hub.log.head()).position]);
  expect(await verdict()).toMatchObject({ verdict: 'proven' });
  expect(await hub.hub.find('police', senderOf('police').source!, 'meanwhile')).toBeUndefined();
});
