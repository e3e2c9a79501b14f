import type { Steps } from '@lianhu/kernel';

/** How long steps are taken until others have their turn. Unit: milliseconds. Reason: less than what people notice, many times what a turn costs. */
const TURN_MS = 10;

/** Takes steps for a few milliseconds at a time, so that the process answers others meanwhile. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    for (const until = performance.now() + TURN_MS; performance.now() < until;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
