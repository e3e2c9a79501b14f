import type { Pool } from 'pg';

/** Which files were taken into which, as the log's merges and splits have left it. */
export class Heads {
  constructor(private readonly pool: Pool) {}

  /** The files that these stand in now: themselves, or the ones that they were taken into. */
  async of(children: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.pool.query<{ child: string; head: string }>('select child, head from vault.merged where child = any($1)', [children]);
    const heads = new Map(rows.map(({ child, head }) => [child, head]));
    return new Map(children.map((child) => [child, heads.get(child) ?? child]));
  }

  /** Every file of the person whose file this is, the one first in which they stand now. */
  async filesOf(child: string): Promise<readonly [string, ...string[]]> {
    const head = (await this.of([child])).get(child) ?? child;
    const { rows } = await this.pool.query<{ child: string }>('select child from vault.merged where head = $1 order by child', [head]);
    return [head, ...rows.map((row) => row.child)];
  }

  /** Says of files in which ones they stand now, as the log has it. */
  async set(heads: ReadonlyMap<string, string>): Promise<void> {
    const [files, into] = [[...heads.keys()], [...heads.values()]];
    await this.pool.query(
      `with told as (select * from unnest($1::text[], $2::text[]) as t(child, head)),
         gone as (delete from vault.merged m using told t where t.child = m.child and t.head = t.child)
       insert into vault.merged (child, head) select t.child, t.head from told t join vault.child using (child) where t.child <> t.head
       on conflict (child) do update set head = excluded.head`,
      [files, into],
    );
  }
}
