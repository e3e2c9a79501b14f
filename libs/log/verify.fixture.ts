import { lineText, type StoredLine } from '@lianhu/kernel';
import { alone, keyGroups, testLog, testTrust, type Sketch } from './contract-fixture';
import type { EventLog, Group } from './contract';
import { exportLines, type ExportRequest } from './export';
import { memoryLog } from './memory-log';
import { verifyExport, type Verification } from './verify';

/** Objects of an export, one after another. */
export async function* each(lines: Iterable<string>): AsyncGenerator<string> {
  yield* lines;
}

/** The verdict without its words and numbers. */
export async function verdictOf(lines: Iterable<string>, ...trust: [unknown?]): Promise<Omit<Verification, 'detail'>> {
  const { detail, complete: _complete, lines: _lines, ...verdict } = await verifyExport(each(lines), trust.length > 0 ? trust[0] : testTrust);
  const place = verdict.position ?? verdict.range?.from;
  if (place !== undefined && !detail.includes(`${place}`)) throw new Error(`the words do not name the place: ${detail}`);
  return verdict;
}

export const proven = { verdict: 'proven', exit: 0 };
export const cannotTell = { verdict: 'cannot-tell', exit: 2 };
export const tamperedAt = (position: number) => ({ verdict: 'tampered', exit: 1, position });
export const tamperedIn = (from: number, to: number) => ({ verdict: 'tampered', exit: 1, range: { from, to } });

/** A log with the test keys at 1 to 3 and then events; each its own commit, so that a fork shares a prefix. */
export async function logOf(events: readonly (Sketch | Group)[], options = testLog({ now: () => 1_800_000_000_000 })): Promise<EventLog> {
  const log = memoryLog(options);
  await log.append(keyGroups());
  for (const event of events) await log.append(['entries' in event ? event : alone(event)]);
  return log;
}

/** Events with distinct ids. */
export const some = (count: number, prefix = 'e'): Sketch[] =>
  Array.from({ length: count }, (_, i) => ({ id: `${prefix}${i}`, subject: `child-${i % 3}` }));

/** An export as a list of objects. */
export async function exportOf(log: EventLog, request: Partial<ExportRequest> = {}): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportLines(log, { of: 'all', mayRead: () => 'whole', ...request })) lines.push(line);
  return lines;
}

/** An export of all over lines of one's own making, with one checkpoint at the end that the log's key really signed. */
export function exportOfLines(lines: readonly StoredLine[], root: Uint8Array): string[] {
  const { origin, signer } = testLog();
  const header = JSON.stringify({ export: 1, origin, from: 1, to: lines.length, of: 'all' });
  return [header, ...lines.map(lineText), JSON.stringify({ checkpoint: signer.sign(lines.length, root) })];
}
