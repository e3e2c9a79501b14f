import { MinorDelisted, MinorListed } from '@lianhu/departments/civil-affairs';
import { ProtectionOrderApplied, ProtectionOrderIssued } from '@lianhu/departments/court';
import { DropoutConfirmed, DropoutSuspected, HarmSuspected, StudentReturned } from '@lianhu/departments/education';
import { SuspiciousInjuryFound } from '@lianhu/departments/health';
import { AlertClosed, AlertRaised, ClockMissed, MinorRegistered, RecordCorrected, RecordWithdrawn, ReportClosed } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { CaseGuardianshipOrderIssued, GuardianshipOrderIssued } from '@lianhu/departments/procuratorate';
import { at, SpecLog } from './log.fixture';

const Q = '2026-Q3';
const value = async (log: SpecLog, id: string): Promise<number | undefined> => (await log.cell(Q, id)).value;

describe('A01 未成年人总数', () => {
  test('a child counts until the end of the quarter in which it turns 18, not at its end', async () => {
    const log = new SpecLog().child('child-a', { birthQuarter: '2008-Q4' }).child('child-b', { birthQuarter: '2008-Q3' });
    expect(await value(log, 'A01.minors|county')).toBe(1);
    expect((await log.cell('2026-Q2', 'A01.minors|county')).value).toBe(2);
  });

  test('registered at 23:59:59.999 of the last day it is in the stock, at 24:00 it is not', async () => {
    const register = (log: SpecLog, subject: string, time: string): SpecLog =>
      log.add(MinorRegistered, { time, subject }, { sex: '2', birthQuarter: '2020-Q1', town: '990101002' });
    const log = register(register(new SpecLog(), 'child-a', at('2026-09-30', '23:59:59.999')), 'child-b', at('2026-10-01', '00:00:00.000'));
    expect(await value(log, 'A01.minors|county')).toBe(1);
    expect(await value(log, 'A01.minors|town=990101002,sex=2,ageBand=6-11')).toBe(1);
  });

  test.each([
    ['2023-Q4', '0-2'],
    ['2023-Q3', '3-5'],
    ['2020-Q4', '3-5'],
    ['2020-Q3', '6-11'],
    ['2014-Q3', '12-14'],
    ['2011-Q3', '15-17'],
  ])('born in %s stands in band %s at the end of 2026-Q3', async (birthQuarter, band) => {
    expect(await value(new SpecLog().child('child-a', { birthQuarter }), `A01.minors|ageBand=${band}`)).toBe(1);
  });

  test('an unknown town has a cell of its own, so that towns add up to the county', async () => {
    const log = new SpecLog().child('child-a').child('child-b', { town: '990101000' });
    expect(await value(log, 'A01.minors|town=990101000')).toBe(1);
    expect(await value(log, 'A01.minors|county')).toBe(2);
  });
});

describe('A04 农村留守儿童数', () => {
  const listed = (log: SpecLog, subject: string, time: string, category = '04'): SpecLog => log.add(MinorListed, { time, subject }, { category });

  test('listed and not delisted by the end, in order of time whatever the order of arrival', async () => {
    const log = new SpecLog().child('child-a').child('child-b');
    listed(listed(log, 'child-a', at('2026-02-01')), 'child-b', at('2026-02-01'));
    log.add(MinorDelisted, { time: at('2026-09-01'), recordedAt: at('2026-09-02'), subject: 'child-b' }, { category: '04' });
    log.add(MinorListed, { time: at('2026-08-01'), recordedAt: at('2026-09-03'), subject: 'child-b' }, { category: '04' });
    expect(await value(log, 'A04.leftBehind|county')).toBe(1);
  });

  test('only category 04, and only under 16', async () => {
    const log = new SpecLog().child('child-a', { birthQuarter: '2010-Q4' }).child('child-b', { birthQuarter: '2010-Q3' }).child('child-c');
    listed(listed(listed(log, 'child-a', at('2026-02-01')), 'child-b', at('2026-02-01')), 'child-c', at('2026-02-01'), '06');
    expect(await value(log, 'A04.leftBehind|county')).toBe(1);
  });

  test('what happened by the last day and arrived by the cut-off counts; after the cut-off it does not', async () => {
    const arriving = (recordedAt: string): SpecLog =>
      new SpecLog().child('child-a').add(MinorListed, { time: at('2026-09-30'), recordedAt, subject: 'child-a' }, { category: '04' });
    expect(await value(arriving(at('2026-10-14', '00:00:00.000')), 'A04.leftBehind|county')).toBe(1);
    expect(await value(arriving(at('2026-10-14', '00:00:00.001')), 'A04.leftBehind|county')).toBe(0);
  });
});

describe('B14 家暴警情涉未成年人', () => {
  const call = (log: SpecLog, subject: string, incident: string, time: string, said: object = {}, data: object = {}): SpecLog =>
    log.add(DvCallReceived, { time, subject, incident, area: '990101', ...said }, { minorRole: 'witness', ...data });

  test('two children of one incident are one incident', async () => {
    const log = new SpecLog().child('child-a').child('child-b');
    call(call(log, 'child-a', 'i1', at('2026-07-01')), 'child-b', 'i1', at('2026-07-01'), {}, { repeatIn12m: 1 });
    call(log, 'child-a', 'i2', at('2026-08-01'), {}, { repeatIn12m: 0 });
    expect(await log.cell(Q, 'B14.incidents|county')).toMatchObject({ value: 2, unit: 'case', events: { count: 3 } });
    expect(await log.cell(Q, 'B14.repeat|county')).toMatchObject({ value: 500, numerator: 1, denominator: 2, unit: 'percent' });
  });

  test('stands under the town of the call, else of the residence area, else of the child', async () => {
    const log = new SpecLog().child('child-a', { town: '990101001' });
    call(log, 'child-a', 'i1', at('2026-07-01'), { area: '990101003', residenceArea: '990101002' });
    call(log, 'child-a', 'i2', at('2026-07-02'), { residenceArea: '990101002' });
    call(log, 'child-a', 'i3', at('2026-07-03'));
    for (const town of ['990101001', '990101002', '990101003']) expect(await value(log, `B14.incidents|town=${town}`)).toBe(1);
  });

  test('first and last moment of the quarter are in, the moments beside them are not', async () => {
    const log = new SpecLog().child('child-a');
    const times = [
      at('2026-06-30', '23:59:59.999'),
      at('2026-07-01', '00:00:00.000'),
      at('2026-09-30', '23:59:59.999'),
      at('2026-10-01', '00:00:00.000'),
    ];
    times.forEach((time, i) => call(log, 'child-a', `i${i}`, time));
    expect(await value(log, 'B14.incidents|county')).toBe(2);
  });

  test('what arrives after the cut-off stands in the late line of the next quarter, once, and nowhere else', async () => {
    const log = new SpecLog().child('child-a');
    call(log, 'child-a', 'i1', at('2026-09-29'), { recordedAt: at('2026-10-14', '00:00:00.000') });
    call(log, 'child-a', 'i2', at('2026-09-29'), { recordedAt: at('2026-10-14', '00:00:00.001') });
    expect(await log.cell('2026-Q3', 'B14.incidents|county')).toMatchObject({ value: 1, late: 0 });
    const early = new SpecLog().child('child-a');
    call(early, 'child-a', 'i1', at('2026-03-31'), { recordedAt: at('2026-04-09', '00:00:00.001') });
    expect(await early.cell('2026-Q1', 'B14.incidents|county')).toMatchObject({ value: 0, late: 0 });
    expect(await early.cell('2026-Q2', 'B14.incidents|county')).toMatchObject({ value: 0, late: 1 });
    expect(await early.cell('2026-Q3', 'B14.incidents|county')).toMatchObject({ value: 0, late: 0 });
  });

  test('a late second child of an incident that was counted in time is not late', async () => {
    const log = new SpecLog().child('child-a').child('child-b');
    call(log, 'child-a', 'i1', at('2026-03-31'));
    call(log, 'child-b', 'i1', at('2026-03-31'), { recordedAt: at('2026-04-20') });
    expect(await log.cell('2026-Q2', 'B14.incidents|county')).toMatchObject({ value: 0, late: 0 });
  });

  test('a corrected call no longer counts, the correcting one does', async () => {
    const log = new SpecLog().child('child-a');
    call(log, 'child-a', 'i1', at('2026-07-01'), {}, { repeatIn12m: 3 });
    call(log, 'child-a', 'i1', at('2026-07-01'), { recordedAt: at('2026-07-02'), corrects: 2 }, { repeatIn12m: 0 });
    expect(await log.cell(Q, 'B14.repeat|county')).toMatchObject({ value: 0, numerator: 0, denominator: 1 });
  });
});

test('B04 counts orders, and those in criminal cases beside them, for the county only', async () => {
  const log = new SpecLog().child('child-a').child('child-b');
  for (const subject of ['child-a', 'child-b']) log.add(GuardianshipOrderIssued, { time: at('2026-07-01'), subject, incident: 'o1' });
  log.add(CaseGuardianshipOrderIssued, { time: at('2026-08-01'), subject: 'case-a', incident: 'o2' });
  expect(await value(log, 'B04.orders|county')).toBe(1);
  expect(await value(log, 'B04.caseOrders|county')).toBe(1);
  expect((await log.report(Q)).cells.filter(({ indicator }) => indicator === 'B04')).toHaveLength(2);
});

describe('B16 涉未人身安全保护令', () => {
  const order = (urgent: boolean, applied: string, issued: string): SpecLog =>
    new SpecLog()
      .add(ProtectionOrderApplied, { time: applied, subject: 'case-a' }, { urgent, applicantKind: 'self', dueAt: applied })
      .add(ProtectionOrderIssued, { time: issued, subject: 'case-a' });

  test.each([
    [false, at('2026-07-04'), 1000],
    [false, at('2026-07-04', '12:00:00.001'), 0],
    [true, at('2026-07-02'), 1000],
    [true, at('2026-07-02', '12:00:00.001'), 0],
  ])('urgent %s, applied on 1 July at noon, issued %s: %i tenths of a percent', async (urgent, issued, tenths) => {
    expect(await value(order(urgent, at('2026-07-01'), issued), 'B16.inTime|county')).toBe(tenths);
  });

  test('an order in time after the quarter’s end still answers an application of the quarter', async () => {
    const log = order(false, at('2026-09-30'), at('2026-10-02'));
    expect(await log.cell(Q, 'B16.inTime|county')).toMatchObject({ value: 1000, numerator: 1, denominator: 1 });
    expect(await value(log, 'B16.issued|county')).toBe(0);
  });

  test('no application, no share', async () => {
    expect(await log0()).toEqual(expect.objectContaining({ numerator: 0, denominator: 0 }));
    expect((await log0()).value).toBeUndefined();
  });
  const log0 = () => new SpecLog().cell(Q, 'B16.inTime|county');
});

describe('C02 疑似辍学、辍学、复学', () => {
  test('flows count children once; the stock is the last step by the quarter’s end', async () => {
    const log = new SpecLog().child('child-a').child('child-b', { sex: '2' }).child('child-c', { town: '990101002' });
    const step = (cls: typeof DropoutSuspected | typeof DropoutConfirmed | typeof StudentReturned, subject: string, date: string) =>
      log.add(cls as typeof DropoutSuspected, { time: at(date), subject, area: '990101' });
    step(DropoutSuspected, 'child-a', '2026-07-01');
    step(DropoutSuspected, 'child-a', '2026-07-05');
    step(DropoutConfirmed, 'child-a', '2026-08-01');
    step(DropoutSuspected, 'child-b', '2026-06-01');
    step(DropoutSuspected, 'child-c', '2026-06-01');
    step(StudentReturned, 'child-c', '2026-09-01');
    step(StudentReturned, 'child-a', '2026-10-01');
    expect(await value(log, 'C02.suspected|county')).toBe(1);
    expect(await value(log, 'C02.dropped|town=990101001,sex=1,ageBand=6-11')).toBe(1);
    expect(await value(log, 'C02.returned|town=990101002')).toBe(1);
    expect(await value(log, 'C02.openSuspected|sex=2')).toBe(1);
    expect(await value(log, 'C02.openDropped|county')).toBe(1);
    expect((await log.cell('2026-Q2', 'C02.openSuspected|county')).value).toBe(2);
  });
});

test('D01 counts incidents by situation and by sector', async () => {
  const log = new SpecLog();
  log.add(HarmSuspected, { time: at('2026-07-01'), subject: 'case-a', incident: 'i1' }, { situation: '4' });
  log.add(HarmSuspected, { time: at('2026-07-01'), subject: 'case-b', incident: 'i1' }, { situation: '4' });
  log.add(SuspiciousInjuryFound, { time: at('2026-07-02'), subject: 'case-c', incident: 'i2' }, { situation: '1' });
  expect(await value(log, 'D01.clues|county')).toBe(2);
  expect(await value(log, 'D01.clues|situation=4')).toBe(1);
  expect(await value(log, 'D01.clues|department=education')).toBe(1);
  expect(await value(log, 'D01.clues|department=health')).toBe(1);
});

test('H01 by town and rule: raised, closed, confirmed of closed, missed of due', async () => {
  const log = new SpecLog().child('child-a');
  const raise = (alert: string, rule: string, time: string, dueAt: string) =>
    log.add(AlertRaised, { time, subject: 'child-a', residenceArea: '990101002' }, { alert, rule, dueAt });
  raise('a', 'R01', at('2026-07-01'), at('2026-07-02'));
  raise('b', 'R02', at('2026-07-01'), at('2026-07-02'));
  raise('c', 'R02', at('2026-09-30'), at('2026-10-01'));
  log.add(ClockMissed, { time: at('2026-07-02'), subject: 'child-a' }, { process: 'alert', step: 'E1', dueAt: at('2026-07-02'), alert: 'b' });
  log.add(AlertClosed, { time: at('2026-07-01', '18:00:00.000'), subject: 'child-a' }, { alert: 'a', verdict: 'confirmed' });
  log.add(AlertClosed, { time: at('2026-07-03'), subject: 'child-a' }, { alert: 'b', verdict: 'false' });
  expect(await value(log, 'H01.raised|county')).toBe(3);
  expect(await value(log, 'H01.raised|town=990101002,rule=R02')).toBe(2);
  expect(await log.cell(Q, 'H01.confirmed|county')).toMatchObject({ value: 500, numerator: 1, denominator: 2 });
  expect(await log.cell(Q, 'H01.overdue|rule=R02')).toMatchObject({ value: 1000, numerator: 1, denominator: 1 });
  expect(await log.cell(Q, 'H01.overdue|rule=R01')).toMatchObject({ value: 0, numerator: 0, denominator: 1 });
});

test('H01 overdue: closed after its deadline, or not closed when that was missed; a miss that stands after a closing in time is none', async () => {
  const log = new SpecLog().child('child-a');
  const dueAt = at('2026-07-02');
  const miss = (alert: string) => log.add(ClockMissed, { time: dueAt, subject: 'child-a' }, { process: 'alert', step: 'E1', dueAt, alert });
  const close = (alert: string, time: string) => log.add(AlertClosed, { time, subject: 'child-a' }, { alert, verdict: 'false' });
  const overdue = async (): Promise<number | undefined> => (await log.cell(Q, 'H01.overdue|county'))?.numerator;
  for (const alert of ['in-time', 'late', 'open', 'never-missed'])
    log.add(AlertRaised, { time: at('2026-07-01'), subject: 'child-a', residenceArea: '990101002' }, { alert, rule: 'R01', dueAt });
  close('in-time', dueAt);
  for (const alert of ['in-time', 'late', 'open']) miss(alert);
  expect(await log.cell(Q, 'H01.overdue|county')).toMatchObject({ value: 500, numerator: 2, denominator: 4 });
  close('late', at('2026-07-02', '12:00:00.001'));
  expect(await overdue()).toBe(2);
  close('never-missed', at('2026-07-03'));
  expect(await overdue()).toBe(3);
});

test('H04: received 24 hours after is in time, a millisecond later is not; the hub’s own events do not count', async () => {
  const log = new SpecLog().child('child-a');
  for (const receivedAt of [at('2026-07-02'), at('2026-07-02', '12:00:00.001')]) {
    log.add(DvCallReceived, { time: at('2026-07-01'), receivedAt, subject: 'child-a', incident: receivedAt }, {});
  }
  log.add(MinorRegistered, { time: at('2026-07-03'), subject: 'child-b' }, { sex: '1', birthQuarter: '2016-Q1', town: '990101001' });
  expect(await log.cell(Q, 'H04.inTime|department=police')).toMatchObject({ value: 500, numerator: 1, denominator: 2, events: { count: 2 } });
  expect(await value(log, 'H04.events|county')).toBe(2);
});

test('H05: a withdrawal counts with the department that had sent what it takes back, a correction with its own; the hub’s note with none', async () => {
  const log = new SpecLog().child('child-a').child('child-b');
  const time = at('2026-07-01');
  const call = (subject: string, corrects?: number) => log.add(DvCallReceived, { time, subject, incident: subject, corrects }, {});
  // Positions 3 and 4, behind the two registrations; then what corrects or takes back.
  call('child-a');
  call('child-b');
  call('child-a', 3);
  const by = (corrects: number, subject: string) => ({ time: at('2026-07-02'), subject, corrects });
  log.add(RecordCorrected, by(3, 'child-a'), { target: 3, reason: 'not-stated' });
  log.add(RecordWithdrawn, by(4, 'child-b'), { target: 4, reason: 'duplicate', department: 'police' });
  expect(await value(log, 'H05.mended|department=police')).toBe(2);
  expect(await value(log, 'H05.mended|county')).toBe(2);
  expect((await log.report(Q)).cells.filter(({ id }) => id.startsWith('H05.') && id.includes('hub'))).toEqual([]);
});

test('a report is never read by a report', async () => {
  const log = new SpecLog().child('child-a');
  const before = (await log.report(Q)).cells;
  log.add(ReportClosed, { time: at('2026-07-08'), subject: undefined }, { quarter: '2026-Q2', version: 1, position: 1, root: '', policy: '' });
  expect((await log.report(Q)).cells).toEqual(before);
});
