import type { Pool } from 'pg';
import type { IdentityPolicy } from '@lianhu/kernel';
import type { MinorIdentity } from '@lianhu/standards';
import type { DataKeys } from './data-keys';
import { decrypt } from './cipher';
import type { VaultKeys } from './keys';
import { blockKeys, compare, featuresOf, MAX_BLOCK, type Comparison, type Features } from './matching';

/** What a person says of two files. `split`: they were merged, and are two children. */
export type ReviewVerdict = 'same' | 'different' | 'later' | 'split';
/** Where a pair stands: to be looked at, put off, two children, merged. */
export type ReviewState = 'open' | 'later' | 'different' | 'merged';

/** Two files that may be one child's. Tokens and points only; what they say stays ciphertext. */
export interface Review {
  readonly id: string;
  /** Goes on when they are merged: the one with a valid number, else the older one. */
  readonly child: string;
  readonly other: string;
  readonly score: number;
  readonly agreements: Comparison['agreements'];
  readonly state: ReviewState;
  /** Who has said something that is not decided yet: two are needed. */
  readonly first?: { readonly by: string; readonly verdict: ReviewVerdict };
}

/** Persons compared at a time with their neighbours. Unit: persons. */
const MATCHED_AT_ONCE = 200;

interface Row {
  readonly id: string;
  readonly child: string;
  readonly other: string;
  readonly score: number;
  readonly agreements: Comparison['agreements'];
  readonly state: ReviewState;
  readonly first_by: string | null;
  readonly first_verdict: ReviewVerdict | null;
}
const COLUMNS = 'id, child, other, score, agreements, state, first_by, first_verdict';
const reviewOf = ({ first_by: by, first_verdict: verdict, ...row }: Row): Review => ({
  ...row,
  ...(by !== null && verdict !== null && { first: { by, verdict } }),
});

/** Finds files that may be one child's, and keeps what people say of them. */
export class Reviews {
  constructor(
    private readonly pool: Pool,
    private readonly keys: VaultKeys,
    private readonly dataKeys: DataKeys,
    private readonly schoolsOf: (children: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>,
  ) {}

  /** Compares what is new with what shares a block key; answers how many persons it took. Again and again until none is left. */
  async match(policy: IdentityPolicy): Promise<number> {
    const { rows } = await this.pool.query<{ child: string }>(
      `select m.child from vault.to_match m join vault.child c using (child) where not c.pending and not c.restricted order by m.child limit $1`,
      [MATCHED_AT_ONCE],
    );
    const children = rows.map(({ child }) => child);
    if (children.length === 0) return 0;
    const features = await this.featuresOf(children);
    const blocks = children.flatMap((child) =>
      blockKeys(features.get(child) ?? featuresOf([])).map((key) => ({ child, mac: this.keys.lookup(['block', key]) })),
    );
    await this.pool.query(`insert into vault.block (mac, child) select * from unnest($1::bytea[], $2::text[]) order by 1, 2 on conflict do nothing`, [
      blocks.map(({ mac }) => mac),
      blocks.map(({ child }) => child),
    ]);
    await this.propose(children, features, policy);
    await this.pool.query('delete from vault.to_match where child = any($1)', [children]);
    return children.length;
  }

  /** Pairs in some states, the best first. */
  async list(states: readonly ReviewState[], limit: number): Promise<{ readonly reviews: readonly Review[]; readonly total: number }> {
    const { rows } = await this.pool.query<Row>(`select ${COLUMNS} from vault.review where state = any($1) order by score desc, id limit $2`, [
      states,
      limit,
    ]);
    const counted = await this.pool.query<{ count: number }>('select count(*)::int as count from vault.review where state = any($1)', [states]);
    return { reviews: rows.map(reviewOf), total: counted.rows[0]?.count ?? 0 };
  }

  async one(id: string): Promise<Review | undefined> {
    const { rows } = await this.pool.query<Row>(`select ${COLUMNS} from vault.review where id = $1`, [id]);
    return rows[0] && reviewOf(rows[0]);
  }

  /** Keeps the first person's word, if the pair still stands as it was read; false when somebody else was faster. */
  async say(review: Review, by: string, verdict: ReviewVerdict): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update vault.review set first_by = $3, first_verdict = $4 where id = $1 and state = $2 and first_by is not distinct from $5`,
      [review.id, review.state, by, verdict, review.first?.by ?? null],
    );
    return rowCount === 1;
  }

  /** Ends a pair's round. */
  async settle(id: string, state: ReviewState): Promise<void> {
    await this.pool.query('update vault.review set state = $2, first_by = null, first_verdict = null where id = $1', [id, state]);
  }

  private async propose(children: readonly string[], known: ReadonlyMap<string, Features>, policy: IdentityPolicy): Promise<void> {
    const { rows } = await this.pool.query<{ child: string; other: string; child_number: boolean; other_number: boolean; child_older: boolean }>(
      NEIGHBOURS,
      [children, MAX_BLOCK],
    );
    const others = await this.featuresOf([...new Set(rows.map(({ other }) => other))].filter((other) => !known.has(other)));
    const found = rows.flatMap(({ child, other, child_number, other_number, child_older }) => {
      const [a, b] = [known.get(child), known.get(other) ?? others.get(other)];
      const comparison = a && b && compare(a, b, policy);
      if (!comparison || comparison.outcome === 'different') return [];
      const stays = child_number === other_number ? child_older : child_number;
      return [{ child: stays ? child : other, other: stays ? other : child, comparison }];
    });
    await this.pool.query(
      `insert into vault.review (id, child, other, score, agreements)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::jsonb[])
       on conflict (least(child, other), greatest(child, other)) do update set score = excluded.score, agreements = excluded.agreements`,
      [
        found.map(() => `pair-${Buffer.from(this.keys.suite.random(16)).toString('base64url')}`),
        found.map(({ child }) => child),
        found.map(({ other }) => other),
        found.map(({ comparison }) => comparison.score),
        found.map(({ comparison }) => JSON.stringify(comparison.agreements)),
      ],
    );
  }

  private async featuresOf(children: readonly string[]): Promise<Map<string, Features>> {
    if (children.length === 0) return new Map();
    const { rows } = await this.pool.query<{ child: string; sealed: Buffer }>('select child, sealed from vault.identity where child = any($1)', [
      children,
    ]);
    const [keys, schools] = [await this.dataKeys.load(children), await this.schoolsOf(children)];
    const blocks = new Map<string, MinorIdentity[]>();
    for (const { child, sealed } of rows) {
      const key = keys.get(child);
      if (key) blocks.set(child, [...(blocks.get(child) ?? []), JSON.parse(decrypt(key, sealed, `identity|${child}`).toString()) as MinorIdentity]);
    }
    return new Map([...blocks].map(([child, own]) => [child, featuresOf(own, schools.get(child) ?? [])]));
  }
}

/** Pairs that share a key which not too many share; a merged file is in none. */
const NEIGHBOURS = `
with mine as (select b.mac, b.child from vault.block b where b.child = any($1)
), narrow as (
  select m.mac, m.child from mine m where (select count(*) from (select 1 from vault.block n where n.mac = m.mac limit $2 + 1) few) <= $2
), pairs as (
  select distinct n.child, b.child as other from narrow n join vault.block b on b.mac = n.mac and b.child <> n.child
)
select distinct on (least(p.child, p.other), greatest(p.child, p.other)) p.child, p.other,
  c.temporary_of is null as child_number, o.temporary_of is null as other_number, c.touched <= o.touched as child_older
from pairs p join vault.child c on c.child = p.child join vault.child o on o.child = p.other
where not c.restricted and not o.restricted and not c.pending and not o.pending
  and not exists (select 1 from vault.merged m where m.child in (p.child, p.other))`;
