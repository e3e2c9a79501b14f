import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { DayTurned, ReportClosed, ReportRestated } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { recorded, toBase64, type Position } from '@lianhu/kernel';
import { exportLines, rootAt, std1, type EventLog } from '@lianhu/log';
import { computeQuarter, computeRestated, cutOffOf, foldClosings, reportBytes } from '@lianhu/reports';
import { loadPolicy } from '@lianhu/services/platform';
import { dayTurned, fixedClock, testLog, write } from '@lianhu/testing';
import { replayCommand } from './replay';

const Q = '2026-Q3';
const packFile = join(import.meta.dirname, '..', '..', '..', 'infra', 'policy', 'demonstration.json');
const policy = loadPolicy(packFile);
const counting = { quarter: Q, policy: policy.pack, calendar: chinaCalendarAssuming, sha256: std1.sha256 };
const NOTHING = toBase64(new Uint8Array(32));

let folder: string;
const said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianhu-replay-'));
  said.length = 0;
  jest.spyOn(console, 'error').mockImplementation((text: string) => void said.push(text));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
  rmSync(folder, { recursive: true, force: true });
});
const file = (name: string): string => join(folder, name);

type Exported = { readonly bytes: string; readonly position: Position };
/** An export of a county whose third quarter is closed, with what its closing names otherwise; a call comes after it. */
async function closedExport(named: object = {}): Promise<Exported> {
  const { log, ...exported } = await closedLog(named);
  await exportOf(log);
  return exported;
}
/** The same, restated as a second version, with what the restatement names otherwise: the call is withdrawn from it by a correction. */
async function restatedExport(named: object = {}): Promise<Exported & { readonly closed: Position }> {
  const { log, clock, position: closed } = await closedLog();
  const correction = { cls: DvCallReceived, time: '2026-06-20T10:00:00.000+08:00', subject: 'child-1', corrects: 1, data: { minorRole: 'witness' } };
  const position = await write(log, [correction]);
  const whole = { version: 2, position, root: await rootAt(log, std1, position) };
  const restated = (report: object) => ({ cls: ReportRestated, time: clock.moment(), data: { quarter: Q, approver: 'lead', ...whole, ...report } });
  const counted = (await log.read(0, position)).lines.map(recorded);
  const closings = [...counted, { ...counted[0]!, type: 'hub.report.restated', data: { quarter: Q, ...whole } }].reduce(foldClosings, new Map());
  const bytes = reportBytes((await computeRestated(counted, { ...counting, closings }, 2)).report());
  await write(log, [{ ...correction, subject: 'child-2', corrects: 2 }, restated({ report: toBase64(std1.sha256(bytes)), ...named })]);
  await exportOf(log);
  return { bytes, position, closed };
}
async function exportOf(log: EventLog): Promise<void> {
  const lines: string[] = [];
  for await (const line of exportLines(log, { of: 'all', mayRead: () => 'whole' })) lines.push(line);
  writeFileSync(file('export'), `${lines.join('\n')}\n`);
}
async function closedLog(named: object = {}) {
  const clock = fixedClock('2026-07-20');
  const log = testLog(clock);
  const call = (n: number) => ({
    cls: DvCallReceived,
    time: clock.moment(),
    subject: `child-${n}`,
    residenceArea: '990101001',
    data: { minorRole: 'witness' },
  });
  const position = await write(log, [call(1), call(2), call(3)]);
  const bytes = reportBytes(await computeQuarter((await log.read(0, position)).lines.map(recorded), counting));
  const closed = { quarter: Q, version: 1, position, root: await rootAt(log, std1, position), policy: policy.hash };
  const data = { ...closed, cutOff: cutOffOf(counting), report: toBase64(std1.sha256(bytes)), ...named };
  clock.set('2026-11-02');
  await write(log, [dayTurned(DayTurned, '2026-11-02'), { cls: ReportClosed, time: clock.moment(), data }, call(4)]);
  return { log, clock, bytes, position };
}
/** Runs the command; the report goes to a file. */
const replay = async (...more: string[]): Promise<string> => {
  await replayCommand().parseAsync([file('export'), '--quarter', Q, '--policy', packFile, '--out', file('out'), ...more], { from: 'user' });
  return readFileSync(file('out'), 'utf8');
};

type Manifest = Readonly<Record<string, unknown>>;
const manifest = (): Manifest => JSON.parse(readFileSync(file('manifest'), 'utf8')) as Manifest;

test('a closed quarter gives the bytes that were closed, alone and with a manifest, which is of the closing’s position', async () => {
  const { bytes, position } = await closedExport();
  expect(await replay()).toBe(bytes);
  expect(await replay('--manifest', file('manifest'))).toBe(bytes);
  expect(manifest()).toMatchObject({ position, version: 1, closedHash: manifest()['reportHash'] });
  expect([said, process.exitCode ?? 0]).toEqual([Array(2).fill('The report is the one that was closed.'), 0]);
});

test('another policy pack than the closing’s is refused', async () => {
  await closedExport();
  writeFileSync(file('pack'), `${readFileSync(packFile, 'utf8')}\n`);
  for (const more of [[], ['--manifest', file('manifest')]])
    await expect(replay('--policy', file('pack'), ...more)).rejects.toThrow(`was closed with the policy pack whose SHA-256 is ${policy.hash}`);
});

test.each([
  ['another report', { report: NOTHING }, 'not the report that was closed', 1],
  ['another root', { root: NOTHING }, 'do not give the root', 1],
  ['no report', { report: undefined, cutOff: undefined }, 'Counted again', 0],
])('a closing that names %s: it is said, and the exit tells whether it is a fault', async (_, named, words, exit) => {
  const { bytes } = await closedExport(named);
  for (const more of [[], ['--manifest', file('manifest')]]) {
    process.exitCode = 0;
    expect(await replay(...more)).toBe(bytes);
    expect([said.at(-1), process.exitCode]).toEqual([expect.stringContaining(words), exit]);
  }
});

test.each([
  ['all of it', {}, 'The report is the one that was restated.', 0],
  ['another report', { report: NOTHING }, 'not the report that was restated', 1],
  ['another root', { root: NOTHING }, 'do not give the root that the restatement names', 1],
  ['no report', { root: undefined, report: undefined }, 'Counted again: the restatement names no hash', 0],
])('a later version is compared with its restatement, which names %s', async (_, named, words, exit) => {
  const { bytes, position } = await restatedExport(named);
  for (const more of [[], ['--manifest', file('manifest')]]) {
    process.exitCode = 0;
    expect(await replay('--version', '2', ...more)).toBe(bytes);
    expect([said.at(-1), process.exitCode]).toEqual([expect.stringContaining(words), exit]);
    await expect(replay('--version', '3', ...more)).rejects.toMatchObject({ code: 'report.not-restated' });
  }
  expect(manifest()).toMatchObject({ quarter: Q, version: 2, position });
});

test('what a restatement changed: the second version as far as the closing is the first, and each row tells the correction that made it', async () => {
  const { position, closed } = await restatedExport();
  const changes = (await replay('--version', '2', '--compare-with', String(closed), '--manifest', file('manifest'))).trimEnd().split('\n');
  const rows = changes.map((line) => JSON.parse(line) as { key: string; before?: { value?: number }; after?: { value?: number }; events: unknown });
  expect(rows.find(({ key }) => key === 'B14.incidents|county')).toMatchObject({
    ...{ before: { value: 3 }, after: { value: 2 } },
    events: { count: 1, newest: [{ position, type: 'police.dv-call.received' }] },
  });
  expect([said, process.exitCode ?? 0]).toEqual([['The report is the one that was closed.', 'The report is the one that was restated.'], 0]);
  const { reportHash, restatedHash, earlier } = manifest();
  expect([reportHash, earlier]).toEqual([
    restatedHash,
    expect.objectContaining({ position: closed, closedHash: (earlier as Manifest)['reportHash'] }),
  ]);
});

test.each([
  [['--quarter', Q, '--policy', packFile, '--version', '0'], 'write a whole number'],
  [['--quarter', Q, '--policy', packFile, '--version', '1.5', '--as-of', '1'], 'write a whole number'],
  [['--view', 'minors', '--version', '2'], 'say --quarter'],
])('what is no version of a report is refused (%#)', async (args, words) => {
  await closedExport();
  await expect(replayCommand().parseAsync([file('export'), ...args], { from: 'user' })).rejects.toThrow(words);
});
