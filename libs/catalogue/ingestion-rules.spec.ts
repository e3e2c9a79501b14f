import { existsSync, readFileSync } from 'node:fs';
import { EXAMPLE_CHILD, MAX_AHEAD_MS, MAX_PAYMENT, checkEvent, type CheckedEvent, type Credential } from '.';
import { NOW, as, call, childOf, context, example, police, verdict } from './check-event.fixture';

/** What the specs say of an accepted event: `ok`, and every note behind it. */
const outcome = (checked: CheckedEvent): string[] =>
  checked.kind === 'ok' ? ['ok', ...(checked.notes ?? []).map(({ pointer, rule }) => `${pointer} ${rule}`)] : [checked.kind, ...verdict(checked)];
const judged = (sent: unknown, by: Credential = police): string[] => outcome(checkEvent(sent, by, context));
const at = (ms: number): string => new Date(ms).toISOString();
const paid = (amount: number) => {
  const sent = example('civil-affairs.allowance.paid');
  return { ...sent, data: { ...(sent['data'] as object), amount } };
};
const data = (type: string, over: object) => ({ ...example(type), data: { ...(example(type)['data'] as object), ...over } });

/** Rule, what it is about, the event, what it comes to, and the sender where it is not the police. */
type Row = readonly [rule: string, about: string, sent: unknown, expected: readonly string[], by?: Credential];

const TABLE: readonly Row[] = [
  ['VR1', 'a required field is missing', data('police.dv-call.received', { alarmNo: undefined }), ['invalid', '/data/alarmNo required']],
  ['VR1', 'a code that the list does not have', data('police.dv-call.received', { minorRole: 'x' }), ['invalid', '/data/minorRole enum']],
  ['VR1', 'five minutes ahead', call({ time: at(NOW + MAX_AHEAD_MS) }), ['ok']],
  ['VR1', 'a millisecond more', call({ time: at(NOW + MAX_AHEAD_MS + 1) }), ['invalid', '/time future']],
  ['VR2', 'the right ID number', childOf({}), ['ok']],
  ['VR2', 'T07: a wrong check digit', childOf({ docNo: '990101201506010015' }), ['invalid', '/data/minor/docNo citizen-id']],
  ['VR2', 'T08: 31 June', childOf({ docNo: '990101201506310017' }), ['invalid', '/data/minor/docNo citizen-id']],
  ['VR2', 'T09: 29 February of no leap year', childOf({ docNo: '990101201902290011' }), ['invalid', '/data/minor/docNo citizen-id']],
  ['VR2', 'T15: 15 digits', childOf({ docNo: '990101150601001' }), ['invalid', '/data/minor/docNo citizen-id-15']],
  ['VR2', 'T06: a small x', childOf({ docNo: '99010120160815019x', birthDate: '2016-08-15', sex: '1' }), ['ok', '/data/minor/docNo normalised']],
  [
    'VR2',
    'full-width digits and a name with a blank',
    childOf({ docNo: '９９０１０１２０１５０６０１００１４', birthDate: '2015-06-01', sex: '1', name: '扎西 多吉' }),
    ['ok', '/data/minor/docNo normalised', '/data/minor/name normalised'],
  ],
  ['VR2', 'the brackets of a number', data('police.dv-call.received', { alarmNo: '示公（2026）[1]号' }), ['ok', '/data/alarmNo normalised']],
  [
    'VR3',
    'T12: 18 on the day',
    { ...childOf({ docNo: '990101200811210050', birthDate: '2008-11-21', sex: '1' }), time: '2026-11-21T00:00:00+08:00' },
    ['quarantine', 'not-a-minor', '/data/minor/birthDate not-a-minor'],
  ],
  [
    'VR3',
    'T13: 18 tomorrow',
    { ...childOf({ docNo: '99010120081122003X', birthDate: '2008-11-22', sex: '1' }), time: '2026-11-21T09:00:00+08:00' },
    ['ok'],
  ],
  [
    'VR3',
    'T02: valid, and long grown up',
    childOf({ docNo: '440524188001010014', birthDate: '1880-01-01', sex: '1' }),
    ['quarantine', 'not-a-minor', '/data/minor/birthDate not-a-minor'],
  ],
  [
    'VR3',
    'T04: a sex that the ID does not have',
    childOf({ docNo: '990101201506010022', birthDate: '2015-06-01', sex: '1' }),
    ['quarantine', 'identity-mismatch', '/data/minor/sex identity-mismatch'],
  ],
  ['VR4', 'T23: outside the duty area', call({ area: '990202001' }), ['quarantine', 'outside-duty-area', '/area outside-duty-area']],
  ['VR4', 'a village of the own town', call({ area: '990101003001' }), ['ok'], { ...police, area: '990101003' }],
  [
    'VR4',
    'T14: an area withdrawn by then',
    call({ area: '990221' }),
    ['quarantine', 'withdrawn-area', '/area withdrawn-area'],
    { ...police, area: '990221' },
  ],
  [
    'VR4',
    'the last day of the area',
    call({ area: '990221', time: '2020-12-31T23:59:59+08:00', data: { ...(call()['data'] as object), minor: { ...EXAMPLE_CHILD } } }),
    ['ok'],
    { ...police, area: '990221' },
  ],
  ['VR4', 'T14: withdrawn, but inside an ID number', childOf({ docNo: '990221201010012340', birthDate: '2010-10-01', sex: '2' }), ['ok']],
  [
    'VR6',
    'T31: a code that is restricted by itself',
    data('civil-affairs.minor.listed', { category: '15' }),
    ['invalid', '/data/category restricted-code'],
    as('civil-affairs'),
  ],
  ['VR6', 'a level that the sender sets', call({ level: 'L1' }), ['invalid', '/level unknown-attribute']],
  ['VR7', 'an ID number in the id', call({ id: 'JQ-990101201506010014' }), ['invalid', '/id personal-number']],
  [
    'VR8',
    'a protection order of six months',
    data('court.protection-order.issued', { validFrom: '2026-10-12', validTo: '2027-04-12' }),
    ['ok', '/data/caseRef normalised'],
    as('court'),
  ],
  [
    'VR8',
    'and of a day more',
    data('court.protection-order.issued', { validFrom: '2026-10-12', validTo: '2027-04-13' }),
    ['invalid', '/data/validTo not-before'],
    as('court'),
  ],
  ['VR8', 'a day of what has happened: today', data('education.absence.flagged', { since: '2026-11-21' }), ['ok'], as('education')],
  ['VR8', 'and tomorrow', data('education.absence.flagged', { since: '2026-11-22' }), ['invalid', '/data/since future'], as('education')],
  ['VR12', 'the most that is usual', paid(MAX_PAYMENT), ['ok'], as('civil-affairs')],
  ['VR12', 'a fen more', paid(MAX_PAYMENT + 1), ['ok', '/data/amount unusual-amount'], as('civil-affairs')],
  ['VR12', 'one fen', paid(1), ['ok'], as('civil-affairs')],
  ['VR12', 'nothing', paid(0), ['ok', '/data/amount unusual-amount'], as('civil-affairs')],
  ['VR12', 'a fraction', paid(0.5), ['invalid', '/data/amount integer'], as('civil-affairs')],
  [
    'VR13',
    'the child by a token',
    { ...call(), subject: 'child-AAAAAAAAAAAAAAAAAAAAAA', data: { alarmNo: 'A1', minorRole: 'witness' } },
    ['invalid', '/subject subject'],
  ],
];

test.each(TABLE.map(([rule, about, sent, expected, by]) => ({ name: `${rule}: ${about}`, sent, expected, by })))(
  '$name',
  ({ sent, expected, by }) => {
    expect(judged(sent, by)).toEqual(expected);
  },
);

test('an age is reckoned by the region’s rule: on the day after the birthday the criminal law has 18', () => {
  const born = { ...childOf({ docNo: '990101200811210050', birthDate: '2008-11-21', sex: '1' }), time: '2026-11-21T09:00:00+08:00' };
  const criminal = { ...context, ageRule: { reached: 'day-after', leapDay: '03-01' } } as const;
  expect(outcome(checkEvent(born, police, criminal))).toEqual(['ok']);
  const later = { ...criminal, now: NOW + 86_400_000 };
  expect(outcome(checkEvent({ ...born, time: '2026-11-22T00:00:00+08:00' }, police, later))[0]).toBe('quarantine');
});

test('a note names the rule and never a value', () => {
  const checked = checkEvent(childOf({ name: '扎西 多吉' }), police, context);
  expect(JSON.stringify(checked.kind === 'ok' && checked.notes)).not.toContain('多吉');
});

/** Rules that only the hub or the log can hold, and the test that proves each. */
const ELSEWHERE: readonly (readonly [rule: string, file: string, test: string])[] = [
  ['VR3', 'libs/services/hub/hub.db.spec.ts', 'from the birthday on it waits for a person'],
  ['VR5', 'libs/services/edge/edge.spec.ts', 'idempotency-conflict'],
  ['VR6', 'libs/services/hub/ingestion-rules.db.spec.ts', 'VR6: '],
  ['VR9', 'libs/services/monitor/corrected-on.spec.ts', 'VR9: '],
  ['VR10', 'apps/standalone/seal.e2e.spec.ts', 'a push is answered as any, the alarm is internal'],
  ['VR11', 'libs/services/hub/ingestion-rules.db.spec.ts', 'VR11: '],
  ['VR13', 'libs/services/hub/ingestion-rules.db.spec.ts', 'VR13: '],
  ['VR14', 'libs/services/hub/ingestion-rules.db.spec.ts', 'VR14: '],
];

test.each(ELSEWHERE)('%s is proven in %s', (_rule, file, title) => {
  expect(existsSync(file) && readFileSync(file, 'utf8').includes(title)).toBe(true);
});

test('every rule of ingestion has its row', () => {
  const rows = new Set([...TABLE, ...ELSEWHERE].map(([rule]) => rule));
  expect(Array.from({ length: 14 }, (_, n) => `VR${n + 1}`).filter((rule) => !rows.has(rule))).toEqual([]);
});
