import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { DayTurned, ReportClosed } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { recorded, toBase64 } from '@lianhu/kernel';
import { exportLines, rootAt, std1 } from '@lianhu/log';
import { computeQuarter, cutOffOf, reportBytes } from '@lianhu/reports';
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
  process.exitCode = 0;
  rmSync(folder, { recursive: true, force: true });
});
const file = (name: string): string => join(folder, name);

/** An export of a county whose third quarter is closed, with what its closing names otherwise; a call comes after it. */
async function closedExport(named: object = {}): Promise<{ readonly bytes: string; readonly position: number }> {
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
  const lines: string[] = [];
  for await (const line of exportLines(log, { of: 'all', mayRead: () => 'whole' })) lines.push(line);
  writeFileSync(file('export'), `${lines.join('\n')}\n`);
  return { bytes, position };
}
/** Runs the command; the report goes to a file. */
const replay = async (...more: string[]): Promise<string> => {
  await replayCommand().parseAsync([file('export'), '--quarter', Q, '--policy', packFile, '--out', file('out'), ...more], { from: 'user' });
  return readFileSync(file('out'), 'utf8');
};

test('a closed quarter gives the bytes that were closed, alone and with a manifest, which is of the closing’s position', async () => {
  const { bytes, position } = await closedExport();
  expect(await replay()).toBe(bytes);
  expect(await replay('--manifest', file('manifest'))).toBe(bytes);
  const manifest = JSON.parse(readFileSync(file('manifest'), 'utf8')) as Record<string, unknown>;
  expect([manifest['position'], manifest['closedHash']]).toEqual([position, manifest['reportHash']]);
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
