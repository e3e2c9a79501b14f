import type { KeyObject } from 'node:crypto';
import type { Pool } from 'pg';
import { canonical, type Json, type Suite } from '@lianhu/kernel';
import type { MinorIdentity } from '@lianhu/standards';
import { decrypt, encrypt } from './cipher';
import type { DataKeys } from './data-keys';
import type { VaultKeys } from './keys';
import { comparable } from './matching';

/** One identity block that a department sent about a child, with the event's own time. */
export interface SentIdentity {
  readonly child: string;
  readonly minor: MinorIdentity;
  readonly time: string;
}

/** A block as it is stored. */
export interface SealedIdentity {
  readonly child: string;
  readonly mac: Uint8Array;
  readonly time: string;
  readonly sealed: Uint8Array;
}

/** HMAC of a block under its child's own key: nobody needs it once that is gone, and so it goes with it. */
export const identityMac = (suite: Suite, key: KeyObject, minor: MinorIdentity): Uint8Array =>
  suite.hmac(key.export(), `identity|${canonical(minor as unknown as Json)}`);

/** Identity blocks as ciphertext under the child's key: each different one is kept, later values win member by member. */
export class Identities {
  constructor(
    private readonly pool: Pool,
    private readonly keys: VaultKeys,
    private readonly dataKeys: DataKeys,
  ) {}

  /** What two equal blocks of one child have in common, and nothing else; undefined while the child's key is not in memory. */
  macOf(child: string, minor: MinorIdentity): Uint8Array | undefined {
    const key = this.dataKeys.cached(child);
    return key && identityMac(this.keys.suite, key, minor);
  }

  /** Keeps blocks; one that is known already becomes valid again from its newest time. */
  keep(sent: readonly SentIdentity[]): Promise<void> {
    return this.store(sent, 'vault-keep-identities', KEEP);
  }

  /** As `keep`, of children of whom no event stands, or whom nobody has named: when one stands by now, that one says who they are. */
  introduce(sent: readonly SentIdentity[]): Promise<void> {
    return this.store(sent, 'vault-introduce-identities', INTRODUCE);
  }

  /** Each different block of a child once, with its newest time, in the order of the locks. */
  async sealed(sent: readonly SentIdentity[]): Promise<readonly SealedIdentity[]> {
    const open = await this.dataKeys.load(sent.map(({ child }) => child));
    const rows = new Map<string, SentIdentity & Pick<SealedIdentity, 'mac'> & { readonly key: KeyObject }>();
    for (const one of sent) {
      const key = open.get(one.child);
      if (!key) continue;
      const mac = identityMac(this.keys.suite, key, one.minor);
      const name = `${one.child}|${Buffer.from(mac).toString('base64')}`;
      if ((rows.get(name)?.time ?? '') < one.time) rows.set(name, { ...one, mac, key });
    }
    const sorted = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    return sorted.map(({ child, mac, time, minor, key }) => ({ child, mac, time, sealed: encrypt(key, JSON.stringify(minor), `identity|${child}`) }));
  }

  private async store(sent: readonly SentIdentity[], name: string, text: string): Promise<void> {
    const rows = await this.sealed(sent);
    // Before they are kept, so that none is kept and never compared.
    await this.pool.query({
      name: 'vault-to-match',
      text: 'insert into vault.to_match select distinct s.child from unnest($1::text[]) as s(child) join vault.child using (child) order by 1 on conflict do nothing',
      values: [rows.map((row) => row.child)],
    });
    await this.pool.query({
      name,
      text,
      values: [rows.map((row) => row.child), rows.map((row) => row.mac), rows.map((row) => row.time), rows.map((row) => row.sealed)],
    });
  }

  /** Identities of children, of merged files what both say, for a name to be shown to somebody entitled; children without one are absent. */
  async of(children: readonly string[]): Promise<ReadonlyMap<string, MinorIdentity>> {
    if (children.length === 0) return new Map();
    const found = new Map<string, MinorIdentity>();
    const asked = new Set(children);
    for (const { child, head, block } of await this.blocksOf(children))
      for (const file of new Set([child, head])) if (asked.has(file)) found.set(file, { ...found.get(file), ...block });
    return found;
  }

  /** Every identity block of files, of merged ones what all of them say, in order of time. */
  async blocksOf(children: readonly string[]): Promise<readonly { readonly child: string; readonly head: string; readonly block: MinorIdentity }[]> {
    const { rows } = await this.pool.query<{ child: string; head: string; sealed: Buffer }>({
      name: 'vault-identities',
      text: BLOCKS,
      values: [children],
    });
    const keys = await this.dataKeys.load(rows.map((row) => row.child));
    return rows.flatMap(({ child, head, sealed }) => {
      const key = keys.get(child);
      return key ? [{ child, head, block: JSON.parse(decrypt(key, sealed, `identity|${child}`).toString()) as MinorIdentity }] : [];
    });
  }

  /** Every name that was ever said of a file by itself, in comparable form. */
  async namesOf(children: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const names = new Map<string, string[]>();
    for (const { child, block } of await this.blocksOf(children)) names.set(child, [...(names.get(child) ?? []), comparable(block.name)]);
    return names;
  }
}

/** By way of the files, so that every step uses an index. */
const BLOCKS = `
with files as (
  select a.child, coalesce(m.head, a.child) as head from unnest($1::text[]) as a(child) left join vault.merged m using (child)
  union select m.child, m.head from vault.merged m where m.head = any($1)
)
select i.child, i.sealed, f.head from files f join vault.identity i using (child) order by i.valid_from, i.mac`;

const SENT = `select s.* from unnest($1::text[], $2::bytea[], $3::text[], $4::bytea[]) as s(child, mac, valid_from, sealed)`;
const KEPT = `
  insert into vault.identity (child, mac, valid_from, sealed, by_child) select child, mac, valid_from, sealed, true from sent order by child, mac
  on conflict (child, mac) do update set valid_from = greatest(vault.identity.valid_from, excluded.valid_from)`;
const NEWEST = `
update vault.child c set identity_mac = s.mac
from (select distinct on (child) child, mac from sent order by child, valid_from desc) s
where c.child = s.child and c.child in (select child from locked)`;

const KEEP = `
with sent as (${SENT} join vault.child using (child)), kept as (${KEPT}), locked as (
  select child from vault.child where child in (select child from sent) order by child for no key update
)${NEWEST}`;

/** The locks first: whoever holds one makes the child known. */
const INTRODUCE = `
with locked as (
  select child from vault.child where child = any($1) and (pending or identity_mac is null) order by child for no key update
), sent as (${SENT} join locked using (child)), kept as (${KEPT})${NEWEST}`;
