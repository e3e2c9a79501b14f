import { createSecretKey, type KeyObject } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { LianhuError, type Suite } from '@lianhu/kernel';
import { decrypt, encrypt } from './cipher';
import { destroyKeyFile, keyFile } from './key-file';

/** Unit: bytes. */
const KEY_BYTES = 32;
/** What a read that is under way may still need, a destroyed key is kept in memory for. Unit: milliseconds. */
const LINGERS_MS = 60_000;

/** A data key as it is stored: wrapped by the key of the epoch `kekId`. */
export interface WrappedKey {
  readonly kekId: number;
  readonly wrapped: Uint8Array;
}

/** A data key that names an epoch whose key file is not there. */
export class EpochKeyMissing extends LianhuError {
  readonly code = 'vault.epoch-key-missing';
  constructor(readonly kekId: number) {
    super(
      `The key file of epoch ${kekId} is missing. If a rotation destroyed it, nothing opens what is older; otherwise put it back (lianhu backup-keys keeps a copy).`,
    );
  }
}

const nameOf = (epoch: number): string => `epoch-${epoch}.key`;

/** The epochs whose key files lie in a folder, the oldest first. */
export function epochsIn(folder: string): readonly number[] {
  const found = readdirSync(folder).flatMap((name) => /^epoch-(\d{1,9})\.key$/.exec(name)?.[1] ?? []);
  return found.map(Number).sort((a, b) => a - b);
}

/** The epoch keys: each a file of its own that the master key opens. They wrap the data keys and mask the HMACs by which persons are found. */
export class EpochKeys {
  private readonly opened = new Map<number, KeyObject>();
  /** The epoch under which keys are wrapped from now on. */
  current: number;

  constructor(
    private readonly folder: string,
    private readonly suite: Suite,
    private readonly wrapper: KeyObject,
  ) {
    const newest = epochsIn(folder).at(-1);
    this.current = newest ?? 1;
    // A key is made where there is none at all: one that was destroyed never comes again under its number.
    if (newest === undefined) this.make(1);
  }

  /** Makes the key of an epoch, durable when it returns; one that is there stays. */
  make(epoch: number): void {
    keyFile(this.folder, nameOf(epoch), () => encrypt(this.wrapper, this.suite.random(KEY_BYTES), `epoch|${epoch}`));
  }

  /** A number that no key file here and none of these has had. */
  next(known: readonly number[]): number {
    return Math.max(0, ...known, ...epochsIn(this.folder)) + 1;
  }

  /** Destroys the keys of all epochs before this one. Again changes nothing. */
  destroyBefore(epoch: number): void {
    for (const old of epochsIn(this.folder).filter((one) => one < epoch)) destroyKeyFile(this.folder, nameOf(old));
    for (const old of [...this.opened.keys()].filter((one) => one < epoch)) setTimeout(() => this.opened.delete(old), LINGERS_MS).unref();
  }

  wrap(owner: string, key: Uint8Array): WrappedKey {
    const kekId = this.current;
    return { kekId, wrapped: encrypt(this.keyOf(kekId), key, `data-key|${owner}`) };
  }

  unwrap(owner: string, { kekId, wrapped }: WrappedKey): KeyObject {
    return createSecretKey(decrypt(this.keyOf(kekId), wrapped, `data-key|${owner}`));
  }

  /** The key under which the HMACs by which persons are found stand in this epoch; it goes when the epoch's does. */
  lookupKey(epoch: number): KeyObject {
    return createSecretKey(this.suite.hmac(this.keyOf(epoch).export(), 'lianhu-vault/1\nlookup\n'));
  }

  private keyOf(epoch: number): KeyObject {
    const known = this.opened.get(epoch);
    if (known) return known;
    const missing = (): never => {
      throw new EpochKeyMissing(epoch);
    };
    const key = createSecretKey(decrypt(this.wrapper, keyFile(this.folder, nameOf(epoch), missing), `epoch|${epoch}`));
    this.opened.set(epoch, key);
    return key;
  }
}
