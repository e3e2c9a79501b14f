import { setImmediate as breathe } from 'node:timers/promises';
import { inTransaction } from '@lianhu/postgres';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { VaultBusy } from './resolved';
import type { EpochKeys } from './epoch-keys';
import { LookupForms, type Epoch } from './lookup-forms';

/** An epoch that begins between knowing and asking is asked for anew; a second one in the same moment does not come. */
const MAX_ROUNDS = 3;

/**
 * Part of a statement that stores HMACs under epoch `$n`: empty when a newer one has begun. Beginning one waits for those that hold
 * this, so that every HMAC of an older form is there before anything stands in the newer one.
 */
export const stillNewest = (n: number): string => `select 1 from vault.key_epoch where epoch = $${n} and newest for share`;

/** Older than epoch `$1`. */
const OLDER = '(epoch is null or epoch < $1)';

interface Row {
  readonly mac: Buffer;
  readonly child: string;
  readonly epoch: Epoch;
}

/** The stored HMACs by which persons are found: asked for in every form that they may have, and put under a new epoch's key. */
export class LookupMacs {
  private known: LookupForms | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly keys: EpochKeys,
    /** HMACs put under a newer key in one transaction. */
    private readonly batch: number,
  ) {}

  /** Does work with the forms as last known; once more with newer ones when it answers undefined. Throws VaultBusy. */
  async under<T>(work: (forms: LookupForms) => Promise<T | undefined>): Promise<T> {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const done = await work(this.known ?? (await this.refresh()));
      if (done !== undefined) return done;
      await this.refresh();
    }
    throw new VaultBusy();
  }

  /** Rows of a look-up; undefined when a newer epoch had begun than these forms know, so that it may have missed somebody. */
  async rows<T extends object>({ epoch }: LookupForms, query: QueryConfig): Promise<readonly T[] | undefined> {
    const text = `select (select max(epoch) from vault.key_epoch) as newest_epoch, found.*
      from (select 1) one left join (select true as hit, q.* from (${query.text}) q) found on true`;
    const { rows } = await this.pool.query<T & { readonly newest_epoch: number; readonly hit: boolean | null }>({ ...query, text });
    return rows[0]?.newest_epoch === epoch ? rows.filter(({ hit }) => hit) : undefined;
  }

  /** Learns which epochs there are. */
  async refresh(): Promise<LookupForms> {
    const { rows } = await this.pool.query<{ epochs: number[]; plain: boolean }>(
      `select (select array_agg(epoch order by epoch) from vault.key_epoch) as epochs,
        exists (select from vault.lookup where epoch is null) or exists (select from vault.block where epoch is null) as plain`,
    );
    const { epochs, plain } = rows[0] as (typeof rows)[number];
    const keys = epochs.map((epoch) => [epoch, this.keys.lookupKey(epoch)] as const);
    this.known = new LookupForms(epochs.at(-1) as number, new Map([...(plain ? [[null, undefined] as const] : []), ...keys]));
    return this.known;
  }

  /** HMACs that still stand under an older key. */
  async left(): Promise<number> {
    const { epoch } = await this.refresh();
    const counted = (table: string): string => `(select count(*) from vault.${table} where ${OLDER})`;
    const { rows } = await this.pool.query<{ left: number }>(`select (${counted('lookup')} + ${counted('block')})::int as left`, [epoch]);
    return rows[0]?.left ?? 0;
  }

  /** Puts all under the newest epoch's key, a batch at a time. False when `stopped` broke it off; it then goes on with what is left. */
  async rewrite(stopped: () => boolean = () => false): Promise<boolean> {
    const forms = await this.refresh();
    if (forms.settled) return true;
    for (const [table, store] of [
      ['lookup', storeLookups],
      ['block', storeBlocks],
    ] as const) {
      for (let after: Row | undefined = FIRST; after !== undefined; await breathe()) {
        if (stopped()) return false;
        after = await this.batchAfter(after, table, forms, store);
      }
    }
    return true;
  }

  /** The row up to which it came; undefined at the end. */
  private batchAfter(after: Row, table: string, forms: LookupForms, store: Store): Promise<Row | undefined> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<Row>({
        name: `vault-older-${table}`,
        text: `select mac, child, epoch from vault.${table} where ${OLDER} and (mac, child) > ($2, $3) order by mac, child limit $4`,
        values: [forms.epoch, after.mac, after.child, this.batch],
      });
      const moved = rows.flatMap(({ mac, child, epoch }) => {
        const plain = forms.plain(mac, epoch);
        return plain ? [{ mac, child, newer: forms.newest(plain) }] : [];
      });
      if (moved.length > 0) await store(client, forms.epoch, moved);
      return rows.at(-1);
    });
  }
}

const FIRST: Row = { mac: Buffer.alloc(0), child: '', epoch: null };

type Store = (
  client: PoolClient,
  epoch: number,
  moved: readonly { readonly mac: Buffer; readonly child: string; readonly newer: Buffer }[],
) => Promise<unknown>;

const columns = (moved: Parameters<Store>[2]) => [moved.map(({ mac }) => mac), moved.map(({ newer }) => newer)];

/** A row that went with its child meanwhile, or was moved by another hub, is passed over. */
const storeLookups: Store = (client, epoch, moved) =>
  client.query({
    name: 'vault-move-lookups',
    text: `update vault.lookup l set mac = n.newer, epoch = $1 from unnest($2::bytea[], $3::bytea[]) as n(mac, newer) where l.mac = n.mac and ${OLDER}`,
    values: [epoch, ...columns(moved)],
  });

/** Under a lock of the children, so that erasing one leaves nothing; one that was said again meanwhile stands there already. */
const storeBlocks: Store = (client, epoch, moved) =>
  client
    .query('select 1 from vault.child where child = any($1) order by child for key share', [[...new Set(moved.map(({ child }) => child))]])
    .then(() =>
      client.query({
        name: 'vault-move-blocks',
        text: `with gone as (
            delete from vault.block b using unnest($2::bytea[], $3::bytea[], $4::text[]) as n(mac, newer, child)
            where b.mac = n.mac and b.child = n.child and ${OLDER} returning n.newer, b.child
          )
          insert into vault.block (mac, child, epoch) select newer, child, $1 from gone order by 1, 2 on conflict do nothing`,
        values: [epoch, ...columns(moved), moved.map(({ child }) => child)],
      }),
    );
