import { createReadStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { catalogue } from '@lianhu/catalogue';
import type { Viewer } from '@lianhu/access';
import { scratch } from '../edge.fixture';
import type { Edge } from '../edge';
import { MAX_TABLE_ROWS, TABLE_FAULTS } from '../reading/limits';
import { writeCorrected } from './corrected';
import { FakeEdge, NOW, refusal } from './fake-edge.fixture';
import { BadDecision, type Job, type JobFault } from './job';
import { JobStore } from './job-store';
import { TableJobs } from './table-jobs';

const place = scratch();
const KEY = Buffer.alloc(32, 9);
const TOWNS = { '990101001': '城关镇', '990101002': '东山街道' };
const A = '990101201506010014';
const B = '990101201506010022';

let number = 0;
const started: TableJobs[] = [];
afterAll(async () => {
  await Promise.all(started.map((jobs) => jobs.close()));
  place.remove();
});
function open(edge: FakeEdge, folder = join(place.folder, `files-${++number}`)): { jobs: TableJobs; folder: string } {
  const jobs = new TableJobs({ edge: edge as unknown as Edge, folder, key: KEY, places: TOWNS, now: () => NOW });
  started.push(jobs);
  return { jobs, folder };
}
const viewer = (department: string): Viewer => ({ name: department, role: 'sender', kind: 'system', department, area: '990101' });
const bytesOf = (text: string | Uint8Array): AsyncIterable<Buffer> => Readable.from([Buffer.from(text as string)], { objectMode: false });
async function take(jobs: TableJobs, department: string, text: string | Uint8Array, options: object = {}): Promise<Job> {
  const { id } = await jobs.add({ name: '表.csv', stream: bytesOf(text), viewer: viewer(department), ...options });
  await jobs.settled();
  return jobs.get(id) as Job;
}
async function faultsOf(jobs: TableJobs, id: string): Promise<JobFault[]> {
  const faults: JobFault[] = [];
  for await (const fault of jobs.faults(id)) faults.push(fault);
  return faults;
}

const SAMPLES = catalogue.all.flatMap(({ id, connectors = [] }) => connectors.map((connector) => [id, connector] as const));
const sampleOf = (department: string, name: string): string => {
  const folder = join('libs', 'departments', department, 'samples');
  return join(folder, readdirSync(folder).find((file) => file.startsWith(`${name}.`)) ?? '');
};

test('each of the nine departments has a connector, and the office has its own', () => {
  expect(new Set(SAMPLES.map(([department]) => department)).size).toBe(10);
});

test.each(SAMPLES)('%s: its sample goes in by itself, every row, and a second time adds nothing', async (department, connector) => {
  const edge = new FakeEdge(department);
  const { jobs } = open(edge);
  const send = async (): Promise<Job> => {
    const { id } = await jobs.add({ name: 'sample', stream: createReadStream(sampleOf(department, connector.name)), viewer: viewer(department) });
    await jobs.settled();
    return jobs.get(id) as Job;
  };
  const first = await send();
  expect([first.state, await faultsOf(jobs, first.id)]).toEqual(['done', []]);
  expect(first.tally).toMatchObject({ accepted: first.counts?.data, faulty: 0, quarantined: 0 });
  expect(edge.events.every(({ type }) => type === connector.type)).toBe(true);
  const second = await send();
  expect(second.tally).toMatchObject({ accepted: 0, seen: first.counts?.data });
  expect(edge.stands.size).toBe(first.counts?.data);
});

const HEAD = '学生姓名,身份证号,旷课天数,是否联系家长,缺勤开始日期,上报时间';
const unknown = (rows: string): string => `${HEAD},经费账号\n${rows}`;

test('a table never seen before waits; what is unsure is never sent; a confirmed one is remembered', async () => {
  const edge = new FakeEdge('education');
  const { jobs, folder } = open(edge);
  const job = await take(jobs, 'education', unknown(`测试甲,${A},3天,是,2026.9.1,2026年9月3日,6222\n`));
  expect([job.state, job.types[0], edge.pushes]).toEqual(['waiting', 'education.absence.flagged', 0]);
  expect(job.guesses.at(-1)?.confidence).toBeLessThan(80);
  const targets = job.guesses.slice(0, -1).map(({ target }) => ({ target }));
  expect(() => jobs.decide(job.id, { type: 'education.absence.flagged', columns: targets })).toThrow(BadDecision);
  expect(() => jobs.decide(job.id, { type: 'police.alarm.received', columns: [...targets, { target: null }] })).toThrow(BadDecision);
  jobs.decide(job.id, { type: 'education.absence.flagged', columns: [...targets, { target: null }] });
  await jobs.settled();
  expect(jobs.get(job.id)).toMatchObject({ state: 'done', tally: { accepted: 1 } });
  expect(JSON.stringify(edge.events)).not.toContain('6222');
  await jobs.close();
  const again = await take(
    open(edge, folder).jobs,
    'education',
    `缺勤开始日期,上报时间,旷课天数,是否联系家长,学生姓名,身份证号,经费账号\n2026-9-1,2026-9-3,3,有,测试甲,${A},1\n2026-9-1,2026-9-3,2,有,测试乙,${B},1\n`,
  );
  expect([again.state, again.tally.seen, again.tally.accepted]).toEqual(['done', 1, 1]);
});

const ALARM = '接警编号,接警时间,警情类别,发生乡镇,未成年人角色,是否受伤,未成年人姓名,身份证号码';
const alarm = (no: string, more: { kind?: string; id?: string; town?: string } = {}): string =>
  `${no},2026-09-03,${more.kind ?? '纠纷'},${more.town ?? '城关镇'},求助,否,测试甲,${more.id ?? A}`;

test('a corrected row corrects the first one, once', async () => {
  const edge = new FakeEdge('police');
  const { jobs } = open(edge);
  await take(jobs, 'police', `${ALARM}\n${alarm('JQ-1')}\n`);
  for (const accepted of [1, 0]) expect((await take(jobs, 'police', `${ALARM}\n${alarm('JQ-1', { kind: '欺凌' })}\n`)).tally.accepted).toBe(accepted);
  expect(edge.events).toHaveLength(2);
  expect(edge.events[1]?.['corrects']).toBe(edge.events[0]?.['id']);
  expect(edge.events.map(({ id }) => /^row-[a-p]{40}$/.test(String(id)))).toEqual([true, true]);
});

test('faults name row and header; the marked copy, corrected, sends only what was wrong', async () => {
  const edge = new FakeEdge('police');
  const { jobs } = open(edge);
  const job = await take(
    jobs,
    'police',
    `${ALARM}\n${alarm('JQ-1')}\n${alarm('JQ-2', { id: '9.90101E+17' })}\n${alarm('JQ-3', { town: '西山镇' })}\n${alarm('JQ-4', { id: '990101201506010015' })}\n合计,4,,,,,,\n`,
  );
  expect(job.tally).toMatchObject({ accepted: 1, faulty: 3 });
  expect(job.counts).toMatchObject({ data: 4, total: 1 });
  expect((await faultsOf(jobs, job.id)).map(({ row, column, rule }) => [row, column, rule])).toEqual([
    [3, '身份证号码', 'changed-by-excel'],
    [4, '发生乡镇', 'area'],
    [5, '身份证号码', 'citizen-id'],
  ]);
  const out = new PassThrough();
  const pieces: Buffer[] = [];
  out.on('data', (piece: Buffer) => pieces.push(piece));
  await writeCorrected(jobs, job, out);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.concat(pieces) as never);
  const sheet = book.worksheets[0] as ExcelJS.Worksheet;
  expect(sheet.getRow(1).getCell(9).text).toBe('问题');
  expect(sheet.getRow(2).getCell(9).text).toBe('');
  expect(sheet.getRow(3).getCell(9).text).toContain('Excel');
  sheet.getRow(3).getCell(8).value = A;
  sheet.getRow(4).getCell(4).value = '东山街道';
  sheet.getRow(5).getCell(8).value = B;
  const corrected = await take(jobs, 'police', new Uint8Array(await book.xlsx.writeBuffer()));
  expect([corrected.state, await faultsOf(jobs, corrected.id)]).toEqual(['done', []]);
  expect(corrected.tally).toMatchObject({ accepted: 3, seen: 1 });
});

const many = (rows: number): string => `${ALARM}\n${Array.from({ length: rows }, (_, n) => alarm(`JQ-${n}`)).join('\n')}\n`;

test('stopped in the middle, a job goes on where it was; every row stands once', async () => {
  const edge = new FakeEdge('police');
  const { jobs, folder } = open(edge);
  let stop = (): void => undefined;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const killed: ((reason: Error) => void)[] = [];
  edge.before = () => {
    if (edge.pushes < 600) return undefined;
    stop();
    return new Promise<void>((_, reject) => killed.push(reject));
  };
  const { id } = await jobs.add({ name: 'a', stream: bytesOf(many(1_000)), viewer: viewer('police') });
  await stopped;
  edge.before = () => undefined;
  const { jobs: next } = open(edge, folder);
  expect(next.get(id)?.row).toBeGreaterThan(1);
  await next.settled();
  expect(next.get(id)).toMatchObject({ state: 'done' });
  const { accepted = 0, seen = 0 } = next.get(id)?.tally ?? {};
  expect([accepted + seen, edge.stands.size, edge.events.length]).toEqual([1_000, 1_000, 1_000]);
  // Only now, so that nothing of the first one was done meanwhile: it lets go of its file.
  for (const kill of killed) kill(new Error('killed'));
});

test('while the edge cannot take rows they wait; then every one is taken once', async () => {
  const edge = new FakeEdge('police');
  const push = edge.push.bind(edge);
  let away = 3;
  edge.push = async (sent) => (away-- > 0 ? refusal(503, 'busy', []) : push(sent));
  const { jobs } = open(edge);
  const job = await take(jobs, 'police', many(10));
  expect([job.state, job.tally.faulty, job.tally.accepted + job.tally.seen, edge.events.length]).toEqual(['done', 0, 10, 10]);
});

test('a cancelled job sends nothing more', async () => {
  const edge = new FakeEdge('police');
  const { jobs } = open(edge);
  const id = await new Promise<string>((resolve) => {
    void jobs.add({ name: 'a', stream: bytesOf(many(2_000)), viewer: viewer('police') }).then((job) => {
      edge.before = () => {
        if (edge.pushes >= 256) jobs.cancel(job.id);
      };
      resolve(job.id);
    });
  });
  await jobs.settled();
  expect(jobs.get(id)?.state).toBe('cancelled');
  expect(edge.pushes).toBeLessThanOrEqual(512);
});

test('nothing personal stands readable on the disk', async () => {
  const { jobs, folder } = open(new FakeEdge('police'));
  const job = await take(jobs, 'police', `${ALARM}\n${alarm('JQ-1', { town: '西山镇' })}\n`);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const all = files.map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1')).join('');
  expect(existsSync(join(folder, job.id, 'faults.ndjson'))).toBe(true);
  for (const text of [A, 'JQ-1', Buffer.from('测试甲').toString('latin1')]) expect(all).not.toContain(text);
});

test('补录 is marked in the basis, only of types that a connector declares so', async () => {
  const edge = new FakeEdge('disabled-federation');
  const { jobs } = open(edge);
  const file = readFileSync(sampleOf('disabled-federation', 'certificate-roster'));
  const job = await take(jobs, 'disabled-federation', file, { baseline: true });
  expect(job.state).toBe('done');
  expect(new Set(edge.events.map(({ basis }) => basis))).toEqual(new Set(['child-welfare-rules.baseline']));
  const police = open(new FakeEdge('police')).jobs;
  expect((await take(police, 'police', `${ALARM}\n${alarm('JQ-1')}\n`, { baseline: true })).state).toBe('waiting');
  expect(catalogue.mayBeBaseline('police.alarm.received')).toBe(false);
});

test('a damaged record or file holds up nothing', async () => {
  const edge = new FakeEdge('police');
  const { jobs, folder } = open(edge);
  const [first, second] = [await take(jobs, 'police', `${ALARM}\n${alarm('JQ-1')}\n`), await take(jobs, 'police', unknown('a,b,c,d,e,f,g\n'))];
  await jobs.close();
  writeFileSync(join(folder, first.id, 'job.sealed'), 'changed');
  const { jobs: next } = open(edge, folder);
  expect(next.list().map(({ id }) => id)).toEqual([second.id]);
  expect(existsSync(join(folder, `${first.id}.damaged`))).toBe(true);
  writeFileSync(join(folder, second.id, 'file.sealed'), Buffer.alloc(100));
  await expect(next.guess(second.id, 'police.dv-call.received')).rejects.toThrow();
  expect((await take(next, 'police', `${ALARM}\n${alarm('JQ-2')}\n`)).state).toBe('done');
});

/** Rows of the large test; LIANHU_TABLE_ROWS=200000 is the whole. */
const ROWS = Number(process.env['LIANHU_TABLE_ROWS'] ?? 5_000);
test('a large table is read and sent in bounded memory', async () => {
  const edge = new FakeEdge('police');
  edge.push = async () => ({ status: 201, receipt: {} as never });
  const { jobs } = open(edge);
  async function* rows(): AsyncGenerator<Buffer> {
    yield Buffer.from(`${ALARM}\n`);
    for (let n = 0; n < ROWS; n++) yield Buffer.from(`${alarm(`JQ-${n}`)}\n`);
  }
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().heapUsed)), 50);
  const before = process.memoryUsage().heapUsed;
  const { id } = await jobs.add({ name: 'a', stream: rows(), viewer: viewer('police') });
  await jobs.settled();
  clearInterval(timer);
  expect(jobs.get(id)).toMatchObject({ state: 'done', tally: { accepted: ROWS } });
  expect(most - before).toBeLessThan(200 * 1024 * 1024);
}, 300_000);

test('a file with a header only is refused with what to do, and its other sheets can still be chosen', async () => {
  const { jobs } = open(new FakeEdge('education'));
  for (const text of [HEAD, `${HEAD}\n`, unknown(''), `${HEAD}\n,,,,,\n`]) {
    const { state, fault } = await take(jobs, 'education', text);
    expect([state, TABLE_FAULTS[fault ?? 'empty']]).toEqual(['refused', expect.stringMatching(/^只有表头，没有数据行；请/)]);
  }
  const book = new ExcelJS.Workbook();
  book.addWorksheet('九月').addRow(HEAD.split(','));
  book.addWorksheet('十月').addRows([HEAD.split(','), ['测试甲', A, '2', '否', '2026-10-08', '2026-10-12']]);
  const { id } = await take(jobs, 'education', new Uint8Array(await book.xlsx.writeBuffer()), { name: '表.xlsx', sheet: '九月' });
  expect(jobs.get(id)).toMatchObject({ state: 'refused', fault: 'no-rows', sheets: ['九月', '十月'] });
  const other = await jobs.readSheet(id, '十月', viewer('education'));
  await jobs.settled();
  expect(jobs.get(other.id)?.fault).toBeUndefined();
});

test('one row too many is refused whole', async () => {
  const edge = new FakeEdge('police');
  const { jobs } = open(edge);
  const { id } = await jobs.add({ name: 'a', stream: bytesOf(`甲栏,姓名\n${'1,a\n'.repeat(MAX_TABLE_ROWS + 1)}`), viewer: viewer('police') });
  await jobs.settled();
  expect(jobs.get(id)).toMatchObject({ state: 'refused', fault: 'too-many-rows' });
  expect(edge.pushes).toBe(0);
});

const noSpace = (): Error => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
const GOOD_AND_BAD = `${ALARM}\n${alarm('JQ-1')}\n${alarm('JQ-2', { town: '西山镇' })}\n`;

test('a disk that is full for a moment when faults are noted: the job goes on, and its faults are told whole and once', async () => {
  const edge = new FakeEdge('police');
  const { jobs, folder } = open(edge);
  jest.spyOn(JobStore.prototype, 'addFaults').mockImplementationOnce(async (id) => {
    writeFileSync(join(folder, id, 'faults.ndjson'), '\n{"row":3,"column":"发{}');
    throw noSpace();
  });
  const job = await take(jobs, 'police', GOOD_AND_BAD);
  jest.restoreAllMocks();
  expect(job).toMatchObject({ state: 'done', tally: { accepted: 1, seen: 0, faulty: 1 } });
  expect([edge.pushes, (await faultsOf(jobs, job.id)).map(({ row }) => row)]).toEqual([1, [3]]);
});

test('the same when it is noted how far the job is: no row is sent twice', async () => {
  const edge = new FakeEdge('police');
  const { jobs } = open(edge);
  const { keep } = JobStore.prototype;
  const keeping = jest.spyOn(JobStore.prototype, 'keep').mockImplementation(function (this: JobStore, job) {
    if (job.row > 0 && keeping.mock.calls.filter(([one]) => one.row > 0).length === 1) throw noSpace();
    keep.call(this, job);
  });
  const job = await take(jobs, 'police', GOOD_AND_BAD);
  jest.restoreAllMocks();
  expect([job, edge.pushes]).toMatchObject([{ state: 'done', tally: { accepted: 1, seen: 0, faulty: 1 } }, 1]);
  expect(await faultsOf(jobs, job.id)).toHaveLength(1);
});

test('a job that broke off, whatever the reason, goes on by itself; those behind it do not wait for it', async () => {
  const edge = new FakeEdge('police');
  const { jobs } = open(edge);
  const { keep } = JobStore.prototype;
  const keeping = jest.spyOn(JobStore.prototype, 'keep').mockImplementation(function (this: JobStore, job) {
    if (job.state === 'running' && keeping.mock.calls.filter(([one]) => one.state === 'running').length === 1) throw new Error('EIO');
    keep.call(this, job);
  });
  const first = await take(jobs, 'police', GOOD_AND_BAD);
  expect(first.state).toBe('examining');
  expect((await take(jobs, 'police', `${ALARM}\n${alarm('JQ-9')}\n`)).state).toBe('done');
  for (const until = Date.now() + 30_000; jobs.get(first.id)?.state !== 'done' && Date.now() < until;)
    await new Promise((resolve) => setTimeout(resolve, 50));
  keeping.mockRestore();
  expect(jobs.get(first.id)).toMatchObject({ state: 'done', tally: { accepted: 1, faulty: 1 } });
});
