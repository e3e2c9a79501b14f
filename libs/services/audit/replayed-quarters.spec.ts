import { chinaCalendarAssuming } from '@lianhu/calendar';
import { DayTurned, RecordWithdrawn, ReportClosed, ReportRestated } from '@lianhu/departments/hub';
import { recorded, toBase64, type Position } from '@lianhu/kernel';
import { rootAt, std1, type EventLog } from '@lianhu/log';
import { asRestated, countQuarter, cutOffOf, foldClosings, reportBytes, type Closings } from '@lianhu/reports';
import { loadPolicy } from '@lianhu/services/platform';
import { dayTurned, fixedClock, write } from '@lianhu/testing';
import { asking, caller, child, faultOf, smallCounty, type Answer } from './replays.fixture';

const Q = '2026-Q3';
const CALLS = 'B14.incidents|county';
const NOTHING = toBase64(new Uint8Array(32));
const policy = loadPolicy('infra/policy/demonstration.json');
const counting = { quarter: Q, policy: policy.pack, calendar: chinaCalendarAssuming, sha256: std1.sha256 };
const value = ({ report }: Answer): unknown => (report?.cells.find(({ id }) => id === CALLS) as { value?: number } | undefined)?.value;

/** A county with three calls whose third quarter is closed, and what the closing names; each `restate` withdraws one call and states it again. */
async function closedCounty(named: object = {}) {
  const clock = fixedClock('2026-07-01');
  const log = await smallCounty(3, clock);
  const stated = async (version: number) => {
    const { position } = await log.head();
    const lines = (await log.read(0, position)).lines.map(recorded);
    const count = countQuarter({ ...counting, closings: lines.reduce(foldClosings, new Map() as Closings) });
    const take = asRestated(count, { position });
    lines.forEach(take);
    return { quarter: Q, version, position, root: await rootAt(log, std1, position), report: toBase64(std1.sha256(reportBytes(count.report()))) };
  };
  const closed = { ...(await stated(1)), policy: policy.hash, cutOff: cutOffOf(counting), ...named };
  clock.set('2026-11-02');
  await write(log, [dayTurned(DayTurned, '2026-11-02'), { cls: ReportClosed, time: clock.moment(), data: closed }]);
  const restate = async (version: number, call: Position, more: object = {}) => {
    const withdrawal = { cls: RecordWithdrawn, subject: child((call - 5) / 2), corrects: call, data: { target: call, reason: 'duplicate' } } as const;
    const withdrawn = await write(log, [{ ...withdrawal, time: clock.moment() }]);
    const data = { ...(await stated(version)), approver: 'lead', ...more };
    await write(log, [{ cls: ReportRestated, time: clock.moment(), data }]);
    return { ...data, withdrawn };
  };
  return { log, closed, restate };
}

describe('a quarter that is not closed', () => {
  let log: EventLog;
  beforeAll(async () => void (log = await smallCounty()));

  test('is answered finished, to any moment', async () => {
    const { post, jobs, recorded: reads } = asking(log);
    const { position } = await log.head();
    const now = await post({ report: Q, purpose: 'audit' });
    expect(now).toMatchObject({ status: 200, state: 'done', manifest: { quarter: Q, position }, report: { quarter: Q } });
    expect(now.manifest).not.toHaveProperty('version');
    expect(reads.map(({ route }) => route)).toEqual(['audit.replay']);
    expect([value(now), value(await post({ report: Q, version: 1, asOf: 71 }))]).toEqual([60, 5]);
    await jobs.close();
  });

  test('that differs tells the events that came between', async () => {
    const { done, get, jobs } = asking(log);
    const { rows } = await get(await done({ report: Q, asOf: 71, compareWith: 75 }), { size: '1000' });
    expect(rows?.find(({ key }) => key === CALLS)).toMatchObject({
      change: 'changed',
      before: { value: 5 },
      after: { value: 7 },
      events: { count: 2, newest: [{ position: 74, type: 'police.dv-call.received' }, { position: 72 }] },
    });
    await jobs.close();
  });
});

test.each([
  ['the report that was closed', {}, true],
  ['another report', { report: NOTHING }, false],
  ['no report', { report: undefined, cutOff: undefined }, undefined],
])('a closed quarter is replayed to its closing, which names %s: equal is %s', async (_, named, equal) => {
  const { log, closed } = await closedCounty(named);
  const { post, jobs } = asking(log);
  const answer = await post({ report: Q });
  expect([answer.equal, answer.manifest]).toEqual([equal, expect.objectContaining({ version: 1, position: closed.position })]);
  expect(answer.manifest?.['closedHash']).toBe(closed.report);
  // Not yet all of it: nothing to compare.
  expect((await post({ report: Q, asOf: closed.position - 1 })).equal).toBeUndefined();
  await jobs.close();
});

test.each([
  ['its report', {}, true],
  ['another report', { report: NOTHING }, false],
  ['nothing', { position: undefined, root: undefined, report: undefined }, undefined],
])('a later version is replayed to its restatement, which names %s: equal is %s; the first stays', async (_, named, equal) => {
  const { log, closed, restate } = await closedCounty();
  const { position, report } = await restate(2, 5, named);
  const { post, get, jobs } = asking(log);
  const [first, second] = [await post({ report: Q }), await post({ report: Q, version: 2 })];
  expect([value(first), first.equal, first.manifest?.['position']]).toEqual([3, true, closed.position]);
  expect([value(second), second.equal]).toEqual([2, equal]);
  // One of before restatements named a position counts as far as itself.
  const at = position ?? (await log.head()).position - 1;
  expect(second.manifest).toMatchObject({ quarter: Q, version: 2, position: at, root: await rootAt(log, std1, at), policy: policy.hash });
  expect([second.manifest?.['restatedHash'], second.manifest?.['closedHash']]).toEqual([report, undefined]);
  expect((await get(second.id)).manifest).toEqual(second.manifest);
  expect(await faultOf(post({ report: Q, version: 3 }))).toEqual(['invalid-input', '/version']);
  await jobs.close();
});

test('lines that do not give the root that the restatement names are not a replay: they are the finding', async () => {
  const { log, restate } = await closedCounty();
  await restate(2, 5, { root: NOTHING });
  const { done, get, jobs } = asking(log);
  expect(await get(await done({ report: Q, version: 2 }))).toMatchObject({ state: 'failed', error: 'log.history-diverged' });
  expect(await get(await done({ report: Q }))).toMatchObject({ state: 'done', equal: true });
  await jobs.close();
});

test('what a restatement changed is told cell by cell, with the withdrawal that made it; both versions are proven', async () => {
  const { log, closed, restate } = await closedCounty();
  const [second, third] = [await restate(2, 5), await restate(3, 7)];
  const { done, get, controller, jobs } = asking(log);
  expect(await controller.list(caller())).toMatchObject({
    quarters: [{ quarter: Q, versions: [closed, second, third].map(({ version, position }) => ({ version, position })) }],
  });
  const compared = async (version: number, before: Position) => get(await done({ report: Q, version, compareWith: before }), { size: '1000' });
  const change = ({ rows }: Answer): unknown => rows?.find(({ key }) => key === CALLS);
  const [whole, last] = [await compared(3, closed.position), await compared(3, second.position)];
  expect(change(whole)).toMatchObject({ before: { value: 3 }, after: { value: 1 }, events: { count: 2 } });
  expect(change(last)).toMatchObject({
    ...{ before: { value: 2 }, after: { value: 1 } },
    events: { count: 1, newest: [{ position: third.withdrawn, type: 'hub.record.withdrawn' }] },
  });
  expect([whole, last].map(({ equal, manifest }) => [equal, manifest?.['restatedHash'], manifest?.['earlier']])).toEqual([
    [true, third.report, expect.objectContaining({ position: closed.position, reportHash: closed.report, closedHash: closed.report })],
    [true, third.report, expect.objectContaining({ position: second.position, reportHash: second.report, restatedHash: second.report })],
  ]);
  await jobs.close();
});
