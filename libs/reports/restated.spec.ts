import { chinaCalendar } from '@lianhu/calendar';
import { RecordWithdrawn, ReportClosed, ReportRestated } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { at, POLICY, sha256, SpecLog } from './log.fixture';
import { foldClosings } from './quarter';
import { reportBytes, type RawReport } from './report';
import { countVersion, publishAgain } from './restated';
import { isSuppressed, publish } from './suppression/publish';

const TOWNS = ['990101001', '990101002', '990101003'];
const publishing = { below: 5 };

/** A report with so many calls by town. */
function callsOf(...calls: readonly number[]): Promise<RawReport> {
  const log = new SpecLog();
  calls.forEach((count, town) => {
    for (let i = 0; i < count; i += 1)
      log.add(DvCallReceived, { time: at('2026-07-20'), subject: 'child-a', area: TOWNS[town], incident: `${town}-${i}` }, {});
  });
  return log.report('2026-Q3');
}
/** What the second version shows of calls, by town and for the county; ‹ for what is suppressed. */
async function again(before: readonly number[], after: readonly number[]): Promise<readonly (number | string | undefined)[]> {
  const earlier = publish(await callsOf(...before), publishing);
  const { cells } = publishAgain(await callsOf(...after), publishing, earlier);
  return [...TOWNS.map((town) => `town=${town}`), 'county'].map((place) => {
    const cell = cells.find(({ id }) => id === `B14.incidents|${place}`);
    return cell && (isSuppressed(cell) ? '‹' : cell.value);
  });
}

test('figures that stay large are shown in the next version', async () => {
  expect(await again([9, 20, 30], [8, 20, 30])).toEqual([8, 20, 30, 58]);
});

test('a figure that becomes small takes its whole indicator with it: the shown figures of before would tell it', async () => {
  expect(await again([5, 20, 30], [4, 20, 30])).toEqual(['‹', '‹', '‹', '‹']);
});

test('what was suppressed stays suppressed, also when it is large now', async () => {
  expect((await again([4, 9, 20], [6, 9, 20])).slice(0, 2)).toEqual(['‹', '‹']);
});

describe('a version of a quarter', () => {
  const Q = '2026-Q3';
  const LATE = at('2026-11-02');
  const log = new SpecLog();
  for (const incident of ['a', 'b', 'c'])
    log.add(DvCallReceived, { time: at('2026-07-20'), subject: 'child-a', area: TOWNS[0], incident }, { minorRole: 'witness' });
  log.add(ReportClosed, { time: LATE }, { quarter: Q, version: 1, position: 3, root: 'r', policy: 'p' });
  for (const [n, position] of [4, 6].entries()) {
    log.add(RecordWithdrawn, { time: LATE, subject: 'child-a', corrects: n + 1 }, { target: n + 1, reason: 'duplicate' });
    log.add(ReportRestated, { time: LATE }, { quarter: Q, version: n + 2, position: position + 1, root: 'r', report: 'h' });
  }
  const counting = { quarter: Q, policy: POLICY, calendar: chinaCalendar, sha256, closings: log.events.reduce(foldClosings, new Map()) };
  const bytes = (version: number, to: number): string => {
    const { count, take } = countVersion(counting, version);
    for (const event of log.events.slice(0, to)) take(event);
    return reportBytes(count.report());
  };
  const calls = (report: string): unknown => (JSON.parse(report) as RawReport).cells.find(({ id }) => id === 'B14.incidents|county')?.value;

  test('is an earlier one, to the byte, as far as that one’s position; nothing after its own counts', () => {
    expect([1, 2, 3].map((version) => calls(bytes(version, log.events.length)))).toEqual([3, 2, 1]);
    for (const version of [1, 2, 3]) {
      expect(bytes(version, 3)).toBe(bytes(1, log.events.length));
      if (version > 1) expect(bytes(version, 5)).toBe(bytes(2, log.events.length));
    }
  });

  test('that the log does not hold is refused; of a quarter that is not closed there is the first', () => {
    expect(() => bytes(4, 3)).toThrow('no version 4');
    expect(() => countVersion({ ...counting, closings: new Map() }, 2)).toThrow('no version 2');
    expect(countVersion({ ...counting, closings: new Map() }, 1).take(log.events[0]!)).toBe(true);
  });
});
