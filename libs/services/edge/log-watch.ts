import { join } from 'node:path';
import { fromBase64, toBase64, type Suite } from '@lianhu/kernel';
import { openCheckpoint, sameBytes, verifyConsistency, type Checkpoint } from '@lianhu/log';
import { logger, type KeyHandover, type LogPort, type LogState, type RegisteredKey } from '@lianhu/services/platform';
import { putJson, readJson } from './files';
import type { AlarmCode, StopSwitch } from './stop-switch';

/** Whose log it is: what a trust file says. `publicKey` is base64. */
export interface LogTrust {
  readonly origin: string;
  readonly publicKey: string;
}

/** What an edge remembers of the log, on disk. */
interface Remembered extends LogTrust {
  /** The newest checkpoint that was verified. */
  readonly checkpoint?: string;
  /** Public keys of the department that an operator has accepted although this edge did not make them. */
  readonly accepted?: readonly string[];
}

/** Where that is kept in an edge's folder. */
export const LOG_FILE = 'log.json';

interface Noted extends Checkpoint {
  readonly note: string;
}

/** What a watch is made of. */
export interface LogWatchParts {
  readonly department: string;
  readonly origin: string;
  readonly suite: Suite;
  readonly log: LogPort;
  readonly stop: StopSwitch;
  /** Where the newest verified checkpoint is kept. */
  readonly path: string;
  /** From a trust file; without one the hub is believed at first contact. */
  readonly trust?: LogTrust;
  /** The keys that this edge has made. */
  readonly made: () => readonly KeyHandover[];
}

/** Checkpoints of receipts that wait for their check; of more in one round the newest takes the last place. */
const MAX_SEEN = 8;

/**
 * Watches that the log only grows: every checkpoint is signed by the one key, and each that is looked at continues the one before.
 * The newest verified one is on disk, so that neither a restart nor a restored hub goes unnoticed.
 */
export class LogWatch {
  private remembered: Remembered | undefined;
  private verified: Noted | undefined;
  private seen: Noted[] = [];
  private checking: Promise<LogState> | undefined;
  private checkedOnce = false;
  /** The note opened last: the receipts of one commit share it. */
  private last: Noted | undefined;

  constructor(private readonly parts: LogWatchParts) {
    const { trust, path, stop } = parts;
    this.remembered = readJson(path) as Remembered | undefined;
    if (trust && this.remembered && !sameLog(trust, this.remembered)) stop.stop('other-log', 'the trust file names another log or key');
    this.remembered ??= trust;
    this.verified = this.remembered?.checkpoint === undefined ? undefined : this.opened(this.remembered.checkpoint);
  }

  /** Events of the newest verified checkpoint; 0 before the first. */
  get size(): number {
    return this.verified?.size ?? 0;
  }

  /** Whether checkpoints wait for their check. */
  get behind(): boolean {
    return this.seen.length > 0;
  }

  /** Size and root of a note that came with receipts; it is checked against the others soon. Undefined when the log's key did not sign it. */
  see(note: string): Checkpoint | undefined {
    if (this.last?.note === note) return this.last;
    const checkpoint = this.opened(note);
    if (!checkpoint) return undefined;
    this.last = checkpoint;
    if (this.seen.length >= MAX_SEEN) this.seen.pop();
    this.seen.push(checkpoint);
    return checkpoint;
  }

  /** Resolves when the log was checked once since the start. Throws HubAway. */
  async ready(): Promise<void> {
    if (!this.checkedOnce) await this.check();
  }

  /** Checks what was seen and what the log says now; stops the edge when it does not hold. Answers what the log says. Throws HubAway. */
  check(): Promise<LogState> {
    this.checking ??= this.look().finally(() => (this.checking = undefined));
    return this.checking;
  }

  /** An operator trusts what the hub shows now: history and keys. A trust file still holds. Throws HubAway; answers the log's size. */
  async trustAgain(): Promise<number> {
    const state = await this.parts.log.state(this.parts.department);
    const { origin, trust } = this.parts;
    const next = trust ?? { origin, publicKey: state.publicKey };
    const checkpoint = openedBy(this.parts.suite, next, state.checkpoint);
    if (!checkpoint) throw new Error('the hub still signs with another key than the trust file names');
    this.seen = [];
    this.verified = checkpoint;
    this.remember({ ...next, checkpoint: state.checkpoint, accepted: state.keys.map(({ publicKey }) => publicKey) });
    this.checkedOnce = true;
    return checkpoint.size;
  }

  /** Whether the log as it is now continues a checkpoint of the past. Throws HubAway. */
  async continues(past: Checkpoint): Promise<boolean> {
    const now = this.verified;
    if (!now || past.size > now.size || past.size < 1) return false;
    if (past.size === now.size) return sameBytes(past.root, now.root);
    return holds(this.parts.suite, past, now, await this.parts.log.consistency(past.size, now.size));
  }

  private async look(): Promise<LogState> {
    const before = this.size;
    const state = await this.parts.log.state(this.parts.department);
    this.remembered ??= { origin: this.parts.origin, publicKey: state.publicKey };
    const seen = this.seen;
    this.seen = [];
    const fault = this.faultOfState(state, before);
    if (fault) this.parts.stop.stop(...fault);
    else await this.linkAll(seen, state.checkpoint);
    this.checkedOnce = true;
    return state;
  }

  private faultOfState(state: LogState, before: number): readonly [AlarmCode, string] | undefined {
    if (!sameLog(state, this.remembered as Remembered)) return ['other-log', `origin ${state.origin}`];
    const head = this.opened(state.checkpoint);
    if (!head) return ['bad-checkpoint', 'the newest'];
    if (head.size < before) return ['log-shorter', `${head.size} events, ${before} were signed before`];
    const foreign = this.foreign(state.keys);
    return foreign && ['foreign-key', foreign.keyId];
  }

  private foreign(keys: readonly RegisteredKey[]): RegisteredKey | undefined {
    const accepted = new Set([...this.parts.made().map(({ publicKey }) => publicKey), ...(this.remembered?.accepted ?? [])]);
    return keys.find(({ publicKey }) => !accepted.has(publicKey));
  }

  private async linkAll(seen: readonly Noted[], newest: string): Promise<void> {
    const all = [...seen, this.opened(newest) as Noted].sort((a, b) => a.size - b.size);
    const start = this.verified;
    for (const [at, checkpoint] of all.entries()) {
      try {
        const fault = await this.faultOfLink(checkpoint);
        if (fault) return this.parts.stop.stop(...fault);
      } catch (error) {
        this.seen = [...all.slice(at), ...this.seen].slice(0, MAX_SEEN);
        throw error;
      }
    }
    if (this.verified && this.verified !== start) this.rememberNow(this.verified.note);
  }

  /** Ties one checkpoint to the newest verified one, which it becomes when it is larger. */
  private async faultOfLink(checkpoint: Noted): Promise<readonly [AlarmCode, string] | undefined> {
    const known = this.verified;
    if (!known || known.size === 0) return void (this.verified = checkpoint);
    const diverged = ['history-diverged', `at ${checkpoint.size} events, ${known.size} were verified`] as const;
    if (checkpoint.size === known.size) return sameBytes(checkpoint.root, known.root) ? undefined : diverged;
    const [older, newer] = checkpoint.size > known.size ? [known, checkpoint] : [checkpoint, known];
    const hashes = older.size === 0 ? [] : await this.parts.log.consistency(older.size, newer.size);
    if (hashes === undefined) return ['log-shorter', `shorter than the ${newer.size} events that it has signed`];
    if (older.size > 0 && !holds(this.parts.suite, older, newer, hashes)) return diverged;
    this.verified = newer;
    return undefined;
  }

  private opened(note: string): Noted | undefined {
    return this.remembered && openedBy(this.parts.suite, this.remembered, note);
  }

  /** A disk that is full is no reason to stop: the next round tries again. */
  private rememberNow(checkpoint: string): void {
    const next = { ...(this.remembered as Remembered), checkpoint };
    try {
      this.remember(next);
    } catch (error) {
      logger.error({ department: this.parts.department, code: (error as { code?: unknown }).code }, 'the newest checkpoint cannot be kept');
    }
  }

  private remember(next: Remembered): void {
    putJson(this.parts.path, next);
    this.remembered = next;
  }
}

const sameLog = (a: LogTrust, b: LogTrust): boolean => a.origin === b.origin && a.publicKey === b.publicKey;

function openedBy(suite: Suite, { origin, publicKey }: LogTrust, note: unknown): Noted | undefined {
  const raw = typeof publicKey === 'string' ? fromBase64(publicKey) : undefined;
  if (raw?.length !== 32 || typeof note !== 'string') return undefined;
  const checkpoint = openCheckpoint(suite, { origin, publicKey: raw }, note);
  return checkpoint && { ...checkpoint, note };
}

const holds = (suite: Suite, older: Checkpoint, newer: Checkpoint, hashes: readonly string[] | undefined): boolean =>
  Array.isArray(hashes) && verifyConsistency(suite, older.size, newer.size, older.root, newer.root, hashes as readonly string[]);

/** A trust file's content as an edge needs it; undefined when it is none. */
export function trustOf(value: unknown): LogTrust | undefined {
  const { origin, publicKey } = (value ?? {}) as Partial<LogTrust>;
  const raw = typeof publicKey === 'string' ? fromBase64(publicKey) : undefined;
  return typeof origin === 'string' && raw?.length === 32 ? { origin, publicKey: toBase64(raw) } : undefined;
}

/** What an edge's folder remembers of the log: origin and size of the newest verified checkpoint. */
export function verifiedIn(folder: string): { readonly origin?: string; readonly verified: number } {
  const { origin, checkpoint } = (readJson(join(folder, LOG_FILE)) ?? {}) as Partial<Remembered>;
  return { origin, verified: Number(checkpoint?.split('\n')[1] ?? 0) };
}
