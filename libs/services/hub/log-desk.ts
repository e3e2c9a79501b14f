import { toBase64 } from '@lianhu/kernel';
import { OutOfRange, type EventLog } from '@lianhu/log';
import { HubAway, ProblemError, type KeyHandover, type LogPort, type LogState } from '@lianhu/services/platform';
import type { KeyRegister } from './key-register';

/** What edges ask of the log that their events stand in: its newest note, that it only grew, and the keys of their department. */
export class LogDesk implements LogPort {
  constructor(
    private readonly log: EventLog,
    private readonly keys: KeyRegister,
    /** Raw public key of the log's checkpoints. */
    private readonly publicKey: Uint8Array,
  ) {}

  async state(department: string): Promise<LogState> {
    const { checkpoint } = await reachable(() => this.log.head());
    await reachable(() => this.keys.refresh());
    return { origin: this.log.origin, publicKey: toBase64(this.publicKey), checkpoint, keys: this.keys.of(department) };
  }

  async consistency(from: number, to: number): Promise<readonly string[] | undefined> {
    try {
      return await reachable(() => this.log.consistency(from, to));
    } catch (error) {
      if (error instanceof OutOfRange) return undefined;
      throw error;
    }
  }

  async registerKey(department: string, key: KeyHandover): Promise<void> {
    await reachable(() => this.keys.register({ ...key, department }));
  }

  async revokeKey(department: string, keyId: string): Promise<void> {
    await reachable(() => this.keys.revoke(department, keyId));
  }
}

async function reachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ProblemError || error instanceof OutOfRange) throw error;
    throw new HubAway('the log cannot be read');
  }
}
