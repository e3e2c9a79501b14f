import { createHash, createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { std1 } from './std-1';

const bytes = fc.uint8Array({ maxLength: 200 });

test('SHA-256 of several parts is that of all bytes one after another', () => {
  const parts = fc.array(fc.oneof(bytes, fc.string({ unit: 'binary', maxLength: 80 })), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(parts, (list) => {
      const whole = Buffer.concat(list.map((part) => Buffer.from(part as string)));
      expect(Buffer.from(std1.sha256(...list)).toString('hex')).toBe(createHash('sha256').update(whole).digest('hex'));
    }),
  );
});

test.each([0, 1, 16, 32, 63, 64, 65, 131])('HMAC-SHA-256 with a key of %i bytes is the one of RFC 2104, for messages of every length', (size) => {
  const key = randomBytes(size);
  for (const length of [0, 1, 63, 64, 1_343, 1_344, 1_345, 4_031, 4_032, 4_033, 10_000]) {
    for (const data of ['家'.repeat(length), 'x'.repeat(length), randomBytes(length)]) {
      expect(Buffer.from(std1.hmac(key, data)).toString('hex')).toBe(createHmac('sha256', key).update(data).digest('hex'));
    }
  }
});

test('an earlier result does not change with the next one', () => {
  const [first, second] = [std1.hmac(Buffer.alloc(32, 1), 'a'), std1.sha256('a', 'b')];
  const before = [Buffer.from(first).toString('hex'), Buffer.from(second).toString('hex')];
  for (let i = 0; i < 1_000; i++) std1.sha256(std1.hmac(Buffer.alloc(32, i), 'c'), 'd');
  expect([Buffer.from(first).toString('hex'), Buffer.from(second).toString('hex')]).toEqual(before);
});

test('random bytes have the length asked for and never come twice', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 2_000; i++) {
    for (const count of [12, 16, 32, 1_024, 1_025]) {
      const drawn = std1.random(count);
      expect(drawn).toHaveLength(count);
      seen.add(Buffer.from(drawn.subarray(0, 12)).toString('hex'));
    }
  }
  expect(seen.size).toBe(10_000);
});
