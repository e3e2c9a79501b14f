import fc from 'fast-check';
import { AbsenceFlagged } from '@lianhu/departments/education';
import { AlertClosed, MinorMoved, RecordWithdrawn, MinorRegistered } from '@lianhu/departments/hub';
import { DvCallReceived } from '@lianhu/departments/police';
import { addDays, type Recorded, type WarningDefinition } from '@lianhu/kernel';
import { CHILD, demonstrationPolicy, history, type History } from '@lianhu/testing';
import { absentAndDvCall } from '@lianhu/warnings/absent-and-dv-call';
import { repeatedDvCalls } from '@lianhu/warnings/repeated-dv-calls';
import { decideAlerts, subjectsToJudge, type AlertDecision } from '.';

const idOf = (rule: string, subject: string, position: number): string => `${rule}|${subject}|${position}`;
const R01: readonly WarningDefinition[] = [absentAndDvCall];
const BOTH: readonly WarningDefinition[] = [absentAndDvCall, repeatedDvCalls];
const decisions = (child: History, rules = R01, after = 0): readonly AlertDecision[] =>
  decideAlerts(child.events, rules, demonstrationPolicy, idOf, after);
const short = (made: readonly AlertDecision[]): string[] => made.map(({ position, event }) => `${position} ${event.type.slice('hub.alert.'.length)}`);

const registered = history(MinorRegistered, '2026-09-01', { town: '990101003' });
const absent = registered.then(AbsenceFlagged, '2026-09-03', { days: 2, since: '2026-09-02' });
const alerted = absent.then(DvCallReceived, '2026-09-05');
const ID = `R01|${CHILD}|3`;

test('a raised alert names its evidence, its deadline from the recording, and the town', () => {
  expect(decisions(alerted)).toEqual([
    {
      position: 3,
      rule: 'R01',
      event: {
        type: 'hub.alert.raised',
        id: ID,
        time: '2026-09-05T13:00:00.000+08:00',
        subject: CHILD,
        residencearea: '990101003',
        data: {
          alert: ID,
          rule: 'R01',
          ruleVersion: 1,
          level: 4,
          dueAt: '2026-09-06T13:00:00.000+08:00',
          again: false,
          need: 'guardianship',
          evidence: [2, 3],
        },
      },
    },
  ]);
});

test('a child that has moved is seen to where it lives by the deciding event, and not before', () => {
  const moved = alerted.then(MinorMoved, '2026-09-06', { town: '990101001' }).then(DvCallReceived, '2026-09-06');
  expect(decisions(moved).map(({ event }) => event.residencearea)).toEqual(['990101003', '990101001']);
  const unknown = history(MinorRegistered, '2026-09-01', { town: '990101000' }).then(AbsenceFlagged, '2026-09-03', { days: 2, since: '2026-09-02' });
  const found = unknown.then(MinorMoved, '2026-09-05', { town: '990101001' }).then(DvCallReceived, '2026-09-05');
  expect(decisions(found).map(({ event }) => [event.type, event.residencearea])).toEqual([['hub.alert.raised', '990101001']]);
});

test('the older of two moves does not take it back when it comes last', () => {
  const moved = alerted.then(MinorMoved, '2026-09-06', { town: '990101001' }).then(MinorMoved, '2026-09-05', { town: '990101002' });
  expect(decisions(moved.then(DvCallReceived, '2026-09-06')).map(({ event }) => event.residencearea)).toEqual(['990101003', '990101001']);
});

test('while it is open new evidence is added, whether or not the hub has written the raising yet', () => {
  const more = decisions(alerted.then(DvCallReceived, '2026-09-06'));
  expect(short(more)).toEqual(['3 raised', '4 evidence-added']);
  expect(more[1]?.event).toMatchObject({ id: `R01|${CHILD}|4`, data: { alert: ID, level: 4, evidence: [4] } });
});

test("after a closing new evidence raises again, and another alert's closing changes nothing", () => {
  const other = alerted.then(AlertClosed, '2026-09-06', { alert: 'another' }).then(DvCallReceived, '2026-09-07');
  expect(short(decisions(other))).toEqual(['3 raised', '5 evidence-added']);
  const closed = alerted.then(AlertClosed, '2026-09-06', { alert: ID }).then(DvCallReceived, '2026-09-07');
  expect(short(decisions(closed))).toEqual(['3 raised', '5 raised']);
  expect(decisions(closed)[1]?.event.data).toMatchObject({ again: true, alert: `R01|${CHILD}|5`, evidence: [2, 5] });
});

test('a closing after the deciding event does not change what was decided before it', () => {
  const evidence = alerted.then(DvCallReceived, '2026-09-06').then(AlertClosed, '2026-09-06', { alert: ID });
  expect(short(decisions(evidence))).toEqual(['3 raised', '4 evidence-added']);
});

test('late evidence raises at most yellow: at 60 days red, a millisecond later yellow; timely evidence makes it red', () => {
  const late = (recordedAt: string): History => absent.then(DvCallReceived, '2026-09-05', {}, { recordedAt });
  expect(decisions(late('2026-11-04T12:00:00.000+08:00'))[0]?.event.data).toMatchObject({ level: 4 });
  expect(decisions(late('2026-11-04T12:00:00.001+08:00'))[0]?.event.data).toMatchObject({ level: 2 });
  const then = late('2026-11-04T12:00:00.001+08:00').then(AbsenceFlagged, '2026-11-05', { days: 3, since: '2026-11-05' });
  expect(short(decisions(then))).toEqual(['3 raised']);
  const red = then.then(DvCallReceived, '2026-11-06');
  expect(decisions(red)[1]?.event.data).toMatchObject({ level: 4 });
});

test('a fresh call beside a late one is not red by the late one', () => {
  const first = registered.then(DvCallReceived, '2026-06-20', {}, { incident: 'a', recordedAt: '2026-09-02' });
  const second = first.then(DvCallReceived, '2026-09-10', {}, { incident: 'b' });
  expect(decisions(second, [repeatedDvCalls])[0]?.event.data).toMatchObject({ level: 2, evidence: [2, 3] });
});

test('a corrected event is no evidence any more', () => {
  const corrected = absent.then(AbsenceFlagged, '2026-09-03', { days: 1, since: '2026-09-03' }, { corrects: 2 });
  expect(decisions(corrected.then(DvCallReceived, '2026-09-05'))).toEqual([]);
});

test('evidence that is withdrawn leaves the alert open and says so; corrected evidence that still holds is added anew', () => {
  const withdrawn = alerted.then(RecordWithdrawn, '2026-09-06', { target: 2, reason: 'duplicate' }, { corrects: 2 });
  expect(short(decisions(withdrawn))).toEqual(['3 raised', '4 evidence-withdrawn']);
  expect(decisions(withdrawn)[1]?.event).toMatchObject({ id: `R01-withdrawn|${CHILD}|4`, data: { alert: ID, evidence: [2], stands: false } });
  const corrected = alerted.then(AbsenceFlagged, '2026-09-03', { days: 2, since: '2026-09-02' }, { corrects: 2 });
  expect(short(decisions(corrected))).toEqual(['3 raised', '4 evidence-withdrawn', '4 evidence-added']);
  const weaker = alerted.then(AbsenceFlagged, '2026-09-03', { days: 1, since: '2026-09-03' }, { corrects: 2 });
  expect(decisions(weaker).map(({ event }) => event.data['stands'])).toEqual([undefined, false]);
  expect(short(decisions(weaker))).toEqual(['3 raised', '4 evidence-withdrawn']);
});

test('what is left may be enough: then the alert still stands', () => {
  const more = alerted.then(AbsenceFlagged, '2026-09-04', { days: 3, since: '2026-09-02' });
  const withdrawn = more.then(RecordWithdrawn, '2026-09-06', { target: 2, reason: 'duplicate' }, { corrects: 2 });
  expect(decisions(withdrawn).at(-1)?.event.data).toMatchObject({ evidence: [2], stands: true });
});

test('a correction that adds the evidence raises, at the correction; withdrawn evidence of a closed alert is no news', () => {
  const once = registered.then(AbsenceFlagged, '2026-09-03', { days: 1, since: '2026-09-03' }).then(DvCallReceived, '2026-09-05');
  expect(decisions(once)).toEqual([]);
  expect(short(decisions(once.then(AbsenceFlagged, '2026-09-03', { days: 2, since: '2026-09-02' }, { corrects: 2 })))).toEqual(['4 raised']);
  const closed = alerted.then(AlertClosed, '2026-09-06', { alert: ID });
  expect(short(decisions(closed.then(RecordWithdrawn, '2026-09-07', { target: 2, reason: 'duplicate' }, { corrects: 2 })))).toEqual(['3 raised']);
});

test('a rule sees events in order of time, and only those that stood by then', () => {
  const seen: number[][] = [];
  const watching: WarningDefinition = { ...absentAndDvCall, evidence: ({ events }) => (seen.push(events.map(({ position }) => position)), []) };
  decisions(absent.then(DvCallReceived, '2026-09-02').then(DvCallReceived, '2026-09-02'), [watching]);
  expect(seen.filter(({ length }) => length === 3)).toContainEqual([3, 4, 2]);
  expect(seen[0]).toEqual([2]);
});

test('only children are judged, and only for types that a rule reads', () => {
  const events = alerted.then(DvCallReceived, '2026-09-06', {}, { subject: 'case-1' }).events;
  expect(subjectsToJudge(events, R01)).toEqual([CHILD]);
  expect(subjectsToJudge(registered.events, R01)).toEqual([]);
  const [, , , withdrawal] = alerted.then(RecordWithdrawn, '2026-09-06', { target: 2, reason: 'duplicate' }, { corrects: 2 }).events;
  expect(subjectsToJudge([withdrawal as Recorded], R01)).toEqual([CHILD]);
});

test('two events that make R01 true fire once, at the second, in whatever order they arrive and however late', () => {
  fc.assert(
    fc.property(fc.integer({ min: -20, max: 20 }), fc.boolean(), fc.nat(40), (apart, callFirst, wait) => {
      const away = '2026-03-15';
      const called = addDays(away, apart);
      const recordedAt = addDays('2026-04-10', wait);
      const absence = (before: History): History => before.then(AbsenceFlagged, away, { days: 2, since: away }, { recordedAt });
      const call = (before: History): History => before.then(DvCallReceived, called, {}, { recordedAt });
      const empty = history();
      const made = decisions(callFirst ? absence(call(empty)) : call(absence(empty)));
      expect(short(made)).toEqual(Math.abs(apart) <= 14 ? ['2 raised'] : []);
    }),
  );
});

test('any history: deciding page by page is deciding at once; at most one alert of a rule is open', () => {
  const step = fc.record({
    kind: fc.constantFrom('absence', 'call', 'close'),
    day: fc.nat(60),
    days: fc.integer({ min: 1, max: 3 }),
    incident: fc.constantFrom('a', 'b', undefined),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), fc.nat(), (steps, cut) => {
      const child = steps.reduce((before: History, { kind, day, days, incident }) => {
        const on = addDays('2026-03-01', day);
        if (kind === 'absence') return before.then(AbsenceFlagged, on, { days, since: on });
        if (kind === 'call') return before.then(DvCallReceived, on, {}, { incident });
        const open = decisions(before, BOTH).at(-1)?.event.data['alert'] as string | undefined;
        return open === undefined ? before : before.then(AlertClosed, on, { alert: open });
      }, registered);
      const all = decisions(child, BOTH);
      const at = child.events.length === 0 ? 0 : cut % (child.events.length + 1);
      const paged = [...decideAlerts(child.events.slice(0, at), BOTH, demonstrationPolicy, idOf), ...decisions(child, BOTH, at)];
      expect(paged).toEqual(all);
      const open = new Map<string, string>();
      for (const event of child.events) {
        if (event.type === 'hub.alert.closed') for (const [rule, alert] of open) if (alert === event.data['alert']) open.delete(rule);
        for (const { rule, event: made } of all.filter(({ position }) => position === event.position)) {
          if (made.type === 'hub.alert.raised') {
            expect(open.has(rule)).toBe(false);
            open.set(rule, made.id);
          } else expect(made.data['alert']).toBe(open.get(rule));
        }
      }
    }),
  );
});

test('three thousand calls about one child are judged in seconds: nobody stops the others by pushing much', () => {
  const [call] = history(DvCallReceived, '2026-09-05').events;
  const calls = Array.from({ length: 3_000 }, (_, n) => ({ ...call, position: n + 1, version: n + 1, incident: `incident-${n}` }) as Recorded);
  const begun = performance.now();
  const made = decideAlerts(calls, BOTH, demonstrationPolicy, idOf);
  expect(performance.now() - begun).toBeLessThan(60_000);
  expect(made.filter(({ rule, event }) => rule === 'R02' && event.type === 'hub.alert.raised')).toHaveLength(1);
});
