import {
  PlaceClosed,
  PlaceOpeningRecorded,
  PlaceRegistered,
  RecordWithdrawn,
  StaffAppointed,
  StaffCheckAnswered,
  StaffCheckRequested,
  StaffHitFound,
  StaffHitHandled,
  StaffLeft,
  TrainingCompleted,
  TrainingHeld,
} from '@lianhu/departments/hub';
import { BullyingSurveyCompleted, SchoolDutyChecked } from '@lianhu/departments/education';
import { boardRows } from './boards';
import { staffChecks } from './boards/staff-checks';
import { team } from './boards/team';
import { at, SpecLog } from './log.fixture';
import { isSuppressed, publish } from './suppression/publish';

const Q = '2026-Q3';
const EAST = '990101001';
const WEST = '990101002';

/** The office's registers as a spec fills them. */
class Registers extends SpecLog {
  place(place: string, kind: string, more: { town?: string; sentinel?: string; on?: string } = {}): this {
    const { town = EAST, on = '2026-01-05', ...data } = more;
    return this.add(PlaceRegistered, { time: at(on) }, { place, kind, town, ...data });
  }
  staff(unit: string, post: string, appointedOn: string, more: object = {}): this {
    const data = { unit, post, seat: 1, appointedOn, fullTime: true, licensed: true, ...more };
    return this.add(StaffAppointed, { time: at(appointedOn) }, data);
  }
  left(unit: string, post: string, leftOn: string): this {
    return this.add(StaffLeft, { time: at(leftOn) }, { unit, post, seat: 1, leftOn });
  }
  trained(unit: string, post: string, kind: string, completedOn: string): this {
    const data = { kind, unit, post, seat: 1, appointedOn: '2026-01-05', completedOn };
    return this.add(TrainingCompleted, { time: at(completedOn) }, data);
  }
  async share(id: string, quarter = Q): Promise<readonly (number | undefined)[]> {
    const { numerator, denominator } = await this.cell(quarter, id);
    return [numerator, denominator];
  }
}

describe('H07 未保站、督导员、儿童主任配备率', () => {
  const county = (): Registers =>
    new Registers()
      .place('org-station-1', 'station')
      .place('org-village-1', 'village')
      .place('org-village-2', 'village')
      .place('org-village-3', 'village', { town: WEST })
      .staff('org-station-1', 'supervisor', '2026-02-01')
      .staff('org-village-1', 'child-director', '2026-02-01', { femaleCommittee: true })
      .staff('org-village-3', 'child-director', '2026-02-01');

  test('every town is due a station and a supervisor, every village a director', async () => {
    const log = county();
    expect(await log.share('H07.stationed|county')).toEqual([1, 3]);
    expect(await log.share('H07.supervised|town=990101001')).toEqual([1, 1]);
    expect(await log.share('H07.supervised|town=990101003')).toEqual([0, 1]);
    expect(await log.share('H07.directed|county')).toEqual([2, 3]);
    expect(await log.share('H07.directed|town=990101001')).toEqual([1, 2]);
    expect(await log.share('H07.committee|county')).toEqual([1, 2]);
  });

  test('who left on the last day is gone, who leaves on the day after is there; a seat taken anew is filled', async () => {
    expect(await county().left('org-village-3', 'child-director', '2026-09-30').share('H07.directed|county')).toEqual([1, 3]);
    expect(await county().left('org-village-3', 'child-director', '2026-10-01').share('H07.directed|county')).toEqual([2, 3]);
    const anew = county().left('org-village-3', 'child-director', '2026-09-10').staff('org-village-3', 'child-director', '2026-09-10');
    expect(await anew.share('H07.directed|county')).toEqual([2, 3]);
  });

  test('days count as written: an appointment entered in October for September counts in the third quarter', async () => {
    const log = county();
    const data = { unit: 'org-village-2', post: 'child-director', seat: 1, fullTime: true, licensed: true };
    const entered = (appointedOn: string) => log.add(StaffAppointed, { time: at('2026-10-02') }, { ...data, appointedOn });
    expect(await entered('2026-10-01').share('H07.directed|county')).toEqual([2, 3]);
    expect(await entered('2026-09-30').share('H07.directed|county')).toEqual([3, 3]);
  });

  test('a village is due nobody from the day on which it is closed; what is withdrawn was never registered', async () => {
    const closed = (closedOn: string) => county().add(PlaceClosed, { time: at('2026-09-29') }, { place: 'org-village-2', closedOn });
    expect(await closed('2026-09-30').share('H07.directed|county')).toEqual([2, 2]);
    expect(await closed('2026-10-01').share('H07.directed|county')).toEqual([2, 3]);
    // Position 2 is the first village.
    const withdrawn = county().add(RecordWithdrawn, { time: at('2026-08-01'), corrects: 2 }, { target: 2, reason: 'entry-error' });
    expect(await withdrawn.share('H07.directed|county')).toEqual([1, 2]);
  });

  test('a county that keeps no registers has no rate, and no town is said to lack anything', async () => {
    expect(await new Registers().child('child-a').cell(Q, 'H07.stationed|county')).toMatchObject({ denominator: 0, value: undefined });
  });
});

describe('H08 培训', () => {
  const director = (appointedOn: string): Registers =>
    new Registers().place('org-village-1', 'village').staff('org-village-1', 'child-director', appointedOn);

  test('three months after the appointment the entry training is due: on that day it is in time, a day later it is not', async () => {
    const trained = (on: string) => director('2026-05-20').trained('org-village-1', 'child-director', 'entry-child-workers', on);
    expect(await trained('2026-08-20').share('H08.entry|county')).toEqual([1, 1]);
    expect(await trained('2026-08-21').share('H08.entry|county')).toEqual([0, 1]);
    expect(await director('2026-07-01').share('H08.entry|county')).toEqual([0, 0]);
  });

  test('a seat is trained within twelve months, not a day before, and only by its own course', async () => {
    const trained = (on: string, kind = 'yearly-child-workers') =>
      director('2020-01-01').trained('org-village-1', 'child-director', kind, on).share('H08.yearly|county');
    expect(await trained('2025-10-01')).toEqual([1, 1]);
    expect(await trained('2025-09-30')).toEqual([0, 1]);
    expect(await trained('2026-08-01', 'yearly-mandatory-report')).toEqual([0, 1]);
  });

  test('a training counts when half of its lessons are about children and its material is kept', async () => {
    const held = (childWorkLessons: number, materialKept: boolean) => ({ kind: 'yearly-child-workers', lessons: 8, childWorkLessons, materialKept });
    const log = new Registers().place('org-station-1', 'station');
    for (const data of [held(4, true), held(3, true), held(8, false), { ...held(8, true), kind: 'theory' }])
      log.add(TrainingHeld, { time: at('2026-08-01') }, { unit: 'org-station-1', date: '2026-08-01', attendees: 20, ...data });
    expect(await log.share('H08.compliant|county')).toEqual([1, 3]);
    expect(await log.share('H08.lessons|town=990101001')).toEqual([15, 24]);
  });
});

describe('H09 关爱服务场所', () => {
  const opened = (log: Registers, place: string, month: string, more: object = {}): Registers => {
    const full = { weeks: 4, weeksWith5Days: 4, holidayPeriods: 1, holidayPeriodsOpen: 1, openings: 20, openingsUnder3h: 0, minutes: 3_600 };
    return log.add(PlaceOpeningRecorded, { time: at(`${month}-28`) }, { place, month: month.replace('-', ''), ...full, ...more });
  };
  test('every month that was recorded has to be open enough; without a record nothing is', async () => {
    const log = new Registers()
      .place('org-home-1', 'child-home')
      .place('org-home-2', 'companion-home')
      .place('org-home-3', 'child-home', { town: WEST });
    opened(opened(log, 'org-home-1', '2026-07'), 'org-home-1', '2026-08');
    opened(opened(log, 'org-home-2', '2026-07'), 'org-home-2', '2026-08', { openingsUnder3h: 1 });
    opened(log, 'org-home-3', '2026-06');
    expect(await log.share('H09.compliant|county')).toEqual([1, 3]);
    expect(await log.share('H09.compliant|town=990101002')).toEqual([0, 1]);
    expect((await log.cell(Q, 'H09.minutes|county')).value).toBe(4 * 3_600);
  });
});

describe('posts of schools and sentinels', () => {
  test('a school has a psychology teacher only when somebody full-time is there; kindergartens are due none', async () => {
    const log = new Registers().place('org-school-1', 'primary-school').place('org-school-2', 'middle-school').place('org-garden-1', 'kindergarten');
    log.staff('org-school-1', 'psychology-teacher', '2026-02-01').staff('org-school-2', 'psychology-teacher', '2026-02-01', { fullTime: false });
    log.staff('org-school-2', 'law-vice-head', '2026-02-01').staff('org-garden-1', 'law-counsellor', '2026-02-01');
    expect(await log.share('C08.rate|county')).toEqual([1, 2]);
    expect(await log.share('C09.rate|county')).toEqual([0, 2]);
    expect(await log.share('C10.rate|county')).toEqual([1, 2]);
    expect(await log.share('C15.rate|county')).toEqual([0, 2]);
  });

  test('surveys of twelve months and the last check of a duty, among registered schools only', async () => {
    const log = new Registers().place('org-school-1', 'primary-school').place('org-school-2', 'middle-school');
    const check = (school: string, on: string, met: boolean) =>
      log.add(SchoolDutyChecked, { time: at(on) }, { school, term: '2026-1', duty: 'phone-keeping', met });
    check('org-school-1', '2026-03-01', true);
    check('org-school-1', '2026-09-01', false);
    check('org-school-2', '2026-03-01', true);
    check('org-school-9', '2026-03-01', true);
    log.add(BullyingSurveyCompleted, { time: at('2025-10-01') }, { school: 'org-school-1', term: '2025-1', pupils: 9, answered: 9, signs: 0 });
    log.add(BullyingSurveyCompleted, { time: at('2025-09-30') }, { school: 'org-school-2', term: '2025-1', pupils: 9, answered: 9, signs: 0 });
    expect(await log.share('E04.rate|county')).toEqual([1, 2]);
    expect(await log.share('C17B.rate|county')).toEqual([1, 2]);
  });

  test('a sentinel has its post filled by who watches there', async () => {
    const log = new Registers()
      .place('org-school-1', 'primary-school', { sentinel: 'school' })
      .place('org-home-1', 'child-home', { sentinel: 'community' });
    log.staff('org-school-1', 'sentinel-monitor', '2026-02-01');
    expect(await log.share('D13.rate|county')).toEqual([1, 2]);
    expect(await log.share('D13.rate|sentinel=community')).toEqual([0, 1]);
  });
});

describe('D06 and D07 从业查询', () => {
  const hit = (log: Registers, n: number, receivedOn: string, onStaff = true): Registers =>
    log.add(StaffHitFound, { time: at(receivedOn), subject: `case-${n}` }, { sector: 'education', onStaff, receivedOn });
  const handled = (log: Registers, n: number, handledOn: string, action = 'dismiss'): Registers =>
    log.add(StaffHitHandled, { time: at(handledOn), subject: `case-${n}` }, { action, handledOn });

  test('thirty working days after the result: on the last one it is in time, a day later it is not; moving somebody elsewhere is no dismissal', async () => {
    // The thirtieth working day after 6 July 2026, a Monday, is Monday 17 August.
    const one = (on: string, action?: string) => handled(hit(new Registers(), 1, '2026-07-06'), 1, on, action);
    expect(await one('2026-08-17').share('D06.dismissed|county')).toEqual([1, 1]);
    expect(await one('2026-08-18').share('D06.dismissed|county')).toEqual([0, 1]);
    expect((await one('2026-08-18').cell(Q, 'D06.overdue|county')).value).toBe(0);
    expect((await one('2026-08-10', 'moved').cell(Q, 'D06.overdue|sector=education')).value).toBe(1);
  });

  test('who applies for a post is due nothing; who is found late in the quarter is due in the next', async () => {
    const log = hit(hit(new Registers(), 1, '2026-04-06', false), 2, '2026-06-01');
    expect((await log.cell('2026-Q2', 'D06.hits|county')).value).toBe(2);
    expect((await log.cell('2026-Q2', 'D06.onStaff|county')).value).toBe(1);
    expect(await log.share('D06.dismissed|county', '2026-Q2')).toEqual([0, 0]);
    expect(await log.share('D06.dismissed|county')).toEqual([0, 1]);
  });

  const asked = (log: Registers, employer: string, on: string, kind: string, persons: number, staff?: number): Registers =>
    log.add(StaffCheckRequested, { time: at(on) }, { employer, sector: 'health', persons, kind, ...(staff !== undefined && { staff }) });

  test('answers count by the sector that the employer named', async () => {
    const log = asked(new Registers(), 'org-clinic-1', '2026-07-01', 'entry', 3);
    log.add(StaffCheckAnswered, { time: at('2026-07-03') }, { employer: 'org-clinic-1', persons: 3, answeredOn: '2026-07-03' });
    log.add(StaffCheckAnswered, { time: at('2026-07-03') }, { employer: 'org-unknown', persons: 2, answeredOn: '2026-07-03' });
    expect((await log.cell(Q, 'D06.persons|sector=health')).value).toBe(3);
    expect((await log.cell(Q, 'D06.persons|sector=other')).value).toBe(2);
  });

  test('a yearly check counts for twelve months and for no more people than there are', async () => {
    const log = asked(asked(new Registers(), 'org-clinic-1', '2026-03-01', 'periodic', 30, 40), 'org-clinic-1', '2026-08-01', 'periodic', 30);
    asked(log, 'org-clinic-2', '2025-09-30', 'periodic', 20, 20);
    asked(log, 'org-clinic-3', '2026-08-01', 'entry', 5);
    expect(await log.share('D07.rate|sector=health')).toEqual([40, 60]);
    expect((await log.cell(Q, 'D07.employers|county')).value).toBe(3);
  });
});

describe('boards', () => {
  test('V21 shows single posts and places, also by post and kind; figures of people are hidden as ever', async () => {
    const log = new Registers().child('child-a').place('org-station-1', 'station').staff('org-station-1', 'supervisor', '2026-02-01');
    const report = publish(await log.report(Q), { below: 5 });
    expect(report.cells.filter(isSuppressed).map(({ indicator }) => indicator)).toContain('A01');
    const [county, east] = boardRows(team, report);
    const valueOf = (row: typeof county, key: string) => (row?.cells[key] as { value?: number } | undefined)?.value;
    expect([county, east].map((row) => valueOf(row, 'H07B.filled post=supervisor'))).toEqual([1, 1]);
    expect([county, east].map((row) => valueOf(row, 'H09B.places kind=station'))).toEqual([1, 1]);
    expect(valueOf(county, 'H07.stationed')).toBe(333);
    expect(Object.values(county?.cells ?? {}).filter(isSuppressed)).toEqual([]);
  });

  test('V16 stands by sector, and a single hit is hidden', async () => {
    const log = new Registers();
    for (let n = 0; n < 6; n++)
      log.add(
        StaffCheckRequested,
        { time: at('2026-07-01') },
        { employer: `org-school-${n}`, sector: 'education', persons: 1, staff: 10, kind: 'periodic' },
      );
    log.add(StaffHitFound, { time: at('2026-07-06'), subject: 'case-1' }, { sector: 'education', onStaff: true, receivedOn: '2026-07-06' });
    const rows = boardRows(staffChecks, publish(await log.report(Q), { below: 5 }));
    const education = rows.find(({ place }) => place === 'education')?.cells;
    expect(education?.['D07.employers']).toMatchObject({ value: 6 });
    expect(education?.['D07.rate']).toMatchObject({ value: 100 });
    expect(education?.['D06.hits']).toMatchObject({ suppressed: true });
  });
});
