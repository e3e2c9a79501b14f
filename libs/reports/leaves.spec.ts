import { createHash, randomBytes } from 'node:crypto';
import { sourceEvents } from './leaves';
import { sha256 } from './log.fixture';

test('the hash is SHA-256 over the 32-byte leaves in position order, each event once', () => {
  const leaves = Array.from({ length: 40 }, (_, i) => ({ position: i + 1, bytes: randomBytes(32) }));
  const expected = createHash('sha256')
    .update(Buffer.concat(leaves.map(({ bytes }) => bytes)))
    .digest('base64');
  const shuffled = leaves.map(({ position, bytes }) => ({ position, leaf: bytes.toString('base64') })).reverse();
  expect(sourceEvents(sha256, shuffled.slice(0, 25), shuffled.slice(10), shuffled.slice(0, 1))).toEqual({ count: 40, hash: expected });
});

test('no events, the hash of nothing', () => {
  expect(sourceEvents(sha256)).toEqual({ count: 0, hash: createHash('sha256').digest('base64') });
});
