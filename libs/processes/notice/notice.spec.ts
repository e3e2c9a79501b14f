import { chinaCalendar } from '@lianhu/calendar';
import { HarmSuspected } from '@lianhu/departments/education';
import { NoticeSent, RecordWithdrawn } from '@lianhu/departments/hub';
import { DvCallReceived, ParentDetained } from '@lianhu/departments/police';
import { MinorListed } from '@lianhu/departments/civil-affairs';
import type { Recorded } from '@lianhu/kernel';
import { CHILD, demonstrationPolicy, demonstrationSharing as table, history, type History } from '@lianhu/testing';
import {
  addresseeAt,
  addresseeOf,
  decideNotice,
  dueAt,
  factBefore,
  missedReports,
  noticesOf,
  orgOf,
  toldBefore,
  type Notice,
  type NoticeEvent,
  type Sharing,
} from '.';

const sharing: Sharing = { table, calendar: chinaCalendar, county: '990101', idOf: (to, position) => `${to}|${position}` };
const first = ({ events }: History): Recorded => events[0] as Recorded;
const NOW = '2026-10-16T23:00:00.000+08:00';
const at = { recordedAt: NOW, residenceArea: '990101003' };
const told = (events: readonly NoticeEvent[]) => events.map(({ data }) => `${String(data['to'])} ${String(data['kind'])} ${String(data['dueAt'])}`);

test('a call of domestic violence: office and federation in full, the town its task, each within a day of the recording', () => {
  const event = first(history(DvCallReceived, '2026-10-16', {}, at));
  expect(told(noticesOf(event, 'K09', '990101003', sharing))).toEqual([
    'org-office-990101 notice 2026-10-17T23:00:00.000+08:00',
    'org-womens-federation-990101 notice 2026-10-17T23:00:00.000+08:00',
    'org-town-990101003 task 2026-10-17T23:00:00.000+08:00',
  ]);
});

test('a notice stands under the subject of its event and names it by position; the same event gives the same ids', () => {
  const event = first(history(DvCallReceived, '2026-10-16', {}, at));
  const [once, again] = [1, 2].map(() => noticesOf(event, 'K09', '990101003', sharing));
  expect(again).toEqual(once);
  expect(once?.[0]).toMatchObject({
    id: 'org-office-990101|1',
    subject: CHILD,
    time: NOW,
    residencearea: '990101003',
    data: { notice: 'org-office-990101|1', about: 1, need: 'shelter' },
  });
  expect(once?.[0]?.data).not.toHaveProperty('late');
});

test('a mandatory report is a red card of police and office under its case; nothing of it says where the child lives', () => {
  const event = first(history(HarmSuspected, '2026-10-16', {}, { ...at, subject: 'case-1', residenceArea: undefined }));
  const notices = noticesOf(event, 'K10', undefined, sharing);
  expect(notices.filter(({ data }) => data['urgent']).map(({ data }) => data['to'])).toEqual(['org-police-990101', 'org-office-990101']);
  expect(notices.every(({ subject, residencearea }) => subject === 'case-1' && residencearea === undefined)).toBe(true);
});

test('of two rows for one addressee the earlier holds: nobody at home is told now', () => {
  const one = (carer: 'nobody' | 'relative') =>
    told(noticesOf(first(history(ParentDetained, '2026-10-16', { carer }, at)), 'K03', '990101003', sharing));
  expect(one('relative')[0]).toBe('org-civil-affairs-990101 notice 2026-10-17T23:00:00.000+08:00');
  expect(one('nobody')[0]).toBe('org-civil-affairs-990101 notice 2026-10-17T00:00:00.000+08:00');
  expect(one('nobody')).toHaveLength(2);
});

test('late is more than the policy’s hours, and marked; a corrected event says so', () => {
  const late = (recordedAt: string) =>
    noticesOf(
      first(history(MinorListed, '2026-10-15T12:00:00.000+08:00', {}, { recordedAt, residenceArea: '990101003' })),
      'K02',
      '990101003',
      sharing,
    )[0]?.data['late'];
  expect(late('2026-10-16T12:00:00.000+08:00')).toBeUndefined();
  expect(late('2026-10-16T12:00:00.001+08:00')).toBe(true);
  const corrected = first(history(MinorListed, '2026-10-15', {}, { ...at, corrects: 1 }));
  const kinds = noticesOf(corrected, 'K02', '990101003', sharing).map(({ data }) => [data['to'], data['kind']]);
  expect(kinds).toEqual([
    ['org-town-990101003', 'correction'],
    ['org-education-990101', 'task'],
  ]);
});

test('before and after its validity the table tells nobody', () => {
  const event = first(history(DvCallReceived, '2026-10-16', {}, at));
  const valid = (validFrom: string, validTo?: string) =>
    noticesOf(event, 'K09', '990101003', { ...sharing, table: { ...table, validFrom, validTo } }).length;
  expect([valid('2026-10-16', '2026-10-16'), valid('2026-10-17'), valid('2026-10-01', '2026-10-15')]).toEqual([3, 0, 0]);
});

test('of rows of one type those hold that were in force when it happened, whenever it was recorded', () => {
  const row = { to: 'office', right: 'full', within: 'now', basis: 'anti-dv-law' } as const;
  const rows = [
    { ...row, validFrom: '2020-01-01', validTo: '2026-06-30' },
    { ...row, to: 'police', validFrom: '2026-07-01' },
  ];
  const changed = { ...sharing, table: { ...table, types: { 'police.dv-call.received': rows } } };
  const to = (day: string) =>
    noticesOf(first(history(DvCallReceived, `${day}T12:00:00.000+08:00`, {}, at)), 'K09', undefined, changed).map(({ data }) => data['to']);
  expect(to('2026-06-30')).toEqual(['org-office-990101']);
  expect(to('2026-07-01')).toEqual(['org-police-990101']);
});

test('what comes as 补录 is told to nobody', () => {
  const event = first(history(MinorListed, '2026-10-16', {}, at));
  expect(noticesOf(event, 'K02', '990101003', sharing)).not.toEqual([]);
  expect(noticesOf({ ...event, baseline: true }, 'K02', '990101003', sharing)).toEqual([]);
});

test('whoever was told is told of the correction, and of the withdrawal, though no row names him now; a task stays a task', () => {
  const past = history(DvCallReceived, '2026-10-16', {}, at);
  const corrected = past.then(DvCallReceived, '2026-10-16', {}, { ...at, residenceArea: '990101004', corrects: 1 });
  const before = new Map([
    ['org-office-990101', 'notice'],
    ['org-town-990101003', 'task'],
  ]);
  const again = noticesOf(corrected.events[1] as Recorded, 'K09', '990101004', sharing, before);
  expect(again.map(({ data }) => [data['to'], data['kind']])).toEqual([
    ['org-office-990101', 'correction'],
    ['org-womens-federation-990101', 'correction'],
    ['org-town-990101004', 'task'],
    ['org-town-990101003', 'task'],
  ]);
  const withdrawn = past.then(RecordWithdrawn, '2026-10-16', {}, { ...at, corrects: 1 });
  expect(told(noticesOf(withdrawn.events[1] as Recorded, 'K27', '990101003', sharing, before))).toEqual([
    'org-office-990101 correction 2026-10-17T23:00:00.000+08:00',
    'org-town-990101003 correction 2026-10-17T23:00:00.000+08:00',
  ]);
});

test('who was told of a fact is found over all its corrections, in whatever order; of another fact it is not', () => {
  const sent = (to: string, about: number) => [NoticeSent, '2026-10-17', { to, about, kind: 'notice' }, {}] as const;
  const { events } = history(DvCallReceived, '2026-10-16')
    .then(...sent('org-a-990101', 1))
    .then(DvCallReceived, '2026-10-16')
    .then(...sent('org-b-990101', 3))
    .then(DvCallReceived, '2026-10-16', {}, { corrects: 1 })
    .then(...sent('org-c-990101', 5))
    .then(DvCallReceived, '2026-10-16', {}, { corrects: 1 });
  const last = events.at(-1) as Recorded;
  expect([...toldBefore(last, events.slice(0, -1)).keys()]).toEqual(['org-a-990101', 'org-c-990101']);
  expect(factBefore(last, events.slice(0, -1)).map(({ position }) => position)).toEqual([1, 5]);
});

test('working days end with the day, over a holiday too', () => {
  const due = (from: string, workingDays: number) => dueAt(from, { workingDays }, { table, calendar: chinaCalendar });
  expect(due('2026-10-16T23:00:00.000+08:00', 1)).toBe('2026-10-20T00:00:00.000+08:00');
  expect(due('2026-09-30T08:00:00.000+08:00', 3)).toBe('2026-10-11T00:00:00.000+08:00');
  expect(dueAt(NOW, 'now', { table, calendar: chinaCalendar })).toBe('2026-10-17T00:00:00.000+08:00');
});

test('T30: a clock of working days that begins on Friday 23:30 runs from Monday on, as one that begins at the weekend', () => {
  const due = (from: string, workingDays: number) => dueAt(from, { workingDays }, { table, calendar: chinaCalendar });
  const friday = '2026-10-16T23:30:00.000+08:00';
  expect(due(friday, 1)).toBe('2026-10-20T00:00:00.000+08:00');
  for (const workingDays of [1, 5, 30]) expect(due(friday, workingDays)).toBe(due('2026-10-18T12:00:00.000+08:00', workingDays));
  // Thirty working days of a hit result, no holiday among them: six weeks, to the end of a Friday.
  expect(due(friday, 30)).toBe('2026-11-28T00:00:00.000+08:00');
  expect(due('2026-10-19T00:00:00.000+08:00', 1)).toBe('2026-10-21T00:00:00.000+08:00');
});

test('whose home is not known so precisely, the next above is told', () => {
  const to = (who: string, home?: string) => orgOf(addresseeAt(who, '990101', home));
  expect(to('village', '990101003001')).toBe('org-village-990101003001');
  expect(to('village', '990101003')).toBe('org-town-990101003');
  expect(to('village', '990101003000')).toBe('org-town-990101003');
  expect(to('town', '990101')).toBe('org-office-990101');
  expect(to('town', '990101000')).toBe('org-office-990101');
  expect(to('town')).toBe('org-office-990101');
  // In another county nobody reads what this hub sends.
  expect(to('village', '990201003001')).toBe('org-office-990101');
  expect(addresseeOf('org-womens-federation-990101')).toEqual({ to: 'womens-federation', area: '990101' });
  expect(addresseeOf('org-school-001')).toBeUndefined();
});

const notice: Notice = { notice: 'n', org: 'org-police-990101', subject: 'case-1', about: 7, state: 'sent', urgent: false };
const types = (outcome: ReturnType<typeof decideNotice>) =>
  outcome.kind === 'emit' ? outcome.events.map(({ type, id }) => `${type.slice('hub.'.length)} ${id}`) : outcome.code;

test('sent, receipted, accepted, completed; returned only before it is accepted, and with a reason', () => {
  const after = (state: Notice['state'], command: Parameters<typeof decideNotice>[1], reason?: string) =>
    types(decideNotice({ ...notice, state }, command, NOW, reason));
  expect(after('sent', 'receipt')).toEqual(['notice.receipted n-receipted']);
  expect(after('receipted', 'receipt')).toBe('notice.already-receipted');
  for (const state of ['sent', 'receipted'] as const) {
    expect(after(state, 'accept')).toEqual(['notice.accepted n-answered']);
    expect(after(state, 'return', 'not-duty')).toEqual(['notice.returned n-answered']);
    expect(after(state, 'return')).toBe('notice.reason-required');
    expect(after(state, 'return', 'toString')).toBe('notice.reason-required');
    expect(after(state, 'complete')).toBe('notice.not-accepted');
  }
  for (const state of ['accepted', 'returned', 'completed'] as const) {
    expect(after(state, 'accept')).toBe('notice.already-answered');
    expect(after(state, 'return', 'not-duty')).toBe('notice.already-answered');
  }
  expect(after('accepted', 'complete')).toEqual(['notice.completed n-completed']);
  expect(after('returned', 'complete')).toBe('notice.already-finished');
  expect(after('completed', 'complete')).toBe('notice.already-finished');
});

test('accepting a red card accepts the report under its case; it cannot be returned', () => {
  const urgent = { ...notice, urgent: true };
  expect(types(decideNotice(urgent, 'accept', NOW))).toEqual(['clue.accepted clue-accepted-7', 'notice.accepted n-answered']);
  expect(types(decideNotice(urgent, 'return', NOW, 'not-duty'))).toBe('notice.urgent-not-returned');
});

test('a report is missed at two hours and again at a day, on a Saturday night as on any other', () => {
  const report = { notice: 'n', subject: 'case-1', since: NOW };
  const missed = (now: string, step?: string) =>
    missedReports([{ ...report, missed: step }], now, demonstrationPolicy).map(({ id, time }) => `${id} ${time}`);
  expect(missed('2026-10-17T01:00:00.000+08:00')).toEqual([]);
  expect(missed('2026-10-17T01:00:00.001+08:00')).toEqual(['n-missed-E2 2026-10-17T01:00:00.000+08:00']);
  expect(missed('2026-10-17T23:00:00.000+08:00', 'E2')).toEqual([]);
  expect(missed('2026-10-17T23:00:00.001+08:00', 'E2')).toEqual(['n-missed-E3 2026-10-17T23:00:00.000+08:00']);
  expect(missed('2026-10-18T23:00:00.000+08:00')).toHaveLength(2);
  expect(missed('2026-12-01T00:00:00.000+08:00', 'E3')).toEqual([]);
});
