import type { LogReader } from '@lianhu/log';
import { Monitor, type MonitorParts } from './monitor';

/** A monitor whose views take so many waits for every event, and stand still at a position. */
function slow(head: number, waits: number, stillAt = Infinity): Monitor {
  let waited = 0;
  const follower = {
    position: 0,
    waitFor(position: number): Promise<boolean> {
      waited += 1;
      if (waited % waits === 0 && this.position < stillAt) this.position += 1;
      return Promise.resolve(this.position >= position);
    },
  };
  const log = { head: () => Promise.resolve({ position: head }) } as unknown as LogReader;
  return new Monitor({ log, follower, reactors: [] } as unknown as MonitorParts);
}

test('views that move on are waited for, however long they take; of those that stand still it is said where', async () => {
  await expect(slow(25, 1).settle()).resolves.toBeUndefined();
  await expect(slow(25, 1, 7).settle()).rejects.toThrow('views stand at 7 of 25');
  await expect(slow(25, 2).settle()).rejects.toThrow('views stand at 0 of 25');
});
