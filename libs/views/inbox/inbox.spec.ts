import { ClockMissed, NoticeAccepted, NoticeCompleted, NoticeReceipted, NoticeReturned, NoticeSent } from '@lianhu/departments/hub';
import { CHILD, history, rowAfter, stateAfter, type History } from '@lianhu/testing';
import { inbox, inboxAddressees, inboxTowns, type InboxRow } from '.';

const sent = (data: Partial<NoticeSent> = {}): History =>
  history(NoticeSent, '2026-10-12', { notice: 'n', to: 'org-police-990101', kind: 'task', dueAt: '2026-10-13T09:30:00.000+08:00', ...data });
const row = (events: History, today = '2026-10-12'): InboxRow => rowAfter(inbox, events, today, 'n') as InboxRow;

test('a row says to whom, about what, by when', () => {
  expect(row(sent())).toEqual({
    notice: 'n',
    org: 'org-police-990101',
    to: 'police',
    place: '990101',
    kind: 'task',
    need: 'guardianship',
    subject: CHILD,
    about: 1018,
    since: '2026-10-12T12:00:00.000+08:00',
    dueAt: '2026-10-13T09:30:00.000+08:00',
    late: false,
    urgent: false,
    state: 'sent',
    waiting: true,
    open: true,
    overdue: false,
    unfinished: false,
  });
  expect(row(sent({ to: 'org-womens-federation-990101' }))).toMatchObject({ to: 'womens-federation', place: '990101' });
});

test('a task waits until it is accepted and is open until it is completed; information ends with its receipt', () => {
  const flags = (events: History): unknown[] => [row(events).state, row(events).waiting, row(events).open];
  const receipted = sent().then(NoticeReceipted, '2026-10-12', { notice: 'n' });
  const accepted = receipted.then(NoticeAccepted, '2026-10-12', { notice: 'n' });
  expect(flags(receipted)).toEqual(['receipted', true, true]);
  expect(flags(accepted)).toEqual(['accepted', false, true]);
  expect(flags(accepted.then(NoticeCompleted, '2026-10-12', { notice: 'n' }))).toEqual(['completed', false, false]);
  expect(flags(receipted.then(NoticeReturned, '2026-10-12', { notice: 'n' }))).toEqual(['returned', false, false]);
  expect(flags(accepted.then(NoticeReturned, '2026-10-12', { notice: 'n' }))).toEqual(['accepted', false, true]);
  expect(flags(sent({ kind: 'notice' }).then(NoticeReceipted, '2026-10-12', { notice: 'n' }))).toEqual(['receipted', false, false]);
});

test('it is overdue from the first day that begins after its time while it waits', () => {
  const at = (events: History, days: readonly string[]): boolean[] => days.map((day) => row(events, day).overdue);
  const days = ['2026-10-13', '2026-10-14', '2026-10-15'];
  expect(at(sent(), days)).toEqual([false, true, true]);
  expect(at(sent({ dueAt: '2026-10-14T00:00:00.000+08:00' }), days)).toEqual([false, true, true]);
  expect(at(sent({ dueAt: '2026-10-14T00:00:00.001+08:00' }), days)).toEqual([false, false, true]);
});

test('a task that was accepted is late from the same day on until it is completed, and says that it is in hand', () => {
  const at = (events: History, days: readonly string[]): unknown[] => days.map((day) => [row(events, day).overdue, row(events, day).unfinished]);
  const days = ['2026-10-13', '2026-10-14'];
  const accepted = sent().then(NoticeAccepted, '2026-10-13', { notice: 'n' });
  const [no, yes] = [
    [false, false],
    [true, true],
  ];
  expect(at(accepted, days)).toEqual([no, yes]);
  expect(at(accepted.then(NoticeCompleted, '2026-10-13', { notice: 'n' }), days)).toEqual([no, no]);
  expect(at(sent(), days)).toEqual([no, [true, false]]);
  // A red card's time is that of its acceptance, in two hours: it is not late once that is done.
  expect(at(sent({ urgent: true }).then(NoticeAccepted, '2026-10-13', { notice: 'n' }), days)).toEqual([no, no]);
});

test('it wakes on the day on which it becomes overdue, and on no other', () => {
  const wake = (events: History, today: string): string | undefined => inbox.wakeOn?.(stateAfter(inbox, events.events), today);
  expect(wake(sent(), '2026-10-12')).toBe('2026-10-14');
  expect(wake(sent(), '2026-10-14')).toBeUndefined();
  const accepted = sent().then(NoticeAccepted, '2026-10-12', { notice: 'n' });
  expect(wake(accepted, '2026-10-12')).toBe('2026-10-14');
  expect(wake(accepted.then(NoticeCompleted, '2026-10-12', { notice: 'n' }), '2026-10-12')).toBeUndefined();
});

test('a missed clock makes a report overdue at once, until it is accepted', () => {
  const missed = sent({ urgent: true }).then(ClockMissed, '2026-10-12', { process: 'mandatory-report', step: 'E2', notice: 'n' });
  expect(row(missed)).toMatchObject({ overdue: true, missed: 'E2' });
  expect(row(missed.then(NoticeAccepted, '2026-10-12', { notice: 'n' })).overdue).toBe(false);
});

test('sums: open and overdue by addressee; a village’s with its town', () => {
  expect(inboxAddressees.by(row(sent()))).toBe('police');
  expect(inboxTowns.by(row(sent()))).toBeUndefined();
  expect(inboxTowns.by(row(sent({ to: 'org-village-990101003001' })))).toBe('990101003');
  expect(inboxAddressees.count(row(sent(), '2026-10-14'))).toEqual({ sent: 1, open: 1, overdue: 1 });
  const accepted = sent().then(NoticeAccepted, '2026-10-12', { notice: 'n' });
  expect(inboxAddressees.count(row(accepted, '2026-10-14'))).toEqual({ sent: 1, open: 1, overdue: 1, unfinished: 1 });
  expect(inboxAddressees.count(row(sent().then(NoticeReturned, '2026-10-12', { notice: 'n' })))).toEqual({ sent: 1 });
});
