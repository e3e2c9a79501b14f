import { toBase64 } from '@lianhu/kernel';
import { OutOfRange, type EventLog } from '@lianhu/log';
import { HubAway, ProblemError, type KeyHandover, type LogPort, type LogState } from '@lianhu/services/platform';
import type { ErasedList } from './erasures';
import type { KeyRegister } from './key-register';

/** Unit: leaves, 50 bytes each. */
const ERASED_PAGE = 2_000;

/** What edges ask of the log that their events stand in: its newest note, that it only grew, the keys of their department, and which of its events are erased. */
export class LogDesk implements LogPort {
  constructor(
    private readonly log: EventLog,
    private readonly keys: KeyRegister,
    /** Raw public key of the log's checkpoints. */
    private readonly publicKey: Uint8Array,
    private readonly erasedEvents: Pick<ErasedList, 'of' | 'mark'>,
  ) {}

  async state(department: string): Promise<LogState> {
    const { checkpoint } = await reachable(() => this.log.head());
    await reachable(() => this.keys.refresh());
    return {
      origin: this.log.origin,
      publicKey: toBase64(this.publicKey),
      checkpoint,
      keys: this.keys.of(department),
      erased: this.erasedEvents.mark(department),
    };
  }

  /** Of the department's own events only, and nothing about them but that they go. */
  async erased(department: string, after = ''): Promise<readonly string[]> {
    return this.erasedEvents
      .of(department)
      .filter((leaf) => leaf > after)
      .slice(0, ERASED_PAGE);
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
