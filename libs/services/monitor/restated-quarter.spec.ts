import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { AccessBreachFound, DayTurned, ReportClosed, ReportRestated } from '@lianhu/departments/hub';
import { recorded, toBase64 } from '@lianhu/kernel';
import { rootAt, std1 } from '@lianhu/log';
import { computeRestated, foldClosings, INDICATORS, reportBytes, type RawReport } from '@lianhu/reports';
import { loadPolicy, type HubForMonitor, type OwnEvent } from '@lianhu/services/platform';
import { fixedClock, testLog, write } from '@lianhu/testing';
import { KeptFigures } from './kept-figures';
import { Quarters } from './quarters';

const Q = '2026-Q3';
const policy = loadPolicy(join(import.meta.dirname, '..', '..', '..', 'infra', 'policy', 'demonstration.json'));
const clock = fixedClock('2026-07-01');

let folder: string;
let log: ReturnType<typeof testLog>;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lianhu-restated-'));
  clock.set('2026-07-01');
  log = testLog(clock);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const breach = (day: string, corrects?: number): Promise<number> =>
  write(log, [{ cls: AccessBreachFound, time: `${day}T12:00:00.000+08:00`, data: { kind: 'sealed', unit: 'org-a' }, corrects }]);

/** Quarters as a start of the program makes them; `between` happens after a decision and before it stands. */
function started(namesHash = true, between: () => Promise<unknown> = () => Promise.resolve()): Quarters {
  const own = async (events: readonly OwnEvent[]): Promise<void> => {
    await between();
    const named = (data: OwnEvent['data']) => (namesHash ? data : { ...data, position: undefined, root: undefined, report: undefined });
    await write(
      log,
      events.map(({ type, data }) => ({
        ...(type === 'hub.report.closed' ? { cls: ReportClosed, data } : { cls: ReportRestated, data: named(data) }),
        time: clock.moment(),
      })),
    );
  };
  return new Quarters({
    ...{ log, clock, suite: std1, policy, policyFolder: folder, calendar: chinaCalendarAssuming },
    hub: { own } as unknown as HubForMonitor,
    kept: new KeptFigures(join(folder, 'figures'), std1, new Uint8Array(32), policy.hash),
    followers: () => Promise.resolve([{ position: 1_000_000, parked: 0 }]),
  });
}

/** A third quarter without breaches that is closed, into which a correction then moves one. */
async function toRestate(): Promise<{ readonly mistaken: number }> {
  await breach('2026-06-01');
  clock.set('2026-10-02');
  const mistaken = await breach('2026-10-02');
  await breach('2026-10-03');
  clock.set('2026-11-02');
  await write(log, [{ cls: DayTurned, time: clock.moment(), data: { date: '2026-11-02' } }]);
  expect(await started().close(Q)).toEqual({ closed: true });
  await breach('2026-09-30', mistaken);
  return { mistaken };
}
const breaches = ({ cells }: RawReport): unknown => cells.find(({ id }) => id === 'H13.breaches|county')?.value;
const lines = async () => (await log.read(0, 1_000)).lines.map(recorded);
const hashOf = (report: RawReport): string => toBase64(std1.sha256(reportBytes(report)));

test('a restatement names position, root and hash of what was counted; what comes before it stands counts in no version', async () => {
  const { mistaken } = await toRestate();
  const { position } = await log.head();
  expect(await started(true, () => breach('2026-10-02', mistaken)).restate(Q, 'lead', '更正')).toEqual({ version: 2 });
  const later = started();
  const { report, origin } = await later.raw(Q, 2);
  expect([breaches(report), origin]).toEqual([1, 'frozen']);
  const all = await lines();
  const stated = { version: 2, position, root: await rootAt(log, std1, position), report: hashOf(report) };
  expect(all.at(-1)?.data).toMatchObject(stated);
  expect(await later.show(Q, 2)).toMatchObject({ version: 2, position, root: stated.root, origin: 'frozen' });

  // Whoever counts again from the lines alone gets the same bytes, and so does a start that has lost what was kept.
  const counting = {
    quarter: Q,
    policy: policy.pack,
    calendar: chinaCalendarAssuming,
    closings: all.reduce(foldClosings, new Map()),
    sha256: std1.sha256,
  };
  expect(hashOf((await computeRestated(all, counting, 2)).report())).toBe(stated.report);
  rmSync(join(folder, 'figures'), { recursive: true });
  const lost = await started().raw(Q, 2);
  expect([hashOf(lost.report), lost.origin]).toEqual([stated.report, 'frozen']);
});

test('one that was recorded before there was a hash counts up to itself, and says that it was counted again', async () => {
  await toRestate();
  await started(false).restate(Q, 'lead', '更正');
  const { position } = await log.head();
  const later = started();
  const { report, origin } = await later.raw(Q, 2);
  expect([breaches(report), origin]).toEqual([1, 'recounted']);
  expect(await later.show(Q, 2)).toMatchObject({ version: 2, position: position - 1, origin: 'recounted' });
  await expect(later.raw(Q, 3)).rejects.toMatchObject({ code: 'report.not-restated' });
});

describe('a program that counts otherwise', () => {
  const [indicator] = INDICATORS as unknown as [{ version: number }];
  afterEach(() => void (indicator.version -= 1));

  test('serves the bytes that were restated; where they are lost it says so', async () => {
    await toRestate();
    await started().restate(Q, 'lead', '更正');
    const { report } = await started().raw(Q, 2);
    indicator.version += 1;
    const upgraded = await started().raw(Q, 2);
    expect([hashOf(upgraded.report), upgraded.origin]).toEqual([hashOf(report), 'frozen']);
    rmSync(join(folder, 'figures', `${Q}-2-raw.json`));
    expect((await started().raw(Q, 2)).origin).toBe('differs');
    expect(await started().show(Q, 2)).toMatchObject({ version: 2, origin: 'differs' });
  });
});
