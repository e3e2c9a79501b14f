import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Viewer } from '@lianhu/access';
import type { Caller } from '@lianhu/services/platform';
import { scratch } from '../edge.fixture';
import type { Edge } from '../edge';
import { EdgeRegistry, type ServedEdge } from '../edge-registry';
import { opened } from '../seal';
import { FakeEdge, NOW } from './fake-edge.fixture';
import { FilesController } from './files.controller';
import type { Job } from './job';
import { TableJobs } from './table-jobs';

const place = scratch();
afterAll(() => place.remove());
const KEY = Buffer.alloc(32, 9);
const KEEP_MS = 7 * 86_400_000;
const VIEWER: Viewer = { name: 'police', role: 'sender', kind: 'system', department: 'police', area: '990101' };
const HEAD = '接警编号,接警时间,警情类别,发生乡镇,未成年人角色,是否受伤,未成年人姓名,身份证号码';
const TABLE = `测试甲的表\n${HEAD}\nJQ-1,2026-09-03,纠纷,990101001,求助,否,测试甲,990101201506010014\nJQ-2,2026-09-03,纠纷,990101001,求助,否,测试乙,990101150601001\n`;

let now = NOW;
const start = (name: string): TableJobs =>
  new TableJobs({ edge: new FakeEdge('police') as unknown as Edge, folder: join(place.folder, name), key: KEY, keepMs: KEEP_MS, now: () => now });
async function take(jobs: TableJobs, text: string): Promise<Job> {
  const { id } = await jobs.add({ name: '表.csv', stream: Readable.from([Buffer.from(text)], { objectMode: false }), viewer: VIEWER });
  await jobs.settled();
  return jobs.get(id) as Job;
}
const hasFile = (name: string, { id }: Job): boolean => existsSync(join(place.folder, name, id, 'file.sealed'));
/** Everything on the disk of a job, in clear. */
const onDisk = (name: string, { id }: Job): string =>
  readdirSync(join(place.folder, name, id))
    .map((file) => [file, readFileSync(join(place.folder, name, id, file))] as const)
    .map(([file, bytes]) => (file.endsWith('.sealed') ? JSON.stringify(opened(KEY, bytes)) : bytes.toString()))
    .join('\n');
const sheetOf = (text: string): string =>
  text.replace(
    HEAD,
    HEAD.replaceAll(/[^,]+/g, (header) => `${header}甲乙`),
  );

test('the file of a job goes some days after the job is over, not a millisecond earlier; its counts and faults stay, no value does', async () => {
  now = NOW;
  const jobs = start('over');
  const job = await take(jobs, TABLE);
  expect([job.state, hasFile('over', job)]).toEqual(['done', true]);
  now = NOW + KEEP_MS - 1;
  jobs.prune();
  expect(hasFile('over', job)).toBe(true);
  now = NOW + KEEP_MS;
  jobs.prune();
  expect([hasFile('over', job), jobs.get(job.id)]).toMatchObject([false, { state: 'done', fileDropped: true, tally: { accepted: 1, faulty: 1 } }]);
  const faults: unknown[] = [];
  for await (const fault of jobs.faults(job.id)) faults.push(fault);
  expect(faults).toMatchObject([{ row: 4, column: '身份证号码' }]);
  expect(onDisk('over', job)).not.toMatch(/测试[甲乙]|990101201506010014/);
  const served = { edge: { department: 'police' }, files: jobs } as unknown as ServedEdge;
  const copy = new FilesController(new EdgeRegistry([served])).corrected({ viewer: VIEWER } as Caller, job.id, {} as FastifyReply);
  await expect(copy).rejects.toMatchObject({ code: 'refused' });
  expect(start('over').get(job.id)).toMatchObject({ fileDropped: true, tally: { accepted: 1 } });
});

test('a table that waits for a person keeps its file however long; its days begin when it is over, also over a restart', async () => {
  now = NOW;
  const jobs = start('waits');
  const job = await take(jobs, sheetOf(TABLE));
  now = NOW + 10 * KEEP_MS;
  jobs.prune();
  expect([job.state, hasFile('waits', job)]).toEqual(['waiting', true]);
  jobs.cancel(job.id);
  const again = start('waits');
  now += KEEP_MS - 1;
  again.prune();
  expect(hasFile('waits', job)).toBe(true);
  now += 1;
  again.prune();
  expect(hasFile('waits', job)).toBe(false);
});
