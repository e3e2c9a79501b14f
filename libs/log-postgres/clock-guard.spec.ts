import { ClockApart } from '@lianhu/log';
import { ClockGuard, MAX_DIFFERENCE_MS, MAX_JUMP_MS } from './clock-guard';

const reading = (database: number, node = database, monotonic = database) => ({ database, before: node, after: node + 5, monotonic });

test('two seconds apart is let through, a millisecond more is not, in either direction', () => {
  const guard = new ClockGuard();
  const now = 1_000_000;
  expect(() => guard.check(reading(now - MAX_DIFFERENCE_MS, now))).not.toThrow();
  expect(() => guard.check(reading(now - MAX_DIFFERENCE_MS - 1, now))).toThrow(ClockApart);
  expect(() => guard.check(reading(now + 5 + MAX_DIFFERENCE_MS, now))).not.toThrow();
  expect(() => guard.check(reading(now + 5 + MAX_DIFFERENCE_MS + 1, now))).toThrow(ClockApart);
});

test('ten minutes ahead of the monotonic clock between two commits is let through, a millisecond more is not; idle time is no jump', () => {
  const guard = new ClockGuard();
  guard.committed(reading(0, 0, 0));
  expect(() => guard.check(reading(MAX_JUMP_MS, MAX_JUMP_MS, 0))).not.toThrow();
  expect(() => guard.check(reading(MAX_JUMP_MS + 1, MAX_JUMP_MS + 1, 0))).toThrow(ClockApart);
  expect(() => guard.check(reading(MAX_JUMP_MS * 9, MAX_JUMP_MS * 9, MAX_JUMP_MS * 9))).not.toThrow();
  expect(() => guard.check(reading(MAX_JUMP_MS + 1, MAX_JUMP_MS + 1, 0))).toThrow(ClockApart);
});
