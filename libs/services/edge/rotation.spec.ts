import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyPlace, std1 } from '@lianhu/log';
import { HubAway, ProblemError } from '@lianhu/services/platform';
import { scratch } from './edge.fixture';
import { ORIGIN } from './memory-hub.fixture';
import { ids, Scene } from './scene.fixture';

const place = scratch();
afterAll(() => place.remove());
let number = 0;
let scene: Scene;
beforeEach(async () => (scene = await Scene.begin(join(place.folder, `rotation-${++number}`))));
afterEach(() => scene.close());

const keys = async () => (await scene.hub.state('police')).keys.map(({ keyId, revoked }) => ({ keyId, revoked }));
/** Whether every line of the department is signed by a key that was valid at its position: what an export's verifier asks. */
async function everySignatureHolds(): Promise<boolean> {
  const { lines } = await scene.hub.log.read(0, Number.MAX_SAFE_INTEGER, { department: 'police' });
  return lines.every((line) => {
    const { batch } = JSON.parse(line.stamp) as { batch: Parameters<typeof verifyPlace>[3] };
    const key = scene.hub.keyring.at(batch.keyId, line.position);
    return key !== undefined && verifyPlace(std1, { origin: ORIGIN, ...key, department: 'police' }, line.claim, batch);
  });
}

test('under load: not one push is refused, the old key is revoked, and every old signature still holds', async () => {
  const old = scene.edge.keys.current.keyId;
  let over = false;
  const statuses: number[] = [];
  const pushers = Array.from({ length: 8 }, async (_, n) => {
    for (let i = 0; !over || i < 20; i++) statuses.push((await scene.push(`p${n}-${i}`)).status);
  });
  expect(await scene.ask('rotate')).toMatchObject({ done: true, keyId: scene.edge.keys.current.keyId });
  over = true;
  await Promise.all(pushers);
  expect([...new Set(statuses)]).toEqual([201]);
  expect(await keys()).toEqual([
    { keyId: old, revoked: true },
    { keyId: scene.edge.keys.current.keyId, revoked: false },
  ]);
  expect([await everySignatureHolds(), new Set(await scene.hub.ids()).size]).toEqual([true, statuses.length]);
  await scene.edge.watch.check();
  expect(scene.edge.stop.alarm).toBeUndefined();
});

test('what waits is signed anew: it goes after the old key was revoked, an array still whole', async () => {
  scene.hub.away = true;
  await scene.push('a');
  await scene.pushAtomic(['b', 'c', 'd']);
  scene.hub.away = false;
  await scene.ask('rotate');
  await scene.edge.outbox.forward();
  expect([(await scene.hub.ids()).sort(), scene.edge.outbox.size, await everySignatureHolds()]).toEqual([['a', 'b', 'c', 'd'], 0, true]);
  const newKey = scene.edge.keys.current.keyId;
  const { lines } = await scene.hub.log.read(0, 100, { department: 'police' });
  expect(lines.map(({ stamp }) => stamp.includes(newKey))).toEqual([true, true, true, true]);
});

test('a submission that is on its way is waited for before its key is revoked', async () => {
  let answer = (): void => undefined;
  const gate = new Promise<void>((resolve) => (answer = resolve));
  const arrived = new Promise<void>((resolve) => {
    scene.hub.before = async () => {
      resolve();
      await gate;
    };
  });
  const push = scene.push('slow');
  await arrived;
  scene.request('rotate');
  const round = scene.edge.upkeep.round();
  const moved = new Promise<void>((resolve) => {
    const { registerKey } = scene.hub;
    scene.hub.registerKey = async (...args) => {
      await registerKey.apply(scene.hub, args);
      resolve();
    };
  });
  await moved;
  await new Promise((resolve) => setImmediate(resolve));
  expect((await keys()).map(({ revoked }) => revoked)).toEqual([false, false]);
  answer();
  expect((await push).status).toBe(201);
  await round;
  expect((await keys()).map(({ revoked }) => revoked)).toEqual([true, false]);
});

test.each(['before registering', 'after registering', 'before revoking', 'before the answer'] as const)(
  'killed %s, the rotation goes on where it was: one new key, not two',
  async (when) => {
    const { hub } = scene;
    const { registerKey, revokeKey } = hub;
    const killed = () => Promise.reject(new HubAway('killed'));
    if (when === 'before registering') hub.registerKey = killed;
    if (when === 'after registering') hub.registerKey = async (...args) => registerKey.apply(hub, args).then(killed);
    if (when === 'before revoking') hub.revokeKey = killed;
    if (when === 'before the answer') hub.revokeKey = async (...args) => revokeKey.apply(hub, args).then(killed);
    scene.request('rotate');
    await scene.edge.upkeep.round();
    expect(existsSync(join(scene.folder, 'requests', 'rotate'))).toBe(true);
    Object.assign(hub, { registerKey, revokeKey });
    await scene.restart();
    await scene.edge.upkeep.round();
    expect(existsSync(join(scene.folder, 'requests', 'rotate'))).toBe(false);
    expect((await keys()).map(({ revoked }) => revoked)).toEqual([true, false]);
    await scene.pushEach(['after']);
    expect([await everySignatureHolds(), scene.edge.stop.alarm, scene.edge.keys.rotating]).toEqual([true, undefined, false]);
  },
);

test('a hub that refuses the new key leaves everything as it was, and says so', async () => {
  const before = scene.edge.keys.current.keyId;
  const { registerKey } = scene.hub;
  scene.hub.registerKey = () => Promise.reject(new ProblemError('bad-signature'));
  expect(await scene.ask('rotate')).toEqual({ done: false, why: 'bad-signature' });
  expect([scene.edge.keys.current.keyId, scene.edge.keys.rotating, scene.edge.keys.made.length]).toEqual([before, false, 1]);
  scene.hub.registerKey = registerKey;
  await scene.pushEach(['a']);
  expect(await scene.ask('rotate')).toMatchObject({ done: true });
});

test('rotated again and again, the register and the edge agree', async () => {
  for (const id of ids('r', 3)) {
    await scene.pushEach([id]);
    await scene.ask('rotate');
  }
  expect((await keys()).map(({ revoked }) => revoked)).toEqual([true, true, true, false]);
  await scene.restart();
  await scene.pushEach(['z']);
  expect(await everySignatureHolds()).toBe(true);
});

test('a stopped edge rotates nothing', async () => {
  scene.edge.stop.stop('foreign-key', 'police-x');
  expect(await scene.ask('rotate')).toMatchObject({ done: false });
  writeFileSync(join(scene.folder, 'requests', 'nonsense'), '');
  await scene.edge.upkeep.round();
  expect(scene.edge.keys.made).toHaveLength(1);
});
