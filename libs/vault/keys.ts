import { createSecretKey, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { LianhuError, type Position, type Suite } from '@lianhu/kernel';
import { EpochKeys } from './epoch-keys';
import { keyFile } from './key-file';

/** Length of every symmetric key and seed. Unit: bytes. */
const KEY_BYTES = 32;

/** The hub's key tree: master → epoch key → data keys, and one derived key for each purpose. Only the hub's process holds it. */
export interface VaultKeys {
  readonly suite: Suite;
  /** Finds a person by a document without storing its number. */
  lookup(parts: readonly string[]): Uint8Array;
  /** Case and incident tokens, and the link from a case to its child. */
  token(parts: readonly string[]): Uint8Array;
  readonly link: KeyObject;
  /** The permanent MAC of an event as sent, from its `sentHash`. */
  contentMac(sentHash: Uint8Array): Uint8Array;
  /** Makes alert ids, see `alertIds`; the monitor asks the hub for it and keeps it in memory only. */
  readonly alertKey: Uint8Array;
  /** The id of the alert that `rule` raises about `subject` at the deciding position: the same again when a rule is run again. */
  alertId(rule: string, subject: string, position: Position): string;
  /** Wrap and unwrap the data keys. */
  readonly epochs: EpochKeys;
}

/** `HMAC(alert key, rule|subject|position)` in base64url: opaque, and the same for the same decision. */
export const alertIds =
  (suite: Suite, key: Uint8Array) =>
  (rule: string, subject: string, position: Position): string =>
    Buffer.from(suite.hmac(key, `${rule}|${subject}|${position}`)).toString('base64url');

/** Opens the hub's keys in a folder, making them the first time. Refuses key files that others may read. */
export function openKeys(folder: string, suite: Suite): VaultKeys {
  const master = keyFile(folder, 'master.key', () => suite.random(KEY_BYTES));
  const purpose = (name: string): Uint8Array => suite.hmac(master, `lianhu-vault/1\n${name}\n`);
  const macOf = (key: Uint8Array) => (parts: readonly string[]) => suite.hmac(key, JSON.stringify(parts));
  const content = purpose('content');
  const alert = purpose('alert');
  return {
    suite,
    lookup: macOf(purpose('lookup')),
    token: macOf(purpose('token')),
    link: createSecretKey(purpose('link')),
    contentMac: (sentHash) => suite.hmac(content, sentHash),
    alertKey: alert,
    alertId: alertIds(suite, alert),
    epochs: new EpochKeys(folder, suite, createSecretKey(purpose('wrap'))),
  };
}

/** A key file that must be there already. */
export class KeyMissing extends LianhuError {
  readonly code = 'vault.key-missing';
  constructor(readonly path: string) {
    super(`The key file ${path} is missing; put the keys of this installation in place first.`);
  }
}

/** The key under which manifests of backups are sealed. Never makes a master key: throws KeyMissing. */
export function backupKey(folder: string, suite: Suite): Uint8Array {
  const make = (): never => {
    throw new KeyMissing(join(folder, 'master.key'));
  };
  return suite.hmac(keyFile(folder, 'master.key', make), 'lianhu-vault/1\nbackup\n');
}

/** The hub's signing seeds, each a 0600 file of its own: of the log's checkpoints, and of the hub's own batches. */
export interface HubSeeds {
  readonly checkpoint: Uint8Array;
  readonly batch: Uint8Array;
}

/** Opens the hub's signing seeds in a folder, making them the first time. */
export function hubSeeds(folder: string, suite: Suite): HubSeeds {
  const seed = (name: string): Uint8Array => keyFile(folder, name, () => suite.random(KEY_BYTES));
  return { checkpoint: seed('checkpoint.key'), batch: seed('hub-batch.key') };
}
