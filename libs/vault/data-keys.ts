import { createSecretKey, type KeyObject } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import type { WrappedKey } from './epoch-keys';
import type { KeyEpochs } from './key-epochs';
import type { VaultKeys } from './keys';

/** Data keys kept in memory, the oldest unused go first. Unit: keys, about 200 bytes each. */
const MAX_CACHED = 20_000;
const KEY_BYTES = 32;
/** A key that another process destroyed is forgotten here after so long. Unit: milliseconds. */
const CACHED_MS = 60_000;

interface StoredKey {
  readonly owner: string;
  readonly kek_id: number;
  readonly wrapped: Buffer;
}

/** The data keys of children, cases and the hub: stored wrapped, opened when needed, a bounded number kept in memory. */
export class DataKeys {
  private readonly cache = new Map<string, { readonly key: KeyObject; readonly until: number }>();

  constructor(
    private readonly pool: Pool,
    private readonly keys: Pick<VaultKeys, 'suite' | 'epochs'>,
    private readonly rotation: Pick<KeyEpochs, 'storing'>,
    private readonly limit = MAX_CACHED,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Does what makes keys and stores them; once more, with new ones, when their epoch was given up meanwhile. */
  storing<T>(work: () => Promise<T>): Promise<T> {
    return this.rotation.storing(work);
  }

  /** A new random key for an owner; it counts only when its wrapped form is stored, inside `storing`. */
  make(owner: string): WrappedKey & { readonly key: KeyObject } {
    const raw = this.keys.suite.random(KEY_BYTES);
    return { key: createSecretKey(raw), ...this.keys.epochs.wrap(owner, raw) };
  }

  /** Opens a stored key, or takes it from memory. */
  admit(owner: string, stored: WrappedKey): KeyObject {
    return this.cached(owner) ?? this.keep(owner, this.keys.epochs.unwrap(owner, stored));
  }

  /** The key in memory, which becomes the youngest. */
  cached(owner: string): KeyObject | undefined {
    const held = this.cache.get(owner);
    if (!held) return undefined;
    this.cache.delete(owner);
    if (held.until <= this.now()) return undefined;
    this.cache.set(owner, held);
    return held.key;
  }

  /** Keys of owners, from memory or the database; an owner whose key is gone is absent. */
  async load(owners: Iterable<string>): Promise<ReadonlyMap<string, KeyObject>> {
    const found = new Map<string, KeyObject>();
    const missing: string[] = [];
    for (const owner of new Set(owners)) {
      const key = this.cached(owner);
      if (key) found.set(owner, key);
      else missing.push(owner);
    }
    if (missing.length > 0) {
      for (const row of await this.select(missing)) found.set(row.owner, this.admit(row.owner, { kekId: row.kek_id, wrapped: row.wrapped }));
    }
    return found;
  }

  /** Stores a key for every owner that has none; whoever was first is the one that counts. */
  async ensure(owners: Iterable<string>): Promise<void> {
    const wanted = [...new Set(owners)].sort();
    if (wanted.length === 0) return;
    await this.storing(async () => {
      const made = wanted.map((owner) => ({ owner, ...this.make(owner) }));
      await this.pool.query({
        name: 'vault-ensure-keys',
        text: `insert into vault.data_key (owner, kek_id, wrapped)
          select * from unnest($1::text[], $2::int[], $3::bytea[]) as k(owner, kek_id, wrapped) order by owner on conflict do nothing`,
        values: [made.map((m) => m.owner), made.map((m) => m.kekId), made.map((m) => m.wrapped)],
      });
    });
  }

  /** Drops a key from memory. */
  forget(owner: string): void {
    this.cache.delete(owner);
  }

  private keep(owner: string, key: KeyObject): KeyObject {
    this.cache.set(owner, { key, until: this.now() + CACHED_MS });
    if (this.cache.size > this.limit) this.cache.delete(this.cache.keys().next().value as string);
    return key;
  }

  private async select(owners: readonly string[]): Promise<readonly StoredKey[]> {
    const text = 'select owner, kek_id, wrapped from vault.data_key where owner = any($1)';
    return (await this.pool.query<StoredKey>({ name: 'vault-keys', text, values: [owners] })).rows;
  }
}

/** Opens one data key of every epoch, to see that the right key files lie here. Throws CipherBroken or EpochKeyMissing. */
export async function checkDataKeys(client: ClientBase, { epochs }: Pick<VaultKeys, 'epochs'>): Promise<void> {
  const { rows } = await client.query<StoredKey>('select distinct on (kek_id) owner, kek_id, wrapped from vault.data_key order by kek_id, owner');
  for (const { owner, kek_id, wrapped } of rows) epochs.unwrap(owner, { kekId: kek_id, wrapped });
}
