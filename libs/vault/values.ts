import { LianhuError } from '@lianhu/kernel';
import { decrypt, encrypt } from './cipher';
import type { DataKeys } from './data-keys';

/** The owner of the key for events that are about no child and no case. */
const HUB = 'hub';

/** Salt and values of one event's secrets, by RFC 6901 pointer. */
export interface SecretValues {
  /** Base64 of 16 bytes. */
  readonly salt: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A key that is gone: the child was erased or never came into the log. */
export class KeyGone extends LianhuError {
  readonly code = 'vault.key-gone';
  constructor() {
    super('The key of a child or case is gone; resolve the event again.');
  }
}

/** What is kept beside the log: the secrets of an event as ciphertext under the key of its subject. */
export class Values {
  constructor(private readonly dataKeys: DataKeys) {}

  /** One ciphertext an event, in order. `owner` is the event's subject (`child-…`, `case-…`); none = the hub's key. */
  async seal(items: readonly { readonly owner?: string; readonly secrets: SecretValues }[]): Promise<readonly Uint8Array[]> {
    const keys = await this.keysOf(items);
    return items.map(({ owner = HUB, secrets }) => {
      const key = keys.get(owner);
      if (!key) throw new KeyGone();
      return encrypt(key, JSON.stringify(secrets), `values|${owner}`);
    });
  }

  /** The secrets again, in order; undefined where the key is gone. */
  async open(items: readonly { readonly owner?: string; readonly sealed: Uint8Array }[]): Promise<readonly (SecretValues | undefined)[]> {
    const keys = await this.keysOf(items);
    return items.map(({ owner = HUB, sealed }) => {
      const key = keys.get(owner);
      return key && (JSON.parse(decrypt(key, sealed, `values|${owner}`).toString()) as SecretValues);
    });
  }

  private async keysOf(items: readonly { readonly owner?: string }[]) {
    const owners = new Set(items.map(({ owner = HUB }) => owner));
    const keys = await this.dataKeys.load(owners);
    if (!owners.has(HUB) || keys.has(HUB)) return keys;
    await this.dataKeys.ensure([HUB]);
    return this.dataKeys.load(owners);
  }
}
