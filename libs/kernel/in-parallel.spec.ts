import { setTimeout } from 'node:timers/promises';
import { inParallel } from './in-parallel';

test('no more at a time than wanted, and answers in the order given', async () => {
  let [now, most] = [0, 0];
  const answers = await inParallel([30, 5, 20, 1], 2, async (ms) => {
    most = Math.max(most, ++now);
    await setTimeout(ms);
    now -= 1;
    return ms * 2;
  });
  expect([answers, most]).toEqual([[60, 10, 40, 2], 2]);
  expect(await inParallel([], 4, () => Promise.reject(new Error('never')))).toEqual([]);
});

test('a fault is thrown when what was begun has ended, and nothing is begun after it', async () => {
  const [begun, ended]: [number[], number[]] = [[], []];
  const work = inParallel([0, 1, 2, 3], 2, async (n) => {
    begun.push(n);
    if (n === 0) throw new Error('the first');
    await setTimeout(10);
    ended.push(n);
  });
  await expect(work).rejects.toThrow('the first');
  expect([begun, ended]).toEqual([[0, 1], [1]]);
});
