import { columnOf, letterOf, type Column, type Letter, type Role, type Viewer } from '@lianhu/access';
import { catalogue } from '@lianhu/catalogue';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { RECORD_SPLIT, type EventDefinition, type Recorded, type StoredLine } from '@lianhu/kernel';
import { addresseeOf, noticesOf } from '@lianhu/processes/notice';
import { clearExample, demonstrationPolicy, demonstrationSharing as table } from '@lianhu/testing';
import { InboxContent, type InboxContentParts } from './inbox-content';
import type { InboxRow } from './rows';

const COUNTY = '990101';
const TOWN = '990101003';
const VILLAGE = '990101003001';
const CHILD = 'child-AAAAAAAAAAAAAAAAAAAAAA';
const CASE = 'case-AAAAAAAAAAAAAAAAAAAAAA';
const NAME = '测试甲';
const REF = 'minor-AAAAAAAAAAAAAAAAAAAAAA';
const MOMENT = '2026-10-12T12:34:56.789+08:00';
const LOCAL: readonly string[] = ['office', 'town', 'village'];
const UNITS = [...catalogue.departments.map(({ id }) => id).filter((id) => id !== 'hub'), ...LOCAL];

/** What a cell of the matrix lets a notice say beyond that there is something, from whom and by when. */
const MAY: Readonly<Record<Letter, readonly string[]>> = {
  F: ['title', 'minorRef', 'name', 'townName'],
  T: ['minorRef', 'name', 'townName'],
  C: [],
  P: [],
  own: [],
  '–': [],
};
/** What every notice may say. */
const ENVELOPE = ['notice', 'kind', 'kindTitle', 'from', 'since', 'dueAt', 'late', 'urgent', 'state', 'overdue', 'open'];
/** What a red card and a reminder say besides, and why they are sent: what was reported, in which county. */
const RED = ['title', 'place'];

const viewer = (role: Role, more: Partial<Viewer>): Viewer => ({ name: 'x', role, area: COUNTY, kind: 'person', ...more });
function readerOf(unit: string): Viewer {
  if (unit === 'office') return viewer('office', {});
  if (unit === 'town') return viewer('town', { town: TOWN });
  if (unit === 'village') return viewer('village', { town: VILLAGE });
  return viewer('department-lead', { department: unit });
}

function eventOf(definition: EventDefinition): Recorded {
  const { type, restricted, level, child } = definition;
  return {
    type,
    position: 7,
    leafHash: '',
    time: MOMENT,
    recordedAt: MOMENT,
    receivedAt: MOMENT,
    department: type.split('.')[0] as string,
    level,
    ...(!restricted && { residenceArea: VILLAGE }),
    ...(child !== false && { subject: restricted ? CASE : CHILD }),
    data: clearExample(definition),
  };
}

/** A line as the log gives it. */
const lineOf = ({
  type,
  time,
  receivedAt,
  department,
  level,
  residenceArea,
  subject,
  recordedAt,
  data,
  position,
  leafHash,
}: Recorded): StoredLine => ({
  position,
  leafHash,
  claim: JSON.stringify({
    type,
    time,
    receivedat: receivedAt,
    department,
    area: COUNTY,
    residencearea: residenceArea,
    dataschema: `urn:lianhu:schema:${type}:${catalogue.event(type)?.version}`,
    data,
  }),
  bound: JSON.stringify({ subject }),
  stamp: JSON.stringify({ recordedAt, level }),
});

/** The contents of a notice of one event to one unit, as its reader gets them. */
async function shown(event: Recorded, unit: string, row: Row): Promise<object | undefined> {
  const rows = [{ to: unit, within: 'now', basis: 'anti-dv-law', validFrom: '2020-01-01', ...row } as const];
  const sharing = { table: { ...table, types: { [event.type]: rows } }, calendar: chinaCalendarAssuming, county: COUNTY, idOf: (to: string) => to };
  const [notice] = noticesOf(event, catalogue.event(event.type)?.category, event.residenceArea, sharing);
  if (!notice) throw new Error(`${event.type}: nobody is told`);
  if (catalogue.event(event.type)?.restricted) expect([notice.residencearea, notice.subject ?? CASE]).toEqual([undefined, CASE]);
  const org = String(notice.data['to']);
  const addressee = addresseeOf(org);
  const read = {
    ...notice.data,
    ...(notice.subject !== undefined && { subject: notice.subject }),
    org,
    to: addressee?.to,
    place: addressee?.area,
    since: notice.time,
    urgent: notice.data['urgent'] === true,
    late: false,
    state: 'sent',
    waiting: true,
    open: true,
    overdue: false,
  } as unknown as InboxRow;
  const content = new InboxContent({
    log: {
      read: (_after: number, _limit: number, filter?: object) => Promise.resolve({ lines: filter ? [] : [lineOf(event)], scannedTo: 7, head: 7 }),
    },
    references: { of: (children: readonly string[]) => Promise.resolve(new Map(children.map((child) => [child, REF]))) },
    hub: { open: (children: readonly string[]) => Promise.resolve(new Map(children.map((child) => [child, { name: NAME }]))) },
    recorder: { record: () => Promise.resolve() },
    model: { one: () => Promise.resolve({ town: event.residenceArea }) },
    policy: demonstrationPolicy,
  } as unknown as InboxContentParts);
  const reader = readerOf(addressee?.to ?? unit);
  const [told] = await content.shown({ viewer: reader, purpose: 'rescue', language: 'zh' }, 'views.inbox', [read], 1);
  return told && (JSON.parse(JSON.stringify(told)) as object);
}

interface Row {
  readonly right: 'full' | 'task';
  readonly urgent?: true;
  readonly reminder?: true;
}
/** However much a region's table tells; red cards and reminders only of what the table makes them of. */
function rowsOf(type: string): readonly Row[] {
  const rows = table.types[type] ?? [];
  const red: Row[] = rows.some(({ urgent }) => urgent) ? [{ right: 'full', urgent: true }] : [];
  const reminders: Row[] = rows.some(({ reminder }) => reminder) ? [{ right: 'full', reminder: true }] : [];
  return [{ right: 'full' }, { right: 'task' }, ...red, ...reminders];
}
const NEED = ['need', 'needTitle'];
const isFT = (letter: Letter): boolean => letter === 'F' || letter === 'T';

/** All that a unit may read of a type by the matrix alone, told apart from the code under test. */
function most({ type, category, restricted }: EventDefinition, reader: Viewer, { right, urgent, reminder }: Row): ReadonlySet<string> {
  const column: Column | undefined = columnOf(reader);
  const letter = (of: string): Letter => (column === undefined ? '–' : letterOf(of, column));
  const own = reader.department !== undefined && type.startsWith(`${reader.department}.`);
  const cell: Letter = restricted ? '–' : own ? 'F' : letter(category ?? '');
  const content = MAY[cell].filter((field) => (field !== 'title' || right === 'full') && (field !== 'name' || isFT(letter('K01'))));
  const need = isFT(cell) || isFT(letter('K24')) ? NEED : [];
  // Only who had read the file is told of its split: that it was wrong, and his own reference of it.
  const split = type === RECORD_SPLIT ? ['title', 'minorRef'] : [];
  return new Set([...ENVELOPE, ...need, ...content, ...(urgent || reminder ? RED : []), ...split]);
}

const definitions = catalogue.types.map((type) => catalogue.event(type) as EventDefinition);

test.each(definitions.map((definition) => [definition.type, definition] as const))(
  '%s: no unit reads more of a notice than its cell of the matrix allows',
  async (_type, definition) => {
    for (const unit of UNITS)
      for (const row of rowsOf(definition.type)) {
        const event = eventOf(definition);
        const told = await shown(event, unit, row);
        const local = unit === 'town' || unit === 'village';
        const reader = readerOf(local && event.residenceArea === undefined ? 'office' : unit);
        const more = Object.keys(told ?? {}).filter((field) => !most(definition, reader, row).has(field));
        expect([unit, row, more]).toEqual([unit, row, []]);
        const text = JSON.stringify(told);
        expect(text).not.toMatch(/child-|case-/);
        if (definition.restricted) expect(text).not.toMatch(/minor-|测试甲|990101003/);
      }
  },
);

test('what is looked at differs: somebody reads everything, somebody a task, somebody an envelope', async () => {
  const call = eventOf(catalogue.event('police.dv-call.received') as EventDefinition);
  const of = async (unit: string) => Object.keys((await shown(call, unit, { right: 'full' })) ?? {}).filter((field) => !ENVELOPE.includes(field));
  expect((await of('office')).sort()).toEqual(['minorRef', 'name', 'need', 'needTitle', 'title', 'townName']);
  expect((await of('education')).sort()).toEqual(['minorRef', 'need', 'needTitle', 'townName']);
  expect(await of('justice')).toEqual(['need', 'needTitle']);
  expect(await of('tobacco')).toEqual([]);
});
