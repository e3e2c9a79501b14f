import type { AccessRow, Viewer } from '@lianhu/access';
import { baseViews } from '@lianhu/catalogue';
import { AlertRaised, MinorRegistered, NoticeSent } from '@lianhu/departments/hub';
import { eventsTopic, MemoryBroker, MemoryStream, recordOf } from '@lianhu/kafka';
import { createSigner, memoryLog, std1, type EventLog } from '@lianhu/log';
import { createPool, testDatabase, type TestDatabase } from '@lianhu/postgres';
import { ReadRecorder, type Caller } from '@lianhu/services/platform';
import { fixedClock, write, type Written } from '@lianhu/testing';
import type { Pool } from 'pg';
import { Province, type FollowedHub } from './province';
import { ProvinceController } from './province.controller';

interface Answer {
  readonly rows: readonly { readonly hub: string; readonly key: string; readonly counts?: Readonly<Record<string, number>> }[];
  readonly total: number;
  readonly asOf: Readonly<Record<string, number>>;
  readonly missing: readonly string[];
}
const HUBS = ['990101', '990102'] as const;
type Area = (typeof HUBS)[number];
const WAIT_MS = 60_000;
const time = '2026-03-02T10:00:00.000+08:00';
const CHILD = `child-${'c'.repeat(22)}`;
const CASE = `case-${'s'.repeat(22)}`;
const EVENTS: readonly Written[] = [
  { cls: MinorRegistered, time, subject: CHILD, data: { birthQuarter: '2014-Q1', town: '990101001' } },
  { cls: AlertRaised, time, subject: CHILD, data: { alert: 'alert-of-the-child' } },
  { cls: AlertRaised, time, subject: CASE, data: { alert: 'alert-of-the-case', rule: 'R05' } },
  { cls: NoticeSent, time, subject: CHILD, data: { notice: 'notice-of-the-child', about: 2 } },
  { cls: NoticeSent, time, subject: CASE, data: { notice: 'notice-of-the-case', about: 3 } },
  { cls: NoticeSent, time, data: { notice: 'notice-of-nobody', about: 1 } },
];

let database: TestDatabase;
let pool: Pool;
let broker: MemoryBroker;
let stream: MemoryStream;
let logs: ReadonlyMap<Area, EventLog>;
const open: Province[] = [];
const recorded: AccessRow[] = [];

beforeAll(async () => {
  database = await testDatabase([]);
  pool = createPool(database.urls.monitor, { max: 16 });
});
beforeEach(async () => {
  const { rows } = await pool.query<{ name: string }>(`SELECT 'view.' || tablename AS name FROM pg_tables WHERE schemaname = 'view'`);
  if (rows.length > 0) await pool.query(`DROP TABLE ${rows.map(({ name }) => name).join(', ')}`);
  [broker, recorded.length] = [new MemoryBroker(), 0];
  stream = new MemoryStream(broker);
  logs = new Map(HUBS.map((area) => [area, logOf(area)]));
  for (const area of HUBS) broker.make(eventsTopic(area));
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});
afterAll(async () => {
  await pool.end();
  await database.stop();
});

function logOf(area: Area): EventLog {
  const origin = `lianhu/${area}`;
  return memoryLog({
    origin,
    suite: std1,
    signer: createSigner(origin, new Uint8Array(32).fill(Number(area) % 251)),
    clock: fixedClock('2026-03-03'),
  });
}
/** Appends events to a hub's log and publishes them; the position of the last. */
async function told(area: Area, events: readonly Written[]): Promise<number> {
  const log = logs.get(area) as EventLog;
  const { position } = await log.head();
  const last = await write(log, events);
  await stream.publish(eventsTopic(area), (await log.read(position, events.length)).lines.map(recordOf));
  return last;
}
async function started(): Promise<Province> {
  const hubs = HUBS.map((area) => ({ area, origin: `lianhu/${area}`, token: () => '' }));
  const one = new Province({ hubs, stream, pool, suite: std1 });
  open.push(one);
  await one.start();
  return one;
}
const status = (one: Province, area: Area) => one.status().find(({ hub }) => hub === area);
async function becomes(one: Province, area: Area, wanted: Partial<FollowedHub>): Promise<void> {
  for (const end = performance.now() + WAIT_MS; performance.now() < end; await new Promise((resolve) => setTimeout(resolve, 5)))
    if (Object.entries(wanted).every(([name, value]) => Object(status(one, area))[name] === value)) return;
  throw new Error(`it stayed ${JSON.stringify(status(one, area))}`);
}
const caller: Caller = { viewer: { name: 'test', role: 'auditor', area: '99', kind: 'person' } satisfies Viewer, purpose: 'audit', language: 'zh' };
/** The routes of a province; `before` runs when a reading is being recorded. */
function routes(one: Province, before?: () => Promise<void>) {
  const record = async (rows: readonly AccessRow[]): Promise<void> => {
    await before?.();
    recorded.push(...rows);
  };
  const controller = new ProvinceController(one, new ReadRecorder({ record }));
  return {
    rows: async (view: string, query: Record<string, string> = {}) => (await controller.rows(caller, view, query)) as Answer,
    sums: async (sum: string) => (await controller.sums(caller, sum)) as Answer,
  };
}

test('whoever reads an alert or a notice is recorded with the child that it shows', async () => {
  const end = await told('990101', EVENTS);
  const one = await started();
  await becomes(one, '990101', { folded: end });
  const { rows } = routes(one);
  for (const [view, of] of [
    ['minors', 'key'],
    ['alerts', 'child'],
    ['inbox', 'subject'],
  ] as const) {
    expect((await rows(view, { [of]: CHILD })).total).toBe(1);
    await rows(view);
    expect(recorded.splice(0).map(({ route, children }) => [route, children])).toEqual([
      ['province.rows', [CHILD]],
      ['province.rows', [CHILD]],
    ]);
  }
});

test('no case is shown, nor found by its name, in any view; counts keep what is about one', async () => {
  const end = await told('990101', EVENTS);
  const one = await started();
  await becomes(one, '990101', { folded: end });
  const { rows, sums } = routes(one);
  for (const { name } of baseViews) expect([name, JSON.stringify(await rows(name)).includes('case')]).toEqual([name, false]);
  expect((await rows('alerts')).rows.map(({ key }) => key)).toEqual(['alert-of-the-child']);
  expect((await rows('inbox')).rows.map(({ key }) => key)).toEqual(['notice-of-nobody', 'notice-of-the-child']);
  expect(await rows('alerts', { child: CASE })).toMatchObject({ rows: [], total: 0 });
  expect(await rows('inbox', { subject: CASE })).toMatchObject({ rows: [], total: 0 });
  expect(await rows('alerts', { rule: 'R05' })).toMatchObject({ rows: [], total: 0 });
  expect(recorded.flatMap(({ cases }) => cases)).toEqual([]);
  expect((await sums('alert-county')).rows.find(({ hub }) => hub === '990101')?.counts).toMatchObject({ raised: 2 });
  expect((await sums('inbox-county')).rows.find(({ hub }) => hub === '990101')?.counts).toMatchObject({ sent: 3 });
});

test('rows hold at least what their position says, also when more is folded while they are read', async () => {
  const end = await told('990101', EVENTS);
  const one = await started();
  await becomes(one, '990101', { folded: end });
  const more = async (): Promise<void> => {
    const folded = await told('990101', [{ cls: MinorRegistered, time, subject: `child-${'d'.repeat(22)}`, data: { birthQuarter: '2014-Q1' } }]);
    await becomes(one, '990101', { folded });
  };
  expect(await routes(one, more).rows('minors', { hub: '990101' })).toMatchObject({ total: 1, asOf: { 990101: end } });
});

test('a record that is no line halts its own hub: the province starts, and answers for the others', async () => {
  await told('990101', EVENTS);
  const end = await told('990102', EVENTS);
  const first = await started();
  for (const area of HUBS) await becomes(first, area, { folded: end });
  await stream.publish(eventsTopic('990101'), [{ value: 'x', headers: { position: '7', leaf: 'x' } }]);
  await becomes(first, '990101', { state: 'halted', error: 'stream.not-a-line' });
  await open.pop()?.stop();
  const again = await started();
  await becomes(again, '990101', { state: 'halted', error: 'stream.not-a-line' });
  await becomes(again, '990102', { state: 'following', folded: end });
  expect(await again.checks()).toEqual([
    { name: 'hub 990101', ok: false, detail: expect.stringMatching(/^stream\.not-a-line\. .*somebody else writes into this topic/) as string },
    { name: 'hub 990102', ok: true, detail: 'following' },
  ]);
  expect(await routes(again).rows('minors', { hub: '990102' })).toMatchObject({ total: 1, asOf: { 990102: end } });
});

test('a hub whose view cannot be read is named as missing and keeps nobody from the others', async () => {
  for (const area of HUBS) await told(area, EVENTS);
  const one = await started();
  for (const area of HUBS) await becomes(one, area, { folded: EVENTS.length });
  const { rows, sums } = routes(one);
  expect(await rows('minors')).toMatchObject({ total: 2, asOf: { 990101: EVENTS.length, 990102: EVENTS.length }, missing: [] });
  // As after an update that adds a column, when the hub's history cannot be read for the rebuild.
  await pool.query(`UPDATE view.follower SET columns = columns - 'town' WHERE name = 'minors-h990101'`);
  const left = await rows('minors');
  expect(left).toMatchObject({ total: 1, rows: [{ hub: '990102' }], missing: ['990101'] });
  expect(left.asOf).toEqual({ 990102: EVENTS.length });
  expect(await rows('minors', { hub: '990102' })).toMatchObject({ total: 1, missing: [] });
  const counted = await sums('county');
  expect([counted.rows.map(({ hub }) => hub), Object.keys(counted.asOf), counted.missing]).toEqual([['990102'], ['990102'], ['990101']]);
  await expect(rows('minors', { hub: '990101' })).rejects.toMatchObject({ code: 'busy' });
  expect(await rows('minors', { hub: '990199' })).toMatchObject({ rows: [], total: 0, asOf: {}, missing: [] });
});
