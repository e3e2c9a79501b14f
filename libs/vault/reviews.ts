import { setTimeout } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { IdentityPolicy } from '@lianhu/kernel';
import type { MinorIdentity } from '@lianhu/standards';
import type { Identities } from './identities';
import type { VaultKeys } from './keys';
import { blockKeys, compare, featuresOf, type Comparison, type Features } from './matching';
import type { Neighbours } from './neighbours';

/** What a person says of two files. `split`: they were merged, or events of one are the other's, and they are two children. */
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
  /** Who has said something that is not decided yet: two are needed. Of a split also which events go to the other child, by position. */
  readonly first?: { readonly by: string; readonly verdict: ReviewVerdict; readonly events?: readonly number[] };
}

/** Persons compared at a time with their neighbours: a batch takes one connection for some tens of milliseconds. Unit: persons. */
const MATCHED_AT_ONCE = 400;

interface Row {
  readonly id: string;
  readonly child: string;
  readonly other: string;
  readonly score: number;
  readonly agreements: Comparison['agreements'];
  readonly state: ReviewState;
  readonly first_by: string | null;
  readonly first_verdict: ReviewVerdict | null;
  readonly first_events: readonly string[] | null;
}
const COLUMNS = 'id, child, other, score, agreements, state, first_by, first_verdict, first_events';
const reviewOf = ({ first_by: by, first_verdict: verdict, first_events: events, ...row }: Row): Review => ({
  ...row,
  ...(by !== null && verdict !== null && { first: { by, verdict, ...(events && { events: events.map(Number) }) } }),
});
/** A file that was taken into another one waits for nothing: what stands beside the other one is compared with both. */
const TO_LOOK_AT = `state = any($1) and (state not in ('open', 'later') or not exists (select 1 from vault.merged m where m.child in (r.child, r.other)))`;

interface Neighbour {
  readonly file: string;
  readonly other: string;
  readonly file_number: boolean;
  readonly other_number: boolean;
  readonly file_older: boolean;
}

/** Finds files that may be one child's, and keeps what people say of them. */
export class Reviews {
  constructor(
    private readonly pool: Pool,
    private readonly keys: VaultKeys,
    private readonly neighbours: Neighbours,
    private readonly stored: Pick<Identities, 'blocksOf'>,
    private readonly schoolsOf: (children: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>,
  ) {}

  /**
   * Compares all that is new, a batch at a time; answers how many persons each took. It takes one connection, and between two batches
   * rests as long as this process was working meanwhile: the busier intake is, the longer.
   */
  async *matchAll(policy: IdentityPolicy): AsyncGenerator<number> {
    for (;;) {
      const before = process.cpuUsage();
      const taken = await this.match(policy);
      if (taken === 0) return;
      yield taken;
      const { user, system } = process.cpuUsage(before);
      await setTimeout((user + system) / 1_000);
    }
  }

  /** Compares what is new with what shares a block key; answers how many persons it took. Again and again until none is left. */
  async match(policy: IdentityPolicy): Promise<number> {
    const { rows } = await this.pool.query<{ child: string; file: string }>(
      `select t.child, coalesce(m.head, t.child) as file from vault.to_match t join vault.child c using (child) left join vault.merged m using (child)
       where not c.pending and not c.restricted order by t.child limit $1`,
      [MATCHED_AT_ONCE],
    );
    if (rows.length === 0) return 0;
    const files = [...new Set(rows.map(({ file }) => file))];
    const features = await this.featuresOf(files);
    const blocks = files.flatMap((file) =>
      blockKeys(features.get(file) ?? featuresOf([])).map((key) => ({ file, mac: this.keys.lookup(['block', key]) })),
    );
    const near = await this.neighbours.of(files, blocks);
    const pairs = [near.map(({ file }) => file), near.map(({ other }) => other)];
    const neighbours = near.length === 0 ? [] : (await this.pool.query<Neighbour>({ name: 'vault-pairs', text: NOT_DECIDED, values: pairs })).rows;
    await this.propose(neighbours, features, policy);
    await this.pool.query('delete from vault.to_match where child = any($1)', [rows.map(({ child }) => child)]);
    return rows.length;
  }

  /** Pairs in some states, the best first. */
  async list(states: readonly ReviewState[], limit: number): Promise<{ readonly reviews: readonly Review[]; readonly total: number }> {
    const { rows } = await this.pool.query<Row>(`select ${COLUMNS} from vault.review r where ${TO_LOOK_AT} order by score desc, id limit $2`, [
      states,
      limit,
    ]);
    const counted = await this.pool.query<{ count: number }>(`select count(*)::int as count from vault.review r where ${TO_LOOK_AT}`, [states]);
    return { reviews: rows.map(reviewOf), total: counted.rows[0]?.count ?? 0 };
  }

  async one(id: string): Promise<Review | undefined> {
    const { rows } = await this.pool.query<Row>(`select ${COLUMNS} from vault.review where id = $1`, [id]);
    return rows[0] && reviewOf(rows[0]);
  }

  /** The pair of two files that a person puts side by side, looked at anew if it had been decided; undefined when one may not be shown. */
  async pair(files: readonly [string, string], policy: IdentityPolicy): Promise<Review | undefined> {
    const { rows } = await this.pool.query<Neighbour>(PAIRS, [[files[0]], [files[1]]]);
    const features = await this.featuresOf(files);
    await this.propose(rows, features, policy, true);
    const found = await this.pool.query<Row>(
      `update vault.review set state = case when state = 'different' then 'open' else state end
       where least(child, other) = least($1, $2) and greatest(child, other) = greatest($1, $2) returning ${COLUMNS}`,
      [...files],
    );
    return found.rows[0] && reviewOf(found.rows[0]);
  }

  /** Keeps the first person's word, if the pair still stands as it was read; false when somebody else was faster. */
  async say(review: Review, by: string, verdict: ReviewVerdict, events?: readonly number[]): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update vault.review set first_by = $3, first_verdict = $4, first_events = $6 where id = $1 and state = $2 and first_by is not distinct from $5`,
      [review.id, review.state, by, verdict, review.first?.by ?? null, events ?? null],
    );
    return rowCount === 1;
  }

  /** Ends a pair's round. */
  async settle(id: string, state: ReviewState): Promise<void> {
    await this.pool.query('update vault.review set state = $2, first_by = null, first_verdict = null, first_events = null where id = $1', [
      id,
      state,
    ]);
  }

  /**
   * After a merge or split: these files are compared anew, pairs that stood as merged and are not any more are open again, and what
   * two people have called two children is not asked under another part's name.
   */
  async regrouped(files: readonly string[]): Promise<void> {
    await this.pool.query(
      'insert into vault.to_match select f from unnest($1::text[]) as f join vault.child c on c.child = f order by 1 on conflict do nothing',
      [files],
    );
    await this.pool.query(
      `update vault.review r set state = 'open', first_by = null, first_verdict = null, first_events = null
       where state = 'merged' and (child = any($1) or other = any($1))
         and coalesce((select head from vault.merged m where m.child = r.child), r.child) <> coalesce((select head from vault.merged m where m.child = r.other), r.other)`,
      [files],
    );
    await this.pool.query(
      `delete from vault.review r where state in ('open', 'later') and (child = any($1) or other = any($1)) and ${saidDifferent('r.child', 'r.other')}`,
      [files],
    );
  }

  private async propose(near: readonly Neighbour[], known: ReadonlyMap<string, Features>, policy: IdentityPolicy, always = false): Promise<void> {
    const others = await this.featuresOf([...new Set(near.map(({ other }) => other))].filter((other) => !known.has(other)));
    const found = near.flatMap(({ file, other, file_number, other_number, file_older }) => {
      const [a, b] = [known.get(file), known.get(other) ?? others.get(other)];
      const comparison = a && b && compare(a, b, policy);
      if (!comparison || (comparison.outcome === 'different' && !always)) return [];
      const stays = file_number === other_number ? file_older : file_number;
      return [{ child: stays ? file : other, other: stays ? other : file, comparison }];
    });
    if (found.length === 0) return;
    await this.pool.query({
      name: 'vault-propose',
      text: `insert into vault.review (id, child, other, score, agreements)
       select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::jsonb[])
       on conflict (least(child, other), greatest(child, other)) do update set score = excluded.score, agreements = excluded.agreements`,
      values: [
        found.map(() => `pair-${Buffer.from(this.keys.suite.random(16)).toString('base64url')}`),
        found.map(({ child }) => child),
        found.map(({ other }) => other),
        found.map(({ comparison }) => comparison.score),
        found.map(({ comparison }) => JSON.stringify(comparison.agreements)),
      ],
    });
  }

  /** Of a merged file, what was said of all its parts. */
  private async featuresOf(files: readonly string[]): Promise<Map<string, Features>> {
    if (files.length === 0) return new Map();
    const blocks = new Map<string, { readonly own: MinorIdentity[]; readonly parts: Set<string> }>();
    for (const { child, head, block } of await this.stored.blocksOf(files)) {
      const file = blocks.get(head) ?? { own: [], parts: new Set() };
      blocks.set(head, file);
      file.own.push(block);
      file.parts.add(child);
    }
    const schools = await this.schoolsOf([...blocks.values()].flatMap(({ parts }) => [...parts]));
    return new Map(
      [...blocks].map(([file, { own, parts }]) => [
        file,
        featuresOf(
          own,
          [...parts].flatMap((part) => schools.get(part) ?? []),
        ),
      ]),
    );
  }
}

const SHOWN = 'not c.restricted and not o.restricted and not c.pending and not o.pending';
const FACTS = 'c.temporary_of is null as file_number, o.temporary_of is null as other_number, c.touched <= o.touched as file_older';

/** Whether two people have called some parts of two files two children. Only merged files have parts with other names. */
const saidDifferent = (one: string, other: string): string => `exists (
  select 1 from vault.merged x join vault.review d on x.child in (d.child, d.other)
    left join vault.merged a on a.child = d.child left join vault.merged b on b.child = d.other
  where x.head in (${one}, ${other}) and d.state = 'different'
    and array[coalesce(a.head, d.child), coalesce(b.head, d.other)] in (array[${one}, ${other}], array[${other}, ${one}])
)`;

/** Of pairs, those that may be shown, with what decides which of the two goes on. */
const PAIRS = `
select p.file, p.other, ${FACTS}
from unnest($1::text[], $2::text[]) as p(file, other) join vault.child c on c.child = p.file join vault.child o on o.child = p.other
where ${SHOWN}`;
const NOT_DECIDED = `${PAIRS} and not ${saidDifferent('p.file', 'p.other')}`;
