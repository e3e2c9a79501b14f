import type { LogReader } from '@lianhu/log';
import { momentToPosition } from './as-of';

const log = { head: async () => ({ position: 12 }), positionAt: async (moment: string) => (moment < '2026-10-01' ? 5 : 12) } as unknown as LogReader;

test('a position up to the head is itself; one that does not stand yet is refused with the range, as replays refuse it', async () => {
  expect(await momentToPosition(log, '0')).toBe(0);
  expect(await momentToPosition(log, '12')).toBe(12);
  await expect(momentToPosition(log, '13')).rejects.toMatchObject({
    extra: { errors: [{ pointer: '/asOf', rule: 'range', message: '日志序号须在 0 到 12 之间' }] },
  });
});

test('a time stands for the last position recorded by then, also with a plus that became a blank; anything else is refused', async () => {
  expect(await momentToPosition(log, '2026-09-03T00:00:00 08:00')).toBe(5);
  await expect(momentToPosition(log, '2026-09-03')).rejects.toMatchObject({ code: 'invalid-input' });
});
