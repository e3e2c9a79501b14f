import type { EventLog } from './contract';
import { alone, handClock, testLog, type Open } from './contract-fixture';
import { OutOfRange } from './errors';

/** Reading, waiting and looking back in time. */
export function readingSuite(open: Open): void {
  const fill = async (log: EventLog): Promise<void> => {
    for (let i = 1; i <= 20; i++) {
      const department = i % 5 === 0 ? 'education' : 'police';
      await log.append([
        alone({ id: `${i}`, department, type: `${department}.kind${i % 2}.noted`, subject: i % 4 === 0 ? 'child-a' : `child-${i}` }),
      ]);
    }
  };
  const at = async (log: EventLog, ...args: Parameters<EventLog['read']>) => {
    const { lines, scannedTo, head } = await log.read(...args);
    return { positions: lines.map(({ position }) => position), scannedTo, head };
  };

  test('an empty log', async () => {
    const log = await open();
    const { suite, signer } = testLog();
    expect(await log.head()).toMatchObject({
      position: 0,
      root: Buffer.from(suite.sha256('')).toString('base64'),
      recordedAt: '1970-01-01T08:00:00.000+08:00',
      checkpoint: signer.sign(0, suite.sha256('')),
    });
    expect(await log.read(0, 10)).toEqual({ lines: [], scannedTo: 0, head: 0 });
    expect(await log.positionAt('2026-10-12T09:30:00.000+08:00')).toBe(0);
    expect([await log.leaves(0, 10), await log.checkpoints(0, 10), (await log.beside([1])).size]).toEqual([[], [], 0]);
  });

  test('pages without a filter hold exactly `limit` lines, without gaps, and end at the head', async () => {
    const log = await open();
    await fill(log);
    expect(await at(log, 0, 7)).toEqual({ positions: [1, 2, 3, 4, 5, 6, 7], scannedTo: 7, head: 20 });
    expect(await at(log, 18, 7)).toEqual({ positions: [19, 20], scannedTo: 20, head: 20 });
    expect(await at(log, 20, 7)).toEqual({ positions: [], scannedTo: 20, head: 20 });
  });

  test('a filter narrows, `limit` counts matches, and scannedTo goes on when nothing matched', async () => {
    const log = await open();
    await fill(log);
    expect(await at(log, 0, 3, { types: ['police.kind1.noted', 'education.kind1.noted'] })).toEqual({ positions: [1, 3, 5], scannedTo: 5, head: 20 });
    expect(await at(log, 5, 100, { types: ['education.kind1.noted'] })).toEqual({ positions: [15], scannedTo: 20, head: 20 });
    expect(await at(log, 0, 100, { department: 'education' })).toEqual({ positions: [5, 10, 15, 20], scannedTo: 20, head: 20 });
    expect(await at(log, 0, 2, { department: 'education' })).toEqual({ positions: [5, 10], scannedTo: 10, head: 20 });
    expect(await at(log, 4, 100, { subject: 'child-a' })).toEqual({ positions: [8, 12, 16, 20], scannedTo: 20, head: 20 });
    expect(await at(log, 0, 1, { subject: 'child-a' })).toEqual({ positions: [4], scannedTo: 4, head: 20 });
    expect(await at(log, 0, 9, { subject: 'child-a', department: 'education' })).toEqual({ positions: [20], scannedTo: 20, head: 20 });
    expect(await at(log, 0, 9, { subject: 'child-a', types: ['police.kind1.noted'] })).toEqual({ positions: [], scannedTo: 20, head: 20 });
    expect(await at(log, 0, 9, { types: ['education.kind0.noted'], department: 'police' })).toEqual({ positions: [], scannedTo: 20, head: 20 });
    expect(await at(log, 0, 9, { types: [] })).toEqual({ positions: [], scannedTo: 20, head: 20 });
  });

  test('wait resolves when the head passes a position, at once when it has, and after the time otherwise', async () => {
    const log = await open();
    await log.append([alone({ id: '1' })]);
    await log.wait(0, 60_000);
    let woken = false;
    const waiting = log.wait(1, 60_000).then(() => (woken = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(woken).toBe(false);
    await log.append([alone({ id: '2' })]);
    await waiting;
    const before = performance.now();
    await log.wait(2, 30);
    expect(performance.now() - before).toBeGreaterThanOrEqual(25);
  });

  test('a moment is one position: the last recorded at or before it', async () => {
    const clock = handClock('2026-10-12T09:30:00.000+08:00');
    const log = await open(clock);
    await log.append([alone({ id: '1' }), alone({ id: '2' })]);
    clock.set('2026-10-12T09:30:01.000+08:00');
    await log.append([alone({ id: '3' })]);
    clock.set('2026-10-12T09:30:02.000+08:00');
    await log.append([alone({ id: '4' })]);
    const times = ['09:29:59.999', '09:30:00.000', '09:30:00.999', '09:30:01.000', '09:30:01.999', '09:30:02.000', '23:00:00.000'];
    expect(await Promise.all(times.map((time) => log.positionAt(`2026-10-12T${time}+08:00`)))).toEqual([0, 2, 2, 3, 3, 4, 4]);
  });

  test('what lies outside the log is refused', async () => {
    const log = await open();
    await log.append([alone({ id: '1' }), alone({ id: '2' })]);
    for (const [position, size] of [
      [1, 3],
      [0, 2],
      [2, 1],
    ] as const)
      await expect(log.inclusion(position, size)).rejects.toThrow(OutOfRange);
    for (const [from, to] of [
      [1, 3],
      [2, 1],
      [-1, 2],
    ] as const)
      await expect(log.consistency(from, to)).rejects.toThrow(OutOfRange);
    expect(await log.consistency(0, 2)).toEqual([]);
    expect(await log.inclusion(2, 2)).toMatchObject({ index: 1, treeSize: 2 });
  });
}
