import { fromBase64, type Claim, type Position, type StoredLine, type Suite } from '@lianhu/kernel';

/** The two event types that keys consist of. */
export const KEY_EVENTS = ['hub.key.registered', 'hub.key.revoked'] as const;
/** Department of the hub itself. */
const HUB = 'hub';

/** A department's key with the positions at which its signatures count: `validFrom` to `validTo`, both included. */
export interface DepartmentKey {
  readonly keyId: string;
  readonly department: string;
  readonly publicKey: Uint8Array;
  readonly validFrom: Position;
  readonly validTo?: Position;
}

/** Why a key line is none. */
export type KeyFault =
  'first-line-is-no-hub-key' | 'not-the-hubs' | 'malformed' | 'key-id-used' | 'previous-missing' | 'previous-not-valid' | 'unknown-key';

interface Registered {
  readonly algorithm: string;
  readonly department: string;
  readonly keyId: string;
  readonly publicKey: string;
  readonly previous?: { readonly keyId: string; readonly signature: string };
}

/** The text that a department's old key signs for its next one. */
export const keyText = (origin: string, key: { readonly department: string; readonly keyId: string; readonly publicKey: string }): string =>
  `lianhu-key/1\n${origin}\n${key.department}\n${key.keyId}\n${key.publicKey}\n`;

/** The `previous` member of a department's second and later keys. */
export function signNextKey(
  suite: Suite,
  origin: string,
  old: { keyId: string; seed: Uint8Array },
  next: { department: string; keyId: string; publicKey: string },
) {
  return { keyId: old.keyId, signature: Buffer.from(suite.sign(old.seed, keyText(origin, next))).toString('base64') };
}

/** Which key is valid at which position: a fold of the log's `hub.key.*` lines in order of position. */
export class Keyring {
  private readonly keys = new Map<string, DepartmentKey>();

  constructor(
    readonly suite: Suite,
    readonly origin: string,
  ) {}

  /** Folds one line; lines of other types change nothing (position 1 excepted). Answers why a key line is refused. */
  add(position: Position, claim: Pick<Claim, 'type' | 'department' | 'data'>): KeyFault | undefined {
    if (position === 1 && (claim.type !== KEY_EVENTS[0] || claim.data['department'] !== HUB)) return 'first-line-is-no-hub-key';
    if (claim.type !== KEY_EVENTS[0] && claim.type !== KEY_EVENTS[1]) return undefined;
    if (claim.department !== HUB) return 'not-the-hubs';
    return claim.type === KEY_EVENTS[0] ? this.register(position, claim.data as unknown as Registered) : this.revoke(position, claim.data);
  }

  /** Folds a stored line. */
  addLine(line: StoredLine): KeyFault | undefined {
    return this.add(line.position, JSON.parse(line.claim) as Claim);
  }

  /** The key whose signature counts at a position; position 1 is signed by the key that it registers. */
  at(keyId: string, position: Position): DepartmentKey | undefined {
    const key = this.keys.get(keyId);
    if (!key || key.validFrom > position || (key.validTo ?? Infinity) < position) return undefined;
    return key;
  }

  /** Keys of a department, oldest first. */
  of(department: string): readonly DepartmentKey[] {
    return [...this.keys.values()].filter((key) => key.department === department);
  }

  /** Whether a key id was ever registered. */
  has(keyId: string): boolean {
    return this.keys.has(keyId);
  }

  private register(position: Position, data: Registered): KeyFault | undefined {
    const publicKey = typeof data.publicKey === 'string' ? fromBase64(data.publicKey) : undefined;
    if (data.algorithm !== 'Ed25519' || publicKey?.length !== 32 || !word(data.department) || !word(data.keyId)) return 'malformed';
    if (this.keys.has(data.keyId)) return 'key-id-used';
    const fault = this.of(data.department).length > 0 ? this.checkPrevious(position, data) : undefined;
    if (fault) return fault;
    this.keys.set(data.keyId, { keyId: data.keyId, department: data.department, publicKey, validFrom: position === 1 ? 1 : position + 1 });
    return undefined;
  }

  private checkPrevious(position: Position, data: Registered): KeyFault | undefined {
    if (!data.previous) return 'previous-missing';
    const old = this.at(data.previous.keyId, position);
    const signature = fromBase64(data.previous.signature);
    if (old?.department !== data.department || !signature) return 'previous-not-valid';
    return this.suite.verify(old.publicKey, keyText(this.origin, data), signature) ? undefined : 'previous-not-valid';
  }

  private revoke(position: Position, data: Readonly<Record<string, unknown>>): KeyFault | undefined {
    const key = this.keys.get(String(data['keyId']));
    if (!key || key.department !== data['department']) return 'unknown-key';
    if (key.validTo === undefined) this.keys.set(key.keyId, { ...key, validTo: position });
    return undefined;
  }
}

const word = (value: unknown): value is string => typeof value === 'string' && value !== '' && !value.includes('\n');

/** A keyring of lines already read, in order; throws on a key line that does not hold. */
export function keyring(suite: Suite, origin: string, lines: readonly StoredLine[] = []): Keyring {
  const ring = new Keyring(suite, origin);
  for (const line of lines) {
    const fault = ring.addLine(line);
    if (fault) throw new TypeError(`key line at position ${line.position}: ${fault}`);
  }
  return ring;
}
