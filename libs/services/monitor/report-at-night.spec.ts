import { chinaCalendarAssuming } from '@lianhu/calendar';
import { HarmSuspected } from '@lianhu/departments/education';
import { ClockMissed, ClueAccepted, NoticeAccepted, NoticeSent } from '@lianhu/departments/hub';
import { addMs, hours, type Moment, type Recorded } from '@lianhu/kernel';
import { missedReports, noticesOf, type NoticeEvent, type OpenReport } from '@lianhu/processes/notice';
import { demonstrationPolicy as policy, demonstrationSharing as table, evidenceIn, history, rowAfter, type History } from '@lianhu/testing';
import { inbox, type InboxRow } from '@lianhu/views/inbox';
import { reportNotAccepted } from '@lianhu/warnings/report-not-accepted';

const CASE = 'case-AAAAAAAAAAAAAAAAAAAAAA';
const sharing = { table, calendar: chinaCalendarAssuming, county: '990101', idOf: (to: string, position: number) => `${to}|${position}` };
const POLICE = 'org-police-990101|1';
/** When nobody is in the office, and working days do not count on. Source: State Council notice for 2026. */
const NIGHTS: Readonly<Record<string, Moment>> = {
  'Friday 23:00': '2026-10-16T23:00:00.000+08:00',
  'Saturday 23:30, over midnight into Sunday': '2026-10-17T23:30:00.000+08:00',
  'the last working day before National Day, 22:15': '2026-09-30T22:15:00.000+08:00',
  'National Day itself': '2026-10-01T03:00:00.000+08:00',
  'the eve of Spring Festival': '2026-02-16T20:00:00.000+08:00',
  'New Year’s Eve, over the year': '2026-12-31T23:00:00.000+08:00',
};

const reportedAt = (at: Moment): History => history().of(CASE).then(HarmSuspected, at, {}, { recordedAt: at });
/** The police's card of the report, as the inbox has it, after what came since. */
function cardOf(at: Moment, then: (card: History) => History = (card) => card): InboxRow {
  const [card] = noticesOf(reportedAt(at).events[0] as Recorded, 'K10', undefined, sharing).filter(({ id }) => id === POLICE) as [NoticeEvent];
  const sent = history().of(CASE).then(NoticeSent, at, card.data, { recordedAt: at });
  return rowAfter(inbox, then(sent), at.slice(0, 10), POLICE) as InboxRow;
}
/** What a monitor finds that looks at that moment: the police's red cards that wait. */
const missedAt = (row: InboxRow, now: Moment): readonly NoticeEvent[] =>
  missedReports([row].filter(({ urgent, waiting }) => urgent && waiting) as readonly OpenReport[], now, policy);
const misses = (reported: History, missed: readonly NoticeEvent[]): History =>
  missed.reduce((all, { data, time }) => all.then(ClockMissed, time, data, { recordedAt: time }), reported);
const firesAt = (events: History): readonly number[] => evidenceIn(reportNotAccepted, events, policy).map(({ position }) => position);

describe.each(Object.entries(NIGHTS))('a report on %s', (_night, at) => {
  const deadline = addMs(at, hours(policy.R05.acceptHours));
  const again = addMs(at, hours(policy.R05.againHours));

  test('nobody accepts it: R05 at two hours and again at a day, by the clock, whatever the calendar says', () => {
    const row = cardOf(at);
    expect(row.dueAt).toBe(addMs(at, hours(1)));
    expect(missedAt(row, deadline)).toEqual([]);
    const [miss, ...none] = missedAt(row, addMs(deadline, 1));
    expect([miss?.time, miss?.subject, none]).toEqual([deadline, CASE, []]);
    expect(firesAt(misses(reportedAt(at), [miss as NoticeEvent]))).toEqual([1, 2]);
    const found = missedAt(row, addMs(again, 1));
    expect(found.map(({ time }) => time)).toEqual([deadline, again]);
  });

  test('looked at only after days, as after a stop over the holiday: the same misses at the same moments', () => {
    const late = missedAt(cardOf(at), addMs(at, hours(24 * 9)));
    expect(late.map(({ id, time }) => [id, time])).toEqual([
      [`${POLICE}-missed-E2`, deadline],
      [`${POLICE}-missed-E3`, again],
    ]);
    expect(firesAt(misses(reportedAt(at), late.slice(0, 1)))).toEqual([1, 2]);
  });

  test('accepted within the two hours it is never missed, however late anybody looks', () => {
    const row = cardOf(at, (card) => card.then(NoticeAccepted, addMs(deadline, -60_000), { notice: POLICE }));
    expect(row.waiting).toBe(false);
    for (const now of [addMs(deadline, 1), addMs(again, 1), addMs(at, hours(24 * 9))]) expect(missedAt(row, now)).toEqual([]);
  });

  test('a miss that is found beside an acceptance raises nothing', () => {
    const accepted = reportedAt(at).then(ClueAccepted, addMs(deadline, -60_000), {}, { recordedAt: addMs(deadline, -60_000) });
    expect(firesAt(misses(accepted, missedAt(cardOf(at), addMs(deadline, 1))))).toEqual([]);
  });
});
