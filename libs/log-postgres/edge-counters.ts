import type { Pool } from 'pg';
import type { Migration } from '@lianhu/postgres';

/** What an edge has counted beside the log: events that it rejected, and those that wait for a person. */
export interface EdgeCount {
  readonly rejected: number;
  readonly quarantined: number;
}

/** The same with what the hub counts: numbers that are missing in the running numbers of the department's sources. */
export interface DepartmentCount extends EdgeCount {
  readonly missing: number;
}

/** One row a department; counters of edges, never part of any view. */
export const edgeCounterMigration: Migration = {
  id: 'log/0005-edge-counters',
  sql: `
    CREATE TABLE log.edge_counter (
      department text PRIMARY KEY,
      rejected bigint NOT NULL,
      quarantined bigint NOT NULL,
      reported_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    COMMENT ON TABLE log.edge_counter IS 'What edges count beside the log; read when a page asks, never folded.';
    GRANT SELECT, INSERT, UPDATE ON log.edge_counter TO lianhu_hub;
    GRANT SELECT ON log.edge_counter TO lianhu_monitor, lianhu_audit;
  `,
};

/** Counters of the departments' edges, kept beside the log. */
export class EdgeCounterTable {
  constructor(private readonly pool: Pool) {}

  async set(department: string, { rejected, quarantined }: EdgeCount): Promise<void> {
    await this.pool.query(
      `INSERT INTO log.edge_counter (department, rejected, quarantined) VALUES ($1, $2, $3)
       ON CONFLICT (department) DO UPDATE SET rejected = $2, quarantined = $3, reported_at = clock_timestamp()`,
      [department, rejected, quarantined],
    );
  }

  async all(): Promise<ReadonlyMap<string, DepartmentCount>> {
    const { rows } = await this.pool.query<DepartmentCount & { department: string }>(
      `SELECT department, coalesce(rejected, 0) AS rejected, coalesce(quarantined, 0) AS quarantined, coalesce(missing, 0)::bigint AS missing
       FROM log.edge_counter FULL JOIN (
         SELECT department, sum(given_up + log.size_of(missing)) AS missing FROM log.source_sequence GROUP BY department
       ) AS sequence USING (department)`,
    );
    return new Map(rows.map(({ department, ...count }) => [department, count]));
  }
}
