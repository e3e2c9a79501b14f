import { deepStrictEqual } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { catalogue } from '@lianhu/catalogue';
import { RecordMerged, ReportClosed } from '@lianhu/departments/hub';
import { dateOf, recorded, type Quarter, type Recorded } from '@lianhu/kernel';
import { std1, type EventLog } from '@lianhu/log';
import { isSuppressed } from '@lianhu/reports';
import { loadPolicy, type HubForMonitor } from '@lianhu/services/platform';
import { fixedClock, testLog, write, type Written } from '@lianhu/testing';
import { randomEvents } from '@lianhu/testing/random-events';
import { KeptFigures } from './kept-figures';
import { Quarters } from './quarters';

const policy = loadPolicy(join(import.meta.dirname, '..', '..', '..', 'infra', 'policy', 'demonstration.json'));
const CLOSED: readonly Quarter[] = ['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2'];
const EVENTS = 4_000;
/** However slow the machine is: a reading waits for figures that hold everything. */
const NEVER_TOO_LONG_MS = 600_000;

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'lianhu-counts-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const writtenOf = ({ type, time, data, subject, residenceArea, corrects, incident, ageBand }: Recorded): Written => ({
  cls: catalogue.event(type)!.cls,
  time,
  data,
  subject,
  residenceArea,
  corrects,
  incident,
  ageBand,
  receivedAt: time,
});

/** A log of six quarters and a seventh that runs, under a clock that tells when each day's events were recorded. */
async function sevenQuarters() {
  const clock = fixedClock('2025-01-01');
  const log = testLog(clock);
  const towns = Object.keys(policy.pack.towns);
  const times = { from: '2025-01-02T00:00:00.000+08:00', to: '2026-09-01T00:00:00.000+08:00' };
  const events = randomEvents({ seed: 'counts', children: 120, events: EVENTS, towns, ...times });
  const days = new Map<string, Recorded[]>();
  for (const event of events) days.set(dateOf(event.recordedAt), [...(days.get(dateOf(event.recordedAt)) ?? []), event]);
  for (const [day, ofDay] of days) {
    if (day > '2025-01-01') clock.set(day);
    await write(log, ofDay.map(writtenOf));
  }
  return { clock, log };
}

/** Room for counts, folder of what is kept, policy pack in force, patience of readers. */
interface Over {
  readonly countsInMemory?: number;
  readonly kept?: string;
  readonly pack?: string;
  readonly patienceMs?: number;
}
/** Quarters that keep some counts, over a log whose reads are counted by where they begin. */
function quartersOver(log: EventLog, clock: ReturnType<typeof fixedClock>, options: Over = {}) {
  const { countsInMemory, kept = 'figures', pack = 'pack', patienceMs = NEVER_TOO_LONG_MS } = options;
  const beginnings: number[] = [];
  const counted = new Proxy(log, {
    get: (target, name) => {
      if (name !== 'read') return Reflect.get(target, name) as unknown;
      return (...args: Parameters<EventLog['read']>) => {
        if (args[2] === undefined && args[1] > 1) beginnings.push(args[0]);
        return target.read(...args);
      };
    },
  });
  const own = (events: readonly { readonly data: Readonly<Record<string, unknown>> }[]) =>
    write(
      log,
      events.map(({ data }) => ({ cls: ReportClosed, time: clock.moment(), data })),
    );
  const hub = { own } as unknown as HubForMonitor;
  const followers = () => Promise.resolve([{ position: 1_000_000, parked: 0 }]);
  const parts = {
    log: counted,
    hub,
    suite: std1,
    clock,
    calendar: chinaCalendarAssuming,
    policy,
    policyFolder: folder,
    kept: new KeptFigures(join(folder, kept), std1, new Uint8Array(32), pack),
    followers,
  };
  return { quarters: new Quarters({ ...parts, countsInMemory, patienceMs }), beginnings };
}

/** A log whose reading of many lines waits while it is held, as that of millions takes long. */
class Hindrance {
  private held: Promise<void> = Promise.resolve();
  end = (): void => undefined;
  readonly log: EventLog;

  constructor(of: EventLog) {
    this.log = new Proxy(of, {
      get: (target, name) => {
        if (name !== 'read') return Reflect.get(target, name) as unknown;
        return async (...args: Parameters<EventLog['read']>) => {
          if (args[2] === undefined && args[1] > 1) await this.held;
          return target.read(...args);
        };
      },
    });
  }
  hold(): void {
    this.held = new Promise((resolve) => (this.end = resolve));
  }
}

/** All that people get of a quarter, as JSON, with what stands behind its first shown cells. */
async function everythingOf(quarters: Quarters, quarter: Quarter) {
  const shown = await quarters.show(quarter);
  const cells = shown!.report.cells.filter((cell) => !isSuppressed(cell) && (cell.value ?? 0) > 0).slice(0, 3);
  const sources = await Promise.all(cells.map(({ id }) => quarters.sources(quarter, id)));
  return JSON.parse(JSON.stringify({ shown, raw: (await quarters.raw(quarter)).report, sources })) as object;
}

test('with room for one count every quarter has the figures, corrections, restatement and sources that it has with room for all', async () => {
  const { clock, log } = await sevenQuarters();
  const [one, all] = [
    quartersOver(log, clock, { countsInMemory: 1, kept: 'one' }).quarters,
    quartersOver(log, clock, { countsInMemory: 100, kept: 'all' }).quarters,
  ];
  for (const quarter of CLOSED) expect(await all.close(quarter)).toEqual({ closed: true });
  const mixed = [...CLOSED, '2026-Q3', ...CLOSED.toReversed(), '2026-Q3', '2025-Q2', '2026-Q1'];
  const compare = async (): Promise<void> => {
    for (const quarter of mixed) {
      // Reports of many thousand cells: jest's equality takes longer than the counting.
      deepStrictEqual(await everythingOf(one, quarter), await everythingOf(all, quarter));
      expect(one['figures']['counts']['kept'].size).toBeLessThanOrEqual(2);
    }
  };
  await compare();
  expect((await one.show('2025-Q3'))?.changedSince).toBeGreaterThan(0);
  const before = await one.show('2026-Q2');
  await write(log, [{ cls: RecordMerged, time: clock.moment(), subject: 'child-1', other: 'child-2', data: { reason: 'same-person' } }]);
  await compare();
  expect((await one.show('2026-Q2'))?.changedSince).toBeGreaterThan(before?.changedSince ?? Infinity);
}, 120_000);

test('a closed quarter that was shown is shown again without being counted, until something corrects the past', async () => {
  const { clock, log } = await sevenQuarters();
  const { quarters, beginnings } = quartersOver(log, clock);
  for (const quarter of CLOSED) await quarters.close(quarter);
  for (const quarter of CLOSED) await quarters.show(quarter);
  const end = (await log.head()).position;
  const fromTheBeginning = async (quarter: Quarter): Promise<number> => {
    beginnings.length = 0;
    await quarters.show(quarter);
    return beginnings.filter((from) => from < end).length;
  };
  for (const quarter of CLOSED) expect(await fromTheBeginning(quarter)).toBe(0);
  const cls = catalogue.event('police.dv-call.received')!.cls;
  const last = await write(log, [{ cls, time: clock.moment(), subject: 'child-1', data: { minorRole: 'witness' } }]);
  for (const quarter of CLOSED) expect(await fromTheBeginning(quarter)).toBe(0);
  await write(log, [{ cls, time: clock.moment(), subject: 'child-1', corrects: last, data: { minorRole: 'victim' } }]);
  expect(await fromTheBeginning('2025-Q1')).toBeGreaterThan(0);
  expect(await fromTheBeginning('2025-Q1')).toBe(0);
}, 120_000);

test('after a start closed quarters show what they showed, from their files; what was changed in a file is counted again', async () => {
  const { clock, log } = await sevenQuarters();
  const before = quartersOver(log, clock).quarters;
  for (const quarter of CLOSED) await before.close(quarter);
  const all = [...CLOSED, '2026-Q3'] as const;
  const shownBy = (quarters: Quarters) => Promise.all(all.map((quarter) => quarters.show(quarter)));
  const shown = await shownBy(before);
  expect(shown.some((one) => (one?.changedSince ?? 0) > 0)).toBe(true);
  const readings = (beginnings: readonly number[]): number => beginnings.filter((from) => from === 0).length;

  const started = quartersOver(log, clock);
  expect(await shownBy(started.quarters)).toEqual(shown);
  expect(readings(started.beginnings)).toBe(1);

  for (const name of ['2025-Q2-1-figures.json', '2025-Q3-1-since.json']) {
    const file = join(folder, 'figures', name);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/"(value|changedSince)":\d+/, '"$1":99'));
    expect(readFileSync(file, 'utf8')).not.toBe(text);
  }
  const doubting = quartersOver(log, clock);
  expect(await shownBy(doubting.quarters)).toEqual(shown);
  expect(readings(doubting.beginnings)).toBeGreaterThan(2);
  // Under another pack less may be shown.
  const otherwise = quartersOver(log, clock, { pack: 'another pack' });
  expect(await shownBy(otherwise.quarters)).toEqual(shown);
  expect(readings(otherwise.beginnings)).toBeGreaterThan(CLOSED.length);
  await shownBy(quartersOver(log, clock).quarters);
  // Another quarter's file in its place, half a file, and none.
  writeFileSync(join(folder, 'figures', '2025-Q2-1-figures.json'), readFileSync(join(folder, 'figures', '2025-Q1-1-figures.json')));
  writeFileSync(join(folder, 'figures', '2025-Q4-1-figures.json'), readFileSync(join(folder, 'figures', '2025-Q4-1-figures.json')).subarray(0, 500));
  rmSync(join(folder, 'figures', '2026-Q1-1-figures.json'));
  const last = quartersOver(log, clock).quarters;
  expect(await last.show('2025-Q2')).toEqual(shown[1]);
  rmSync(join(folder, 'figures'), { recursive: true });
  expect(await shownBy(last)).toEqual(shown);
}, 120_000);

test('a running quarter that is kept up with is shown without reading what was counted before', async () => {
  const { clock, log } = await sevenQuarters();
  const { quarters, beginnings } = quartersOver(log, clock);
  await quarters.show('2026-Q3');
  const cls = catalogue.event('police.dv-call.received')!.cls;
  await write(log, [{ cls, time: clock.moment(), subject: 'child-1', data: { minorRole: 'witness' } }]);
  await Promise.all([quarters.keepUp(), quarters.keepUp()]);
  const { position } = await log.head();
  beginnings.length = 0;
  const shown = await quarters.show('2026-Q3');
  expect(shown?.report.position).toBe(position);
  expect(beginnings).toEqual([position]);
}, 120_000);

test('where a running quarter takes long to count, the last figures are shown with their moment, also after a start; then the new ones', async () => {
  const { clock, log } = await sevenQuarters();
  const hindrance = new Hindrance(log);
  const slow = () => quartersOver(hindrance.log, clock, { patienceMs: 20 }).quarters;
  const quarters = slow();
  // Nothing was made yet: whoever asks waits.
  hindrance.hold();
  const first = quarters.show('2026-Q3');
  await new Promise((resolve) => setTimeout(resolve, 100));
  hindrance.end();
  const before = (await first)!;
  expect([before.updating, before.position]).toEqual([undefined, (await log.head()).position]);

  const call = { cls: catalogue.event('police.dv-call.received')!.cls, time: clock.moment(), subject: 'child-1', data: { minorRole: 'witness' } };
  await write(log, [call]);
  hindrance.hold();
  const [lastCounted] = (await log.read(before.position - 1, 1)).lines;
  const last = { ...before, updating: { asOf: recorded(lastCounted!).recordedAt } };
  const [one, other] = await Promise.all([quarters.show('2026-Q3'), quarters.show('2026-Q3')]);
  expect([one, other]).toEqual([last, last]);
  // A start: what took long to make lies in a file, and is believed where the log has its root.
  expect(await slow().show('2026-Q3')).toEqual(last);
  // What stands behind a figure is always asked of the newest.
  let answered = false;
  const sources = quarters.sources('2026-Q3', before.report.cells[0]!.id).then(() => (answered = true));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(answered).toBe(false);
  hindrance.end();
  await sources;
  const newest = (await quartersOver(log, clock, { kept: 'another folder' }).quarters.show('2026-Q3'))!;
  expect(newest.position).toBe(before.position + 1);
  const shown = async () => (await quarters.show('2026-Q3'))!;
  while ((await shown()).updating) await new Promise((resolve) => setTimeout(resolve, 10));
  deepStrictEqual(quarters['last']['last'].get('2026-Q3')?.report, newest.report);

  // Another log, such as one that was restored: nothing of it was kept, and whoever asks waits.
  clock.set('2026-09-01');
  const restored = testLog(clock);
  await write(
    restored,
    Array.from({ length: newest.position + 1 }, () => call),
  );
  const held = new Hindrance(restored);
  held.hold();
  setTimeout(() => held.end(), 200);
  const another = await quartersOver(held.log, clock, { patienceMs: 20 }).quarters.show('2026-Q3');
  expect([another?.updating, another?.position]).toEqual([undefined, newest.position + 1]);
}, 120_000);
