import { catalogue } from '@lianhu/catalogue';
import { ENTERED, RECORD_GROUPS } from '@lianhu/departments/hub';
import { ENTERS, entersFor, entersGroup, mayUnseal, ENTRY_ROLES, FORM_ROLES, formsSource, mayEnter, RECORDS_SOURCE, type EntryGroup } from './entry';
import { ROLES, SYSTEM_ROLES, viewerOf, type Role, type Viewer } from './roles';

/** Types of the hub that nobody enters in a form: the hub's own, and those of commands that know a state. */
const NOT_BY_HAND =
  /^hub\.(minor|key|log|day|access-log|patrol-household|alert|report|clock|notice|record|disclosure|emergency-access|policy|case|follower|parked|key-epoch)\.|^hub\.need\.raised$/;

test('every type of the hub is entered by somebody, or never by hand', () => {
  const both = catalogue.eventsOf('hub').filter(({ type }) => ENTERED.has(type) === NOT_BY_HAND.test(type));
  expect(both.map(({ type }) => type)).toEqual([]);
  expect([...ENTERED.keys()].filter((type) => catalogue.event(type) === undefined)).toEqual([]);
  expect(ENTERED.size).toBe(Object.values(RECORD_GROUPS).flatMap(({ types }) => types).length);
});

test('the table of roles has exactly the groups of records, and people only', () => {
  expect(Object.keys(ENTERS).sort()).toEqual(Object.keys(RECORD_GROUPS).sort());
  expect(ENTRY_ROLES.filter((role) => SYSTEM_ROLES.has(role))).toEqual([]);
});

test.each<[Role, readonly EntryGroup[]]>([
  ['grid', ['patrols', 'clue-reports', 'union-reports', 'sentinels']],
  ['sentinel', ['clue-reports', 'union-reports', 'sentinels']],
  ['hotline', ['clue-reports', 'union-reports', 'hotline']],
  ['village', ['visits', 'patrols', 'census', 'guardianship', 'clue-reports', 'union-reports', 'sentinels']],
  ['auditor', []],
  ['admin', []],
  ['security-officer', []],
  ['sender', []],
])('%s enters %j and nothing else', (role, groups) => {
  const entered = (Object.keys(ENTERS) as EntryGroup[]).filter((group) => mayEnter(role, group));
  expect(entered).toEqual(groups);
});

test('who may open a form at all is whoever enters some group, everybody of a department included', () => {
  for (const role of ROLES) {
    const some = (Object.keys(ENTERS) as EntryGroup[]).some((group) => mayEnter(role, group));
    expect([role, ENTRY_ROLES.includes(role)]).toEqual([role, some]);
  }
  expect(FORM_ROLES.filter((role) => !ENTRY_ROLES.includes(role))).toEqual([]);
});

test("events of a department are entered by its own people in three roles, never by another's nor by a system", () => {
  const of = (role: Role, department?: string): Viewer =>
    viewerOf({ name: 'x', role, area: '990101', department, ...(role === 'sender' && { source: 'urn:x' }) }) as Viewer;
  expect(FORM_ROLES.map((role) => entersFor(of(role, 'police'), 'police'))).toEqual([true, true, true]);
  expect(FORM_ROLES.map((role) => entersFor(of(role, 'police'), 'court'))).toEqual([false, false, false]);
  expect(entersFor(of('case-officer'), 'police')).toBe(false);
  expect(entersFor(of('sender', 'police'), 'police')).toBe(false);
});

test('what is entered bears sources of its own', () => {
  expect(formsSource('police')).toBe('urn:lianhu:source:police:forms');
  expect(RECORDS_SOURCE).not.toBe('urn:lianhu:hub');
});

test.each<[string, boolean, boolean, boolean]>([
  ['court', true, true, true],
  ['procuratorate', true, true, false],
  ['police', false, true, false],
  ['justice', false, true, false],
  ['education', false, true, false],
  ['health', false, false, false],
])('%s orders that a case be sealed %s, carries it out %s, has it opened again %s', (department, orders, executes, unseals) => {
  const officer = viewerOf({ name: 'x', role: 'case-officer', area: '990101', department }) as Viewer;
  expect([entersGroup(officer, 'case-orders'), entersGroup(officer, 'case-order-executions'), mayUnseal(officer)]).toEqual([
    orders,
    executes,
    unseals,
  ]);
  const clerk = viewerOf({ name: 'x', role: 'data-officer', area: '990101', department }) as Viewer;
  expect([entersGroup(clerk, 'case-orders'), entersGroup(clerk, 'case-order-executions')]).toEqual([false, false]);
});

test('a case officer of no department orders nothing about a case; other groups ask for no department', () => {
  const officer = viewerOf({ name: 'x', role: 'case-officer', area: '990101' }) as Viewer;
  expect([entersGroup(officer, 'case-orders'), entersGroup(officer, 'clues')]).toEqual([false, true]);
});
