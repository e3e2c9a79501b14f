import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIssuer, type Role } from '@lianhu/access';
import { catalogue, indicators } from '@lianhu/catalogue';
import { std1 } from '@lianhu/log';
import { makeCitizenId } from '@lianhu/standards';
import { call, eventually, removeFolder, settled, startApp, type Running } from './testing/running';

const NINE = ['court', 'procuratorate', 'police', 'civil-affairs', 'education', 'health', 'justice', 'disabled-federation', 'womens-federation'];
const TOWN = '990101003';
const VILLAGE = '990101003001';
/** Of all events, so that the same event can be pushed again. */
const TIME = new Date().toISOString();
const NAME = '测试丙';
/** Departments whose events the indicators of this version count. */
const FEEDERS: readonly string[] = catalogue.departments
  .map(({ id }) => id)
  .filter((id) => indicators.some(({ sources }) => sources.some(({ type }) => type?.startsWith(`${id}.`))));
/** One event of each department, of which different units are told. */
const SENT = [
  'police.dv-call.received',
  'court.protection-order.issued',
  'civil-affairs.minor.listed',
  'procuratorate.guardianship-order.issued',
  'health.disability.diagnosed',
  'justice.parent.imprisoned',
  'disabled-federation.unplaced-child.found',
  'womens-federation.family-risk.found',
  'education.dropout.confirmed',
];
/** What each unit reads of them: sender and how much. Written from the matrix and the column of events, not from the code. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  police: ['court envelope'],
  'civil-affairs': ['court envelope', 'justice full'],
  'womens-federation': ['court envelope', 'police envelope', 'procuratorate envelope'],
  education: ['civil-affairs task', 'court envelope', 'disabled-federation task'],
  'disabled-federation': ['health full'],
  court: [],
  procuratorate: [],
  health: [],
  justice: [],
  // The village of a protection order is not known to anybody but the court: the office gets what it must pass on.
  office: ['court envelope', 'education full', 'police full', 'procuratorate full'],
  town: ['civil-affairs full', 'education full', 'police task', 'procuratorate task', 'womens-federation full'],
  // A line in clear names the town only, so what is for a village goes to its town.
  village: [],
};

interface Row {
  readonly notice: string;
  readonly from: string;
  readonly title?: string;
  readonly minorRef?: string;
  readonly name?: string;
  readonly need?: string;
  readonly state: string;
}
interface Inbox {
  readonly rows: readonly Row[];
  readonly total: number;
}
const idOf = (name: string): string => catalogue.departments.find((one) => one.name === name)?.id ?? name;
const muchOf = ({ title, minorRef }: Row): string => (title !== undefined ? 'full' : minorRef !== undefined ? 'task' : 'envelope');
const read = ({ rows }: Inbox): string[] => rows.map((row) => `${idOf(row.from)} ${muchOf(row)}`).sort();

let hub: Running;
let folder: string;
let tokenOf: (role: Role, more?: { department?: string; town?: string }) => Promise<string>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lianhu-sharing-'));
  hub = await startApp('standalone', { folder, args: ['--empty'] });
  const issuer = await openIssuer(join(folder, 'keys'), std1);
  tokenOf = (role, more = {}) => {
    const source = role === 'sender' ? { source: `urn:lianhu:source:${more.department}:default` } : {};
    return issuer.issue({ name: `${role}-${more.department ?? ''}`, role, area: '990101', ...source, ...more }, 3_600);
  };
});
afterAll(async () => {
  await hub?.stop();
  removeFolder(folder);
});

const minorOf = (n: number): object => ({
  docType: '01',
  docNo: makeCitizenId('990101', '2014-03-02', n),
  name: NAME,
  sex: n % 2 === 1 ? '1' : '2',
  birthDate: '2014-03-02',
});

/** The catalogue's example of a type, as an event of its department about a child of the village. */
async function push(type: string, id: string, n: number): Promise<number> {
  const department = type.slice(0, type.indexOf('.'));
  const token = await tokenOf('sender', { department });
  const { body } = await call<{ example: { data: object } }>(hub.url, `/api/catalogue/${type}/1`, { token });
  const home = catalogue.event(type)?.restricted ? {} : { residencearea: VILLAGE };
  const event = {
    ...body.example,
    subject: undefined,
    ...home,
    id,
    time: TIME,
    data: { ...body.example.data, minor: minorOf(n) },
  };
  return (await call(hub.url, `/api/departments/${department}/events`, { token, body: event })).status;
}

async function inboxOf(unit: string): Promise<{ status: number; body: Inbox }> {
  const place = { office: ['office', {}], town: ['town', { town: TOWN }], village: ['village', { town: VILLAGE }] } as const;
  const [role, more] = place[unit as keyof typeof place] ?? (['department-lead', { department: unit }] as const);
  const path = unit in place ? '/api/views/inbox' : `/api/departments/${unit}/inbox`;
  return call<Inbox>(hub.url, `${path}?size=100`, { token: await tokenOf(role as Role, more), purpose: 'rescue' });
}

test('of one event of each department every unit reads what its cell of the matrix allows, and no other unit anything', async () => {
  for (const [n, type] of SENT.entries()) expect([type, await push(type, `one-${n}`, 11)]).toEqual([type, 201]);
  await settled(hub);
  for (const [unit, told] of Object.entries(TOLD)) {
    const { body } = await inboxOf(unit);
    expect([unit, read(body)]).toEqual([unit, told]);
    for (const row of body.rows) {
      if (muchOf(row) === 'envelope') expect([row.minorRef, row.name, row.title]).toEqual([undefined, undefined, undefined]);
      expect(JSON.stringify(row)).not.toMatch(/child-|case-|99010120140302/);
    }
  }
  const refs = await Promise.all(
    ['education', 'office', 'civil-affairs'].map(async (unit) => (await inboxOf(unit)).body.rows.find(muchIs('task', 'full'))?.minorRef),
  );
  expect(new Set(refs).size).toBe(3);
});

const muchIs =
  (...wanted: readonly string[]) =>
  (row: Row): boolean =>
    wanted.includes(muchOf(row));

test('each of the nine signs for, accepts, returns and completes its own, and sees its pushes, freshness and figures', async () => {
  const answer = async (department: string, notice: string, command: string, body = {}): Promise<number> =>
    (
      await call(hub.url, `/api/departments/${department}/inbox/${notice}/${command}`, {
        token: await tokenOf('department-lead', { department }),
        body,
      })
    ).status;
  for (const department of NINE) {
    const { rows } = (await inboxOf(department)).body;
    const [first, second] = rows;
    if (first) expect([await answer(department, first.notice, 'receipt'), await answer(department, first.notice, 'accept')]).toEqual([200, 200]);
    if (first) expect(await answer(department, first.notice, 'complete')).toBe(200);
    if (second) expect(await answer(department, second.notice, 'return', { reason: 'not-duty' })).toBe(200);
    const token = await tokenOf('department-lead', { department });
    const board = await call<{ rows: { department: string; events: number; silent: boolean }[] }>(hub.url, '/api/views/departments', { token });
    expect(board.body.rows.find((row) => row.department === department)).toMatchObject({ events: 1, silent: false });
    const quarters = await call<{ quarter: string }[]>(hub.url, '/api/reports/quarterly', { token });
    const report = await call<{ indicators: { departments: string[] }[] }>(hub.url, `/api/reports/quarterly/${quarters.body[0]?.quarter}`, { token });
    const fed = report.body.indicators.filter(({ departments }) => departments.includes(department)).length;
    expect([department, fed > 0]).toEqual([department, FEEDERS.includes(department)]);
  }
});

test('the process is killed while notices are being sent: none is lost, none is sent twice', async () => {
  const before = (await inboxOf('office')).body.total;
  const acknowledged = new Set<number>();
  const children = Array.from({ length: 24 }, (_, n) => n);
  for (let round = 0; round < 3; round += 1) {
    const part = children.slice(8 * round, 8 * round + 8);
    const pushing = Promise.allSettled(
      part.map(async (n) => ((await push('police.dv-call.received', `kill-${n}`, 101 + 2 * n)) < 300 ? acknowledged.add(n) : undefined)),
    );
    await new Promise((resolve) => setTimeout(resolve, 150 + 200 * round));
    await hub.kill();
    await pushing;
    hub = await startApp('standalone', { folder, args: ['--empty'] });
    for (const n of part) expect(await push('police.dv-call.received', `kill-${n}`, 101 + 2 * n)).toBeLessThan(300);
  }
  // A push that waited at the edge while the process was away answers 202 and is brought to the hub later.
  await eventually(
    () => inboxOf('office'),
    ({ body }) => body.total >= before + children.length,
  );
  await settled(hub);
  const done = await inboxOf('office');
  expect(done.body.total).toBe(before + children.length);
  expect(new Set(done.body.rows.map(({ notice }) => notice)).size).toBe(done.body.rows.length);
  expect((await inboxOf('womens-federation')).body.total).toBe((TOLD['womens-federation']?.length ?? 0) + children.length);
});
