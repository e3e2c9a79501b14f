import { atOnce, type Steps } from '@lianhu/kernel';
import { inTurns } from './in-turns';

/** Sums up to n; each step takes as long as it is told. */
function* summing(n: number, stepMs = 0): Steps<number> {
  let sum = 0;
  for (let i = 1; i <= n; i++) {
    for (const until = performance.now() + stepMs; performance.now() < until;);
    sum += i;
    yield;
  }
  return sum;
}
function* failing(): Steps<number> {
  yield;
  throw new RangeError('a step failed');
}

test('steps come to the same at once and in turns, also where there are none', async () => {
  for (const n of [0, 1, 1_000]) expect([atOnce(summing(n)), await inTurns(summing(n))]).toEqual([(n * (n + 1)) / 2, (n * (n + 1)) / 2]);
});

test('in turns others are answered between steps, at once they are not', async () => {
  let answered = 0;
  const timer = setInterval(() => (answered += 1), 1);
  atOnce(summing(60, 1));
  expect(answered).toBe(0);
  await inTurns(summing(60, 1));
  clearInterval(timer);
  expect(answered).toBeGreaterThan(1);
});

test('a step that fails ends both', async () => {
  expect(() => atOnce(failing())).toThrow('a step failed');
  await expect(inTurns(failing())).rejects.toThrow('a step failed');
});
