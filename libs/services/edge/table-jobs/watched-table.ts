import { createReadStream } from 'node:fs';
import { ProblemError } from '@lianhu/services/platform';
import { TABLE_FAULTS } from '../reading/limits';
import { TryLater, type FileResult } from '../watched-file';
import { isOver, type Job } from './job';
import type { Incoming, TableJobs } from './table-jobs';

/** What a table of the watched folder came to, and the lines that say so. */
export interface TableResult {
  readonly result: FileResult;
  readonly lines: string;
}

/** Makes a job of a table in the watched folder; answers its id. Throws TryLater when there is no room for it. */
export async function tableJob(files: TableJobs, path: string, incoming: Omit<Incoming, 'stream'>): Promise<string> {
  const { id } = await files.add({ ...incoming, stream: bytesOf(path) }).catch((error: unknown) => {
    throw error instanceof ProblemError ? new TryLater(error.code) : error;
  });
  return id;
}

/** What became of a table's rows; undefined while they are under way. */
export async function tableResult(files: TableJobs, id: string): Promise<TableResult | undefined> {
  const job = files.get(id);
  if (!job || (!isOver(job) && job.state !== 'waiting')) return undefined;
  const lines: string[] = [];
  for await (const fault of files.faults(id)) lines.push(`${JSON.stringify(fault)}\n`);
  return { result: resultOf(job), lines: `${lines.join('')}${JSON.stringify(summaryOf(job))}\n` };
}

/** Of a table that is too large to become a job. */
export const TOO_LARGE: TableResult = {
  result: { fault: 'too-large', lines: 0, taken: 0, stored: 0, quarantined: 0, refused: 0 },
  lines: `${JSON.stringify({ state: 'refused', fault: 'too-large', message: TABLE_FAULTS['too-large'] })}\n`,
};

/** Opened when it is read: a stream that nobody reads stays open, and its fault would be nobody's. */
async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  yield* createReadStream(path) as AsyncIterable<Buffer>;
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
