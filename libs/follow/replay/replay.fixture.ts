import { writeFileSync } from 'node:fs';
import type { SumDefinition, ViewDefinition } from '@lianhu/kernel';
import { exportLines, std1, type EventLog } from '@lianhu/log';
import { CompiledView } from '../compiled-view';
import { known, sums as realSums, trace, traces, views as realViews } from '../views.fixture';
import { replay, SubjectTarget, SumTarget, ViewTarget, type Replayed, type ReplayParts, type ReplayTarget } from '.';

/** The real views and sums, and one that shows every mistake. */
export const views = [...realViews, trace] as readonly ViewDefinition[];
export const sums = [...realSums, traces] as readonly SumDefinition[];
const compiled = views.map((view) => new CompiledView(view, sums));

/** Everything that can be replayed by name: base views and sums. */
export const NAMES = [...views, ...sums].map(({ name }) => name);

/** How a test replays. */
export interface How extends Partial<Omit<ReplayParts, 'log'>> {
  readonly foldsInMemory?: number;
}
/** A target by name; `child-…` is a subject. */
export function targetOf(name: string, log: ReplayParts['log'], { foldsInMemory }: How = {}): ReplayTarget {
  const parts = { log, suite: std1, foldsInMemory };
  if (name.startsWith('child-')) return new SubjectTarget(name, compiled, parts);
  const view = compiled.find((one) => one.name === name);
  if (view) return new ViewTarget(view, parts);
  const base = compiled.find((one) => one.sums.some((sum) => sum.name === name)) as CompiledView;
  return new SumTarget(base, base.sums.find((sum) => sum.name === name) as SumDefinition, parts);
}

/** Replays something by name to some positions. */
export const replayed = (name: string, log: ReplayParts['log'], positions: readonly number[], how: How = {}): Promise<Replayed> =>
  replay(targetOf(name, log, how), positions, { log, suite: std1, known, ...how });

/** The text of a replay at one position, as a file of it. */
export async function textAt(name: string, log: ReplayParts['log'], position: number, how: How = {}): Promise<string> {
  const { moments, close } = await replayed(name, log, [position], how);
  try {
    return [...(moments[0]?.rows.all() ?? [])].map((line) => `${line}\n`).join('');
  } finally {
    close();
  }
}

/** Writes a whole export of a log into a file. */
export async function exportTo(file: string, log: EventLog): Promise<void> {
  let text = '';
  for await (const line of exportLines(log, { of: 'all', mayRead: () => 'whole' })) text += `${line}\n`;
  writeFileSync(file, text);
}
