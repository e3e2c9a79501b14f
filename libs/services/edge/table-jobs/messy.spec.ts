import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Viewer } from '@lianhu/access';
import type { Edge } from '../edge';
import { scratch } from '../edge.fixture';
import { FakeEdge, NOW } from './fake-edge.fixture';
import type { Job, JobFault } from './job';
import { Dice, messy, messyFile, SPOILERS, TOWNS, truths, type MessyRow } from './messy.fixture';
import { TableJobs } from './table-jobs';

const place = scratch();
afterAll(() => place.remove());
const SEED = Number(process.env['LIANHU_SEED'] ?? 20_261_128);
/** Files of a run; LIANHU_MESSY_FILES=2000 for a night. */
const FILES = Number(process.env['LIANHU_MESSY_FILES'] ?? 120);
const ROWS = 40;
const viewer: Viewer = { name: 'police', role: 'sender', kind: 'system', department: 'police', area: '990101' };
const gb = (text: string): Uint8Array => execFileSync('iconv', ['-f', 'utf-8', '-t', 'gb18030'], { input: text });

let number = 0;
async function take(bytes: Uint8Array, edge = new FakeEdge('police')): Promise<{ job: Job; edge: FakeEdge; faults: JobFault[] }> {
  const jobs = new TableJobs({
    edge: edge as unknown as Edge,
    folder: join(place.folder, `messy-${++number}`),
    key: Buffer.alloc(32, 9),
    places: TOWNS,
    now: () => NOW,
  });
  const { id } = await jobs.add({ name: '表', stream: Readable.from([Buffer.from(bytes)], { objectMode: false }), viewer });
  await jobs.settled();
  const faults: JobFault[] = [];
  for await (const fault of jobs.faults(id)) faults.push(fault);
  await jobs.close();
  return { job: jobs.get(id) as Job, edge, faults };
}

const said = (event: Record<string, unknown>) => {
  const data = event['data'] as { alarmNo: string; kind: string; injured: boolean; minor: { docNo: string } };
  const docNo = data.minor.docNo.replace(/\s/g, '').toUpperCase();
  return { no: data.alarmNo, docNo, injured: data.injured, kind: data.kind, time: event['time'] };
};
const byNo = (a: { no: string }, b: { no: string }): number => (a.no < b.no ? -1 : 1);

test(`of ${FILES} messy files (seed ${SEED}) every row is sent as it was meant, or is refused; none is silently wrong`, async () => {
  const dice = new Dice(SEED);
  let [sent, refused] = [0, 0];
  const forms = new Set<string>();
  for (let n = 0; n < FILES; n++) {
    const rows: MessyRow[] = truths(dice, ROWS).map((truth) => messy(truth, dice, 0.2));
    const { bytes, how } = await messyFile(rows, dice, gb);
    forms.add(how);
    const { job, edge } = await take(bytes);
    const expected = rows.flatMap((row) => (row.expected ? [row.expected] : []));
    const seen = { how, n, state: job.state, fault: job.fault, sent: edge.events.map(said).sort(byNo) };
    expect(seen).toEqual({ how, n, state: 'done', fault: undefined, sent: [...expected].sort(byNo) });
    expect([how, n, job.counts?.data, job.tally.faulty + job.tally.quarantined]).toEqual([how, n, ROWS, ROWS - expected.length]);
    sent += expected.length;
    refused += ROWS - expected.length;
  }
  process.stderr.write(`messy files: ${FILES} in ${forms.size} forms, ${sent} rows sent right, ${refused} refused, 0 wrong (seed ${SEED})\n`);
}, 600_000);

test.each(Object.keys(SPOILERS))('a row with %s is never sent, and is named by its number', async (name) => {
  const dice = new Dice(7);
  const [good, bad] = truths(dice, 2).map((truth) => messy(truth, dice, 0)) as [MessyRow, MessyRow];
  const cells = new Map(bad.cells);
  SPOILERS[name]?.(cells);
  const headers = [...cells.keys()];
  const quote = (value: unknown): string => `"${String(value).replace(/"/g, '""')}"`;
  const line = (row: ReadonlyMap<string, unknown>): string => headers.map((header) => quote(row.get(header))).join(',');
  const { edge, faults, job } = await take(Buffer.from(`${headers.join(',')}\n${line(good.cells)}\n${line(cells)}\n`));
  expect([job.state, edge.events.map(said)]).toEqual(['done', [good.expected]]);
  expect(faults.map(({ row }) => row)).toContain(3);
  expect(JSON.stringify(faults)).not.toMatch(/\d{15}|测试/);
});

const LINES = '接警编号,接警时间,警情类别,发生乡镇,未成年人角色,是否受伤,未成年人姓名,身份证号码,现住址';
const whole = Buffer.from(
  `${LINES}\n${[1, 2, 3].map((n) => `JQ-${n},2026-09-03,纠纷,城关镇,求助,否,测试甲,990101201506010014,示范路${n}号`).join('\n')}\n`,
);

test('cut anywhere, a file never says anything that the whole one did not say', async () => {
  const all = (await take(whole)).edge.events.map((event) => JSON.stringify(event));
  expect(all).toHaveLength(3);
  const lastCell = whole.lastIndexOf(','.charCodeAt(0));
  for (let end = 1; end <= lastCell; end += 5) {
    const { edge } = await take(whole.subarray(0, end));
    const inLastCellOfARow = /路\d?号?$/.test(whole.subarray(0, end).toString());
    if (!inLastCellOfARow) expect([end, edge.events.filter((event) => !all.includes(JSON.stringify(event)))]).toEqual([end, []]);
  }
});
