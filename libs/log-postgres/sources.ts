import type { Pool } from 'pg';
import type { Migration } from '@lianhu/postgres';

/** One row a source system: the department that used it first has it for ever. */
export const sourceMigration: Migration = {
  id: 'log/0006-sources',
  sql: `
    CREATE TABLE log.source (source text PRIMARY KEY, department text NOT NULL);
    COMMENT ON TABLE log.source IS 'Source systems: each belongs to the department that used it first, for ever.';
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON log.source FOR EACH STATEMENT EXECUTE FUNCTION log.refuse_change();
    GRANT SELECT, INSERT ON log.source TO lianhu_hub;
    GRANT SELECT ON log.source TO lianhu_monitor, lianhu_audit;
  `,
};

/** Sources remembered, so that the hot path asks nothing. Unit: sources. */
const MAX_REMEMBERED = 10_000;

/** Which department each source system belongs to: no department can use up the ids of another one's source. */
export class SourceTable {
  private readonly remembered = new Map<string, string>();

  constructor(private readonly pool: Pool) {}

  /** The department that a source belongs to; one that nobody has used belongs to `department` from now on. */
  async ownerOf(source: string, department: string): Promise<string> {
    const known = this.remembered.get(source);
    if (known !== undefined) return known;
    await this.pool.query('INSERT INTO log.source (source, department) VALUES ($1, $2) ON CONFLICT DO NOTHING', [source, department]);
    const { rows } = await this.pool.query<{ department: string }>('SELECT department FROM log.source WHERE source = $1', [source]);
    const owner = rows[0]?.department ?? department;
    if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
    this.remembered.set(source, owner);
    return owner;
  }
}
