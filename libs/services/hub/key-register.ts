import { fromBase64, momentOf, toBase64, type Clock, type Suite } from '@lianhu/kernel';
import { KEY_EVENTS, Keyring, keyText, type DepartmentKey, type EventLog } from '@lianhu/log';
import { ProblemError, type KeyHandover, type OwnEvent, type RegisteredKey } from '@lianhu/services/platform';
import type { Underway } from './underway';

/** A department's new signing key. `previous` is needed when the department has one: the old key's signature over the new one. */
export interface NewKey extends Omit<KeyHandover, 'keyId'> {
  readonly department: string;
  readonly keyId?: string;
}

/** Positions read at once while the keys of the log are gathered. */
const PAGE = 500;
/** Raw Ed25519 public key. Unit: bytes. */
const PUBLIC_KEY_BYTES = 32;
/** Department of the hub itself. */
const HUB = 'hub';
/** What a key may be called: one word, as the log's readers ask for it. */
const KEY_ID = /^[\w.:-]{1,80}$/;

/** The departments' keys as the log's own events have them; registering one is an event. */
export class KeyRegister {
  private readonly keyring: Keyring;
  private scannedTo = 0;
  /** Keys that somebody has asked to revoke: they sign nothing any more, whether the log says so already or not. */
  private readonly ending = new Set<string>();
  /** Changes one after another: each is judged by what the one before has left. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly suite: Suite,
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly own: (events: readonly OwnEvent[]) => Promise<unknown>,
    private readonly underway: Pick<Underway, 'settled'>,
  ) {
    this.keyring = new Keyring(suite, log.origin);
  }

  /** Brings the register up to the log's head. */
  async refresh(): Promise<void> {
    for (;;) {
      const page = await this.log.read(this.scannedTo, PAGE, { types: KEY_EVENTS });
      for (const line of page.lines) this.keyring.addLine(line);
      this.scannedTo = page.scannedTo;
      if (page.scannedTo >= page.head) return;
    }
  }

  /** The raw public key that is valid for what is appended next; undefined when there is none. */
  valid(department: string, keyId: string): Uint8Array | undefined {
    const key = this.ending.has(keyId) ? undefined : this.keyring.at(keyId, Number.MAX_SAFE_INTEGER);
    return key?.department === department ? key.publicKey : undefined;
  }

  /** Appends `hub.key.registered`. Registering the same key again changes nothing. Throws ProblemError. */
  register(key: NewKey): Promise<{ keyId: string }> {
    return this.inTurn(() => this.add(key));
  }

  private async add({ department, keyId, publicKey, previous }: NewKey): Promise<{ keyId: string }> {
    const bytes = typeof publicKey === 'string' ? fromBase64(publicKey) : undefined;
    if (bytes?.length !== PUBLIC_KEY_BYTES || !/^[a-z][a-z-]{1,40}$/.test(department)) throw malformed('publicKey');
    const id = keyId ?? `${department}-${Buffer.from(this.suite.sha256(bytes)).toString('hex').slice(0, 12)}`;
    if (typeof id !== 'string' || !KEY_ID.test(id)) throw malformed('keyId');
    await this.refresh();
    if (this.valid(department, id)) return { keyId: id };
    if (this.keyring.has(id)) throw new ProblemError('refused', { detail: 'the key id was used before' });
    const current: DepartmentKey | undefined = this.keyring.of(department).at(-1);
    if (current && !previous) throw new ProblemError('refused', { detail: 'the department has a key: sign the new one with it (previous)' });
    if (current && !this.isHandedOver(department, id, publicKey, previous)) throw new ProblemError('bad-signature');
    const data = { algorithm: 'Ed25519', department, keyId: id, publicKey, ...(previous ? { previous } : {}) };
    await this.own([{ type: 'hub.key.registered', id: `key-${id}`, time: momentOf(this.clock.now()), data }]);
    await this.refresh();
    return { keyId: id };
  }

  /**
   * Appends `hub.key.revoked`, behind everything of the key that is on its way: no line that it signed may stand after it.
   * Revoking again changes nothing; a department's last valid key stays unless `last`. When the log is away, nothing more of the
   * key is taken all the same, until the hub starts anew; whoever revokes asks again. Throws ProblemError.
   */
  revoke(department: string, keyId: string, last = false): Promise<void> {
    return this.inTurn(() => this.end(department, keyId, last));
  }

  private async end(department: string, keyId: string, last: boolean): Promise<void> {
    await this.refresh();
    const keys = this.of(department);
    const known = keys.find((key) => key.keyId === keyId);
    if (!known) throw new ProblemError('not-found');
    if (known.revoked) return;
    if (department === HUB) throw new ProblemError('refused', { detail: 'the hub signs with it' });
    if (!last && !keys.some((key) => key.keyId !== keyId && this.valid(department, key.keyId)))
      throw new ProblemError('refused', { detail: 'the only valid key of its department: rotate it first, for the next one has to be signed by it' });
    this.ending.add(keyId);
    await this.underway.settled();
    await this.own([{ type: 'hub.key.revoked', id: `key-revoked-${keyId}`, time: momentOf(this.clock.now()), data: { department, keyId } }]);
    await this.refresh();
  }

  /** A department's keys, oldest first. */
  of(department: string): RegisteredKey[] {
    return this.keyring
      .of(department)
      .map(({ keyId, publicKey, validTo }) => ({ keyId, publicKey: toBase64(publicKey), revoked: validTo !== undefined }));
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private isHandedOver(department: string, keyId: string, publicKey: string, previous: NewKey['previous']): boolean {
    const old = previous && this.valid(department, previous.keyId);
    const signature = previous && fromBase64(previous.signature);
    return Boolean(old && signature && this.suite.verify(old, keyText(this.log.origin, { department, keyId, publicKey }), signature));
  }
}

const malformed = (name: string): ProblemError =>
  new ProblemError('invalid-input', { errors: [{ pointer: `/${name}`, rule: 'format', message: name }] });
