import { ProblemError } from '@lianhu/services/platform';
import { TABLE_FAULTS } from '../reading/limits';
import { TryLater, type FileResult } from '../watched-file';
import { isOver, type Job } from './job';
import type { Incoming, TableJobs } from './table-jobs';

/** Takes a table from the watched folder and waits until its rows have been dealt with; the lines say what became of them. Throws TryLater. */
export async function tableResult(files: TableJobs, incoming: Incoming): Promise<{ readonly result: FileResult; readonly lines: string }> {
  const { id } = await files.add(incoming).catch((error: unknown) => {
    throw error instanceof ProblemError ? new TryLater(error.code) : error;
  });
  await files.settled();
  const job = files.get(id);
  if (!job || (!isOver(job) && job.state !== 'waiting')) throw new TryLater('the table is not done');
  const lines: string[] = [];
  for await (const fault of files.faults(id)) lines.push(`${JSON.stringify(fault)}\n`);
  return { result: resultOf(job), lines: `${lines.join('')}${JSON.stringify(summaryOf(job))}\n` };
}

/** A table that waits for a person is no failure: its rows wait in the job. */
const resultOf = ({ state, tally, counts }: Job): FileResult => ({
  ...(state === 'refused' && { fault: 'binary' as const }),
  lines: counts?.data ?? 0,
  taken: tally.accepted + tally.seen + tally.older,
  stored: 0,
  quarantined: tally.quarantined + (state === 'waiting' ? (counts?.data ?? 0) : 0) + tally.stored,
  refused: tally.faulty,
});

const summaryOf = ({ id, state, fault, counts, tally }: Job): object => ({
  ...{ job: id, state, counts, ...tally },
  ...(fault && { fault, message: TABLE_FAULTS[fault] }),
  ...(state === 'waiting' && { message: '列对应关系待数据专员在“文件导入”页确认' }),
});
