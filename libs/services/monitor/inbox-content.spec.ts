import { columnOf, letterOf, type Column, type Letter, type Role, type Viewer } from '@lianhu/access';
import { catalogue } from '@lianhu/catalogue';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import type { Recorded } from '@lianhu/kernel';
import { addresseeOf, noticesOf } from '@lianhu/processes/notice';
import { clearExample, demonstrationSharing as table } from '@lianhu/testing';
import { toldOf } from './inbox-content';

const COUNTY = '990101';
const VILLAGE = '990101003001';
const sharing = { table, calendar: chinaCalendarAssuming, county: COUNTY, idOf: (to: string, position: number) => `${to}|${position}` };
const viewer = (role: Role, more: Partial<Viewer>): Viewer => ({ name: 'x', role, area: COUNTY, kind: 'person', ...more });

/** An event of a type as its example has it, with what a condition asks for. */
function eventOf(type: string, when: Readonly<Record<string, unknown>>): Recorded {
  const definition = catalogue.event(type);
  if (!definition) throw new Error(type);
  const moment = '2026-10-12T12:00:00.000+08:00';
  const subject = definition.child === false ? undefined : definition.restricted ? 'case-1' : 'child-1';
  return {
    type,
    position: 7,
    leafHash: '',
    time: moment,
    recordedAt: moment,
    receivedAt: moment,
    department: type.split('.')[0] as string,
    level: definition.level,
    residenceArea: definition.restricted ? undefined : VILLAGE,
    subject,
    data: { ...clearExample(definition), ...when },
  };
}

/** Somebody who reads what an addressee gets. */
function readerOf(org: string): Viewer {
  const { to, area } = addresseeOf(org) ?? { to: '', area: '' };
  if (to === 'office') return viewer('office', {});
  if (to === 'town' || to === 'village') return viewer(to, { town: area });
  return viewer('department-lead', { department: to });
}

const EXPECTED: Readonly<Record<Letter, string>> = { F: 'full', T: 'task', C: 'envelope', P: 'envelope', own: 'envelope', '–': 'envelope' };
/** What the matrix's letter comes to, told apart from the code under test. */
function allowed(type: string, reader: Viewer, task: boolean): string {
  const definition = catalogue.event(type);
  if (definition?.restricted) return 'envelope';
  const column: Column | undefined = columnOf(reader);
  const own = reader.department !== undefined && type.startsWith(`${reader.department}.`);
  const most = own ? 'full' : column === undefined ? 'envelope' : EXPECTED[letterOf(definition?.category ?? '', column)];
  return most === 'full' && task ? 'task' : most;
}

const cases = Object.entries(table.types).flatMap(([type, rows]) =>
  rows.map((row) => {
    const { field, in: among, below, atLeast } = row.when ?? {};
    const value = among?.[0] ?? (below === undefined ? atLeast : below - 1);
    return { type, to: row.to, when: field === undefined || value === undefined ? {} : { [field]: value } };
  }),
);

test.each(cases)('$type tells $to what its cell of the matrix allows', ({ type, to, when }) => {
  const event = eventOf(type, when);
  const notices = noticesOf(event, catalogue.event(type)?.category, event.residenceArea, sharing);
  const local = to === 'town' || to === 'village';
  const mine = notices.find(({ data }) => addresseeOf(String(data['to']))?.to === (local && event.residenceArea === undefined ? 'office' : to));
  expect(mine).toBeDefined();
  const reader = readerOf(String(mine?.data['to']));
  const task = mine?.data['kind'] === 'task';
  expect(toldOf(reader, event, task)).toBe(allowed(type, reader, task));
  if (catalogue.event(type)?.restricted) expect(JSON.stringify(notices)).not.toContain('child-');
});

test('somebody is told everything, somebody a task, somebody only that there is something', () => {
  const told = new Set(
    cases.map(({ type, to, when }) =>
      toldOf(readerOf(`org-${to}-${to === 'town' ? '990101003' : to === 'village' ? VILLAGE : COUNTY}`), eventOf(type, when), false),
    ),
  );
  expect([...told].sort()).toEqual(['envelope', 'full', 'task']);
});

test('another town learns nothing of the child', () => {
  const event = eventOf('police.missing-minor.reported', {});
  expect(toldOf(viewer('town', { town: '990101003' }), event, false)).toBe('task');
  expect(toldOf(viewer('town', { town: '990101004' }), event, false)).toBe('envelope');
});
