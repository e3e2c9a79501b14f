import { atOnce, type Steps } from './steps';

function* summing(n: number): Steps<number> {
  let sum = 0;
  for (let i = 1; i <= n; i++) {
    sum += i;
    yield;
  }
  return sum;
}

test('steps are taken to their end, also where there are none', () => {
  expect([0, 1, 100].map((n) => atOnce(summing(n)))).toEqual([0, 1, 5050]);
});
