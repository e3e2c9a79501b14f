import { setImmediate as breathe } from 'node:timers/promises';
import { LianhuError, momentOf, type Moment } from '@lianhu/kernel';
import { inTransaction } from '@lianhu/postgres';
import type { Pool, PoolClient } from 'pg';
import type { EpochKeys } from './epoch-keys';
import { LookupMacs } from './lookup-macs';

/** Keys wrapped anew, or HMACs put under another key, in one transaction. Unit: keys. Reason: 10 ms of work, during which nobody else waits for these rows. */
const BATCH = 200;
const FOREIGN_KEY = '23503';
const UNIQUE = '23505';

/** An epoch of the vault's keys. */
export interface KeyEpoch {
  readonly epoch: number;
  readonly begunAt: Moment;
  /** When the last key under an older epoch had been wrapped anew; absent before. */
  readonly aloneSince?: Moment;
  /** Whether the older epochs' keys are destroyed. */
  readonly finished: boolean;
}

/** A rotation is asked for while one is under way. */
export class RotationRuns extends LianhuError {
  readonly code = 'vault.rotation-runs';
  constructor() {
    super('The keys are being wrapped anew already; wait until that is done.');
  }
}

interface Row {
  readonly epoch: number;
  readonly begun_at: Date;
  readonly alone_since: Date | null;
  readonly finished: boolean;
}

const epochOf = (row: Row): KeyEpoch => ({
  epoch: row.epoch,
  begunAt: momentOf(row.begun_at.getTime()),
  ...(row.alone_since && { aloneSince: momentOf(row.alone_since.getTime()) }),
  finished: row.finished,
});

/**
 * The epochs under which data keys are wrapped, and going over to a new one. Each step is one transaction and says itself whether
 * it is done, so that whoever starts after a crash goes on where it was; several hubs may do it at once.
 */
export class KeyEpochs {
  /** The HMACs by which persons are found; they go over to a new epoch's key with the data keys. */
  readonly lookups: LookupMacs;

  constructor(
    private readonly pool: Pool,
    private readonly keys: EpochKeys,
    private readonly batch = BATCH,
  ) {
    this.lookups = new LookupMacs(pool, keys, batch);
  }

  /** The present epoch; keys are wrapped under it from now on, also where another process began it. */
  async now(): Promise<KeyEpoch> {
    const newest = (await this.rows()).at(-1) as Row;
    this.keys.current = newest.epoch;
    return epochOf(newest);
  }

  /** Begins a new epoch. Throws RotationRuns. */
  async begin(): Promise<KeyEpoch> {
    const known = await this.rows();
    if (known.some(({ finished }) => !finished)) throw new RotationRuns();
    const epoch = this.keys.next(known.map((row) => row.epoch));
    // The file first: a row whose key nobody has would be worse than a key that nothing needs.
    this.keys.make(epoch);
    // That the older one is no more the newest waits for whoever is storing an HMAC under it.
    const begin = 'with older as (update vault.key_epoch set newest = false where newest) insert into vault.key_epoch (epoch) values ($1)';
    await this.pool.query(begin, [epoch]).catch((error: unknown) => {
      throw (error as { code?: unknown }).code === UNIQUE ? new RotationRuns() : error;
    });
    return this.now();
  }

  /** Keys and HMACs that still stand under an older epoch. */
  async left(): Promise<number> {
    const { rows } = await this.pool.query<{ left: number }>('select count(*)::int as left from vault.data_key where kek_id < $1', [
      this.keys.current,
    ]);
    return (rows[0]?.left ?? 0) + (await this.lookups.left());
  }

  /** Puts HMACs and keys of older epochs under the present one, some at a time, and then gives the older ones up. False when `stopped` broke it off. */
  async rewrap(stopped: () => boolean = () => false): Promise<boolean> {
    const { epoch, aloneSince } = await this.now();
    if (aloneSince !== undefined) return true;
    if (!(await this.lookups.rewrite(stopped))) return false;
    if ((await this.lookups.left()) > 0) throw new TypeError('HMACs came under an older epoch after a newer one had begun');
    do {
      for (let after: string | undefined = ''; after !== undefined; await breathe()) {
        if (stopped()) return false;
        after = await this.batchAfter(after, epoch);
      }
      // A key that was locked (its child is being erased) or came meanwhile under the older epoch keeps it: once more.
    } while (!(await this.giveUpBefore(epoch)));
    return true;
  }

  /** Destroys the key files of the epochs that were given up; a backup that is older opens nothing any more. Again changes nothing. */
  async destroyOlder(): Promise<void> {
    const { epoch, aloneSince } = await this.now();
    await this.lookups.refresh();
    if (aloneSince === undefined) throw new TypeError('keys still stand under the older epochs');
    this.keys.destroyBefore(epoch);
  }

  /** Says that the present epoch's rotation is done, so that the next may begin. */
  async finish(): Promise<void> {
    await this.pool.query('update vault.key_epoch set finished = true where epoch = $1 and alone_since is not null', [this.keys.current]);
  }

  /** Runs what stores wrapped keys; once more when their epoch was given up between wrapping and storing. */
  async storing<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if ((error as { constraint?: unknown }).constraint !== 'data_key_epoch') throw error;
      await this.now();
      return work();
    }
  }

  private async rows(): Promise<readonly Row[]> {
    return (await this.pool.query<Row>('select epoch, begun_at, alone_since, finished from vault.key_epoch order by epoch')).rows;
  }

  /** The owner up to which it came; undefined at the end. Plain keys are in memory only. */
  private batchAfter(after: string, epoch: number): Promise<string | undefined> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ owner: string; kek_id: number; wrapped: Buffer }>({
        name: 'vault-keys-of-older-epochs',
        text: `select owner, kek_id, wrapped from vault.data_key where owner > $1 and kek_id < $2 order by owner limit $3 for update skip locked`,
        values: [after, epoch, this.batch],
      });
      if (rows.length === 0) return undefined;
      await this.store(
        client,
        rows.map(({ owner, kek_id, wrapped }) => ({
          owner,
          ...this.keys.wrap(owner, this.keys.unwrap(owner, { kekId: kek_id, wrapped }).export()),
        })),
      );
      return rows.at(-1)?.owner;
    });
  }

  private async store(client: PoolClient, made: readonly { readonly owner: string; readonly kekId: number; readonly wrapped: Uint8Array }[]) {
    await client.query({
      name: 'vault-rewrap',
      text: `update vault.data_key k set kek_id = n.kek_id, wrapped = n.wrapped
        from unnest($1::text[], $2::int[], $3::bytea[]) as n(owner, kek_id, wrapped) where k.owner = n.owner`,
      values: [made.map((key) => key.owner), made.map((key) => key.kekId), made.map((key) => key.wrapped)],
    });
  }

  /** False when a key still stands under an older epoch: the reference refuses it. */
  private async giveUpBefore(epoch: number): Promise<boolean> {
    try {
      await inTransaction(this.pool, async (client) => {
        await client.query('delete from vault.key_epoch where epoch < $1', [epoch]);
        await client.query('update vault.key_epoch set alone_since = clock_timestamp() where epoch = $1 and alone_since is null', [epoch]);
      });
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code !== FOREIGN_KEY) throw error;
      return false;
    }
  }
}
