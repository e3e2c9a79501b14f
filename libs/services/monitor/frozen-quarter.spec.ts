import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { chinaCalendarAssuming, type Calendar } from '@lianhu/calendar';
import { catalogue } from '@lianhu/catalogue';
import { DayTurned, ReportClosed } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { dateOf, toBase64, type Recorded } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import { INDICATORS, isSuppressed, reportBytes, type PublishedReport } from '@lianhu/reports';
import { loadPolicy, type HubForMonitor, type LoadedPolicy } from '@lianhu/services/platform';
import { fixedClock, testLog, write, type Written } from '@lianhu/testing';
import { randomEvents } from '@lianhu/testing/random-events';
import { KeptFigures } from './kept-figures';
import { Quarters } from './quarters';

const Q = '2026-Q3';
const policy = loadPolicy(join(import.meta.dirname, '..', '..', '..', 'infra', 'policy', 'demonstration.json'));
/** The same county, with another limit below which figures are suppressed. */
function packBelow(suppressBelow: number): LoadedPolicy {
  const text = JSON.stringify({ ...policy.pack, report: { ...policy.pack.report, suppressBelow } });
  return { ...policy, pack: JSON.parse(text) as LoadedPolicy['pack'], text, hash: toBase64(std1.sha256(text)) };
}
/** A notice that came after the closing: a working day of the cut-off is none. */
const noticed: Calendar = { ...chinaCalendarAssuming, isWorkingDay: (day) => day !== '2026-10-09' && chinaCalendarAssuming.isWorkingDay(day) };

let county: Awaited<ReturnType<typeof aQuarter>>;
let folder: string;
/** What people saw of the quarter when it was closed, and its bytes. */
let paper: PublishedReport;
let bytes: string;

const writtenOf = ({ type, time, data, subject, residenceArea, incident, ageBand }: Recorded): Written => ({
  ...{ cls: catalogue.event(type)!.cls, time, data, subject, residenceArea, incident, ageBand, receivedAt: time },
});

/** Quarters as a start of the program makes them, over what lies in the folder. */
function started(options: { pack?: LoadedPolicy; calendar?: Calendar; keepsHash?: boolean; of?: typeof county } = {}): Quarters {
  const { pack = policy, calendar = chinaCalendarAssuming, keepsHash = true, of: { log, clock } = county } = options;
  const own = (events: readonly { readonly data: Readonly<Record<string, unknown>> }[]) => {
    return write(
      log,
      events.map(({ data }) => ({
        cls: ReportClosed,
        time: clock.moment(),
        data: keepsHash ? data : { ...data, cutOff: undefined, report: undefined },
      })),
    );
  };
  return new Quarters({
    log,
    hub: { own } as unknown as HubForMonitor,
    suite: std1,
    clock,
    calendar,
    policy: pack,
    policyFolder: folder,
    kept: new KeptFigures(join(folder, 'figures'), std1, new Uint8Array(32), pack.hash),
    followers: () => Promise.resolve([{ position: 1_000_000, parked: 0 }]),
  });
}

/** The day after the last that counts; with the notice it counts. */
const LATE_ON = '2026-10-14';

/** A quarter and three weeks of a few towns, and a day after its cut-off: it may be closed. */
async function aQuarter(): Promise<{ readonly log: EventLog; readonly clock: ReturnType<typeof fixedClock> }> {
  const clock = fixedClock('2026-07-01');
  const log = testLog(clock);
  const towns = Object.keys(policy.pack.towns).slice(0, 4);
  const times = { from: '2026-07-02T00:00:00.000+08:00', to: '2026-10-20T00:00:00.000+08:00' };
  const days = new Map<string, Recorded[]>();
  for (const event of randomEvents({ seed: 'frozen', children: 60, events: 600, towns, ...times }))
    days.set(dateOf(event.recordedAt), [...(days.get(dateOf(event.recordedAt)) ?? []), event]);
  days.set(LATE_ON, days.get(LATE_ON) ?? []);
  for (const [day, ofDay] of [...days].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (day > '2026-07-01') clock.set(day === LATE_ON ? `${day}T09:00:00.000+08:00` : day);
    if (day === LATE_ON)
      await write(log, [{ cls: DvCallReceived, time: '2026-09-30T12:00:00.000+08:00', subject: 'child-1', data: { minorRole: 'witness' } }]);
    await write(log, ofDay.filter(({ corrects }) => corrects === undefined).map(writtenOf));
  }
  clock.set('2026-11-02');
  await write(log, [{ cls: DayTurned, time: clock.moment(), data: { date: '2026-11-02' } }]);
  return { log, clock };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianhu-frozen-'));
  county = await aQuarter();
  const quarters = started();
  expect(await quarters.close(Q)).toEqual({ closed: true });
  const shown = (await quarters.show(Q))!;
  const { closing, origin, cutOff } = shown;
  expect(dateOf(cutOff)).toBe(LATE_ON);
  const raw = await quarters.raw(Q);
  [paper, bytes] = [shown.report, reportBytes(raw.report)];
  expect([raw.origin, origin, closing?.cutOff, closing?.report]).toEqual(['frozen', 'frozen', paper.cutOff, toBase64(std1.sha256(bytes))]);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is in a file may lack what is undefined: JSON of both. */
const same = (one: object | undefined, other: object): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)));

/** Whether cell by cell one shows nothing that the other does not, and the same figures. */
function expectNoMore(report: PublishedReport, than: PublishedReport): void {
  const before = new Map(than.cells.map((cell) => [cell.id, cell]));
  const shown = report.cells.filter((cell) => !isSuppressed(cell));
  expect(shown.map((cell) => ({ ...cell, late: undefined }))).toEqual(shown.map(({ id }) => ({ ...before.get(id), late: undefined })));
}
const hiddenIn = ({ cells }: PublishedReport): number => cells.filter(isSuppressed).length;

test('a notice that moves the cut-off after the closing moves nothing, also where what was kept is gone', async () => {
  const later = started({ calendar: noticed });
  expect(same((await later.show(Q))?.report, paper)).toBe(true);
  expect((await later.show(Q))?.cutOff).toBe(paper.cutOff);
  for (const file of ['raw', 'figures']) rmSync(join(folder, 'figures', `${Q}-1-${file}.json`));
  const lost = started({ calendar: noticed });
  const { report, origin } = await lost.raw(Q);
  expect([origin, reportBytes(report) === bytes]).toEqual(['frozen', true]);
  expect(same((await lost.show(Q))?.report, paper)).toBe(true);
}, 120_000);

test('another pack may hide more of what was published, and never shows what was hidden', async () => {
  const stricter = (await started({ pack: packBelow(12) }).show(Q))!.report;
  expect(hiddenIn(stricter)).toBeGreaterThan(hiddenIn(paper));
  expectNoMore(stricter, paper);
  const laxer = (await started({ pack: packBelow(2) }).show(Q))!.report;
  expectNoMore(laxer, stricter);
  rmSync(join(folder, 'figures', `${Q}-1-figures.json`));
  expect(same((await started().show(Q))?.report, paper)).toBe(true);
}, 120_000);

describe('a program that counts otherwise', () => {
  const [indicator] = INDICATORS as unknown as [{ version: number }];
  beforeAll(() => void (indicator.version += 1));
  afterAll(() => void (indicator.version -= 1));

  test('serves the bytes that were closed; where they are lost it says so, and shows what was published while it has that', async () => {
    const upgraded = started();
    const { report, origin } = await upgraded.raw(Q);
    expect([origin, reportBytes(report) === bytes, same((await upgraded.show(Q))?.report, paper)]).toEqual(['frozen', true, true]);

    const file = join(folder, 'figures', `${Q}-1-raw.json`);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/"value":\d+/, '"value":99'));
    const lost = started();
    expect((await lost.raw(Q)).origin).toBe('differs');
    expect(same((await lost.show(Q))?.report, paper)).toBe(true);
    rmSync(join(folder, 'figures', `${Q}-1-figures.json`));
    expect((await started().show(Q))?.origin).toBe('differs');
    // Nothing of it was kept as if it were the closed one.
    writeFileSync(file, text);
    const found = (await started().show(Q))!;
    expect([found.origin, same(found.report.cells, paper.cells)]).toEqual(['frozen', true]);
  }, 120_000);
});

test('a closing that names no hash goes on working, ends at its position and says that it was counted again', async () => {
  rmSync(join(folder, 'figures'), { recursive: true });
  const of = await aQuarter();
  const before = started({ of, keepsHash: false });
  const { cells } = (await before.raw(Q)).report;
  expect(await before.close(Q)).toEqual({ closed: true });
  const later = started({ of, calendar: noticed });
  const { report, origin } = await later.raw(Q);
  expect([origin, same(report.cells, cells), (await later.show(Q))?.origin]).toEqual(['recounted', true, 'recounted']);
}, 120_000);
