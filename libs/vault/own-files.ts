import type { Pool } from 'pg';

/** For audit, which may read no references: the database answers for one reference at a time, and only who has it can ask. */
export class OwnFiles {
  constructor(private readonly pool: Pool) {}

  /** The files that a party's own reference stands for: the one it was made for and, after a merge, the one that took it in. */
  async of(party: string, ref: string): Promise<ReadonlySet<string>> {
    const { rows } = await this.pool.query<{ child: string }>('select vault.files_of($1, $2) as child', [party, ref]);
    return new Set(rows.map(({ child }) => child));
  }
}
