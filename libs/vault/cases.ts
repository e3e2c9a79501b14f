import type { ClientBase, Pool } from 'pg';
import { decrypt, encrypt } from './cipher';
import type { DataKeys } from './data-keys';
import type { VaultKeys } from './keys';

/** A case token with the child behind it; `pending` when no event of the child is in the log yet. */
export interface CaseOfChild {
  readonly token: string;
  readonly child?: string;
  readonly pending: boolean;
}

/** A case gets link and key only while its child is there: an erasure holds the child's row until all of its cases are gone. */
const ENSURE = `
with present as (
  select child from vault.child where child in (select distinct unnest($7::text[])) order by child for key share
), made as (
  select m.* from unnest($1::text[], $2::bytea[], $3::int[], $4::bytea[], $7::text[]) as m(token, link, kek_id, wrapped, child)
  where m.child is null or m.child in (select child from present)
), links as (
  insert into vault.case_link (token, link) select token, link from made order by token on conflict do nothing
), keys as (
  insert into vault.data_key (owner, kek_id, wrapped) select token, kek_id, wrapped from made order by token on conflict do nothing
)
insert into vault.pending_case (child, token)
select p.* from unnest($5::text[], $6::bytea[]) as p(child, token) join vault.child using (child)`;

/** Case tokens: their keys, and the link to the child as ciphertext. */
export class Cases {
  constructor(
    private readonly pool: Pool,
    private readonly keys: VaultKeys,
    private readonly dataKeys: DataKeys,
  ) {}

  /** Stores link and key of tokens that are new; durable when it returns. */
  async ensure(cases: readonly CaseOfChild[]): Promise<void> {
    const byToken = new Map(cases.filter((one) => one.pending || !this.dataKeys.cached(one.token)).map((one) => [one.token, one]));
    if (byToken.size === 0) return;
    const rows = [...byToken.values()].sort((a, b) => (a.token < b.token ? -1 : 1));
    const pending = rows.filter((row) => row.pending && row.child !== undefined);
    await this.dataKeys.storing(async () => {
      const made = rows.map(({ token }) => this.dataKeys.make(token));
      await this.pool.query({
        name: 'vault-ensure-cases',
        text: ENSURE,
        values: [
          rows.map((row) => row.token),
          rows.map(({ token, child }) => (child === undefined ? null : encrypt(this.keys.link, child, `link|${token}`))),
          made.map((key) => key.kekId),
          made.map((key) => key.wrapped),
          pending.map((row) => row.child),
          pending.map(({ token, child }) => encrypt(this.keys.link, token, `pending|${child}`)),
          rows.map(({ child }) => child ?? null),
        ],
      });
    });
  }

  /** The child behind a case token; whoever asks records it. */
  async childOf(token: string): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ link: Buffer | null }>('select link from vault.case_link where token = $1', [token]);
    const link = rows[0]?.link;
    return link ? decrypt(this.keys.link, link, `link|${token}`).toString() : undefined;
  }

  /** The tokens under which a child that is not in the log yet may stand there. */
  async pendingOf(children: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const text = 'select child, token from vault.pending_case where child = any($1)';
    const { rows } = await this.pool.query<{ child: string; token: Buffer }>(text, [children]);
    const found = new Map<string, string[]>();
    for (const { child, token } of rows) {
      const tokens = found.get(child) ?? [];
      tokens.push(decrypt(this.keys.link, token, `pending|${child}`).toString());
      found.set(child, tokens);
    }
    return found;
  }
}

/** Cases read at a time when one child's are looked for. Unit: cases. */
const PAGE = 5_000;

/** Every case token of a child. The database alone does not tell them, so every link is opened: an erasure may take seconds. */
export async function casesOf(database: Pick<ClientBase | Pool, 'query'>, keys: Pick<VaultKeys, 'link'>, child: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (let after = ''; ;) {
    const text = 'select token, link from vault.case_link where token > $1 and link is not null order by token limit $2';
    const { rows } = await database.query<{ token: string; link: Buffer }>(text, [after, PAGE]);
    for (const { token, link } of rows) if (decrypt(keys.link, link, `link|${token}`).toString() === child) found.push(token);
    if (rows.length < PAGE) return found;
    after = (rows.at(-1) as { token: string }).token;
  }
}
