import type { LogReader } from '@lianhu/log';
import { positionOf } from './position-of';

const log = { head: async () => ({ position: 12 }), positionAt: async (moment: string) => (moment < '2026-10-01' ? 5 : 12) } as unknown as LogReader;
const of = (asOf: unknown, language: 'zh' | 'en' = 'zh'): Promise<number> => positionOf(log, asOf, '/compareWith', language);
const refusal = (rule: string, message: string): object => ({
  code: 'invalid-input',
  extra: { errors: [{ pointer: '/compareWith', rule, message }] },
});

test.each([['0'], ['12'], [0], [12]])('the position %p up to the head is itself', async (asOf) => {
  expect(await of(asOf)).toBe(Number(asOf));
});

test.each([['13'], [13], [-1], [1.5], [NaN], [2 ** 53]])('%p stands for nothing that anybody saw, and is refused with the range', async (asOf) => {
  await expect(of(asOf)).rejects.toMatchObject(refusal('range', '日志序号须在 0 到 12 之间'));
  await expect(of(asOf, 'en')).rejects.toMatchObject(refusal('range', 'A position from 0 to 12'));
});

test('a time stands for the last position recorded by then, also with a plus that became a blank', async () => {
  expect(await of('2026-09-03T00:00:00 08:00')).toBe(5);
  expect(await of('2026-10-03T00:00:00+08:00')).toBe(12);
});

test.each([['2026-09-03'], ['1.5'], ['9'.repeat(16)], [''], [null], [true], [['5']], [{}]])('%p is no moment', async (asOf) => {
  await expect(of(asOf)).rejects.toMatchObject(refusal('format', '请填写日志序号或带时区的时间，如 12345、2026-10-12T09:30:00+08:00'));
  await expect(of(asOf, 'en')).rejects.toMatchObject(refusal('format', expect.stringContaining('a time with offset')));
});
