import { Readable } from 'node:stream';
import type { Role, Viewer } from '@lianhu/access';
import { catalogue } from '@lianhu/catalogue';
import { ENTERED } from '@lianhu/departments/hub';
import { HubAway, type EventOutcome } from '@lianhu/services/platform';
import { scratch } from './edge.fixture';
import { EdgeRegistry } from './edge-registry';
import { openOfficeTables } from './office-tables';
import { BadDecision, type Job } from './table-jobs/job';
import type { TableJobs } from './table-jobs/table-jobs';

const place = scratch();
const opened: TableJobs[] = [];
afterAll(async () => {
  await Promise.all(opened.map((tables) => tables.close()));
  place.remove();
});

const person = (role: Role, department?: string): Viewer => ({ name: role, role, kind: 'person', area: '990101', ...(department && { department }) });
const OFFICE = person('office');
const ACCEPTED = { status: 201, receipt: {} } as EventOutcome;
function open(enter: () => Promise<EventOutcome>): TableJobs {
  const folder = `${place.folder}/office-${opened.length}`;
  const tables = openOfficeTables({ folder, clock: { now: () => Date.parse('2026-11-21T10:00:00+08:00') }, places: {}, enter });
  opened.push(tables);
  return tables;
}
async function take(tables: TableJobs, text: string): Promise<Job> {
  const { id } = await tables.add({ name: '表.csv', stream: Readable.from([Buffer.from(text)], { objectMode: false }), viewer: OFFICE });
  await tables.settled();
  return tables.get(id) as Job;
}
const PLACES = '场所编号,场所种类,所在乡镇,登记日期\norg-home-1,儿童之家,990101001,2026/3/1\n';

test('the tables of the office are the office’s: nobody of a department sends or sees them, nor the office a department’s', () => {
  const tables = open(() => Promise.resolve(ACCEPTED));
  const registry = new EdgeRegistry([], () => false, tables);
  for (const role of ['office', 'office-lead'] as const) expect(registry.filesOf(person(role), 'hub')).toBe(tables);
  expect(registry.filesOf(OFFICE)).toBe(tables);
  for (const [who, department] of [
    [person('data-officer', 'police'), 'hub'],
    [OFFICE, 'police'],
    [person('town'), 'hub'],
  ] as const)
    expect(() => registry.filesOf(who, department)).toThrow('type-not-yours');
  expect(() => new EdgeRegistry([]).filesOf(OFFICE, 'hub')).toThrow('not-found');
});

test('rows become records that people enter and that name no child, and never what the hub itself decides', async () => {
  const tables = open(() => Promise.resolve(ACCEPTED));
  const job = await take(tables, '编号,说明\n1,某事\n');
  expect(job.state).toBe('waiting');
  expect(job.types.filter((type) => !ENTERED.has(type) || catalogue.event(type)?.child !== false)).toEqual([]);
  expect(job.types).toContain('hub.staff.appointed');
  const columns = [{ target: null }, { target: null }];
  for (const type of ['hub.alert.raised', 'hub.visit.done', 'hub.staff-hit.found']) {
    expect(() => tables.decide(job.id, { type, columns })).toThrow(BadDecision);
    await expect(tables.guess(job.id, type)).rejects.toThrow('type-not-yours');
  }
});

test('while the hub is away a row waits, and stands once when it is back', async () => {
  const sent: unknown[] = [];
  const tables = open(() => {
    sent.push(0);
    return sent.length === 1 ? Promise.reject(new HubAway('away')) : Promise.resolve(ACCEPTED);
  });
  expect(await take(tables, PLACES)).toMatchObject({ state: 'done', tally: { accepted: 1, faulty: 0 } });
  expect(sent).toHaveLength(2);
});
