import { ClockApart, LogBroken } from '@lianhu/log';
import { isDatabaseAway } from '@lianhu/services/platform';

/** Why the hub takes no events: clocks apart, something that the log rests on does not hold, or a database that is away. */
export type IntakeStop = 'clock-differs' | 'clock-jumped' | 'log-broken' | 'log-unavailable';

/** Whether the last append passed, and if not, why: what operators are alarmed by. */
export class IntakeState {
  private reason: IntakeStop | undefined;

  /** Undefined = events are taken. */
  get stopped(): IntakeStop | undefined {
    return this.reason;
  }

  /** Does an append and remembers how it went; a refusal for want of room is no stop. */
  async watch<T>(append: () => Promise<T>): Promise<T> {
    try {
      const result = await append();
      this.reason = undefined;
      return result;
    } catch (error) {
      throw this.failed(error);
    }
  }

  /**
   * Remembers why events were not taken that did not even come to be appended; answers the error. Only an append ends it, and a
   * database that is away does not hide what a person has to look at.
   */
  failed(error: unknown): unknown {
    const stop = stopOf(error);
    this.reason = stop === 'log-unavailable' ? (this.reason ?? stop) : (stop ?? this.reason);
    return error;
  }
}

/** What an error of the log says about intake; undefined when it says nothing. */
export function stopOf(error: unknown): IntakeStop | undefined {
  if (error instanceof ClockApart) return `clock-${error.kind}`;
  if (error instanceof LogBroken) return 'log-broken';
  return isDatabaseAway(error) ? 'log-unavailable' : undefined;
}
