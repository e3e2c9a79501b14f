import type { BatchPlace, Suite } from '@lianhu/kernel';
import { MAX_BATCH, signBatch, verifyBatch, verifyPlace } from './batch';
import { checkpointNote, createSigner, openCheckpoint } from './checkpoint';
import { Keyring, keyring, signNextKey } from './keyring';
import { base64 } from './leaf';
import { std1 } from './std-1';

const origin = 'lianhu/990101';
const seed = std1.sha256('seed');
const owner = { origin, department: 'police', keyId: 'police-1' };
const publicKey = std1.publicKey(seed);
const claims = (count: number): string[] => Array.from({ length: count }, (_, i) => `{"id":"${i}"}`);

describe('batches', () => {
  test(`a batch has 1 to ${MAX_BATCH} claims`, () => {
    for (const size of [1, 2, 63, 64]) expect(signBatch(std1, { ...owner, seed, claims: claims(size) }).places).toHaveLength(size);
    for (const size of [0, 65]) expect(() => signBatch(std1, { ...owner, seed, claims: claims(size) })).toThrow(RangeError);
  });

  test('each place proves its own claim for its own department, key and log, and nothing else', () => {
    const { places } = signBatch(std1, { ...owner, seed, claims: claims(5) });
    const place = places[3] as BatchPlace;
    const holds = (change: Partial<typeof owner & { publicKey: Uint8Array }>, claim = '{"id":"3"}', at: Partial<BatchPlace> = {}): boolean =>
      verifyPlace(std1, { ...owner, publicKey, ...change }, claim, { ...place, ...at });
    expect(holds({})).toBe(true);
    for (const change of [
      { origin: 'lianhu/110000' },
      { department: 'court' },
      { keyId: 'police-2' },
      { publicKey: std1.publicKey(std1.sha256('other')) },
    ])
      expect(holds(change)).toBe(false);
    expect(holds({}, '{"id":"4"}')).toBe(false);
    for (const at of [
      { index: 2 },
      { index: 8 },
      { index: -1 },
      { size: 6 },
      { size: 65 },
      { size: 0 },
      { path: place.path.slice(1) },
      { path: ['x'] },
      { signature: 'x' },
    ])
      expect(holds({}, '{"id":"3"}', at)).toBe(false);
    expect(holds({}, '{"id":"3"}', { signature: base64(std1.sign(std1.sha256('other'), 'x')) })).toBe(false);
  });

  test('a whole batch holds exactly when every place of it does', () => {
    for (const size of [1, 2, 3, 63, 64]) {
      const batch = claims(size);
      const { places, signature } = signBatch(std1, { ...owner, seed, claims: batch });
      const paths = places.map(({ path }) => path);
      const holds = (change: object = {}, key = publicKey): boolean =>
        verifyBatch(std1, { ...owner, publicKey: key }, { claims: batch, paths, signature, ...change });
      expect([size, holds()]).toEqual([size, true]);
      expect(holds({ claims: [...batch.slice(1), '{"id":"other"}'] })).toBe(false);
      expect(holds({ paths: [...paths.slice(1), ['x']] })).toBe(false);
      expect(holds({ paths: paths.slice(1) })).toBe(false);
      expect(holds({ claims: batch.slice(1), paths: paths.slice(1) })).toBe(false);
      expect(holds({ signature: base64(std1.sign(std1.sha256('other'), 'x')) })).toBe(false);
      expect(holds({}, std1.publicKey(std1.sha256('other')))).toBe(false);
      if (size > 1) expect(holds({ paths: [...paths].reverse() })).toBe(false);
    }
    expect(verifyBatch(std1, { ...owner, publicKey }, { claims: [], paths: [], signature: '' })).toBe(false);
    expect(verifyBatch(std1, { ...owner, publicKey }, { claims: claims(65), paths: claims(65).map(() => []), signature: '' })).toBe(false);
  });

  test('64 events cost one signature', () => {
    let verified = 0;
    const counting: Suite = { ...std1, verify: (...args) => (verified++, std1.verify(...args)) };
    const batch = claims(64);
    const { places } = signBatch(std1, { ...owner, seed, claims: batch });
    places.forEach((place, i) => expect(verifyPlace(counting, { ...owner, publicKey }, batch[i] as string, place)).toBe(true));
    expect(verified).toBe(1);
  });
});

describe('checkpoints', () => {
  const note = checkpointNote(std1, origin, seed, 7, std1.sha256('root'));
  const trust = { origin, publicKey };

  test('a note opens with the key that signed it, and not when a byte of it was changed', () => {
    expect(openCheckpoint(std1, trust, note)).toEqual({ size: 7, root: std1.sha256('root') });
    for (let i = 0; i < note.length; i++) {
      const char = note.charAt(i) === 'A' ? 'B' : 'A';
      expect(openCheckpoint(std1, trust, note.slice(0, i) + char + note.slice(i + 1))).toBeUndefined();
      expect(openCheckpoint(std1, trust, note.slice(0, i) + note.slice(i + 1))).toBeUndefined();
    }
  });

  test('signatures of witnesses beside ours do not matter', () => {
    const witness = `— witness.example ${base64(std1.random(68))}\n`;
    expect(openCheckpoint(std1, trust, note + witness)?.size).toBe(7);
    expect(openCheckpoint(std1, trust, note.replace(/— lianhu.*\n/, witness))).toBeUndefined();
  });

  test('an origin is one word', () => {
    for (const bad of ['', 'two words', 'a+b', 'a\nb']) expect(() => createSigner(bad, seed)).toThrow(TypeError);
  });
});

describe('the keyring', () => {
  const seeds = { hub: std1.sha256('h'), old: std1.sha256('o'), next: std1.sha256('n') };
  const data = (keyId: string, department: string, from: Uint8Array, previous?: object) => ({
    algorithm: 'Ed25519',
    department,
    keyId,
    publicKey: base64(std1.publicKey(from)),
    ...(previous && { previous }),
  });
  const registered = (of: Record<string, unknown>, by = 'hub') => ({ type: 'hub.key.registered', department: by, data: of });
  const ring = (): Keyring => {
    const keys = new Keyring(std1, origin);
    expect(keys.add(1, registered(data('hub-1', 'hub', seeds.hub)))).toBeUndefined();
    expect(keys.add(2, registered(data('old', 'police', seeds.old)))).toBeUndefined();
    return keys;
  };
  const next = data('next', 'police', seeds.next);
  const previous = signNextKey(std1, origin, { keyId: 'old', seed: seeds.old }, next);

  test('the next key of a department is signed by the one before, which must still count', () => {
    expect(ring().add(3, registered({ ...next, previous }))).toBeUndefined();
    expect(ring().add(3, registered(next))).toBe('previous-missing');
    expect(ring().add(3, registered({ ...next, previous: { ...previous, keyId: 'hub-1' } }))).toBe('previous-not-valid');
    expect(ring().add(3, registered({ ...next, keyId: 'other', previous }))).toBe('previous-not-valid');
    const revoked = ring();
    expect(revoked.add(3, { type: 'hub.key.revoked', department: 'hub', data: { department: 'police', keyId: 'old' } })).toBeUndefined();
    expect(revoked.add(4, registered({ ...next, previous }))).toBe('previous-not-valid');
  });

  test('faults leave the ring as it was', () => {
    const keys = ring();
    expect(keys.add(3, registered(data('old', 'court', seeds.next)))).toBe('key-id-used');
    expect(keys.add(3, registered(data('c', 'court', seeds.next), 'court'))).toBe('not-the-hubs');
    expect(keys.add(3, registered({ ...data('c', 'court', seeds.next), publicKey: 'AAAA' }))).toBe('malformed');
    expect(keys.add(3, registered({ ...data('c', 'court', seeds.next), algorithm: 'RSA' }))).toBe('malformed');
    expect(keys.add(3, { type: 'hub.key.revoked', department: 'hub', data: { department: 'court', keyId: 'old' } })).toBe('unknown-key');
    expect(keys.add(3, { type: 'police.thing.happened', department: 'police', data: {} })).toBeUndefined();
    expect([keys.has('c'), keys.of('police').map(({ keyId }) => keyId), keys.at('old', 99)?.validTo]).toEqual([false, ['old'], undefined]);
  });

  test('position 1 is the hub’s own key', () => {
    expect(new Keyring(std1, origin).add(1, registered(data('p', 'police', seeds.old)))).toBe('first-line-is-no-hub-key');
    expect(new Keyring(std1, origin).add(1, { type: 'hub.log.begun', department: 'hub', data: {} })).toBe('first-line-is-no-hub-key');
    const line = { position: 1, leafHash: '', stamp: '', bound: '', claim: JSON.stringify({ type: 'hub.log.begun', department: 'hub', data: {} }) };
    expect(() => keyring(std1, origin, [line])).toThrow(/position 1: first-line/);
  });
});
