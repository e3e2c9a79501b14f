import { chinaCalendar } from '@lianhu/calendar';
import { RecordWithdrawn } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { countQuarter, reportBytes, type QuarterCount } from '.';
import { at, POLICY, sha256, SpecLog } from './log.fixture';

const Q = '2026-Q3';
/** Two incidents of the quarter and one before it, counted in time. */
const counted = (): SpecLog => {
  const log = new SpecLog().child('child-a').child('child-b');
  log.add(DvCallReceived, { time: at('2026-07-01'), subject: 'child-a', incident: 'i1' }, { repeatIn12m: 0, minorRole: 'witness' });
  log.add(DvCallReceived, { time: at('2026-08-01'), subject: 'child-b', incident: 'i2' }, { repeatIn12m: 0, minorRole: 'witness' });
  return log;
};
const [FIRST, SECOND] = [3, 4];
const call = (log: SpecLog, corrects: number, time = at('2026-07-01')): SpecLog =>
  log.add(
    DvCallReceived,
    { time, recordedAt: at('2026-11-02'), subject: 'child-a', incident: 'i1', corrects },
    { repeatIn12m: 1, minorRole: 'victim' },
  );
const withdraw = (log: SpecLog, corrects: number): SpecLog =>
  log.add(RecordWithdrawn, { time: at('2026-11-03'), subject: 'child-a', corrects }, { target: corrects, reason: 'duplicate' });

function read(log: SpecLog): QuarterCount {
  const count = countQuarter({ quarter: Q, policy: POLICY, calendar: chinaCalendar, sha256 });
  for (const event of log.events) if (!count.add(event)) count.after(event);
  return count;
}

test('what is corrected or withdrawn after the cut-off is counted once a fact, and the figures stay to the byte', () => {
  const frozen = reportBytes(read(counted()).report());
  expect(read(counted()).changedSince()).toBe(0);
  const once = call(counted(), FIRST);
  expect(read(once).changedSince()).toBe(1);
  const twice = withdraw(call(once, 5), FIRST);
  expect(read(twice).changedSince()).toBe(1);
  expect(read(withdraw(twice, SECOND)).changedSince()).toBe(2);
  expect(reportBytes(read(twice).report())).toBe(frozen);
});

test('what was corrected in time is no difference, what moves into the quarter later is one', () => {
  const early = counted().add(
    DvCallReceived,
    { time: at('2026-07-01'), recordedAt: at('2026-08-02'), subject: 'child-a', incident: 'i1', corrects: FIRST },
    { repeatIn12m: 1, minorRole: 'victim' },
  );
  expect(read(early).changedSince()).toBe(0);
  expect(read(withdraw(early, FIRST)).changedSince()).toBe(1);
  const later = counted().add(
    DvCallReceived,
    { time: at('2026-11-01'), subject: 'child-b', incident: 'i3' },
    { repeatIn12m: 0, minorRole: 'witness' },
  );
  expect(read(call(later, 5, at('2026-11-01'))).changedSince()).toBe(0);
  expect(read(call(later, 5, at('2026-09-30'))).changedSince()).toBe(1);
});

test('what came too late for the quarter is a late line, and corrected it is no difference either', () => {
  const late = counted().add(
    DvCallReceived,
    { time: at('2026-09-01'), recordedAt: at('2026-11-01'), subject: 'child-b', incident: 'i3' },
    { repeatIn12m: 0, minorRole: 'witness' },
  );
  expect(read(late).changedSince()).toBe(0);
  expect(read(call(late, 5, at('2026-09-02'))).changedSince()).toBe(0);
  expect(read(withdraw(call(late, FIRST), 5)).changedSince()).toBe(1);
});

test('a correction of what an earlier quarter has counted is no late news', async () => {
  const log = new SpecLog().child('child-a');
  log.add(DvCallReceived, { time: at('2026-05-01'), subject: 'child-a', incident: 'i1' }, { repeatIn12m: 0, minorRole: 'witness' });
  const late = { time: at('2026-05-01'), recordedAt: at('2026-08-02'), subject: 'child-a' };
  log.add(DvCallReceived, { ...late, incident: 'i1', corrects: 2 }, { repeatIn12m: 1, minorRole: 'victim' });
  expect(await log.cell(Q, 'B14.incidents|county')).toMatchObject({ value: 0, late: 0 });
  log.add(DvCallReceived, { ...late, incident: 'i9' }, { repeatIn12m: 0, minorRole: 'witness' });
  expect(await log.cell(Q, 'B14.incidents|county')).toMatchObject({ value: 0, late: 1 });
});
