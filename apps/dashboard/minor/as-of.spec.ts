import { asOfParameter } from './as-of';

test('a position stays a number; zero, a sign or a fraction is none', () => {
  expect(asOfParameter('12000')).toBe('12000');
  expect(asOfParameter(' 12,000 ')).toBe('12000');
  expect(asOfParameter('1,234,567')).toBe('1234567');
  expect(asOfParameter('１２，０００')).toBe('12000');
  for (const text of ['0', '-1', '1.5', '']) expect(asOfParameter(text)).toBeUndefined();
});

test('a local time gets the offset of Shanghai, one with an offset stays itself', () => {
  expect(asOfParameter('2026-10-01T09:30')).toBe('2026-10-01T09:30:00+08:00');
  expect(asOfParameter('2026-10-01T09:30:00Z')).toBe('2026-10-01T09:30:00Z');
  expect(asOfParameter('2026-10-01')).toBeUndefined();
});
