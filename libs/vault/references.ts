import type { Pool } from 'pg';

/** The party of the office, towns, villages and all people who are in no department. */
export const OFFICE = 'office';

/** Each party's own random references for children: the only table of the vault that the monitor may read. */
export class References {
  constructor(private readonly pool: Pool) {}

  /** The references that a party has for these children; children without one are absent. */
  async of(children: readonly string[], party: string): Promise<ReadonlyMap<string, string>> {
    if (children.length === 0) return new Map();
    const { rows } = await this.pool.query<{ child: string; ref: string }>({
      name: 'vault-references',
      text: 'select child, ref from vault.reference where child = any($1) and party = $2',
      values: [children, party],
    });
    return new Map(rows.map((row) => [row.child, row.ref]));
  }

  /** The child that a party's reference stands for; undefined when it is unknown or another party's. */
  async childOf(party: string, ref: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ child: string }>({
      name: 'vault-child-of',
      text: 'select child from vault.reference where ref = $1 and party = $2',
      values: [ref, party],
    });
    return rows[0]?.child;
  }

  /** The children that a party has references for, at most `limit`. */
  async childrenOf(party: string, limit: number): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ child: string }>('select child from vault.reference where party = $1 order by ref limit $2', [
      party,
      limit,
    ]);
    return rows.map(({ child }) => child);
  }
}
