import { AlertAcknowledged, AlertClosed, AlertEvidenceAdded, AlertRaised, ClockMissed } from '@lianhu/departments/hub';
import { history, type History } from '@lianhu/testing';
import { alertAfter, decide, missedClocks, type AlertOutcome, type Close } from '.';

const ALERT = 'w6qrqLe7h-drIW-dyMt92gt2lnzdwErsPSlC8GATpt4';
const NOW = '2026-10-13T08:00:00.000+08:00';
const raised = history(AlertRaised, '2026-10-12', { alert: ALERT, level: 4 });
const closing: Close = { kind: 'close', alert: ALERT, verdict: 'confirmed', seen: { on: '2026-10-13', by: 'child-director' } };
const close = (child: History, command: Close = closing): AlertOutcome => decide(alertAfter(child.events, ALERT), command, NOW);
const acknowledge = (child: History): AlertOutcome =>
  decide(alertAfter(child.events, ALERT), { kind: 'acknowledge', alert: ALERT, by: 'office-staff' }, NOW);

test('an open alert is acknowledged once and closed once', () => {
  expect(acknowledge(raised)).toMatchObject({
    kind: 'emit',
    event: { type: 'hub.alert.acknowledged', subject: raised.events[0]?.subject, data: { alert: ALERT, by: 'office-staff', at: NOW } },
  });
  const acknowledged = raised.then(AlertAcknowledged, '2026-10-12', { alert: ALERT });
  expect(acknowledge(acknowledged)).toEqual({ kind: 'refuse', code: 'alert.already-acknowledged' });
  for (const child of [raised, acknowledged]) {
    expect(close(child)).toMatchObject({
      kind: 'emit',
      event: { type: 'hub.alert.closed', data: { alert: ALERT, verdict: 'confirmed', seenOn: '2026-10-13', seenBy: 'child-director' } },
    });
  }
  const closed = acknowledged.then(AlertClosed, '2026-10-12', { alert: ALERT });
  expect(close(closed)).toEqual({ kind: 'refuse', code: 'alert.already-closed' });
  expect(acknowledge(closed)).toEqual({ kind: 'refuse', code: 'alert.already-closed' });
});

test('an alert that nobody raised is unknown, also beside another one', () => {
  expect(close(history())).toEqual({ kind: 'refuse', code: 'alert.unknown' });
  expect(close(history(AlertRaised, '2026-10-12', { alert: 'another' }))).toEqual({ kind: 'refuse', code: 'alert.unknown' });
});

test('a red alert is closed only with the day the child was seen; an orange one without', () => {
  const { seen: _seen, ...unseen } = closing;
  expect(close(raised, unseen)).toEqual({ kind: 'refuse', code: 'alert.seen-required' });
  const orange = history(AlertRaised, '2026-10-12', { alert: ALERT, level: 3 });
  expect(close(orange, unseen)).toMatchObject({ kind: 'emit', event: { data: { alert: ALERT, verdict: 'confirmed' } } });
  expect(close(orange.then(AlertEvidenceAdded, '2026-10-12', { alert: ALERT, level: 4 }), unseen)).toEqual({
    kind: 'refuse',
    code: 'alert.seen-required',
  });
});

test('a verdict is one of the list', () => {
  expect(close(raised, { ...closing, verdict: 'toString' as Close['verdict'] })).toEqual({ kind: 'refuse', code: 'alert.verdict-unknown' });
});

test('nobody was seen tomorrow, perhaps today', () => {
  expect(close(raised, { ...closing, seen: { on: '2026-10-13', by: 'child-director' } })).toMatchObject({ kind: 'emit' });
  expect(close(raised, { ...closing, seen: { on: '2026-10-14', by: 'child-director' } })).toEqual({ kind: 'refuse', code: 'alert.seen-in-future' });
});

test('a deadline is missed once, after it has passed, unless the alert was closed', () => {
  const row = { alert: ALERT, child: 'child-1', town: '990101001', dueAt: '2026-10-13T08:00:00.000+08:00', state: 'acknowledged', overdue: false };
  expect(missedClocks([row], '2026-10-13T08:00:00.000+08:00')).toEqual([]);
  expect(missedClocks([row], '2026-10-13T08:00:00.001+08:00')).toEqual([
    {
      type: 'hub.clock.missed',
      id: `${ALERT}-missed-E1`,
      time: row.dueAt,
      subject: 'child-1',
      residencearea: '990101001',
      data: { process: 'alert', step: 'E1', dueAt: row.dueAt, alert: ALERT },
    },
  ]);
  expect(
    missedClocks(
      [
        { ...row, overdue: true },
        { ...row, state: 'closed' },
      ],
      '2026-12-01T00:00:00.000+08:00',
    ),
  ).toEqual([]);
  expect(alertAfter(raised.then(ClockMissed, '2026-10-13', { alert: ALERT }).events, ALERT).missed).toBe(true);
});
