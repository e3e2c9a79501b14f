import type { Pool } from 'pg';

/** The party of the office, towns, villages and all people who are in no department. */
export const OFFICE = 'office';

/** A file's own reference goes before those of files that were merged with it. */
const OF = `
select distinct on (asked.child) asked.child, r.ref
from unnest($1::text[]) as asked(child)
cross join lateral (
  select asked.child as file, 0 as rank
  union all select m.child, 1 from vault.merged m where m.head = asked.child
  union all select m.head, 2 from vault.merged m where m.child = asked.child
) f
join vault.reference r on r.child = f.file and r.party = $2
order by asked.child, f.rank, r.ref`;

/** Each party's own random references for children: with the merges, all of the vault that the monitor may read. */
export class References {
  constructor(private readonly pool: Pool) {}

  /** The references that a party has for these children, or for a file that was merged with theirs; children without one are absent. */
  async of(children: readonly string[], party: string): Promise<ReadonlyMap<string, string>> {
    if (children.length === 0) return new Map();
    const { rows } = await this.pool.query<{ child: string; ref: string }>({
      name: 'vault-references',
      text: OF,
      values: [children, party],
    });
    return new Map(rows.map((row) => [row.child, row.ref]));
  }

  /** The child, after merges, that a party's reference stands for; undefined when it is unknown or another party's. */
  async childOf(party: string, ref: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ child: string }>({
      name: 'vault-child-of',
      text: `select coalesce(m.head, r.child) as child from vault.reference r left join vault.merged m using (child) where r.ref = $1 and r.party = $2`,
      values: [ref, party],
    });
    return rows[0]?.child;
  }

  /** Every child that a party has a reference for, in an order of its own: of a large county's schools all of them. */
  async childrenOf(party: string): Promise<readonly string[]> {
    const text = `select coalesce(m.head, r.child) as child from vault.reference r left join vault.merged m using (child) where r.party = $1 order by r.ref`;
    const { rows } = await this.pool.query<{ child: string }>(text, [party]);
    return [...new Set(rows.map(({ child }) => child))];
  }
}
