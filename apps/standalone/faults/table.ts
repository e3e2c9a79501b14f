import type { Ran } from './run-faults';
import type { Judgement } from './checker';

/** What a run came to, as people read it: seed first, so that it can be run again. */
export function summaryOf(seed: number, { strokes, left, statuses }: Ran, { counts, findings }: Judgement): string {
  const byFault = new Map<string, number[]>();
  for (const { fault, tookMs } of strokes) byFault.set(fault, [...(byFault.get(fault) ?? []), tookMs]);
  const rows: [string, string][] = [
    ['seed', String(seed)],
    ...[...byFault].sort().map(([fault, took]): [string, string] => [fault, `${took.length} ×, longest ${Math.max(...took)} ms`]),
    ...left.map((why): [string, string] => ['not done here', why]),
    ...Object.entries(statuses).map(([status, count]): [string, string] => [`answered ${status}`, `${count} events`]),
    ...Object.entries(counts).map(([what, count]): [string, string] => [what, String(count)]),
    ['findings', findings.length === 0 ? 'none: nothing lost, nothing twice, no gap, one history, views as rebuilt' : String(findings.length)],
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  return [...rows.map(([what, value]) => `${what.padEnd(width)}  ${value}`), ...findings.map((finding) => `FOUND ${finding}`)].join('\n');
}
