import { setImmediate as breathe } from 'node:timers/promises';
import type { Suite } from '@lianhu/kernel';
import type { MinorIdentity } from '@lianhu/standards';
import type { Pool } from 'pg';
import { decrypt } from './cipher';
import type { DataKeys } from './data-keys';
import { identityMac } from './identities';

/** Blocks whose HMAC is made anew in one statement. Unit: blocks. Reason: some 10 ms, during which nobody else waits for these rows. */
const BATCH = 200;

interface Row {
  readonly child: string;
  readonly mac: Buffer;
  readonly sealed: Buffer;
}

/**
 * Puts HMACs of identity blocks that an older version stored under the master key's lookup key under their children's own keys.
 * False when `stopped` broke it off.
 */
export async function rekeyIdentities(pool: Pool, dataKeys: DataKeys, suite: Suite, stopped: () => boolean, batch = BATCH): Promise<boolean> {
  for (let after: Pick<Row, 'child' | 'mac'> | undefined = { child: '', mac: Buffer.alloc(0) }; after; await breathe()) {
    if (stopped()) return false;
    const { rows }: { rows: Row[] } = await pool.query<Row>(
      'select child, mac, sealed from vault.identity where not by_child and (child, mac) > ($1, $2) order by child, mac limit $3',
      [after.child, after.mac, batch],
    );
    const keys = await dataKeys.load(rows.map(({ child }) => child));
    const moved = rows.flatMap(({ child, mac, sealed }) => {
      const key = keys.get(child);
      if (!key) return [];
      const minor = JSON.parse(decrypt(key, sealed, `identity|${child}`).toString()) as MinorIdentity;
      return [{ child, mac, newer: identityMac(suite, key, minor) }];
    });
    if (moved.length > 0) await pool.query(MOVE, [moved.map(({ child }) => child), moved.map(({ mac }) => mac), moved.map(({ newer }) => newer)]);
    after = rows.at(-1);
  }
  return true;
}

/** The locks in the order in which keeping a block takes them. A block that was said again meanwhile stands there already. */
const MOVE = `
with moved as (select * from unnest($1::text[], $2::bytea[], $3::bytea[]) as n(child, mac, newer)), gone as (
  delete from vault.identity i using moved n where i.child = n.child and i.mac = n.mac returning i.child, n.newer, i.valid_from, i.sealed
), kept as (
  insert into vault.identity (child, mac, valid_from, sealed, by_child) select child, newer, valid_from, sealed, true from gone order by child, newer
  on conflict (child, mac) do update set valid_from = greatest(vault.identity.valid_from, excluded.valid_from)
), locked as (
  select child from vault.child where child in (select child from moved) order by child for no key update
)
update vault.child c set identity_mac = n.newer from moved n where c.child = n.child and c.identity_mac = n.mac and c.child in (select child from locked)`;
