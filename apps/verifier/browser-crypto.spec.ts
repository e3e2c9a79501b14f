import { createPublicKey as nodeKey, hash as nodeHash, verify as nodeVerify } from 'node:crypto';
import { std1 } from '@lianhu/log';
import fc from 'fast-check';
import { createPublicKey, hash, verify } from './browser-crypto';

const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const der = (raw: Uint8Array): Buffer => Buffer.concat([SPKI, raw]);
/** What Node's cryptography says of a signature. */
const byNode = (raw: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  nodeVerify(null, message, nodeKey({ key: der(raw), format: 'der', type: 'spki' }), signature);
const byPage = (raw: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean =>
  verify(null, message, createPublicKey({ key: der(raw) }), signature);
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const little = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();

test('the hash is SHA-256', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (data) => expect(hash('sha256', data, 'binary')).toBe(nodeHash('sha256', data, 'binary'))),
  );
  expect(hash('sha256', '联护', 'binary')).toBe(nodeHash('sha256', '联护', 'binary'));
});

test('the page accepts and refuses the same signatures as Node', () => {
  const spoil = fc.constantFrom('nothing', 'signature', 'message', 'key', 'plus the order');
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array({ maxLength: 80 }), spoil, fc.nat(511), (seed, message, how, bit) => {
      const flipped = (bytes: Uint8Array): Buffer => {
        const copy = Buffer.from(bytes);
        const at = Math.floor(bit / 8) % Math.max(1, copy.length);
        if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
        return copy;
      };
      let [key, text, signature]: [Buffer, Buffer, Buffer] = [
        Buffer.from(std1.publicKey(seed)),
        Buffer.from(message),
        Buffer.from(std1.sign(seed, message)),
      ];
      if (how === 'signature') signature = flipped(signature);
      if (how === 'message') text = flipped(text);
      if (how === 'key') key = flipped(key);
      const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`);
      if (how === 'plus the order') signature = Buffer.concat([signature.subarray(0, 32), little(s + ORDER)]);
      const said = byPage(key, text, signature);
      expect(said).toBe(byNode(key, text, signature));
      if (how === 'nothing') expect(said).toBe(true);
      if (how === 'plus the order') expect(said).toBe(false);
    }),
    { numRuns: 50 },
  );
});

test('keys of small order, and R or S at the edge, are judged alike', () => {
  const points = [1n, 0n, 2n ** 255n - 20n].map(little);
  const message = Buffer.from('anything');
  for (const key of points)
    for (const r of points)
      for (const s of [0n, 1n, ORDER - 1n, ORDER].map(little)) {
        const signature = Buffer.concat([r, s]);
        expect(byPage(key, message, signature)).toBe(byNode(key, message, signature));
      }
});
