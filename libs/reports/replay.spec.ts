import { chinaCalendar, type Calendar } from '@lianhu/calendar';
import { ReportClosed, ReportOpened } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { canonical, lineText, recorded, type Json, type LineParts, type Recorded } from '@lianhu/kernel';
import { computeQuarter } from './compute';
import { at, POLICY, sha256, SpecLog } from './log.fixture';
import { ExportIncomplete, closingsOfExport, differenceFrom, eventsOfExport, replayQuarter } from './replay';
import { reportBytes, type RawReport } from './report';

const counting = { quarter: '2026-Q3', calendar: chinaCalendar, sha256 };
const HEADER = '{"export":1,"from":1,"of":"all","origin":"lianhu/990101","to":9}';

/** An event as the three parts of its stored line. */
function partsOf({ type, time, receivedAt, department, position, recordedAt, level, subject, incident, data }: Recorded): LineParts {
  const claim = {
    type,
    time,
    receivedat: receivedAt,
    department,
    source: 'urn:lianhu:source:spec',
    id: { digest: `d${position}` },
    nonce: 'n',
    data: data as Json,
  };
  const stamp = { batch: { index: 0, keyId: 'k', path: [], signature: 's', size: 1 }, level, position, recordedAt, suite: 'std-1' };
  return { claim: canonical(claim), stamp: canonical(stamp), bound: canonical({ subject, incident }) };
}

const linesOf = (events: readonly Recorded[]): string[] => [HEADER, ...events.map((event) => lineText(partsOf(event))), '{"checkpoint":"note"}'];

/** The frozen report, from recorded events whose leaves are hashed here, apart from the replay. */
const frozen = (events: readonly Recorded[]): Promise<RawReport> =>
  computeQuarter(
    events.map((event) => {
      const parts = partsOf(event);
      const leaf = sha256(Uint8Array.of(0), sha256(parts.claim), sha256(parts.stamp), sha256(parts.bound));
      return recorded({ ...parts, position: event.position, leafHash: Buffer.from(leaf).toString('base64') });
    }),
    { ...counting, policy: POLICY },
  );

function log(): SpecLog {
  const log = new SpecLog().child('child-a').child('child-b');
  for (const day of ['2026-07-20', '2026-07-21', '2026-08-01'])
    log.add(DvCallReceived, { time: at(day), subject: 'child-a', incident: day }, { minorRole: 'witness', repeatIn12m: 1 });
  log.add(ReportOpened, { time: at('2026-10-01', '00:00:00.000') }, { quarter: '2026-Q3' });
  return log.add(DvCallReceived, { time: at('2026-10-20'), subject: 'child-a', incident: 'after' }, { minorRole: 'witness' });
}

const replay = (lines: readonly string[], policy: object = POLICY, more: object = {}): Promise<string> =>
  replayQuarter(eventsOfExport(lines, sha256), JSON.stringify(policy), { ...counting, ...more });

test('an export and the policy pack give the same bytes as the frozen report', async () => {
  const { events } = log();
  const bytes = reportBytes(await frozen(events));
  expect(await replay(linesOf(events))).toBe(bytes);
  expect(JSON.parse(bytes)).toMatchObject({ quarter: '2026-Q3', area: '990101', cutOff: at('2026-10-14', '00:00:00.000'), position: 5 });
});

test('the lines of the report itself change nothing, whether they are there or not', async () => {
  const closed = log().add(ReportClosed, { time: at('2026-10-14') }, { quarter: '2026-Q3', version: 1, position: 6, root: 'r', policy: 'p' });
  const without = closed.events.filter(({ type }) => !type.startsWith('hub.report.'));
  const bytes = reportBytes(await frozen(log().events));
  expect(await replay(linesOf(closed.events))).toBe(bytes);
  expect(await replay(linesOf(without))).toBe(bytes);
});

test('changing one source event changes its cells and no others', async () => {
  const { events } = log();
  const changed = events.map((event) => (event.position === 4 ? { ...event, data: { ...event.data, injury: 'slight' } } : event));
  const before = JSON.parse(await replay(linesOf(events))) as RawReport;
  const after = JSON.parse(await replay(linesOf(changed))) as RawReport;
  const different = after.cells
    .filter((cell, index) => canonical(cell as unknown as Json) !== canonical(before.cells[index] as unknown as Json))
    .map(({ id }) => id);
  expect(different.sort()).toEqual(
    [
      'B14.incidents|county',
      'B14.incidents|town=990101001',
      'B14.repeat|county',
      'B14.repeat|town=990101001',
      'H04.events|county',
      'H04.events|department=police',
      'H04.inTime|county',
      'H04.inTime|department=police',
      'H05.rate|county',
      'H05.rate|department=police',
    ].sort(),
  );
});

test('a missing source event changes the figure', async () => {
  const { events } = log();
  const fewer = JSON.parse(await replay(linesOf(events.filter(({ position }) => position !== 4)))) as RawReport;
  expect(fewer.cells.find(({ id }) => id === 'B14.incidents|county')).toMatchObject({ value: 2, events: { count: 2 } });
});

test('another policy pack gives another report', async () => {
  const { events } = log();
  const other = await replay(linesOf(events), { ...POLICY, report: { ...POLICY.report, cutOffWorkingDays: 4 } });
  expect(other).not.toBe(await replay(linesOf(events)));
});

test('an export with stubs is refused by its line, not counted wrongly', async () => {
  const lines = linesOf(log().events);
  lines[3] = '{"leafHash":"aaaa","position":3}';
  await expect(replay(lines)).rejects.toThrow(ExportIncomplete);
  await expect(replay(lines)).rejects.toThrow('Line 4');
});

test('an export of a part of the log is refused', async () => {
  for (const part of ['range', 'subject'])
    await expect(replay([HEADER.replace('all', part), ...linesOf(log().events).slice(1)])).rejects.toThrow('a part');
});

test('events out of order are refused', async () => {
  const { events } = log();
  await expect(replay(linesOf([events[1]!, events[0]!]))).rejects.toThrow('Position 1');
});

/** A calendar whose later notice moved the cut-off by a day. */
const later: Calendar = { ...chinaCalendar, isWorkingDay: (date) => date !== '2026-10-13' && chinaCalendar.isWorkingDay(date) };

test('a closed quarter ends where its closing says, whatever the calendar says by now; what is late stays late', async () => {
  const cutOff = at('2026-10-14', '00:00:00.000');
  const late = () =>
    log().add(DvCallReceived, { time: at('2026-09-30'), recordedAt: at('2026-10-14', '09:00:00.000'), subject: 'child-b' }, { minorRole: 'witness' });
  const [closed, old] = [{ cutOff }, {}].map(
    (more) =>
      late().add(ReportClosed, { time: at('2026-10-15') }, { quarter: '2026-Q3', version: 1, position: 6, root: 'r', policy: 'p', ...more }).events,
  );
  const bytes = await replay(linesOf(closed!));
  expect(await replay(linesOf(closed!), POLICY, { calendar: later })).not.toBe(bytes);
  const ending = async (events: readonly Recorded[]) => ({ calendar: later, closings: await closingsOfExport(linesOf(events), sha256) });
  expect(await replay(linesOf(closed!), POLICY, await ending(closed!))).toBe(bytes);
  // A closing that names no cut-off: its position holds all the same.
  const again = JSON.parse(await replay(linesOf(old!), POLICY, await ending(old!))) as RawReport;
  expect([again.cells, again.position]).toEqual([(JSON.parse(bytes) as RawReport).cells, 5]);
});

test('root and report are compared with what the closing names, where it names them', () => {
  const closing = { version: 1, position: 6, root: 'r', policy: 'p', closedOn: '2026-10-15', restated: [] };
  expect(differenceFrom({ ...closing, report: 'h' }, { root: 'r', report: 'h' })).toBeUndefined();
  expect(differenceFrom({ ...closing, report: 'h' }, { root: 'r' })).toBeUndefined();
  expect(differenceFrom(closing, { root: 'r', report: 'other' })).toBeUndefined();
  expect(differenceFrom(closing, { root: 'other', report: 'h' })).toContain('position 6');
  expect(differenceFrom({ ...closing, report: 'h' }, { root: 'r', report: 'other' })).toContain('not the report that was closed');
});
