import type { Writable } from 'node:stream';
import { PROBLEM_HEADER } from '@lianhu/connectors';
import type { Job, JobFault } from './job';
import type { TableJobs } from './table-jobs';

const RED = 'FFFFE2E2';

/** Writes a copy of a job's table as XLSX: every cell is text, so that no number loses its end; faulty rows are red and say why. */
export async function writeCorrected(jobs: TableJobs, job: Job, out: Writable): Promise<void> {
  const { default: ExcelJS } = await import('exceljs');
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  const sheet = book.addWorksheet(job.sheet ?? job.sheets[0] ?? '报送');
  const columns = job.headers.flatMap((header, i) => (header === PROBLEM_HEADER ? [] : [i]));
  sheet.columns = [...columns.map(() => ({ width: 16, style: { numFmt: '@' } })), { width: 48 }];
  sheet.addRow([...columns.map((i) => job.headers[i] ?? ''), PROBLEM_HEADER]).commit();
  const faults = await faultsByRow(jobs, job.id);
  for await (const { row, kind, cells } of jobs.rows(job.id)) {
    if (kind !== 'data') continue;
    const problems = faults.get(row) ?? [];
    const text = problems.map(({ column, message }) => (column === '' ? message : `${column}：${message}`)).join('；');
    const added = sheet.addRow([...columns.map((i) => cells[i]?.text ?? ''), text]);
    if (problems.length > 0) added.eachCell((cell) => (cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: RED } }));
    added.commit();
  }
  sheet.commit();
  await book.commit();
}

async function faultsByRow(jobs: TableJobs, id: string): Promise<ReadonlyMap<number, readonly JobFault[]>> {
  const faults = new Map<number, JobFault[]>();
  for await (const fault of jobs.faults(id)) {
    const known = faults.get(fault.row);
    if (known) known.push(fault);
    else faults.set(fault.row, [fault]);
  }
  return faults;
}
