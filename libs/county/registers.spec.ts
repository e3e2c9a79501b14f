import { mayEnter, type Role } from '@lianhu/access';
import { chinaCalendarAssuming } from '@lianhu/calendar';
import { catalogue, checkEvent } from '@lianhu/catalogue';
import { ENTERED } from '@lianhu/departments/hub';
import { toBase64, type EventDefinition, type Recorded } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { BOARDS, boardRows, columnsIn, computeQuarter, isSuppressed, publish, type PublishedCell } from '@lianhu/reports';
import { demonstrationPolicy as policy } from '@lianhu/testing';
import { registers, type CountyOptions, type EnteredEvent } from '.';

const options: CountyOptions = {
  ...{ seed: 'registers', area: policy.area, areaName: policy.areaName, towns: policy.towns, children: 10, events: 0 },
  ...{ from: '2025-04-01', to: '2026-09-30T20:00:00.000+08:00' },
};
const all = registers(options);

test('the same options give the same registers, and another seed others', () => {
  expect(registers(options)).toEqual(all);
  expect(registers({ ...options, seed: 'another' })).not.toEqual(all);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});

test('every record is one that somebody enters, and right; little of it beside a county’s events', () => {
  const credential = { department: 'hub', source: 'urn:lianhu:hub:forms', area: policy.area };
  for (const event of all) {
    const checked = checkEvent(event, credential, { now: Date.parse(options.to), policyArea: policy.area, language: 'en' });
    expect([event.type, checked.kind, 'faults' in checked ? checked.faults : []]).toEqual([event.type, 'ok', []]);
    const group = ENTERED.get(event.type);
    expect(group && (['office', 'case-officer'] as Role[]).some((role) => mayEnter(role, group))).toBe(true);
  }
  expect(all.length).toBeLessThan(2_000);
});

test('who was in a seat before the hub is 补录, whoever comes later is not', () => {
  const appointed = all.filter(({ type }) => type === 'hub.staff.appointed');
  const before = (event: EnteredEvent): boolean => String(event.data['appointedOn']) < options.from;
  expect(appointed.filter((event) => before(event) !== (event.basis?.endsWith('.baseline') ?? false))).toEqual([]);
  expect(appointed.some(before) && !appointed.every(before)).toBe(true);
});

/** As the log has it: secrets gone, a hit under its case. */
function recorded({ type, time, data }: EnteredEvent, n: number): Recorded {
  const definition = catalogue.event(type) as EventDefinition;
  const clear = Object.fromEntries(Object.entries(data).filter(([name]) => !['secret', 'case'].includes(definition.fields.get(name)?.kind ?? '')));
  const subject = definition.restricted ? { subject: `case-${String(data['checkNo'])}` } : {};
  const leafHash = toBase64(std1.sha256(`leaf ${n}`));
  return {
    type,
    time,
    recordedAt: time,
    receivedAt: time,
    department: 'hub',
    level: definition.level,
    data: clear,
    position: n + 1,
    leafHash,
    ...subject,
  };
}

test('both boards show something true: posts are filled but not all, hits are rare, and no figure stands empty', async () => {
  const report = await computeQuarter(all.map(recorded), { quarter: '2026-Q3', policy, calendar: chinaCalendarAssuming, sha256: std1.sha256 });
  const shown = publish(report, { below: policy.report.suppressBelow });
  const valueOf = (cell: PublishedCell | undefined): number => (cell && !isSuppressed(cell) ? (cell.value ?? -1) : -1);
  for (const view of ['V16', 'V21']) {
    const board = BOARDS.find((one) => one.view === view);
    if (!board) throw new Error(view);
    const rows = boardRows(board, shown);
    const [county] = rows;
    // A quarter may have no newcomers whose three months are over.
    const empty = columnsIn(board, rows).filter(({ indicator, measure }) => {
      if (/entry/i.test(measure.id)) return false;
      const cell = county?.cells[`${indicator.code}.${measure.id}`];
      return cell && !isSuppressed(cell) && cell.value === undefined;
    });
    expect([view, empty.map(({ indicator, measure }) => `${indicator.code}.${measure.id}`)]).toEqual([view, []]);
    expect(rows.length).toBeGreaterThan(3);
  }
  const rate = (id: string): number => valueOf(shown.cells.find((cell) => cell.id === `${id}|county`));
  const rates = ['H07.stationed', 'H07.supervised', 'H07.directed', 'H08.yearly', 'H09.compliant', 'C08.rate', 'C10.rate', 'D07.rate'];
  expect(rates.map((id) => [id, rate(id)]).filter(([, value]) => Number(value) < 200)).toEqual([]);
  expect(['H07.directed', 'H08.yearly', 'C08.rate', 'D07.rate'].filter((id) => rate(id) === 1_000)).toEqual([]);
});
