import { viewerOf, type Viewer } from '@lianhu/access';
import { alone, entryOf, memoryLog, std1, testLog } from '@lianhu/log';
import type { Caller } from '@lianhu/services/platform';
import { liveLines } from './live-lines';
import { LogPages, subjectsIn } from './log-pages';

const AUDITOR: Caller = { viewer: viewerOf({ name: 'auditor', role: 'auditor', area: '990101' }) as Viewer, purpose: 'audit', language: 'zh' };
const recorded: object[] = [];
beforeEach(() => void recorded.splice(0));

/** A log whose waiting passes five seconds of a clock by hand, or takes in what the test appends meanwhile. */
function scene(meanwhile: () => Promise<unknown> = () => Promise.resolve(), stands = async (): Promise<boolean> => true) {
  const log = memoryLog(testLog());
  const clock = { ms: 0 };
  log.wait = async (): Promise<void> => {
    clock.ms += 5_000;
    await meanwhile();
  };
  const recorder = { record: async (_caller: Caller, route: string, shown: object) => void recorded.push({ route, ...shown }) };
  const pages = new LogPages(log, std1, undefined as never, recorder as never, { among: async () => new Set<string>() });
  return { log, lines: (after = 0) => liveLines(pages, { ...AUDITOR, stands }, after, {}, () => clock.ms), clock };
}
async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const text of lines) found.push(text);
  return found;
}

test('a stream ends after five minutes: whoever lost the right to it does not go on reading; what nobody was shown is not recorded', async () => {
  const { log, lines, clock } = scene();
  await log.append([alone({ id: 'a', subject: 'child-one' })]);
  const texts = await all(lines());
  expect(clock.ms).toBe(300_000);
  expect(texts).toHaveLength(61);
  expect(texts[0]).toContain('"id":"a"');
  expect(texts.at(-1)).toBe('event: scanned\nid: 1\ndata: {"scannedTo":1,"head":1}\n\n');
  expect(recorded).toEqual([{ route: 'log.events', children: ['child-one'], cases: [] }]);
  expect((await all(lines(1))).join('')).not.toContain('"id":"a"');
});

test('what comes while it waits is sent, and recorded with everybody whom it names', async () => {
  let late = 0;
  const { log, lines } = scene(async () => {
    if (++late === 2) await log.append([{ entries: [entryOf({ id: 'late', subject: 'case-two' })] }]);
  });
  const texts = (await all(lines())).filter((text) => text.startsWith('data: '));
  expect(texts).toHaveLength(1);
  expect(texts[0]).toContain('"id":"late"');
  expect(recorded).toEqual([{ route: 'log.events', children: [], cases: ['case-two'] }]);
});

test.each([
  ['who is not signed in any more', async () => false],
  ['of whom that cannot be told', () => Promise.reject(new Error('the database is away'))],
])('what comes is neither sent to somebody %s, nor recorded', async (_, ended) => {
  let signedIn = true;
  const { log, lines, clock } = scene(
    async () => {
      await log.append([alone({ id: `n${clock.ms}`, subject: 'child-one' })]);
      signedIn = clock.ms < 15_000;
    },
    async () => signedIn || ended(),
  );
  const texts = await all(lines());
  expect(texts.flatMap((text) => /"id":"(n\d+)"/.exec(text)?.[1] ?? [])).toEqual(['n5000', 'n10000']);
  expect([clock.ms, recorded.length]).toEqual([15_000, 2]);
});

test('of a merge or split both children are read', () => {
  expect(subjectsIn(['{"other":"child-b","subject":"child-a"}', '{"subject":"case-c"}', '{}'])).toEqual({
    children: ['child-b', 'child-a'],
    cases: ['case-c'],
  });
});
