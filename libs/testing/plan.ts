import type { Pool } from 'pg';

interface Plan {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}
const touched = ({ Plans = [], ...plan }: Plan): number =>
  (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'] + Plans.reduce((sum, one) => sum + touched(one), 0);

/** Rows that PostgreSQL goes through for a query, in all steps of its plan. */
export async function rowsTouched(pool: Pool, text: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ readonly Plan: Plan }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...values]);
  return touched((rows[0] as { 'QUERY PLAN': [{ readonly Plan: Plan }] })['QUERY PLAN'][0].Plan);
}
