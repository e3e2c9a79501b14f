import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64, type Suite } from '@lianhu/kernel';
import { signBatch, signNextKey, type SignedBatch } from '@lianhu/log';
import { logger, ProblemError, type KeyHandover, type LogPort, type RegisteredKey } from '@lianhu/services/platform';
import { keyFile } from '@lianhu/vault';
import { disk, putJson, readJson, removeFile } from './files';

/** Ed25519 seed. Unit: bytes. */
const SEED_BYTES = 32;

interface Key {
  readonly seed: Uint8Array;
  readonly keyId: string;
  /** Base64. */
  readonly publicKey: string;
}

/** What rotating needs to know of the edge: that nothing signed before is still on its way. */
export type Settled = () => Promise<void>;

/**
 * The signing keys of one department's edge: the present one, and every one that it has made, each signed by the one before.
 * Files: `<department>.signing.key` (the present seed), `.signing.next.key` (while a rotation is under way), `.keys.json` (public).
 */
export class SigningKeys {
  private key: Key;
  private chain: readonly KeyHandover[];

  constructor(
    private readonly suite: Suite,
    private readonly folder: string,
    private readonly department: string,
    private readonly origin: string,
  ) {
    this.key = this.load('signing');
    this.chain = (readJson(this.path('keys.json')) as readonly KeyHandover[] | undefined) ?? [];
    if (!this.chain.some(({ keyId }) => keyId === this.key.keyId)) this.note({ keyId: this.key.keyId, publicKey: this.key.publicKey });
  }

  get current(): { readonly keyId: string; readonly publicKey: string } {
    return this.key;
  }
  /** Every key that this edge has made, oldest first, with what a register of keys needs. */
  get made(): readonly KeyHandover[] {
    return this.chain;
  }
  /** Whether a rotation has begun and is not over. */
  get rotating(): boolean {
    return existsSync(this.path('signing.next.key'));
  }

  /** Signs claims with the present key. */
  sign(claims: readonly string[]): SignedBatch {
    const { keyId, seed } = this.key;
    return signBatch(this.suite, { origin: this.origin, department: this.department, keyId, seed, claims });
  }

  /** Begins a rotation: makes the next key, and remembers the present one's signature over it. Beginning twice is beginning once. Answers the next key's id. */
  begin(): string {
    const next = this.load('signing.next');
    const { keyId, publicKey } = next;
    if (!this.chain.some((made) => made.keyId === keyId))
      this.note({ keyId, publicKey, previous: signNextKey(this.suite, this.origin, this.key, { department: this.department, keyId, publicKey }) });
    return keyId;
  }

  /**
   * Goes on with a rotation that has begun, from wherever a crash left it: registers the next key, signs with it from now on, and
   * revokes the old one when nothing that it signed is on its way. Throws HubAway (it goes on later) or ProblemError (it is given up).
   */
  async rotate(log: LogPort, settled: Settled): Promise<void> {
    this.begin();
    const next = this.load('signing.next');
    try {
      await log.registerKey(this.department, this.chain.find(({ keyId }) => keyId === next.keyId) as KeyHandover);
    } catch (error) {
      if (error instanceof ProblemError) this.abandon(next);
      throw error;
    }
    const old = this.key;
    disk.rename(this.path('signing.next.key'), this.path('signing.key'));
    disk.syncFolder(this.folder);
    this.key = next;
    logger.info({ department: this.department, key: next.keyId }, 'signs with a new key');
    await settled();
    await log.revokeKey(this.department, old.keyId);
  }

  /** Brings the hub's register level with what this edge has made: a rotation that a crash or a restored backup cut short is made good. Throws HubAway. */
  async level(log: LogPort, registered: readonly RegisteredKey[]): Promise<void> {
    const known = new Map(registered.map((key) => [key.keyId, key]));
    if (this.rotating || registered.length === 0) return;
    for (const made of this.chain) if (made.previous && !known.has(made.keyId)) await this.attempt(() => log.registerKey(this.department, made));
    for (const { keyId } of this.chain) {
      if (keyId !== this.key.keyId && known.get(keyId)?.revoked === false) await this.attempt(() => log.revokeKey(this.department, keyId));
    }
  }

  private async attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      logger.error({ department: this.department, refusal: error.code }, 'the hub refuses to bring the keys level');
    }
  }

  private abandon({ keyId }: Key): void {
    removeFile(this.path('signing.next.key'));
    putJson(this.path('keys.json'), (this.chain = this.chain.filter((made) => made.keyId !== keyId)));
  }

  private note(key: KeyHandover): void {
    putJson(this.path('keys.json'), (this.chain = [...this.chain, key]));
  }

  private load(name: string): Key {
    const seed = keyFile(this.folder, `${this.department}.${name}.key`, () => randomBytes(SEED_BYTES));
    const publicKey = this.suite.publicKey(seed);
    return {
      seed,
      publicKey: toBase64(publicKey),
      keyId: `${this.department}-${Buffer.from(this.suite.sha256(publicKey)).toString('hex').slice(0, 12)}`,
    };
  }

  private path(name: string): string {
    return join(this.folder, `${this.department}.${name}`);
  }
}
