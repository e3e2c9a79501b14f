import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alone, createSigner, memoryLog, std1, testLog, type EventLog, type Head } from '@lianhu/log';
import { LogMark, OlderCopy } from './log-mark';
import { logger } from './logger';

let folder: string;
const path = (): string => join(folder, 'log-mark.json');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianhu-mark-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const { signer } = testLog();
const grown = async (...ids: readonly string[]): Promise<EventLog> => {
  const log = memoryLog(testLog({ now: () => 1_000 }));
  for (const id of ids) await log.append([alone({ id })]);
  return log;
};
const FIRST: Partial<Head> = { epoch: 'first' };
/** A log as a database tells it. */
const told = (log: EventLog, more = FIRST) => ({
  head: async () => ({ ...(await log.head()), ...more }),
  consistency: (from: number, to: number) => log.consistency(from, to),
});
const markOf = (log: ReturnType<typeof told>, trust = signer!): LogMark => new LogMark(path(), log, trust, std1);
/** A hub that has seen this log, and ended. */
async function seen(log: EventLog): Promise<void> {
  const mark = markOf(told(log));
  await mark.check();
  await mark.close();
}

test.each<[string, before: string[], now: string[], more: Partial<Head>]>([
  ['the same', ['a', 'b'], ['a', 'b'], FIRST],
  ['one that has grown', ['a', 'b'], ['a', 'b', 'c', 'd', 'e'], FIRST],
  ['one that was empty', [], ['a'], FIRST],
  ['a restored one, shorter', ['a', 'b'], ['a'], { epoch: 'second', restoredFrom: { epoch: 'first', position: 1 } }],
  ['one of an engine without epochs', ['a', 'b'], ['a'], { epoch: undefined }],
])('a hub starts on %s', async (_title, before, now, more) => {
  await seen(await grown(...before));
  await markOf(told(await grown(...now), more)).check();
});

test.each<[string, before: string[], now: string[], words: RegExp, more: Partial<Head>]>([
  ['a shorter one', ['a', 'b', 'c'], ['a', 'b'], /ends at position 2.* up to 3: the database is an older copy.*lianhu accept-copy/, FIRST],
  ['an older copy that went on elsewhere', ['a', 'b'], ['a', 'x', 'y'], /another one before position 2.*lianhu accept-copy/, FIRST],
  ['an older copy that is as long again', ['a', 'b'], ['a', 'x'], /another one before position 2/, FIRST],
  ['another database', ['a'], ['a', 'b'], /another one than this hub has written.*DATABASE_URL.*remove .*log-mark\.json/, { epoch: 'other' }],
  ['a copy of before a restore', ['a'], ['a', 'b'], /another one than/, { epoch: 'other', restoredFrom: { epoch: 'zeroth', position: 1 } }],
])('and not on %s', async (_title, before, now, words, more) => {
  await seen(await grown(...before));
  const mark = markOf(told(await grown(...now), more));
  await expect(mark.check()).rejects.toThrow(words);
  await expect(mark.check()).rejects.toBeInstanceOf(OlderCopy);
});

test('nor where another key has signed, nor where the mark cannot be read', async () => {
  const log = await grown('a');
  await seen(log);
  const other = createSigner(log.origin, std1.sha256('another'));
  await expect(markOf(told(log), other).check()).rejects.toThrow(/another one than/);
  for (const text of ['', '{}', '{"epoch":1,"checkpoint":"a"}', '[', 'null']) {
    writeFileSync(path(), text);
    await expect(markOf(told(log)).check()).rejects.toThrow(/cannot be read/);
  }
});

test('it follows the log within a second, and never goes back with a database that was replaced beneath it', async () => {
  const log = await grown('a');
  const mark = markOf(told(log));
  const text = (): string => readFileSync(path(), 'utf8');
  await log.append([alone({ id: 'b' })]);
  mark.touch();
  mark.touch();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(text()).toContain(JSON.stringify((await log.head()).checkpoint));
  const [after, shorter] = [text(), await grown('a')];
  jest.spyOn(log, 'head').mockImplementation(() => shorter.head());
  await mark.close();
  expect(text()).toBe(after);
});

test('what cannot be written is said, and ends nothing', async () => {
  const said = jest.spyOn(logger, 'warn').mockImplementation(() => undefined);
  const log = await grown('a');
  const mark = markOf(told(log));
  rmSync(folder, { recursive: true });
  await mark.close();
  await mark.close();
  expect(said.mock.calls).toEqual([[{ fault: 'Error', code: 'ENOENT' }, expect.stringContaining('cannot be noted')]]);
});
