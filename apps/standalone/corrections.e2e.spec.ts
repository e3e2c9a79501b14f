import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { openIssuer, type Role } from '@lianhu/access';
import { addQuarters, dateOf, momentOf, quarterDays, quarterOf } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { makeCitizenId } from '@lianhu/standards';
import { pushedBefore } from './testing/pushed-before';
import { call, eventually, lianhu, removeFolder, ROOT, startApp, type Running } from './testing/running';

const TOWN = '990101003';
/** Two quarters ago: its cut-off has passed on whatever day this runs. */
const QUARTER = addQuarters(quarterOf(dateOf(momentOf(Date.now()))), -2);
/** A working hour in the middle of it. */
const THEN = `${quarterDays(QUARTER).first.slice(0, 8)}15T10:00:00.000+08:00`;
/** Calls of that quarter, each from another home: a figure of five and more is not suppressed. */
const CALLS = 6;
const FIGURE = 'B14.incidents|county';

interface Item {
  readonly type: string;
  readonly time: string;
  readonly state?: string;
  readonly reason?: string;
  readonly by?: string;
  readonly handle: string;
}
interface File {
  readonly minor: { readonly alertLevel: number; readonly openAlerts: number; readonly lastEventAt: string };
  readonly timeline: readonly Item[];
  readonly asOf: { readonly position: number };
}
interface AlertShown {
  readonly rule: string;
  readonly state: string;
  readonly unfounded: boolean;
  readonly evidence: readonly { readonly time: string }[];
  readonly withdrawn: readonly object[];
}
interface Quarter {
  readonly state: string;
  readonly version: number;
  readonly versions?: readonly { readonly version: number }[];
  readonly changedSince?: number;
  readonly restatement?: { readonly required: boolean; readonly indicators: readonly string[] };
  readonly cells: readonly { readonly id: string; readonly value?: number }[];
}

const minorOf = (n: number): object => ({
  docType: '01',
  docNo: makeCitizenId('990101', '2015-06-01', 2 * n + 11),
  name: '测试甲',
  sex: '1',
  birthDate: '2015-06-01',
});
const dvCall = (id: string, n: number, time: string, more: object = {}, alarmNo = `J-${id}`): object => ({
  type: 'police.dv-call.received',
  id,
  time,
  residencearea: TOWN,
  ...more,
  data: { alarmNo, minorRole: 'witness', weapon: id.startsWith('now'), minor: minorOf(n) },
});

/** What the police said, corrected and took back, seen by all who look; each test goes on where the one before ended. */
describe('the police correct and withdraw what they said, on a running hub', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-corrections-'));
  const tokens = new Map<string, string>();
  let hub: Running;
  beforeAll(async () => {
    const quarter = Array.from({ length: CALLS }, (_, n) => dvCall(`then-${n}`, n, THEN));
    await pushedBefore(folder, 'police', { now: () => Date.parse(THEN) + 60_000 }, quarter);
    hub = await startApp('standalone', { folder, args: ['--empty'] });
    const issuer = await openIssuer(join(folder, 'keys'), std1);
    for (const [name, role, department] of [
      ['sender', 'sender', 'police'],
      ['data-officer', 'data-officer', 'police'],
      ['women', 'department-lead', 'womens-federation'],
      ['office', 'office-lead'],
      ['auditor', 'auditor'],
    ] as readonly (readonly [string, Role, string?])[]) {
      const more = { department, source: role === 'sender' ? `urn:lianhu:source:${department}:default` : undefined };
      tokens.set(name, await issuer.issue({ name, role, area: '990101', ...more }, 3_600));
    }
  });
  afterAll(async () => {
    await hub?.stop();
    removeFolder(folder);
  });

  const ask = async <T = Record<string, never>>(who: string, path: string, body?: object) =>
    call<T>(hub.url, path, { token: tokens.get(who), purpose: who === 'auditor' ? 'audit' : 'rescue', ...(body && { body }) });
  const push = async (event: object): Promise<{ minorRef: string; position: number }> => {
    const { status, body, text } = await ask<{ minorRef: string; position: number }>('sender', '/api/departments/police/events', event);
    if (status !== 201) throw new Error(`${status} ${text}`);
    return body;
  };
  const withdraw = (id: string) => ask('data-officer', '/api/departments/police/withdrawals', { id, reason: 'duplicate', why: '重复录入' });
  const alerts = async (): Promise<readonly AlertShown[]> => (await ask<{ rows: AlertShown[] }>('office', '/api/views/alerts?size=50')).body.rows;
  const fileOf = async (child: string, more = ''): Promise<File> => (await ask<File>('auditor', `/api/views/minors/${child}${more}`)).body;
  /** Positions of a type's events in the log, rising. */
  const positionsOf = async (type: string): Promise<readonly number[]> => {
    const { body } = await ask<{ lines: { claim: { type: string }; stamp: { position: number } }[] }>('auditor', `/api/log/events?type=${type}`);
    return body.lines.map(({ stamp }) => stamp.position);
  };
  const inbox = async (): Promise<readonly { kindTitle?: string; withdrawn?: boolean }[]> =>
    (await ask<{ rows: { kindTitle?: string; withdrawn?: boolean }[] }>('women', '/api/departments/womens-federation/inbox?size=100')).body.rows;
  const quarter = async (more = ''): Promise<Quarter> => (await ask<Quarter>('office', `/api/reports/quarterly/${QUARTER}${more}`)).body;

  const figure = async (): Promise<number | undefined> => (await quarter()).cells.find(({ id }) => id === FIGURE)?.value;
  const frozen = async (more = ''): Promise<string> => (await ask('auditor', `/api/reports/quarterly/${QUARTER}/frozen${more}`)).text;
  const head = async (): Promise<number> => (await ask<{ position: number }>('auditor', '/api/log/head')).body.position;
  /** Head of the sheet that an office hands in. */
  async function sheetHead(): Promise<string> {
    const response = await fetch(new URL(`/api/reports/quarterly/${QUARTER}?format=xlsx`, hub.url), {
      headers: { authorization: `Bearer ${tokens.get('office')}`, purpose: 'rescue' },
    });
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(await response.arrayBuffer());
    return String(workbook.getWorksheet('季报')?.getRow(3).getCell(1).value);
  }
  async function rowAt(child: string, asOf: number): Promise<object | undefined> {
    const { body } = await ask<{ id: string }>('auditor', '/api/audit/replays', { view: 'minors', asOf });
    const { body: done } = await eventually(
      () => ask<{ state: string; rows?: { key: string; row: object }[] }>('auditor', `/api/audit/replays/${body.id}`),
      (answer) => answer.body.state === 'done',
    );
    return done.rows?.find(({ key }) => key === child)?.row;
  }
  const callsOf = ({ timeline }: File): readonly Item[] => timeline.filter(({ type }) => type === 'police.dv-call.received');

  let child: string;
  let told: number;
  let beforeCorrection: number;
  let rowBefore: object | undefined;

  test('what was said raises an alert, and another department is told of it', async () => {
    await push(dvCall('now-1', CALLS, momentOf(Date.now() - 120_000)));
    const [alert] = await eventually(alerts, (rows) => rows.length > 0);
    expect(alert).toMatchObject({ rule: 'R02', state: 'open', unfounded: false, withdrawn: [] });
    told = (await eventually(inbox, (rows) => rows.length > CALLS)).length;
    expect(told).toBe(CALLS + 1);
    const listed = await eventually(
      () => ask<{ rows: { minorRef: string; openAlerts: number }[] }>('auditor', '/api/views/minors?size=50'),
      ({ body }) => body.rows.some(({ openAlerts }) => openAlerts > 0),
    );
    child = listed.body.rows.find(({ openAlerts }) => openAlerts > 0)?.minorRef ?? '';
    beforeCorrection = await head();
    rowBefore = await rowAt(child, beforeCorrection);
    expect(rowBefore).toMatchObject({ openAlerts: 1 });
  });

  test('corrected: the alert rests on the correction, the timeline strikes the first through, who was told is told again, the log notes it', async () => {
    const time = momentOf(Date.now() - 60_000);
    const { position } = await push(dvCall('now-2', CALLS, time, { corrects: 'now-1' }));
    const [note, ...more] = await eventually(
      () => positionsOf('hub.record.corrected'),
      (noted) => noted.length > 0,
    );
    expect([(note ?? 0) > position, more]).toEqual([true, []]);
    const [again] = await eventually(inbox, (rows) => rows.length > told);
    expect(again?.kindTitle).toBe('更正');
    const [alert] = await eventually(alerts, ([one]) => one?.withdrawn.length === 1 && one.evidence.some((event) => event.time === time));
    expect(alert).toMatchObject({ state: 'open', unfounded: false });
    const [last, first] = callsOf(await fileOf(child));
    expect([first?.state, first?.by, last?.state]).toEqual(['corrected', last?.handle, undefined]);
  });

  test('withdrawn: the row is without it, the alert stays open and says that its evidence is gone, all are told, the log notes it', async () => {
    expect(await withdraw('now-1')).toMatchObject({ status: 200, body: { withdrawn: true } });
    const [alert] = await eventually(alerts, ([one]) => one?.unfounded === true);
    expect(alert).toMatchObject({ state: 'open', withdrawn: [expect.anything(), expect.anything()] });
    expect(await positionsOf('hub.record.withdrawn')).toHaveLength(1);
    const rows = await eventually(inbox, (all) => all.length > told + 1);
    expect(rows.slice(0, 2).map(({ kindTitle }) => kindTitle)).toEqual(['撤回', '更正']);
    // The notices of the fact are marked, that of the withdrawal and those of other facts are not.
    expect(rows.map(({ withdrawn }) => withdrawn === true)).toEqual([false, true, true, ...new Array<boolean>(CALLS).fill(false)]);
    const calls = callsOf(await fileOf(child));
    expect(calls.map(({ state, reason }) => [state, reason])).toEqual([
      ['withdrawn', '重复'],
      ['withdrawn', '重复'],
    ]);
    expect(await withdraw('now-2')).toMatchObject({ status: 409 });
  });

  test('a quarter closed before: its figure and frozen bytes stay; API and sheet say how many facts changed since, and that it has to be stated again', async () => {
    expect(await figure()).toBe(CALLS);
    await eventually(
      () => ask('office', `/api/reports/quarterly/${QUARTER}/close`, {}),
      ({ status }) => status === 200,
    );
    const [bytes, before] = [await frozen(), await quarter()];
    expect([before.state, before.changedSince, await sheetHead()]).toEqual(['closed', 0, expect.not.stringContaining('截止后')]);
    await push(dvCall('then-0b', 0, THEN, { corrects: 'then-0' }, 'J-other'));
    expect((await withdraw('then-1')).status).toBe(200);
    await push(dvCall('then-late', CALLS + 1, THEN));
    const after = await quarter();
    expect([after.state, after.changedSince, after.cells]).toEqual(['closed', 2, before.cells]);
    expect([await figure(), await frozen()]).toEqual([CALLS, bytes]);
    expect(await sheetHead()).toContain('截止后更正或撤回 2 件，本表不变；按规定需重报（');
    expect([before.restatement, after.restatement]).toEqual([undefined, expect.objectContaining({ required: true })]);
    expect(after.restatement?.indicators).toContain('B14');
  });

  test('the office’s head states the quarter again, with a reason: version 2 holds, version 1 stays, and both are counted again from an export', async () => {
    const restate = (who: string, body: object) => ask<{ version?: number; code?: string }>(who, `/api/reports/quarterly/${QUARTER}/restate`, body);
    const [before, bytes] = [await quarter(), await frozen()];
    expect((await restate('auditor', { reason: '更正' })).status).toBe(403);
    for (const reason of [undefined, ' ', 7, '更'.repeat(501)]) expect((await restate('office', { reason })).status).toBe(422);
    expect(await restate('office', { reason: '公安更正重复警情' })).toMatchObject({ status: 200, body: { version: 2 } });

    const second = await quarter();
    expect([second.version, second.versions?.map(({ version }) => version), second.restatement]).toEqual([2, [1, 2], undefined]);
    expect(second.cells.find(({ id }) => id === FIGURE)?.value).toBe(CALLS - 1);
    expect(await sheetHead()).toContain('第2版（重报，原表保留）');
    const first = await quarter('?version=1');
    expect([first.version, first.cells, await frozen('?version=1'), await frozen()]).toEqual([1, before.cells, bytes, bytes]);
    for (const version of ['3', '0', 'x']) expect((await ask('office', `/api/reports/quarterly/${QUARTER}?version=${version}`)).status).toBe(404);
    expect(await restate('office', { reason: '再来一次' })).toMatchObject({ status: 409, body: { code: 'quarter-not-to-restate' } });

    const { text } = await ask('auditor', '/api/audit/exports', {});
    expect(text).not.toContain('公安更正重复警情');
    const file = join(folder, 'export');
    writeFileSync(file, text);
    const policy = join(ROOT, 'infra', 'policy', 'demonstration.json');
    for (const version of ['1', '2']) {
      const { code, stdout } = await lianhu(folder, 'replay', file, '--quarter', QUARTER, '--policy', policy, '--version', version);
      expect([code, stdout.trim()]).toEqual([0, await frozen(`?version=${version}`)]);
    }
    expect((await lianhu(folder, 'replay', file, '--quarter', QUARTER, '--policy', policy, '--version', '3')).code).toBe(2);
  });

  test('the auditor counts version 2 at the service and from the export, and sees what the restatement changed with the events that did', async () => {
    interface Replayed {
      readonly id: string;
      readonly state: string;
      readonly equal?: boolean;
      readonly report?: object;
      readonly manifest?: Readonly<Record<string, unknown>> & { readonly position: number };
      readonly rows?: readonly {
        readonly key: string;
        readonly before?: { readonly value: number };
        readonly after?: { readonly value: number };
        readonly events?: { readonly newest: readonly { readonly position: number }[] };
      }[];
    }
    const replay = (body: object) => ask<Replayed>('auditor', '/api/audit/replays', { report: QUARTER, ...body });
    const { body: second } = await replay({ version: 2 });
    expect([second.equal, JSON.parse(await frozen('?version=2'))]).toEqual([true, second.report]);
    const { body: first } = await replay({});
    expect([first.equal, first.manifest?.['version'], second.manifest?.['version']]).toEqual([true, 1, 2]);
    expect((await replay({ version: 3 })).status).toBe(422);

    const closedAt = first.manifest?.position ?? 0;
    const { body: compared } = await replay({ version: 2, compareWith: closedAt });
    const { body: done } = await eventually(
      () => ask<Replayed>('auditor', `/api/audit/replays/${compared.id}?size=1000`),
      (answer) => answer.body.state === 'done',
    );
    const [withdrawal] = (await positionsOf('hub.record.withdrawn')).slice(-1);
    const changed = done.rows?.find(({ key }) => key === FIGURE);
    expect([done.equal, changed?.before?.value, changed?.after?.value]).toEqual([true, CALLS, CALLS - 1]);
    expect(changed?.events?.newest.map(({ position }) => position)).toContain(withdrawal);

    const [policy, kept] = [join(ROOT, 'infra', 'policy', 'demonstration.json'), join(folder, 'manifest')];
    const args = ['--quarter', QUARTER, '--policy', policy, '--version', '2', '--compare-with', String(closedAt), '--manifest', kept];
    const { code, stdout, stderr } = await lianhu(folder, 'replay', join(folder, 'export'), ...args);
    expect([code, stderr]).toEqual([0, expect.stringContaining('the one that was restated')]);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toEqual(done.rows);
    const { changes, restatedHash } = JSON.parse(readFileSync(kept, 'utf8')) as Record<string, unknown>;
    expect([changes, restatedHash]).toEqual([done.manifest?.['changes'], second.manifest?.['reportHash']]);
  });

  test('replayed to before the correction, row and timeline are what they were', async () => {
    expect(await rowAt(child, beforeCorrection)).toEqual(rowBefore);
    const [only, ...none] = callsOf(await fileOf(child, `?asOf=${beforeCorrection}`));
    expect([only?.state, none]).toEqual([undefined, []]);
    expect(await rowAt(child, await head())).not.toEqual(rowBefore);
  });
});
