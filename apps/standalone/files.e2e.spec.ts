import { openAsBlob, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ExcelJS from 'exceljs';
import { catalogue } from '@lianhu/catalogue';
import { call, eventually, lianhuIn, removeFolder, ROOT, settled, startApp, type Running } from './testing/running';

interface Job {
  readonly id: string;
  readonly state: string;
  readonly row: number;
  readonly counts: Readonly<Record<'data' | 'total', number>>;
  readonly tally: Readonly<Record<'accepted' | 'seen' | 'older' | 'stored' | 'quarantined' | 'faulty', number>>;
  readonly faults: { readonly total: number; readonly rows: readonly { readonly row: number; readonly column: string; readonly message: string }[] };
}
interface Line {
  readonly position: number;
  readonly claim: { readonly id: string; readonly type: string; readonly basis: string };
}
const START_MS = 180_000;
/** Until a job is over, on a machine that does other things too. Unit: milliseconds. */
const WITHIN_MS = 120_000;
/** Rows of the job that is killed: one batch of 256 is done by then, more than two are left. */
const MANY = 1_000;

const SAMPLES = catalogue.all.flatMap(({ id, connectors = [] }) =>
  connectors.map(({ name, type, baseline = false }) => ({ department: id, name, type, baseline })),
);
function sampleOf(department: string, name: string): string {
  const folder = join(ROOT, 'libs', 'departments', department, 'samples');
  return join(folder, readdirSync(folder).find((file) => file.startsWith(`${name}.`)) ?? '');
}

describe('tables on a running standalone', () => {
  let app: Running;
  beforeAll(async () => {
    app = await startApp('standalone', { args: ['--empty'] });
  }, START_MS);
  afterAll(async () => {
    await app?.stop();
    removeFolder(app?.folder);
  });

  let reader: Promise<string> | undefined;
  const tokens = new Map<string, Promise<string>>();
  const token = (department: string): Promise<string> => {
    const known = tokens.get(department) ?? (department === 'hub' ? app.token('office') : app.token('sender', { department }));
    tokens.set(department, known);
    return known;
  };
  async function send(department: string, file: Blob, name: string, query = ''): Promise<string> {
    const form = new FormData();
    form.append('file', file, name);
    const headers = { authorization: `Bearer ${await token(department)}` };
    const response = await fetch(new URL(`/api/departments/${department}/files${query}`, app.url), { method: 'POST', headers, body: form });
    const text = await response.text();
    expect([response.status, text]).toEqual([202, expect.any(String)]);
    return (JSON.parse(text) as { job: string }).job;
  }
  const job = async (department: string, id: string): Promise<Job> =>
    (await call<Job>(app.url, `/api/jobs/${id}`, { token: await token(department) })).body;
  const over = (department: string, id: string): Promise<Job> =>
    eventually(
      () => job(department, id),
      ({ state }) => state !== 'examining' && state !== 'running',
      WITHIN_MS,
    );
  const sendFile = async (department: string, path: string, query = ''): Promise<Job> =>
    over(department, await send(department, await openAsBlob(path), basename(path), query));
  const sendText = async (department: string, text: string | Uint8Array, name = '表.csv'): Promise<Job> =>
    over(department, await send(department, new Blob([typeof text === 'string' ? text : Buffer.from(text)]), name));
  const command = (...args: readonly string[]) => lianhuIn({ LIANHU_DATA: app.folder, LIANHU_URL: app.url }, ...args);

  async function lines(types: readonly string[]): Promise<Line[]> {
    const auditor = await (reader ??= app.token('auditor'));
    const found: Line[] = [];
    for (const type of types) {
      for (let after = 0; ;) {
        const { body, status, text } = await call<{ lines: Line[]; scannedTo: number; head: number }>(
          app.url,
          `/api/log/events?after=${after}&limit=1000&type=${type}`,
          { token: auditor, purpose: 'audit' },
        );
        if (status !== 200) throw new Error(text);
        found.push(...body.lines);
        if (body.scannedTo <= after || body.scannedTo >= body.head) break;
        after = body.scannedTo;
      }
    }
    return found;
  }

  test("README's second push: the alarm sheet by command, and the same command again accepts nothing", async () => {
    const path = join('libs', 'departments', 'police', 'samples', 'alarm-sheet.csv');
    const first = await command('import', path, '--department', 'police');
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(JSON.parse(first.stdout.split('\n')[0] ?? '')).toMatchObject({ state: 'done', accepted: 3, faulty: 0, counts: { data: 3, total: 1 } });
    const second = await command('import', path, '--department', 'police');
    expect(JSON.parse(second.stdout.split('\n')[0] ?? '')).toMatchObject({ state: 'done', accepted: 0, seen: 3 });
  });

  test.each(SAMPLES)('$department/$name over HTTP: every row stands once, however often it is sent', async ({ department, name, type }) => {
    const before = (await lines([type])).length;
    const first = await sendFile(department, sampleOf(department, name));
    expect([first.state, first.faults.rows]).toEqual(['done', []]);
    expect(first.tally.accepted + first.tally.seen).toBe(first.counts.data);
    const second = await sendFile(department, sampleOf(department, name));
    expect(second.tally).toMatchObject({ accepted: 0, seen: first.counts.data });
    expect((await lines([type])).length).toBe(before + first.tally.accepted);
  });

  const STAFF = '任职单位,岗位,席位,姓名,任职日期,是否专职,是否持证,是否妇联执委,登记日期';
  const HEAD = '接警编号,接警时间,警情类别,发生乡镇,未成年人角色,是否受伤,未成年人姓名,身份证号码';
  const A = '990101201506010014';
  const alarm = (no: string, more: { id?: string; town?: string; day?: string } = {}): string =>
    `${no},${more.day ?? '2026-09-03'},纠纷,${more.town ?? '990101001'},求助,否,测试甲,${more.id ?? A}`;

  test('the marked copy, corrected and sent again, adds the corrected rows and nothing else', async () => {
    const bad = `${HEAD}\n${alarm('改-1')}\n${alarm('改-2', { id: '9.90101E+17' })}\n${alarm('改-3', { town: '西山镇' })}\n${alarm('改-4', { day: '03/09/26' })}\n`;
    const first = await sendText('police', bad);
    expect([first.tally.accepted, first.tally.faulty]).toEqual([1, 3]);
    expect(first.faults.rows.map(({ row, column }) => [row, column])).toEqual([
      [3, '身份证号码'],
      [4, '发生乡镇'],
      [5, '接警时间'],
    ]);
    const copy = await fetch(new URL(`/api/jobs/${first.id}/corrected`, app.url), { headers: { authorization: `Bearer ${await token('police')}` } });
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await copy.arrayBuffer()) as never);
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    sheet.getRow(3).getCell(8).value = A;
    sheet.getRow(4).getCell(4).value = '990101001';
    sheet.getRow(5).getCell(2).value = new Date('2026-09-03T00:00:00Z');
    const again = await sendText('police', new Uint8Array(await book.xlsx.writeBuffer()), '改好.xlsx');
    expect([again.state, again.tally.accepted, again.tally.seen, again.faults.rows]).toEqual(['done', 3, 1, []]);
    expect((await lines(['police.alarm.received'])).length).toBeGreaterThanOrEqual(4);
  });

  test('A, a corrected B, A again: B stands in the log, and A’s row is named as older', async () => {
    const file = (town: string): string => `${HEAD}\n${alarm('返-1', { town })}\n`;
    const [a, b, again] = [
      await sendText('police', file('990101001')),
      await sendText('police', file('990101002')),
      await sendText('police', file('990101001')),
    ];
    expect([a.tally.accepted, b.tally.accepted, again.tally]).toMatchObject([1, 1, { accepted: 0, seen: 0, older: 1, faulty: 0 }]);
    expect(again.faults.rows).toMatchObject([{ row: 2, message: expect.stringContaining('其后已有更正') as string }]);
  });

  test(
    'killed in the middle of a job, the process goes on with it: nothing lost, nothing twice',
    async () => {
      const before = (await lines(['police.alarm.received'])).length;
      const text = `${HEAD}\n${Array.from({ length: MANY }, (_, n) => alarm(`断-${n}`)).join('\n')}\n`;
      const id = await send('police', new Blob([text]), '大表.csv');
      await eventually(
        () => job('police', id),
        ({ row }) => row > 256,
        WITHIN_MS,
      );
      await app.kill();
      app = await startApp('standalone', { folder: app.folder, args: ['--empty'] });
      const done = await over('police', id);
      expect([done.state, done.tally.faulty, done.tally.quarantined]).toEqual(['done', 0, 0]);
      expect(done.tally.accepted + done.tally.seen + done.tally.stored).toBe(MANY);
      const stand = await eventually(
        () => lines(['police.alarm.received']),
        ({ length }) => length >= before + MANY,
        WITHIN_MS,
      );
      expect(stand.length).toBe(before + MANY);
      expect(new Set(stand.map(({ claim }) => claim.id)).size).toBe(before + MANY);
      const again = await sendText('police', text);
      expect(again.tally).toMatchObject({ accepted: 0, seen: MANY });
    },
    4 * WITHIN_MS,
  );

  test('rosters from before the hub: marked 补录 in the log and on the page of the child, and no alert', async () => {
    const office = await app.token('office');
    const ask = async <T>(path: string): Promise<T> => (await call<T>(app.url, path, { token: office, purpose: 'rescue' })).body;
    const alerts = async (): Promise<number> => (await ask<{ rows: unknown[] }>('/api/views/alerts')).rows.length;
    await settled(app);
    const before = await alerts();
    const roster = [
      '学生姓名,身份证件类型,身份证件号码,学籍号,学校标识码,年级,是否寄宿,是否随迁子女,入学日期',
      ...['990101201403120050', '990101201403120077'].map(
        (number, n) => `测试补${n},居民身份证,${number},G${number},org-school-001,六年级,否,否,2020-09-01`,
      ),
    ].join('\n');
    const path = join(app.folder, '学籍补录.csv');
    writeFileSync(path, `${roster}\n`);
    const first = await command('import', path, '--department', 'education', '--baseline');
    expect(JSON.parse(first.stdout.split('\n')[0] ?? '')).toMatchObject({ state: 'done', accepted: 2, faulty: 0 });
    const marked = (await lines(['education.student.enrolled'])).filter(({ claim }) => claim.basis.endsWith('.baseline'));
    expect(marked).toHaveLength(2);
    const { rows } = await eventually(
      async () =>
        (await call<{ rows: { minorRef: string }[] }>(app.url, '/api/minors/find', { token: office, purpose: 'rescue', body: { name: '测试补0' } }))
          .body,
      (found) => (found.rows?.length ?? 0) === 1,
    );
    const { timeline } = await ask<{ timeline: { type?: string; baseline?: boolean }[] }>(`/api/views/minors/${rows[0]?.minorRef}`);
    expect(timeline.filter(({ type }) => type === 'education.student.enrolled')).toMatchObject([{ baseline: true }]);
    const again = await command('import', path, '--department', 'education');
    expect(JSON.parse(again.stdout.split('\n')[0] ?? '')).toMatchObject({ accepted: 0, seen: 2 });
    for (const { department, name } of SAMPLES.filter(({ baseline }) => baseline)) {
      const { stdout } = await command('import', sampleOf(department, name), '--department', department, '--baseline');
      expect([name, JSON.parse(stdout.split('\n')[0] ?? '')]).toMatchObject([name, { state: 'done', accepted: 0, faulty: 0 }]);
    }
    const staff = join(app.folder, '队伍补录.csv');
    writeFileSync(staff, `${STAFF}\norg-village-more-1,儿童主任,1,测试补,2025/9/1,否,是,是,2025/12/1\n`);
    const register = await command('import', staff, '--department', 'hub', '--baseline');
    expect(JSON.parse(register.stdout.split('\n')[0] ?? '')).toMatchObject({ state: 'done', accepted: 1, faulty: 0 });
    const bases = (await lines(['hub.staff.appointed'])).map(({ claim }) => claim.basis);
    expect(bases.filter((basis) => basis.endsWith('.baseline'))).toHaveLength(1);
    await settled(app);
    expect(await alerts()).toBe(before);
    const refused = await command('import', sampleOf('police', 'alarm-sheet'), '--department', 'police', '--baseline');
    expect(JSON.parse(refused.stdout.split('\n')[0] ?? '')).toMatchObject({ state: 'waiting', accepted: 0 });
  });

  test('a zip bomb, half a file, a page of the web and an empty file are refused by name; nothing of them is sent', async () => {
    const head = await settled(app);
    const sheet = readFileSync(sampleOf('education', 'absence-sheet'));
    const states = [];
    for (const [name, bytes] of [
      ['half.xlsx', sheet.subarray(0, sheet.length / 2)],
      ['page.xls', Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>')],
      ['empty.csv', Buffer.alloc(0)],
      ['picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0])],
    ] as const) {
      const { state } = await sendText('education', bytes, name);
      states.push([name, state]);
    }
    expect(states).toEqual([
      ['half.xlsx', 'refused'],
      ['page.xls', 'refused'],
      ['empty.csv', 'refused'],
      ['picture.png', 'refused'],
    ]);
    expect(await settled(app)).toBe(head);
  });
});
