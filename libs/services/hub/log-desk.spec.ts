import { canonical, toBase64, type BatchPlace, type Json } from '@lianhu/kernel';
import { createSigner, LogUnavailable, memoryLog, openCheckpoint, signBatch, signNextKey, std1, verifyConsistency, type EventLog } from '@lianhu/log';
import type { OwnEvent } from '@lianhu/services/platform';
import { KeyRegister } from './key-register';
import { LogDesk } from './log-desk';
import { Underway } from './underway';

const ORIGIN = 'lianhu/990101';
const HUB = Buffer.alloc(32, 1);
const clock = { now: () => Date.parse('2026-09-05T10:00:00+08:00') };
const keyOf = (n: number) => {
  const seed = Buffer.alloc(32, n);
  return { seed, keyId: `police-${n}`, publicKey: toBase64(std1.publicKey(seed)) };
};
const handover = (old: ReturnType<typeof keyOf>, next: ReturnType<typeof keyOf>) => ({
  keyId: next.keyId,
  publicKey: next.publicKey,
  previous: signNextKey(std1, ORIGIN, old, { department: 'police', ...next }),
});

let log: EventLog;
let desk: LogDesk;
let register: KeyRegister;
/** Whether the log can be reached. */
let away = false;
beforeEach(async () => {
  const signer = createSigner(ORIGIN, HUB);
  log = memoryLog({ origin: ORIGIN, suite: std1, signer, clock });
  const own = async (events: readonly OwnEvent[]): Promise<void> => {
    if (away) throw new LogUnavailable('test');
    for (const { id, type, data } of events) {
      const claim = canonical({ data: data as Json, department: 'hub', id, source: 'urn:lianhu:hub', type });
      const [batch] = signBatch(std1, { origin: ORIGIN, department: 'hub', keyId: 'hub-1', seed: HUB, claims: [claim] }).places;
      const entry = { source: 'urn:lianhu:hub', id, contentMac: std1.sha256(claim), type, department: 'hub', level: 'L1' as const, claim, bound: {} };
      await log.append([{ entries: [{ ...entry, batch: batch as BatchPlace }] }]);
    }
  };
  const publicKey = toBase64(signer.publicKey);
  await own([
    { type: 'hub.key.registered', id: 'key-hub-1', time: '', data: { algorithm: 'Ed25519', department: 'hub', keyId: 'hub-1', publicKey } },
  ]);
  register = new KeyRegister(std1, log, clock, own, new Underway());
  await register.register({ department: 'police', ...keyOf(2), previous: undefined });
  desk = new LogDesk(log, register, signer.publicKey, {
    of: (department) => (department === 'police' ? ['leaf-a', 'leaf-b'] : []),
    mark: (department) => department,
  });
});
const states = async () => (await desk.state('police')).keys.map(({ keyId, revoked }) => [keyId, revoked]);

test('it shows the newest note, signed by the key that it names, and the keys of that department only', async () => {
  const state = await desk.state('police');
  expect(openCheckpoint(std1, { origin: ORIGIN, publicKey: Buffer.from(state.publicKey, 'base64') }, state.checkpoint)?.size).toBe(2);
  expect(state.keys).toEqual([{ keyId: 'police-2', publicKey: keyOf(2).publicKey, revoked: false }]);
  expect((await desk.state('court')).keys).toEqual([]);
});

test('of erased events it lists the department’s own only, after one of them', async () => {
  expect([await desk.erased('police'), await desk.erased('police', 'leaf-a'), await desk.erased('court')]).toEqual([
    ['leaf-a', 'leaf-b'],
    ['leaf-b'],
    [],
  ]);
});

test('its consistency proofs hold up to the last event; beyond it there is none', async () => {
  const [from] = await log.checkpoints(0, 2);
  await desk.registerKey('police', handover(keyOf(2), keyOf(3)));
  const trust = { origin: ORIGIN, publicKey: std1.publicKey(HUB) };
  const older = openCheckpoint(std1, trust, from?.note ?? '');
  const newer = openCheckpoint(std1, trust, (await desk.state('police')).checkpoint);
  const hashes = await desk.consistency(2, 3);
  expect(verifyConsistency(std1, 2, 3, older?.root as Uint8Array, newer?.root as Uint8Array, hashes ?? [])).toBe(true);
  expect([await desk.consistency(3, 3), await desk.consistency(3, 4)]).toEqual([[], undefined]);
});

test('a key is handed over once, ended once, and its id is never used again', async () => {
  const next = handover(keyOf(2), keyOf(3));
  await desk.registerKey('police', next);
  await desk.registerKey('police', next);
  await desk.revokeKey('police', 'police-2');
  await desk.revokeKey('police', 'police-2');
  expect([await states(), (await log.head()).position]).toEqual([
    [
      ['police-2', true],
      ['police-3', false],
    ],
    4,
  ]);
  await expect(desk.registerKey('police', { keyId: 'police-2', publicKey: keyOf(2).publicKey })).rejects.toMatchObject({ code: 'refused' });
});

test('nobody hands over for another department, without the old key, or ends what is not his or his last key', async () => {
  await expect(desk.registerKey('police', { ...handover(keyOf(9), keyOf(3)), keyId: 'police-3' })).rejects.toMatchObject({ code: 'bad-signature' });
  await expect(desk.registerKey('police', { keyId: 'police-3', publicKey: keyOf(3).publicKey })).rejects.toMatchObject({ code: 'refused' });
  await expect(desk.revokeKey('police', 'police-2')).rejects.toMatchObject({ code: 'refused' });
  await expect(desk.revokeKey('court', 'police-2')).rejects.toMatchObject({ code: 'not-found' });
  expect(await states()).toEqual([['police-2', false]]);
});

test('of changes that come at once each is judged by what the one before has left', async () => {
  const first = (n: number) => register.register({ department: 'court', keyId: `court-${n}`, publicKey: keyOf(n).publicKey });
  expect(await Promise.allSettled([first(5), first(6)])).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 'refused' } }]);
  const [revoked, next] = [register.revoke('police', 'police-2', true), desk.registerKey('police', handover(keyOf(2), keyOf(3)))];
  expect(await Promise.allSettled([revoked, next])).toMatchObject([{ status: 'fulfilled' }, { reason: { code: 'bad-signature' } }]);
  expect([await states(), (await desk.state('court')).keys.length, (await log.head()).position]).toEqual([[['police-2', true]], 1, 4]);
});

test('a key whose revocation failed signs nothing more, and is revoked when it is asked again', async () => {
  await desk.registerKey('police', handover(keyOf(2), keyOf(3)));
  away = true;
  await expect(register.revoke('police', 'police-2')).rejects.toMatchObject({ code: 'log.unavailable' });
  away = false;
  expect([register.valid('police', 'police-2'), register.valid('police', 'police-3')]).toEqual([undefined, expect.anything()]);
  await expect(desk.revokeKey('police', 'police-3')).rejects.toMatchObject({ code: 'refused' });
  await desk.revokeKey('police', 'police-2');
  expect(await states()).toEqual([
    ['police-2', true],
    ['police-3', false],
  ]);
});

test('no key is registered under a name that readers of the log refuse, and the hub’s own is never revoked', async () => {
  const handed = { ...keyOf(3), keyId: 'police\n3' };
  await expect(desk.registerKey('police', handover(keyOf(2), handed))).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(register.revoke('hub', 'hub-1', true)).rejects.toMatchObject({ code: 'refused' });
  expect(await states()).toEqual([['police-2', false]]);
});
