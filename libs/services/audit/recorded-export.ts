import type { Caller, ReadRecorder } from '@lianhu/services/platform';
import { subjectsIn } from './log-pages';

/** Lines of one flushed page of a stream. Reason: its children stand in one row of the access log. */
const PAGE_LINES = 500;

/** An export's text page by page; a page leaves only after its children are recorded as read. */
export async function* recordedExport(lines: AsyncIterable<string>, caller: Caller, recorder: ReadRecorder): AsyncGenerator<string> {
  let page: string[] = [];
  let number = 0;
  for await (const line of lines) {
    page.push(line);
    if (page.length < PAGE_LINES) continue;
    yield await recordedPage(page, ++number, caller, recorder);
    page = [];
  }
  if (page.length > 0) yield await recordedPage(page, ++number, caller, recorder);
}

async function recordedPage(lines: readonly string[], page: number, caller: Caller, recorder: ReadRecorder): Promise<string> {
  await recorder.record(caller, 'audit.export', { page, ...subjectsIn(lines) });
  return lines.map((line) => `${line}\n`).join('');
}
