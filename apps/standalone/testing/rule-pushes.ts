import { catalogue, EXAMPLE_CHILD, exampleOf, MAX_PAYMENT } from '@lianhu/catalogue';
import type { EventDefinition } from '@lianhu/kernel';
import { makeCitizenId } from '@lianhu/standards';

/** One push at the edge of an ingestion rule, and what the sender is promised for it. */
export interface RulePush {
  readonly rule: string;
  readonly about: string;
  readonly department: string;
  /** Made anew for each run, with an id of its own. */
  readonly sent: (id: string) => object;
  readonly status: 201 | 202 | 409 | 422;
  /** `pointer rule` of every fault, note, or thing that a person will look at. */
  readonly told?: readonly string[];
  /** Why it waits for a person. */
  readonly reason?: string;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
/** The day on which somebody is `age` whole years and `days` old today. */
const bornFor = (age: number, days: number): string => {
  const today = new Date(Date.now() + 8 * 3_600_000 - days * DAY_MS).toISOString().slice(0, 10);
  return `${Number(today.slice(0, 4)) - age}${today.slice(4)}`.replace('-02-29', '-03-01');
};
const bornOn = (birthDate: string) => ({ ...EXAMPLE_CHILD, docNo: makeCitizenId('990101', birthDate, 7), sex: '1', birthDate });

/** The catalogue's example of a type with other attributes and fields. */
const of =
  (type: string, over: object = {}, data: object = {}) =>
  (id: string): object => {
    const example = exampleOf(catalogue.event(type) as EventDefinition);
    return { ...example, id, time: ago(MINUTE_MS), ...over, data: { ...(example['data'] as object), ...data } };
  };
const call = (over: object = {}, data: object = {}) => of('police.dv-call.received', over, data);
const child = (over: object) => call({}, { minor: { ...EXAMPLE_CHILD, ...over } });
const order = (validFrom: string, validTo: string) => of('court.protection-order.issued', {}, { validFrom, validTo });
const probation = (months: number) => of('procuratorate.conditional-nonprosecution.decided', {}, { months });
const paid = (amount: number) => of('civil-affairs.allowance.paid', {}, { amount });
const row = (rule: string, about: string, sent: RulePush['sent'], status: RulePush['status'], more: Partial<RulePush> = {}): RulePush => ({
  ...{ rule, about, sent, status, department: 'police' },
  ...more,
});
const told = (...faults: string[]) => ({ told: faults });
const waits = (reason: string, pointer: string) => ({ reason, told: [`${pointer} ${reason}`] });
const court = { department: 'court' };
const payer = { department: 'civil-affairs' };
const prosecutor = { department: 'procuratorate' };

/** Both sides of the edge of each rule that one push can meet. Source: domain model § 8.3. */
export const RULE_PUSHES: readonly RulePush[] = [
  row('VR1', 'all that is required', call(), 201),
  row('VR1', 'a required field is missing', call({}, { alarmNo: undefined }), 422, told('/data/alarmNo required')),
  row('VR1', 'a code that the list does not have', call({}, { minorRole: 'x' }), 422, told('/data/minorRole enum')),
  row('VR1', 'four minutes ahead', call({ time: ago(-4 * MINUTE_MS) }), 201),
  row('VR1', 'six minutes ahead', call({ time: ago(-6 * MINUTE_MS) }), 422, told('/time future')),
  row('VR2', 'a wrong check digit', child({ docNo: '990101201506010015' }), 422, told('/data/minor/docNo citizen-id')),
  row('VR2', '15 digits', child({ docNo: '990101150601001' }), 422, told('/data/minor/docNo citizen-id-15')),
  row('VR2', 'a small x', child({ docNo: '99010120160815019x', birthDate: '2016-08-15', sex: '1' }), 201, told('/data/minor/docNo normalised')),
  row('VR2', 'full-width digits', child({ docNo: '９９０１０１２０１５０６０１００１４' }), 201, told('/data/minor/docNo normalised')),
  row('VR2', 'a sex that the ID does not have', child({ sex: '2' }), 202, waits('identity-mismatch', '/data/minor/sex')),
  row('VR2', 'a name of which question marks are left', child({ name: '???' }), 422, told('/data/minor/name lost-characters')),
  row('VR2', 'a number for a name', child({ name: '990101201506010014' }), 422, told('/data/minor/name no-name')),
  row('VR3', '18 tomorrow', call({}, { minor: bornOn(bornFor(18, -1)) }), 201),
  row('VR3', '18 today', call({}, { minor: bornOn(bornFor(18, 0)) }), 202, waits('not-a-minor', '/data/minor/birthDate')),
  row('VR3', 'off the list on coming of age', of('civil-affairs.minor.delisted', {}, { reason: 'adult', minor: bornOn(bornFor(18, 0)) }), 201, payer),
  row('VR4', 'a village of the duty area', call({ area: '990101003001' }), 201),
  row('VR4', 'another county', call({ area: '990202001' }), 202, waits('outside-duty-area', '/area')),
  row('VR6', 'a level that the sender sets', call({ level: 'L1' }), 422, told('/level unknown-attribute')),
  row('VR6', 'category 14', of('civil-affairs.minor.listed', {}, { category: '14' }), 201, payer),
  row('VR6', 'category 15', of('civil-affairs.minor.listed', {}, { category: '15' }), 422, { ...payer, ...told('/data/category restricted-code') }),
  row('VR7', 'an ID number in the id', (id) => call()(`${id}-990101201506010014`), 422, told('/id personal-number')),
  row('VR7', 'the name in the operator', call({ operatorref: `op-${EXAMPLE_CHILD.name}` }), 422, told('/operatorref personal-name')),
  row('VR8', 'an order of six months', order('2026-10-12', '2027-04-12'), 201, { ...court, ...told('/data/caseRef normalised') }),
  row('VR8', 'and a day more', order('2026-10-12', '2027-04-13'), 422, { ...court, ...told('/data/validTo not-before') }),
  row('VR8', 'an end before its beginning', order('2026-10-12', '2026-10-11'), 422, { ...court, ...told('/data/validTo not-before') }),
  row('VR8', 'five months of probation', probation(5), 422, { ...prosecutor, ...told('/data/months minimum') }),
  row('VR8', 'six months', probation(6), 201, prosecutor),
  row('VR8', 'twelve months', probation(12), 201, prosecutor),
  row('VR8', 'thirteen months', probation(13), 422, { ...prosecutor, ...told('/data/months maximum') }),
  row('VR9', 'of 59 days ago', call({ time: ago(59 * DAY_MS) }), 201),
  row('VR9', 'of 61 days ago', call({ time: ago(61 * DAY_MS) }), 201),
  row('VR12', 'the most that is usual', paid(MAX_PAYMENT), 201, payer),
  row('VR12', 'a fen more', paid(MAX_PAYMENT + 1), 201, { ...payer, ...told('/data/amount unusual-amount') }),
  row('VR12', 'nothing', paid(0), 201, { ...payer, ...told('/data/amount unusual-amount') }),
  row('VR12', 'a fraction', paid(0.5), 422, { ...payer, ...told('/data/amount integer') }),
  row('VR13', 'the child by a token', call({ subject: `child-${'A'.repeat(22)}` }, { minor: undefined }), 422, told('/subject subject')),
  row('VR13', 'an unknown reference', call({ subject: `minor-${'A'.repeat(22)}` }, { minor: undefined }), 422, told('/subject subject')),
  row('VR13', 'no child at all', call({}, { minor: undefined }), 422, told('/subject child-required')),
];
