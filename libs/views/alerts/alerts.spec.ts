import {
  AlertAcknowledged,
  AlertClosed,
  AlertEvidenceAdded,
  AlertEvidenceWithdrawn,
  AlertRaised,
  ClockMissed,
  MinorMoved,
  MinorRegistered,
} from '@lianhu/departments/hub';
import { CHILD, history, rowAfter, stateAfter, type History } from '@lianhu/testing';
import { alertCounty, alerts, alertTowns, type AlertRow } from '.';

const raised = history(AlertRaised, '2026-10-12', { alert: 'a', level: 3, evidence: [9, 4] }, { residenceArea: '990101003' });
const row = (child: History): AlertRow => rowAfter(alerts, child, '2026-10-12', 'a') as AlertRow;

test("an alert's row says who, why and until when", () => {
  expect(row(raised)).toEqual({
    alert: 'a',
    child: CHILD,
    town: '990101003',
    rule: 'R01',
    ruleVersion: 1,
    level: 3,
    need: 'guardianship',
    raisedAt: '2026-10-12T12:00:00.000+08:00',
    dueAt: '2026-10-13T09:30:00.000+08:00',
    again: false,
    evidence: [4, 9],
    state: 'open',
    overdue: false,
    version: 1,
  });
});

test('evidence adds up and may raise the level', () => {
  expect(row(raised.then(AlertEvidenceAdded, '2026-10-12', { level: 4, evidence: [9, 11] }))).toMatchObject({
    level: 4,
    evidence: [4, 9, 11],
    version: 2,
  });
});

test('of a child without a registration the newest evidence that says a town says where', () => {
  const moved = raised.then(AlertEvidenceAdded, '2026-10-12', { level: 4, evidence: [11] }, { residenceArea: '990101001' });
  expect(row(moved).town).toBe('990101001');
  expect(row(moved.then(AlertEvidenceAdded, '2026-10-12', { level: 4, evidence: [12] })).town).toBe('990101001');
});

describe('the town is that where the child lives', () => {
  const registered = history(MinorRegistered, '2026-10-01', { town: '990101002' });
  const open = registered.then(AlertRaised, '2026-10-12', { alert: 'a' }, { residenceArea: '990101002' });
  const moved = open.then(MinorMoved, '2026-10-12', { town: '990101001' });

  test('an alert that is not closed goes with the child, without a step of its own', () => {
    expect([row(open), row(moved)].map(({ town, version }) => [town, version])).toEqual([
      ['990101002', 1],
      ['990101001', 1],
    ]);
    const acknowledged = open.then(AlertAcknowledged, '2026-10-12').then(MinorMoved, '2026-10-13', { town: '990101003' });
    expect(row(acknowledged)).toMatchObject({ town: '990101003', state: 'acknowledged', version: 2 });
  });

  test('what was decided before the move and recorded behind it is where the child lives now', () => {
    const late = registered.then(MinorMoved, '2026-10-12', { town: '990101001' });
    const raisedLate = late.then(AlertRaised, '2026-10-12', { alert: 'a' }, { residenceArea: '990101002' });
    expect(row(raisedLate).town).toBe('990101001');
    expect(row(moved.then(AlertEvidenceAdded, '2026-10-12', { level: 4, evidence: [12] }, { residenceArea: '990101002' })).town).toBe('990101001');
  });

  test('the older of two moves moves nothing back, a later one does', () => {
    expect(row(moved.then(MinorMoved, '2026-10-11', { town: '990101003' })).town).toBe('990101001');
    expect(row(moved.then(MinorMoved, '2026-10-13', { town: '990101003' })).town).toBe('990101003');
  });

  test('a closed alert stays where it was closed, whatever comes after it', () => {
    const closed = moved.then(AlertClosed, '2026-10-13').then(MinorMoved, '2026-10-14', { town: '990101003' });
    expect(row(closed)).toMatchObject({ town: '990101001', state: 'closed' });
    expect(row(closed.then(AlertEvidenceAdded, '2026-10-14', { level: 4, evidence: [12] }, { residenceArea: '990101003' })).town).toBe('990101001');
  });

  test('nothing but the town of the child is kept with an alert', () => {
    expect(JSON.stringify(stateAfter(alerts, registered.events))).not.toMatch(/sex|birth/);
    expect(row(moved)).not.toHaveProperty('home');
  });
});

test('evidence that was corrected or withdrawn leaves the row and is named; without enough left the alert is unfounded, and stays open', () => {
  const less = raised.then(AlertEvidenceWithdrawn, '2026-10-12', { alert: 'a', evidence: [9], stands: true });
  expect(row(less)).toMatchObject({ evidence: [4], withdrawn: [9], state: 'open', level: 3 });
  expect(row(less).unfounded).toBeUndefined();
  const none = less.then(AlertEvidenceWithdrawn, '2026-10-12', { alert: 'a', evidence: [4], stands: false });
  expect(row(none)).toMatchObject({ evidence: [], withdrawn: [4, 9], unfounded: true, state: 'open', level: 3 });
  expect(row(none.then(AlertEvidenceAdded, '2026-10-12', { level: 4, evidence: [12] })).unfounded).toBeUndefined();
});

test('open, acknowledged, closed: each once', () => {
  const acknowledged = raised.then(AlertAcknowledged, '2026-10-12', { at: '2026-10-12T13:00:00.000+08:00' });
  expect(row(acknowledged)).toMatchObject({ state: 'acknowledged', acknowledgedAt: '2026-10-12T13:00:00.000+08:00' });
  const closed = acknowledged.then(AlertClosed, '2026-10-13', { verdict: 'known', seenOn: '2026-10-12' });
  expect(row(closed)).toMatchObject({
    state: 'closed',
    closedAt: '2026-10-13T12:00:00.000+08:00',
    verdict: 'known',
    seenOn: '2026-10-12',
    version: 3,
  });
  expect(row(closed.then(AlertClosed, '2026-10-14', { verdict: 'false' })).verdict).toBe('known');
  expect(row(raised.then(AlertClosed, '2026-10-13')).state).toBe('closed');
});

test('overdue is what was missed before it was closed', () => {
  const missed = raised.then(ClockMissed, '2026-10-13');
  expect(row(missed).overdue).toBe(true);
  expect(row(missed.then(AlertClosed, '2026-10-14')).overdue).toBe(true);
  expect(row(raised.then(AlertClosed, '2026-10-13').then(ClockMissed, '2026-10-14')).overdue).toBe(false);
});

test('an alert whose child lives nowhere known has an empty town, as one read back from storage', () => {
  const nowhere = history(AlertRaised, '2026-10-12', { alert: 'a' });
  expect(row(nowhere).town).toBe('');
  expect(stateAfter(alerts, nowhere.events)).toStrictEqual(JSON.parse(JSON.stringify(stateAfter(alerts, nowhere.events))));
});

test('sums: open by level, unacknowledged, overdue until closed', () => {
  const missed = raised.then(ClockMissed, '2026-10-13');
  expect(alertTowns.by(row(raised))).toBe('990101003');
  expect(alertCounty.by(row(raised))).toBe('all');
  expect(alertTowns.count(row(missed))).toEqual({ raised: 1, 'open.3': 1, unacknowledged: 1, overdue: 1 });
  expect(alertTowns.count(row(raised.then(AlertAcknowledged, '2026-10-12')))).toEqual({ raised: 1, 'open.3': 1 });
  expect(alertTowns.count(row(missed.then(AlertClosed, '2026-10-14')))).toEqual({ raised: 1, closed: 1 });
});
