import fc from 'fast-check';
import type { StoredLine } from '@lianhu/kernel';
import type { Page } from '@lianhu/log';
import { NewestLines } from './shared-reads';

const lineAt = (position: number): StoredLine => ({ position, claim: `claim ${position}`, stamp: '', bound: '', leafHash: '' });

/** A log that grows, and counts its readings. */
class GrowingLog {
  head = 0;
  readings = 0;
  async read(after: number, limit: number): Promise<Page> {
    this.readings += 1;
    const { head } = this;
    await Promise.resolve();
    const count = Math.max(0, Math.min(limit, head - after));
    const lines = Array.from({ length: count }, (_, i) => lineAt(after + 1 + i));
    return { lines, scannedTo: count === limit ? after + count : Math.max(after, head), head };
  }
}

/** Follows until nothing is left, as followers do: page by page, and asks once more where a page said that it led to the head. */
async function follow(lines: NewestLines, from: number, limit: number, seen: number[]): Promise<number> {
  let at = from;
  for (let page = await lines.read(at, limit); page.lines.length > 0; page = await lines.read(at, limit)) {
    seen.push(...page.lines.map(({ position }) => position));
    at = page.lines.at(-1)?.position ?? at;
    expect(page.head).toBeGreaterThanOrEqual(at);
  }
  return at;
}

test('whoever follows, at any pace and with any page, sees every line once and in order', async () => {
  const follower = fc.record({ limit: fc.integer({ min: 1, max: 700 }), idle: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }) });
  const grown = fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.array(follower, { minLength: 1, maxLength: 4 }), grown, async (followers, growth) => {
      const log = new GrowingLog();
      const lines = new NewestLines(log);
      const seen = followers.map((): number[] => []);
      for (const [step, more] of growth.entries()) {
        log.head += more;
        await Promise.all(
          followers.map(async ({ limit, idle }, f) => {
            const own = seen[f] as number[];
            if (!idle[step]) await follow(lines, own.at(-1) ?? 0, limit, own);
          }),
        );
      }
      for (const [f, { limit }] of followers.entries()) await follow(lines, seen[f]?.at(-1) ?? 0, limit, seen[f] as number[]);
      for (const own of seen) expect(own).toEqual(Array.from({ length: log.head }, (_, i) => i + 1));
    }),
  );
});

test('followers that stand together cost one reading, and one far behind takes nothing from them', async () => {
  const log = new GrowingLog();
  const lines = new NewestLines(log);
  log.head = 10_000;
  await lines.read(9_000, 2_000);
  expect(log.readings).toBe(1);
  const pages = await Promise.all([lines.read(9_400, 500), lines.read(9_990, 2_000), lines.read(0, 500)]);
  expect(pages.map(({ lines: [first], scannedTo, head }) => [first?.position, scannedTo, head])).toEqual([
    [9_401, 9_900, 10_000],
    [9_991, 10_000, 10_000],
    [1, 500, 10_000],
  ]);
  expect(log.readings).toBe(2);
  log.head = 10_020;
  const next = await Promise.all([lines.read(10_000, 2_000), lines.read(10_000, 500), lines.read(10_000, 7)]);
  expect(next.map((page) => page.lines.length)).toEqual([20, 20, 7]);
  expect(log.readings).toBe(3);
  expect((await lines.read(9_400, 2_000)).lines).toHaveLength(620);
  expect(log.readings).toBe(3);
});

test('a reading that fails fails for those who wait for it, and the next one reads again', async () => {
  const log = new GrowingLog();
  let broken = true;
  const lines = new NewestLines({ read: (after, limit) => (broken ? Promise.reject(new Error('away')) : log.read(after, limit)) });
  const both = await Promise.allSettled([lines.read(0, 10), lines.read(0, 10)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  broken = false;
  log.head = 3;
  expect((await lines.read(0, 10)).lines).toHaveLength(3);
});

test('what was kept is forgotten after a while: a log that was restored may hold other lines', async () => {
  const log = new GrowingLog();
  const lines = new NewestLines(log);
  log.head = 20;
  const now = jest.spyOn(performance, 'now').mockReturnValue(1_000);
  try {
    await lines.read(0, 100);
    now.mockReturnValue(6_000);
    await lines.read(10, 100);
    expect(log.readings).toBe(1);
    now.mockReturnValue(6_001);
    log.head = 15;
    expect((await lines.read(10, 100)).head).toBe(15);
    expect(log.readings).toBe(2);
  } finally {
    now.mockRestore();
  }
});
