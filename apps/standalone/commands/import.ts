import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { Command } from 'commander';
import { departmentOption } from '../department-option';
import { hubUrl } from '../hub-url';
import { issueToken } from './token';

/** How often the job is looked at. Unit: milliseconds. */
const LOOK_EVERY_MS = 500;

interface JobAnswer {
  readonly state: string;
  readonly message?: string;
  readonly sheet?: string;
  readonly sheets?: readonly string[];
  readonly row: number;
  readonly counts?: { readonly data: number; readonly total: number; readonly note: number };
  readonly tally: Readonly<Record<string, number>>;
  readonly columns?: readonly { readonly header: string; readonly target?: string | null; readonly confidence: number }[];
  readonly targets?: readonly { readonly path: string; readonly title: string; readonly required: boolean }[];
  readonly faults: { readonly rows: readonly { readonly row: number; readonly column: string; readonly message: string }[]; readonly total: number };
}

/** `lianhu import`: sends a table as a department keeps it and prints what became of its rows. */
export const importCommand = (): Command =>
  new Command('import')
    .description("send a department's own table (CSV, XLSX, JSON, XML); prints what became of its rows; repeating it changes nothing")
    .argument('<file>', 'the table')
    .addOption(departmentOption('whose table it is; hub for the registers of the office', ['hub']).makeOptionMandatory())
    .option('--type <type>', 'event type; else the connector that knows the headers')
    .option('--sheet <name>', 'sheet of a workbook (default: the one that is most like a table of the department)')
    .option('--baseline', '补录: what was so before the hub began; raises no alert')
    .action(async (file: string, options: { department: string; type?: string; sheet?: string; baseline?: boolean }) => {
      const sender = options.department === 'hub' ? { role: 'office' as const } : { role: 'sender' as const, department: options.department };
      const token = await issueToken({ ...sender, ttlSeconds: 24 * 3_600 });
      const headers = { authorization: `Bearer ${token}` };
      const form = new FormData();
      form.append('file', await openAsBlob(file), basename(file));
      const url = new URL(`/api/departments/${options.department}/files`, hubUrl());
      if (options.type) url.searchParams.set('type', options.type);
      if (options.sheet) url.searchParams.set('sheet', options.sheet);
      if (options.baseline) url.searchParams.set('baseline', 'true');
      const taken = await fetch(url, { method: 'POST', headers, body: form });
      if (!taken.ok) throw new Error(await taken.text());
      const { job } = (await taken.json()) as { job: string };
      const answer = await finished(new URL(`/api/jobs/${job}`, hubUrl()), headers);
      console.log(JSON.stringify({ job, state: answer.state, counts: answer.counts, ...answer.tally }));
      const others = (answer.sheets ?? []).filter((sheet) => sheet !== answer.sheet);
      if (others.length > 0) console.log(`sheet ${answer.sheet}; not sent: ${others.join(', ')} (send each with --sheet)`);
      if (answer.message) console.log(answer.message);
      for (const { header, target, confidence } of answer.columns ?? []) console.log(`${header} → ${target ?? '?'} (${confidence} %)`);
      if (answer.state === 'waiting') console.log(waitingWords(answer));
      if (answer.state === 'done' && answer.counts?.data === 0) console.log('表头下面没有数据行，什么也没有报送');
      for (const { row, column, message } of answer.faults.rows) console.log(`row ${row}  ${column}  ${message}`);
      if (answer.state !== 'done' || answer.faults.total > 0) process.exitCode = 1;
    });

/** Why a table waits, and who goes on with it. */
export function waitingWords({ targets = [], columns = [] }: Pick<JobAnswer, 'targets' | 'columns'>): string {
  const used = new Set(columns.map(({ target }) => target));
  const missing = targets.filter(({ path, required }) => required && !used.has(path)).map(({ title }) => title);
  const lacks = missing.length === 0 ? '' : `没有对应列的必填项：${missing.join('、')}。`;
  return `尚未报送：${lacks}请由数据专员在页面“文件导入”中确认各列，或改好表头后重新导入`;
}

async function finished(url: URL, headers: Readonly<Record<string, string>>): Promise<JobAnswer> {
  for (;;) {
    const response = await fetch(url, { headers });
    if (!response.ok) throw new Error(await response.text());
    const answer = (await response.json()) as JobAnswer;
    if (answer.state !== 'examining' && answer.state !== 'running') return answer;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
