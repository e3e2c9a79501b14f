import type { Entry } from './entry';

/** An entry kept in the browser: still being written, waiting for the connection, or sent, with the server's answer. */
export interface Draft {
  readonly entry: Entry;
  readonly state: 'editing' | 'queued' | 'sent';
  readonly answer?: object;
  /** Why the server did not take it, until it is changed. */
  readonly refused?: string;
  /** The event of a queued draft as it will be sent. */
  readonly event?: object;
  readonly savedAt: string;
}

const PREFIX = 'lianhu.draft.';
/** What nobody has come back for is thrown away; receipts need be seen that day only. Unit: milliseconds. */
const FORGET_AFTER = 90 * 86_400_000;
const SENT_AFTER = 86_400_000;
const IV_BYTES = 12;
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const textOf = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/**
 * Drafts in the browser's storage, encrypted with a key made from the account's secret, which the server gives to whoever signs in as
 * it and no desk holds: they outlive a reload and a session that ran out, and nobody else reads them.
 */
export class DraftStore {
  private key: Promise<CryptoKey> | undefined;

  constructor(
    private readonly secret: string,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>,
    /** The session's token, under which pages before decision 0100 kept drafts: an upgrade loses none that waits. */
    private readonly before?: string,
    private readonly crypto: Crypto = globalThis.crypto,
  ) {}

  /** Every draft of this account. Another account's stay, unless they are forgotten. */
  async all(now = Date.now()): Promise<readonly Draft[]> {
    const drafts: Draft[] = [];
    for (const name of this.names()) {
      const text = this.storage.getItem(name) ?? '';
      const draft = await this.open(text);
      if (draft && !text.includes(' ')) await this.put(draft);
      const age = now - Date.parse(draft?.savedAt ?? text.split(' ')[0] ?? '');
      if (draft && !(draft.state === 'sent' && age > SENT_AFTER)) drafts.push(draft);
      // Of what has no time, as older versions of these pages left it, nobody has the key.
      else if (draft || !(age <= FORGET_AFTER)) this.storage.removeItem(name);
    }
    return drafts.sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
  }

  /** Throws away what this account keeps here. */
  async clear(): Promise<void> {
    for (const name of this.names()) if (await this.open(this.storage.getItem(name) ?? '')) this.storage.removeItem(name);
  }

  async put(draft: Draft): Promise<void> {
    const iv = this.crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const plain = new TextEncoder().encode(JSON.stringify(draft));
    const sealed = new Uint8Array(await this.crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await this.keyOf(), plain));
    this.storage.setItem(`${PREFIX}${draft.entry.id}`, `${draft.savedAt} ${textOf(iv)}.${textOf(sealed)}`);
  }

  remove(id: string): void {
    this.storage.removeItem(`${PREFIX}${id}`);
  }

  private names(): readonly string[] {
    return Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index) ?? '').filter((name) => name.startsWith(PREFIX));
  }

  private async open(text: string): Promise<Draft | undefined> {
    const [time, kept] = text.includes(' ') ? text.split(' ') : [undefined, text];
    const [iv = '', sealed = ''] = (kept ?? '').split('.');
    const key = time !== undefined ? this.keyOf() : this.before === undefined ? undefined : this.makeKey(this.before);
    if (key === undefined) return undefined;
    try {
      const plain = await this.crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv) }, await key, bytesOf(sealed));
      return JSON.parse(new TextDecoder().decode(plain)) as Draft;
    } catch {
      return undefined;
    }
  }

  private keyOf(): Promise<CryptoKey> {
    return (this.key ??= this.makeKey(this.secret));
  }

  private async makeKey(secret: string): Promise<CryptoKey> {
    const raw = await this.crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'HKDF', false, ['deriveKey']);
    const info = new TextEncoder().encode('lianhu drafts');
    const rule = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
    return this.crypto.subtle.deriveKey(rule, raw, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  }
}
