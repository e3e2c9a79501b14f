import { quarterOf, type Recorded } from '@lianhu/kernel';
import type { Fact, Tally } from './define';

/** One child, or one case of a restricted event: 人. */
export const person = (event: Recorded): string | undefined => event.subject;
/** One incident 件: its token; without one the case, else the event itself. */
export const incident = (event: Recorded): string | undefined => event.incident ?? event.subject ?? `position-${event.position}`;
/** One alert. */
export const alert = (event: Recorded): string | undefined => event.data['alert'] as string | undefined;

/** The facts that put a unit into this quarter or into its late line; undefined when it belongs to neither. */
export interface Flow<F> {
  readonly first: Fact<F>;
  readonly facts: readonly Fact<F>[];
  readonly late: boolean;
}

/** A thing happens once 件: in the quarter of its first fact; late if nothing of it was known when that quarter was counted. */
export function once<F>(facts: readonly Fact<F>[]): Flow<F> | undefined {
  const first = facts[0];
  if (first?.phase === 'now') return { first, facts: facts.filter((fact) => fact.phase === 'now'), late: false };
  if (first?.phase !== 'late' || facts.some((fact) => fact.phase === 'earlier')) return undefined;
  return { first, facts: facts.filter((fact) => fact.phase === 'late'), late: true };
}

/** A person counts in every quarter in which it happened to them 人, once; late if no fact of that earlier quarter was known. */
export function inQuarter<F>(facts: readonly Fact<F>[]): readonly Flow<F>[] {
  const flows: Flow<F>[] = [];
  const now = facts.filter((fact) => fact.phase === 'now');
  if (now[0]) flows.push({ first: now[0], facts: now, late: false });
  const counted = new Set(facts.filter((fact) => fact.phase === 'earlier').map((fact) => quarterOf(fact.time)));
  const late = facts.filter((fact) => fact.phase === 'late' && !counted.has(quarterOf(fact.time)));
  if (late[0]) flows.push({ first: late[0], facts: late, late: true });
  return flows;
}

/** The tally of a flow. */
export const tallyOf = <F>(flow: Flow<F>, quantities: readonly string[], at: Readonly<Record<string, string>>): Tally => ({
  quantities,
  at,
  facts: flow.facts,
  late: flow.late,
});
