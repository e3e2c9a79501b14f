import {
  CareAgreementSigned,
  CategoryApplied,
  CategoryConfirmed,
  GuardianshipAssessed,
  MinorListed,
  TempGuardianshipStarted,
} from '@lianhu/departments/civil-affairs';
import { EducationOrderIssued } from '@lianhu/departments/court';
import {
  BullyingDecided,
  BullyingReported,
  DropoutConfirmed,
  IllnessReported,
  SpecialPlacementDecided,
  ResourceRoomEquipped,
  StudentReturned,
} from '@lianhu/departments/education';
import { BirthRecorded, ScreeningCleared, ScreeningSuspected } from '@lianhu/departments/health';
import { CorrectionEnded, CorrectionStarted, RepairWorkDone } from '@lianhu/departments/justice';
import { MinorContentHandled } from '@lianhu/departments/other-members';
import {
  CrimeAgainstMinorFiled,
  HouseholdRegistered,
  MissingMinorFound,
  MissingMinorReported,
  OneStopInterviewCompleted,
} from '@lianhu/departments/police';
import { ConditionalNonprosecutionDecided, NonprosecutionDecided } from '@lianhu/departments/procuratorate';
import { OrderExecutionReported } from '@lianhu/departments/womens-federation';
import { HarmSuspected } from '@lianhu/departments/education';
import { at, SpecLog } from './log.fixture';
import { publish } from './suppression/publish';

const Q = '2026-Q3';
const child = { subject: 'child-a' };
const of = (log: SpecLog, id: string) => log.cell(Q, `${id}|county`);
const share = async (log: SpecLog, id: string) => {
  const { numerator, denominator } = await of(log, id);
  return [numerator, denominator];
};
const log = (): SpecLog => new SpecLog().child('child-a').child('child-b');

test.each([
  [at('2026-07-21', '23:59:59.999'), 1],
  [at('2026-07-22', '00:00:00.000'), 0],
])('B03: an order to 20 July… 21 July is executed when completion is fed back by 24:00 of its last day: %s', async (time, part) => {
  const orders = log()
    .add(EducationOrderIssued, { ...child, time: at('2026-06-01') }, { from: '2026-06-01', to: '2026-07-21' })
    .add(OrderExecutionReported, { ...child, time }, { state: 'completed' });
  expect(await share(orders, 'B03.executed')).toEqual([part, 1]);
});

test('B03: an order whose last day is the quarter’s last is due in it, the day after is not', async () => {
  const to = (day: string) => log().add(EducationOrderIssued, { ...child, time: at('2026-08-01') }, { from: '2026-08-01', to: day });
  expect(await share(to('2026-09-30'), 'B03.executed')).toEqual([0, 1]);
  expect(await share(to('2026-10-01'), 'B03.executed')).toEqual([0, 0]);
  expect(await share(to('2026-06-30'), 'B03.executed')).toEqual([0, 0]);
});

test.each([
  [{ from: '2026-09-30' }, 1],
  [{ from: '2026-10-01' }, 0],
  [{ from: '2026-01-01', to: '2026-09-30' }, 1],
  [{ from: '2026-01-01', to: '2026-09-29' }, 0],
])('B07: an agreement %o is in force on the quarter’s last day: %i', async (agreement, part) => {
  const left = log()
    .add(MinorListed, { ...child, time: at('2026-02-01') }, { category: '04' })
    .add(CareAgreementSigned, { ...child, time: at('2026-02-02') }, agreement);
  expect(await share(left, 'B07.rate')).toEqual([part, 1]);
});

test.each([
  [at('2026-08-10', '23:59:59.999'), 1],
  [at('2026-08-11', '00:00:00.000'), 0],
])('B09: assessed anew by the day that the last assessment named: %s', async (time, part) => {
  const assessed = log()
    .add(GuardianshipAssessed, { ...child, time: at('2026-02-10'), incident: 'a' }, { grade: '2', nextDue: '2026-08-10' })
    .add(GuardianshipAssessed, { ...child, time, incident: 'b' }, { grade: '1', nextDue: '2027-08-10' });
  expect(await share(assessed, 'B09.rate')).toEqual([part, 1]);
});

test('C03: returned after being confirmed, not before', async () => {
  const dropped = log()
    .add(StudentReturned, { ...child, time: at('2026-07-01') }, {})
    .add(DropoutConfirmed, { ...child, time: at('2026-07-02') }, {})
    .add(DropoutConfirmed, { subject: 'child-b', time: at('2026-07-02') }, {})
    .add(StudentReturned, { subject: 'child-b', time: at('2026-10-02') }, {});
  expect(await share(dropped, 'C03.rate')).toEqual([1, 2]);
});

test.each([
  [at('2026-07-11', '23:59:59.000'), 1],
  [at('2026-07-12', '00:00:00.000'), 0],
])('C05: decided within ten days of the start of the inquiry: %s', async (time, part) => {
  const incident = log()
    .add(BullyingReported, { ...child, time: at('2026-07-01'), incident: 'i' }, { severe: false })
    .add(BullyingReported, { subject: 'child-b', time: at('2026-07-01'), incident: 'i' }, { severe: false })
    .add(BullyingDecided, { ...child, time, incident: 'i' }, { isBullying: true, startedOn: '2026-07-01', days: 1 });
  expect(await share(incident, 'C05.inTime')).toEqual([part, 1]);
  expect((await of(incident, 'C05.found')).value).toBe(1);
});

test('C14: five placed pupils make a school one that has to have a room', async () => {
  const placed = (pupils: number): SpecLog => {
    const school = new SpecLog();
    for (let i = 0; i < pupils; i++) {
      school.child(`child-${i}`);
      school.add(SpecialPlacementDecided, { subject: `child-${i}`, time: at('2026-07-01') }, { form: 'inclusive', school: 'org-s' });
    }
    return school.add(ResourceRoomEquipped, { time: at('2026-07-02') }, { school: 'org-s', equipped: true });
  };
  expect(await share(placed(4), 'C14.rate')).toEqual([0, 0]);
  expect(await share(placed(5), 'C14.rate')).toEqual([1, 1]);
});

test.each([
  ['2026-07-04', 1],
  ['2026-07-05', 0],
])('C18: parents told on %s of what was known on 1 July: %i', async (toldOn, part) => {
  const ill = log().add(IllnessReported, { ...child, time: at('2026-07-06') }, { guardianTold: true, knownOn: '2026-07-01', toldOn });
  expect(await share(ill, 'C18.told')).toEqual([part, 1]);
});

test.each([
  [at('2026-07-02'), 1],
  [at('2026-07-02', '12:00:00.001'), 0],
])('D02: harm found on 1 July at noon and received %s', async (receivedAt, part) => {
  const clue = log().add(HarmSuspected, { subject: 'case-a', incident: 'i', time: at('2026-07-01'), receivedAt }, { situation: '4' });
  expect(await share(clue, 'D02.rate')).toEqual([part, 1]);
});

test.each([
  [1_440, 1],
  [1_441, 0],
])('D11: found after %i minutes away', async (awayMin, part) => {
  const missing = log()
    .add(MissingMinorReported, { ...child, time: at('2026-07-01') }, {})
    .add(MissingMinorFound, { ...child, time: at('2026-07-03') }, { awayMin });
  expect(await share(missing, 'D11.found')).toEqual([part, 1]);
});

test('E01: the median is the middle one, the lower of two', async () => {
  const handled = (...minutes: readonly number[]): SpecLog =>
    minutes.reduce(
      (sum, handledMin, i) => sum.add(MinorContentHandled, { time: at('2026-07-01'), incident: `i${i}` }, { kind: 'fraud', handledMin }),
      log(),
    );
  expect((await of(handled(30, 10, 500), 'E01.minutes')).value).toBe(30);
  expect((await of(handled(30, 10), 'E01.minutes')).value).toBe(10);
  expect((await of(log(), 'E01.minutes')).value).toBeUndefined();
});

test('an amount is hidden where the count behind it is', async () => {
  const handled = (n: number): SpecLog => {
    const all = log();
    for (let i = 0; i < n; i++) all.add(MinorContentHandled, { time: at('2026-07-01'), incident: `i${i}` }, { kind: 'fraud', handledMin: 10 });
    return all;
  };
  const shown = async (n: number) => publish(await handled(n).report(Q), { below: 5 }).cells.find(({ id }) => id === 'E01.minutes|county');
  expect(await shown(4)).toMatchObject({ suppressed: true });
  expect(JSON.stringify(await shown(4))).not.toContain('value');
  expect(await shown(5)).toMatchObject({ value: 10 });
});

test.each([
  ['2026-07-10', 70, 0],
  ['2026-07-09', 70, 1],
])('F03: working days from the day after the application, late after %s', async (dueAt, tenths, overdue) => {
  const applied = log()
    .add(CategoryApplied, { ...child, time: at('2026-07-01') }, { category: '03', dueAt })
    .add(CategoryConfirmed, { ...child, time: at('2026-07-10') }, { category: '03', parentStates: ['01', '02'] });
  expect((await of(applied, 'F03.time')).value).toBe(tenths);
  expect((await of(applied, 'F03.overdue')).value).toBe(overdue);
});

test.each([
  [at('2025-12-05', '00:00:00.000'), 0],
  [at('2025-12-04', '23:59:59.999'), 1],
])('F04: temporary guardianship since %s is over 300 days at the quarter’s end: %i', async (time, long) => {
  const open = log().add(TempGuardianshipStarted, { ...child, time }, { situation: '2' });
  expect((await of(open, 'F04.long')).value).toBe(long);
  expect((await of(open, 'F04.open')).value).toBe(1);
});

test.each([
  [at('2026-07-30'), 1],
  [at('2026-07-30', '12:00:00.001'), 0],
])('F08: suspected on 1 May at noon, cleared %s', async (time, part) => {
  const screened = log()
    .add(ScreeningSuspected, { ...child, time: at('2026-05-01') }, { kind: 'hearing' })
    .add(ScreeningCleared, { ...child, time }, { kind: 'hearing' });
  expect(await share(screened, 'F08.inTime')).toEqual([part, 1]);
});

test('F12: a birth is judged in the quarter in which its thirty days end', async () => {
  const born = (time: string, registered: string): SpecLog =>
    log()
      .add(BirthRecorded, { ...child, time }, {})
      .add(HouseholdRegistered, { ...child, time: registered }, { kind: 'birth' });
  expect(await share(born(at('2026-07-01'), at('2026-07-31')), 'F12.rate')).toEqual([1, 1]);
  expect(await share(born(at('2026-07-01'), at('2026-07-31', '12:00:00.001')), 'F12.rate')).toEqual([0, 1]);
  expect(await share(born(at('2026-09-20'), at('2026-09-21')), 'F12.rate')).toEqual([0, 0]);
});

test('G02: of sexual or violent cases, those interviewed once and on tape', async () => {
  const cases = log();
  for (const [subject, times, recorded] of [
    ['case-a', 1, true],
    ['case-b', 2, true],
    ['case-c', 1, false],
  ] as const) {
    cases.add(CrimeAgainstMinorFiled, { subject, time: at('2026-07-01') }, { sexual: true, violent: false, charge: 'other' });
    cases.add(OneStopInterviewCompleted, { subject, time: at('2026-07-02') }, { times, recorded });
  }
  cases.add(CrimeAgainstMinorFiled, { subject: 'case-d', time: at('2026-07-01') }, { sexual: false, violent: true, charge: 'other' });
  cases.add(CrimeAgainstMinorFiled, { subject: 'case-e', time: at('2026-07-01') }, { sexual: false, violent: false, charge: 'other' });
  expect(await share(cases, 'G02.interviewed')).toEqual([3, 4]);
  expect(await share(cases, 'G02.single')).toEqual([2, 4]);
  expect(await share(cases, 'G02.recorded')).toEqual([2, 4]);
});

test('G04: what ends a probation is no second decision', async () => {
  const decided = log()
    .add(ConditionalNonprosecutionDecided, { subject: 'case-a', time: at('2026-01-10') }, {})
    .add(NonprosecutionDecided, { subject: 'case-a', time: at('2026-08-10') }, {})
    .add(ConditionalNonprosecutionDecided, { subject: 'case-b', time: at('2026-08-10') }, {})
    .add(NonprosecutionDecided, { subject: 'case-c', time: at('2026-08-10') }, {});
  expect(await share(decided, 'G04.rate')).toEqual([1, 2]);
});

test('G07: in correction at the quarter’s end, with a session since its start', async () => {
  const correction = log()
    .add(RepairWorkDone, { subject: 'case-a', time: at('2026-05-01') }, {})
    .add(CorrectionStarted, { subject: 'case-a', time: at('2026-06-01') }, {})
    .add(CorrectionStarted, { subject: 'case-b', time: at('2026-06-01') }, {})
    .add(RepairWorkDone, { subject: 'case-b', time: at('2026-07-01') }, {})
    .add(CorrectionStarted, { subject: 'case-c', time: at('2026-06-01') }, {})
    .add(CorrectionEnded, { subject: 'case-c', time: at('2026-09-30', '23:59:59.999') }, {});
  expect(await share(correction, 'G07.repair')).toEqual([1, 2]);
});
