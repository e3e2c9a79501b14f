import fc from 'fast-check';
import { fromBase64, toBase64 } from './base64';

test('bytes come back', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => expect(fromBase64(toBase64(bytes))).toEqual(bytes)));
});

test('the text is standard base64 with padding', () => {
  expect([[], [251], [251, 255], [251, 255, 191]].map((bytes) => toBase64(Uint8Array.from(bytes)))).toEqual(['', '+w==', '+/8=', '+/+/']);
});

test.each([
  ['no padding', '+w'],
  ['half a padding', '+w='],
  ['unused bits that are not zero', '+x=='],
  ['unused bits that are not zero, one byte more', '+/9='],
  ['base64url', '-w=='],
  ['a space', '+w== '],
  ['a line end', '+/8=\n'],
  ['padding inside', '+w==+w=='],
  ['one character', 'A'],
])('%s is refused', (_, text) => {
  expect(fromBase64(text)).toBeUndefined();
});
