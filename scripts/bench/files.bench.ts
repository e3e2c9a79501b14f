import { once } from 'node:events';
import { createReadStream, createWriteStream, mkdtempSync, openAsBlob, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mappingOf, rowEvent, type Mapping } from '@lianhu/connectors';
import { catalogue } from '@lianhu/catalogue';
import { openTable, type Source } from '@lianhu/services/edge';
import { benchOptions, beside, figure, number } from './figures';
import { removeFolder, startLianhu, type Lianhu } from './lianhu';
import { machineLine } from './machine';

const HELP = `
npm run bench -- files [--quick]

Reads a table of 200,000 rows as CSV and as XLSX into events, with the memory that it takes at most, and sends one of 20,000
rows through a running hub until every row stands. --quick: 20,000 and 2,000 rows. The limit in the same run: reading the bytes.`;

const HEADERS = ['接警编号', '接警时间', '警情类别', '发生乡镇', '未成年人角色', '是否受伤', '未成年人姓名', '身份证号码', '现住址'];
const row = (n: number): string[] => [`JQ-${n}`, '2026年9月3日', '纠纷', '990101001', '求助', '否', '测试甲', '990101201506010014', `示范路${n}号`];
const LOOK_EVERY_MS = 100;

const sourceOf = (path: string): Source => ({
  size: statSync(path).size,
  stream: (start = 0, end = Infinity) => createReadStream(path, { start, end: end - 1 }),
});

async function writeCsv(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path);
  out.write(`${HEADERS.join(',')}\n`);
  for (let n = 0; n < rows; n++) if (!out.write(`${row(n).join(',')}\n`)) await once(out, 'drain');
  await new Promise<void>((resolve) => out.end(() => resolve()));
}
async function writeXlsx(path: string, rows: number): Promise<void> {
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: true });
  const sheet = book.addWorksheet('登记表');
  sheet.addRow(HEADERS).commit();
  for (let n = 0; n < rows; n++) sheet.addRow(row(n)).commit();
  sheet.commit();
  await book.commit();
}

/** Reads every row into an event; rows a second and the memory that it took beyond what was held before. Units: 1/s, MiB. */
async function readAll(path: string, rows: number): Promise<{ readonly perSecond: number; readonly mib: number }> {
  const connector = catalogue.department('police')?.connectors?.find(({ name }) => name === 'alarm-sheet');
  if (!connector) throw new Error('no connector');
  const context = { areas: new Map<string, string>() };
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const look = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), LOOK_EVERY_MS);
  const began = performance.now();
  const table = await openTable(sourceOf(path));
  const mapping = mappingOf(connector, table.headers) as Mapping;
  let [events, seen] = [0, 0];
  for await (const { kind, cells } of table.rows()) {
    if (kind === 'data' && 'event' in rowEvent(cells, mapping, context)) events++;
    if (++seen % 1_000 === 0) most = Math.max(most, process.memoryUsage().rss);
  }
  table.close();
  clearInterval(look);
  if (events !== rows) throw new Error(`${events} of ${rows} rows became events`);
  return { perSecond: (1_000 * rows) / (performance.now() - began), mib: (most - before) / 1024 ** 2 };
}

async function readBytes(path: string): Promise<number> {
  const began = performance.now();
  let bytes = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) bytes += piece.length;
  return (1_000 * bytes) / (performance.now() - began);
}

/** Sends a table through a running hub; rows a second until the job is done. */
async function sendAll(lianhu: Lianhu, path: string, rows: number): Promise<number> {
  const headers = { authorization: `Bearer ${await lianhu.token('sender', 'police')}` };
  const form = new FormData();
  form.append('file', await openAsBlob(path), 'bench.csv');
  const began = performance.now();
  const { job } = (await (await fetch(new URL('/api/departments/police/files', lianhu.url), { method: 'POST', headers, body: form })).json()) as {
    job: string;
  };
  for (;;) {
    const { state, tally } = (await (await fetch(new URL(`/api/jobs/${job}`, lianhu.url), { headers })).json()) as {
      state: string;
      tally: { accepted: number };
    };
    if (state === 'done' && tally.accepted === rows) return (1_000 * rows) / (performance.now() - began);
    if (state !== 'examining' && state !== 'running') throw new Error(`the job ended ${state}: ${JSON.stringify(tally)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function main(): Promise<void> {
  const { quick } = benchOptions(HELP);
  console.log(`files · ${machineLine()}`);
  const [rows, sent] = quick ? [20_000, 2_000] : [200_000, 20_000];
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-bench-files-'));
  const lianhu = await startLianhu();
  try {
    for (const [form, write] of [
      ['CSV', writeCsv],
      ['XLSX', writeXlsx],
    ] as const) {
      const path = join(folder, `table.${form.toLowerCase()}`);
      await write(path, rows);
      const { perSecond, mib } = await readAll(path, rows);
      figure({ what: `${form} of ${number(rows)} rows into events`, unit: 'rows/s', measured: perSecond });
      beside('limit: reading its bytes', await readBytes(path), (perSecond * statSync(path).size) / rows, 'bytes/s');
      figure({ what: `${form}: memory beyond the start, at most`, unit: 'MiB', measured: mib, floor: 400, atMost: true });
    }
    const path = join(folder, 'sent.csv');
    await writeCsv(path, sent);
    figure({ what: `CSV of ${number(sent)} rows sent until every row stands`, unit: 'rows/s', measured: await sendAll(lianhu, path, sent) });
  } finally {
    await lianhu.stop();
    removeFolder(lianhu.folder);
    removeFolder(folder);
  }
}

await main();
