import fc from 'fast-check';
import { ago, count, dateOf, moment, quarterName, remaining, shortDate, tenths } from './relative-time';

const NOW = Date.parse('2026-11-24T09:00:00+08:00');
const at = (milliseconds: number): string => new Date(NOW + milliseconds).toISOString();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('a deadline is told in minutes below an hour, in hours below two days, in days from there', () => {
  expect(remaining(at(HOUR - 1), NOW)).toMatchObject({ text: '还剩 59 分钟', passed: false });
  expect(remaining(at(HOUR), NOW).text).toBe('还剩 1 小时');
  expect(remaining(at(48 * HOUR - 1), NOW).text).toBe('还剩 47 小时');
  expect(remaining(at(48 * HOUR), NOW).text).toBe('还剩 2 天');
});

test('a deadline passes at its very moment', () => {
  expect(remaining(at(1), NOW)).toMatchObject({ text: '还剩 1 分钟', passed: false });
  expect(remaining(at(0), NOW)).toMatchObject({ text: '已逾期 1 分钟', passed: true });
  expect(remaining(at(-3 * HOUR), NOW)).toMatchObject({ text: '已逾期 3 小时', passed: true });
  expect(remaining('no time', NOW)).toMatchObject({ text: '期限不明', passed: false });
});

test('the past is told from 刚刚 to a date', () => {
  expect(ago(at(-MINUTE + 1), NOW)).toBe('刚刚');
  expect(ago(at(-MINUTE), NOW)).toBe('1 分钟前');
  expect(ago(at(-30 * 24 * HOUR + 1), NOW)).toBe('29 天前');
  expect(ago(at(-30 * 24 * HOUR), NOW)).toBe('2026-10-25');
});

test('a plain date is told by days, in Shanghai, and never gets a time', () => {
  const EARLY = Date.parse('2026-11-24T00:30:00+08:00');
  for (const now of [EARLY, NOW, Date.parse('2026-11-24T23:59:59+08:00')])
    expect(['2026-11-24', '2026-11-23', '2026-11-22', '2026-10-26', '2026-10-25', '2026-11-25'].map((day) => ago(day, now))).toEqual([
      '今天',
      '昨天',
      '2 天前',
      '29 天前',
      '2026-10-25',
      '2026-11-25',
    ]);
  expect(moment('2026-11-24')).toBe('2026-11-24');
});

test('moments and dates are those of Shanghai whatever offset they are written in', () => {
  expect(moment('2026-11-23T17:30:00Z')).toBe('2026-11-24 01:30');
  expect(moment('2026-11-24T01:30:00.123+08:00')).toBe('2026-11-24 01:30');
  expect(shortDate('2026-11-23T16:00:00Z')).toBe('2026-11-24');
  expect(shortDate('2026-11-23')).toBe('2026-11-23');
  expect(dateOf(Date.parse('2026-11-23T15:59:59Z'))).toBe('2026-11-23');
  expect(moment(undefined)).toBe('—');
});

test('quarters, counts and shares read as in a report', () => {
  expect(quarterName('2026-Q3')).toBe('2026年第3季度');
  expect(quarterName('2026-Q5')).toBe('2026-Q5');
  expect(count(12345)).toBe('12,345');
  expect(count(undefined)).toBe('—');
  expect(tenths(873)).toBe('87.3%');
  expect(tenths(1000)).toBe('100.0%');
});

test('property: a deadline is passed exactly when it does not lie in the future', () => {
  fc.assert(fc.property(fc.integer({ min: -1e10, max: 1e10 }), (offset) => expect(remaining(at(offset), NOW).passed).toBe(offset <= 0)));
});
