import { setTimeout } from 'node:timers/promises';
import { ProblemError } from '@lianhu/services/platform';

/** A machine that is busy for longer is not busy. Unit: tries. */
const TRIES = 60;
/** Longest pause, whatever is asked. Unit: seconds. */
const LONGEST = 5;

/** The answer to what may be asked again: a busy machine says when (`retryAfter`). Throws what is said besides, and in the end that too. */
export async function untilTaken<T>(ask: () => Promise<T>, pause: (ms: number) => Promise<unknown> = setTimeout): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      const after = error instanceof ProblemError ? error.extra.retryAfter : undefined;
      if (after === undefined || tries === TRIES) throw error;
      await pause(1_000 * Math.min(after, LONGEST));
    }
  }
}
