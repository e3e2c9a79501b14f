import { makeLine } from './append-plan';
import { entryOf, keyGroups, testLog, testTrust } from './contract-fixture';
import { signNextKey } from './keyring';
import { base64 } from './leaf';
import { memoryLog } from './memory-log';
import { rootOf } from './merkle';
import { std1 } from './std-1';
import { exportOf, exportOfLines, logOf, proven, some, tamperedAt, verdictOf } from './verify.fixture';

describe('signatures and keys at their positions', () => {
  const hub = { department: 'hub' as const, level: 'L1' as const };
  const seed = (label: string) => std1.sha256(`lianhu contract test ${label}`);
  const register = (keyId: string, department: string, previous?: object) => ({
    id: keyId,
    ...hub,
    type: 'hub.key.registered',
    data: { algorithm: 'Ed25519', department, keyId, publicKey: base64(std1.publicKey(seed(keyId))), ...(previous && { previous: { ...previous } }) },
  });
  const next = (old: string, keyId: string, department = 'police') =>
    signNextKey(
      std1,
      testTrust.origin,
      { keyId: `${old}-1`, seed: seed(old) },
      { department, keyId, publicKey: base64(std1.publicKey(seed(keyId))) },
    );
  const revoke = (keyId: string, department: string) => ({ id: `revoked-${keyId}`, ...hub, type: 'hub.key.revoked', data: { department, keyId } });

  test.each([
    ['a next key signed by the last', [register('p2', 'police', next('police', 'p2'))], proven],
    ['a next key without the last one’s signature', [register('p2', 'police')], tamperedAt(4)],
    ['a next key signed by another department', [register('p2', 'police', next('education', 'p2'))], tamperedAt(4)],
    ['a next key signed for another key id', [register('p2', 'police', next('police', 'p3'))], tamperedAt(4)],
    ['a next key signed by a revoked one', [revoke('police-1', 'police'), register('p2', 'police', next('police', 'p2'))], tamperedAt(5)],
    ['a key id again', [register('police-1', 'health')], tamperedAt(4)],
    ['a key that the hub did not register', [{ ...register('h1', 'health'), department: 'police' as const }], tamperedAt(4)],
    ['an unknown key revoked', [revoke('nobody', 'police')], tamperedAt(4)],
    ['an event until its key is revoked', [...some(1), revoke('police-1', 'police')], proven],
    ['an event after its key was revoked', [revoke('police-1', 'police'), ...some(1)], tamperedAt(5)],
  ])('%s', async (_, events, expected) => {
    expect(await verdictOf(await exportOf(await logOf(events)))).toEqual(expected);
  });

  test('a key counts from the position after its own event, and its department alone may use it', async () => {
    const [hubKey, police, education] = keyGroups();
    const event = entryOf({ id: 'e' });
    const foreign = { ...event, department: 'education', claim: event.claim.replaceAll('police', 'education') };
    const verdict = async (...groups: { entries: readonly (typeof event)[] }[]) => {
      const log = memoryLog(testLog());
      await log.append(groups);
      return verdictOf(await exportOf(log));
    };
    if (!hubKey || !police || !education) throw new Error('three keys');
    expect(await verdict(hubKey, police, { entries: [event] })).toEqual(proven);
    expect(await verdict(hubKey, { entries: [event] }, police)).toEqual(tamperedAt(2));
    expect(await verdict(hubKey, police, education, { entries: [foreign] })).toEqual(tamperedAt(4));
    expect(await verdict(police, hubKey)).toEqual(tamperedAt(1));
    expect(await verdict({ entries: [event] })).toEqual(tamperedAt(1));
  });

  test('a log that its own key signed, but with times that go back', async () => {
    const entries = [...keyGroups().flatMap((group) => group.entries), entryOf({ id: 'a' }), entryOf({ id: 'b' })];
    const verdict = async (...seconds: number[]) => {
      const lines = entries.map((entry, i) => makeLine(std1, entry, { position: i + 1, recordedAt: `2026-10-12T09:30:0${seconds[i]}.000+08:00` }));
      return verdictOf(
        exportOfLines(
          lines,
          rootOf(
            std1,
            lines.map((line) => line.leaf),
          ),
        ),
      );
    };
    expect(await verdict(0, 0, 1, 1, 2)).toEqual(proven);
    expect(await verdict(0, 0, 1, 2, 1)).toEqual(tamperedAt(5));
  });
});
