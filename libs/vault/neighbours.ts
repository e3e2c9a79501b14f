import type { Pool } from 'pg';
import type { Epoch, LookupForms } from './lookup-forms';
import { stillNewest, type LookupMacs } from './lookup-macs';
import { MAX_BLOCK } from './matching';

/** Two files to compare. */
export interface Pair {
  readonly file: string;
  readonly other: string;
}
/** A key that a file is compared by, as an HMAC. */
export interface Block {
  readonly mac: Uint8Array;
  readonly file: string;
}

/** Files that share a key by which they are compared at all: kept as HMACs, found in whatever form they are stored. */
export class Neighbours {
  constructor(
    private readonly pool: Pool,
    private readonly lookups: LookupMacs,
  ) {}

  /** Keeps the keys of files; answers which other files share one. */
  of(files: readonly string[], blocks: readonly Block[]): Promise<readonly Pair[]> {
    return this.lookups.under(async (forms) => ((await this.keepBlocks(forms, blocks, files)) ? this.near(forms, blocks, files) : undefined));
  }

  /** False when a newer epoch has begun. What stands in an older form comes into the newest. */
  private async keepBlocks(forms: LookupForms, blocks: readonly Block[], files: readonly string[]): Promise<boolean> {
    const before = blocks.flatMap(({ mac, file }) => forms.before(mac).map((older) => ({ older, file })));
    const { rows } = await this.pool.query<{ kept: boolean }>({
      name: 'vault-blocks',
      text: KEEP_BLOCKS,
      values: [
        blocks.map(({ mac }) => forms.newest(mac)),
        blocks.map(({ file }) => file),
        files,
        forms.epoch,
        before.map(({ older }) => older),
        before.map(({ file }) => file),
      ],
    });
    return rows[0]?.kept ?? false;
  }

  /** Files that share a key with these; undefined when a newer epoch has begun. */
  private async near(forms: LookupForms, blocks: readonly Block[], files: readonly string[]): Promise<readonly Pair[] | undefined> {
    const ofParts = await this.pool.query<{ mac: Buffer; epoch: Epoch; file: string }>({ name: 'vault-parts', text: OF_PARTS, values: [files] });
    const parts = ofParts.rows.map(({ mac, epoch, file }) => ({ mac: forms.plain(mac, epoch), file }));
    const all = new Map<string, { readonly mac: Buffer; readonly file: string; readonly of: Buffer }>();
    for (const { mac, file } of [...blocks, ...parts]) {
      if (!mac) return undefined;
      const of = forms.newest(mac);
      for (const form of forms.all(mac)) all.set(`${file}|${form.toString('base64')}`, { mac: form, file, of });
    }
    const mine = [...all.values()];
    const values = [MAX_BLOCK, mine.map(({ mac }) => mac), mine.map(({ file }) => file), mine.map(({ of }) => of)];
    return this.lookups.rows<Pair>(forms, { name: 'vault-near', text: NEAR, values });
  }
}

/** One lock a child in place of a foreign key's one a row: an erasure waits, and then finds all. */
const KEEP_BLOCKS = `
with still as (${stillNewest(4)}), live as (select child from vault.child where child = any($3) order by child for key share), moved as (
  delete from vault.block b using unnest($5::bytea[], $6::text[]) as o(mac, child), still, live
  where b.mac = o.mac and b.child = o.child and live.child = b.child
), kept as (
  insert into vault.block (mac, child, epoch) select b.mac, b.child, $4 from unnest($1::bytea[], $2::text[]) as b(mac, child) join live using (child), still
  order by 1, 2 on conflict do nothing
)
select exists (select from still) as kept`;

/** What the other parts of merged files stand under. */
const OF_PARTS = 'select b.mac, b.epoch, m.head as file from vault.merged m join vault.block b using (child) where m.head = any($1)';

/** Files that share a key which not too many share, in whatever form it is stored; a merged file stands for all its parts. */
const NEAR = `
with mine as (
  select file, array_agg(mac) as macs from unnest($2::bytea[], $3::text[], $4::bytea[]) as b(mac, file, shared) group by file, shared
), near as (
  select m.file, few.child from mine m cross join lateral (
    select n.child, count(*) over () as many from (select b.child from vault.block b where b.mac = any(m.macs) order by b.mac, b.child limit $1::int + 1) n
  ) few where few.many between 2 and $1::int and few.child <> m.file
), pairs as (
  select distinct n.file, coalesce(m.head, n.child) as other from near n left join vault.merged m using (child)
)
select distinct on (least(file, other), greatest(file, other)) file, other from pairs where file <> other`;
