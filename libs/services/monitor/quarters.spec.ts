import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { alone, handClock, keyGroups, memoryLog, openCheckpoint, std1, testLog, type EventLog } from '@lianhu/log';
import { AccessBreachFound, DayTurned, ReportClosed, ReportRestated } from '@lianhu/departments/hub';
import { recorded, type Clock } from '@lianhu/kernel';
import { computeQuarter, computeRestated, foldClosings, reportBytes } from '@lianhu/reports';
import { loadPolicy, type HubForMonitor } from '@lianhu/services/platform';
import { fixedClock, testLog as emptyLog, write } from '@lianhu/testing';
import { KeptFigures } from './kept-figures';
import { Quarters } from './quarters';
import { ReportSetting, reportDocument } from './report-document';

const policy = loadPolicy(join(import.meta.dirname, '..', '..', '..', 'infra', 'policy', 'demonstration.json'));

/** Quarters over a log whose followers have seen all; `own` appends what they decide. */
function quartersIn(policyFolder: string, log: EventLog, clock: Clock, own: (events: never) => Promise<unknown>): Quarters {
  return new Quarters({
    log,
    hub: { own } as unknown as HubForMonitor,
    suite: std1,
    clock,
    calendar: chinaCalendarAssuming,
    policy,
    policyFolder,
    kept: new KeptFigures(join(policyFolder, 'figures'), std1, new Uint8Array(32), policy.hash),
    followers: () => Promise.resolve([{ position: 1_000_000, parked: 0 }]),
  });
}

test('a closed quarter bears position, root and a checkpoint of the log’s key that covers both; an open one none', async () => {
  const policyFolder = mkdtempSync(join(tmpdir(), 'lianhu-quarters-'));
  try {
    const clock = handClock('2026-08-15T09:00:00.000+08:00');
    const { signer } = testLog();
    const log = memoryLog(testLog(clock));
    const police = (first: number, count: number) => Array.from({ length: count }, (_, i) => alone({ id: `e${first + i}`, subject: 'child-1' }));
    await log.append([...keyGroups(), ...police(0, 20)]);
    const own = async (events: readonly { type: string; id: string; data: object }[]) =>
      log.append(events.map(({ type, id, data }) => alone({ type, id, department: 'hub', level: 'L1', data: data as Record<string, string> })));
    const quarters = quartersIn(policyFolder, log, clock, own);
    const setting = new ReportSetting(policy.pack, true);
    const shown = async () => reportDocument((await quarters.show('2026-Q3'))!, setting);
    expect(await shown()).toMatchObject({ state: 'running', checkpoint: undefined });

    clock.set('2026-11-02T09:00:00.000+08:00');
    expect(await quarters.close('2026-Q3')).toEqual({ refused: 'follower-behind' });
    await own([{ type: 'hub.day.turned', id: 'day-2026-11-02', data: { date: '2026-11-02' } }]);
    expect(await quarters.close('2026-Q3')).toEqual({ closed: true });
    const { state, position, root, checkpoint } = await shown();
    expect([state, position]).toEqual(['closed', 23]);
    const opened = openCheckpoint(std1, signer, checkpoint ?? '');
    expect(opened?.size).toBe(25);

    await log.append(police(100, 300));
    const later = await shown();
    expect([later.position, later.root]).toEqual([position, root]);
    expect(openCheckpoint(std1, signer, later.checkpoint ?? '')?.size).toBe(256);
  } finally {
    rmSync(policyFolder, { recursive: true, force: true });
  }
});

test('T26: a breach that a correction moves into a closed quarter (H13 0 → 1) asks for a restatement; the closed figures and root stay', async () => {
  const policyFolder = mkdtempSync(join(tmpdir(), 'lianhu-quarters-'));
  try {
    const clock = fixedClock('2026-07-01');
    const log = emptyLog(clock);
    const breach = (day: string, corrects?: number) =>
      write(log, [{ cls: AccessBreachFound, time: `${day}T12:00:00.000+08:00`, data: { kind: 'sealed', unit: 'org-a' }, corrects }]);
    const own = (events: readonly { readonly type: string; readonly data: Readonly<Record<string, unknown>> }[]) =>
      write(
        log,
        events.map(({ type, data }) => ({ cls: type === 'hub.report.closed' ? ReportClosed : ReportRestated, time: clock.moment(), data })),
      );
    const quarters = quartersIn(policyFolder, log, clock, own);
    const shown = async () => reportDocument((await quarters.show('2026-Q3'))!, new ReportSetting(policy.pack, true));
    await write(log, [{ cls: AccessBreachFound, time: '2026-04-01T12:00:00.000+08:00', data: { kind: 'sealed', unit: 'org-a' } }]);
    clock.set('2026-10-02');
    const mistaken = await breach('2026-10-02');
    clock.set('2026-11-02');
    await write(log, [{ cls: DayTurned, time: '2026-11-02T00:00:00.000+08:00', data: { date: '2026-11-02' } }]);
    expect(await quarters.close('2026-Q3')).toEqual({ closed: true });
    const closed = await shown();
    await breach('2026-09-29');
    expect((await shown()).restatement).toBeUndefined();

    await breach('2026-09-30', mistaken);
    const later = await shown();
    expect([later.position, later.root, later.cells]).toEqual([closed.position, closed.root, closed.cells]);
    expect(later).toMatchObject({ changedSince: 1, restatement: { required: true, indicators: ['H13'], cells: 1 } });
    expect(later.cells.find(({ id }) => id === 'H13.breaches|county')).toMatchObject({ value: 0 });

    expect(await quarters.restate('2026-Q2', 'lead', '更正')).toEqual({ refused: 'quarter-not-closed' });
    expect(await quarters.restate('2026-Q3', 'lead', '更正')).toEqual({ version: 2 });
    const second = await shown();
    const { position } = await log.head();
    expect(second).toMatchObject({ state: 'closed', version: 2, position: position - 1 });
    expect(second).not.toHaveProperty('restatement');
    expect(second.root).not.toBe(closed.root);
    expect(second.versions?.map((one) => [one.version, one.position])).toEqual([
      [1, closed.position],
      [2, position - 1],
    ]);
    const cell = (version?: number) =>
      quarters.show('2026-Q3', version).then((one) => one?.report.cells.find(({ id }) => id === 'H13.breaches|county'));
    expect([await cell(1), await cell(2), await cell(3)]).toMatchObject([{ value: 0 }, { id: 'H13.breaches|county' }, undefined]);
    expect((await quarters.raw('2026-Q3', 2)).report.cells.find(({ id }) => id === 'H13.breaches|county')).toMatchObject({ value: 1 });
    const first = (await quarters.show('2026-Q3', 1))!;
    expect([first.report.cells, first.root, first.restatement]).toEqual([closed.cells, closed.root, undefined]);
    expect(await quarters.restate('2026-Q3', 'lead', '更正')).toEqual({ refused: 'quarter-not-to-restate' });

    // Whoever counts again from the lines alone, years later, gets the bytes of each version.
    const bytes = await Promise.all([1, 2].map(async (version) => reportBytes((await quarters.raw('2026-Q3', version)).report)));
    await breach('2026-09-28', mistaken);
    const all = (await log.read(0, 1_000)).lines.map(recorded);
    const closings = all.reduce(foldClosings, new Map());
    const counting = { quarter: '2026-Q3', policy: policy.pack, calendar: chinaCalendarAssuming, closings, sha256: std1.sha256 };
    expect(reportBytes(await computeQuarter(all, counting))).toBe(bytes[0]);
    expect(reportBytes((await computeRestated(all, counting, 2)).report())).toBe(bytes[1]);
    await expect(computeRestated(all, counting, 3)).rejects.toMatchObject({ code: 'report.not-restated' });
    expect(reportBytes((await quarters.raw('2026-Q3', 2)).report)).toBe(bytes[1]);
  } finally {
    rmSync(policyFolder, { recursive: true, force: true });
  }
});
