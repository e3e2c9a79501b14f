import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

/** The epoch of an HMAC that an older version stored as it is: under the master key's own lookup key only. */
export type Epoch = number | null;

/**
 * A permutation of HMACs under an epoch's key: what is stored goes over to another key without what it was made from. Two blocks of
 * AES-256-CBC need no random IV here: what they hide is a random function's output and never the same twice.
 */
const IV = Buffer.alloc(16);
const masked = (key: KeyObject, mac: Uint8Array): Buffer => {
  const cipher = createCipheriv('aes-256-cbc', key, IV).setAutoPadding(false);
  return Buffer.concat([cipher.update(mac), cipher.final()]);
};
const unmasked = (key: KeyObject, stored: Uint8Array): Buffer => {
  const cipher = createDecipheriv('aes-256-cbc', key, IV).setAutoPadding(false);
  return Buffer.concat([cipher.update(stored), cipher.final()]);
};

/** In which forms an HMAC by which persons are found may be stored at a moment: usually one, while a rotation runs one for each key. */
export class LookupForms {
  private readonly older: readonly Epoch[];

  /** @param keys of every epoch that is not given up; undefined for null, where some stand as an older version stored them. */
  constructor(
    /** The newest one. What is stored from now on stands under it. */
    readonly epoch: number,
    private readonly keys: ReadonlyMap<Epoch, KeyObject | undefined>,
  ) {
    this.older = [...keys.keys()].filter((one) => one !== epoch);
  }

  /** Whether nothing can stand under an older key. */
  get settled(): boolean {
    return this.older.length === 0;
  }

  /** As it is stored from now on. */
  newest(mac: Uint8Array): Buffer {
    return this.under(this.epoch, mac);
  }

  /** As it may have been stored before. */
  before(mac: Uint8Array): readonly Buffer[] {
    return this.older.map((epoch) => this.under(epoch, mac));
  }

  all(mac: Uint8Array): readonly Buffer[] {
    return [this.newest(mac), ...this.before(mac)];
  }

  /** The HMAC behind a stored one; undefined when it stands under an epoch that began since. */
  plain(stored: Uint8Array, epoch: Epoch): Buffer | undefined {
    if (!this.keys.has(epoch)) return undefined;
    const key = this.keys.get(epoch);
    return key ? unmasked(key, stored) : Buffer.from(stored);
  }

  private under(epoch: Epoch, mac: Uint8Array): Buffer {
    const key = this.keys.get(epoch);
    return key ? masked(key, mac) : Buffer.from(mac);
  }
}
