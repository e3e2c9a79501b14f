import { ProblemError } from '@lianhu/services/platform';
import { untilTaken } from './until-taken';

/** Refuses so many times, then answers; counts who asked. */
function refusing(times: number, refusal: Error): { readonly ask: () => Promise<string>; asked: number } {
  const one = {
    asked: 0,
    ask: (): Promise<string> => ((one.asked += 1) <= times ? Promise.reject(refusal) : Promise.resolve('taken')),
  };
  return one;
}

test('a busy machine is asked again when it says, with pauses that are bounded, and not for ever', async () => {
  const pauses: number[] = [];
  const pause = (ms: number): Promise<void> => Promise.resolve(void pauses.push(ms));
  const soon = refusing(2, new ProblemError('busy', { retryAfter: 1 }));
  await expect(untilTaken(soon.ask, pause)).resolves.toBe('taken');
  await expect(untilTaken(refusing(1, new ProblemError('busy', { retryAfter: 600 })).ask, pause)).resolves.toBe('taken');
  expect([soon.asked, pauses]).toEqual([3, [1_000, 1_000, 5_000]]);
  const never = refusing(Infinity, new ProblemError('busy', { retryAfter: 1 }));
  await expect(untilTaken(never.ask, pause)).rejects.toThrow('busy');
  expect(never.asked).toBe(60);
});

test('what is refused for itself is asked once', async () => {
  for (const refusal of [new ProblemError('not-found'), new TypeError('no')]) {
    const one = refusing(1, refusal);
    await expect(untilTaken(one.ask)).rejects.toBe(refusal);
    expect(one.asked).toBe(1);
  }
});
