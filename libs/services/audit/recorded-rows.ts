import { shownIn, type Caller, type ReadRecorder } from '@lianhu/services/platform';

/** Lines of one flushed page. Reason: its children stand in one row of the access log. */
const PAGE_LINES = 500;

/** Rows as NDJSON, page by page; a page leaves only after its children are recorded as read. */
export async function* recordedRows(lines: Iterable<string>, caller: Caller, recorder: ReadRecorder): AsyncGenerator<string> {
  const page: string[] = [];
  let number = 0;
  const flush = async (): Promise<string> => {
    await recorder.record(caller, 'audit.replay-rows', { ...shownIn(page), page: ++number });
    return page
      .splice(0)
      .map((line) => `${line}\n`)
      .join('');
  };
  for (const line of lines) {
    page.push(line);
    if (page.length === PAGE_LINES) yield await flush();
  }
  if (page.length > 0) yield await flush();
}
